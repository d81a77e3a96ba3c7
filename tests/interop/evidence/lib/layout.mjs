// The file: one line of JSON whose members are fixed, and its hash.
import { sha256 } from '../../lib/identities.mjs';
import { check, must } from './rejected.mjs';
import { fromBase64, isCount } from './text.mjs';

export const most = { bytes: 64 * 1024 * 1024, records: 100_000 };

const string = { is: value => typeof value === 'string', write: value => `"${value}"` };
const b64 = { is: value => fromBase64(value) !== null, write: string.write };
const hash = { is: value => fromBase64(value)?.length === 32, write: string.write };
const count = { is: isCount, write: String };
const session = { is: value => /^[1-9][0-9]{8}$/.test(value), write: string.write };
const list = item => ({
  is: value => Array.isArray(value) && value.every(item.is),
  write: value => `[${value.map(item.write).join(',')}]`,
});
const object = (members, names = Object.keys(members)) => ({
  is: value => typeof value === 'object' && value !== null && Object.keys(value).join() === names.join() && names.every(name => members[name].is(value[name])),
  write: value => `{${names.map(name => `"${name}":${members[name].write(value[name])}`).join(',')}}`,
});

const shape = object({
  format: string,
  session,
  configuration: b64,
  certificates: list(b64),
  tickets: list(b64),
  instrument: object({ logKey: string, binding: b64, checkpoints: list(b64), records: list(b64), texts: list(object({ salt: hash, text: b64 })) }),
  broker: object({
    checkpoint: b64,
    records: list(object({ index: count, record: b64, proof: list(hash) })),
    consistency: list(object({ size: count, proof: list(hash) })),
  }),
  witnesses: list(string),
});

/** The line of a bundle. */
export const writeLine = bundle => shape.write(bundle);

/** The members of a bundle, as the file has them: base64 stays text. */
export function readFile(bytes) {
  const { line, digest } = check('not-a-bundle', 'file', () => readLines(bytes));
  const version = check('not-a-bundle', 'format', () => readVersion(line));
  check('newer-format', 'format', () => must(version === 1, `made for a verifier of format ${version}`));
  check('digest', 'digest', () => must(digest.equals(Buffer.from(sha256(line).toString('hex'))), 'the second line'));
  return check('not-canonical', 'file', () => readLine(line));
}

function readLines(bytes) {
  must(bytes.length <= most.bytes, 'too large');
  const end = bytes.indexOf(0x0a);
  must(end >= 0 && bytes.indexOf(0x0a, end + 1) === bytes.length - 1 && end < bytes.length - 1, 'not two lines');
  return { line: bytes.subarray(0, end), digest: bytes.subarray(end + 1, -1) };
}

function readVersion(line) {
  const [, version] = /^\{"format":"orchestrator-evidence\/([1-9]\d{0,8})"/.exec(line.toString('latin1', 0, 64)) ?? [];
  must(version !== undefined, 'the first member is no format');
  return Number(version);
}

function readLine(line) {
  const text = line.toString('latin1');
  let bundle;
  try {
    bundle = JSON.parse(text);
  } catch (e) {
    must(false, e.message);
  }
  must(shape.is(bundle), 'other members than those of a bundle');
  must(shape.write(bundle) === text && /^[ -~]*$/.test(text), 'written again it gives other bytes');
  must(bundle.instrument.records.length <= most.records && bundle.broker.records.length <= most.records, 'too many records');
  return bundle;
}
