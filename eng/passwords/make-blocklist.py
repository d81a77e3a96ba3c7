#!/usr/bin/env python3
"""Makes src/Orchestrator.Broker/Accounts/common-passwords.txt.gz.

Usage: make-blocklist.py PACKAGE

PACKAGE is the unpacked npm package @zxcvbn-ts/language-common (MIT; `npm pack @zxcvbn-ts/language-common@4.1.3`). Its list of common
passwords is joined with long-passwords.txt beside this script, folded as the broker folds a new password (lower case, letters and digits
alone), sorted, and packed without a time stamp: the same input gives the same bytes.
"""
import gzip
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
least = 4  # shorter ones say nothing, not even when a password repeats them


def bare(text):
    return "".join(c for c in text.lower() if c.isalnum())


listed = json.loads((pathlib.Path(sys.argv[1]) / "src" / "passwords.json").read_text("utf-8"))
own = [line for line in (here / "long-passwords.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]
words = sorted({bare(word) for word in listed + own if word.isascii() and len(bare(word)) >= least})
target = here.parent.parent / "src" / "Orchestrator.Broker" / "Accounts" / "common-passwords.txt.gz"
target.write_bytes(gzip.compress(("\n".join(words) + "\n").encode(), 9, mtime=0))
print(f"{len(words)} passwords, {target.stat().st_size} bytes")
