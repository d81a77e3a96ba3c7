// A record's one way to be written.
const short = { '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };
// Letters of the blocks that stand as they are; ASCII but HTML's own characters.
const asIs = /[ !#$%()*,\-./0-9:;=?@A-Z[\]^_a-z{|}~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3]/;

const escape = sign => (asIs.test(sign) ? sign : short[sign] ?? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);

/** JSON without blanks; members that are undefined aren't written. */
export function write(value) {
  if (typeof value === 'string') return `"${value.split('').map(escape).join('')}"`;
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => `${write(name)}:${write(one)}`).join(',')}}`;
  }
  return String(value);
}
