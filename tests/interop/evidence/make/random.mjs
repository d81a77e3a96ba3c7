import { createHash } from 'node:crypto';

/** Randomness that follows from a name: SHA-256 over the name and a count. */
export class Seeded {
  constructor(name) {
    this.name = name;
    this.count = 0;
    this.kept = Buffer.alloc(0);
  }

  bytes(count) {
    while (this.kept.length < count) this.kept = Buffer.concat([this.kept, createHash('sha256').update(`${this.name} ${this.count++}`).digest()]);
    const found = this.kept.subarray(0, count);
    this.kept = this.kept.subarray(count);
    return Buffer.from(found);
  }

  hex(count) { return this.bytes(count).toString('hex'); }

  /** From `least` to `most`, both possible. */
  int(least, most) { return least + this.bytes(6).readUIntBE(0, 6) % (most - least + 1); }

  pick(list) { return list[this.int(0, list.length - 1)]; }

  /** True in so many cases of a hundred. */
  percent(chance) { return this.int(1, 100) <= chance; }

  /** Some of a list, in its order. */
  some(list, chance) { return list.filter(() => this.percent(chance)); }
}
