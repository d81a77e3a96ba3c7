import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machines, run } from './support.mjs';

for (const profile of ['link', 'e2e']) {
  test(`both ends of profile ${profile} come to the same secrets`, () => {
    const { I, R } = run(machines(profile));
    assert.deepEqual([I.master, I.th6, I.sas], [R.master, R.th6, R.sas]);
    assert.match(I.sas, /^[0-9]{6}$/);
  });
}

for (let number = 1; number <= 6; number++) {
  test(`a flipped bit anywhere in M${number} ends the handshake`, () => {
    for (const at of [20, 40, -1]) {
      const { I, R } = machines();
      assert.throws(() => run({ I, R }, (n, bytes) => {
        if (n !== number) return bytes;
        const copy = Buffer.from(bytes);
        copy[at < 0 ? copy.length + at : at] ^= 4;
        return copy;
      }), { name: 'Error' });
      assert.equal(I.result, null);
      assert.equal(R.result !== null, number === 6);
    }
  });

  test(`trailing bytes in M${number} are refused`, () => {
    const sender = number % 2 ? 'I' : 'R';
    const more = message => message.number !== number ? message
      : number <= 2 ? { ...message, clear: Buffer.concat([message.clear, Buffer.alloc(1)]) }
        : { ...message, inside: Buffer.concat([message.inside, Buffer.alloc(1)]) };
    assert.throws(() => run(machines('e2e', { I: {}, R: {}, [sender]: { malform: more } })), { reason: 'Malformed' });
  });
}

test('a wrong contribution has a name between the ends and none on the broker link', () => {
  for (const [profile, reason] of [['e2e', 'BadContribution'], ['link', 'BadFinished']]) {
    const pair = machines(profile);
    const decrypt = pair.R.answerM5.bind(pair.R);
    pair.R.answerM5 = record => { pair.R.settings.privateKey = pair.I.settings.privateKey; return decrypt(record); };
    assert.throws(() => run(pair), { reason });
  }
});

test('an end that shows this end its own identity is refused', () => {
  const pair = machines();
  pair.I.settings.privateKey = pair.R.settings.privateKey;
  pair.I.settings.identity = pair.R.settings.identity;
  assert.throws(() => run(pair), { reason: 'OwnIdentity' });
});
