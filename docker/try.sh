#!/usr/bin/env bash
# Builds the images, brings compose.yaml up, plays a whole session from the laboratory through the proxy to a technician at the vendor's, shows what
# happened, and takes everything down, also when it fails or is interrupted.
# Usage: docker/try.sh [--keep-programs]     --keep-programs takes what docker/publish.sh made before.
# With podman (buildah, podman-compose, debootstrap), as root; with ORCHESTRATOR_ENGINE=docker by Docker's own compose.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
run=$here/run
began=$SECONDS

say() { printf '%4d s  %s\n' $((SECONDS - began)) "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

case "${1:-}" in "" | --keep-programs) ;; *) echo "usage: docker/try.sh [--keep-programs]" >&2; exit 2 ;; esac
if [ "${ORCHESTRATOR_ENGINE:-podman}" = docker ]; then source "$here/docker.sh"; else source "$here/podman.sh"; fi
source "$here/story.sh"

finish() {
  local status=$?
  trap - EXIT INT TERM HUP
  [ $status -eq 0 ] || tell_what_they_say >&2 || true
  down
  rm -rf "$run"
  say "everything is down"
  exit $status
}
down
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

[ "${1:-}" = --keep-programs ] && [ -d "$here/programs" ] || { say "publishing the programs"; "$here/publish.sh"; }
build
make_secrets
set_up_vendor
start broker proxy technician
activate_technician
start instrument
no_other_way
session
evidence
say "a whole session went through the proxy, and the laboratory has no other way out"
