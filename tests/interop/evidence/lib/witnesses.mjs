// Cosignatures: by whom, and, where the auditor brought keys, when.
import { isBy, kinds, readVerifierKey, requireCosigned } from './notes.mjs';
import { utcOf } from './records.mjs';
import { check, must } from './rejected.mjs';

const before = 600n, behind = 24n * 3600n;

/** Times in seconds, for each note, by the witness's place in the list. */
export function readCosignatures(notes, keys) {
  const witnesses = keys.map((text, i) => check('witness', `witnesses[${i}]`, () => readVerifierKey(text, kinds.witness)));
  const order = [];
  const times = notes.map(({ note, place }) => check('witness', place, () => {
    const found = new Map();
    for (const line of note.cosignatures) {
      const i = witnesses.findIndex(witness => isBy(line, witness));
      must(i >= 0, "a key that isn't in the list");
      must(!found.has(i), 'the same witness twice');
      found.set(i, requireCosigned(note, line, witnesses[i]));
      if (!order.includes(i)) order.push(i);
    }
    return found;
  }));
  check('witness', 'witnesses', () => must(order.length === keys.length && order.every((i, place) => i === place) && new Set(keys).size === keys.length, 'order, twice, or without a signature'));
  return times;
}

/** Each key that the auditor brought signed the first, the last and the broker's checkpoint, in time by the broker's clock. */
export function requireWitnesses(auditor, keys, times, { registered, end }) {
  const [first, last, broker] = [times[0], times.at(-2), times.at(-1)];
  const places = auditor.map((text, i) => check('no-witness', `auditor's key ${i}`, () => {
    const place = keys.indexOf(text);
    must(place >= 0 && [first, last, broker].every(found => found.has(place)), "a checkpoint that it didn't sign");
    return place;
  }));
  const [start, told] = [registered, end].map(record => BigInt(Math.floor(utcOf(record) / 1000)));
  places.forEach((place, i) => check('stale-witness', `auditor's key ${i}`, () => {
    const [begun, ended] = [first.get(place), last.get(place)];
    must(begun >= start - before && begun <= start + before, 'the first checkpoint');
    must(ended >= begun && ended <= told + behind, 'the last checkpoint');
  }));
}
