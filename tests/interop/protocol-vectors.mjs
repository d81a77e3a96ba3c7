// Recomputes the frozen derivations, sealed handshake messages and records with Node's own cryptography, from docs/protocol.md.
// Usage: node protocol-vectors.mjs FOLDER-OF-VECTORS. Prints "checked N bad M"; exits 1 when something differs.
import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTicket } from './lib/ticket.mjs';

const folder = process.argv[2];
const load = name => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const hex = bytes => bytes.toString('hex');
const counting = (count, first) => Buffer.from(Array.from({ length: count }, (_, i) => (first + i) & 255));
const u16 = n => Buffer.from([n >> 8, n & 255]);
const u32 = n => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const u64 = n => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(n)); return b; };
const lp = (...fields) => Buffer.concat(fields.flatMap(f => [u32(f.length), f]));
const label = name => Buffer.from('orchestrator/1 ' + name);
const hash = (...fields) => createHash('sha384').update(lp(...fields)).digest();
const hmac = (key, data) => createHmac('sha384', key).update(data).digest();
const extract = (salt, ikm) => hmac(salt, ikm);

function expand(prk, length, name, ...fields) {
  const info = lp(label(name), ...fields);
  let block = Buffer.alloc(0), out = Buffer.alloc(0);
  for (let i = 1; out.length < length; i++) {
    block = hmac(prk, Buffer.concat([block, info, Buffer.from([i])]));
    out = Buffer.concat([out, block]);
  }
  return out.subarray(0, length);
}

function open(record, clear, key, iv, sequence) {
  const nonce = Buffer.from(iv);
  nonce[11] ^= sequence;
  const split = 19 + clear;
  const cipher = createDecipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(record.subarray(0, split));
  cipher.setAuthTag(record.subarray(-16));
  return Buffer.concat([cipher.update(record.subarray(split, -16)), cipher.final()]);
}

let checked = 0, bad = 0;
function same(name, actual, expected) {
  checked++;
  if (actual !== expected) {
    bad++;
    console.log('differs:', name);
  }
}

function records(file) {
  for (const name of Object.keys(file)) {
    const found = name.match(/^channel (\d+) direction (\d) epoch 0/);
    if (!found) continue;
    const prefix = `channel ${found[1]} direction ${found[2]}`;
    const first = expand(counting(48, 0), 48, 'channel', Buffer.from([+found[2]]), u32(+found[1]), counting(48, 100));
    [first, expand(first, 48, 'rekey')].forEach((secret, epoch) => {
      const key = expand(secret, 32, 'record key'), iv = expand(secret, 12, 'record iv');
      same(`${prefix} epoch ${epoch}`, `${hex(secret)} ${hex(key)} ${hex(iv)}`, file[`${prefix} epoch ${epoch} secret, key, iv`]);
      for (const i of epoch === 0 ? [0, 1] : [2]) {
        const record = Buffer.from(file[`${prefix} record ${i} of: payload ${i}`], 'hex');
        same(`${prefix} record ${i}`, open(record, 0, key, iv, i).toString(), `payload ${i}`);
      }
    });
  }
}

function resume(r) {
  const first = expand(counting(48, 0), 48, 'resume', Buffer.from([0]), counting(48, 100));
  same('resume secret', hex(first), r['secret from I: master 00.., th6 64..']);
  const secret = expand(first, 48, 'resume generation', u64(3));
  same('resume generation', hex(secret), r['secret of generation 3']);
  const payload = Buffer.concat([Buffer.from([2]), u32(0), u64(17), u64(23), u32(0), u32(7), u64(1000000007), u64(5), u32(1500)]);
  same('resume payload', hex(payload), r['payload: channel 0 next 17 sealed 23 pending 0; channel 7 next 1000000007 sealed 5 pending 1500']);
  const record = Buffer.from(r['record of generation 3'], 'hex');
  const header = Buffer.concat([Buffer.from([0x14]), u32(0), u32(0), u64(3), u16(payload.length + 16)]);
  same('resume header', hex(record.subarray(0, 19)), hex(header));
  same('resume record', hex(open(record, 0, expand(secret, 32, 'record key'), expand(secret, 12, 'record iv'), 3)), hex(payload));
}

