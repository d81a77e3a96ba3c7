#!/usr/bin/env bash
# Builds the images, brings compose.yaml up, plays a whole session from the laboratory through the proxy to a technician at the vendor's, shows what
# happened, and takes everything down, also when it fails or is interrupted.
# Usage: docker/try.sh [--keep-programs | --built]     --keep-programs takes what docker/publish.sh made before; --built what `dotnet build` made.
# With podman, as root; with ORCHESTRATOR_ENGINE=docker by Docker's own compose.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
run=$here/run
project=orchestrator-try
began=$SECONDS

say() { printf '%4d s  %s\n' $((SECONDS - began)) "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

case "${1:-}" in
  "") publish=(-c Release) ;;
  --built) publish=(-c Debug --no-build) ;;
  --keep-programs) [ -d "$here/programs" ] || fail "there is nothing in docker/programs yet: run docker/publish.sh" ;;
  *) echo "usage: docker/try.sh [--keep-programs | --built]" >&2; exit 2 ;;
esac
if [ "${ORCHESTRATOR_ENGINE:-podman}" = docker ]; then source "$here/docker.sh"; else source "$here/podman.sh"; fi
source "$here/story.sh"
source "$here/closed.sh"

finish() {
  local status=$?
  trap - EXIT INT TERM HUP
  case $status in 0 | 130 | 143) ;; *) tell_what_they_say >&2 || true ;; esac
  down
  rm -rf "$run"
  local left
  left=$(engine ps -aq --filter "label=com.docker.compose.project=$project"; engine network ls -q --filter "name=^${project}_"; engine volume ls -q --filter "name=^${project}_")
  if [ -n "$left" ]; then
    echo "FAILED: these are left: $left" >&2
    exit 1
  fi
  say "everything is down"
  exit $status
}
down
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ "${1:-}" != --keep-programs ]; then
  say "publishing the programs"
  "$here/publish.sh" "${publish[@]}"
fi
build
make_secrets
set_up_vendor
start technician
install_plugin
start broker proxy
activate_technician
start instrument
nobody_is_root
no_other_way
session
evidence
say "a whole session went through the proxy, and the laboratory has no other way out"
