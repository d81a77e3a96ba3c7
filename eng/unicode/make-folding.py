#!/usr/bin/env python3
"""Writes the table behind the broker's comparison of names: full case folding, from Python's copy of the Unicode Character Database.

    python3 eng/unicode/make-folding.py > src/Orchestrator.Broker/Text/case-folding.txt

Lines: code point, then what it folds to; hexadecimal.
"""
import unicodedata

print(f"# Unicode {unicodedata.unidata_version}, full case folding; made by eng/unicode/make-folding.py")
for cp in range(0x110000):
    if not 0xD800 <= cp <= 0xDFFF and (folded := chr(cp).casefold()) != chr(cp):
        print(f"{cp:X}", *(f"{ord(c):X}" for c in folded))
