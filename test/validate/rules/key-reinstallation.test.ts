import { keyReinstallation } from '../../../src/validate/rules/key-reinstallation.js';
import { allOf, associated, beacon, dataToAp, handshake, IP_BODY, key32, pmks, under } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 again, as an AP sends it that got no M4, and the answer. */
const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
const data = (pn: bigint, octet: number) => under(first.ptk.tk, dataToAp([...IP_BODY, octet]), 0, pn);
const start = [beacon(), ...associated, ...allOf(first), data(1n, 1), data(2n, 2), again.m3];

testRule(keyReinstallation, {
  keys: pmks({ A }),
  broken: [...start, again.m4, data(1n, 3), data(2n, 4)],
  sound: [...start, under(first.ptk.tk, again.m4, 0, 3n), data(4n, 3), data(5n, 4)],
  others: ['pn-reuse', 'replay-counter'],
});
