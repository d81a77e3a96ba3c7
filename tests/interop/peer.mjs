// One end of connections, driven by lines of JSON on standard input; says what happens by lines of JSON on standard output.
// The protocol itself goes over loopback sockets, one for each run. See README.md for commands and events.
import { createPrivateKey } from 'node:crypto';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { brokerOf, anyKey, instrumentOf, technicianOf, ticketOf } from './lib/acceptance.mjs';
import { unhex } from './lib/bytes.mjs';
import { Connection } from './lib/connection.mjs';
import { keyLimits } from './lib/records.mjs';
import { ticketHint } from './lib/schedule.mjs';

const runs = new Map();
const say = event => process.stdout.write(`${JSON.stringify(event)}\n`);

/** What a `start` command says, as the settings of a handshake. */
function settingsOf(command) {
  const { profile, role } = command;
  const bytes = Object.fromEntries(['ctx', 'identity', 'issuing', 'root'].filter(name => command[name]).map(name => [name, unhex(command[name])]));
  const { ctx } = bytes;
  const link = profile === 'link';
  const hint = link ? ctx : ticketHint(ctx);
  const evidence = { ticket: ctx, issuing: bytes.issuing, root: bytes.root, at: command.at };
  const ticket = link ? null : ticketOf(evidence);
  const accept = link
    ? role === 'I' ? brokerOf(bytes.root, command.name) : anyKey()
    : role === 'I' ? instrumentOf(ticket) : technicianOf(ticket, evidence);
  return {
    profile, accept, ctx, hint,
    contextOf: found => (found.equals(hint) ? ctx : null),
    identity: bytes.identity,
    privateKey: createPrivateKey({ key: unhex(command.key), format: 'der', type: 'pkcs8' }),
    keyLimits: { ...keyLimits, records: BigInt(command.recordsPerKey ?? keyLimits.records) },
    malform: command.trailing && (message => withTrailing(message, command.trailing)),
  };
}

/** A zero byte behind the last field of one message, so that everything around it is right. */
function withTrailing(message, number) {
  if (message.number !== number) return message;
  const place = number <= 2 ? 'clear' : 'inside';
  return { ...message, [place]: Buffer.concat([message[place], Buffer.alloc(1)]) };
}

const acts = {
  start(command) {
    const stream = connect({ port: command.port, host: '127.0.0.1', noDelay: true });
    const tell = (event, values) => say({ run: command.run, event, ...values });
    runs.set(command.run, new Connection(stream, command.role, settingsOf(command), tell));
  },
  open: (c, run) => run.channels.opening(c.channel),
  shut: (c, run) => run.channels.closing(c.channel),
  send: (c, run) => run.send(run.channels.seal(c.channel, unhex(c.payload))),
  rekey: (c, run) => run.channels.rekey(c.channel),
  close: (c, run) => run.send(run.channels.sealClose(c.reason)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const run = runs.get(command.run);
  try {
    if (run) run.guard(() => acts[command.do](command, run));
    else acts[command.do](command);
    say({ run: command.run, event: 'did', what: command.do });
  } catch (fault) {
    say({ run: command.run, event: 'ended', reason: fault.reason ?? `Internal: ${fault.stack}`, detail: fault.message });
  }
}
process.exit(0);
