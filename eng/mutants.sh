#!/usr/bin/env bash
# Takes away, one at a time, what docs/traceability.md says a requirement rests on, and sees that a test fails. Build first. See eng/mutants.sh --help.
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --project eng/Mutants -v q -- "$@"
