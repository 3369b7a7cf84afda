import { describe, expect, it } from 'vitest';
import { wlanIdentifiers } from '../../../src/codecs/rrc/build/wlan.js';
import { simulate } from '../../../src/flows/index.js';
import { initialAccess } from '../../../src/flows/scenarios/initial-access.js';
import { changeMobilitySet, isInMobilitySet } from '../../../src/flows/ue/wlan-mobility-set.js';
import { eventsOf, only } from '../events.js';
import { validated } from '../play.js';

const A = Uint8Array.of(2, 0, 0, 0, 0, 0xa);
const B = Uint8Array.of(2, 0, 0, 0, 0, 0xb);

describe('a mobility set', () => {
  const inside = (...entries: Parameters<typeof wlanIdentifiers>[0][]) =>
    isInMobilitySet(changeMobilitySet([], undefined, entries.map(wlanIdentifiers)), {
      ssid: 'lwa',
      bssid: A,
    });

  it('has a WLAN inside that matches all identifiers of an entry', () => {
    expect(inside({ ssid: 'lwa' })).toBe(true);
    expect(inside({ bssid: A })).toBe(true);
    expect(inside({ ssid: 'lwa', bssid: A })).toBe(true);
    expect(inside({ ssid: 'x' }, { ssid: 'lwa' })).toBe(true);
    expect(inside()).toBe(false);
    expect(inside({ ssid: 'x' })).toBe(false);
    expect(inside({ ssid: 'lwa', bssid: B })).toBe(false);
    expect(inside({ ssid: 'x', bssid: A }, { ssid: 'lwa', bssid: B })).toBe(false);
    expect(inside({ ssid: 'lwa', hessid: B })).toBe(false);
  });

  it('loses entries, then gets others, none twice', () => {
    const [a, b, c] = [{ bssid: A }, { bssid: B }, { ssid: 'x', bssid: A }].map(wlanIdentifiers);
    const set = changeMobilitySet([], undefined, [a!, b!]);
    expect(changeMobilitySet(set, undefined, [b!, c!])).toHaveLength(3);
    expect(changeMobilitySet(set, [c!], undefined)).toEqual(set);
    expect(changeMobilitySet(set, [a!, c!], [c!])).toEqual(changeMobilitySet([], undefined, [b!, c!]));
    expect(changeMobilitySet(set, [a!], [a!])).toHaveLength(2);
  });
});

describe('a UE', () => {
  const played = (mobilitySet: string) => {
    const simulation = simulate(initialAccess, {
      overrides: { mobilitySet, dataIntervalMs: 0, associationTimerS: 10, durationMs: 12_000 },
    });
    const packets = [...simulation.packets];
    const { interfaces } = simulation;
    const one = validated({
      interfaces,
      packets,
      keys: simulation.keys(),
      measures: simulation.measures(),
    });
    return {
      outcome: one.measures.ues[0]!.outcome,
      events: only(eventsOf(one), 'auth', 'assoc', 'fail', 'success'),
    };
  };
  const joined = ['authentication', 'authentication', 'association-request', 'association-response'];

  it.each(['ssid', 'bssid', 'both'])('joins a WLAN that is in the set by %s', mobilitySet => {
    const { outcome, events } = played(mobilitySet);
    expect(outcome).toBe('associated');
    expect(events).toEqual([...joined, 'successfulAssociation']);
  });

  it('joins none outside of the set, and T351 expires', () => {
    const { outcome, events } = played('other');
    expect(outcome).toBe('failed');
    expect(events).toEqual(['failureTimeout']);
  });
});
