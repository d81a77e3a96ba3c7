#!/usr/bin/env bash
# Prints each requirement id with the tests that carry it and how they went in the last run of eng/test.sh; fails on an id without a passed test, or with a failed one.
# Usage: eng/trace.sh [--families CRY,HS,…] [--json]     Run eng/test.sh before: it leaves the results, and the built tests (bin/Debug) tell which test carries which id.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ " $* " == *" --help "* ]]; then
  sed -n '2,3s/^# //p' "$0"
  exit 0
fi
exec dotnet run --project eng/Trace -v q -- --ids eng/requirement-ids.txt --tests tests --results artifacts/test-results "$@"
