// Files that aren't a bundle, or not written in the one way; everything in them is signed as it should be.
import { createHash } from 'node:crypto';

const sealed = line => Buffer.from(`${line}\n${createHash('sha256').update(Buffer.from(line, 'latin1')).digest('hex')}\n`, 'latin1');
const file = (name, code, change) => ({ name, code, twist: { file: change } });
/** Changes the line and seals it again. */
const line = (name, change, code = 'not-canonical') => ({ name, code, twist: { line: change } });
const first = (from, to) => text => text.replace(from, to);
const digest = (name, change) => file(name, 'digest', bytes => Buffer.concat([bytes.subarray(0, -65), change(bytes.subarray(-65), bytes)]));
const number = (name, to) => line(name, text => text.replace(/"index":(\d+)/, to));

export const container = [
  file('empty file', 'not-a-bundle', () => Buffer.alloc(0)),
  file('no last newline', 'not-a-bundle', bytes => bytes.subarray(0, -1)),
  file('a third line', 'not-a-bundle', bytes => Buffer.concat([bytes, Buffer.from('x\n')])),
  file('an empty third line', 'not-a-bundle', bytes => Buffer.concat([bytes, Buffer.from('\n')])),
  file('no digest', 'not-a-bundle', bytes => bytes.subarray(0, bytes.indexOf(10) + 1)),
  file('an empty line before', 'not-a-bundle', bytes => Buffer.concat([Buffer.from('\n'), bytes])),
  file('a mark of UTF-8 before', 'not-a-bundle', bytes => Buffer.concat([Buffer.from('\ufeff'), bytes])),
  file('only a digest that fits', 'not-a-bundle', () => sealed('{}')),
  digest('digest in capitals', text => Buffer.from(text.toString().toUpperCase())),
  digest('digest of another line', () => sealed('x').subarray(-65)),
  digest('digest over the newline, too', (_, bytes) => Buffer.from(`${createHash('sha256').update(bytes.subarray(0, -65)).digest('hex')}\n`)),
  digest('digest that is too short', text => text.subarray(1)),
  digest('digest with a blank', text => Buffer.from(text.toString().replace('\n', ' \n'))),
  digest('newlines of DOS', text => Buffer.from(text.toString().replace('\n', '\r\n'))),
  line('another first member', first('{"format":"orchestrator-evidence/1",', '{'), 'not-a-bundle'),
  line('a blank before the first member', first('{"format"', '{ "format"'), 'not-a-bundle'),
  line('format of somebody else', first('orchestrator-evidence/1', 'evidence/1'), 'not-a-bundle'),
  line('format 0', first('orchestrator-evidence/1', 'orchestrator-evidence/0'), 'not-a-bundle'),
  line('format 01', first('orchestrator-evidence/1', 'orchestrator-evidence/01'), 'not-a-bundle'),
  line('an escape in the format', first('orchestrator-evidence/1"', 'orchestrator-evidence\\/1"'), 'not-a-bundle'),
  line('format 2', first('orchestrator-evidence/1', 'orchestrator-evidence/2'), 'newer-format'),
  line('format 10', first('orchestrator-evidence/1', 'orchestrator-evidence/10'), 'newer-format'),
  file('format 2 and a digest that no longer fits', 'newer-format', bytes => Buffer.from(bytes.toString('latin1').replace('evidence/1', 'evidence/2'), 'latin1')),
  line('a blank behind a colon', first('"session":', '"session": ')),
  line('a tab', first(',"session"', ',\t"session"')),
  line('a blank at the end', text => `${text} `),
  line('something behind the object', text => `${text}[]`),
  line('a member more', text => `${text.slice(0, -1)},"note":""}`),
  line('a member twice', text => `${text.slice(0, -1)},"witnesses":[]}`),
  line('a member less', text => text.replace(/,"witnesses":\[.*?\]\}$/, '}')),
  line('members in another order', text => text.replace(/("session":"\d+"),("configuration":"[^"]+")/, '$2,$1')),
  line('a member of the instrument twice', first('"instrument":{', '"instrument":{"logKey":"",')),
  line('a member more in a text', first('"texts":[{', '"texts":[{"note":"",')),
  number('a number as text', '"index":"$1"'),
  number('a number with a leading zero', '"index":0$1'),
  number('a number with a fraction', '"index":$1.0'),
  number('a number with an exponent', '"index":$1e0'),
  number('a number below zero', '"index":-$1'),
  number('a number beyond 2^53', '"index":9007199254740993'),
  line('null for a list', text => text.replace(/"witnesses":\[.*?\]\}$/, '"witnesses":null}')),
  line('session as number', text => text.replace(/"session":"(\d+)"/, '"session":$1')),
  line('session of eight digits', text => text.replace(/"session":"\d(\d+)"/, '"session":"$1"')),
  line('session that begins with 0', text => text.replace(/"session":"\d(\d+)"/, '"session":"0$1"')),
  line('an escape that nobody needs', first('"session"', '"s\\u0065ssion"')),
  line('an escape in base64', text => text.replace(/"binding":"(.)/, (_, sign) => `"binding":"\\u00${sign.charCodeAt(0).toString(16)}`)),
  line('base64 without padding', text => text.replace(/("salt":"[^"=]+)=/, '$1')),
  line('base64 with other padding bits', text => text.replace(/("salt":"[^"=]+)(.)=/, (_, head, sign) => `${head}${String.fromCharCode(sign.charCodeAt(0) + 1)}=`)),
  line('base64 for addresses', text => text.replace(/("binding":"[^"]*?)[+/]/, '$1-')),
  line('base64 with a blank', text => text.replace(/"binding":"/, '"binding":" ')),
  line('a salt of 31 bytes', text => text.replace(/"salt":"[^"]+"/, `"salt":"${Buffer.alloc(31).toString('base64')}"`)),
  line('a salt of 33 bytes', text => text.replace(/"salt":"[^"]+"/, `"salt":"${Buffer.alloc(33).toString('base64')}"`)),
  line('a node of a proof with 31 bytes', text => text.replace(/("proof":\[")[^"]+"/, `$1${Buffer.alloc(31).toString('base64')}"`)),
  line('a string of 513 characters', text => text.replace(/"witnesses":\[.*?\]\}$/, `"witnesses":["${'x'.repeat(513)}"]}`)),
  line('letters beyond ASCII', first('"witnesses":[', '"witnesses":["\u00e4",')),
  line('a control in a string', first('"witnesses":[', '"witnesses":["\u0001",')),
  line('a list that is cut', text => text.slice(0, -2)),
];
