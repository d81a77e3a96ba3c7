/** Bytes of base64 with padding, of which there is one way to write each; null for anything else. */
export function fromBase64(text) {
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

export const isHex = (text, bytes) => typeof text === 'string' && text.length === 2 * bytes && /^[0-9a-f]*$/.test(text);

/** A number that a count, a size or a place may be. */
export const isCount = value => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
