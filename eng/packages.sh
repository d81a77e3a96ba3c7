#!/usr/bin/env bash
# The Debian packages that the tests need for their real components: one list, for eng/test.sh and for people.
set -euo pipefail

packages=(
  xvfb openbox xterm x11-apps x11-utils x11-xserver-utils xdotool xclip imagemagick
  tigervnc-viewer gvncviewer vncsnapshot
  tinyproxy squid-openssl haproxy dante-server microsocks krb5-kdc krb5-admin-server krb5-user winbind
  postgresql rsyslog rsyslog-gnutls
  chromium
  libxcb1 libxcb-shm0 libxcb-xtest0 libxcb-damage0 libxcb-xfixes0 libxcb-randr0
  sqlite3 strace curl
  iproute2 nftables dnsmasq-base util-linux openssl
)

# Node.js also comes otherwise than from Debian; what is there serves.
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "These packages are missing, so the tests that need them are skipped (install them to run everything):" >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 0
fi

echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
