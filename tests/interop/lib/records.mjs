// Section 3 of docs/protocol.md: keys, sealing and opening of one channel's records in one direction.
import { nonce, u32 } from './bytes.mjs';
import { need } from './errors.mjs';
import { header } from './frames.mjs';
import { expand, open, seal } from './primitives.mjs';

/** When a key is worn out. `age` is in milliseconds. */
export const keyLimits = { records: 2n ** 20n, bytes: 16n * 2n ** 30n, age: 15 * 60 * 1000 };

/** Secret of epoch 0; direction 0 from I, 1 from R. */
export const channelSecret = (master, th6, direction, channel) =>
  expand(master, 48, 'channel', Buffer.from([direction]), u32(channel), th6);

export const keysOf = secret => ({ secret, key: expand(secret, 32, 'record key'), iv: expand(secret, 12, 'record iv') });

export const nextKeys = keys => keysOf(expand(keys.secret, 48, 'rekey'));

/** Counts what one key of one direction has protected. */
class Direction {
  constructor(channel, secret, limits) {
    Object.assign(this, { channel, limits, epoch: 0, sequence: 0n, keys: keysOf(secret), records: 0n, bytes: 0n });
  }

  worn(size) { return this.records >= this.limits.records || this.bytes + BigInt(size) > this.limits.bytes; }

  step(keys) { Object.assign(this, { keys, epoch: this.epoch + 1, records: 0n, bytes: 0n }); }

  count(size) {
    this.sequence += 1n;
    this.records += 1n;
    this.bytes += BigInt(size);
  }
}

export class Sealer extends Direction {
  constructor(channel, secret, limits = keyLimits, clock = Date.now) {
    super(channel, secret, limits);
    this.clock = clock;
    this.since = clock();
  }

  /** Steps to the next epoch now. */
  rekey() {
    this.step(nextKeys(this.keys));
    this.since = this.clock();
  }

  /** One whole record. */
  seal(type, payload) {
    const size = 19 + payload.length + 16;
    if (this.worn(size) || this.clock() - this.since >= this.limits.age) this.rekey();
    const head = header({ type, channel: this.channel, epoch: this.epoch, sequence: this.sequence, length: payload.length + 16 });
    const body = seal(this.keys.key, nonce(this.keys.iv, this.sequence), payload, head);
    this.count(size);
    return Buffer.concat([head, body]);
  }
}

export class Opener extends Direction {
  constructor(channel, secret, limits = keyLimits) { super(channel, secret, limits); }

  /** The payload of the next record; any fault ends the connection. */
  open(record) {
    need(record.channel === this.channel, 'WrongChannel');
    need(record.sequence >= this.sequence, 'Replayed');
    need(record.sequence === this.sequence, 'Gap');
    const steps = record.epoch - this.epoch;
    need(steps === 0 || steps === 1, 'WrongEpoch');
    need(steps === 1 || !this.worn(record.bytes.length), 'KeyExhausted');
    const keys = steps === 1 ? nextKeys(this.keys) : this.keys;
    const payload = open(keys.key, nonce(keys.iv, this.sequence), record.body, record.headerBytes);
    need(payload !== null, 'Forged');
    if (steps === 1) this.step(keys);
    this.count(record.bytes.length);
    return payload;
  }
}
