// Every lie is found, with its code, and every bundle just inside a limit is good: maker against verifier, without C#.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { judge } from '../lib/verifier.mjs';
import { edges } from '../make/edges.mjs';
import { forge } from '../make/forge.mjs';
import { makeWorld } from '../make/keys.mjs';
import { allLies } from '../make/lies/all.mjs';
import { plainPlan, planOf } from '../make/plans.mjs';
import { Seeded } from '../make/random.mjs';

const world = makeWorld();
const codeOf = ({ file, trust, witnesses }) => judge(file, Buffer.from(trust, 'hex'), witnesses).code ?? '';

test('every lie and every edge', () => {
  const wrong = [...edges, ...allLies(() => world)]
    .map(({ name, code, plan, twist }) => ({ name, code: code ?? 'any', found: codeOf(forge(world, new Seeded(name), { ...plainPlan, ...plan }, twist)) }))
    .filter(({ code, found }) => (code === 'any' ? found === '' : code !== found));
  assert.deepEqual(wrong, []);
});

test('sessions as they might go', () => {
  for (let i = 0; i < 25; i++) assert.equal(codeOf(forge(world, new Seeded(`test ${i}`), planOf(new Seeded(`plan ${i}`)))), '', `plan ${i}`);
});

test('the frozen bundles', () => {
  const folder = fileURLToPath(new URL('../../../Vectors/evidence', import.meta.url));
  for (const line of readFileSync(join(folder, 'index.jsonl'), 'utf8').trim().split('\n')) {
    const { file, code, ...auditor } = JSON.parse(line);
    assert.equal(codeOf({ file: readFileSync(join(folder, file)), ...auditor }), code, file);
  }
});
