import { describe, expect, it } from 'vitest';
import { type Limits, validator } from '../../src/validate/index.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
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

  it('is one for EAPOL-Key frames of a session, too', () => {
    function* flood() {
      for (let i = 0; i < 17_000; i++) yield first.m1;
    }
    const { sessions, untrackedFrames } = reportOf(flood());
    expect(sessions[0]!.eapolKeyFrames).toHaveLength(16_384);
    expect(untrackedFrames).toBe(17_000 - 16_384);
  });
});
