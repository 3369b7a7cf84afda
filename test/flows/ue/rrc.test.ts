import { describe, expect, it } from 'vitest';
import {
  bearerReconfiguration,
  lwaReconfiguration,
  lwaRelease,
  securityModeCommand,
} from '../../../src/codecs/rrc/index.js';
import { MILLISECOND } from '../../../src/flows/engine/engine.js';
import { kenbStarOf } from '../../../src/flows/keys/derived.js';
import type { Pmk } from '../../../src/flows/keys/wlan.js';
import { EARFCN_DL, playUeRrc } from './script.js';

const A = Uint8Array.of(2, 0, 0, 0, 0, 0xa);
const B = Uint8Array.of(2, 0, 0, 0, 0, 0xb);
const joining = { add: [{ ssid: 'lwa' }], associationTimer: 10, successReport: true } as const;
const keeps = { withoutWtChange: 'keepLWA-Config' } as const;

describe('monitoring of the WLAN (TS 36.331, 5.6.15.4)', () => {
  it('has the UE join as there is a set, and leave what is no more in it', () => {
    const { rrc, configure } = playUeRrc();
    expect(configure({ mobilitySet: joining, wtCounter: 0 })).toEqual(['start', 'complete']);
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: A })).toBe(true);
    const moved = { release: [{ ssid: 'lwa' }], add: [{ bssid: B }] };
    expect(configure({ mobilitySet: moved })).toEqual(['leave if forbidden', 'complete']);
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: A })).toBe(false);
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: B })).toBe(true);
    configure({ mobilitySet: { release: [{ bssid: B }] } });
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: B })).toBe(false);
  });

  it('waits for a set', () => {
    expect(playUeRrc().configure({ wtCounter: 0 })).toEqual(['complete']);
  });

  it('reports that the WLAN refuses the UE, once, and stops', () => {
    const { rrc, configure, since, told } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 });
    told.length = 0;
    rrc.wlanRefused();
    rrc.wlanRefused();
    since(20);
    expect(told).toEqual(['leave', 'failureWlanUnavailable']);
    // Another configuration begins anew.
    expect(configure({ wtCounter: 1 })).toEqual(['start', 'complete']);
  });

  it.each([
    ['out of reach', 'failureWlanRadioLink'],
    ['no key', 'failureWlanUnavailable'],
  ] as const)('reports that it has lost the WLAN for good, %s: %s, once', (why, status) => {
    const { rrc, configure, connect, since, told, tell } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 });
    connect();
    since(1);
    told.length = 0;
    rrc.wlanFailed(why);
    rrc.wlanFailed(why);
    since(20);
    expect(told).toEqual(['leave', status]);
    // The eNB then ends LWA.
    expect(tell(lwaRelease())).toEqual(['leave', 'complete']);
  });

  it('goes on trying while T351 runs, and no longer', () => {
    const { rrc, configure, since, told, handOver } = playUeRrc();
    const fail = (): readonly string[] => {
      told.length = 0;
      rrc.wlanFailed('no key');
      since(1);
      return [...told];
    };
    rrc.wlanFailed('no key');
    configure({ mobilitySet: joining, wtCounter: 0 });
    expect(fail()).toEqual([]);
    expect(since(10)).toEqual(['leave', 'failureTimeout']);
    expect(fail()).toEqual([]);
    configure({ mobilitySet: joining, wtCounter: 1 });
    handOver(keeps);
    since(1);
    expect(fail()).toEqual(['leave', 'failureWlanUnavailable']);
  });

  it('reports a connection that a change of the set lets go on, and does not let T351 end it', () => {
    const { configure, connect, since } = playUeRrc();
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

  it('reports a connection under the latest S-KWT alone, and once', () => {
    const { configure, connect, since } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 });
    connect();
    configure({ mobilitySet: joining, wtCounter: 1 });
    connect({ name: 'S-KWT 1' } as Pmk);
    expect(since(1)).toEqual([]);
    connect();
    connect();
    expect(since(20)).toEqual(['successfulAssociation']);
  });

  it('reports as it was asked to where a WT Counter alone comes', () => {
    const { configure, connect, since } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 });
    connect();
    configure({ wtCounter: 1 });
    connect();
    expect(since(20)).toEqual(['successfulAssociation']);
  });

  it('goes without T351 where none is set', () => {
    const { configure, connect, since, handOver, tell } = playUeRrc();
    const set = { add: [{ ssid: 'lwa' }], successReport: true };
    configure({ mobilitySet: set, wtCounter: 0 });
    connect();
    expect(since(300)).toEqual(['successfulAssociation']);
    handOver(keeps);
    expect(since(1)).toEqual(['complete']);
    expect(tell(lwaRelease())).toEqual(['leave', 'complete']);
  });

  it('lasts as long as T351 was set to last, and that is all of it without one', () => {
    const { configure, since } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 }, 8);
    // Started anew …
    configure({ mobilitySet: { associationTimer: 10 } }, 8);
    expect(since(1)).toEqual([]);
    expect(since(2)).toEqual(['leave', 'failureTimeout']);
    // … and not configured any more (Need OR).
    configure({ mobilitySet: joining, wtCounter: 1 }, 8);
    configure({ mobilitySet: { successReport: true } });
    expect(since(300)).toEqual([]);
  });

  it('reports no success that was not asked for, and does not let T351 end that either', () => {
    const { configure, connect, since } = playUeRrc();
    configure({ mobilitySet: { add: [{ ssid: 'lwa' }], associationTimer: 10 }, wtCounter: 0 });
    connect();
    expect(since(20)).toEqual([]);
  });
});

