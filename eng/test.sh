#!/usr/bin/env bash
# Builds everything and runs every test. As root it installs the Debian packages that the real components need; otherwise it says which are missing.
# Usage: eng/test.sh [--fast]     --fast leaves out the tests that start real servers, displays and browsers, and the projects that run whole
#                                 sessions or wait in real time (EndToEnd, BadPlugins).
# The last line is the sum over all test projects: N passed, N failed, N skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  "") eng/packages.sh ;;
  --fast) export ORCHESTRATOR_FAST=1 ;;
  *) echo "usage: eng/test.sh [--fast]" >&2; exit 2 ;;
esac

# Hundreds of programs start and end here; measuring their code for a later, faster translation costs more than they live to gain.
export DOTNET_TieredPGO=0

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

dotnet restore Orchestrator.sln -v q
# One compiler for all projects, which ends with the build.
dotnet build Orchestrator.sln -v q --no-restore -p:UseSharedCompilation=true
dotnet build-server shutdown --vbcscompiler >/dev/null

status=0
for project in tests/*/*.csproj; do
  grep -q '<IsTestProject>true' "$project" || continue
  name=$(basename "$project" .csproj)
  case "${ORCHESTRATOR_FAST:-} $name" in "1 EndToEnd" | "1 BadPlugins") continue ;; esac
  echo "== $name"
  # One project after the other: they start displays and servers, and the machine may have two cores.
  dotnet test "$project" --no-build -v q --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
    --blame-hang-timeout 20m || status=1
done

eng/sum-tests.sh "$results" || status=1
exit $status
