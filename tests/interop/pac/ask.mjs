// Asks npm's pac-resolver what the corpus asks, with the corpus's clock, names and address, and prints one line of JSON.
import dns from 'node:dns';
import net from 'node:net';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const corpus = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8'));

dns.lookup = (name, _, done) => {
    const address = /^\d{1,3}(\.\d{1,3}){3}$/.test(name) && name.split('.').every(part => +part < 256) ? name : corpus.names[name];
    setImmediate(() => (address ? done(null, address, 4) : done(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }))));
};

// Its myIpAddress connects to find out; here it is told.
net.connect = () => {
    const socket = new EventEmitter();
    socket.address = () => ({ address: corpus.address });
    socket.destroy = () => {};
    setImmediate(() => socket.emit('connect'));
    return socket;
};
syncBuiltinESMExports();

const Real = Date;
let now = 0;
globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(now); }
    static now() { return now; }
};

const { createPacResolver } = await import('pac-resolver');
const { QuickJS } = await import('quickjs-wasi');
const answers = [];
for (const run of corpus.runs) {
    now = Real.parse(run.at);
    for (const { url, host } of run.asks) {
        const vm = await QuickJS.create();
        try {
            const find = createPacResolver(vm, readFileSync(join(folder, run.script)), { sandbox: { alert: () => {} } });
            const answer = await find(url, host);
            answers.push(typeof answer === 'string' ? answer : 'none');
        } catch (problem) {
            if (process.env.PAC_TRACE) console.error(run.script, host, String(problem).slice(0, 200));
            answers.push('error');
        }
    }
}
process.stdout.write(`${JSON.stringify(answers)}\n`);
