import { describe, expect, it } from 'vitest';
import { replayCounter } from '../../../src/validate/rules/replay-counter.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  damaged,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  under,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { A, end, first, start, told, toldOf } from './replay.js';

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
    expect(brief(m1, m2, m3, m3)).toEqual([['warning', [6, 7]]]);
    expect(brief(m1, m2, m3, m3, m3)).toEqual([['error', [6, 7, 8]]]);
    expect(brief(m1, m2, ...new Array<Uint8Array>(9).fill(m3))).toHaveLength(1);
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

  it('tells which messages the AP gives one counter', () => {
    expect(found(numbered([...start, first.m1, first.m2, ...end(1)]))).toEqual([
      ['error', [4, 6], 'The AP uses replay counter 1 in frame 6 (M3) again, after frame 4 (M1).'],
    ]);
  });

  it('is no damaged copy where it comes later than two sniffers disagree', () => {
    const at = (gap: number): Sample[] =>
      numbered([...start, first.m1, first.m2, first.m3, first.m3]).map((bytes, i) => ({
        linkType: 105,
        bytes,
        ms: i < 6 ? i : i + gap,
      }));
    const text = 'The AP uses replay counter 2 in frame 7 (M3) again, after frame 6 (M3).';
    expect(found(at(4000))).toEqual([['warning', [6, 7], text]]);
    expect(found(at(6000))).toEqual([['error', [6, 7], text]]);
  });
});

describe('replay-counter of M1, which no MIC covers', () => {
  const low = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 4 });
  const high = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 5 });
  const other = handshake({ pmk: A, aNonce: 9, sNonce: 2, counter: 4 });

  it('is judged where the station answers it', () => {
    expect(told(high.m1, high.m2, low.m1, low.m2)).toEqual([
      'error: The AP goes back to replay counter 4 in frame 6 (M1) after 5 in frame 4 (M1).',
    ]);
  });

  it('is not where it does not, or answers another M1 of that counter', () => {
    expect(told(high.m1, high.m2, low.m1)).toEqual([]);
    expect(told(high.m1, low.m1)).toEqual([]);
    expect(told(high.m1, high.m2, low.m1, damaged(low.m2))).toEqual([]);
    expect(told(high.m1, high.m2, other.m1, low.m2)).toEqual([]);
  });

  it('is not where it may be forged: out of its turn, and without an M3 of its own', () => {
    expect(told(high.m1, high.m2, other.m1, other.m2)).toEqual([]);
    expect(told(high.m1, high.m2, other.m1, other.m2, other.m3)).toEqual([
      'warning: The AP goes back to replay counter 4 in frame 6 (M1) after 5 in frame 4 (M1), unless a new association is missing in the capture.',
    ]);
  });

  it('is not that of a damaged copy with the same sequence number', () => {
    const mpdus = numbered([...start, first.m1, first.m2, first.m3, first.m4]);
    // The last octet of the reserved field.
    const copy = Uint8Array.from(mpdus[3]!, (octet, i) => (i === 24 + 8 + 80 ? octet ^ 1 : octet));
    expect(toldOf([...mpdus.slice(0, 4), copy, ...mpdus.slice(4)])).toEqual([]);
    // With another it is a frame of its own.
    expect(told(first.m1, copy, first.m2, first.m3, first.m4)).toEqual([
      'warning: M1 in frame 5 is not answered, and has the replay counter of frame 4: it is forged, or the AP uses a replay counter again.',
    ]);
  });

  it('is a warning where anyone can have sent it, once for a handshake', () => {
    const [two, three] = [2, 3].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));
    expect(told(first.m1, first.m2, two!.m1, three!.m1, first.m1, ...end(2), ...end(3))).toEqual([
      'warning: M1 in frames 6, 7 and 8 are not answered, and have the replay counter of frames 4, 9 and 11: they are forged, or the AP uses a replay counter again.',
    ]);
    // M4 answers no M1.
    expect(told(first.m1, first.m2, two!.m1, ...end(3))).toEqual([]);
  });

  it('is an error of the AP where the station answers each', () => {
    expect(told(first.m1, first.m1, first.m2, first.m2, ...end(2))).toEqual([
      expect.stringMatching(/^(error|warning): The AP uses replay counter 1 in frame 5 \(M1\) again/),
    ]);
  });
});