describe('LWA at a UE (TS 36.331, 5.6.14)', () => {
  it('ends once, and with it what monitors the WLAN', () => {
    const { rrc, tell, configure, connect, carried, since } = playUeRrc();
    expect(tell(lwaRelease())).toEqual(['complete']);
    expect(carried).toEqual([]);
    configure({ mobilitySet: joining, wtCounter: 0 });
    expect(tell(lwaRelease({ bearers: [{ drbId: 1, lwa: false }] }), 20)).toEqual(['leave', 'complete']);
    expect(new Set(carried)).toEqual(new Set([false]));
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: A })).toBe(false);
    connect();
    rrc.wlanRefused();
    expect(since(20)).toEqual([]);
    expect(tell(lwaRelease())).toEqual(['complete']);
  });

  it('takes an S-KWT from the KeNB and each WT Counter that comes, and none without', () => {
    const { configure, derived, kenb } = playUeRrc();
    for (const wtCounter of [0, undefined, 65535]) configure({ mobilitySet: joining, wtCounter });
    expect(derived).toEqual([0, 65535].map(wtCounter => ({ kenb: kenb(), wtCounter })));
  });

  it.each([
    [true, ['leave if forbidden', 'reassociate', 'complete']],
    [false, ['leave if forbidden', 'complete']],
  ])('where the UE reassociates by itself, %s, does so for a new S-KWT', (reassociatesItself, events) => {
    const { configure, connect, since } = playUeRrc({ reassociatesItself });
    // Not without an association …
    expect(configure({ mobilitySet: joining, wtCounter: 0 })).toEqual(['start', 'complete']);
    connect();
    since(1);
    expect(configure({ wtCounter: 1 })).toEqual(events);
    // … nor without a new key.
    expect(configure({ mobilitySet: { add: [{ bssid: A }] } })).toEqual(['leave if forbidden', 'complete']);
  });

  it('is on the DRBs that are set up so, and not on others', () => {
    const { tell, drbs, carried } = playUeRrc();
    const establish = (drbId: number, pdcpSnLength?: 12 | 15 | 18) => ({
      drbId,
      establish: { epsBearerId: 4 + drbId, pdcpSnLength },
    });
    tell(bearerReconfiguration({ bearers: [establish(1), establish(2, 15), establish(3, 18)] }));
    expect(drbs).toEqual([
      { drbId: 1, snLength: 12 },
      { drbId: 2, snLength: 15 },
      { drbId: 3, snLength: 18 },
    ]);
    expect(carried).toEqual([]);
    tell(bearerReconfiguration({ bearers: [{ drbId: 1, lwa: true }] }));
    expect(carried).toEqual([true]);
    expect(drbs).toHaveLength(3);
  });
});

