// Section 3 of docs/protocol.md: the channels of one connection at one end.
import { need } from './errors.mjs';
import { types } from './frames.mjs';
import { channelSecret, keyLimits, Opener, Sealer } from './records.mjs';

export const limits = { open: 32, closedFor: 5000, closedBytes: 4 * 1024 * 1024, payload: 32832, burst: 2048, perSecond: 100 };

export class Channels {
  /** `role` is I or R; master and th6 come from the handshake. */
  constructor(profile, role, { master, th6 }, { keys = keyLimits, clock = Date.now } = {}) {
    Object.assign(this, { types: types[profile], role, master, th6, keys, clock, open: new Map(), closed: new Map(), highest: -1 });
    this.dropped = 0;
    this.ended = null;
    this.tokens = { left: limits.burst, since: clock() };
    this.opening(0);
  }

  /** Opens a channel at this end: numbers grow and are never used again. */
  opening(channel) {
    need(channel > this.highest, 'NumberUsed');
    need(this.open.size < limits.open, 'TooManyChannels');
    const [own, other] = this.role === 'I' ? [0, 1] : [1, 0];
    this.open.set(channel, {
      sealer: new Sealer(channel, channelSecret(this.master, this.th6, own, channel), this.keys, this.clock),
      opener: new Opener(channel, channelSecret(this.master, this.th6, other, channel), this.keys),
    });
    this.highest = channel;
  }

  /** Closes a channel at this end and forgets its keys. */
  closing(channel) {
    need(channel !== 0 && this.open.delete(channel), 'NotOpen');
    this.closed.set(channel, { since: this.clock(), bytes: 0 });
  }

  seal(channel, payload) {
    need(this.open.has(channel), 'KeysGone');
    return this.open.get(channel).sealer.seal(this.types.data, payload);
  }

  rekey(channel) {
    need(this.open.has(channel), 'KeysGone');
    this.open.get(channel).sealer.rekey();
  }

  /** The authenticated end: 1 finished, 2 error, 3 shutting down, 4 superseded. */
  sealClose(reason) { return this.open.get(0).sealer.seal(this.types.close, Buffer.from([reason])); }

  /** {payload} of a record, {close} of the authenticated end, or {} for a record of a channel that this end closed. */
  receive(record) {
    need(this.ended === null, 'AfterClose');
    need(record.type === this.types.data || record.type === this.types.close, 'WrongType');
    if (this.closed.has(record.channel)) return this.drop(record);
    const channel = this.open.get(record.channel);
    need(channel, 'NeverOpened');
    if (record.channel === 0) this.limitChannel0(record);
    const payload = channel.opener.open(record);
    if (record.type === this.types.data) return { payload };
    need(payload[0] >= 1 && payload[0] <= 4, 'Malformed', 'a reason to close');
    this.ended = payload[0];
    return { close: payload[0] };
  }

  drop(record) {
    const closed = this.closed.get(record.channel);
    closed.bytes += record.bytes.length;
    this.dropped += 1;
    need(this.clock() - closed.since <= limits.closedFor, 'ClosedTooLong');
    need(closed.bytes <= limits.closedBytes, 'ClosedTooMuch');
    return {};
  }

  limitChannel0(record) {
    if (this.types !== types.e2e) return;
    need(record.body.length - 16 <= limits.payload, 'TooLarge');
    const now = this.clock();
    this.tokens.left = Math.min(limits.burst, this.tokens.left + (now - this.tokens.since) * limits.perSecond / 1000);
    this.tokens.since = now;
    need(this.tokens.left >= 1, 'TooFast');
    this.tokens.left -= 1;
  }
}
