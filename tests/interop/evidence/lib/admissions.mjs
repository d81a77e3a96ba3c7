// Tickets and technicians' certificates, and the records that name them.
import { verifyTicket } from '../../lib/ticket.mjs';
import { anyTime, sha256, verifyTechnician } from '../../lib/identities.mjs';
import { isObject } from './json.mjs';
import { utcOf } from './records.mjs';
import { check, must } from './rejected.mjs';

/** Tickets by their id in hex, each with its technician's certificate. */
export function readAdmissions({ tickets, certificates, records, configuration, session, logKey, runKey }) {
  const found = new Map(), order = [];
  const bySha256 = new Map(certificates.map(der => [sha256(der).toString('hex'), der]));
  tickets.forEach((bytes, i) => check('ticket', `tickets[${i}]`, () => {
    const ticket = verifyTicket(bytes, configuration.issuing.key, anyTime);
    const id = ticket.id.toString('hex'), certificate = ticket.technicianCertificate.toString('hex');
    must(!found.has(id), 'the same id twice');
    must(String(ticket.session) === session, 'another session');
    must(ticket.logKey.equals(logKey), "another log's key");
    must(ticket.instrumentKey.equals(runKey.fingerprint), "another instrument's key");
    must(configuration.brokerNames.includes(ticket.brokerName), "a broker's name that the configuration doesn't have");
    must(bySha256.has(certificate), "no certificate");
    const technician = verifyTechnician(bySha256.get(certificate), configuration.issuingDer, configuration.rootDer, anyTime);
    must(technician.fingerprint.equals(ticket.technicianKey), "another technician's key");
    must(technician.name === ticket.account && technician.printedName === ticket.printedName, 'another name than the certificate has');
    if (!order.includes(certificate)) order.push(certificate);
    found.set(id, { ...ticket, technician, place: i, sha256: sha256(bytes).toString('hex') });
  }));
  check('ticket', 'certificates', () => must([...bySha256.keys()].join() === order.join() && certificates.length === order.length, 'order'));
  requireJoined(records, found);
  return found;
}

/** The broker's log has what the issuing key signed, and the certificates were in time then. */
export function requireIssued(ticket, brokerRecords, { root, issuing }) {
  const id = ticket.id.toString('hex');
  const found = brokerRecords.filter(record => record.event === 'issuing.ticket' && record.ticket === id);
  must(found.length === 1, `${found.length} issuing.ticket`);
  must(found[0].data?.sha256 === ticket.sha256, 'another ticket than the broker signed');
  const at = utcOf(found[0]);
  must([root, issuing, ticket.technician].every(one => at >= one.notBefore && at <= one.notAfter), "a certificate that wasn't valid then");
}

function requireJoined(records, tickets) {
  const named = [];
  records.forEach((record, i) => check('ticket', `instrument.records[${i}]`, () => {
    if (record.event !== 'technician.joined') return;
    const ticket = tickets.get(record.ticket);
    must(ticket !== undefined, "a ticket that isn't here");
    const { technician, terms } = record.data ?? {};
    must(isObject(technician) && technician.account === ticket.account && technician.name === ticket.printedName
      && technician.key === ticket.technicianKey.toString('hex') && technician.ticket === record.ticket, 'another technician than the ticket has');
    must(isObject(terms) && terms.policySha256 === ticket.policy.sha256.toString('hex'), 'another policy');
    must(!named.includes(record.ticket), 'a ticket that was spent before');
    named.push(record.ticket);
  }));
  check('ticket', 'tickets', () => must(named.join() === [...tickets.keys()].join(), 'a ticket that no record names, or another order'));
}

