// Tickets that the issuing key signed though it shouldn't have, others' tickets, and records that say something else than the ticket.
import { lp } from '../../../lib/bytes.mjs';

const hour = 3_600_000;
const lie = (name, twist, plan = {}) => ({ name, code: 'ticket', plan, twist });
const field = (name, change) => lie(`ticket: ${name}`, { ticket: fields => ({ ...fields, ...change(fields) }) });
const list = (name, change) => field(name, ({ capabilities }) => ({ capabilities: change([...capabilities]) }));
const firstOne = (name, change) => list(name, all => [{ ...all[0], ...change }, ...all.slice(1)]);
const files = (name, change) => list(name, all => all.map(one => (one.number === 3 ? { ...one, files: { ...one.files, ...change(one.files) } } : one)));
const bytes = (name, change) => lie(`ticket: ${name}`, { ticketBytes: change });
const joined = (name, change) => lie(`technician.joined: ${name}`, { joined: data => { change(data); return data; } });
const made = (name, change, plan) => lie(name, { bundle: bundle => ({ ...bundle, ...change(bundle) }) }, plan);
const isJoined = record => record.event === 'technician.joined';

export const tickets = world => [
  field('version 1', () => ({ version: 1 })),
  field('version 3', () => ({ version: 3 })),
  field('another session', ({ session }) => ({ session: session === 999_999_999 ? session - 1 : session + 1 })),
  field('a session of eight digits', () => ({ session: 99_999_999 })),
  field("an account that isn't the certificate's", () => ({ account: 'eve' })),
  field("a printed name that isn't the certificate's", () => ({ printedName: 'Eve' })),
  field('an empty role', () => ({ role: '' })),
  field('a role of 65 letters', () => ({ role: 'r'.repeat(65) })),
  field('a reason with a control', () => ({ reason: 'a\u0007b' })),
  field('a reason with a turned line', () => ({ reason: 'a\u202eb' })),
  field('an empty reason', () => ({ reason: '' })),
  field('a reason of 501 letters', () => ({ reason: 'x'.repeat(501) })),
  field('the hash of another certificate', () => ({ certificate: Buffer.alloc(32, 1) })),
  field("another technician's key", () => ({ technicianKey: world().issuing.fingerprint })),
  field("another instrument's key", () => ({ instrumentKey: Buffer.alloc(32, 2) })),
  field("another log's key", () => ({ logKey: Buffer.alloc(32, 3) })),
  field('policy version 0', () => ({ policyVersion: 0 })),
  field('an end before its beginning', ({ notBefore }) => ({ notAfter: notBefore - 1 })),
  field('an end with its beginning', ({ notBefore }) => ({ notAfter: notBefore })),
  field('longer than 12 hours', ({ notBefore }) => ({ notAfter: notBefore + 12 * hour + 1 })),
  field("a broker that the configuration doesn't name", () => ({ brokerName: 'evil.example.com' })),
  list('no capability', () => []),
  list('a capability twice', all => [all[0], ...all.slice(0, 5)]),
  list('capabilities in another order', all => all.toReversed()),
  list('capability 7', all => [...all.slice(0, 5), { number: 7, minutes: 1 }]),
  list('capability 0', all => [{ number: 0, minutes: 1 }, ...all.slice(1)]),
  firstOne('0 minutes', { minutes: 0 }),
  firstOne('721 minutes', { minutes: 721 }),
  firstOne('an approver without a name', { approvedBy: '' }),
  files('a file larger than 4 GiB', () => ({ bytes: 2 ** 32 + 1 })),
  files('types in another order', ({ types }) => ({ types: types.toReversed() })),
  files('a type twice', ({ types }) => ({ types: [types[0], types[0]] })),
  files('a type in capitals', () => ({ types: ['.CSV'] })),
  files('a type without a dot', () => ({ types: ['csv'] })),
  files('a folder that leads up', () => ({ folders: ['/home/..'] })),
  files('a folder that is relative', () => ({ folders: ['home/lab'] })),
  files('folders in another order', ({ folders }) => ({ folders: folders.toReversed() })),
  bytes('a byte behind it', ticket => Buffer.concat([ticket, Buffer.from([0])])),
  bytes('cut', ticket => ticket.subarray(0, -1)),
  bytes('no signature', ticket => ticket.subarray(0, 4 + ticket.readUInt32BE())),
  bytes('empty', () => Buffer.alloc(0)),
  lie('ticket: a byte behind the content', { ticketContent: content => Buffer.concat([content, Buffer.from([0])]) }),
  lie('ticket: the content with its length inside', { ticketContent: content => lp(content) }),
  lie('ticket: signed by the root', { ticketKey: () => world().root }),
  lie('ticket: signed by a technician', { ticketKey: () => world().technicians[1] }),
  lie('ticket: signed in another context', { ticketContext: () => 'policy' }),
  joined('another account', data => { data.technician.account = 'eve'; }),
  joined('another name', data => { data.technician.name = 'Eve'; }),
  joined('another key', data => { data.technician.key = '0'.repeat(64); }),
  joined('another ticket in its data', data => { data.technician.ticket = '0'.repeat(32); }),
  joined('another policy', data => { data.terms.policySha256 = '1'.repeat(64); }),
  lie("technician.joined: a ticket that isn't here", { record: record => (isJoined(record) ? { ...record, ticket: 'f'.repeat(32) } : record) }),
  lie('technician.joined: no ticket', { record: record => (isJoined(record) ? { ...record, ticket: undefined } : record) }),
  lie('technician.joined: the same ticket again', { events: events => events.flatMap(one => (isJoined(one) ? [one, one] : [one])) }),
  lie('technician.joined: left out', { events: events => events.filter(one => !isJoined(one)) }),
  made('tickets: one is left out', () => ({ tickets: [], certificates: [] })),
  made('tickets: one twice', ({ tickets: all }) => ({ tickets: [...all, ...all] })),
  made('tickets: another order', ({ tickets: all, certificates }) => ({ tickets: all.toReversed(), certificates: certificates.toReversed() }), { tickets: 2 }),
  made('certificates: another order', ({ certificates }) => ({ certificates: certificates.toReversed() }), { tickets: 2 }),
  made('certificates: none', () => ({ certificates: [] })),
  made('certificates: one twice', ({ certificates }) => ({ certificates: [...certificates, ...certificates] })),
  made('certificates: one that no ticket names', ({ certificates }) => ({ certificates: [...certificates, Buffer.from('30030201ff', 'hex').toString('base64')] })),
];