describe('replay-counter of an answer', () => {
  const { kck } = first.ptk;
  const m2 = (counter: number) => keyFrame({ info: 0x010a, counter, nonce: key32(2), keyData: RSNE, kck });
  const m4 = (counter: number) => keyFrame({ info: 0x030a, counter, kck });
  const missing = (message: string, frame: number) =>
    `warning: ${message} in frame ${frame} has replay counter 9, which is that of no message of the AP in the capture; that message is missing, or damaged in the capture.`;

  it('is a warning where the AP has it in no message, of each in the order of the capture', () => {
    expect(told(first.m1, m2(9), first.m2, first.m3, m4(9))).toEqual([missing('M2', 5), missing('M4', 8)]);
    const { g1 } = groupHandshake(first.ptk, 3, key32(0x78).subarray(16));
    const g2 = keyFrame({ info: 0x0302, counter: 9, kck });
    expect(told(...allOf(first), under(first.ptk.tk, g1), under(first.ptk.tk, g2))).toEqual([
      missing('G2', 9),
    ]);
  });

  it('is not judged where the capture has no message that it could answer, or its MIC is wrong', () => {
    expect(told(first.m1, first.m2, m4(9))).toEqual([]);
    expect(told(first.m2, first.m3, first.m4)).toEqual([]);
    expect(told(first.m1, damaged(m2(9)), first.m2, first.m3, first.m4)).toEqual([]);
  });

  it('is not judged where the AP has its neighbours, and the capture may lack the message between', () => {
    const m1 = (counter: number) => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }).m1;
    const m3 = (counter: number) => end(counter)[0]!;
    // Between two of the AP, before the first, and behind the last.
    expect(told(first.m1, m2(2), m1(3), m2(3), ...end(4))).toEqual([]);
    expect(told(m2(1), m1(2), m2(2), ...end(3))).toEqual([]);
    expect(told(m1(2), m2(1), m2(2), ...end(3))).toEqual([]);
    expect(told(first.m1, first.m2, first.m3, m4(6))).toEqual([]);
    expect(told(first.m1, first.m2, first.m3, m4(7))).toHaveLength(1);
    expect(told(first.m1, m2(3), first.m2, m3(2), first.m4)).toEqual([
      expect.stringMatching(/^warning: M2 in frame 5 has replay counter 3, /),
    ]);
  });

  it('is an error where the AP goes on below it, later than two sniffers disagree', () => {
    const samples = numbered([...start, first.m1, m2(9), first.m2, first.m3, first.m4]);
    const at = (gap: number) =>
      toldOf(samples.map((bytes, i) => ({ linkType: 105, bytes, ms: i < 5 ? i : i + gap })));
    expect(at(4000)).toEqual([missing('M2', 5)]);
    expect(at(6000)).toEqual([
      'error: M2 in frame 5 has replay counter 9, which is that of no message of the AP: it goes on with 2 in frame 7.',
    ]);
  });

  it('is told with the lowest counter that the AP goes on with', () => {
    const next = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
    const samples = numbered([...start, first.m1, m2(9), next.m1, next.m2, next.m3, next.m4]);
    expect(toldOf(samples.map((bytes, i) => ({ linkType: 105, bytes, ms: i < 5 ? i : i + 6000 })))).toEqual([
      'error: M2 in frame 5 has replay counter 9, which is that of no message of the AP: it goes on with 2 in frame 6.',
    ]);
  });

  describe('that is the same in answers to several messages', () => {
    const m1s = [1, 2, 3].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }).m1);
    const gaveUp = deauthentication('ap', 15);
    const tries = m1s.flatMap(m1 => [m1, m2(0)]);

    it('is an error of the station, once for a handshake, and no other rule says why the AP gives up', () => {
      const found = findingsOf(captureOf(numbered([...start, ...tries, gaveUp])), pmks({ A }));
      expect(found.map(({ rule, severity, frames, message }) => [rule, severity, frames, message])).toEqual([
        [
          'replay-counter',
          'error',
          [4, 5, 6, 7, 8, 9],
          'The station answers M1 in frames 4, 6 and 8 with M2 in frames 5, 7 and 9, all of which have replay counter 0: no M1 has it, and the AP drops such an answer.',
        ],
      ]);
    });

    it('is told as well where the AP takes another one in the end, or used it in a handshake before', () => {
      const after = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 3 });
      expect(told(...tries.slice(0, 4), ...allOf(after))).toEqual([
        expect.stringMatching(/^error: The station answers M1 in frames 4 and 6 with M2 in frames 5 and 7, /),
      ]);
      const next = [3, 4].map(counter => handshake({ pmk: A, aNonce: 5, sNonce: 6, counter }));
      const again = keyFrame({
        info: 0x010a,
        counter: 1,
        nonce: key32(6),
        keyData: RSNE,
        kck: next[0]!.ptk.kck,
      });
      const rekey = next.flatMap(({ m1 }) => [m1, again]).map(mpdu => under(first.ptk.tk, mpdu));
      expect(told(...allOf(first), ...rekey)).toEqual([
        expect.stringMatching(/^error: The station answers M1 in frames 8 and 10 .* have replay counter 1: /),
      ]);
    });

    it('is that of M4', () => {
      const m3 = (counter: number) => end(counter)[0]!;
      expect(told(first.m1, first.m2, m3(2), m4(9), m3(3), m4(9), gaveUp)).toEqual([
        'error: The station answers M3 in frames 6 and 8 with M4 in frames 7 and 9, all of which have replay counter 9: no M3 has it, and the AP drops such an answer.',
      ]);
    });

    it('may be that of a message which the capture lacks, where no other came between', () => {
      expect(told(m1s[1]!, m2(1), m1s[2]!)).toEqual([expect.stringMatching(/^warning: M2 in frame 5 /)]);
      expect(told(m1s[1]!, m2(1), m2(1), m1s[2]!)).toEqual([
        expect.stringMatching(/^warning: M2 in frame 5 /),
        expect.stringMatching(/^warning: M2 in frame 6 /),
      ]);
      expect(told(m2(1), m2(1), m1s[1]!)).toEqual([]);
    });
  });

  it('is not judged in a request, which the station counts by itself', () => {
    const request = keyFrame({ info: 0x0b0a, counter: 77, kck });
    const { g1, g2 } = groupHandshake(first.ptk, 3, key32(0x78).subarray(16));
    const samples = numbered([...start, ...allOf(first), request, g1, g2]);
    expect(toldOf(samples.map((bytes, i) => ({ linkType: 105, bytes, ms: i < 8 ? i : i + 6000 })))).toEqual(
      [],
    );
  });

  it('is not judged where the AP is beyond it by then', () => {
    const high = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 10 });
    const samples = numbered([...start, first.m1, m2(9), high.m1, high.m2, high.m3, high.m4]);
    const late = samples.map((bytes, i): Sample => ({ linkType: 105, bytes, ms: i < 5 ? i : i + 6000 }));
    expect(toldOf(late)).toEqual([]);
  });
});

