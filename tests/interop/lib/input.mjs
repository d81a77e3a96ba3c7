import { u16 } from './bytes.mjs';
import { need } from './errors.mjs';

/** An input message (1 to 62 bytes) in a payload that always has 64. */
export const padInput = message => Buffer.concat([u16(message.length), message, Buffer.alloc(62 - message.length)]);

/** The message inside; anything but zeros behind it is a fault. */
export function unpadInput(payload) {
  need(payload.length === 64, 'Malformed', 'size');
  const length = payload.readUInt16BE();
  need(length >= 1 && length <= 62, 'Malformed', 'length');
  need(payload.subarray(2 + length).every(value => value === 0), 'Malformed', 'padding');
  return payload.subarray(2, 2 + length);
}
