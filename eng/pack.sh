#!/usr/bin/env bash
# Makes the packages for authors of plugins: the contract, the conformance specs, the templates. Usage: eng/pack.sh [FOLDER]   (default: artifacts/packages)
set -euo pipefail
cd "$(dirname "$0")/.."

out=$(realpath -m "${1:-artifacts/packages}")
mkdir -p "$out"
for project in src/Orchestrator.Abstractions tests/Plugins.Conformance templates; do
  dotnet pack "$project" -c Release -o "$out" -v q --nologo
done
ls "$out"
