// The instrument's log of a session as it is told: events with their texts, receipts and signed asks.
import { lp, u16, u32, u64 } from '../../lib/bytes.mjs';
import { sha256 } from '../../lib/identities.mjs';
import { signInContext } from './keys.mjs';
import { capabilities } from './people.mjs';
import { write } from './writing.mjs';

export const statement = 'This records a decision of the operator. It is not an electronic signature.';
const sha = (...parts) => sha256(...parts).toString('hex');
const text16 = text => Buffer.concat([u16(Buffer.byteLength(text)), Buffer.from(text)]);

export class Scene {
  events = [];
  texts = new Map();
  at;
  opened;
  ticket = null;
  longest = 20;

  constructor(given, twist) {
    Object.assign(this, given, { twist, at: given.start, opened: given.start });
  }

  /** Lets some time pass and writes an event. */
  tell(event, { who = { kind: 'instrument' }, change, data = {}, session = true, text = `${event}.`, ticket = this.ticket?.id } = {}) {
    this.at += this.random.int(1, 4000);
    const record = {
      event, text, who, when: { utc: new Date(this.at).toISOString(), offset: 60, monotonic: (this.at - this.opened) * 1000, clock: 'agrees-with-broker' },
      session: session ? this.session : undefined, ticket: session ? ticket : undefined, change, data,
      where: { device: 'PC-1', instrument: 'Evo 200' }, software: { version: 'quicksupport 0.1.0' }, build: 'release',
    };
    this.events.push(record);
    return record;
  }

  /** A commitment to somebody's words; where they aren't kept, only the commitment is left. */
  commit(text, keep = !this.random.percent(this.erased)) {
    return keep ? this.commitBytes(Buffer.from(text)) : sha(this.random.bytes(32), Buffer.from(text));
  }

  /** A commitment to bytes that may be no text. */
  commitBytes(bytes) {
    const salt = this.random.bytes(32), commitment = sha(salt, bytes);
    this.texts.set(commitment, { salt, text: bytes });
    return commitment;
  }

  technician() {
    const { account, printedName, role, technicianKey } = this.ticket;
    return { kind: 'technician', account, name: printedName, role, organisation: 'Vendor', key: technicianKey.toString('hex') };
  }

  join(ticket) {
    this.ticket = { ...ticket, id: ticket.id.toString('hex') };
    this.transcript = this.random.hex(48);
    this.grantOf = 0;
    return this.tell('technician.joined', { who: this.technician(), data: this.twist('joined', {
      technician: {
        account: ticket.account, name: ticket.printedName, role: ticket.role, organisation: 'Vendor', key: ticket.technicianKey.toString('hex'),
        ticket: this.ticket.id, caseReason: this.commit(ticket.reason),
      },
      policy: this.limits, transcript: this.transcript,
      terms: { policyVersion: ticket.policyVersion, policySha256: ticket.policySha256.toString('hex'), notAfter: 3_600_000, approvedBy: {} },
    }, ticket) });
  }

  /** A question of the technician's, with what he signed. */
  ask({ ask, capability, minutes, reason, file, longer = 0 }) {
    const offer = file === undefined ? [Buffer.from([0])] : [Buffer.from([1]), text16(file.name), Buffer.from([1]), u64(file.size), Buffer.from(file.sha256, 'hex')];
    const fields = this.twist('askFields', Buffer.concat([u32(ask), Buffer.from([capabilities.indexOf(capability) + 1]), u16(this.signedMinutes(minutes, longer)), text16(reason), ...offer]));
    const th6 = this.twist('askTranscript', Buffer.from(this.transcript, 'hex'));
    const content = this.twist('askContent', lp(th6, fields));
    const key = this.twist('askKey', this.ticket.key);
    const signature = signInContext(key, this.random, this.twist('askContext', 'ask'), content);
    const parts = this.twist('askParts', [content, signature, this.twist('askShownKey', key.spki)].map(part => part.toString('base64')));
    const signed = this.twist('askText', parts.join('.'));
    const askSha256 = this.twist('askSha256', sha(Buffer.from(signed)));
    this.tell('ask.made', { who: this.technician(), data: this.twist('asked', {
      ask, by: 'technician', capability, minutes, reason: this.commit(reason), file, signed: this.commit(signed), askSha256,
    }) });
    return { ask, capability, minutes, file, askSha256 };
  }

  /** Who asks for longer than the policy gives is asked about less. */
  signedMinutes(minutes, longer) { return minutes === this.longest ? minutes + longer : minutes; }

  /** A question of the instrument's own: more time. */
  offer({ ask, capability, minutes, renews }) {
    this.tell('ask.made', { data: { ask, by: 'instrument', capability, minutes, reason: this.commit('more time'), renews } });
    return { ask, capability, minutes, renews };
  }

  /** What the operator was shown and pressed, signed by the run. */
  receipt({ ask, capability, minutes, file, renews, askSha256 = '' }, answer) {
    const technician = this.technician();
    const line = write(this.twist('receipt', {
      v: 1, nonce: this.random.hex(16), session: this.session, transcript: this.transcript, ticket: this.ticket.id, ask, askSha256, capability, minutes,
      file, path: file && answer === 'allowed' ? `/home/lab/${file.name}` : undefined, replaces: file && answer === 'allowed' ? true : undefined, renews, text: this.prompt(capability, minutes), language: 'en', answer, sas: 'matched',
      policy: this.ticket.policySha256.toString('hex'),
      technician: { account: technician.account, name: technician.name, organisation: technician.organisation, key: technician.key },
      operator: { statedName: this.operator, osAccount: 'lab\\operator' },
      at: new Date(this.at).toISOString(), offset: 60, monotonic: (this.at - this.opened) * 1000, clock: 'agrees-with-broker', statement,
    }));
    const kept = this.twist('receiptLine', line);
    const signature = signInContext(this.twist('receiptKey', this.runKey), this.random, this.twist('receiptContext', 'receipt'), Buffer.from(line));
    return { receipt: this.commit(kept), receiptSignature: this.twist('receiptSignature', signature.toString('base64')) };
  }

  prompt(capability, minutes) { return `Asks for \u201C${capability}\u201D.\nFor: ${minutes} minutes`; }

  refuse(question, outcome) {
    const answered = outcome === 'refused' ? this.receipt(question, outcome) : {};
    return this.tell('ask.ended', { change: { reason: outcome, outcome: 'denied' }, data: this.twist('refused', { ask: question.ask, outcome, ...answered }) });
  }

  grant(question, grant) {
    const seconds = question.minutes * 60;
    return this.tell(question.renews === undefined ? 'grant.given' : 'grant.renewed', {
      who: { kind: 'operator', osAccount: 'lab\\operator' }, change: { outcome: 'success' },
      data: this.twist('granted', {
        grant, ask: question.ask, capability: question.renews === undefined ? question.capability : undefined, seconds, until: this.at - this.opened + seconds * 1000,
        prompt: sha(Buffer.from(this.prompt(question.capability, question.minutes))), askSha256: question.askSha256, ...this.receipt(question, 'allowed'),
      }, question),
    });
  }
}
