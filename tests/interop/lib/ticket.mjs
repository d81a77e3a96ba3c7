// Section 2.8 of docs/protocol.md.
import { constants, verify } from 'node:crypto';
import { inContext, Reader, strictText } from './bytes.mjs';
import { need } from './errors.mjs';
import { anyTime } from './identities.mjs';

const most = {
  bytes: 16384, rsa: 1024, lifetime: 12 * 3600 * 1000, minutes: 720, capabilities: 6, fileBytes: 2 ** 32, types: 32, folders: 8, folderBytes: 1024,
};
const movesFiles = [3, 4];

class TicketReader extends Reader {
  u32() { return this.raw(4).readUInt32BE(); }

  time() { return Number(this.raw(8).readBigInt64BE()); }

  long(limit) {
    const count = this.u32();
    need(count <= limit, 'Malformed', 'a field of a ticket');
    return this.raw(count);
  }

  text(codePoints) {
    const text = strictText(this.long(4 * codePoints));
    const shown = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]+$/u;
    need(text !== null && [...text].length <= codePoints && shown.test(text) && text.trim() === text, 'Malformed', 'a text of a ticket');
    return text;
  }
}

/** A ticket from its exact bytes, in time (or {@link anyTime}) and signed by the issuing key; anything else is a fault. */
export function verifyTicket(bytes, issuingKey, at) {
  need(bytes.length <= most.bytes, 'Malformed', 'a ticket');
  const outer = new TicketReader(bytes);
  const content = outer.long(most.bytes), signature = outer.long(most.rsa);
  outer.end();
  const ticket = readTicket(content);
  const options = { key: issuingKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  need(verify('sha384', inContext('ticket', content), options, signature), 'TicketRefused', 'signature');
  need(at === anyTime || at >= ticket.notBefore && at <= ticket.notAfter, 'TicketRefused', 'not in time');
  return ticket;
}

/** The fields of a ticket's content, whoever signed it. */
export function readTicket(content) {
  const r = new TicketReader(content);
  const version = r.u8();
  need(version !== 1, 'OutdatedTicket', 'version 1');
  need(version === 2, 'Malformed', 'version of a ticket');
  const ticket = {
    id: r.raw(16), session: r.u32(), account: r.text(64), printedName: r.text(100), role: r.text(64),
    technicianCertificate: r.raw(32), technicianKey: r.raw(32), instrumentKey: r.raw(32), logKey: r.raw(32),
    capabilities: capabilities(r), policy: { version: r.u32(), sha256: r.raw(32) }, notBefore: r.time(), notAfter: r.time(), brokerName: r.text(253), reason: r.text(500),
  };
  r.end();
  const inLimits = ticket.session >= 100_000_000 && ticket.session <= 999_999_999
    && ticket.policy.version >= 1 && ticket.policy.version < 2 ** 31
    && ticket.notBefore >= 0 && ticket.notBefore < ticket.notAfter && ticket.notAfter - ticket.notBefore <= most.lifetime;
  need(inLimits, 'Malformed', 'limits of a ticket');
  return ticket;
}

function capabilities(r) {
  const found = list(r, most.capabilities, () => {
    const capability = r.u8(), minutes = r.u16(), flag = r.u8();
    need(capability >= 1 && capability <= most.capabilities && minutes >= 1 && minutes <= most.minutes && flag <= 1, 'Malformed', 'a capability of a ticket');
    const approvedBy = flag === 1 ? r.text(100) : null;
    return { capability, minutes, approvedBy, files: movesFiles.includes(capability) ? files(r) : null };
  });
  need(found.length > 0, 'Malformed', 'a ticket for nothing');
  need(found.every((one, i) => i === 0 || found[i - 1].capability < one.capability), 'Malformed', 'order of capabilities');
  return found;
}

function files(r) {
  const bytes = r.time();
  const types = list(r, most.types, () => r.text(16)), folders = list(r, most.folders, () => r.text(200));
  need(bytes >= 0 && bytes <= most.fileBytes, 'Malformed', 'file bytes of a ticket');
  need(ascending(types) && types.every(type => /^\.[a-z0-9_-]{1,15}$/.test(type)), 'Malformed', 'file types of a ticket');
  need(ascending(folders) && folders.every(isFolder), 'Malformed', 'folders of a ticket');
  need(Buffer.byteLength(folders.join('')) <= most.folderBytes, 'Malformed', 'folders of a ticket');
  return { bytes, types, folders };
}

function list(r, atMost, read) {
  const count = r.u8();
  need(count <= atMost, 'Malformed', 'a list of a ticket');
  return Array.from({ length: count }, read);
}

/** In the order of their UTF-16 code units, none twice. */
const ascending = texts => texts.every((text, i) => i === 0 || texts[i - 1] < text);

/** `/a/b` or `C:\a\b`: absolute, at least one part, no part that is empty, ends with a dot or a blank, or leads elsewhere. */
function isFolder(path) {
  if (path.length > 200) return false;
  const windows = /^[A-Z]:\\/.test(path);
  if (!windows && (!path.startsWith('/') || path.includes('\\')) || windows && path.includes('/')) return false;
  return path.slice(windows ? 3 : 1).split(windows ? '\\' : '/').every(part => part !== '' && !/[. ]$/.test(part));
}
