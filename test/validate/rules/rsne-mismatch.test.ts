import { decodeElements } from '../../../src/codecs/dot11/index.js';
import { rsneMismatch } from '../../../src/validate/rules/rsne-mismatch.js';
import {
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  wrappedKeyData,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 with an RSNE whose pairwise cipher is of a type. */
const m3 = (cipher: number) => {
  const octets = RSNE.slice();
  octets[13] = cipher;
  const rsne = decodeElements(octets);
  return keyFrame({
    info: 0x13ca,
    counter: 2,
    nonce: key32(1),
    keyData: wrappedKeyData(first.ptk, ...rsne),
    kck: first.ptk.kck,
  });
};

testRule(rsneMismatch, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, first.m2, m3(2), deauthentication('station', 17)]),
  sound: numbered([...start, first.m1, first.m2, m3(4), first.m4]),
});
