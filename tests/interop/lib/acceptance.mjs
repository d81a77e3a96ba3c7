// Who is accepted in which profile and role: section 2.7 of docs/protocol.md.
import { need } from './errors.mjs';
import { readKey, verifyBroker, verifyIssuing, verifyTechnician } from './identities.mjs';
import { verifyTicket } from './ticket.mjs';

/** A broker accepts any acceptable key: on a link it is a name. */
export const anyKey = () => bytes => readKey(bytes).key;

/** An endpoint accepts the broker of the name that it dialled. */
export const brokerOf = (root, name) => bytes => within4096(verifyBroker(bytes, root, name).key);

/** The ticket that both ends of a session were given; judged before anything else. */
export const ticketOf = ({ ticket, issuing, root, at }) => verifyTicket(ticket, verifyIssuing(issuing, root, at).key, at);

/** A technician accepts the instrument that the ticket names. */
export const instrumentOf = ticket => bytes => {
  const { key, fingerprint } = readKey(bytes);
  need(fingerprint.equals(ticket.instrumentKey), 'IdentityRefused', 'another instrument');
  return key;
};

/** An instrument accepts the technician whom the ticket names. */
export const technicianOf = (ticket, { issuing, root, at }) => bytes => {
  const technician = verifyTechnician(bytes, issuing, root, at);
  const named = technician.fingerprint.equals(ticket.technicianKey) && technician.sha256.equals(ticket.technicianCertificate)
    && technician.name === ticket.account && technician.printedName === ticket.printedName;
  need(named, 'IdentityRefused', 'another technician');
  return within4096(technician.key);
};

function within4096(key) {
  need(key.asymmetricKeyDetails.modulusLength <= 4096, 'IdentityRefused', 'key too large');
  return key;
}
