#!/usr/bin/env bash
# Runs a document as its reader would: every ```sh block in order, in one shell and one empty folder; a block that begins with ```<language> file=PATH
# is written to PATH first. Other blocks are only to be read. Usage: eng/doc-run.sh DOCUMENT
# The programs must be built (dotnet build Orchestrator.sln); what the document starts in the background is ended with it.
set -euo pipefail

document=$(realpath "${1:?usage: eng/doc-run.sh DOCUMENT}")
cd "$(dirname "$0")/.."
root=$PWD

work=$(mktemp -d)
packages=$(mktemp -d)
trap 'rm -rf "$work" "$packages"' EXIT
# Packages for authors, where the document wants them.
if grep -q ORCHESTRATOR_PACKAGES "$document"; then eng/pack.sh "$packages" >&2; fi

awk '
  /^```/ && open { if (open == "file") print "DOC_RUN_END"; open = ""; next }
  /^```sh$/ { open = "run"; print "echo; echo \"== line " NR + 1 "\""; next }
  /^```[a-z]+ file=/ {
    open = "file"; sub(/^```[a-z]+ file=/, "")
    print "mkdir -p \"$(dirname \"" $0 "\")\""; print "cat > \"" $0 "\" <<\"DOC_RUN_END\""; next
  }
  /^```/ { open = "read"; next }
  open == "run" || open == "file" { print }
' "$document" > "$work/.doc-run"
grep -q . "$work/.doc-run" || { echo "$document has no block to run" >&2; exit 2; }

# Its own home for the templates that it installs; packages that were restored before serve again.
export DOTNET_CLI_HOME="$work/.home" NUGET_PACKAGES="$work/.packages" ORCHESTRATOR_PACKAGES="$packages"
# Each program from its own folder: the testbed's holds starters of others.
export PATH="$root/src/Orchestrator.Console.Host/bin/Debug/net10.0:$root/src/Orchestrator.Broker.Host/bin/Debug/net10.0:$root/src/Orchestrator.Verifier/bin/Debug/net10.0:$root/src/Orchestrator.Witness.Host/bin/Debug/net10.0:$root/testbed/Testbed.Runner/bin/Debug/net10.0:$PATH"
mkdir "$work/here"
cd "$work/here"
bash -euo pipefail -c 'trap '\''kill $(jobs -p) 2>/dev/null || true; wait'\'' EXIT; source "$0"' "$work/.doc-run"
echo
echo "$(basename "$document"): every block ran."
