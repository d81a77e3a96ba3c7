// The order of events that the rules of a session allow.
import { check, must } from './rejected.mjs';

const around = /^(run|log|plugin|plugins|clock)\./;
const answers = ['ask.ended', 'grant.given', 'grant.renewed'];

class Story {
  asks = new Map();
  grants = new Map();
  channels = new Map();
  started = false;
  ended = false;

  tell({ event, data = {} }) {
    if (around.test(event)) return;
    must(!this.ended, 'behind the end');
    must(this.started || event === 'session.started', 'before the start');
    if (answers.includes(event)) this.answer(data.ask);
    // Every rule's name has a dot, no other member of this class has one.
    if (event.includes('.')) this[event]?.(data);
  }

  'session.started'() { this.started = true; }

  'session.ended'() {
    must([...this.channels.values()].every(channel => !channel.open), 'a channel that is left open');
    this.ended = true;
  }

  'ask.made'({ ask, capability }) {
    must(Number.isSafeInteger(ask) && !this.asks.has(ask), 'a question that was there before');
    this.asks.set(ask, { capability, open: true });
  }

  answer(ask) {
    must(this.asks.get(ask)?.open, 'an answer to a question that nobody asked, or a second answer');
    this.asks.get(ask).open = false;
  }

  'grant.given'({ grant, ask, capability }) {
    must(Number.isSafeInteger(grant) && !this.grants.has(grant), 'a grant that was there before');
    must(capability === this.asks.get(ask).capability, 'a grant for something else than was asked');
    this.grants.set(grant, { capability, runs: true });
  }

  'grant.renewed'({ grant }) { must(this.grants.get(grant)?.runs, "more time for a grant that doesn't run"); }

  'grant.ended'({ grant }) {
    must(this.grants.get(grant)?.runs, "the end of a grant that doesn't run");
    this.grants.get(grant).runs = false;
  }

  'channel.opened'({ channel, grant, capability }) {
    must(Number.isSafeInteger(channel) && !this.channels.has(channel), 'a channel that was there before');
    const found = this.grants.get(grant);
    must(found?.runs && found.capability === capability, 'a channel without a grant');
    this.channels.set(channel, { open: true, metered: false });
  }

  'channel.closed'({ channel }) {
    must(this.channels.get(channel)?.open, "the end of a channel that isn't open");
    this.channels.get(channel).open = false;
  }

  'channel.metered'({ channel }) {
    const found = this.channels.get(channel);
    must(found && !found.metered, 'the count of a channel that never was, or a second count');
    found.metered = true;
  }
}

/** Throws at the first record that couldn't follow those before it. */
export function requireStory(records) {
  const story = new Story();
  records.forEach((record, i) => check('story', `instrument.records[${i}]`, () => story.tell(record)));
}
