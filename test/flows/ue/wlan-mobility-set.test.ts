import { describe, expect, it } from 'vitest';
import { handoverCommand } from '../../../src/codecs/rrc/build/handover.js';
import { wlanIdentifiers } from '../../../src/codecs/rrc/build/wlan.js';
import {
  DlDcch,
  type LwaSetup,
  lwaReconfiguration,
  UlDcch,
  wlanStatusOf,
} from '../../../src/codecs/rrc/index.js';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import { createLink, idealLink } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { simulate } from '../../../src/flows/index.js';
import { kenbStarOf } from '../../../src/flows/keys/derived.js';
import { createKeyLog } from '../../../src/flows/keys/key-log.js';
import type { Pmk } from '../../../src/flows/keys/wlan.js';
import { initialAccess } from '../../../src/flows/scenarios/initial-access.js';
import { UeRrc, type UeWlan } from '../../../src/flows/ue/rrc.js';
import { changeMobilitySet, isInMobilitySet } from '../../../src/flows/ue/wlan-mobility-set.js';
import { NOTHING_SENT } from '../../../src/flows/user-data.js';
import { type NextCounts, REESTABLISHED, SECURITY_ACTIVATED, Srb } from '../../../src/flows/uu/srb.js';
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

const EARFCN_DL = 1300;

describe('monitoring of the WLAN (TS 36.331, 5.6.15.4)', () => {
  /** The RRC of a UE whose WLAN part only keeps what it is told, and the eNB's end of its SRB. */
  const setUp = () => {
    const clock = createEngine();
    const told: string[] = [];
    const pmk = { name: 'S-KWT' } as Pmk;
    let inUse: { ptk: Uint8Array; pmk: Pmk } | undefined;
    const wlan: UeWlan = {
      address: A,
      takeWtCounter: () => pmk,
      state: () => ({
        associations: 0,
        inUse,
        first: undefined,
        groupKeys: new Map(),
        uplinkSent: NOTHING_SENT,
        isOverUu: false,
      }),
      start: () => told.push('start'),
      reassociate: () => told.push('reassociate'),
      leaveIfForbidden: () => told.push('leave if forbidden'),
      leave: () => told.push('leave'),
      configureDrb() {},
      carryByLwa() {},
    };
    const keyLog = createKeyLog(clock);
    const tap = { show: (_: unknown, deliver: () => void) => deliver() };
    const { a, b } = createLink({
      clock,
      random: createRandom(1),
      quality: idealLink,
      tap: { observe: (_, deliver) => deliver() },
    });
    const kenb = new Uint8Array(32).fill(7);
    const rrc = new UeRrc(
      { clock, processing: 0, interruption: 0, reassociatesItself: false, keyLog },
      { ...tap, wlan, access: () => a },
      { kenb, nextHopChainingCount: 0, cell: { pci: 1, earfcnDl: EARFCN_DL }, cRnti: 61 },
    );
    const receive = (octets: Uint8Array): void => {
      told.push(wlanStatusOf(UlDcch.decode(octets)) ?? 'complete');
    };
    const srbUnder = (kenb: Uint8Array, next: NextCounts): Srb =>
      new Srb({ link: b, side: 'enb', kenb, keyRow: 1, next, keysDerived() {}, tap, receive });
    let srb = srbUnder(kenb, SECURITY_ACTIVATED);
    return {
      rrc,
      /** What follows the configuration, for some seconds. */
      configure(lwa: LwaSetup, seconds = 1) {
        told.length = 0;
        srb.send(DlDcch.encode(lwaReconfiguration({ transactionId: 0, ...lwa })));
        clock.run(clock.now + seconds * SECOND);
        return [...told];
      },
      /** A handover that LWA outlasts; the UE's link is the same there. */
      handOver() {
        const command = handoverCommand({
          transactionId: 0,
          targetCell: 2,
          newCRnti: 62,
          nextHopChainingCount: 0,
          withoutWtChange: 'keepLWA-Config',
        });
        srb.send(DlDcch.encode(command));
        srb = srbUnder(kenbStarOf(kenb, 2, EARFCN_DL), REESTABLISHED);
      },
      connect() {
        inUse = { ptk: new Uint8Array(48), pmk };
        rrc.wlanConnected(pmk);
      },
      since(seconds: number) {
        const from = told.length;
        clock.run(clock.now + seconds * SECOND);
        return told.slice(from);
      },
      told,
    };
  };
  const joining = { add: [{ ssid: 'lwa' }], associationTimer: 10, successReport: true } as const;

  it('has the UE join as there is a set, and leave what is no more in it', () => {
    const { rrc, configure } = setUp();
    expect(configure({ mobilitySet: joining, wtCounter: 0 })).toEqual(['start', 'complete']);
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: A })).toBe(true);
    const moved = { release: [{ ssid: 'lwa' }], add: [{ bssid: B }] };
    expect(configure({ mobilitySet: moved })).toEqual(['leave if forbidden', 'complete']);
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: A })).toBe(false);
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: B })).toBe(true);
  });

  it('is not timed any more after a handover, which stops T351 (5.3.5.4)', () => {
    const { configure, handOver, since } = setUp();
    configure({ mobilitySet: joining, wtCounter: 0 });
    expect(since(30)).toEqual(['leave', 'failureTimeout']);
    configure({ mobilitySet: joining, wtCounter: 1 });
    handOver();
    expect(since(30)).toEqual(['complete']);
  });

  it('reports that the WLAN refuses the UE, once, and stops', () => {
    const { rrc, configure, since, told } = setUp();
    configure({ mobilitySet: joining, wtCounter: 0 });
    told.length = 0;
    rrc.wlanRefused();
    rrc.wlanRefused();
    since(20);
    expect(told).toEqual(['leave', 'failureWlanUnavailable']);
    // Another configuration begins anew.
    expect(configure({ wtCounter: 1 })).toEqual(['start', 'complete']);
  });

  it('reports a connection that a change of the set lets go on, and does not let T351 end it', () => {
    const { configure, connect, since } = setUp();
    configure({ mobilitySet: joining, wtCounter: 0 });
    connect();
    expect(since(1)).toEqual(['successfulAssociation']);
    const changed = { ...joining, add: [{ bssid: B }] };
    expect(configure({ mobilitySet: changed }, 20)).toEqual([
      'leave if forbidden',
      'complete',
      'successfulAssociation',
    ]);
  });
});
