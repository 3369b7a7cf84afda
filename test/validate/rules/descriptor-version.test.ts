import { descriptorVersion } from '../../../src/validate/rules/descriptor-version.js';
import { associated, beacon, handshake, key32, keyFrame, numbered, pmks, RSNE } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M2 of a key descriptor version. */
const m2 = (version: number) =>
  keyFrame({ info: 0x0108 | version, counter: 1, nonce: key32(2), keyData: RSNE, kck: first.ptk.kck });

testRule(descriptorVersion, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, m2(3), first.m3, first.m4]),
  sound: numbered([...start, first.m1, m2(2), first.m3, first.m4]),
});