describe('a handover (TS 36.331, 5.3.5.4)', () => {
  it('stops T351', () => {
    const { configure, handOver, since } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 });
    expect(since(30)).toEqual(['leave', 'failureTimeout']);
    configure({ mobilitySet: joining, wtCounter: 1 });
    handOver(keeps);
    expect(since(30)).toEqual(['complete']);
  });

  it('ends LWA, where it does not say that it goes on', () => {
    const { rrc, configure, handOver, since, carried } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 });
    handOver();
    expect(since(30)).toEqual(['leave', 'complete']);
    expect(carried).toEqual([false]);
    expect(rrc.isInMobilitySet({ ssid: 'lwa', bssid: A })).toBe(false);
  });

  it.each([
    ['anew', {}, ['leave', 'start', 'complete']],
    ['still', keeps, ['leave if forbidden', 'complete']],
  ])('leaves LWA %s there that it configures itself, from the KeNB of the target', (_, options, events) => {
    const { configure, handOver, since, derived, kenb, accesses } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 7 });
    const source = kenb();
    handOver({ ...options, lwa: { mobilitySet: joining, wtCounter: 0 } });
    expect(since(1)).toEqual(events);
    expect(derived.slice(1)).toEqual([{ kenb: kenbStarOf(source, 2, EARFCN_DL), wtCounter: 0 }]);
    expect(accesses).toEqual(['PCI 1, C-RNTI 61', 'PCI 2, C-RNTI 62']);
  });

  it('goes to another carrier if it names one, on which the next is as well', () => {
    const { handOver, since } = playUeRrc();
    // An answer can be read under the KeNB of that EARFCN alone.
    for (const options of [
      { carrier: { downlink: 1850 } },
      { targetCell: 3 },
      { carrier: { downlink: 100 } },
    ]) {
      handOver(options);
      expect(since(1)).toEqual(['complete']);
    }
  });

  it('with another KeNB than the UE can have is not followed', () => {
    const { handOver, since, accesses } = playUeRrc();
    handOver({ nextHopChainingCount: 1 });
    expect(since(1)).toEqual([]);
    expect(accesses).toHaveLength(1);
  });

  it('lets a report wait for its Complete, and nothing from the source cell in', () => {
    const { rrc, configure, handOver, since, told } = playUeRrc({ interruption: 45 * MILLISECOND });
    configure({ mobilitySet: joining, wtCounter: 0 });
    told.length = 0;
    handOver(keeps, lwaReconfiguration({ transactionId: 1, wtCounter: 1 }));
    since(0.04);
    rrc.wlanRefused();
    expect(told).toEqual(['leave']);
    expect(since(1)).toEqual(['complete', 'failureWlanUnavailable']);
  });

  it('reports the connection that it lets go on as it configures LWA', () => {
    const { configure, connect, handOver, since } = playUeRrc();
    configure({ mobilitySet: joining, wtCounter: 0 });
    connect();
    since(1);
    handOver({ ...keeps, lwa: { mobilitySet: { ...joining, add: [{ bssid: B }] } } });
    expect(since(20)).toEqual(['leave if forbidden', 'complete', 'successfulAssociation']);
  });
});

describe('the answer of a UE', () => {
  it('is to a reconfiguration alone', () => {
    expect(playUeRrc().tell(securityModeCommand({ ciphering: 2, integrity: 2 }))).toEqual([]);
  });

  it('names the transaction, and comes when the UE has processed the message', () => {
    const { tell, transactions, since, send } = playUeRrc({ processing: 15 * MILLISECOND });
    for (const transactionId of [0, 3, 1]) tell(bearerReconfiguration({ transactionId }));
    expect(transactions).toEqual([0, 3, 1]);
    send(bearerReconfiguration({ transactionId: 2 }));
    expect(since(0.0149)).toEqual([]);
    expect(since(0.0001)).toEqual(['complete']);
  });
});
