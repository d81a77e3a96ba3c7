// Judges evidence bundles: one file, or, with --batch, each file of a folder or of the list on standard input.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { unhex } from '../lib/bytes.mjs';
import { most } from './lib/layout.mjs';
import { isHex } from './lib/text.mjs';
import { judge } from './lib/verifier.mjs';

const usage = `verify.mjs FILE --trust HEX [--witness VKEY]... [--json]
verify.mjs --batch [FOLDER] [--trust HEX] [--witness VKEY]...
HEX is the SHA-256 of the root key's SubjectPublicKeyInfo. Without a folder, standard input has one file a line: its path, or {"file", "trust", "witnesses"}.`;

/** What one file is; a file that can't be read, or a fault of this program, is an error. */
function judgeFile({ file, trust, witnesses }) {
  try {
    if (!isHex(trust, 32)) throw new Error('--trust takes 64 hexadecimal digits');
    // What is larger than a bundle can be is told by one byte more.
    const bytes = statSync(file).size > most.bytes ? Buffer.alloc(most.bytes + 1) : readFileSync(file);
    return { file, ...judge(bytes, unhex(trust), witnesses) };
  } catch (e) {
    return { file, verdict: 'error', detail: e.stack ?? e.message };
  }
}

function readArguments() {
  const options = { trust: { type: 'string' }, witness: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean' }, batch: { type: 'boolean' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.batch ? positionals.length > 1 : positionals.length !== 1) throw new Error('one file');
  return { ...values, path: positionals[0] };
}

async function* listed({ path, trust, witness: witnesses }) {
  const one = file => ({ file, trust, witnesses });
  if (path !== undefined) {
    for (const name of readdirSync(path).filter(name => name.endsWith('.evidence')).sort()) yield one(join(path, name));
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== '') yield line.startsWith('{') ? { ...one(), ...JSON.parse(line) } : one(line);
  }
}

async function main() {
  let given;
  try {
    given = readArguments();
  } catch (e) {
    console.error(`${e.message}\n${usage}`);
    return 2;
  }
  let worst = 0;
  const tell = (result, write) => {
    worst = Math.max(worst, ['accepted', 'rejected', 'error'].indexOf(result.verdict));
    write(result);
  };
  const json = result => process.stdout.write(`${JSON.stringify(result)}\n`);
  const words = ({ verdict, code = '', place = '', detail = '' }) => console.log([verdict, code, place, detail].filter(part => part !== '').join(' '));
  if (!given.batch) tell(judgeFile({ file: given.path, trust: given.trust, witnesses: given.witness }), given.json ? json : words);
  else for await (const one of listed(given)) tell(judgeFile(one), json);
  return worst;
}

process.exitCode = await main();
