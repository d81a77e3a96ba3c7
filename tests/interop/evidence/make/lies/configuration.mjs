// Configurations that the root didn't sign, or that say something else than a configuration.
const lie = (name, twist) => ({ name: `configuration: ${name}`, code: 'configuration', twist });
const member = (name, change) => lie(name, { configuration: members => change({ ...members }) });
const text = (name, change) => lie(name, { configurationText: change });
const json = (name, change) => lie(name, { configurationJson: change });
const auditor = (name, change) => lie(name, { auditor: given => ({ ...given, trust: change(given.trust) }) });

export const configuration = world => [
  text('no first line', line => line.slice(line.indexOf('\n') + 1)),
  text('another first line', line => line.replace('configuration/1', 'configuration/2')),
  text('no signature', line => line.slice(0, line.lastIndexOf('signature: '))),
  text('no newline at the end', line => line.slice(0, -1)),
  text('a line behind the signature', line => `${line}x\n`),
  text("a signature that isn't base64", line => line.replace(/signature: ./, 'signature: *')),
  text('a blank behind the signature', line => line.replace(/\n$/, ' \n')),
  text('empty', () => ''),
  text('no UTF-8', line => Buffer.concat([Buffer.from(line.slice(0, 40)), Buffer.from([0xff]), Buffer.from(line.slice(40))])),
  text('something added to the JSON', line => line.replace(/\n(?=signature)/, ' \n')),
  lie('signed by the issuing key', { configurationKey: () => world().issuing }),
  lie('signed in another context', { configurationContext: () => 'policy' }),
  auditor("a root that the auditor doesn't know", () => world().issuing.fingerprint.toString('hex')),
  auditor('a hash that is written backwards', trust => trust.split('').toReversed().join('')),
  json('a member twice', text => text.replace('{', '{"brokerNames":["evil.example"],')),
  json('JSON that is a list', text => `[${text}]`),
  json('JSON that is cut', text => text.slice(0, -2)),
  json('JSON with something behind it', text => `${text}{}`),
  member('no root', ({ rootCertificate, ...rest }) => rest),
  member('no issuing certificate', ({ issuingCertificate, ...rest }) => rest),
  member("no key of the broker's log", ({ brokerLogKey, ...rest }) => rest),
  member("a key of the broker's log of 31 bytes", members => ({ ...members, brokerLogKey: Buffer.alloc(31).toString('base64') })),
  member('no names', ({ brokerNames, ...rest }) => rest),
  member('an empty list of names', members => ({ ...members, brokerNames: [] })),
  member('a name that is a number', members => ({ ...members, brokerNames: [1] })),
  member('root and issuing certificate exchanged', members => ({ ...members, rootCertificate: members.issuingCertificate, issuingCertificate: members.rootCertificate })),
  member('the root as issuing certificate', members => ({ ...members, issuingCertificate: members.rootCertificate })),
  member('a root that is no certificate', members => ({ ...members, rootCertificate: 'AAAA' })),
  { name: "log key: a domain that isn't the vendor's", code: 'log-key', twist: { configuration: members => ({ ...members, brokerNames: ['second.example.net'] }) } },
];
