import { same } from './bytes.mjs';
import { need } from './errors.mjs';
import * as messages from './handshake-messages.mjs';
import { Machine, suite, version } from './machine.mjs';
import * as primitives from './primitives.mjs';
import * as schedule from './schedule.mjs';

/** I: sends M1, M3 and M5. Further settings: ctx, hint. */
export class Initiator extends Machine {
  constructor(settings) { super(settings, 'I', 2); }

  /** M1. */
  start() {
    const v = this.values;
    this.x = primitives.x25519Key(this.random(32, 'xI private'));
    v.xI = this.x.publicBytes;
    v.commit = schedule.commitment(v.xI, this.random(32, "nI'"));
    return this.plain(1, messages.writeM1({
      versions: [version], suites: [suite], nI: this.random(32, 'nI'), commit: v.commit, hint: this.settings.hint,
    }));
  }

  step(number, record) {
    this.values[`M${number}`] = record.bytes;
    return number === 2 ? this.answerM2(record) : number === 4 ? this.answerM4(record) : this.takeM6(record);
  }

  answerM2(record) {
    const v = this.values, opening = v["nI'"];
    const m2 = messages.readM2(record.body);
    need(m2.version === version && m2.suite === suite, 'NotOffered');
    need(!same(m2.xR, v.xI), 'Reflected');
    v.th0 = schedule.th0(this.settings.profile, this.settings.ctx);
    v.th2 = schedule.th2(v.th0, v.M1, v.M2);
    v.x25519 = primitives.x25519(this.x, m2.xR);
    const kem = primitives.encapsulate(m2.kemR, this.random(32, 'ML-KEM random'));
    v.ctKem = kem.cipherText;
    v.mlkem = kem.secret;
    v.hs = schedule.hs(v.th0, v.x25519, v.mlkem);
    v.sas = schedule.sas(v.th2, v.xI, opening, v.x25519);
    v.th3c = schedule.th3c(v.th2, v.xI, opening, v.ctKem);
    v.idI = this.settings.identity;
    v.sI = primitives.pssSign(this.settings.privateKey, this.random(48, 'sI salt'), 'I', v.th3c, v.idI);
    v.mI = schedule.mI(v.hs, v.th3c, v.idI, v.sI);
    v.th3 = schedule.th3(v.th3c, v.idI, v.sI, v.mI);
    return this.sealed(3, messages.writeM3Clear({ xI: v.xI, opening, ctKem: v.ctKem }), messages.writeM3Inside(v));
  }

  answerM4(record) {
    const v = this.values;
    Object.assign(v, messages.readM4Inside(this.opened(4, record)));
    need(same(v.mR, schedule.mR(v.hs, v.th3, v.idR, v.eR, v.sR)), 'BadMac');
    const peer = this.acceptIdentity(v.idR);
    need(primitives.pssVerify(peer, v.sR, 'R', v.th3, v.idR, v.eR), 'BadSignature');
    v.kR = this.contribution(v.eR, 'decoy for kR');
    v.th4 = schedule.th4(v.th3, v.idR, v.eR, v.sR, v.mR);
    v.eI = primitives.oaepEncrypt(peer, this.random(32, 'eI seed'), this.random(32, 'kI'));
    v.th5c = schedule.th5c(v.th4, v.eI);
    v.master = schedule.master(v.hs, v.th5c, v.kI, v.kR);
    v.fI = schedule.fI(v.master, v.th5c);
    v.th5 = schedule.th5(v.th5c, v.fI);
    return this.sealed(5, Buffer.alloc(0), messages.writeM5Inside(v));
  }

  takeM6(record) {
    const v = this.values;
    Object.assign(v, messages.readM6Inside(this.opened(6, record)));
    need(same(v.fR, schedule.fR(v.master, v.th5)), 'BadFinished');
    this.finish(v.idR);
    return null;
  }
}
