import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Channels, limits } from '../lib/channels.mjs';
import { FrameReader } from '../lib/frames.mjs';
import { padInput, unpadInput } from '../lib/input.mjs';
import { keyLimits } from '../lib/records.mjs';
import { record } from './support.mjs';

const result = { master: randomBytes(48), th6: randomBytes(48) };
const ends = options => ({ I: new Channels('e2e', 'I', result, options), R: new Channels('e2e', 'R', result, options) });
const say = text => Buffer.from(text);

test('records of several channels arrive over rekeys', () => {
  const { I, R } = ends({ keys: { ...keyLimits, records: 2n } });
  for (const channel of [1, 7]) for (const end of [I, R]) end.opening(channel);
  for (let i = 0; i < 7; i++) {
    for (const channel of [0, 1, 7]) {
      const sealed = record(I.seal(channel, say(`${channel} ${i}`)));
      assert.equal(sealed.epoch, Math.floor(i / 2));
      assert.equal(R.receive(sealed).payload.toString(), `${channel} ${i}`);
      assert.equal(I.receive(record(R.seal(channel, say('back')))).payload.toString(), 'back');
    }
  }
});

test('what is not the next record of an open channel ends the connection by name', () => {
  const fault = (reason, act) => assert.throws(() => act(ends()), { reason });
  fault('Replayed', ({ I, R }) => { const r = record(I.seal(0, say('x'))); R.receive(r); R.receive(r); });
  fault('Gap', ({ I, R }) => { I.seal(0, say('x')); R.receive(record(I.seal(0, say('y')))); });
  fault('WrongEpoch', ({ I, R }) => { I.rekey(0); I.rekey(0); R.receive(record(I.seal(0, say('x')))); });
  fault('Forged', ({ I, R }) => { const bytes = I.seal(0, say('x')); bytes[20] ^= 1; R.receive(record(bytes)); });
  fault('Forged', ({ I }) => I.receive(record(I.seal(0, say('x')))));
  fault('NeverOpened', ({ I, R }) => { I.opening(1); R.receive(record(I.seal(1, say('x')))); });
  fault('AfterClose', ({ I, R }) => { R.receive(record(I.sealClose(1))); R.receive(record(I.seal(0, say('x')))); });
  fault('TooLarge', ({ I, R }) => R.receive(record(I.seal(0, Buffer.alloc(limits.payload + 1)))));
});

test('a closed channel drops what was under way, for a while', () => {
  let now = 0;
  const { I, R } = ends({ clock: () => now });
  for (const end of [I, R]) end.opening(3);
  R.closing(3);
  assert.deepEqual(R.receive(record(I.seal(3, say('late')))), {});
  now = limits.closedFor + 1;
  assert.throws(() => R.receive(record(I.seal(3, say('too late')))), { reason: 'ClosedTooLong' });
  assert.throws(() => R.opening(3), { reason: 'NumberUsed' });
});

test('a stream cut at any byte gives the same records', () => {
  const { I, R } = ends();
  const bytes = Buffer.concat([I.seal(0, say('one')), I.seal(0, say('two'))]);
  for (let at = 0; at <= bytes.length; at++) {
    const reader = new FrameReader();
    const found = [...reader.push(bytes.subarray(0, at)), ...reader.push(bytes.subarray(at))];
    assert.equal(found.length, 2);
    assert.ok(reader.isEmpty);
  }
  for (const found of new FrameReader().push(bytes)) R.receive(found);
});

test('input has one size', () => {
  assert.equal(unpadInput(padInput(say('key'))).toString(), 'key');
  assert.throws(() => unpadInput(Buffer.concat([padInput(say('key')).subarray(0, 63), Buffer.from([1])])), { reason: 'Malformed' });
});
