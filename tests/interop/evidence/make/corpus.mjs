// Makes a corpus into a folder: the files, and index-N.jsonl, a line for each: {"file", "name", "code" ("" for a good one), "trust", "witnesses"}.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { edges } from './edges.mjs';
import { forge } from './forge.mjs';
import { makeWorld } from './keys.mjs';
import { allLies } from './lies/all.mjs';
import { plainPlan, planOf } from './plans.mjs';
import { Seeded } from './random.mjs';

const options = { good: { type: 'string', default: '250' }, part: { type: 'string', default: '1/1' } };
const { values, positionals: [folder] } = parseArgs({ options, allowPositionals: true });
if (folder === undefined) {
  console.error('corpus.mjs FOLDER [--good COUNT] [--part N/OF]\nFOLDER gets the bundles and index-N.jsonl; parts have keys of their own and may be made at the same time.');
  process.exit(2);
}

const [part, parts] = values.part.split('/').map(Number);
const world = makeWorld();
mkdirSync(folder, { recursive: true });

/** One bundle of the corpus. Its seed is its name: what happens in it is the same in every run, its keys aren't. */
function make({ kind, name, code, plan, twist }, i) {
  if (i % parts !== part - 1) return;
  const { file, trust, witnesses } = forge(world, new Seeded(name), plan, twist);
  const path = join(folder, `${kind}-${String(i).padStart(4, '0')}.evidence`);
  writeFileSync(path, file);
  appendFileSync(join(folder, `index-${part}.jsonl`), `${JSON.stringify({ file: path, name, code, trust, witnesses })}\n`);
}

Array.from({ length: Number(values.good) }, (_, i) => ({ kind: 'good', name: `good ${i}`, code: '', plan: planOf(new Seeded(`plan ${i}`)) })).forEach(make);
[...edges, ...allLies(() => world)].map(lie => ({ ...lie, kind: 'lie', plan: { ...plainPlan, ...lie.plan } })).forEach(make);
