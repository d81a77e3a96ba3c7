/** A fault with a short name: what one end knows about why a connection ended. The other end never hears it. */
export class ProtocolError extends Error {
  constructor(reason, detail = '') {
    super(detail ? `${reason}: ${detail}` : reason);
    this.reason = reason;
  }
}

/** Throws a {@link ProtocolError} unless the condition holds. */
export function need(condition, reason, detail) {
  if (!condition) throw new ProtocolError(reason, detail);
}
