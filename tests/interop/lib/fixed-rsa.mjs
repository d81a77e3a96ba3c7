// An RSA-3072 key that follows from a name: known answers need the same key each time, and no private key lies in a file.
import { checkPrimeSync, createHash, createPrivateKey } from 'node:crypto';

const exponent = 65537n;

/** The key of a name, as a private KeyObject. Takes some seconds: it looks for two primes of 1536 bits. */
export function fixedKey(name) {
  const [p, q] = [fixedPrime(`${name} p`), fixedPrime(`${name} q`)].sort((a, b) => (a > b ? -1 : 1));
  const d = inverse(exponent, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e: exponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, bytesOf(value).toString('base64url')]));
  return createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' });
}

/** The first prime behind a start that SHA-512 gives, with both top bits set, so that two of them make 3072 bits. */
function fixedPrime(name) {
  const start = Buffer.concat([0, 1, 2].map(i => createHash('sha512').update(`${name} ${i}`).digest()));
  start[0] |= 0xc0;
  start[start.length - 1] |= 1;
  let candidate = BigInt(`0x${start.toString('hex')}`);
  while ((candidate - 1n) % exponent === 0n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

function inverse(value, modulus) {
  let [a, b, x, y] = [modulus, value % modulus, 0n, 1n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return (x + modulus) % modulus;
}

function bytesOf(value) {
  const text = value.toString(16);
  return Buffer.from(text.length % 2 ? `0${text}` : text, 'hex');
}
