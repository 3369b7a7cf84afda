import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/validate/index.js';
import { zeroKey } from '../../../src/validate/rules/zero-key.js';
import {
  allOf,
  associated,
  associationResponse,
  beacon,
  dataFromAp,
  dataToAp,
  deauthentication,
  groupData,
  groupHandshake,
  handshake,
  IP_BODY,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  sentAgain,
  under,
} from '../peer.js';
import { testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 again, as an AP sends it that got no M4, and the answer. */
const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
const ZEROS = new Uint8Array(16);
const start = [beacon(), ...associated, ...allOf(first)];
const up = (tk: Uint8Array, pn: bigint) => under(tk, dataToAp(IP_BODY), 0, pn);
const down = (tk: Uint8Array, pn: bigint) => under(tk, dataFromAp(IP_BODY), 0, pn);

testRule(zeroKey, {
  keys: pmks({ A }),
  broken: numbered([...start, up(first.ptk.tk, 1n), again.m3, again.m4, up(ZEROS, 1n), up(ZEROS, 2n)]),
  sound: numbered([
    ...start,
    up(first.ptk.tk, 1n),
    again.m3,
    again.m4,
    up(first.ptk.tk, 2n),
    up(first.ptk.tk, 3n),
  ]),
});

const reportOf = (...mpdus: readonly Uint8Array[]) =>
  reportOnMpdus(numbered([...start, ...mpdus]), pmks({ A }));
const told = ({ findings }: Report): readonly string[] =>
  findings.flatMap(({ rule, severity, frames, message }) =>
    rule === zeroKey.id ? [`${severity} ${frames}: ${message}`] : [],
  );
const found = (...mpdus: readonly Uint8Array[]) => told(reportOf(...mpdus));

describe('zero-key', () => {
  it('hides no EAPOL', () => {
    const { g2 } = groupHandshake(first.ptk, 3, key32(7).subarray(16));
    const { eapolKeyFrames } = reportOf(again.m3, again.m4, up(ZEROS, 1n), under(ZEROS, g2, 0, 2n))
      .sessions[0]!;
    expect(eapolKeyFrames.at(-1)).toMatchObject({ message: 'G2', mic: 'valid', protected: true });
  });

  it('is told once of a sender, and its frames are opened', () => {
    const report = reportOf(again.m3, again.m4, up(ZEROS, 1n), up(ZEROS, 2n), down(ZEROS, 1n));
    expect(report.sessions[0]!.protectedFrames).toEqual({ decrypted: 3, undecrypted: 0 });
    expect(told(report)).toEqual([
      'error 8,10: The station sends under a key of zeros in frame 10: M3 came again in frame 8, and it has installed a TK that it had cleared (KRACK).',
      'error 12: The AP sends under a key of zeros in frame 12.',
    ]);
    expect(report.findings.map(({ rule }) => rule)).not.toContain('undecrypted');
  });

  it('is told of frames to a group', () => {
    expect(found(groupData(ZEROS))).toEqual([
      'error 8: The AP, to a group, sends under a key of zeros in frame 8.',
    ]);
  });

  it('is told of a group key that is zeros', () => {
    const handedOut = (gtk: Uint8Array) => {
      const first = handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk });
      return told(reportOnMpdus(numbered([beacon(), ...associated, ...allOf(first), first.m3]), pmks({ A })));
    };
    expect(handedOut(ZEROS)).toEqual(['error 6: The AP hands out GTK 1 in frame 6, which is all zeros.']);
    expect(handedOut(ZEROS.with(3, 1))).toEqual([]);
  });

  it('is not told of frames under a key that is not known', () => {
    expect(found(up(key32(9).subarray(0, 16), 1n))).toEqual([]);
  });
});

describe('an M3 that came again', () => {
  const alone = (frame: number) => [
    `error ${frame}: The station sends under a key of zeros in frame ${frame}.`,
  ];

  it('is none that the MAC sublayer repeats, nor that of another handshake', () => {
    expect(found(up(ZEROS, 1n))).toEqual(alone(8));
    const copied = [...numbered(start), sentAgain(numbered(start)[5]!), ...numbered([up(ZEROS, 1n)])];
    expect(told(reportOnMpdus(copied, pmks({ A })))).toEqual(alone(9));
    const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    const [m1, ...rest] = protectedHandshake(first.ptk, next) as [Uint8Array, ...Uint8Array[]];
    expect(found(m1, ...rest, up(ZEROS, 1n))).toEqual(alone(12));
    // The capture lacks M1.
    expect(found(...rest, up(ZEROS, 1n))).toEqual(alone(11));
    expect(found(again.m3, m1, ...rest, up(ZEROS, 1n))).toEqual(alone(13));
  });

  it('says nothing of what the AP sends', () => {
    expect(found(again.m3, again.m4, down(ZEROS, 1n))).toEqual([
      'error 10: The AP sends under a key of zeros in frame 10.',
    ]);
  });
});

describe('the end of the association before it', () => {
  const left = deauthentication('station', 3);
  const behind = (mpdu: Uint8Array, ...between: readonly Uint8Array[]) => found(left, ...between, mpdu);

  it('is named, by either side', () => {
    expect(behind(down(ZEROS, 1n))).toEqual([
      'error 8,9: The AP sends under a key of zeros in frame 9, behind the end of the association in frame 8 (Kr00k).',
    ]);
    expect(behind(up(ZEROS, 1n))).toEqual([
      'error 8,9: The station sends under a key of zeros in frame 9, behind the end of the association in frame 8 (Kr00k).',
    ]);
  });

  it('is named where the station is refused since', () => {
    expect(behind(down(ZEROS, 1n), associated[0]!, associationResponse(17))).toEqual([
      'error 8,11: The AP sends under a key of zeros in frame 11, behind the end of the association in frame 8 (Kr00k).',
    ]);
  });

  it('is none where the station is back', () => {
    const anew = handshake({ pmk: A, aNonce: 3, sNonce: 4 });
    expect(behind(down(ZEROS, 1n), ...associated)).toEqual([
      'error 11: The AP sends under a key of zeros in frame 11.',
    ]);
    expect(behind(down(ZEROS, 1n), anew.m1, anew.m2, anew.m4)).toEqual([
      'error 12: The AP sends under a key of zeros in frame 12.',
    ]);
  });
});
