// Texts, receipts, signed asks and the order of a session's events, as a run's key signed them.
import { lp } from '../../../lib/bytes.mjs';

const lie = (name, code, twist, plan = {}) => ({ name: `${code}: ${name}`, code, plan, twist });
const b64 = bytes => Buffer.from(bytes).toString('base64');
const texts = (name, change) => lie(name, 'text', { bundle: bundle => ({ ...bundle, instrument: { ...bundle.instrument, texts: change(structuredClone(bundle.instrument.texts)) } }) });
const firstText = (name, change) => texts(name, list => [{ ...list[0], ...change(list[0]) }, ...list.slice(1)]);
const receipt = (name, change) => lie(name, 'receipt', { receipt: line => ({ ...line, ...change(line) }) });
const lineOf = (name, change) => lie(name, 'receipt', { receiptLine: change });
const ask = (name, twist) => lie(`ask ${name}`, 'receipt', twist);

/** Story lies have no texts: what a receipt says isn't judged then. */
const story = (name, change, plan = {}) => lie(name, 'story', { events: list => change(structuredClone(list)) }, { erased: 100, ...plan });
/** The page leaves open whether it is the answer or the order that is wrong. */
const either = lie => ({ ...lie, code: null });
const where = (list, event) => list.findIndex(one => one.event === event);
const data = (event, change) => list => { change(list[where(list, event)].data); return list; };
const without = event => list => list.filter((_, i) => i !== where(list, event));
const twice = event => list => list.flatMap((one, i) => (i === where(list, event) ? [one, one] : [one]));
/** Puts a record of one kind behind the first one of another; times stay in order. */
const behind = (event, place) => list => {
  const [moved] = list.splice(where(list, event), 1);
  const at = where(list, place);
  list.splice(at + 1, 0, { ...moved, when: list[at].when });
  return list;
};
const again = (event, change) => list => {
  const found = list[where(list, event)], at = where(list, 'session.ending');
  list.splice(at, 0, { ...found, when: list[at].when, data: { ...found.data, ...change } });
  return list;
};
const atEnd = event => list => [...list, { ...list[where(list, event)], when: list.at(-1).when }];
const atStart = event => list => [list[0], { ...list[where(list, event)], when: list[0].when }, ...list.slice(1)];

