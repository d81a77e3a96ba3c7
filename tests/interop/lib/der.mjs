import { need } from './errors.mjs';

/** Values of DER, one after the other; what isn't minimal or doesn't fit is the fault `Malformed`. */
export class DerReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get hasData() { return this.at < this.bytes.length; }

  /** The next value: its tag, its content, and all of its bytes. */
  any() {
    const start = this.at;
    need(this.at + 2 <= this.bytes.length, 'Malformed', 'DER');
    const tag = this.bytes[this.at++];
    let length = this.bytes[this.at++];
    if (length >= 0x80) {
      const count = length - 0x80;
      need(count >= 1 && count <= 2 && this.at + count <= this.bytes.length, 'Malformed', 'DER length');
      length = this.bytes.readUIntBE(this.at, count);
      this.at += count;
      need(length >= (count === 1 ? 0x80 : 0x100), 'Malformed', 'DER length');
    }
    need(this.at + length <= this.bytes.length, 'Malformed', 'DER');
    this.at += length;
    return { tag, content: this.bytes.subarray(this.at - length, this.at), whole: this.bytes.subarray(start, this.at) };
  }

  /** The content of the next value, which must have this tag. */
  take(tag) {
    const value = this.any();
    need(value.tag === tag, 'Malformed', 'DER tag');
    return value.content;
  }

  /** A reader of the value inside. */
  inside(tag) { return new DerReader(this.take(tag)); }

  end() { need(!this.hasData, 'Malformed', 'trailing bytes in DER'); }
}

export const tags = { boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, sequence: 0x30, version: 0xa0, extensions: 0xa3 };

/** Milliseconds of a UTCTime or GeneralizedTime as RFC 5280 writes them. */
export function readTime(reader) {
  const { tag, content } = reader.any();
  const text = content.toString('latin1');
  const found = text.match(tag === 0x17 ? /^()(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/);
  need((tag === 0x17 || tag === 0x18) && found, 'Malformed', 'a time');
  const [century, year, month, day, hour, minute, second] = found.slice(1).map(Number);
  const full = tag === 0x18 ? century * 100 + year : year < 50 ? 2000 + year : 1900 + year;
  need(tag === 0x17 || full >= 2050, 'Malformed', 'a time');
  return Date.UTC(full, month - 1, day, hour, minute, second);
}
