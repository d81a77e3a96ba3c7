// Good bundles that stand just inside a limit.
const hour = 3_600_000;
const edge = (name, twist, plan = {}) => ({ name: `edge: ${name}`, code: '', plan, twist });
const capability = (name, change) => edge(name, { ticket: fields => ({ ...fields, capabilities: change([...fields.capabilities]) }) });
const one = { witnesses: 1, auditor: 1 };

/** A cosignature at a time that is counted from a record of the broker; where it is the first, the last one is later by `last`. */
function timed(name, place, event, seconds, last = 0) {
  const at = {};
  return edge(name, {
    brokerRecord: (record, told) => { at[told] = Math.floor(Date.parse(record.when.utc) / 1000); return record; },
    cosignature: (parts, where) => (where === place ? { ...parts, time: at[event] + seconds } : where === 'last' ? { ...parts, time: parts.time + last } : parts),
  }, one);
}

export const edges = [
  timed('ten minutes before the start', 'first', 'relay.session-registered', -600),
  timed('ten minutes behind the start', 'first', 'relay.session-registered', 600, 700),
  timed('a day behind the start', 'last', 'relay.session-registered', 24 * 3600),
  edge('no witness, no technician, no text', {}, { tickets: 0, acts: [], chats: [], witnesses: 0, auditor: 0, peers: 0 }),
  edge('the largest record', {}, { large: true }),
  edge('an ask for longer than the policy gives', {}, { acts: [{ capability: 'view', minutes: 20, longer: 700, reason: 'look', answer: 'yes', renew: false, channels: 0, close: true, open: false }] }),
  edge('the broker knows nobody else', {}, { before: 0, after: 0, between: 0, peers: 1 }),
  edge("the broker's newest checkpoint is nearly the one that the instrument has", {}, { before: 0, after: 0, between: 0, peers: 4, acts: [] }),
  edge('three witnesses', {}, { witnesses: 3, auditor: 3 }),
  edge("witnesses that the auditor doesn't know", {}, { witnesses: 3, auditor: 0 }),
  edge('an end that was recovered', {}, { end: 'recovered' }),
  edge('a tail that was recovered, without an end', {}, { end: 'cut' }),
  edge('no end', {}, { end: 'missing' }),
  edge('recovered twice', { endings: () => ['missing', 'recovered', 'recovered'] }, { end: 'recovered' }),
  edge('an end whose last checkpoint came later', {
    endings: () => ['ended', 'recovered'],
    brokerRecord: (record, event) => (event === 'relay.session-ended' ? { ...record, data: { ...record.data, checkpoint: '0'.repeat(64) } } : record),
  }),
  edge('all texts erased', {}, { erased: 100 }),
  edge('three tickets', {}, { tickets: 3 }),
  edge('the longest ticket', { ticket: fields => ({ ...fields, notAfter: fields.notBefore + 12 * hour, reason: '\u{1F9EA}'.repeat(500), role: 'r'.repeat(64) }) }),
  capability('one capability', all => all.slice(0, 1)),
  capability('the most minutes', all => all.map(each => ({ ...each, minutes: 720, approvedBy: 'a'.repeat(100) }))),
  edge('a clock that jumps back and says so', { events: list => list.map((record, i) => (i === 7 ? { ...record, event: 'clock.jumped', when: { ...record.when, utc: '2026-01-01T00:00:00.000Z' }, data: { milliseconds: -1 } } : record)) }),
  edge('a clock that goes back by five seconds', { events: list => {
    const copy = structuredClone(list);
    copy[7].when.utc = new Date(Date.parse(copy[6].when.utc) - 5000).toISOString();
    return copy;
  } }),
  edge('an event that nobody knows', { events: list => list.map(record => (record.event === 'chat.posted' ? { ...record, event: 'future.thing', data: { x: [1, null, true, { y: 'z' }] } } : record)) }, { chats: ['Hello'], erased: 100 }),
];
