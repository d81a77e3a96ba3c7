// What an accepted bundle tells, by the names that the auditor's program gives it in its JSON.

/** Who joined, what was asked and answered, which files went: from the instrument's records, and from what of their texts is here. */
export function report(records, texts) {
  const technicians = [], asks = [], files = [];
  const answer = (data, words) => Object.assign(asks.findLast(one => one.id === data.ask), { answer: words, receipt: receiptOf(data, texts) });
  const file = ({ channel }) => files.findLast(one => one.channel === channel) ?? {};
  const tell = {
    __proto__: null,
    'technician.joined': ({ technician: { account, name, key, ticket } = {} }) => technicians.push({ account, name, key, ticket }),
    'ask.made': ({ ask, capability, minutes }, record) => asks.push({ id: ask, record, capability, minutes, answer: 'not answered', receipt: 'none' }),
    'ask.ended': data => answer(data, data.outcome),
    'grant.given': data => answer(data, 'allowed'),
    'grant.renewed': data => answer(data, 'allowed'),
    'file.accepted': ({ channel, file: { name, size, sha256 } = {} }) => files.push({ channel, name, size, sha256, outcome: "the log doesn't say that it arrived" }),
    'file.completed': data => Object.assign(file(data), { size: data.file?.size, sha256: data.file?.sha256, outcome: 'complete' }),
    'file.failed': data => Object.assign(file(data), { outcome: `failed: ${data.reason}` }),
  };
  records.forEach(({ event, data = {} }, i) => tell[event]?.(data, i));
  const without = name => ({ [name]: _, ...rest }) => rest;
  return { technicians, asks: asks.map(without('id')), files: files.map(without('channel')) };
}

const receiptOf = ({ receipt }, texts) => (receipt === undefined ? 'none' : texts.has(receipt) ? 'checked' : 'not here');
