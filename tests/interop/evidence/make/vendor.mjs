// What the vendor signs: the configuration with its certificates, technicians' certificates, tickets.
import { inContext } from '../../lib/bytes.mjs';
import { sha256 } from '../../lib/identities.mjs';
import { makeCertificate } from './certificates.mjs';
import { signBytes } from './keys.mjs';
import { limits } from './events.mjs';
import { makeTicket, ticketContent } from './tickets.mjs';

const year = 365 * 24 * 3_600_000, hour = 3_600_000;

const ofRoot = ['rootDates', 'rootCertificate', 'issuingDates', 'issuingCertificate', 'configuration', 'configurationJson', 'configurationKey', 'configurationContext', 'configurationText'];
const made = new WeakMap();

/** What the root signed: made once for a world, but where a twist changes it. */
export function vendorOf(world, random, start, functions, twist) {
  if (ofRoot.some(name => Object.hasOwn(functions, name))) return makeVendor(world, random, start, twist);
  if (!made.has(world)) made.set(world, makeVendor(world, random, start, twist));
  return made.get(world);
}

/** Root, issuing certificate and the configuration that the root signed. */
function makeVendor(world, random, start, twist) {
  const { root, issuing, domain } = world;
  const rootDer = makeCertificate('root', { key: root, subject: 'Root', issuer: 'Root', signer: root, notBefore: start - year, notAfter: start + 9 * year, ...twist('rootDates', {}) }, random, twist.of('rootCertificate'));
  const issuingDer = makeCertificate(
    'issuing', { key: issuing, subject: 'Issuing', issuer: 'Root', signer: root, notBefore: start - year / 2, notAfter: start + year, ...twist('issuingDates', {}) }, random, twist.of('issuingCertificate'));
  const members = twist('configuration', {
    organisation: 'Vendor', signedAt: '2026-01-02T03:04:05+00:00', brokerNames: [domain, 'second.example.net'], port: 443, outerTlsRoots: [],
    rootCertificate: rootDer.toString('base64'), issuingCertificate: issuingDer.toString('base64'), minimumClientVersion: '0.1.0',
    brokerLogKey: world.brokerLog.key.toString('base64'),
    policy: { ...limits, sas: 'typed' },
  });
  const json = twist('configurationJson', JSON.stringify(members, null, random.pick([0, 2])));
  const signature = signBytes(twist('configurationKey', root), random, inContext(twist('configurationContext', 'configuration'), Buffer.from(json)));
  const text = twist('configurationText', `orchestrator-configuration/1\n${json}\nsignature: ${signature.toString('base64')}\n`);
  return { configuration: Buffer.isBuffer(text) ? text : Buffer.from(text), members };
}

const capabilitiesOf = random => [
  { number: 1, minutes: 20 }, { number: 2, minutes: 20, approvedBy: random.percent(30) ? 'Olga \u0418\u0432\u0430\u043d\u043e\u0432\u0430' : undefined },
  { number: 3, minutes: 5, files: { bytes: 2 ** 32, types: ['.csv', '.gwl'], folders: ['/home/lab', 'C:\\Lists'] } }, { number: 4, minutes: 5, files: { bytes: 0, types: [], folders: [] } },
  { number: 5, minutes: 720 }, { number: 6, minutes: 1 },
];

/** A ticket with the certificate that it names. */
export function admit(world, random, { session, at, runKey, logKey, technician }, twist) {
  const { issuing } = world;
  const certificate = makeCertificate('technician', {
    key: technician, subject: technician.account, issuer: 'Issuing', signer: issuing, notBefore: at - hour, notAfter: at + 10 * hour, name: technician.account, printedName: technician.printedName,
    ...twist('technicianDates', {}),
  }, random, twist.of('technicianCertificate'));
  const fields = twist('ticket', {
    version: 2, id: random.bytes(16), session: Number(session), account: technician.account, printedName: technician.printedName, role: 'technician',
    certificate: sha256(certificate), technicianKey: technician.fingerprint, instrumentKey: runKey.fingerprint, logKey: logKey.key, capabilities: capabilitiesOf(random),
    policyVersion: random.int(1, 2 ** 31 - 1), policySha256: random.bytes(32), notBefore: at - 60_000, notAfter: at + 8 * hour, brokerName: world.domain, reason: 'Liquid not detected',
  });
  const content = twist('ticketContent', ticketContent(fields));
  const bytes = twist('ticketBytes', makeTicket(content, twist('ticketKey', issuing), random, twist('ticketContext', 'ticket')));
  return { ...fields, bytes, certificateDer: certificate, key: technician };
}
