# What the containers can't do, looked at from inside. Sourced by try.sh.

# A plugin whose publisher is the technician's own computer: packed, signed, trusted and installed there, then laid where broker and technician
# have it mounted. Neither can change it, or whom they trust.
install_plugin() {
  tar -c -C "$here/programs/plugin" . | technician sh -c 'mkdir /tmp/made && tar -x -C /tmp/made --no-same-owner'
  technician bash -euc '
    cd /tmp
    umask 022
    (umask 077; head -c 24 /dev/urandom | base64 > passphrase)
    orchestrator plugins keygen --out key.pem --passphrase-file passphrase
    orchestrator plugins pack made
    orchestrator plugins sign transport.raw-tls-*.orchestrator-plugin --key key.pem --passphrase-file passphrase --publisher "Example Instruments"
    mkdir -p plugins/folder
    orchestrator plugins trust key.pub.pem --name "Example Instruments" --trust plugins/plugin-trust.json
    orchestrator plugins install transport.raw-tls-*.orchestrator-plugin --to plugins/folder --trust plugins/plugin-trust.json --yes
    rm key.pem passphrase' > /dev/null
  technician tar -c -C /tmp/plugins . | tar -x -C "$run/plugins" --no-same-owner
  chmod -R a+rX "$run/plugins"
}

is_read_only() { inside "$1" awk -v at="$2" '$2 == at && $4 ~ /(^|,)ro(,|$)/ { found = 1 } END { exit !found }' /proc/mounts; }

nobody_is_root() {
  local each at
  for each in broker proxy instrument technician; do
    at=$(name "$each")
    [ "$(inside "$at" id -u)" -ne 0 ] || fail "$each runs as root"
    inside "$at" grep -q '^CapBnd:[[:space:]]*0*$' /proc/self/status || fail "$each has capabilities left"
    is_read_only "$at" / || fail "$each can write to its root file system"
  done
  for each in broker technician; do is_read_only "$(name "$each")" /srv/plugins || fail "$each can write to its plugins"; done
  say "four containers: nobody is root, no capability is left, root file systems and plugins are read-only"
  inside "$domain" orchestrator-broker plugins list --data /srv/vendor/broker | grep 'transport.raw-tls' || fail "the broker didn't load its mounted plugin"
}
