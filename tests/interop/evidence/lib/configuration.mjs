// The signed configuration: of its members only those that name keys and brokers count here.
import { constants, verify } from 'node:crypto';
import { inContext, strictText } from '../../lib/bytes.mjs';
import { anyTime, readRoot, verifyIssuing } from '../../lib/identities.mjs';
import { isObject, parseStrict } from './json.mjs';
import { must } from './rejected.mjs';
import { fromBase64 } from './text.mjs';

export const pss = key => ({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 });

/** Root, issuing certificate, the broker's log key and names, from a configuration that the auditor's root signed. */
export function readConfiguration(bytes, trust) {
  const text = strictText(bytes);
  must(text !== null, 'no UTF-8');
  const [, json, encoded] = /^orchestrator-configuration\/1\n(.+)\nsignature: ([^\n]+)\n$/s.exec(text) ?? [];
  const signature = fromBase64(encoded);
  must(json !== undefined && signature !== null, 'frame');
  const members = parseStrict(json, { blanks: true });
  must(isObject(members), 'no object');
  const [rootDer, issuingDer, brokerLogKey] = ['rootCertificate', 'issuingCertificate', 'brokerLogKey'].map(name => fromBase64(members[name]));
  must(rootDer && issuingDer && brokerLogKey?.length === 32, 'certificates and log key');
  const names = members.brokerNames;
  must(Array.isArray(names) && names.length > 0 && names.every(name => typeof name === 'string' && name !== ''), 'brokerNames');
  const root = readRoot(rootDer, anyTime);
  must(root.fingerprint.equals(trust), "the root isn't the auditor's");
  must(verify('sha384', inContext('configuration', Buffer.from(json)), pss(root.key), signature), 'signature');
  const issuing = verifyIssuing(issuingDer, rootDer, anyTime);
  return { rootDer, issuingDer, root, issuing, brokerLogKey, brokerNames: names };
}
