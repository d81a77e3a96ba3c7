// Section 2.7 of docs/protocol.md: keys, certificates, and who is accepted.
import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import { DerReader, readTime, tags } from './der.mjs';
import { need } from './errors.mjs';

const pss = Buffer.from(
  '304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130', 'hex');

/** What each role's certificate says: basic constraints and key usage as DER. */
const shapes = {
  root: { role: 1, constraints: '30060101ff020101', usage: '03020204' },
  issuing: { role: 2, constraints: '30060101ff020100', usage: '03020284' },
  broker: { role: 3, constraints: '3000', usage: '030205a0' },
  technician: { role: 4, constraints: '3000', usage: '030205a0' },
};
/** Where no date is judged. */
export const anyTime = Symbol('any time');

const longestTechnician = 12 * 3600 * 1000;
const ids = { constraints: '551d13', usage: '551d0f' };

export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** An acceptable RSA key from its SubjectPublicKeyInfo, with its fingerprint. */
export function readKey(spki, mostBits = 4096) {
  let key;
  try {
    key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    need(false, 'IdentityRefused', 'no key');
  }
  const { modulusLength: bits, publicExponent } = key.asymmetricKeyDetails ?? {};
  need(key.asymmetricKeyType === 'rsa' && key.export({ format: 'der', type: 'spki' }).equals(spki), 'IdentityRefused', 'another encoding');
  need(bits >= 3072 && bits <= mostBits && bits % 8 === 0 && publicExponent === 65537n, 'IdentityRefused', 'a weak key');
  return { key, fingerprint: sha256(spki) };
}

/** A certificate of the given role; its signature isn't judged yet. */
function readCertificate(der, role) {
  need(der.length <= 4096, 'IdentityRefused', 'too long');
  const outer = new DerReader(der);
  const certificate = outer.inside(tags.sequence);
  outer.end();
  const signed = certificate.any();
  need(signed.tag === tags.sequence && certificate.any().whole.equals(pss), 'IdentityRefused', 'algorithm');
  const signature = certificate.take(tags.bits);
  need(signature[0] === 0, 'Malformed', 'signature');
  certificate.end();
  const body = new DerReader(signed.content);
  need(body.take(tags.version).toString('hex') === '020102', 'Malformed', 'version');
  const serial = body.take(tags.integer);
  need(serial.length >= 1 && serial.length <= 17 && serial[0] < 0x80 && serial.some(v => v !== 0), 'Malformed', 'serial');
  need(body.any().whole.equals(pss), 'IdentityRefused', 'algorithm');
  const issuer = body.any().whole;
  const validity = body.inside(tags.sequence);
  const [notBefore, notAfter] = [readTime(validity), readTime(validity)];
  validity.end();
  const subject = body.any().whole;
  const key = readKey(body.any().whole, 8192);
  const names = readExtensions(body.inside(tags.extensions), shapes[role]);
  body.end();
  need(notAfter > notBefore && (role !== 'technician' || notAfter - notBefore <= longestTechnician), 'IdentityRefused', 'validity');
  return { ...key, ...names, issuer, subject, notBefore, notAfter, signed: signed.whole, signature: signature.subarray(1), sha256: sha256(der) };
}

function readExtensions(holder, shape) {
  const found = new Map();
  const list = holder.inside(tags.sequence);
  holder.end();
  while (list.hasData) {
    const extension = list.inside(tags.sequence);
    const id = extension.take(tags.oid).toString('hex');
    need(extension.take(tags.boolean)[0] === 0xff && !found.has(id), 'IdentityRefused', 'extensions');
    found.set(id, extension.take(tags.octets));
    extension.end();
  }
  const is = (id, value) => found.get(id)?.toString('hex') === value;
  need(found.size === 3 && is(ids.constraints, shape.constraints) && is(ids.usage, shape.usage), 'IdentityRefused', 'extensions');
  const [role] = [...found].filter(([id]) => !Object.values(ids).includes(id));
  need(role[0] === roleId, 'IdentityRefused', 'extensions');
  const outer = new DerReader(role[1]);
  const fields = outer.inside(tags.sequence);
  outer.end();
  need(fields.take(tags.integer).equals(Buffer.from([1])) && fields.take(tags.integer).equals(Buffer.from([shape.role])), 'IdentityRefused', 'role');
  const names = { name: fields.take(tags.utf8).toString(), printedName: fields.take(tags.utf8).toString() };
  fields.end();
  return names;
}

/** 2.25.12202454736295202230459193040631017019.1, as DER writes it. */
const roleId = oid(2n, 25n, 12202454736295202230459193040631017019n, 1n);

function oid(first, second, ...rest) {
  const bytes = [first * 40n + second, ...rest].flatMap(part => {
    const digits = [Number(part & 127n)];
    for (let left = part >> 7n; left > 0n; left >>= 7n) digits.unshift(Number(left & 127n) | 128);
    return digits;
  });
  return Buffer.from(bytes).toString('hex');
}

function requireSigned(certificate, issuer, at) {
  const options = { key: issuer.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  need(certificate.issuer.equals(issuer.subject), 'IdentityRefused', 'issuer');
  need(verify('sha384', certificate.signed, options, certificate.signature), 'IdentityRefused', 'signature of a certificate');
  need(at === anyTime || at >= certificate.notBefore && at <= certificate.notAfter, 'IdentityRefused', 'not in time');
  return certificate;
}

/** The root's certificate, signed by itself. */
export function readRoot(der, at) {
  const root = readCertificate(der, 'root');
  return requireSigned(root, root, at);
}

/** A technician's certificate under issuing certificate and root, at a time in milliseconds. */
export function verifyTechnician(der, issuing, root, at) {
  const authority = requireSigned(readCertificate(issuing, 'issuing'), readRoot(root, at), at);
  return requireSigned(readCertificate(der, 'technician'), authority, at);
}

/** The issuing key under the root, at a time. */
export const verifyIssuing = (issuing, root, at) => requireSigned(readCertificate(issuing, 'issuing'), readRoot(root, at), at);

/** A broker's certificate under the root, for the name that was dialled, at its own first moment: an endpoint has no time to trust. */
export function verifyBroker(der, root, dialled) {
  const broker = readCertificate(der, 'broker');
  requireSigned(broker, readRoot(root, broker.notBefore), broker.notBefore);
  need(broker.name === dialled, 'IdentityRefused', 'name');
  return broker;
}
