#!/usr/bin/env bash
# Sums the counters of all .trx files in a folder and prints the plain closing line. Fails when a test failed or none ran.
set -euo pipefail
folder=${1:?usage: eng/sum-tests.sh FOLDER}

passed=0 failed=0 skipped=0
for file in "$folder"/*.trx; do
  [ -e "$file" ] || continue
  counters=$(grep -o '<Counters [^>]*>' "$file" | head -n 1)
  value() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  total=$(value total) ran=$(value passed) executed=$(value executed)
  passed=$((passed + ran))
  failed=$((failed + executed - ran))
  skipped=$((skipped + total - executed))
done

# Why tests were skipped, once each.
grep -hoE 'Skip(ped)?: [^<]*|<Message>[^<]*(not installed|is not set|missing)[^<]*' "$folder"/*.trx 2>/dev/null | sort | uniq -c | sort -rn | head -n 20 || true

# How many published vectors ran through our own wrappers, and how many no wrapper can express.
grep -hoE 'Wycheproof [a-z0-9_.]+: [0-9]+ run, [0-9]+ skipped[^<]*' "$folder"/*.trx 2>/dev/null | sort -u || true

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