describe('replay-counter behind an association that is answered again', () => {
  const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
  const tries = [1, 2].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));
  const crossing = [
    ...tries.map(({ m1 }) => m1),
    again.m1,
    ...tries.map(({ m2 }) => m2),
    again.m2,
    again.m3,
    again.m4,
  ];
  const severities = (...mpdus: readonly Uint8Array[]) =>
    findingsOf(captureOf(numbered(mpdus)), pmks({ A }))
      .filter(({ rule }) => rule === replayCounter.id)
      .map(({ severity }) => severity);

  it('is not judged where messages cross, be it an association or a reassociation', () => {
    const reassociated = associationResponse().with(0, 0x30);
    expect(severities(...start, associationResponse(), ...crossing)).toEqual([]);
    expect(severities(...start, reassociated, ...crossing)).toEqual([]);
    expect(severities(beacon(), reassociated, associationResponse(), ...crossing)).toEqual([]);
    const [one, ...others] = crossing;
    expect(severities(...start, one!, associationResponse(), ...others)).toEqual([]);
  });

  it('is where it was answered once, or had completed its handshake or left in between', () => {
    expect(severities(...start, ...crossing)).toEqual(['warning']);
    expect(severities(...start, ...allOf(first), ...associated, ...crossing)).toEqual(['warning']);
    expect(severities(...start, deauthentication('station', 3), ...associated, ...crossing)).toEqual([
      'warning',
    ]);
  });

  it('is not where the capture lacks M1 of the handshake that is begun anew', () => {
    const [one, two] = tries;
    expect(
      severities(
        ...start,
        one!.m1,
        two!.m1,
        two!.m2,
        two!.m3,
        associationResponse(),
        ...allOf(again).slice(1),
      ),
    ).toEqual([]);
  });

  it('is not where the AP begins anew with the ANonce of before', () => {
    const [one, two] = tries;
    const same = handshake({ pmk: A, aNonce: 1, sNonce: 6 });
    expect(severities(...start, one!.m1, two!.m1, associationResponse(), ...allOf(same))).toEqual([]);
  });

  it('is in the handshake that goes on', () => {
    expect(told(first.m1, ...associated, first.m2, ...end(1))).toEqual([
      'error: The AP uses replay counter 1 in frame 8 (M3) again, after frame 4 (M1).',
    ]);
  });

  it('is across an association that is refused, as during an SA query', () => {
    const { g1, g2 } = groupHandshake(first.ptk, 2, key32(0x78).subarray(16));
    expect(
      told(
        ...allOf(first),
        associationRequest(),
        associationResponse(30),
        ...[g1, g2].map(mpdu => under(first.ptk.tk, mpdu)),
      ),
    ).toEqual(['error: The AP uses replay counter 2 in frame 10 (G1) again, after frame 6 (M3).']);
  });

  it('crosses once', () => {
    const third = handshake({ pmk: A, aNonce: 7, sNonce: 8 });
    expect(severities(...start, associationResponse(), ...crossing, ...allOf(third))).toEqual(['warning']);
  });
});
