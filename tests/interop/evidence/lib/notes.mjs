// Signed notes, verifier keys and cosignatures.
import { createPublicKey, verify } from 'node:crypto';
import { strictText } from '../../lib/bytes.mjs';
import { sha256 } from '../../lib/identities.mjs';
import { must } from './rejected.mjs';
import { fromBase64 } from './text.mjs';

const spki = Buffer.from('302a300506032b6570032100', 'hex');
export const kinds = { log: 0x01, witness: 0x04 };

/** A name that a signature line may have. */
export const isKeyName = name => /^[^\s+\p{Cc}]+$/u.test(name);

export const keyId = (name, kind, key) => sha256(Buffer.from(name), Buffer.from([0x0a, kind]), key).subarray(0, 4);

/** A verifier key from its 32 bytes. */
export const verifierKey = (name, kind, key) => ({
  name, key, id: keyId(name, kind, key), publicKey: createPublicKey({ key: Buffer.concat([spki, key]), format: 'der', type: 'spki' }),
});

/** A verifier key of one kind from `name+hash+base64`. */
export function readVerifierKey(text, kind) {
  const [, name, hash, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? [];
  must(name !== undefined && isKeyName(name), 'no verifier key');
  const bytes = fromBase64(encoded);
  must(bytes?.length === 33 && bytes[0] === kind, 'a verifier key of another kind');
  const found = verifierKey(name, kind, bytes.subarray(1));
  must(found.id.toString('hex') === hash, "a verifier key's hash");
  return found;
}

/** A checkpoint's note: what its text says and its signature lines, the log's own first. Signatures aren't judged yet. */
export function readNote(bytes) {
  const text = strictText(bytes);
  must(text !== null, 'a note that is no UTF-8');
  const [origin, size, encoded, empty, ...signatures] = text.split('\n');
  must(empty === '' && signatures.length > 1 && signatures.pop() === '', 'no note of a checkpoint');
  const root = fromBase64(encoded);
  must(origin !== '' && /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size)) && root?.length === 32, 'no checkpoint');
  const body = `${origin}\n${size}\n${encoded}\n`;
  const lines = signatures.map(readSignature);
  must(lines[0].bytes.length === 68, "a log's signature");
  return { body, origin, size: Number(size), root, signature: lines[0], cosignatures: lines.slice(1) };
}

function readSignature(line) {
  const [, name, encoded] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  must(name !== undefined && isKeyName(name) && bytes !== null, 'a signature line');
  return { name, id: bytes.subarray(0, 4), bytes };
}

export const isBy = (line, key) => line.name === key.name && line.id.equals(key.id);

/** Throws unless the note is a checkpoint of this log. */
export function requireSignedBy(note, key) {
  must(note.origin === key.name, 'another origin');
  must(isBy(note.signature, key), "no signature by the log's key");
  must(verify(null, Buffer.from(note.body), key.publicKey, note.signature.bytes.subarray(4)), "the log's signature");
}

/** The time of a cosignature in seconds; throws unless it is the witness's. */
export function requireCosigned(note, line, witness) {
  must(line.bytes.length === 76, 'a cosignature');
  const time = line.bytes.readBigUInt64BE(4);
  const signed = Buffer.from(`cosignature/v1\ntime ${time}\n${note.body}`);
  must(verify(null, signed, witness.publicKey, line.bytes.subarray(12)), "a witness's signature");
  return time;
}
