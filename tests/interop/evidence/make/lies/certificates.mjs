// Certificates that somebody with the root's or the issuing key might have signed, though nothing but 2.7's three shapes is certified.
import * as der from '../der.mjs';
import { extension, roleField, roleOid } from '../certificates.mjs';

const hour = 3_600_000;
const ids = { constraints: '551d13', usage: '551d0f' };
const constraints = { root: '30060101ff020101', issuing: '30060101ff020100', technician: '3000' };
const usages = { root: '03020204', issuing: '03020284', technician: '030205a0' };
const roles = { root: 1, issuing: 2, technician: 4 };
const rsaPkcs1 = der.sequence(der.oid('2a864886f70d01010b'), Buffer.from([5, 0]));

function halves(validity) {
  const content = validity.subarray(2), size = 2 + content[1];
  return [content.subarray(0, size), content.subarray(size)];
}

/** What can be wrong in the shape of a role's certificate. */
function shapes(role, world) {
  const set = (name, change) => [name, parts => ({ ...parts, ...change(parts) })];
  const extensions = (name, change) => set(name, ({ extensions: list }) => ({ extensions: change([...list]) }));
  return [
    set('version 1', () => ({ version: der.value(0xa0, der.integer([0])) })),
    set('a serial below zero', () => ({ serial: der.integer([0x80, 1]) })),
    set('serial 0', () => ({ serial: der.integer([0]) })),
    set('a serial of 18 bytes', () => ({ serial: der.integer([1, ...Buffer.alloc(17, 7)]) })),
    set('another algorithm inside', () => ({ innerAlgorithm: rsaPkcs1 })),
    set('another algorithm outside', () => ({ outerAlgorithm: rsaPkcs1 })),
    set('a salt of 32 bytes', () => ({ saltLength: 32 })),
    set('another issuer', () => ({ issuer: der.commonName('Somebody') })),
    set('an end before its beginning', ({ validity }) => ({ validity: der.sequence(...halves(validity).toReversed()) })),
    set('a unique id', () => ({ more: [der.value(0x81, Buffer.from([0, 1]))] })),
    set('a signature by another key', () => ({ signer: world().runs[1] })),
    set('bytes behind it', () => ({ behind: Buffer.from([0]) })),
    set('a weak key', () => ({ spki: world().weak.spki })),
    set('a key of another kind', () => ({ spki: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.alloc(32, 9)]) })),
    extensions('no basic constraints', list => list.slice(1)),
    extensions('an extension more', list => [...list, extension('551d0e', der.octets(Buffer.alloc(20)))]),
    extensions('an extension twice', list => [...list, list[1]]),
    extensions('other basic constraints', list => [extension(ids.constraints, Buffer.from(constraints[role === 'root' ? 'issuing' : 'root'], 'hex')), ...list.slice(1)]),
    extensions('another key usage', list => [list[0], extension(ids.usage, Buffer.from(usages[role === 'technician' ? 'issuing' : 'technician'], 'hex')), list[2]]),
    extensions("a key usage that isn't critical", list => [list[0], extension(ids.usage, Buffer.from(usages[role], 'hex'), false), list[2]]),
    extensions('the role of a broker', list => [list[0], list[1], extension(roleOid, roleField(3, 'ada', 'Ada Lovelace'))]),
    extensions('no role', list => list.slice(0, 2)),
    extensions('a role of version 2', list => [list[0], list[1], extension(roleOid, roleField(roles[role], '', '', 2))]),
  ];
}

const ofRole = (role, code, world) => shapes(role, world).map(([name, change]) => ({ name: `${role}'s certificate: ${name}`, code, twist: { [`${role}Certificate`]: change } }));

/** A certificate with other dates. */
const dated = (role, name, code, from, to) => ({ name: `${role}'s certificate: ${name}`, code, twist: { [`${role}Dates`]: () => ({ notBefore: from, notAfter: to }) } });
const day = (...date) => Date.UTC(...date);

export const certificates = world => [
  ...ofRole('root', 'configuration', world), ...ofRole('issuing', 'configuration', world), ...ofRole('technician', 'ticket', world),
  dated('technician', 'longer than 12 hours', 'ticket', day(2026, 10, 1), day(2026, 10, 1) + 12 * hour + 1000),
  { name: "technician's certificate: signed by the root", code: 'ticket', twist: { technicianCertificate: parts => ({ ...parts, signer: world().root }) } },
  dated('technician', 'over before the ticket', 'issued', day(2026, 9, 1), day(2026, 9, 1) + 11 * hour),
  dated('technician', 'valid only later', 'issued', day(2027, 5, 1), day(2027, 5, 1) + 11 * hour),
  dated('issuing', 'over before the ticket', 'issued', day(2025, 0, 1), day(2026, 0, 1)),
  dated('issuing', 'valid only later', 'issued', day(2027, 5, 1), day(2028, 0, 1)),
  dated('root', 'over before the ticket', 'issued', day(2020, 0, 1), day(2026, 0, 1)),
  dated('root', 'valid only later', 'issued', day(2028, 0, 1), day(2049, 0, 1)),
];
