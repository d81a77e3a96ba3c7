// Proofs of RFC 6962, made by its own recursive definitions (2.1.1, 2.1.2): the verifier goes the other way.
import { leafHash, nodeHash } from '../lib/merkle.mjs';

/** The largest power of two below n. */
const split = n => 2 ** Math.ceil(Math.log2(n) - 1e-12) / 2;

export class ProvenTree {
  constructor(leaves) {
    this.leaves = leaves.map(leafHash);
    this.known = new Map();
  }

  /** The root over the leaves from `from` on, before `to`. */
  root(from, to) {
    if (to - from === 1) return this.leaves[from];
    const name = `${from} ${to}`;
    if (!this.known.has(name)) {
      const k = split(to - from);
      this.known.set(name, nodeHash(this.root(from, from + k), this.root(from + k, to)));
    }
    return this.known.get(name);
  }

  inclusion(place, size, from = 0, to = size) {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return place < middle
      ? [...this.inclusion(place, size, from, middle), this.root(middle, to)]
      : [...this.inclusion(place, size, middle, to), this.root(from, middle)];
  }

  consistency(older, newer) { return older === 0 || older >= newer ? [] : this.#part(older, 0, newer, true); }

  #part(m, from, to, whole) {
    if (m === to - from) return whole ? [] : [this.root(from, to)];
    const k = split(to - from);
    return m <= k
      ? [...this.#part(m, from, from + k, whole), this.root(from + k, to)]
      : [...this.#part(m - k, from + k, to, false), this.root(from, from + k)];
  }
}
