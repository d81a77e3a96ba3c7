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

# What failed, and with which words: whoever reads only this output must be able to begin.
awk 'BEGIN { RS = "<UnitTestResult " }
  substr($0, 1, index($0, ">")) ~ /outcome="Failed"/ {
    name = match($0, /testName="[^"]*"/) ? substr($0, RSTART + 10, RLENGTH - 11) : "?"
    message = match($0, /<Message>[^<]*/) ? substr($0, RSTART + 9, RLENGTH - 9) : ""
    gsub(/[[:space:]]+/, " ", message)
    printf "FAILED %s: %s\n", name, substr(message, 1, 1500)
  }' "$folder"/*.trx 2>/dev/null || true

# Why tests were skipped, once each.
grep -hoE 'Skip(ped)?: [^<]*|<Message>[^<]*(not installed|is not set|missing)[^<]*' "$folder"/*.trx 2>/dev/null | sort | uniq -c | sort -rn | head -n 20 || true

# How many published vectors ran through our own wrappers, and how many no wrapper can express.
grep -hoE 'Wycheproof [a-z0-9_.]+: [0-9]+ run, [0-9]+ skipped[^<]*' "$folder"/*.trx 2>/dev/null | sort -u || true

# On how many evidence bundles the two verifiers agreed.
grep -hoE 'Evidence corpus: [0-9][^<]*' "$folder"/*.trx 2>/dev/null | sort -u || true

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
