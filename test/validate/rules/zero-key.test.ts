import { describe, expect, it } from 'vitest';
import { zeroKey } from '../../../src/validate/rules/zero-key.js';
import {
  allOf,
  associated,
  beacon,
  dataFromAp,
  dataToAp,
  deauthentication,
  groupData,
  handshake,
  IP_BODY,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  under,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

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

describe('zero-key', () => {
  const reportOf = (...mpdus: readonly Uint8Array[]) =>
    reportOnMpdus(numbered([...start, ...mpdus]), pmks({ A }));
  const found = (...mpdus: readonly Uint8Array[]) =>
    reportOf(...mpdus)
      .findings.filter(({ rule }) => rule === 'zero-key')
      .map(({ frames, message }) => [frames, message]);

  it('is told once of a sender, and its frames are opened', () => {
    const { findings, sessions } = reportOf(
      again.m3,
      again.m4,
      up(ZEROS, 1n),
      up(ZEROS, 2n),
      down(ZEROS, 1n),
    );
    expect(sessions[0]!.protectedFrames).toEqual({ decrypted: 3, undecrypted: 0 });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
      'The station sends under a key of zeros in frame 10: M3 came again in frame 8, and it has installed a TK that it had cleared (KRACK).',
      'The AP sends under a key of zeros in frame 12.',
    ]);
    expect(findings.map(({ rule }) => rule)).not.toContain('undecrypted');
  });

  it('names the end of the association that was before', () => {
    expect(found(deauthentication('station', 3), down(ZEROS, 1n))).toEqual([
      [
        [8, 9],
        'The AP sends under a key of zeros in frame 9, behind the end of the association in frame 8 (Kr00k).',
      ],
    ]);
  });

  it('is told of frames to a group', () => {
    const [of] = found(groupData(ZEROS));
    expect(of).toEqual([[8], 'The AP, to a group, sends under a key of zeros in frame 8.']);
  });

  it('is told of a group key that is zeros', () => {
    const handedOut = handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk: ZEROS });
    const mpdus = numbered([beacon(), ...associated, ...allOf(handedOut)]);
    const { findings } = reportOnMpdus(mpdus, pmks({ A }));
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      ['zero-key', 'The AP hands out GTK 1 in frame 6, which is all zeros.'],
    ]);
  });

  it('is not told of frames under a key that is not known', () => {
    expect(found(up(key32(9).subarray(0, 16), 1n))).toEqual([]);
  });
});
