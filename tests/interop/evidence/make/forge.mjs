// Makes a whole bundle from a plan. A twist has functions by name; each gets a part that is about to be used and may give another.
import { sha256 } from '../../lib/identities.mjs';
import { writeLine } from '../lib/layout.mjs';
import { kinds } from '../lib/notes.mjs';
import { BrokerLog, nameOf } from './broker-log.mjs';
import { keptTexts, limits, lineOfEvent } from './events.mjs';
import { noteKey, signInContext } from './keys.mjs';
import { Cosigners, signCheckpoints } from './notes.mjs';
import { play } from './plans.mjs';
import { Scene } from './scene.mjs';
import { admit, vendorOf } from './vendor.mjs';

const b64 = bytes => Buffer.from(bytes).toString('base64');
const firstDay = Date.UTC(2026, 10, 20, 8), days = 40 * 24 * 3_600_000;

/** The bytes of a bundle, and what an auditor brings to it. */
export function forge(world, random, plan, functions = {}) {
  const twist = (name, value, ...more) => (Object.hasOwn(functions, name) ? functions[name](value, ...more) : value);
  twist.of = name => functions[name];
  const start = firstDay + random.int(0, days), session = String(random.int(100_000_000, 999_999_999)), run = random.hex(16), runKey = random.pick(world.runs);
  const logKey = twist('logKey', noteKey(`${world.domain}/run/${run}`, kinds.log, random.bytes(32)));
  const scene = new Scene({ random, session, start, runKey, limits, erased: plan.erased }, twist);
  const broker = new BrokerLog(world, random, session);
  const forgery = { world, random, plan, twist, functions, start, session, run, runKey, logKey, scene, broker };
  const vendor = vendorOf(world, random, start, functions, twist);
  const binding = twist('binding', signInContext(twist('bindingKey', runKey), random, twist('bindingContext', 'log key'), twist('boundKey', logKey.key)));
  const { tickets, marks, peers } = tellSession(forgery, binding);
  const lines = twist('events', scene.events, scene).map((record, seq) => lineOfEvent(record, seq, plan, twist));
  const cosigners = new Cosigners(forgery);
  const checkpoints = signCheckpoints(forgery, cosigners, lines, marks);
  tellEnd(forgery, lines, `${checkpoints.at(-1)?.split('\n\n')[0]}\n`);
  broker.strangers(plan.after);
  const note = broker.note(parts => twist('brokerNote', parts));
  const brokerText = twist('brokerNoteText', note.text + cosigners.lines(note.body, scene.at + 60_000, 'broker'));
  const proofs = broker.prove(), size = Math.min(note.size, broker.size);
  const bundle = twist('bundle', {
    format: 'orchestrator-evidence/1', session, configuration: b64(vendor.configuration),
    certificates: [...new Set(tickets.map(ticket => b64(ticket.certificateDer)))], tickets: tickets.map(ticket => b64(ticket.bytes)),
    instrument: {
      logKey: logKey.text, binding: b64(binding), checkpoints: checkpoints.map(b64), records: lines.map(b64),
      texts: keptTexts(lines, scene.texts).map(({ salt, text }) => ({ salt: b64(salt), text: b64(text) })),
    },
    broker: {
      checkpoint: b64(brokerText),
      records: broker.own.map(index => ({ index, record: b64(broker.lines[index]), proof: (index < size ? proofs.inclusion(index, size) : []).map(b64) })),
      consistency: [...new Set(peers)].sort((a, b) => a - b).map(older => ({ size: older, proof: proofs.consistency(older, size).map(b64) })),
    },
    witnesses: cosigners.inOrder([...checkpoints, brokerText]),
  }, { scene, broker, proofs });
  const line = twist('line', writeLine(bundle));
  const file = twist('file', Buffer.from(`${line}\n${sha256(Buffer.from(line, 'latin1')).toString('hex')}\n`, 'latin1'));
  const auditor = { trust: world.root.fingerprint.toString('hex'), witnesses: cosigners.chosen.slice(0, plan.auditor).map(one => one.text) };
  return { file, ...twist('auditor', auditor) };
}

/** Registration, admissions, and all that happens until the session's end, in both logs. */
function tellSession(forgery, binding) {
  const { world, random, plan, twist, run, runKey, logKey, scene, broker } = forgery;
  const marks = [], peers = [];
  broker.strangers(plan.before);
  scene.tell('run.started', { session: false, data: twist('runStarted', { run, ordinal: random.int(1, 999), previous: null }) });
  tellBroker(forgery, 'relay.session-registered', twist('registered', {
    transport: 'websocket', origin: logKey.name, logKey: logKey.key.toString('hex'), runKey: runKey.fingerprint.toString('hex'), binding: b64(binding), executable: random.hex(32),
  }));
  const tickets = Array.from({ length: plan.tickets }, () => admitOne(forgery));
  const peer = () => {
    const note = broker.note(parts => twist('peerNote', parts, peers.length));
    const data = twist('peer', { origin: world.brokerLog.name, size: note.size, root: b64(note.root), note: note.text }, peers.length);
    peers.push(note.size);
    scene.tell('log.peer-checkpoint', { session: false, data });
  };
  play(plan, scene, tickets, { peer, mark: () => marks.push(scene.events.length), meanwhile: () => broker.strangers(plan.between) });
  if (plan.large) scene.tell('run.note', { session: false });
  return { tickets, marks, peers };
}

function tellBroker({ twist, scene, broker }, event, data, ticket) {
  broker.tell(scene.at, event, { data, ticket }, record => twist('brokerRecord', record, event));
}

/** A ticket, which the broker writes down before it hands it out. */
function admitOne(forgery) {
  const { world, random, twist, session, scene, runKey, logKey } = forgery;
  const ticket = admit(world, random, { session, at: scene.at, runKey, logKey, technician: random.pick(world.technicians) }, twist);
  const issued = twist('issued', { account: ticket.account, sha256: sha256(ticket.bytes).toString('hex'), authentication: 'password+totp' });
  for (let n = twist('timesIssued', 1); n > 0; n--) tellBroker(forgery, 'issuing.ticket', issued, ticket.id.toString('hex'));
  return ticket;
}

/** What the broker writes when the instrument has gone. */
function tellEnd(forgery, lines, newest) {
  const { random, plan, twist, scene, broker } = forgery;
  const named = twist('ended', { records: lines.length, checkpoint: nameOf(newest) });
  const tell = {
    ended: () => tellBroker(forgery, 'relay.session-ended', named),
    missing: () => tellBroker(forgery, 'relay.missing-end', { lastSequence: lines.length - 1 }),
    recovered: () => tellBroker(
      forgery, 'relay.recovered', { records: 3, size: lines.length, checkpoint: twist('recovered', named.checkpoint), unsigned: 0, end: plan.end === 'recovered' }),
  };
  const steps = { ended: ['ended'], missing: ['missing'], recovered: ['missing', 'recovered'], cut: ['missing', 'recovered'] }[plan.end];
  for (const step of twist('endings', steps)) {
    scene.at += 1000;
    tell[step]();
    broker.strangers(random.int(0, 2));
  }
}
