// The broker's part: its checkpoint, its records of the session, and what both sides know of each other.
import { sha256 } from '../../lib/identities.mjs';
import { leafHash, requireConsistent, rootOfInclusion } from './merkle.mjs';
import { readNote, requireSignedBy } from './notes.mjs';
import { readRecord, utcOf } from './records.mjs';
import { check, must } from './rejected.mjs';
import { fromBase64, isCount } from './text.mjs';

/** The broker's records of a session, each proven to be in its checkpoint. */
export function readBrokerRecords(broker, checkpoint, session) {
  let last = -1;
  return broker.records.map(({ index, record, proof }, i) => check('broker-record', `broker.records[${i}]`, () => {
    must(index > last, 'order');
    last = index;
    const bytes = fromBase64(record);
    const found = readRecord(bytes, index, `broker.records[${i}]`);
    utcOf(found);
    must(found.session === session, 'another session');
    must(found.data?.nth === i, 'a record of the session is left out');
    const root = rootOfInclusion(leafHash(bytes), index, checkpoint.size, proof.map(fromBase64));
    must(root.equals(checkpoint.root), 'not in the checkpoint');
    return found;
  }));
}

/** The broker's record of START names this run's keys. */
export function requireRegistered(records, { origin, logKey, runKey, binding }) {
  const found = records.filter(record => record.event === 'relay.session-registered');
  must(found.length === 1, `${found.length} relay.session-registered`);
  must(found[0] === records[0], 'something before the registration');
  const [{ data = {} }] = found;
  must(data.origin === origin && data.logKey === logKey.toString('hex') && data.runKey === runKey.fingerprint.toString('hex'), 'other keys');
  must(data.binding === binding.toString('base64'), 'another binding');
  return found[0];
}

/** Hash of a checkpoint's text, without its signatures: by it a record names one. */
const nameOf = note => sha256(Buffer.from(note.body)).toString('hex');

/** The session's end as both sides have it; the broker's record that tells of the instrument's last checkpoint, or that none came. */
export function requireEnd(records, brokerRecords, newest) {
  const at = (...events) => brokerRecords.flatMap((record, i) => (events.includes(record.event) ? [i] : []));
  const [closers, recovered] = [at('relay.session-ended', 'relay.missing-end'), at('relay.recovered')];
  const hasEnd = records.some(record => record.event === 'session.ended');
  must(closers.length === 1, `${closers.length} ends`);
  must(recovered.every(i => i > closers[0]), 'something recovered before the end');
  must(hasEnd || brokerRecords[closers[0]].event === 'relay.missing-end', "an end that the instrument doesn't have");
  const told = at('relay.session-ended', 'relay.recovered').at(-1);
  must(told !== undefined || !hasEnd, 'an end that the broker never got');
  must(told === undefined || brokerRecords[told].data?.checkpoint === nameOf(newest), "another checkpoint than the instrument's last");
  return brokerRecords[told ?? closers[0]];
}

/** Each of the broker's checkpoints that the instrument recorded leads to the bundle's. */
export function requirePeerCheckpoints(records, consistency, checkpoint, brokerKey) {
  const proofs = new Map();
  consistency.forEach(({ size, proof }, i) => check('peer-checkpoint', `broker.consistency[${i}]`, () => {
    must(i === 0 || size > consistency[i - 1].size, 'order');
    proofs.set(size, proof.map(fromBase64));
  }));
  const used = new Set();
  records.forEach((record, i) => check('peer-checkpoint', `instrument.records[${i}]`, () => {
    if (record.event !== 'log.peer-checkpoint' || record.data?.origin !== brokerKey.name) return;
    const { size, root, note } = record.data;
    must(isCount(size) && typeof note === 'string', 'fields');
    const found = readNote(Buffer.from(note));
    requireSignedBy(found, brokerKey);
    must(found.size === size && found.root.toString('base64') === root, 'another checkpoint than its note');
    must(proofs.has(size), 'no proof');
    requireConsistent(found, checkpoint, proofs.get(size));
    used.add(size);
  }));
  check('peer-checkpoint', 'broker.consistency', () => must(used.size === proofs.size, 'a proof that no record needs'));
}

