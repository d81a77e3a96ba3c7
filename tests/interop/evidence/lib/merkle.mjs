// Trees and proofs of RFC 6962, checked as RFC 9162 (2.1.3.2, 2.1.4.2) describes. Sizes go beyond 32 bits, so they are counted as BigInt.
import { sha256 } from '../../lib/identities.mjs';
import { must } from './rejected.mjs';

const zero = Buffer.from([0]), one = Buffer.from([1]);

export const leafHash = leaf => sha256(zero, leaf);
export const nodeHash = (left, right) => sha256(one, left, right);

/** Collects leaves and knows the root at each size. */
export class Tree {
  size = 0;
  #peaks = [];

  add(leaf) {
    let hash = leafHash(leaf);
    for (let n = this.size++; n % 2 === 1; n = (n - 1) / 2) hash = nodeHash(this.#peaks.pop(), hash);
    this.#peaks.push(hash);
  }

  root() { return this.size === 0 ? sha256(Buffer.alloc(0)) : this.#peaks.reduceRight((right, left) => nodeHash(left, right)); }
}

/** The root that a leaf's place and its inclusion proof give. */
export function rootOfInclusion(leaf, index, size, proof) {
  must(index < size, 'behind the checkpoint');
  let fn = BigInt(index), sn = BigInt(size) - 1n, hash = leaf;
  for (const node of proof) {
    must(sn !== 0n, 'an inclusion proof that is too long');
    if (fn % 2n === 1n || fn === sn) {
      hash = nodeHash(node, hash);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      hash = nodeHash(hash, node);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  must(sn === 0n, 'an inclusion proof that is too short');
  return hash;
}

/** Throws unless the proof leads from the older root to the newer one. */
export function requireConsistent(older, newer, proof) {
  must(older.size <= newer.size, 'newer than the newest checkpoint');
  if (older.size === newer.size || older.size === 0) {
    must(proof.length === 0, 'a proof where none is needed');
    must(older.size === 0 ? older.root.equals(new Tree().root()) : older.root.equals(newer.root), 'another root');
    return;
  }
  let fn = BigInt(older.size) - 1n, sn = BigInt(newer.size) - 1n;
  while (fn % 2n === 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  const nodes = fn === 0n ? [older.root, ...proof] : [...proof];
  must(nodes.length > 0, 'no consistency proof');
  let fr = nodes[0], sr = nodes[0];
  for (const node of nodes.slice(1)) {
    must(sn !== 0n, 'a consistency proof that is too long');
    if (fn % 2n === 1n || fn === sn) {
      [fr, sr] = [nodeHash(node, fr), nodeHash(node, sr)];
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = nodeHash(sr, node);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  must(sn === 0n, 'a consistency proof that is too short');
  must(fr.equals(older.root) && sr.equals(newer.root), 'the older tree is no part of the newer one');
}
