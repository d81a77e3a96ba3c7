// Certificates of docs/protocol.md 2.7. A twist changes any part of one before it is signed.
import * as der from './der.mjs';
import { signBytes } from './keys.mjs';

const pss = Buffer.from(
  '304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130', 'hex');

const shapes = {
  root: { role: 1, constraints: '30060101ff020101', usage: '03020204' },
  issuing: { role: 2, constraints: '30060101ff020100', usage: '03020284' },
  broker: { role: 3, constraints: '3000', usage: '030205a0' },
  technician: { role: 4, constraints: '3000', usage: '030205a0' },
};

export const extension = (id, content, critical = true) => der.sequence(der.oid(id), ...(critical ? [der.truth] : []), der.octets(content));

/** 2.25.12202454736295202230459193040631017019.1 */
export const roleOid = (() => {
  const digits = value => {
    const found = [Number(value & 127n)];
    for (let left = value >> 7n; left > 0n; left >>= 7n) found.unshift(Number(left & 127n) | 128);
    return found;
  };
  return Buffer.from([...digits(2n * 40n + 25n), ...digits(12202454736295202230459193040631017019n), ...digits(1n)]).toString('hex');
})();

export const roleField = (role, name, printedName, version = 1) =>
  der.sequence(der.integer([version]), der.integer([role]), der.utf8(name), der.utf8(printedName));

/** A certificate's DER. `twist` gets the parts and may give others: each part is DER, `signer` a key. */
export function makeCertificate(role, { key, subject, issuer, signer, notBefore, notAfter, name = '', printedName = '' }, random, twist = parts => parts) {
  const shape = shapes[role];
  const parts = twist({
    version: der.value(0xa0, der.integer([2])),
    serial: der.integer([1 + random.int(0, 100), ...random.bytes(15)]),
    innerAlgorithm: pss,
    issuer: der.commonName(issuer),
    validity: der.sequence(der.time(notBefore), der.time(notAfter)),
    subject: der.commonName(subject),
    spki: key.spki,
    extensions: [
      extension('551d13', Buffer.from(shape.constraints, 'hex')),
      extension('551d0f', Buffer.from(shape.usage, 'hex')),
      extension(roleOid, roleField(shape.role, name, printedName)),
    ],
    more: [],
    outerAlgorithm: pss,
    signer,
    behind: Buffer.alloc(0),
    saltLength: 48,
  });
  const body = der.sequence(
    parts.version, parts.serial, parts.innerAlgorithm, parts.issuer, parts.validity, parts.subject, parts.spki, ...parts.more,
    der.value(0xa3, der.sequence(...parts.extensions)));
  const signature = signBytes(parts.signer, random, body, parts.saltLength);
  return Buffer.concat([der.sequence(body, parts.outerAlgorithm, der.bits(signature)), parts.behind]);
}
