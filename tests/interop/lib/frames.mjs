import { u16, u32, u64 } from './bytes.mjs';
import { need } from './errors.mjs';

export const headerSize = 19;
export const types = { link: { handshake: 0x01, data: 0x02, close: 0x03 }, e2e: { handshake: 0x11, data: 0x12, close: 0x13 } };

const lengths = { handshake: [64, 8173], data: [17, 65516], close: [17, 17] };
const byType = new Map(Object.values(types).flatMap(kinds => Object.entries(kinds).map(([name, type]) => [type, name])));

export const header = ({ type, channel, epoch, sequence, length }) =>
  Buffer.concat([Buffer.from([type]), u32(channel), u32(epoch), u64(sequence), u16(length)]);

/** One record from its header's fields and its body. */
export const frame = (fields, body) => Buffer.concat([header({ ...fields, length: body.length }), body]);

function readHeader(bytes) {
  const fields = {
    type: bytes[0],
    channel: bytes.readUInt32BE(1),
    epoch: bytes.readUInt32BE(5),
    sequence: bytes.readBigUInt64BE(9),
    length: bytes.readUInt16BE(17),
  };
  const name = byType.get(fields.type);
  const [least, most] = lengths[name];
  need(fields.length >= least, 'TooShort');
  need(fields.length <= most, 'TooLong');
  need(name === 'data' || fields.channel === 0, 'BadHeader', 'channel');
  need(name !== 'handshake' || (fields.epoch === 0 && fields.sequence >= 1n && fields.sequence <= 6n), 'BadHeader', 'epoch or number');
  return fields;
}

/** Cuts a byte stream into records. A fault is thrown as soon as the bytes that show it are there. */
export class FrameReader {
  constructor() { this.left = Buffer.alloc(0); }

  /** True when the stream stands between two records. */
  get isEmpty() { return this.left.length === 0; }

  /** Takes the next bytes and yields each whole record: its header's fields, its header's bytes, its body and all of it. */
  *push(chunk) {
    this.left = Buffer.concat([this.left, chunk]);
    while (this.left.length > 0) {
      need(byType.has(this.left[0]), 'UnknownType');
      if (this.left.length < headerSize) return;
      const fields = readHeader(this.left);
      const size = headerSize + fields.length;
      if (this.left.length < size) return;
      const bytes = this.left.subarray(0, size);
      this.left = this.left.subarray(size);
      yield { ...fields, headerBytes: bytes.subarray(0, headerSize), body: bytes.subarray(headerSize), bytes };
    }
  }
}
