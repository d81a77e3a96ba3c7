import { same } from './bytes.mjs';
import { need } from './errors.mjs';
import * as messages from './handshake-messages.mjs';
import { Machine, suite, version } from './machine.mjs';
import * as primitives from './primitives.mjs';
import * as schedule from './schedule.mjs';

/** R: sends M2, M4 and M6. Further settings: contextOf(hint): the context behind a hint, null where there is none. */
export class Responder extends Machine {
  constructor(settings) { super(settings, 'R', 1); }

  step(number, record) {
    this.values[`M${number}`] = record.bytes;
    return number === 1 ? this.answerM1(record) : number === 3 ? this.answerM3(record) : this.answerM5(record);
  }

  answerM1(record) {
    const v = this.values;
    const m1 = messages.readM1(record.body);
    need(m1.versions.includes(version) && m1.suites.includes(suite), 'NothingInCommon');
    const ctx = this.settings.contextOf(m1.hint);
    need(ctx, 'UnknownContext');
    v.commit = m1.commit;
    this.x = primitives.x25519Key(this.random(32, 'xR private'));
    v.xR = this.x.publicBytes;
    this.kem = primitives.mlkemKey(this.random(64, 'ML-KEM seed'));
    v.kemR = Buffer.from(this.kem.publicKey);
    const m2 = this.plain(2, messages.writeM2({ version, suite, nR: this.random(32, 'nR'), xR: v.xR, kemR: v.kemR }));
    v.th0 = schedule.th0(this.settings.profile, ctx);
    v.th2 = schedule.th2(v.th0, v.M1, m2);
    return m2;
  }

  answerM3(record) {
    const v = this.values;
    const { xI, opening, ctKem } = messages.readM3Clear(messages.splitBody(3, record.body).clear);
    need(same(v.commit, schedule.commitment(xI, opening)), 'BadCommitment');
    need(!same(xI, v.xR), 'Reflected');
    Object.assign(v, { xI, "nI'": opening, ctKem });
    v.x25519 = primitives.x25519(this.x, xI);
    v.mlkem = primitives.decapsulate(this.kem, ctKem);
    v.hs = schedule.hs(v.th0, v.x25519, v.mlkem);
    v.sas = schedule.sas(v.th2, xI, opening, v.x25519);
    v.th3c = schedule.th3c(v.th2, xI, opening, ctKem);
    Object.assign(v, messages.readM3Inside(this.opened(3, record)));
    need(same(v.mI, schedule.mI(v.hs, v.th3c, v.idI, v.sI)), 'BadMac');
    const peer = this.acceptIdentity(v.idI);
    need(primitives.pssVerify(peer, v.sI, 'I', v.th3c, v.idI), 'BadSignature');
    v.th3 = schedule.th3(v.th3c, v.idI, v.sI, v.mI);
    v.idR = this.settings.identity;
    v.eR = primitives.oaepEncrypt(peer, this.random(32, 'eR seed'), this.random(32, 'kR'));
    v.sR = primitives.pssSign(this.settings.privateKey, this.random(48, 'sR salt'), 'R', v.th3, v.idR, v.eR);
    v.mR = schedule.mR(v.hs, v.th3, v.idR, v.eR, v.sR);
    v.th4 = schedule.th4(v.th3, v.idR, v.eR, v.sR, v.mR);
    return this.sealed(4, Buffer.alloc(0), messages.writeM4Inside(v));
  }

  answerM5(record) {
    const v = this.values;
    Object.assign(v, messages.readM5Inside(this.opened(5, record)));
    v.kI = this.contribution(v.eI, 'decoy for kI');
    v.th5c = schedule.th5c(v.th4, v.eI);
    v.master = schedule.master(v.hs, v.th5c, v.kI, v.kR);
    need(same(v.fI, schedule.fI(v.master, v.th5c)), 'BadFinished');
    v.th5 = schedule.th5(v.th5c, v.fI);
    v.fR = schedule.fR(v.master, v.th5);
    const m6 = this.sealed(6, Buffer.alloc(0), messages.writeM6Inside(v));
    this.finish(v.idI);
    return m6;
  }
}
