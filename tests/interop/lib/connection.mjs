import { randomBytes } from 'node:crypto';
import { hex } from './bytes.mjs';
import { Channels } from './channels.mjs';
import { ProtocolError } from './errors.mjs';
import { FrameReader } from './frames.mjs';
import { Initiator } from './initiator.mjs';
import { Responder } from './responder.mjs';

/**
 * One end of one connection over a stream: handshake, then channels. Says what happens through `tell(event, values)`:
 * `established`, `record`, `dropped`, `closed` (by the authenticated end), `ended` (with the reason; "Cut" for a stream that ends without CLOSE).
 */
export class Connection {
  constructor(stream, role, settings, tell) {
    Object.assign(this, { stream, settings, role, tell, reader: new FrameReader(), channels: null, over: false });
    this.machine = new (role === 'I' ? Initiator : Responder)({ random: count => randomBytes(count), ...settings });
    stream.on('data', bytes => this.guard(() => this.take(bytes)));
    stream.on('end', () => this.end(this.reader.isEmpty ? 'Cut' : 'Truncated'));
    stream.on('error', () => this.end('Cut'));
    if (role === 'I') this.guard(() => this.send(this.machine.start()));
  }

  /** Runs one act; a fault ends the connection. */
  guard(act) {
    if (this.over) return;
    try {
      act();
    } catch (fault) {
      this.end(fault instanceof ProtocolError ? fault.reason : `Internal: ${fault.stack}`, fault.message);
    }
  }

  send(bytes) { if (bytes) this.stream.write(bytes); }

  take(bytes) {
    for (const record of this.reader.push(bytes)) {
      if (this.channels) this.takeRecord(record);
      else this.takeHandshake(record);
    }
  }

  takeHandshake(record) {
    this.send(this.machine.receive(record));
    const { result } = this.machine;
    if (!result) return;
    this.channels = new Channels(this.settings.profile, this.role, result, { keys: this.settings.keyLimits });
    this.tell('established', { th6: hex(result.th6), sas: result.sas, peer: hex(result.peerIdentity) });
  }

  takeRecord(record) {
    const { payload, close } = this.channels.receive(record);
    if (close) this.tell('closed', { reason: close });
    else if (payload) this.tell('record', { channel: record.channel, epoch: record.epoch, sequence: Number(record.sequence), payload: hex(payload) });
    else this.tell('dropped', { channel: record.channel });
  }

  end(reason, detail = '') {
    if (this.over) return;
    const closed = this.channels?.ended && (reason === 'Cut');
    this.over = true;
    this.channels = null;
    this.tell('ended', { reason: closed ? 'Closed' : reason, detail });
    this.stream.destroy();
  }
}

