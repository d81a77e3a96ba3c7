// Texts behind commitments; of them the receipts and the signed asks are judged.
import { verify } from 'node:crypto';
import { inContext, lp, Reader, strictText } from '../../lib/bytes.mjs';
import { readKey, sha256 } from '../../lib/identities.mjs';
import { pss } from './configuration.mjs';
import { isObject, parseStrict } from './json.mjs';
import { check, must } from './rejected.mjs';
import { fromBase64, isHex } from './text.mjs';

const longest = 32_768;
const answers = ['ask.ended', 'grant.given', 'grant.renewed'];
const capabilities = ['view', 'control', 'send-file', 'fetch-file', 'clipboard-to', 'clipboard-from'];
const statement = 'This records a decision of the operator. It is not an electronic signature.';
const optional = ['file', 'path', 'replaces', 'renews'];
const members = [
  'v', 'nonce', 'session', 'transcript', 'ticket', 'ask', 'askSha256', 'capability', 'minutes', 'text', 'language', 'answer', 'sas', 'policy', 'technician',
  'operator', 'at', 'offset', 'monotonic', 'clock', 'statement',
];

/** The texts by their commitments, in the order in which the records name them. */
export function readTexts(texts, records) {
  const places = new Map();
  const collect = value => {
    if (isHex(value, 32)) { if (!places.has(value)) places.set(value, places.size); }
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  records.forEach(collect);
  let last = -1;
  return new Map(texts.map(({ salt, text }, i) => check('text', `instrument.texts[${i}]`, () => {
    const bytes = fromBase64(text);
    must(strictText(bytes)?.length <= longest, 'no UTF-8, or too long');
    const commitment = sha256(fromBase64(salt), bytes).toString('hex');
    const place = places.get(commitment);
    must(place !== undefined, 'a text that no record names');
    must(place > last, 'order');
    last = place;
    return [commitment, bytes];
  })));
}

/** Every receipt and every signed ask that is here, and what their records say of each other. */
export function requireEvidence(records, texts, { session, runKey, tickets }) {
  const asks = new Map();
  let transcript = null;
  records.forEach((record, i) => check('receipt', `instrument.records[${i}]`, () => {
    const { event, data = {} } = record;
    if (event === 'technician.joined') transcript = data.transcript;
    if (event === 'ask.made') {
      asks.set(data.ask, data);
      const signed = texts.get(data.signed);
      if (signed !== undefined) requireSignedAsk(signed, data, tickets.get(record.ticket), transcript);
    }
    if (!answers.includes(event)) return;
    const ask = asks.get(data.ask);
    must(event === 'ask.ended' || ask === undefined || data.askSha256 === ask.askSha256, 'a grant for another signed ask');
    const receipt = texts.get(data.receipt);
    if (receipt !== undefined) requireReceipt(receipt, record, { ask, session, runKey, transcript });
  }));
}

function requireReceipt(bytes, { event, ticket, data }, { ask, session, runKey, transcript }) {
  const signature = fromBase64(data.receiptSignature);
  must(signature !== null && verify('sha384', inContext('receipt', bytes), pss(runKey.key), signature), "the receipt's signature");
  const receipt = parseStrict(bytes.toString());
  must(isObject(receipt) && receipt.v === 1 && receipt.statement === statement, 'no receipt');
  must(Object.keys(receipt).filter(name => !optional.includes(name)).join() === members.join(), 'other members than those of a receipt');
  must(receipt.replaces === undefined || receipt.replaces === true, 'replaces');
  must(receipt.session === session, 'a receipt of another session');
  must(receipt.ask === data.ask && receipt.capability === ask?.capability, 'a receipt of another question');
  must(receipt.askSha256 === (ask.askSha256 ?? ''), 'a receipt of another signed ask');
  must(receipt.transcript === transcript && receipt.ticket === ticket, 'a receipt of another handshake');
  must(event === 'ask.ended' || receipt.answer === 'allowed', 'a grant without a yes');
}

function requireSignedAsk(bytes, data, ticket, transcript) {
  const parts = bytes.toString('latin1').split('.');
  must(parts.length === 3, 'no signed ask');
  const [content, signature, spki] = parts.map(fromBase64);
  must(content && signature && spki, 'no signed ask');
  const key = readKey(spki);
  must(ticket !== undefined && key.fingerprint.equals(ticket.technicianKey), 'an ask by another key');
  must(verify('sha384', inContext('ask', content), pss(key.key), signature), "the ask's signature");
  must(sha256(bytes).toString('hex') === data.askSha256, 'askSha256');
  const th6 = Buffer.from(isHex(transcript, 48) ? transcript : '', 'hex');
  must(th6.length === 48 && content.subarray(0, 52).equals(lp(th6)), 'an ask of another handshake');
  const fields = new Reader(content.subarray(52));
  must(fields.raw(4).readUInt32BE() === content.length - 56, "the ask's length");
  fields.raw(4);
  must(capabilities[fields.u8() - 1] === data.capability && data.minutes <= fields.u16(), 'an ask for something else');
}
