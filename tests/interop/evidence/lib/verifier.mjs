// The table of docs/audit-format.md, "What a verifier checks", from its top to its end.
import { verify } from 'node:crypto';
import { inContext } from '../../lib/bytes.mjs';
import { readAdmissions, requireIssued } from './admissions.mjs';
import { readBrokerRecords, requireEnd, requirePeerCheckpoints, requireRegistered } from './broker.mjs';
import { pss, readConfiguration } from './configuration.mjs';
import { readFile } from './layout.mjs';
import { Tree } from './merkle.mjs';
import { kinds, readNote, readVerifierKey, requireSignedBy, verifierKey } from './notes.mjs';
import { findStart, readRecord, readRunKey, requireRunStart, requireTime, utcOf } from './records.mjs';
import { check, must, Rejected } from './rejected.mjs';
import { report } from './report.mjs';
import { requireStory } from './story.mjs';
import { fromBase64 } from './text.mjs';
import { readTexts, requireEvidence } from './texts.mjs';
import { readCosignatures, requireWitnesses } from './witnesses.mjs';

/** What a bundle proves, or the code and place of the first check that it fails. */
export function judge(bytes, trust, witnesses = []) {
  try {
    return { verdict: 'accepted', ...read(bytes, trust, witnesses) };
  } catch (e) {
    if (!(e instanceof Rejected)) throw e;
    return { verdict: 'rejected', code: e.code, place: e.place, detail: e.detail };
  }
}

function read(bytes, trust, auditorsWitnesses) {
  const { session, instrument, broker, witnesses, ...bundle } = readFile(bytes);
  const configuration = check('configuration', 'configuration', () => readConfiguration(fromBase64(bundle.configuration), trust));
  const log = check('log-key', 'instrument.logKey', () => readLogKey(instrument.logKey, configuration.brokerNames));
  const lines = instrument.records.map(fromBase64);
  const records = lines.map((line, i) => check('record', `instrument.records[${i}]`, () => readOwn(line, i, log.run)));
  check('record', 'instrument.records', () => must(records.length > 0, 'none'));
  const started = requireSession(records, session);
  requireClocks(records);
  const checkpoints = readCheckpoints(instrument.checkpoints.map(fromBase64), lines, log.key);
  const logKey = log.key.key, binding = fromBase64(instrument.binding);
  const runKey = check('binding', 'instrument.binding', () => readBound(started, binding, logKey));
  const [tickets, certificates] = [bundle.tickets, bundle.certificates].map(list => list.map(fromBase64));
  const admissions = readAdmissions({ tickets, certificates, records, configuration, session, logKey, runKey });
  const brokerKey = verifierKey(`${log.domain}/broker`, kinds.log, configuration.brokerLogKey);
  const newest = check('broker-checkpoint', 'broker.checkpoint', () => readSigned(fromBase64(broker.checkpoint), brokerKey));
  const brokerRecords = readBrokerRecords(broker, newest, session);
  const registered = check('registered', 'broker.records', () => requireRegistered(brokerRecords, { origin: log.key.name, logKey, runKey, binding }));
  admissions.forEach(ticket => check('issued', `tickets[${ticket.place}]`, () => requireIssued(ticket, brokerRecords, configuration)));
  const end = check('end', 'broker.records', () => requireEnd(records, brokerRecords, checkpoints.at(-1)));
  requirePeerCheckpoints(records, broker.consistency, newest, brokerKey);
  const texts = readTexts(instrument.texts, records);
  requireEvidence(records, texts, { session, runKey, tickets: admissions });
  requireStory(records);
  const notes = [...checkpoints.map((note, i) => ({ note, place: `instrument.checkpoints[${i}]` })), { note: newest, place: 'broker.checkpoint' }];
  const times = readCosignatures(notes, witnesses);
  requireWitnesses(auditorsWitnesses, witnesses, times, { registered, end });
  return { session, records: records.length, brokerRecords: brokerRecords.length, texts: texts.size, tickets: tickets.length, ...report(records, texts) };
}

function readLogKey(text, names) {
  const key = readVerifierKey(text, kinds.log);
  const [, domain, run] = /^([a-z0-9.-]{1,253})\/run\/([0-9a-f]{32})$/.exec(key.name) ?? [];
  must(domain !== undefined && names.includes(domain), 'no origin of a run');
  return { key, domain, run };
}

function readOwn(line, place, run) {
  const record = readRecord(line, place, `instrument.records[${place}]`);
  utcOf(record);
  must(Number.isSafeInteger(record.when.monotonic), 'when.monotonic');
  if (place === 0) requireRunStart(record, run);
  return record;
}

function requireSession(records, session) {
  records.forEach((record, i) => check('session', `instrument.records[${i}]`, () => must(record.session === undefined || record.session === session, 'another session')));
  return check('session', 'instrument.records', () => findStart(records, session));
}

function requireClocks(records) {
  let before = { greatest: 0, at: 0 };
  records.forEach((record, i) => check('time', `instrument.records[${i}]`, () => { before = requireTime(record, before); }));
}

function readSigned(bytes, key) {
  const note = readNote(bytes);
  requireSignedBy(note, key);
  return note;
}

function readCheckpoints(list, lines, key) {
  const tree = new Tree();
  const notes = list.map((bytes, i) => check('checkpoint', `instrument.checkpoints[${i}]`, () => {
    const note = readSigned(bytes, key);
    must(note.size > tree.size && note.size <= lines.length, 'its size');
    while (tree.size < note.size) tree.add(lines[tree.size]);
    must(note.root.equals(tree.root()), 'another root than the records give');
    return note;
  }));
  check('checkpoint', 'instrument.checkpoints', () => must(tree.size === lines.length, 'records behind the last one'));
  return notes;
}

function readBound(started, binding, logKey) {
  const runKey = readRunKey(started);
  must(verify('sha384', inContext('log key', logKey), pss(runKey.key), binding), 'signature');
  return runKey;
}
