// DER as it is written.
const length = size => (size < 0x80 ? Buffer.from([size]) : size < 0x100 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 0xff]));

export const value = (tag, ...content) => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), length(bytes.length), bytes]);
};
export const sequence = (...content) => value(0x30, ...content);
export const integer = bytes => value(0x02, Buffer.from(bytes));
export const utf8 = text => value(0x0c, Buffer.from(text));
export const octets = (...content) => value(0x04, ...content);
export const bits = bytes => value(0x03, Buffer.from([0]), bytes);
export const truth = value(0x01, Buffer.from([0xff]));
export const oid = hex => value(0x06, Buffer.from(hex, 'hex'));

/** A time as RFC 5280 has it. */
export function time(ms) {
  const text = new Date(ms).toISOString().replace(/\.\d+|[-:T]/g, '');
  return Number(text.slice(0, 4)) < 2050 ? value(0x17, Buffer.from(text.slice(2))) : value(0x18, Buffer.from(text));
}

export const commonName = text => sequence(value(0x31, sequence(oid('550403'), utf8(text))));
