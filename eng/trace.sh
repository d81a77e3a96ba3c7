#!/usr/bin/env bash
# Prints each requirement id with the tests that carry it and how they went in the last run of eng/test.sh; fails on an id without a passed test.
# Usage: eng/trace.sh [--families CRY,HS] [--json]
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --project eng/Trace -v q -- --ids eng/requirement-ids.txt --tests tests --results artifacts/test-results "$@"
