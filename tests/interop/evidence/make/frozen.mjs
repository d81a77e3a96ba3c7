// Writes tests/Vectors/evidence: small bundles under keys that follow from names, with what they are. No private key lies there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { edges } from './edges.mjs';
import { forge } from './forge.mjs';
import { makeWorld } from './keys.mjs';
import { allLies } from './lies/all.mjs';
import { plainPlan } from './plans.mjs';
import { Seeded } from './random.mjs';

const folder = fileURLToPath(new URL('../../../Vectors/evidence', import.meta.url));
const few = { acts: plainPlan.acts.slice(0, 1).map(act => ({ ...act, renew: false })), before: 3, after: 2 };
const kept = [
  { file: 'session', name: 'a session' }, { file: 'no-technician', name: 'edge: no witness, no technician, no text' }, { file: 'recovered', name: 'edge: an end that was recovered' },
  { file: 'erased', name: 'edge: all texts erased' }, { file: 'newer-format', name: 'format 2' }, { file: 'other-padding', name: 'base64 with other padding bits' },
  { file: 'other-session', name: 'ticket: another session' }, { file: 'fork', name: 'peer-checkpoint: another root, signed: a fork' }, { file: 'grant-twice', name: 'story: a grant twice' },
  { file: 'stale-witness', name: 'stale-witness: long before the start (first)' },
];

const world = makeWorld('orchestrator evidence vectors');
const known = [{ name: 'a session', code: '' }, ...edges, ...allLies(() => world)];
mkdirSync(folder, { recursive: true });
const index = kept.map(({ file, name }) => {
  const { code, plan, twist } = known.find(one => one.name === name);
  const made = forge(world, new Seeded(`frozen ${name}`), { ...plainPlan, ...few, ...plan }, twist);
  writeFileSync(join(folder, `${file}.evidence`), made.file);
  return { file: `${file}.evidence`, name, code, trust: made.trust, witnesses: made.witnesses };
});
writeFileSync(join(folder, 'index.jsonl'), `${index.map(one => JSON.stringify(one)).join('\n')}\n`);
