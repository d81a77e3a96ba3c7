// Tickets of docs/protocol.md 2.8.
import { lp, u16, u32, u64 } from '../../lib/bytes.mjs';
import { signInContext } from './keys.mjs';

const u8 = value => Buffer.from([value]);
const list = (values, write) => Buffer.concat([u8(values.length), ...values.map(write)]);
const text = value => lp(Buffer.from(value));

const capability = ({ number, minutes, approvedBy, files }) => Buffer.concat([
  u8(number), u16(minutes), approvedBy === undefined ? u8(0) : Buffer.concat([u8(1), text(approvedBy)]),
  ...(files === undefined ? [] : [u64(files.bytes), list(files.types, text), list(files.folders, text)]),
]);

/** A ticket's content from its fields. */
export const ticketContent = f => Buffer.concat([
  u8(f.version), f.id, u32(f.session), text(f.account), text(f.printedName), text(f.role), f.certificate, f.technicianKey, f.instrumentKey, f.logKey,
  list(f.capabilities, capability), u32(f.policyVersion), f.policySha256, u64(f.notBefore), u64(f.notAfter), text(f.brokerName), text(f.reason),
]);

/** A ticket's bytes. */
export const makeTicket = (content, key, random, context = 'ticket') => lp(content, signInContext(key, random, context, content));
