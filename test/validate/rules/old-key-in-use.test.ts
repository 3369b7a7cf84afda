import { describe, expect, it } from 'vitest';
import { oldKeyInUse } from '../../../src/validate/rules/old-key-in-use.js';
import {
  allOf,
  associated,
  beacon,
  dataFromAp,
  dataToAp,
  deauthentication,
  handshake,
  IP_BODY,
  key32,
  keyFrame,
  pmks,
  under,
  wrappedKeyData,
} from '../peer.js';
import { captureOf, findingsOf, findingsOfMerged, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const [old, fresh] = [first.ptk.tk, next.ptk.tk];
const at = (ms: number, bytes: Uint8Array): Sample => ({ linkType: 105, bytes, ms });
const up = (tk: Uint8Array, pn: number, keyId = 0) =>
  under(tk, dataToAp([...IP_BODY, pn]), keyId, BigInt(pn));
const down = (tk: Uint8Array, pn: number, keyId = 0) =>
  under(tk, dataFromAp([...IP_BODY, pn]), keyId, BigInt(pn));

/** Frames 1 to 9: an association under the first TK, with a frame of each side. */
const start = [beacon(), ...associated, ...allOf(first), up(old, 1), down(old, 1)];
/** Frames 10 to 13: a re-key under the first TK. M4 comes at 12 ms. */
const rekey = [
  under(old, next.m1, 0, 2n),
  under(old, next.m2, 0, 2n),
  under(old, next.m3, 0, 3n),
  under(old, next.m4, 0, 3n),
];
/** Of one side, at these times. */
const sent = (frame: typeof up, tk: Uint8Array, from: number, ...ms: readonly number[]): Sample[] =>
  ms.map((time, i) => at(time, frame(tk, from + i)));

testRule(oldKeyInUse, {
  keys: pmks({ A }),
  broken: [...start, ...rekey, down(fresh, 1), ...sent(up, old, 4, 600, 1200, 1800)],
  sound: [...start, ...rekey, down(fresh, 1), ...sent(up, fresh, 1, 600, 1200, 1800)],
});

const of = (findings: ReturnType<typeof findingsOf>) =>
  findings
    .filter(({ rule }) => rule === oldKeyInUse.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
const told = (...samples: readonly Sample[]) =>
  of(findingsOf(captureOf([...start, ...samples]), pmks({ A })));

describe('old-key-in-use', () => {
  it('is not hidden by an end that is told in clear, which may be forged', () => {
    const [one, two, three] = sent(up, old, 4, 600, 900, 1200);
    const end = deauthentication('ap', 3);
    const found = told(...rekey, down(fresh, 1), one!, at(601, end), two!, at(901, end), three!);
    expect(found.map(text => text.split(':')[0])).toEqual(['error 13,15,17,19']);
  });

  it('is a station that never changes, as packet numbers behind that of M4 show', () => {
    expect(told(...rekey, down(fresh, 1), ...sent(up, old, 4, 600, 1200))).toEqual([
      'error 13,15,16: The station still uses the TK that frame 5 proves, long after M4 in frame 13: frames 15 and 16 are not under the new one, of frame 11, which the AP uses from frame 14 on.',
    ]);
    // Up to the next association.
    const later = [...associated, ...allOf(handshake({ pmk: A, aNonce: 5, sNonce: 6 }))];
    const end = deauthentication('ap', 6);
    expect(told(...rekey, ...sent(up, old, 4, 600, 1200), end, ...later)).toEqual([
      'error 13,14,15: The station still uses the TK that frame 5 proves, long after M4 in frame 13: frames 14 and 15 are not under the new one, of frame 11.',
    ]);
  });

  it('is not hidden by M3 that anyone can send', () => {
    const { kck } = first.ptk;
    const m3 = (nonce: number, ptk: typeof first.ptk, key: Uint8Array) =>
      keyFrame({ info: 0x13ca, counter: 9, nonce: key32(nonce), keyData: wrappedKeyData(ptk), kck: key });
    const forged = [
      m3(1, first.ptk, new Uint8Array(16)),
      m3(3, next.ptk, new Uint8Array(16)),
      m3(1, first.ptk, kck),
    ];
    for (const one of forged) {
      expect(told(...rekey, at(300, one), ...sent(up, old, 4, 600, 1200))).toEqual([
        expect.stringMatching(/^error 13,15,16: The station still uses /),
      ]);
      expect(told(...rekey, at(5400, one), ...sent(down, old, 4, 5513, 6100))).toEqual([
        expect.stringMatching(/^error 13,15,16: The AP still uses /),
      ]);
    }
  });

  it('is a warning where the station changes late', () => {
    expect(told(...rekey, ...sent(up, old, 4, 600, 1200), at(1300, up(fresh, 1)))).toEqual([
      'warning 13,14,15: The station still uses the TK that frame 5 proves, long after M4 in frame 13: frames 14 and 15 are not under the new one, of frame 11; its own first frame under that is frame 16.',
    ]);
  });

  it('is none of what waited in a queue, was sent again, or is replayed', () => {
    expect(told(...rekey, ...sent(up, old, 4, 20, 100, 490, 512), at(600, up(fresh, 1)))).toEqual([]);
    expect(told(...rekey, ...sent(up, old, 4, 700, 710, 720, 1200), at(1300, up(fresh, 1)))).toEqual([]);
    const frame = up(old, 4);
    const again = [600, 1200, 7000].map(ms => at(ms, frame.with(1, frame[1]! | 0x08)));
    expect(told(...rekey, frame, ...again)).toEqual([]);
  });

  /** M4 in clear: its packet number tells nothing. */
  const clear = [...rekey.slice(0, 3), next.m4];
  const late =
    'The station still uses the TK that frame 5 proves, long after M4 in frame 13: frames 14 and 15 are not under the new one, of frame 11.';

  it('may be the clock of a second sniffer for 5 s', () => {
    const second = ' A second sniffer whose clock is behind may have taken them.';
    expect(told(...clear, ...sent(up, old, 3, 600, 5000))).toEqual([`warning 13,14,15: ${late}${second}`]);
    expect(told(...clear, ...sent(up, old, 3, 600, 5013))).toEqual([`error 13,14,15: ${late}`]);
    // Their packet numbers are those of before M4.
    expect(told(...rekey.slice(0, 3), under(old, next.m4, 0, 9n), ...sent(up, old, 4, 600, 1200))).toEqual([
      `warning 13,14,15: ${late}${second}`,
    ]);
  });

  it('is not sure where the clocks of two captures are not aligned', async () => {
    const [both, station] = [[...start, ...clear], sent(up, old, 3, 600, 7000)];
    const found = await findingsOfMerged([both, station], pmks({ A }));
    expect(found.filter(({ rule }) => rule === oldKeyInUse.id)).toMatchObject([{ severity: 'warning' }]);
  });

  it('is an AP that goes on for so long that it must have M4, or would have given up', () => {
    expect(told(...rekey, up(fresh, 1), ...sent(down, old, 4, 600, 5012, 5512))).toEqual([]);
    expect(told(...rekey, up(fresh, 1), ...sent(down, old, 4, 600, 5013, 5526))).toEqual([
      'error 13,16,17: The AP still uses the TK that frame 5 proves, long after M4 in frame 13: frames 16 and 17 are not under the new one, of frame 11, which the station uses from frame 14 on.',
    ]);
  });

  it('is no AP that asks for M4 again', () => {
    const again = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 6 });
    const m3 = at(4000, under(old, again.m3, 0, 5n));
    const before = [...rekey, up(fresh, 1), at(1000, down(old, 4)), m3];
    expect(told(...before, ...sent(down, old, 6, 5013, 5526, 9000))).toEqual([]);
    expect(told(...before, ...sent(down, old, 6, 9001, 9514))).toEqual([
      expect.stringMatching(/^error 16,17,18: The AP .*, long after M3 in frame 16: /),
    ]);
    const m4 = at(9000, again.m4);
    expect(told(...before, m4, ...sent(down, old, 6, 9001, 9514))).toEqual([]);
  });

  it('is told where the capture lacks M4, by the first frame under the new TK', () => {
    expect(told(...rekey.slice(0, 3), down(fresh, 1), ...sent(up, old, 4, 600, 5100))).toEqual([
      'error 13,14,15: The station still uses the TK that frame 5 proves, long after frame 13: frames 14 and 15 are not under the new one, of frame 11, which the AP uses from frame 13 on.',
    ]);
    // The one that comes first is not the old one by that.
    expect(told(...rekey.slice(0, 3), up(fresh, 1), ...sent(down, fresh, 1, 600, 7000))).toEqual([]);
  });

  it('is none of a re-key that fails', () => {
    const failed = [...rekey.slice(0, 2), at(1000, under(old, next.m1, 0, 3n))];
    expect(told(...failed, ...sent(up, old, 4, 2000, 9000), ...sent(down, old, 4, 9001, 15_000))).toEqual([]);
  });

  describe('with key IDs of its own for each TK', () => {
    const m3 = (keyId: number) =>
      keyFrame({
        info: 0x13ca,
        counter: 4,
        nonce: key32(3),
        keyData: wrappedKeyData(next.ptk, { kde: 'Key ID', keyId, reservedBits: 0, reserved: 0 }),
        kck: next.ptk.kck,
      });
    const keyed = (keyId: number) => [...rekey.slice(0, 2), under(old, m3(keyId), 0, 3n), rekey[3]!];

    it('leaves the old one in its place', () => {
      const frames = sent(up, old, 4, 600, 7000);
      expect(told(...keyed(1), ...frames)).toEqual([]);
      expect(told(...keyed(0), ...frames)).toHaveLength(1);
      expect(told(...rekey.slice(0, 2), rekey[3]!, down(fresh, 1, 1), ...frames)).toEqual([]);
      expect(told(...rekey.slice(0, 2), rekey[3]!, down(fresh, 1, 0), ...frames)).toHaveLength(1);
    });

    it('is left open where the capture does not tell the ID', () => {
      expect(told(...rekey.slice(0, 2), rekey[3]!, ...sent(up, old, 4, 600, 7000))).toEqual([]);
    });
  });
});
