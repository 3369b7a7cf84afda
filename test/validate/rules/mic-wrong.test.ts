import { describe, expect, it } from 'vitest';
import { micWrong } from '../../../src/validate/rules/mic-wrong.js';
import { growth, LINEAR } from '../../growth.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const B = key32(0xb2);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const gtk = new Uint8Array(16).fill(9);
const tries = [3, 4, 5, 6].map(counter => groupHandshake(first.ptk, counter, gtk));

testRule(micWrong, {
  keys: pmks({ A }),
  // The station drops each G1.
  broken: numbered([
    ...start,
    ...allOf(first),
    ...tries.map(({ g1 }) => damaged(g1)),
    deauthentication('ap', 16),
  ]),
  sound: numbered([...start, ...allOf(first), tries[0]!.g1, tries[0]!.g2]),
});

describe('mic-wrong', () => {
  /** Handshakes of one try each, in which M2 is wrong. */
  const failing = (count: number): Uint8Array[] =>
    Array.from({ length: count }, (_, i) =>
      [first.m1, first.m2].map(mpdu => {
        const own = mpdu.slice();
        // Key replay counter and nonce: behind the header, LLC and SNAP, and 9 octets of EAPOL-Key.
        own.set([i >> 8, i], 24 + 8 + 9 + 6);
        own.set([i >> 8, i], 24 + 8 + 9 + 8);
        return own;
      }),
    ).flat();
  const found = (mpdus: readonly Uint8Array[]) =>
    reportOnMpdus([...start, ...mpdus], pmks({ A })).findings.filter(({ rule }) => rule === 'mic-wrong');

  it('says whether others of the session are right, also where those come from a handshake before', () => {
    expect(found(failing(1))[0]!.message).toContain('; no frame of this session fits one.');
    expect(found([...allOf(first), ...failing(1)])[0]!.message).toContain(
      ', though others of this session are.',
    );
  });

  it('is no M3 of a handshake before that a second sniffer shows ahead of the M2 of the next', () => {
    const next = handshake({ pmk: B, aNonce: 3, sNonce: 4, counter: 3 });
    const heard = [first.m1, first.m2, first.m4, next.m1, next.m3, next.m4, first.m3, next.m2];
    const { findings } = reportOnMpdus([...start, ...heard], pmks({ A, B }));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const changed = handshake({ pmk: B, aNonce: 1, sNonce: 2 });
    expect(
      reportOnMpdus([...start, first.m1, first.m2, changed.m3], pmks({ A, B })).findings.map(
        ({ rule }) => rule,
      ),
    ).toContain('mic-wrong');
  });

  it('is an error only where the other side asked again between two that are wrong', () => {
    const { m4, m3 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
    const before = [first.m1, first.m2, first.m3, damaged(first.m4, 4)];
    const severities = (...mpdus: readonly Uint8Array[]) =>
      found([...before, ...mpdus]).map(({ severity, frames }) => [severity, frames.length]);
    expect(severities(m3, damaged(m4, 4))).toEqual([['error', 2]]);
    expect(severities(damaged(m4, 4), m3)).toEqual([['warning', 2]]);
  });

  it('takes linear time', () => {
    const work = (count: number): void => {
      expect(found(failing(count))).toHaveLength(count);
    };
    expect(growth(work, 1000)).toBeLessThan(LINEAR);
  });
});
