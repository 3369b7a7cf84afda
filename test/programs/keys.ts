/** Keys, from KeNB to the MIC of M2. Prints whether the MIC holds under the right key, and under another. */
import { eapolKey, encodeEapolKey, fromHex, parseMac } from 'lwa-rekey/codecs';
import {
  derivePtk,
  deriveSKwt,
  eapolMicValid,
  keyDescriptorVersion,
  micAlgorithmFor,
  signEapolKey,
} from 'lwa-rekey/crypto';

const suites = { akm: '00-0F-AC:2', cipher: '00-0F-AC:4' };
const kenb = fromHex('f187db71607d3d342ef2c3cef11ee541ade1dd6355d285cf1dbdbef531ec8e5a');
const sNonce = new Uint8Array(32).fill(2);
const kckOf = (wtCounter: number) =>
  derivePtk({
    ...suites,
    pmk: deriveSKwt(kenb, wtCounter),
    aa: parseMac('02:57:54:00:00:01'),
    spa: parseMac('02:55:45:00:00:01'),
    aNonce: new Uint8Array(32).fill(1),
    sNonce,
  }).kck;

const version = keyDescriptorVersion(suites);
const algorithm = micAlgorithmFor(suites.akm, version);
if (algorithm === undefined) throw new Error('there is no MIC');
const m2 = eapolKey({
  keyInformation: { keyDescriptorVersion: version, keyType: 1, keyMic: true },
  keyReplayCounter: 1n,
  keyNonce: sNonce,
});
const signed = signEapolKey(algorithm, kckOf(2), encodeEapolKey(m2));
console.log(eapolMicValid(algorithm, kckOf(2), signed), eapolMicValid(algorithm, kckOf(3), signed));
