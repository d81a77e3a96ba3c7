#!/usr/bin/env python3
"""Writes the tables behind Orchestrator.Broker's normalisation, from Python's copy of the Unicode Character Database.

    python3 eng/unicode/make-tables.py > src/Orchestrator.Broker/Text/unicode-tables.txt

The broker runs without ICU (InvariantGlobalization), where the platform's own Normalize leaves everything but ASCII as it is.
Lines: `D cp seq` full compatibility decomposition, `K cp class` combining class, `C a b c` canonical composition a b -> c,
`F cp seq` full case folding. Numbers are hexadecimal. Hangul syllables are computed, not listed.
"""
import sys
import unicodedata as u

HANGUL = range(0xAC00, 0xAC00 + 11172)


def hexes(text):
    return " ".join(f"{ord(c):X}" for c in text)


def main():
    out = sys.stdout
    out.write(f"# Unicode {u.unidata_version}; made by eng/unicode/make-tables.py\n")
    for cp in range(0x110000):
        if 0xD800 <= cp <= 0xDFFF or cp in HANGUL:
            continue
        c = chr(cp)
        full = u.normalize("NFKD", c)
        if full != c:
            out.write(f"D {cp:X} {hexes(full)}\n")
        if u.combining(c):
            out.write(f"K {cp:X} {u.combining(c):X}\n")
        canonical = u.decomposition(c)
        if canonical and not canonical.startswith("<"):
            parts = canonical.split()
            # Excluded compositions don't come back when recomposed, so this test finds them all.
            if len(parts) == 2 and u.normalize("NFC", chr(int(parts[0], 16)) + chr(int(parts[1], 16))) == c:
                out.write(f"C {parts[0]} {parts[1]} {cp:X}\n")
        folded = c.casefold()
        if folded != c:
            out.write(f"F {cp:X} {hexes(folded)}\n")


main()
