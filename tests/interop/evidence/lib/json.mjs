// Strict JSON: RFC 8259, no member twice, no half of a surrogate pair, within a depth; records have no blanks, a configuration may.
import { must } from './rejected.mjs';

const deepest = 16;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blank = /[ \t\r\n]*/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const words = { t: ['true', true], f: ['false', false], n: ['null', null] };
const escapes = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The value of a text. An object's members keep their order. `lengths` gets how long the value of each of the outermost members is. */
export function parseStrict(text, { blanks = false, lengths = {} } = {}) {
  const reader = new JsonReader(text, blanks);
  const value = reader.value(0);
  must(reader.at === text.length, 'something behind the JSON');
  Object.assign(lengths, reader.lengths);
  return value;
}

class JsonReader {
  constructor(text, blanks) {
    this.text = text;
    this.blanks = blanks;
    this.at = 0;
    this.lengths = {};
  }

  /** A value and the blanks around it. */
  value(depth) {
    this.skip();
    const found = this.bare(depth);
    this.skip();
    return found;
  }

  skip() { if (this.blanks) this.match(blank); }

  bare(depth) {
    must(depth <= deepest, 'JSON too deep');
    const next = this.text[this.at];
    if (next === '{') return this.object(depth);
    if (next === '[') return this.array(depth);
    if (next === '"') return this.string();
    if (Object.hasOwn(words, next ?? '')) return this.word(...words[next]);
    const digits = this.match(number);
    must(digits !== '', 'no JSON value');
    return Number(digits);
  }

  object(depth) {
    const found = Object.create(null);
    for (const _ of this.items('}')) {
      this.skip();
      const name = this.string();
      this.skip();
      must(!Object.hasOwn(found, name), `the member ${name} twice`);
      this.expect(':');
      const from = this.at;
      found[name] = this.value(depth + 1);
      if (depth === 0) this.lengths[name] = Buffer.byteLength(this.text.slice(from, this.at));
    }
    return found;
  }

  array(depth) {
    const found = [];
    for (const _ of this.items(']')) found.push(this.value(depth + 1));
    return found;
  }

  /** Steps over brackets and commas; the caller reads each item. */
  * items(end) {
    this.at++;
    this.skip();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      yield;
      const next = this.text[this.at++];
      if (next === end) return;
      must(next === ',', 'JSON list');
    }
  }

  string() {
    this.expect('"');
    let found = '';
    for (;;) {
      found += this.match(plain);
      const next = this.text[this.at++];
      if (next === '"') break;
      must(next === '\\', 'JSON string');
      found += this.escape(this.text[this.at++]);
    }
    must(!/\p{Surrogate}/u.test(found), 'half a surrogate pair');
    return found;
  }

  escape(kind) {
    if (kind !== 'u') {
      must(Object.hasOwn(escapes, kind ?? ''), 'JSON escape');
      return escapes[kind];
    }
    const digits = this.text.slice(this.at, this.at += 4);
    must(/^[0-9a-fA-F]{4}$/.test(digits), 'JSON escape');
    return String.fromCharCode(parseInt(digits, 16));
  }

  word(text, value) {
    must(this.text.startsWith(text, this.at), 'no JSON value');
    this.at += text.length;
    return value;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [''];
    this.at += found.length;
    return found;
  }

  expect(sign) { must(this.text[this.at++] === sign, `no ${sign}`); }
}

export const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);
