// Checkpoints as notes, with the cosignatures of the witnesses that a plan has.
import { u64 } from '../../lib/bytes.mjs';
import { Tree } from '../lib/merkle.mjs';
import { signNote } from './keys.mjs';

export const bodyOf = (origin, size, root) => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** A signature line. */
export const lineOf = (name, id, ...bytes) => `\u2014 ${name} ${Buffer.concat([id, ...bytes]).toString('base64')}\n`;

/** A note from its parts: a twist may have given its body, another body that was signed, or the signature. */
export function noteOf(parts) {
  const body = parts.body ?? bodyOf(parts.origin, parts.size, parts.root);
  return { body, text: `${body}\n${lineOf(parts.name, parts.id, parts.signature ?? signNote(parts.key, parts.signedBody ?? body))}` };
}

export class Cosigners {
  constructor({ world, random, plan, twist }) {
    Object.assign(this, { world, random, twist });
    this.chosen = random.pick([world.witnesses, world.witnesses.toReversed()]).slice(0, plan.witnesses);
  }

  /** The lines of the witnesses under a note, signed about a time; `place` is first, middle, last or broker. */
  lines(body, at, place) {
    return this.twist('cosigners', this.chosen, place).map(witness => {
      const time = Math.floor(at / 1000) + this.random.int(0, 5);
      const parts = this.twist('cosignature', { time, key: witness, name: witness.name, id: witness.id, body }, place);
      const signature = signNote(parts.key, `cosignature/v1\ntime ${parts.time}\n${parts.body}`);
      return this.twist('cosignatureLine', lineOf(parts.name, parts.id, u64(parts.time), signature), place);
    }).join('');
  }

  /** Verifier keys of those who signed, in the order of their first signature. */
  inOrder(notes) {
    const all = notes.join('\n'), place = ({ name }) => all.indexOf(`\u2014 ${name} `);
    return this.world.witnesses.filter(one => place(one) >= 0).sort((a, b) => place(a) - place(b)).map(one => one.text);
  }
}

/** The instrument's notes: the first that the broker got, some of the others, the last. */
export function signCheckpoints({ random, twist, logKey, scene, start }, cosigners, lines, marks) {
  const sizes = twist('sizes', [...new Set([marks[0], ...random.some(marks.slice(1), 60), lines.length])]);
  const tree = new Tree();
  return sizes.map((size, i) => {
    while (tree.size < Math.min(size, lines.length)) tree.add(lines[tree.size]);
    const note = noteOf(twist('note', { origin: logKey.name, size, root: tree.root(), key: logKey, name: logKey.name, id: logKey.id }, i, sizes.length));
    const [at, place] = i === 0 ? [start + 2000, 'first'] : [scene.at, i === sizes.length - 1 ? 'last' : 'middle'];
    return twist('noteText', note.text + cosigners.lines(note.body, at, place), i);
  });
}
