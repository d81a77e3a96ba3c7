// Published proofs, and notes that C# wrote: what the verifier reads is what others write.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { requireConsistent, rootOfInclusion } from '../lib/merkle.mjs';
import { kinds, readNote, readVerifierKey, requireCosigned, requireSignedBy } from '../lib/notes.mjs';
import { Wrong } from '../lib/rejected.mjs';

const merkle = join(process.env.ORCHESTRATOR_VECTORS ?? '', 'merkle', 'testdata');
const audit = fileURLToPath(new URL('../../../Vectors/audit/', import.meta.url));
const bytes = text => Buffer.from(text ?? '', 'base64');
const holds = part => {
  try {
    return part() ?? true;
  } catch (e) {
    if (e instanceof Wrong) return false;
    throw e;
  }
};
const cases = kind => readdirSync(join(merkle, kind), { recursive: true }).filter(name => name.endsWith('.json')).map(name => ({ name, ...JSON.parse(readFileSync(join(merkle, kind, name))) }));

test('published Merkle proofs', { skip: existsSync(merkle) ? false : 'ORCHESTRATOR_VECTORS is not set' }, () => {
  for (const { name, size1, size2, root1, root2, proof, wantErr } of cases('consistency')) {
    const found = holds(() => requireConsistent({ size: size1, root: bytes(root1) }, { size: size2, root: bytes(root2) }, (proof ?? []).map(bytes)));
    assert.equal(found, !wantErr, name);
  }
  for (const { name, leafIdx, treeSize, root, leafHash, proof, wantErr } of cases('inclusion')) {
    const found = holds(() => leafIdx >= 0 && bytes(leafHash).length === 32 && rootOfInclusion(bytes(leafHash), leafIdx, treeSize, (proof ?? []).map(bytes)).equals(bytes(root)));
    assert.equal(found, !wantErr, name);
  }
});

test('notes of the C# side', () => {
  const read = name => readFileSync(join(audit, name));
  const note = readNote(read('cosigned-1'));
  requireSignedBy(note, readVerifierKey(read('checkpoint-1.vkey').toString().trim(), kinds.log));
  assert.equal(requireCosigned(note, note.cosignatures[0], readVerifierKey(read('witness-1.vkey').toString().trim(), kinds.witness)), 1795780800n);
});
