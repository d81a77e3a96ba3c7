// The broker's log: this session's records among those of others.
import { sha256 } from '../../lib/identities.mjs';
import { Tree } from '../lib/merkle.mjs';
import { noteOf } from './notes.mjs';
import { ProvenTree } from './proofs.mjs';
import { write } from './writing.mjs';

export class BrokerLog {
  lines = [];
  own = [];
  #tree = new Tree();

  constructor(world, random, session) {
    Object.assign(this, { world, random, session });
  }

  get size() { return this.lines.length; }

  #add(line) {
    this.lines.push(line);
    this.#tree.add(line);
  }

  strangers(count) {
    for (let i = 0; i < count; i++) this.#add(Buffer.from(write({ v: 1, seq: this.size, event: 'sign-in.succeeded', data: { address: `192.0.2.${this.random.int(1, 250)}` } })));
  }

  /** A record of this session; `twist` may change it before it is a line. */
  tell(at, event, { data, ticket }, twist) {
    const record = twist({
      v: 1, seq: this.size, event, text: `${event}.`, who: { kind: 'broker' }, when: { utc: new Date(at).toISOString(), offset: 0, monotonic: 1000 * this.size, clock: 'synchronised' },
      session: this.session, ticket, data: { ...data, nth: this.own.length }, where: {}, software: {}, build: 'release',
    }, event);
    if (record === null) return;
    this.own.push(this.size);
    this.#add(Buffer.isBuffer(record) ? record : Buffer.from(write(record)));
  }

  root() { return this.#tree.root(); }

  prove() { return new ProvenTree(this.lines); }

  /** The log's note over all that it has. */
  note(twist) {
    const key = this.world.brokerLog;
    const parts = twist({ origin: key.name, size: this.size, root: this.root(), key, name: key.name, id: key.id });
    return { ...noteOf(parts), size: parts.size, root: parts.root };
  }
}

/** By what a record names a checkpoint. */
export const nameOf = body => sha256(Buffer.from(body)).toString('hex');
