// What happens in a session: drawn from a seed.
import { capabilities, chats, files, names, reasons } from './people.mjs';

/** A session as it might go. */
export function planOf(random) {
  const tickets = random.pick([0, 1, 1, 1, 2, 3]);
  const powers = [1, 2, 4, 8, 16, 64, 256, 1024];
  return {
    tickets, erased: random.pick([0, 0, 0, 30, 100]), end: random.pick(['ended', 'ended', 'ended', 'missing', 'recovered', 'cut']),
    before: Math.max(0, random.pick(powers) + random.int(-2, 1)), after: Math.max(0, random.pick(powers) + random.int(-4, 1)), between: random.pick([0, 1, 3, 7]),
    witnesses: random.pick([0, 0, 1, 1, 2, 3]), auditor: random.int(0, 3), peers: random.int(0, 4), large: random.percent(5),
    operator: random.pick(names), acts: Array.from({ length: tickets === 0 ? 0 : random.int(0, 3) }, () => actOf(random)), chats: random.some(chats, 20),
    jump: random.percent(15), trailing: random.percent(50),
  };
}

/** One question and what came of it. */
function actOf(random) {
  const capability = random.pick(capabilities);
  const file = capability.endsWith('-file') ? { name: random.pick(files), size: random.int(0, 10_000_000), sha256: random.hex(32) } : undefined;
  return {
    capability, file, minutes: random.int(1, 20), longer: random.pick([0, 0, 1, 700]), reason: random.pick(reasons), answer: random.pick(['yes', 'yes', 'yes', 'refused', 'timed-out', 'withdrawn']),
    renew: file === undefined && random.percent(25), channels: random.int(0, 2), close: !random.percent(15), open: random.percent(10),
  };
}

/** The smallest session in which everything happens that a lie may be about. */
export const plainPlan = {
  tickets: 1, erased: 0, end: 'ended', before: 5, after: 6, between: 1, witnesses: 2, auditor: 2, peers: 2, large: false, operator: 'Grace Hopper',
  acts: [
    { capability: 'view', minutes: 20, reason: 'look', answer: 'yes', renew: true, channels: 1, close: true, open: false },
    { capability: 'send-file', file: { name: 'plate.gwl', size: 7, sha256: '5'.repeat(64) }, minutes: 5, reason: 'list', answer: 'refused', renew: false, channels: 0, close: true, open: false },
  ],
  chats: ['Hello'], jump: false, trailing: true,
};

/** Plays a plan into a scene. `peer` writes the broker's newest checkpoint down; `meanwhile` lets the broker's log grow. */
export function play(plan, scene, tickets, { peer, meanwhile, mark }) {
  scene.tell('session.started', { data: scene.twist('started', {
    number: Number(scene.session), instrument: { name: 'Evo 200', serial: '4711', site: 'Basel', os: 'Windows 10', version: '0.1.0', key: scene.runKey.fingerprint.toString('hex') },
    policy: scene.limits, runKey: scene.runKey.spki.toString('base64'),
  }) });
  if (plan.peers > 0) peer();
  mark();
  scene.operator = plan.operator;
  scene.tell('operator.named', { who: { kind: 'operator', osAccount: 'lab\\operator' }, data: { statedName: scene.commit(plan.operator), osAccount: 'lab\\operator' } });
  if (plan.jump) scene.tell('clock.jumped', { session: false, data: { milliseconds: -7000 } });
  // Cut: the session's end never was written, whether the rest was delivered later or not.
  const cut = ['missing', 'cut'].includes(plan.end);
  let peers = 1, next = 1;
  for (const ticket of tickets) {
    scene.join(ticket);
    scene.tell('pin.presented', { who: scene.technician(), change: { outcome: 'success' }, data: { accepted: true, failures: 0 } });
    scene.tell('sas.compared', { who: { kind: 'operator' }, change: { outcome: 'success' }, data: { matched: true, failures: 0 } });
    scene.tell('session.opened');
    if (ticket !== tickets.at(-1)) continue;
    for (const act of plan.acts) {
      next = playAct(scene, act, next, { mark, close: act.close || !cut });
      meanwhile();
      if (peers++ < plan.peers) peer();
    }
  }
  for (const text of plan.chats) scene.tell('chat.posted', { who: { kind: 'operator' }, data: { by: 'operator', text: scene.commit(text) } });
  meanwhile();
  while (peers++ < plan.peers) peer();
  if (cut) return;
  scene.tell('session.ending', { who: { kind: 'operator' }, change: { reason: 'operator-revoked' }, data: { by: 'operator', reason: 'operator-revoked' } });
  scene.tell('session.ended', { who: { kind: 'operator' }, change: { reason: 'operator-revoked' }, data: { by: 'operator', reason: 'operator-revoked', unmetered: [] } });
  if (plan.trailing) scene.tell('run.ended', { session: false });
}

function playAct(scene, act, next, { mark, close }) {
  const question = scene.ask({ ask: next, ...act });
  if (act.open) return next + 1;
  if (act.answer !== 'yes') {
    scene.refuse(question, act.answer);
    return next + 1;
  }
  const grant = next;
  scene.grant(question, grant);
  mark();
  let renewed = 0;
  for (let i = 0; i < act.channels; i++) {
    const channel = grant * 10 + i, { capability } = act;
    scene.tell('channel.opened', { data: { channel, grant, capability } });
    if (act.file) scene.tell('file.accepted', { data: { channel, file: act.file, path: `/home/lab/${act.file.name}` } });
    if (act.renew && renewed === 0) {
      renewed = 1;
      scene.grant(scene.offer({ ask: next + 1, capability, minutes: 5, renews: grant }), grant);
    }
    if (!close) continue;
    scene.tell('channel.closed', { change: { reason: 'operator-revoked' }, data: { channel, capability, reason: 'operator-revoked' } });
    scene.tell('channel.metered', { data: { channel, recordsIn: 1, bytesIn: 20, recordsOut: 3, bytesOut: 4000 } });
  }
  if (act.close) scene.tell('grant.ended', { who: { kind: 'operator' }, data: { grant, capability: act.capability, by: 'operator', reason: 'operator-revoked' } });
  return next + 1 + renewed;
}
