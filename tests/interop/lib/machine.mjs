import { createPublicKey } from 'node:crypto';
import { need, ProtocolError } from './errors.mjs';
import { headerSize, types } from './frames.mjs';
import { handshakeFrame, splitBody } from './handshake-messages.mjs';
import * as primitives from './primitives.mjs';
import * as schedule from './schedule.mjs';

export const version = 1;
export const suite = 1;

/**
 * What both roles of a handshake share: the seal, the number of the next message, and the failure that sticks. `values` holds every value by the
 * name that docs/protocol.md gives it.
 *
 * Settings: profile, privateKey (KeyObject), identity (the bytes of idI or idR), accept(bytes) (public key of an identity; throws when it isn't
 * accepted), random(count, name), malform({number, clear, inside}) (tests only: changes a message before it is sealed).
 */
export class Machine {
  constructor(settings, direction, firstNumber) {
    this.settings = settings;
    this.direction = direction;
    this.expected = firstNumber;
    this.values = {};
    this.result = null;
    this.failure = null;
  }

  /** Takes one record; returns the record to send, or null. The first failure is thrown again by every later call. */
  receive(record) {
    if (this.failure) throw this.failure;
    try {
      need(this.result === null && record.type === types[this.settings.profile].handshake, 'Unexpected', 'type');
      need(record.sequence === BigInt(this.expected), 'Unexpected', 'number');
      const number = this.expected;
      this.expected += 2;
      return this.step(number, record);
    } catch (fault) {
      this.failure = fault instanceof ProtocolError ? fault : new ProtocolError('Internal', String(fault));
      this.values = {};
      throw this.failure;
    }
  }

  random(count, name) { return this.values[name] ??= this.settings.random(count, name); }

  /** Message `number` in its record, the inside sealed under this end's direction. */
  sealed(number, clear, inside) {
    const message = this.malformed({ number, clear, inside });
    const length = message.clear.length + message.inside.length + 16;
    const associated = Buffer.concat([handshakeFrame(this.settings.profile, number, Buffer.alloc(length)).subarray(0, headerSize), message.clear]);
    const material = schedule.sealMaterial(this.values.hs, this.direction, this.values.th3c);
    const body = primitives.seal(
      schedule.sealKey(material), schedule.sealNonce(material, number > 4 ? 1 : 0), message.inside, associated);
    return this.sent(number, Buffer.concat([message.clear, body]));
  }

  /** Message `number` in its record, without a seal. */
  plain(number, body) {
    return this.sent(number, this.malformed({ number, clear: body, inside: Buffer.alloc(0) }).clear);
  }

  /** The inside of a sealed message of the other end; the fault is `Forged`. */
  opened(number, record) {
    const { clear, sealed } = splitBody(number, record.body);
    const material = schedule.sealMaterial(this.values.hs, this.direction === 'I' ? 'R' : 'I', this.values.th3c);
    const plain = primitives.open(
      schedule.sealKey(material), schedule.sealNonce(material, number > 4 ? 1 : 0), sealed, Buffer.concat([record.headerBytes, clear]));
    need(plain !== null, 'Forged', `M${number}`);
    return plain;
  }

  /** The other end's public key: accepted, and not this end's own. */
  acceptIdentity(bytes) {
    const key = this.settings.accept(bytes);
    const own = createPublicKey(this.settings.privateKey);
    need(!own.export({ format: 'der', type: 'spki' }).equals(key.export({ format: 'der', type: 'spki' })), 'OwnIdentity');
    return key;
  }

  /** The other end's contribution. On the broker's link a wrong one has no name: random bytes take its place and Finished fails. */
  contribution(cipherText, decoy) {
    const plain = primitives.oaepDecrypt(this.settings.privateKey, cipherText);
    if (plain) return plain;
    need(this.settings.profile === 'link', 'BadContribution');
    return this.settings.random(32, decoy);
  }

  finish(peerIdentity) {
    this.values.th6 = schedule.th6(this.values.th5, this.values.fR);
    const { master, th6, sas } = this.values;
    this.result = { master, th6, sas, peerIdentity };
  }

  malformed(message) { return this.settings.malform ? this.settings.malform(message) : message; }

  sent(number, body) {
    return this.values[`M${number}`] = handshakeFrame(this.settings.profile, number, body);
  }
}
