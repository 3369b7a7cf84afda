import { describe, expect, it } from 'vitest';
import { type Limits, validator } from '../../src/validate/index.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  pmks,
  stationOf,
  userData,
} from './peer.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });

function reportOf(mpdus: Iterable<Uint8Array>, limits?: Limits) {
  const { packet, report } = validator({ keys: pmks({ A }), ...(limits === undefined ? {} : { limits }) });
  for (const bytes of mpdus)
    packet({ time: 0n, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
  return report();
}

/** A beacon of the AP with that number. */
const beaconOf = (number: number): Uint8Array => {
  const bytes = beacon();
  for (const at of [10, 16]) bytes.set([2, 0, 3, number >> 16, number >> 8, number], at);
  return bytes;
};

describe('a limit on what is followed', () => {
  const real = [beacon(), ...associated, ...allOf(first), userData(first.ptk)];

  it('leaves room for those that have something to report: made-up stations give way', () => {
    const flood = Array.from({ length: 200 }, (_, i) => deauthentication('station', 3, stationOf(i + 100)));
    const { sessions, untrackedFrames } = reportOf([...flood, ...real, ...flood, userData(first.ptk)], {
      sessions: 10,
    });
    expect(sessions.map(({ station }) => station)).toEqual(['02:00:01:00:00:01']);
    expect(sessions[0]!.protectedFrames.decrypted).toBe(2);
    expect(untrackedFrames).toBe(0);
  });

  it('leaves room for networks with stations: made-up beacons give way', () => {
    const flood = Array.from({ length: 200 }, (_, i) => beaconOf(i));
    const { sessions, untrackedFrames } = reportOf([...flood, ...real, ...flood, userData(first.ptk)], {
      networks: 10,
    });
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ ssid: 'lwa', protectedFrames: { decrypted: 2, undecrypted: 0 } });
    expect(untrackedFrames).toBe(0);
  });

  it('refuses further ones where all have something to report, and counts their frames', () => {
    const others = Array.from({ length: 20 }, (_, i) => userData(first.ptk, stationOf(i + 100)));
    const { sessions, untrackedFrames } = reportOf([...real, ...others, userData(first.ptk)], {
      sessions: 5,
    });
    expect(sessions).toHaveLength(5);
    expect(untrackedFrames).toBe(16);
    expect(sessions[0]!.protectedFrames.decrypted).toBe(2);
  });

  describe('for EAPOL-Key frames of a session', () => {
    const tries = [1, 2, 3, 4].map(i => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 2000 + i }));
    const failing = [...tries.flatMap(({ m1, m2 }) => [m1, m2]), deauthentication('ap', 15)];

    it.each([
      ['that repeat the handshake', () => key32(1)],
      [
        'of other handshakes',
        (i: number) =>
          key32(9)
            .with(0, i)
            .with(1, i >> 8),
      ],
    ])('makes M1 give way %s: a re-key that fails behind them is followed', (_, nonceOf) => {
      function* attacked() {
        yield* real;
        for (let i = 0; i < 1700; i++) {
          yield keyFrame({ info: 0x008a, counter: i + 3, nonce: nonceOf(i) });
        }
        yield* failing;
      }
      const { sessions, findings, untrackedFrames } = reportOf(attacked(), { eapolKeyFrames: 1000 });
      const { eapolKeyFrames, handshakes, forgotten, verdict } = sessions[0]!;
      expect(findings.map(({ rule }) => rule)).toContain('stale-pmk');
      expect(untrackedFrames).toBe(0);
      expect(eapolKeyFrames.length + forgotten!.eapolKeyFrames).toBe(4 + 1700 + 8);
      expect(forgotten!.eapolKeyFrames).toBeGreaterThan(1700 / 5);
      expect(handshakes[0]).toMatchObject({ kind: 'initial', complete: true, pmk: 'A' });
      expect(handshakes.at(-1)).toMatchObject({ frames: { M2: { length: 4 } }, complete: false, pmk: 'A' });
      expect(verdict).toMatch(
        /^Complete under A: 4-way handshake 4–\d+; not complete: re-key 17\d\d–17\d\d \(station on A; ended by the AP/,
      );
    });

    it('keeps the latest handshakes of a long association, with their keys, and counts those before', () => {
      function* rekeyed() {
        yield* [beacon(), ...associated];
        for (let i = 0; i < 200; i++) {
          const { m1, m2, m3, m4, ptk } = handshake({
            pmk: A,
            aNonce: i,
            sNonce: i + 1,
            counter: 2 * i,
            gtk: new Uint8Array(16).fill(i),
          });
          yield* [m1, m2, m3, m4, userData(ptk)];
        }
      }
      const { sessions, untrackedFrames } = reportOf(rekeyed(), { eapolKeyFrames: 100 });
      const { eapolKeyFrames, handshakes, forgotten, keys, protectedFrames, verdict } = sessions[0]!;
      expect(untrackedFrames).toBe(0);
      expect(protectedFrames).toEqual({ decrypted: 200, undecrypted: 0 });
      expect(forgotten).toEqual({
        eapolKeyFrames: 800 - eapolKeyFrames.length,
        handshakes: 200 - handshakes.length,
        messages: 0,
      });
      expect(eapolKeyFrames.length).toBeGreaterThanOrEqual(75);
      expect(eapolKeyFrames.length).toBeLessThanOrEqual(100);
      expect(handshakes.at(-1)!.frames).toEqual({ M1: [999], M2: [1000], M3: [1001], M4: [1002] });
      expect(keys.filter(({ kind }) => kind === 'ptk')).toHaveLength(handshakes.length);
      expect(keys.filter(({ kind }) => kind === 'gtk')).toHaveLength(handshakes.length);
      expect(verdict).toContain(`; ${200 - handshakes.length} more, which made room for others`);
    });
  });
});
