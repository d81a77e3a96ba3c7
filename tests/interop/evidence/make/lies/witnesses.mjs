// Cosignatures that are false, by nobody, missing where the auditor wants one, or of another time.
import { kinds } from '../../lib/notes.mjs';
import { noteKey } from '../keys.mjs';

const lie = (name, code, twist, plan = {}) => ({ name: `${code}: ${name}`, code, plan, twist });
const places = ['first', 'last', 'broker'];
const stranger = noteKey('stranger.example', kinds.witness, Buffer.alloc(32, 4));
/** At one place a cosignature is made of other parts. */
const cosigned = (name, code, place, change, plan) => lie(`${name} (${place})`, code, { cosignature: (parts, at) => (at === place ? { ...parts, ...change(parts) } : parts) }, plan);
const list = (name, change, plan) => lie(name, 'witness', { bundle: bundle => ({ ...bundle, witnesses: change([...bundle.witnesses]) }) }, plan);
const auditor = (name, change, plan) => lie(name, 'no-witness', { auditor: given => ({ ...given, witnesses: change(given.witnesses) }) }, plan);
const one = { witnesses: 1, auditor: 1 };
const shifted = (name, place, seconds) => cosigned(name, 'stale-witness', place, ({ time }) => ({ time: time + seconds }), one);

export const witnesses = world => [
  ...places.flatMap(place => [
    cosigned('signed by another key', 'witness', place, () => ({ key: stranger })),
    cosigned('another time than was signed', 'witness', place, ({ body }) => ({ body: `${body}x` })),
    cosigned('over another text', 'witness', place, () => ({ body: 'x\n1\nAAAA\n' })),
    cosigned('another key id', 'witness', place, () => ({ id: Buffer.alloc(4) })),
    lie(`by nobody in the list (${place})`, 'witness', { cosigners: (all, at) => (at === place ? [...all, stranger] : all) }),
    lie(`twice by the same (${place})`, 'witness', { cosigners: (all, at) => (at === place ? [...all, all[0]] : all) }),
    lie(`a cosignature that is too short (${place})`, 'witness', { cosignatureLine: (line, at) => (at === place ? line.replace(/ [^ ]+\n$/, ` ${Buffer.alloc(68, 1).toString('base64')}\n`) : line) }),
    lie(`missing (${place})`, 'no-witness', { cosigners: (all, at) => (at === place ? all.slice(1) : all) }, { witnesses: 2, auditor: 2 }),
  ]),
  list('none is named', () => []),
  list('one is left out', all => all.slice(1)),
  list('another order', all => all.toReversed()),
  list('one twice', all => [all[0], ...all]),
  list('one who signed nothing', all => [...all, stranger.text]),
  list('a key of a log', all => [noteKey('a', kinds.log, Buffer.alloc(32, 7)).text, ...all.slice(1)]),
  list('no verifier key', all => ['witness', ...all.slice(1)]),
  list('another hash', all => [all[0].replace(/\+[0-9a-f]{8}\+/, '+00000000+'), ...all.slice(1)]),
  auditor('a witness that nobody asked', () => [stranger.text]),
  auditor('one of two', all => [...all, stranger.text]),
  auditor('the same name with another key', () => [noteKey(world().witnesses[0].name, kinds.witness, Buffer.alloc(32, 9)).text]),
  lie('no witness at all', 'no-witness', { auditor: given => ({ ...given, witnesses: [world().witnesses[0].text] }) }, { witnesses: 0, auditor: 0 }),
  shifted('long before the start', 'first', -3600),
  shifted('just too early', 'first', -640),
  shifted('long after the start', 'first', 3600),
  shifted('just too late', 'first', 640),
  shifted('at the beginning of time', 'first', -1_700_000_000),
  shifted('before the first', 'last', -3600),
  shifted('a day and a minute late', 'last', 24 * 3600 + 60),
  shifted('years late', 'last', 100_000_000),
];
