// The file: one line of JSON whose members are fixed, and its hash.
import { sha256 } from '../../lib/identities.mjs';
import { check, must } from './rejected.mjs';
import { fromBase64, isCount } from './text.mjs';

export const most = { bytes: 64 * 1024 * 1024, members: 100_000, string: 512 };

/** Reads a line from its start. Each kind of value knows its one way to be written, so nothing is read that would be written otherwise. */
class Cursor {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  is(sign) { return this.text[this.at] === sign; }

  expect(literal) {
    must(this.text.startsWith(literal, this.at), `no ${literal} at ${this.at}`);
    this.at += literal.length;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    must(found !== undefined, `another value at ${this.at}`);
    this.at += found.length;
    return found;
  }
}

const digits = /0|[1-9]\d{0,15}/y, quoted = /"[ !#-[\]-~]*"/y;

const string = (holds = value => value.length <= most.string) => ({
  write: value => `"${value}"`,
  read: cursor => {
    const value = cursor.match(quoted).slice(1, -1);
    must(holds(value), `another string before ${cursor.at}`);
    return value;
  },
});
const b64 = string(value => fromBase64(value) !== null);
const hash = string(value => fromBase64(value)?.length === 32);
const session = string(value => /^[1-9][0-9]{8}$/.test(value));
const count = {
  write: String,
  read: cursor => {
    const value = Number(cursor.match(digits));
    must(isCount(value), 'a number that is too large');
    return value;
  },
};
const list = item => ({
  write: value => `[${value.map(item.write).join(',')}]`,
  read: cursor => {
    const found = [];
    cursor.expect('[');
    while (!cursor.is(']')) {
      if (found.length > 0) cursor.expect(',');
      must(found.length < most.members, 'too many');
      found.push(item.read(cursor));
    }
    cursor.expect(']');
    return found;
  },
});
const object = (members, names = Object.keys(members)) => ({
  write: value => `{${names.map(name => `"${name}":${members[name].write(value[name])}`).join(',')}}`,
  read: cursor => {
    const found = names.map((name, i) => {
      cursor.expect(`${i === 0 ? '{' : ','}"${name}":`);
      return [name, members[name].read(cursor)];
    });
    cursor.expect('}');
    return Object.fromEntries(found);
  },
});

const shape = object({
  format: string(),
  session,
  configuration: b64,
  certificates: list(b64),
  tickets: list(b64),
  instrument: object({ logKey: string(), binding: b64, checkpoints: list(b64), records: list(b64), texts: list(object({ salt: hash, text: b64 })) }),
  broker: object({
    checkpoint: b64,
    records: list(object({ index: count, record: b64, proof: list(hash) })),
    consistency: list(object({ size: count, proof: list(hash) })),
  }),
  witnesses: list(string()),
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
  const cursor = new Cursor(line.toString('latin1'));
  const bundle = shape.read(cursor);
  must(cursor.at === cursor.text.length, 'something behind the last member');
  return bundle;
}
