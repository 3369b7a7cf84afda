import { describe, expect, it } from 'vitest';
import type { NamedPmk } from '../../../src/validate/keys/given.js';
import { keyRing } from '../../../src/validate/keys/key-ring.js';
import type { Tracked } from '../../../src/validate/session.js';
import { newAir } from '../../../src/validate/wlan/air.js';
import { handshake, key32, stationOf } from '../peer.js';
import { silentHost } from './host.js';

/** The 802.11 of stations that each sent M2 under a key of their own, and the keys that it is asked to try. */
function airOf(stations: number) {
  const reported: Tracked[] = [];
  const host = silentHost(reported);
  const ring = keyRing({});
  const air = newAir(ring, host);
  for (let i = 0; i < stations; i++) {
    const { m1, m2 } = handshake({ pmk: key32(i), aNonce: 1, sNonce: 2, station: stationOf(i) });
    air.frame(m1, 2 * i + 1, 0n, () => false);
    air.frame(m2, 2 * i + 2, 0n, () => false);
  }
  /** How often the octets of the keys that came before are looked at from now on. */
  let looks = 0;
  const keyCame = (octets: Uint8Array, of: Partial<NamedPmk> = {}): void => {
    let isOld = false;
    const pmk: NamedPmk = {
      name: 'K',
      ...of,
      get pmk() {
        if (isOld) looks++;
        return octets;
      },
    };
    ring.add(pmk);
    air.keyCame(pmk);
    isOld = true;
  };
  const valid = (): number[] =>
    reported.flatMap(({ eapolKeyFrames }, i) => (eapolKeyFrames.some(f => f.mic === 'valid') ? [i] : []));
  return { keyCame, valid, looks: () => looks };
}

describe('a key that comes to light', () => {
  it('opens what came before it, of any station or of its own', () => {
    const { keyCame, valid } = airOf(4);
    keyCame(key32(2));
    expect(valid()).toEqual([2]);
    keyCame(key32(1), { station: stationOf(3) });
    expect(valid()).toEqual([2]);
    keyCame(key32(3), { station: stationOf(3) });
    expect(valid()).toEqual([2, 3]);
  });

  it('is tried alone: those before it were', () => {
    const { keyCame, looks } = airOf(40);
    for (let i = 0; i < 10; i++) keyCame(key32(100 + i));
    // The ring compares each with those that it has: 1 + 2 + … + 9.
    expect(looks()).toBe(45);
  });

  it('is not tried on everything for ever', () => {
    const { keyCame, valid } = airOf(100);
    // They do not fit the suite by their length, which is soon seen.
    for (let i = 0; i < 1000; i++) keyCame(new Uint8Array(48).fill(i), { station: stationOf(1000) });
    keyCame(key32(1));
    expect(valid()).toEqual([1]);
    for (let i = 0; i < 2100; i++) keyCame(new Uint8Array(48));
    keyCame(key32(2));
    expect(valid()).toEqual([1]);
  });
});
