import { replayCounter } from '../../../src/validate/rules/replay-counter.js';
import { associated, beacon, handshake, key32, keyFrame, numbered, pmks, wrappedKeyData } from '../peer.js';
import { captureOf, findingsOf, type Sample } from '../rule-captures.js';

export const A = key32(0xa1);
export const start = [beacon(), ...associated];
export const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 and M4 with a replay counter. */
export const end = (counter: number) => [
  keyFrame({
    info: 0x13ca,
    counter,
    nonce: key32(1),
    keyData: wrappedKeyData(first.ptk),
    kck: first.ptk.kck,
  }),
  keyFrame({ info: 0x030a, counter, kck: first.ptk.kck }),
];
/** What the rule says of a capture. */
export const toldOf = (samples: readonly Sample[]): readonly string[] =>
  findingsOf(captureOf(samples), pmks({ A }))
    .filter(({ rule }) => rule === replayCounter.id)
    .map(({ severity, message }) => `${severity}: ${message}`);
/** What it says of MPDUs behind an association; the first is frame 4. */
export const told = (...mpdus: readonly Uint8Array[]): readonly string[] =>
  toldOf(numbered([...start, ...mpdus]));
