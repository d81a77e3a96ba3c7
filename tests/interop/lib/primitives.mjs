// Suite 1's primitives: node:crypto for all that OpenSSL has, @noble/post-quantum for ML-KEM-768.
import {
  constants, createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, privateDecrypt,
  privateEncrypt, publicEncrypt, verify,
} from 'node:crypto';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { inContext, label, lp } from './bytes.mjs';
import { need } from './errors.mjs';
import { oaepPad, pssPad } from './padding.mjs';

export { label };
export const hash = (...fields) => createHash('sha384').update(lp(...fields)).digest();
export const hmac = (key, ...fields) => createHmac('sha384', key).update(lp(...fields)).digest();

/** HKDF-Extract with SHA-384. */
export const extract = (salt, ikm) => createHmac('sha384', salt).update(ikm).digest();

/** HKDF-Expand with SHA-384; the info is the label and the fields, each with its length. */
export function expand(prk, length, name, ...fields) {
  const info = lp(label(name), ...fields);
  const blocks = [];
  for (let i = 1; (i - 1) * 48 < length; i++) {
    blocks.push(createHmac('sha384', prk).update(Buffer.concat([blocks.at(-1) ?? Buffer.alloc(0), info, Buffer.from([i])])).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** AES-256-GCM; ciphertext and tag. */
export function seal(key, iv, plain, associated) {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes; null when the tag doesn't match. */
export function open(key, iv, sealed, associated) {
  if (sealed.length < 16) return null;
  const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  cipher.setAAD(associated);
  cipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  } catch {
    return null;
  }
}

const x25519Private = Buffer.from('302e020100300506032b656e04220420', 'hex');
const x25519Public = Buffer.from('302a300506032b656e032100', 'hex');

/** An X25519 key from its 32 bytes. */
export function x25519Key(bytes) {
  const key = createPrivateKey({ key: Buffer.concat([x25519Private, bytes]), format: 'der', type: 'pkcs8' });
  return { key, publicBytes: createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32) };
}

/** The shared secret; an all-zero one is the fault `WeakKey`. */
export function x25519(own, other) {
  const publicKey = createPublicKey({ key: Buffer.concat([x25519Public, other]), format: 'der', type: 'spki' });
  let secret = Buffer.alloc(32);
  try {
    secret = diffieHellman({ privateKey: own.key, publicKey });
  } catch {
    // OpenSSL refuses to hand out an all-zero secret.
  }
  need(secret.some(value => value !== 0), 'WeakKey', 'all-zero X25519 secret');
  return secret;
}

/** An ML-KEM-768 key from its seed of 64 bytes (d, then z). */
export const mlkemKey = seed => ml_kem768.keygen(seed);

/** Ciphertext and secret for an encapsulation key from 32 random bytes; a key with a coefficient that isn't reduced is the fault `WeakKey`. */
export function encapsulate(publicKey, random) {
  for (let i = 0; i < 1152; i += 3) {
    const [a, b, c] = publicKey.subarray(i, i + 3);
    need((a | (b & 15) << 8) < 3329 && (b >> 4 | c << 4) < 3329, 'WeakKey', 'encapsulation key');
  }
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, random);
  return { cipherText: Buffer.from(cipherText), secret: Buffer.from(sharedSecret) };
}

export const decapsulate = (own, cipherText) => Buffer.from(ml_kem768.decapsulate(cipherText, own.secretKey));

const signedBytes = (context, fields) => inContext(context, lp(...fields));

/** RSA-PSS, SHA-384, with a given salt of 48 bytes, over a context and fields. */
export function pssSign(privateKey, salt, context, ...fields) {
  const bits = privateKey.asymmetricKeyDetails.modulusLength;
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, pssPad(signedBytes(context, fields), salt, bits));
}

/** OpenSSL's own judgement, so that nothing of ours verifies what is ours. */
export const pssVerify = (publicKey, signature, context, ...fields) =>
  verify('sha384', signedBytes(context, fields), { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, signature);

/** RSA-OAEP, SHA-256, empty label, with a given seed of 32 bytes. */
export function oaepEncrypt(publicKey, seed, plain) {
  const size = publicKey.asymmetricKeyDetails.modulusLength / 8;
  return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, oaepPad(plain, seed, size));
}

/** The 32 bytes inside; null when it isn't such a ciphertext. */
export function oaepDecrypt(privateKey, cipherText) {
  try {
    const plain = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, cipherText);
    return plain.length === 32 ? plain : null;
  } catch {
    return null;
  }
}
