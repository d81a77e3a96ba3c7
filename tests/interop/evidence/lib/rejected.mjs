import { ProtocolError } from '../../lib/errors.mjs';

/** Why a bundle proves nothing: a code of docs/audit-format.md, and where in the file. */
export class Rejected extends Error {
  constructor(code, place, detail = '') {
    super(`${code} at ${place}${detail ? `: ${detail}` : ''}`);
    Object.assign(this, { code, place, detail });
  }
}

/** What is wrong at one place; the check that looks there knows the code. */
export class Wrong extends Error {}

/** Throws a {@link Wrong} unless the condition holds. */
export function must(condition, detail) {
  if (!condition) throw new Wrong(detail);
}

/** Runs a part of a check; what is wrong in it has this code and place. Anything else that it throws is a fault of this program. */
export function check(code, place, part) {
  try {
    return part();
  } catch (e) {
    if (e instanceof Wrong || e instanceof ProtocolError) throw new Rejected(code, place, e.message);
    throw e;
  }
}
