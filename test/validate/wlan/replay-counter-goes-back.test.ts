import { describe, expect, it } from 'vitest';
import {
  allOf,
  damaged,
  groupHandshake,
  handshake,
  key32,
  keyFrame,
  under,
  wrappedKeyData,
} from '../peer.js';
import { A, first, told } from '../rules/replay.js';

describe('replay-counter of an AP that goes back', () => {
  it('is an error in a re-key, which goes on from the counter of before whatever its PTK', () => {
    const re = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const high = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 7 });
    const protectedOnes = allOf(re).map(mpdu => under(high.ptk.tk, mpdu));
    expect(told(...allOf(high), ...protectedOnes)).toEqual([
      'error: The AP goes back to replay counter 1 in frame 8 (M1) after 8 in frame 6 (M3).',
      'error: The AP goes back to replay counter 2 in frame 10 (M3) after 8 in frame 6 (M3).',
    ]);
  });

  it('may be that of an association which the capture lacks, where the station answers in clear', () => {
    const re = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const high = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 7 });
    expect(told(...allOf(high), under(high.ptk.tk, re.m1), re.m2, re.m3, re.m4)).toEqual([
      'warning: The AP goes back to replay counter 1 in frame 8 (M1) after 8 in frame 6 (M3), unless a new association is missing in the capture.',
    ]);
  });

  it('is below the highest of before, not below the latest', () => {
    const group = (counter: number) =>
      Object.values(groupHandshake(first.ptk, counter, key32(0x78).subarray(16))).map(mpdu =>
        under(first.ptk.tk, mpdu),
      );
    expect(told(...allOf(first), ...group(6), ...group(4), ...group(5))).toEqual([
      'error: The AP goes back to replay counter 4 in frame 10 (G1) after 6 in frame 8 (G1).',
      'error: The AP goes back to replay counter 5 in frame 12 (G1) after 6 in frame 8 (G1).',
    ]);
  });

  it('is followed behind thousands of M1 that anyone can send', () => {
    const flood = Array.from({ length: 5000 }, (_, i) =>
      keyFrame({ info: 0x008a, counter: i + 3, nonce: key32(1) }),
    );
    const later = handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 6000 });
    const wrong = keyFrame({
      info: 0x13ca,
      counter: 6000,
      nonce: key32(5),
      keyData: wrappedKeyData(later.ptk),
      kck: later.ptk.kck,
    });
    const m4 = keyFrame({ info: 0x030a, counter: 6000, kck: later.ptk.kck });
    expect(told(...allOf(first), ...flood, later.m1, later.m2, wrong, m4)).toEqual([
      'error: The AP uses replay counter 6000 in frame 5010 (M3) again, after frame 5008 (M1).',
    ]);
  });

  it('is not judged where the MIC of a message is wrong', () => {
    const [low, high] = [1, 7].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));
    expect(told(high!.m1, high!.m2, high!.m3, damaged(low!.m3), high!.m4)).toEqual([]);
  });
});
