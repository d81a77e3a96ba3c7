// Records of the instrument as lines, and the texts that stay beside them.
import { isHex } from '../lib/text.mjs';
import { write } from './writing.mjs';

const longestData = 12 * 1024;

export const limits = {
  maxMinutes: { view: 20, control: 20, 'send-file': 20, 'fetch-file': 20, 'clipboard-to': 20, 'clipboard-from': 20 },
  presenceMinutes: 10, graceSeconds: 20, promptSeconds: 60, maxFileBytes: 268435456,
};

/** The line of a record at its place. */
export function lineOfEvent(record, seq, plan, twist) {
  const found = twist('record', { v: 1, seq, ...record }, seq);
  if (Buffer.isBuffer(found)) return found;
  return Buffer.from(found.event === 'run.note' ? writeFull(found, longestData + (plan.tooLarge ?? 0)) : write(found));
}

/** A record whose fields are as long as they may be, written as long as can be: `data` has exactly so many bytes. */
function writeFull(record, bytes) {
  const padded = pad => ({ ...record.data, pad }), long = '\u202e'.repeat(480);
  const room = bytes - write(padded([])).length + 1, count = Math.ceil(room / 131);
  const data = padded(Array.from({ length: count }, (_, i) => 'p'.repeat(Math.floor((room - 3 * count + i) / count))));
  return write({ ...record, text: long, change: { old: long, new: long, reason: long, outcome: 'success' }, data });
}

/** The texts that are kept, in the order in which records name them. */
export function keptTexts(lines, texts) {
  const found = new Set();
  const look = value => {
    if (isHex(value, 32) && texts.has(value)) found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  for (const line of lines) {
    try {
      look(JSON.parse(line.toString()));
    } catch {
      // A line that a lie made no JSON of.
    }
  }
  return [...found].map(commitment => texts.get(commitment));
}
