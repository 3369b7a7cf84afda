import { replayCounter } from '../../../src/validate/rules/replay-counter.js';
import { associated, beacon, handshake, key32, keyFrame, numbered, pmks, wrappedKeyData } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 and M4 with a replay counter. */
const end = (counter: number) => [
  keyFrame({
    info: 0x13ca,
    counter,
    nonce: key32(1),
    keyData: wrappedKeyData(first.ptk),
    kck: first.ptk.kck,
  }),
  keyFrame({ info: 0x030a, counter, kck: first.ptk.kck }),
];
const retried = numbered([...start, first.m1, first.m2, ...end(2)]);

testRule(replayCounter, {
  keys: pmks({ A }),
  // M3 has the counter of M1.
  broken: numbered([...start, first.m1, first.m2, ...end(1)]),
  // Sent again by the MAC sublayer, with the Retry bit.
  sound: retried.flatMap(mpdu => [mpdu, Uint8Array.from(mpdu, (octet, i) => (i === 1 ? octet | 8 : octet))]),
});