export const people = world => [
  firstText('another salt', () => ({ salt: b64(Buffer.alloc(32)) })),
  firstText('another text', () => ({ text: b64('somebody else') })),
  firstText('a text with a blank behind it', one => ({ text: b64(`${Buffer.from(one.text, 'base64')} `) })),
  texts('a text of nobody', list => [...list, { salt: b64(Buffer.alloc(32)), text: b64('nobody') }]),
  texts('another order', list => list.toReversed()),
  texts('one twice', list => [list[0], ...list]),
  texts('salts exchanged', ([one, two, ...rest]) => [{ ...one, salt: two.salt }, { ...two, salt: one.salt }, ...rest]),
  lie('no UTF-8', 'text', { events: (list, scene) => {
    list.find(one => one.event === 'chat.posted').data.text = scene.commitBytes(Buffer.from([0xff, 0xfe]));
    return list;
  } }),
  lie('a text of 32,769 characters', 'text', { events: (list, scene) => {
    list.find(one => one.event === 'chat.posted').data.text = scene.commitBytes(Buffer.alloc(32_769, 'x'));
    return list;
  } }),
  receipt('another session', () => ({ session: '100000001' })),
  receipt('another question', line => ({ ask: line.ask + 1 })),
  receipt('another capability', () => ({ capability: 'clipboard-to' })),
  receipt('another signed ask', () => ({ askSha256: '0'.repeat(64) })),
  receipt('another transcript', () => ({ transcript: '0'.repeat(96) })),
  receipt('another ticket', () => ({ ticket: '0'.repeat(32) })),
  receipt('a grant without a yes', () => ({ answer: 'refused' })),
  receipt('another statement', () => ({ statement: 'This is an electronic signature.' })),
  receipt('version 2', () => ({ v: 2 })),
  receipt('a member that is only there where it is true', () => ({ replaces: false })),
  receipt('a member more', () => ({ note: 'x' })),
  receipt('a member less', () => ({ sas: undefined })),
  lineOf('another line than was signed', line => line.replace('"answer":"allowed"', '"answer":"refused"')),
  lineOf('a blank more', line => `${line} `),
  lie('signed by another run', 'receipt', { receiptKey: () => world().issuing }),
  lie('signed in another context', 'receipt', { receiptContext: () => 'ask' }),
  lie('no signature', 'receipt', { receiptSignature: () => undefined }),
  lie('a signature that is no base64', 'receipt', { receiptSignature: text => `${text} ` }),
  lie('a grant for another signed ask', 'receipt', { granted: given => ({ ...given, askSha256: given.askSha256 && '1'.repeat(64) }) }),
  ask('signed by another key', { askKey: key => ({ ...world().issuing, spki: key.spki }) }),
  ask('signed and shown by another key', { askKey: () => world().issuing, askShownKey: () => world().issuing.spki }),
  ask('signed in another context', { askContext: () => 'receipt' }),
  ask('of another handshake', { askTranscript: () => Buffer.alloc(48) }),
  ask('for fewer minutes', { askFields: fields => { fields[6] -= 1; return fields; } }),
  ask('for something else', { askFields: fields => { fields[4] = fields[4] === 5 ? 6 : 5; return fields; } }),
  ask('of two parts', { askText: text => text.split('.').slice(0, 2).join('.') }),
  ask('of four parts', { askText: text => `${text}.AAAA` }),
  ask('with a blank', { askText: text => text.replace('.', '. ') }),
  ask('with another hash', { askSha256: () => '2'.repeat(64) }),
  ask('without lengths', { askContent: content => content.subarray(4) }),
  ask('with the ticket of nobody', { record: record => (record.event === 'ask.made' ? { ...record, ticket: undefined } : record) }),
  ask('with a field behind it', { askContent: content => Buffer.concat([content, lp(Buffer.from('x'))]) }),
  either(story('a grant without a question', without('ask.made'))),
  story('a question twice', twice('ask.made')),
  story('an answer twice', twice('ask.ended')),
  story('a grant twice', twice('grant.given')),
  story('a refusal of what was granted', data('ask.ended', found => { found.ask = 1; })),
  story('a refusal of what nobody asked', data('ask.ended', found => { found.ask = 99; })),
  either(story('a grant for what nobody asked', data('grant.given', found => { found.ask = 99; }))),
  story('a grant for something else', data('grant.given', found => { found.capability = 'control'; })),
  story('a renewal of nothing', data('grant.renewed', found => { found.grant = 99; })),
  either(story('a renewal for what nobody asked', data('grant.renewed', found => { found.ask = 99; }))),
  story('a renewal twice', twice('grant.renewed')),
  story('a channel without a grant', data('channel.opened', found => { found.grant = 99; })),
  story('a channel for something else', data('channel.opened', found => { found.capability = 'control'; })),
  story('a channel twice', twice('channel.opened')),
  story('a channel again under its number', again('channel.opened', {})),
  story('a channel before its grant', behind('channel.opened', 'ask.made')),
  story('a channel behind the end of its grant', again('channel.opened', { channel: 77 })),
  story('a channel that is closed twice', twice('channel.closed')),
  story('a channel that is closed and never was', data('channel.closed', found => { found.channel = 99; })),
  story('a channel that is left open', without('channel.closed')),
  story('a count twice', twice('channel.metered')),
  story('a count of a channel that never was', data('channel.metered', found => { found.channel = 99; })),
  story('the end of a grant twice', twice('grant.ended')),
  story('the end of a grant that never was', data('grant.ended', found => { found.grant = 99; })),
  story('a renewal behind the end of its grant', behind('grant.renewed', 'grant.ended')),
  either(story('an answer before its question', behind('ask.made', 'grant.given'))),
  story('chat behind the end', atEnd('chat.posted')),
  story('a question behind the end', atEnd('ask.made')),
  story('a link lost behind the end', list => [...list, { ...list.at(-2), event: 'link.lost', when: list.at(-1).when }]),
  story('a name before the start', atStart('operator.named')),
  story('chat before the start', atStart('chat.posted')),
];
