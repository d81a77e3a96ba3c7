// Records of either log, and what the instrument's say about the whole session.
import { strictText } from '../../lib/bytes.mjs';
import { readKey } from '../../lib/identities.mjs';
import { isObject, parseStrict } from './json.mjs';
import { must, Rejected } from './rejected.mjs';
import { fromBase64 } from './text.mjs';

const start = /^\{"v":([1-9]\d{0,8}),"seq":(0|[1-9]\d*),"event":"[a-z0-9.-]{1,64}"[,}]/;
const mostData = 12 * 1024;
const slack = 5000;
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The value of a record that must stand at a place of its log. */
export function readRecord(bytes, seq, place) {
  must(bytes.length >= 1 && bytes.length <= 65_535, 'size');
  const text = strictText(bytes);
  must(text !== null, 'no UTF-8');
  const found = start.exec(text);
  must(found !== null, 'no record');
  requireVersion(Number(found[1]), place);
  must(Number(found[2]) === seq, `no record with number ${seq}`);
  const lengths = {}, record = parseStrict(text, { lengths });
  requireMembers(record);
  must(isObject(record.data) && lengths.data <= mostData, 'data');
  must(record.session === undefined || typeof record.session === 'string', 'session');
  return record;
}

/** A record's members, and those of its parts, in the order that they have. */
const members = [
  'v', 'seq', 'event', 'text', 'who', 'when', 'session', 'ticket', 'change', 'data', 'at', 'where', 'software', 'build', 'composition',
];
const place = ['device', 'instrument', 'serial', 'site', 'os', 'local', 'remote', 'proxy', 'proxyScheme', 'tlsIssuer', 'tlsInterception'];
const parts = {
  who: ['kind', 'account', 'name', 'role', 'organisation', 'authentication', 'key', 'statedName', 'osAccount'],
  when: ['utc', 'offset', 'monotonic', 'clock'],
  change: ['old', 'new', 'reason', 'statedReason', 'outcome'],
  at: place, where: place,
  software: ['version', 'executable', 'policy', 'configuration', 'siteFile', 'cryptography', 'plugins'],
};

function requireOrder(value, names) {
  const found = Object.keys(value).map(name => names.indexOf(name));
  must(found.every((one, i) => one >= 0 && (i === 0 || one > found[i - 1])), 'other members, or in another order');
}

function requireMembers(record) {
  requireOrder(record, members);
  for (const [name, names] of Object.entries(parts)) {
    if (record[name] === undefined) continue;
    must(isObject(record[name]), name);
    requireOrder(record[name], names);
  }
}

/** What a newer program wrote isn't wrong: it takes a newer verifier. */
function requireVersion(version, place) {
  if (version > 1) throw new Rejected('newer-format', place, `a record of version ${version}`);
}

/** Milliseconds since 1970 of a record's own clock. */
export function utcOf(record) {
  const text = isObject(record.when) ? record.when.utc : null;
  const value = utc.test(text ?? '') ? Date.parse(text) : NaN;
  must(Number.isFinite(value) && new Date(value).toISOString() === text, 'when.utc');
  return value;
}

/** The clocks of a log don't go back: by more than {@link slack} only where the log says so. */
export function requireTime(record, before) {
  const monotonic = record.when.monotonic, at = utcOf(record);
  must(monotonic >= before.greatest - slack * 1000, 'the monotonic clock goes back');
  must(record.event === 'clock.jumped' || at >= before.at - slack, 'the clock goes back');
  return { greatest: Math.max(before.greatest, monotonic), at };
}

/** Throws unless record 0 begins the run with this id. */
export const requireRunStart = (record, id) => must(record.event === 'run.started' && record.data?.run === id, 'no run.started of this run');

/** The one record of the session's start. */
export function findStart(records, session) {
  const starts = records.filter(record => record.event === 'session.started');
  must(starts.length === 1, `${starts.length} session.started`);
  const [found] = starts;
  must(typeof found.data?.number === 'number' && String(found.data.number) === session, 'number');
  return found;
}

/** The run's RSA key as the start names it, with its SubjectPublicKeyInfo. */
export function readRunKey(started) {
  const spki = fromBase64(started.data.runKey);
  must(spki !== null, 'runKey');
  const found = readKey(spki);
  must(isObject(started.data.instrument) && started.data.instrument.key === found.fingerprint.toString('hex'), 'instrument.key');
  return found;
}
