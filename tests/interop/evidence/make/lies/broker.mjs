// A broker that holds its keys and its disk: its checkpoint, its records, what both sides know of each other.
import { kinds } from '../../lib/notes.mjs';
import { noteKey } from '../keys.mjs';
import { write } from '../writing.mjs';

const lie = (name, code, twist, plan = {}) => ({ name: `${code}: ${name}`, code, plan, twist });
const other = noteKey('x', kinds.log, Buffer.alloc(32, 8));
const note = (name, change) => lie(name, 'broker-checkpoint', { brokerNote: parts => ({ ...parts, ...change(parts) }) });
const noteText = (name, change) => lie(name, 'broker-checkpoint', { brokerNoteText: change });
const isEnd = event => event === 'relay.session-ended';
/** The broker's record of the end becomes another. */
const record = (name, change) => lie(name, 'broker-record', { brokerRecord: (found, event) => (isEnd(event) ? change(found) : found) });
const line = (name, change, code = 'broker-record') =>
  lie(name, code, { brokerRecord: (found, event) => (isEnd(event) ? Buffer.from(change(write(found), found)) : found) });
const made = (name, code, change, plan) => lie(name, code, { bundle: (bundle, parts) => ({ ...bundle, broker: { ...bundle.broker, ...change(bundle.broker, parts) } }) }, plan);
const records = (name, change) => made(name, 'broker-record', broker => ({ records: change(structuredClone(broker.records)) }));
const registered = (name, change) => lie(name, 'registered', { registered: data => ({ ...data, ...change(data) }) });
const issued = (name, change) => lie(name, 'issued', { issued: data => ({ ...data, ...change(data) }) });
const end = (name, endings, twist = {}, plan = {}) => lie(name, 'end', { endings: () => endings, ...twist }, plan);
const peer = (name, change) => lie(name, 'peer-checkpoint', { peer: (data, i) => (i === 1 ? { ...data, ...change(data) } : data) });
const peerNote = (name, change) => lie(name, 'peer-checkpoint', { peerNote: (parts, i) => (i === 1 ? { ...parts, ...change(parts) } : parts) });
const consistency = (name, change, plan) => made(name, 'peer-checkpoint', (broker, parts) => ({ consistency: change(structuredClone(broker.consistency), parts) }), plan);

