import { describe, expect, it } from 'vitest';
import { replayCounter } from '../../../src/validate/rules/replay-counter.js';
import {
  allOf,
  associated,
  associationResponse,
  beacon,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  wrappedKeyData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

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

describe('replay-counter', () => {
  const found = (samples: readonly Sample[]) =>
    findingsOf(captureOf(samples), pmks({ A }))
      .filter(({ rule }) => rule === replayCounter.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });

  it('may be a new association that the capture lacks, and M1 with it, where the PTK is another', () => {
    expect(found(numbered([...start, ...allOf(first), again.m2, again.m3, again.m4]))).toEqual([
      [
        'warning',
        [6, 9],
        'The AP uses replay counter 2 in frame 9 (M3) again, after frame 6 (M3), unless a new association is missing in the capture.',
      ],
    ]);
    const high = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 7 });
    expect(found(numbered([...start, ...allOf(high), again.m2, again.m3, again.m4]))).toEqual([
      [
        'warning',
        [6, 9],
        'The AP goes back to replay counter 2 in frame 9 (M3) after 8 in frame 6 (M3), unless a new association is missing in the capture.',
      ],
    ]);
  });

  it('is an error where M3 of a PTK of before comes again after another', () => {
    const next = handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 3 });
    const mpdus = numbered([...start, ...allOf(first), ...allOf(next), first.m3]);
    const replayed = [...mpdus.slice(0, -1), { linkType: 105, bytes: mpdus.at(-1)!, ms: 8000 }];
    expect(found(replayed).map(([severity, frames]) => [severity, frames])).toEqual([['error', [6, 12]]]);
  });

  const brief = (...mpdus: readonly Uint8Array[]) =>
    found(numbered([...start, ...mpdus])).map(([severity, frames]) => [severity, frames]);

  it('may be a damaged copy once, and not twice', () => {
    const { m1, m2, m3 } = first;
    expect(brief(m1, m2, m3, m3, m3)).toEqual([
      ['warning', [6, 7]],
      ['error', [6, 8]],
    ]);
  });

  it('is compared with no message before that with which a new association may have begun', () => {
    expect(brief(...allOf(first), again.m1, again.m2, again.m3, again.m3)).toEqual([
      ['warning', [6, 8]],
      ['warning', [10, 11]],
    ]);
  });

  it('is no answer ahead of the AP where the AP goes on in another association', () => {
    const high = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 7 });
    const mpdus = numbered([...start, high.m1, high.m2, high.m4, ...allOf(again)]);
    const late = mpdus.map((bytes, i): Sample => ({ linkType: 105, bytes, ms: i < 6 ? i : i + 6000 }));
    expect(found(late).filter(([severity]) => severity === 'error')).toEqual([]);
  });

  it('is not an AP that begins anew while messages of the association before are on their way', () => {
    const tries = [1, 2].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));
    const mpdus = [
      ...tries.map(({ m1 }) => m1),
      again.m1,
      ...tries.map(({ m2 }) => m2),
      again.m2,
      again.m3,
      again.m4,
    ];
    expect(found(numbered([...start, associationResponse(), ...mpdus]))).toEqual([]);
    const [one, ...others] = mpdus;
    expect(found(numbered([...start, one!, associationResponse(), ...others]))).toEqual([]);
    // With one association alone it goes back.
    expect(found(numbered([...start, ...mpdus])).map(([severity]) => severity)).toEqual(['warning']);
  });
});