function handshake(h) {
  const th0 = hash(label('th0'), Buffer.from('e2e'), Buffer.from(h.ticket));
  const opening = counting(32, 2), xI = counting(32, 3), ctKem = counting(1088, 7), x25519 = counting(32, 8), mlkem = counting(32, 9);
  const idI = counting(50, 10), sI = counting(384, 11), idR = counting(51, 12), eR = counting(384, 13), sR = counting(384, 14), eI = counting(384, 15);
  same('commit', hex(hash(label('commit'), xI, opening)), h.commit);
  const th2 = hash(th0, Buffer.from(h.M1, 'hex'), Buffer.from(h.M2, 'hex'));
  same('th2', hex(th2), h.th2);
  const digits = expand(extract(hash(th2, xI, opening), x25519), 8, 'sas').readBigUInt64BE() % 1000000n;
  same('sas', String(digits).padStart(6, '0'), h.sas);
  const th3c = hash(th2, xI, opening, ctKem);
  same('th3c', hex(th3c), h.th3c);
  const hs = extract(th0, Buffer.concat([x25519, mlkem]));
  const mI = hmac(expand(hs, 48, 'mac I', th3c), lp(idI, sI));
  same('mI', hex(mI), h.mI);
  const th3 = hash(th3c, idI, sI, mI);
  const mR = hmac(expand(hs, 48, 'mac R', th3), lp(idR, eR, sR));
  same('mR', hex(mR), h.mR);
  const th5c = hash(hash(th3, idR, eR, sR, mR), eI);
  const master = extract(expand(hs, 48, 'derived', th5c), Buffer.concat([counting(32, 16), counting(32, 17)]));
  const fI = hmac(expand(master, 48, 'finished I'), lp(th5c));
  same('fI', hex(fI), h.fI);
  const th5 = hash(th5c, fI), fR = hmac(expand(master, 48, 'finished R'), lp(th5));
  same('fR', hex(fR), h.fR);
  const th6 = hash(th5, fR);
  same('th6', hex(th6), h.th6);
  same('channel 0', hex(expand(master, 48, 'channel', Buffer.from([0]), u32(0), th6)), h['channel 0 secret I>R']);
  const toR = expand(hs, 44, 'hs I>R', th3c), toI = expand(hs, 44, 'hs R>I', th3c);
  const inside = (name, clear, material, number) =>
    hex(open(Buffer.from(h[name], 'hex'), clear, material.subarray(0, 32), material.subarray(32), number));
  same('M3', inside('M3', 1152, toR, 0), hex(Buffer.concat([u16(50), idI, u16(384), sI, mI])));
  same('M4', inside('M4', 0, toI, 0), hex(Buffer.concat([u16(51), idR, u16(384), eR, u16(384), sR, mR])));
  same('M5', inside('M5', 0, toR, 1), hex(Buffer.concat([u16(384), eI, fI])));
  same('M6', inside('M6', 0, toI, 1), hex(fR));
}

function ticket(t) {
  const content = Buffer.from(t.content, 'hex');
  const read = readTicket(content);
  const any = names => names.length === 0 ? 'any' : names.join(', ');
  const files = f => `, ${f.bytes} bytes, types ${any(f.types)}, folders ${any(f.folders)}`;
  const one = c => `${c.capability}, ${c.minutes} minutes${c.approvedBy ? `, approved by ${c.approvedBy}` : ''}${c.files ? files(c.files) : ''}`;
  same('capabilities of a ticket', read.capabilities.map(one).join('; '), t.capabilities);
  same('policy of a ticket', `${read.policy.version} ${hex(read.policy.sha256)}`, t.policy);
  same('a ticket of version 1', refusal(Buffer.concat([Buffer.from([1]), content.subarray(1)])), 'OutdatedTicket');
  same('a ticket of version 3', refusal(Buffer.concat([Buffer.from([3]), content.subarray(1)])), 'Malformed');
  same('a ticket and a byte', refusal(Buffer.concat([content, Buffer.from([0])])), 'Malformed');
}

function refusal(content) {
  try {
    readTicket(content);
    return 'none';
  } catch (error) {
    return error.reason;
  }
}

records(load('keys-and-records.json'));
handshake(load('handshake.json'));
ticket(load('ticket.json'));
resume(load('resume.json'));
console.log(`checked ${checked} bad ${bad}`);
process.exit(bad === 0 && checked > 0 ? 0 : 1);
