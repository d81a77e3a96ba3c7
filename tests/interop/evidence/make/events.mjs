// Records of the instrument as lines, and the texts that stay beside them.
import { isHex } from '../lib/text.mjs';
import { write } from './writing.mjs';

const longest = 65_535;

export const limits = {
  maxMinutes: { view: 20, control: 20, 'send-file': 20, 'fetch-file': 20, 'clipboard-to': 20, 'clipboard-from': 20 },
  presenceMinutes: 10, graceSeconds: 20, promptSeconds: 60, maxFileBytes: 268435456,
};

/** The line of a record at its place. */
export function lineOfEvent(record, seq, plan, twist) {
  const found = twist('record', { v: 1, seq, ...record }, seq);
  if (Buffer.isBuffer(found)) return found;
  return Buffer.from(found.event === 'run.note' ? writeFull(found, longest + (plan.tooLarge ?? 0)) : write(found));
}

/** A record that is exactly as long as a record may be: nothing else in it has room for that but a list of plugins. */
function writeFull(record, bytes) {
  const named = plugins => write({ ...record, software: { ...record.software, plugins } });
  const of = (id, version) => ({ id, version, hash: '7'.repeat(64) });
  const fixed = write(of('', '')).length + 1, room = bytes - named([]).length + 1, count = Math.ceil(room / (fixed + 240));
  const letters = i => Math.floor((room - fixed * count + i) / count);
  return named(Array.from({ length: count }, (_, i) => of('p'.repeat(letters(i) >> 1), '1'.repeat(letters(i) - (letters(i) >> 1)))));
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
