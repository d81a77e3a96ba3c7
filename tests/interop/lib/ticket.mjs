// Section 2.8 of docs/protocol.md.
import { constants, verify } from 'node:crypto';
import { Reader } from './bytes.mjs';
import { need } from './errors.mjs';
import { label } from './primitives.mjs';

const most = { bytes: 8192, rsa: 1024, lifetime: 12 * 3600 * 1000, minutes: 720, capabilities: 6 };

class TicketReader extends Reader {
  u32() { return this.raw(4).readUInt32BE(); }

  time() { return Number(this.raw(8).readBigInt64BE()); }

  long(limit) {
    const count = this.u32();
    need(count <= limit, 'Malformed', 'a field of a ticket');
    return this.raw(count);
  }

  text(codePoints) {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.long(4 * codePoints));
    const shown = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]+$/u;
    need([...text].length <= codePoints && shown.test(text) && text.trim() === text, 'Malformed', 'a text of a ticket');
    return text;
  }
}

/** A ticket from its exact bytes, in time and signed by the issuing key; anything else is a fault. */
export function verifyTicket(bytes, issuingKey, at) {
  need(bytes.length <= most.bytes, 'Malformed', 'a ticket');
  const outer = new TicketReader(bytes);
  const content = outer.long(most.bytes), signature = outer.long(most.rsa);
  outer.end();
  const ticket = readTicket(content);
  const message = Buffer.concat([Buffer.alloc(64, 0x20), label('ticket'), Buffer.from([0]), content]);
  const options = { key: issuingKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  need(verify('sha384', message, options, signature), 'TicketRefused', 'signature');
  need(at >= ticket.notBefore && at <= ticket.notAfter, 'TicketRefused', 'not in time');
  return ticket;
}

function readTicket(content) {
  const r = new TicketReader(content);
  need(r.u8() === 1, 'Malformed', 'version of a ticket');
  const ticket = {
    id: r.raw(16), session: r.u32(), account: r.text(64), printedName: r.text(100), role: r.text(64),
    technicianCertificate: r.raw(32), technicianKey: r.raw(32), instrumentKey: r.raw(32), logKey: r.raw(32),
    allowed: r.u16(), minutes: r.u16(), notBefore: r.time(), notAfter: r.time(), brokerName: r.text(253), reason: r.text(500),
  };
  r.end();
  const inLimits = ticket.session >= 100_000_000 && ticket.session <= 999_999_999
    && ticket.allowed > 0 && ticket.allowed < 1 << most.capabilities
    && ticket.minutes >= 1 && ticket.minutes <= most.minutes
    && ticket.notBefore >= 0 && ticket.notBefore < ticket.notAfter && ticket.notAfter - ticket.notBefore <= most.lifetime;
  need(inLimits, 'Malformed', 'limits of a ticket');
  return ticket;
}