export const broker = world => [
  note('signed by another key', () => ({ key: other })),
  note("signed by the instrument's witness", () => ({ key: world().witnesses[0] })),
  note('another origin', parts => ({ origin: `${parts.origin}s` })),
  note('the origin of a run', () => ({ origin: `${world().domain}/run/${'0'.repeat(32)}` })),
  note('a fourth line', parts => ({ body: `${parts.origin}\n${parts.size}\n${parts.root.toString('base64')}\nmore\n` })),
  note('another key id', () => ({ id: Buffer.alloc(4) })),
  noteText('no signature', text => text.replace(/\n\u2014.*/s, '\n')),
  noteText('only cosignatures', text => text.replace(/\u2014.*?\n/, '')),
  noteText('empty', () => ''),
  lie('a forked log: another root', 'broker-record', { brokerNote: parts => ({ ...parts, root: Buffer.alloc(32, 1) }) }),
  lie('older than its records', 'broker-record', { brokerNote: parts => ({ ...parts, size: 3 }) }),
  record('another session', found => ({ ...found, session: '100000001' })),
  record('no session', ({ session, ...rest }) => rest),
  record('another number', found => ({ ...found, seq: found.seq + 1 })),
  record('a number too high in nth', found => ({ ...found, data: { ...found.data, nth: found.data.nth + 1 } })),
  record('no nth', found => ({ ...found, data: { records: 1 } })),
  record('no time', ({ when, ...rest }) => rest),
  line('a blank in it', text => text.replace(',"event"', ', "event"')),
  line('a member twice', text => text.replace('"data":{', '"data":{"x":1,"x":2,')),
  line('no JSON', text => text.slice(0, -1)),
  line('version 2 at the broker', text => text.replace('"v":1', '"v":2'), 'newer-format'),
  records('one is left out', list => list.filter((_, i) => i !== 1)),
  records('another order', list => list.toReversed()),
  records('one twice', list => [list[0], ...list]),
  records('another place', list => [{ ...list[0], index: list[0].index + 1 }, ...list.slice(1)]),
  records('the proof of another', list => [{ ...list[0], proof: list[1].proof }, ...list.slice(1)]),
  records('no proof', list => [{ ...list[0], proof: [] }, ...list.slice(1)]),
  records('a proof with a node more', list => [{ ...list[0], proof: [...list[0].proof, Buffer.alloc(32).toString('base64')] }, ...list.slice(1)]),
  records('a proof with a node less', list => [{ ...list[0], proof: list[0].proof.slice(0, -1) }, ...list.slice(1)]),
  records('a proof in another order', list => [{ ...list[0], proof: list[0].proof.toReversed() }, ...list.slice(1)]),
  records("another's record", list => list.map((one, i) => (i === 1 ? { ...one, record: list[0].record } : one))),
  registered('another origin', () => ({ origin: `${world().domain}/run/${'0'.repeat(32)}` })),
  registered("another log's key", () => ({ logKey: '0'.repeat(64) })),
  registered('a key in capitals', data => ({ logKey: data.logKey.toUpperCase() })),
  registered("another run's key", () => ({ runKey: '0'.repeat(64) })),
  registered('another binding', () => ({ binding: 'AAAA' })),
  registered('no binding', () => ({ binding: undefined })),
  lie('nobody registered', 'registered', { brokerRecord: (found, event) => (event === 'relay.session-registered' ? null : found) }),
  lie('registered twice', 'registered', { brokerRecord: (found, event) => (event === 'relay.session-ended' ? { ...found, event: 'relay.session-registered' } : found) }),
  lie('something before it', 'registered', { brokerRecord: (found, event) => ({ ...found, event: { 'relay.session-registered': 'issuing.ticket', 'issuing.ticket': 'relay.session-registered' }[event] ?? event }) }),
  made('no records at all', 'registered', () => ({ records: [] })),
  issued('another hash', () => ({ sha256: '0'.repeat(64) })),
  issued('no hash', () => ({ sha256: undefined })),
  lie('a ticket that nobody wrote down', 'issued', { brokerRecord: (found, event) => (event === 'issuing.ticket' ? null : found) }),
  lie('for another ticket', 'issued', { brokerRecord: (found, event) => (event === 'issuing.ticket' ? { ...found, ticket: '0'.repeat(32) } : found) }),
  lie('twice', 'issued', { timesIssued: () => 2 }),
  end('none', []),
  end('ended twice', ['ended', 'ended']),
  end('ended and missing', ['ended', 'missing']),
  end('missing twice', ['missing', 'missing', 'recovered']),
  end('missing, and never recovered', ['missing']),
  end('recovered before it was missing', ['recovered', 'missing']),
  end('only recovered', ['recovered']),
  end('names another checkpoint', ['ended'], { ended: data => ({ ...data, checkpoint: '0'.repeat(64) }) }),
  end('names no checkpoint', ['ended'], { ended: ({ checkpoint, ...rest }) => rest }),
  end('recovered names another checkpoint', ['missing', 'recovered'], { recovered: () => '0'.repeat(64) }),
  end("an end that the instrument doesn't have", ['ended'], {}, { end: 'missing' }),
  lie('session.ended twice', 'story', { events: list => list.flatMap(one => (one.event === 'session.ended' ? [one, one] : [one])) }),
  lie('an end that is cut off', 'end', { events: list => list.filter(one => !['session.ended', 'session.ending'].includes(one.event)) }),
  peer('another size', data => ({ size: data.size + 1 })),
  peer('another root', () => ({ root: Buffer.alloc(32, 1).toString('base64') })),
  peer('no note', () => ({ note: undefined })),
  peer('a note that is none', () => ({ note: 'note' })),
  peer('a size that is text', data => ({ size: String(data.size) })),
  peerNote('signed by another key', () => ({ key: other })),
  peerNote('another root, signed: a fork', () => ({ root: Buffer.alloc(32, 1) })),
  peerNote('another size, signed: a fork', parts => ({ size: parts.size + 1 })),
  peerNote('a checkpoint that is beyond the newest', parts => ({ size: 100_000 })),
  peerNote('another key id', () => ({ id: Buffer.alloc(4) })),
  consistency('none', () => []),
  consistency('another order', list => list.toReversed()),
  consistency('one twice', list => [list[0], ...list]),
  consistency('one that no record needs', (list, { proofs, broker: log }) => [...list, { size: log.size, proof: [] }]),
  consistency('an empty proof', list => list.map((one, i) => (i === 0 ? { ...one, proof: [] } : one))),
  consistency('the proof of another size', list => list.map((one, i) => (i === 0 ? { ...one, proof: list[1].proof } : one)), { before: 6 }),
  consistency('a node more', list => list.map((one, i) => (i === 0 ? { ...one, proof: [...one.proof, Buffer.alloc(32).toString('base64')] } : one))),
  consistency('a node less', list => list.map((one, i) => (i === 0 ? { ...one, proof: one.proof.slice(0, -1) } : one))),
  consistency('nodes in another order', list => list.map((one, i) => (i === 0 ? { ...one, proof: one.proof.toReversed() } : one))),
];
