import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import { decodeGsmtap } from '../../../src/codecs/link/gsmtap.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { decodeUdp } from '../../../src/codecs/link/udp.js';
import { DlDcch, reconfigurationOf, type WlanStatus } from '../../../src/codecs/rrc/index.js';
import {
  plmnIdentity,
  radioNetworkCause,
  reset,
  wtAdditionRequestAcknowledge,
  wtModificationRequestAcknowledge,
  wtModificationRequestReject,
  type XwAPPDU,
  type XwapView,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { C_RNTIS } from '../../../src/flows/enb/arrivals.js';
import { SECOND } from '../../../src/flows/engine/engine.js';
import { simulate } from '../../../src/flows/index.js';
import { defineLteScenario } from '../../../src/flows/legs/lte-scenario.js';
import { ueXwapIdsOf } from '../../../src/flows/xw/ue-xwap-ids.js';
import { createXwapEndpoint, type XwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { commentsOf, eventsOf, LINKTYPE, only, rrcOf } from '../events.js';
import { type Played, play, run, validated } from '../play.js';
import { scriptXw } from '../xw/script.js';
import { noGtp, playEnb } from './script.js';

/** The UE's only measure. */
const measureOf = ({ measures }: Played) => measures.ues[0]!;

const STIMULUS = 1.149;

describe('option 1 with a WT that refuses', () => {
  /** Option 1 with the RRC message so long behind a WT Modification Request, of which the WT refuses some. */
  const played = (rrcDelayMs: number, refusals: number): Played => {
    const scenario = defineLteScenario({
      name: 'option 1',
      title: '',
      durationMs: 3000,
      expect: { outcome: 'rekeyed' },
      setUp: () => ({ order: 'wt-first', rrcDelayMs, refusals }),
      play: network => network.afterStart(1000, ue => ue.handOver()),
    });
    const simulation = simulate(scenario, { overrides: { dataIntervalMs: 50 } });
    const packets = [...simulation.packets];
    const { interfaces } = simulation;
    return validated({ interfaces, packets, keys: simulation.keys(), measures: simulation.measures() });
  };
  const signalling = (one: Played) => only(eventsOf(one, STIMULUS), 'reconf', 'WTMod', 'complete').slice(1);

  it('does not tell the UE of a WT Counter that the WT has refused', () => {
    const one = played(500, 1);
    const [refused, accepted] = ['WTModificationRequestReject', 'WTModificationRequestAcknowledge'];
    expect(signalling(one)).toEqual([
      ...['WTModificationRequest', refused, 'WTModificationRequest', accepted],
      ...['reconfiguration, WT Counter 1', 'complete'],
    ]);
    expect(one.measures.ues[0]!.outcome).toBe('rekeyed');
    // The WT says of itself alone what it goes on with: here the UE still has the old key.
    expect(only(commentsOf(one), 'the WT refuses', 'UE and WT')).toEqual([
      'the WT refuses the new S-KWT and goes on with the old one',
      'UE and WT both go on with the old key: the eNB tries again with another WT Counter',
    ]);
  });

  it('waits for the UE where it has been told, before it tries again', () => {
    const one = played(0, 1);
    const events = signalling(one);
    const again = events.lastIndexOf('WTModificationRequest');
    expect([...events.slice(0, again)].sort()).toEqual([
      'WTModificationRequest',
      'WTModificationRequestReject',
      'complete',
      'reconfiguration, WT Counter 0',
    ]);
    expect(only(events.slice(again), 'reconf', 'complete')).toEqual([
      'reconfiguration, WT Counter 1',
      'complete',
    ]);
    expect(one.measures.ues[0]!.outcome).toBe('rekeyed');
  });

  it('gives LWA up after the fourth refusal', () => {
    const one = played(500, 4);
    expect(only(eventsOf(one, STIMULUS), 'reconf', 'WTRel')).toHaveLength(2);
    expect(commentsOf(one)).toContain('UE and WT both go on with the old key: the eNB gives LWA up');
  });
});

const pair = { enbUeXwapId: 1, wtUeXwapId: 1 };
const setUp = xwSetupResponse({
  wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 },
  wlans: [{ ssid: Uint8Array.of(0x6c) }],
});
const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 1 };
const addedAs = (ids: typeof pair): XwAPPDU =>
  wtAdditionRequestAcknowledge({ ...ids, admitted: [{ erabId: 5, wtTunnel }] });
const added = addedAs(pair);

describe('a WT that answers too late', () => {
  it('is released again, and the UE is handed over without LWA', () => {
    const one = play('rekey-option-2', { xwResponseMs: 8, dataIntervalMs: 0 });
    expect(only(eventsOf(one), 'WT', 'reconf', 'handover', 'complete')).toEqual([
      ...['WTAdditionRequest', 'WTAdditionRequestAcknowledge', 'reconfiguration', 'WTReleaseRequest'],
      ...['complete', 'handover', 'complete'],
    ]);
    expect(commentsOf(one)).toContain('handover to PCI 202: LWA was not there');
    expect(measureOf(one)).toMatchObject({ outcome: 'failed', associations: 0 });
  });

  it('and has been asked again knows which of the two connections is released', () => {
    const wt = scriptXw();
    const { clock, enb, attach, told } = playEnb(createXwapEndpoint(wt.sctp));
    const run = (): void => void clock.run(clock.now + SECOND / 2);
    const shown = (views: readonly XwapView[]) =>
      views.map(view => {
        const { enb: enbId, wt: wtId } = ueXwapIdsOf(view);
        return `${view.message} ${enbId?.[2]} ${wtId?.[2]}`;
      });
    wt.tell(setUp);
    const ue = attach();
    enb.startLwa(ue);
    clock.run(clock.now + 2 * SECOND);
    enb.startLwa(ue);
    expect(shown(wt.sent.slice(1))).toEqual([
      'WTAdditionRequest 1 undefined',
      'WTAdditionRequest 2 undefined',
    ]);
    expect(shown(wt.tell(added))).toEqual(['WTReleaseRequest 1 1']);
    run();
    expect(told).toEqual(['bearers']);
    const second = { enbUeXwapId: 2, wtUeXwapId: 2 };
    expect(shown(wt.tell(addedAs(second)))).toEqual([]);
    run();
    enb.rekey(ue);
    run();
    expect(told).toEqual(['bearers', 'setup', 'setup']);
    expect(shown(wt.sent.slice(-1))).toEqual(['WTModificationRequest 2 2']);
    wt.tell(wtModificationRequestAcknowledge(second));
    // All connections end, and LWA once.
    wt.tell(reset({ cause: radioNetworkCause('unspecified') }));
    run();
    expect(told).toEqual(['bearers', 'setup', 'setup', 'release']);
  });

  it('of a target eNB goes on with the source', () => {
    const overrides = { xwDelayMs: 4, xwResponseMs: 8.8, xwJitterMs: 0.6, stimulusAfterMs: 500 };
    const runs = Array.from({ length: 30 }, (_, seed) =>
      play('handover-without-wt-change', { ...overrides, dataIntervalMs: 50 }, seed),
    );
    const refused = runs.filter(
      one =>
        measureOf(one).outcome === 'associated' &&
        commentsOf(one).includes('the WT has answered too late: the eNB releases it again'),
    );
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) {
      expect(only(eventsOf(one), 'deauth', 'handover')).toEqual([]);
      expect(measureOf(one).downlink.lost).toBe(0);
    }
  });
});

describe('a handover without WT change', () => {
  it('is refused by an eNB whose Xw is not set up, and the WT is not asked', () => {
    const wt = scriptXw();
    const { clock, prepareHandover } = playEnb(createXwapEndpoint(wt.sctp));
    const answers = prepareHandover();
    clock.run(clock.now + SECOND / 2);
    expect(answers).toEqual([undefined]);
    expect(wt.sent.map(({ message }) => message)).toEqual(['XwSetupRequest']);
  });
});

describe('a WT without the tunnel of a UE', () => {
  it('has the eNB end LWA, once; the tunnels of other nodes are of no interest', () => {
    const wt = scriptXw();
    const gtp = noGtp();
    const { clock, enb, attach, told } = playEnb(createXwapEndpoint(wt.sctp), { gtp });
    wt.tell(setUp);
    enb.startLwa(attach());
    wt.tell(added);
    clock.run(clock.now + SECOND);
    const ip = (192 << 24) | (2 << 8) | 65;
    for (const tunnel of [
      { ip, teid: 2 },
      { ip: ip + 1, teid: 1 },
    ])
      gtp.ended(tunnel);
    clock.run(clock.now + SECOND);
    expect(told).toEqual(['setup']);
    for (let i = 0; i < 3; i++) gtp.ended({ ip, teid: 1 });
    clock.run(clock.now + SECOND);
    expect(told).toEqual(['setup', 'release']);
    expect(wt.sent.at(-1)!.message).toBe('WTReleaseRequest');
  });

  it('is told of uplink for no tunnel of the eNB', () => {
    const wt = scriptXw();
    const gtp = noGtp();
    const { clock, enb, attach } = playEnb(createXwapEndpoint(wt.sctp), { gtp });
    expect(gtp.receive(1, new Uint8Array(4))).toBe(false);
    wt.tell(setUp);
    enb.startLwa(attach());
    wt.tell(added);
    clock.run(clock.now + SECOND);
    expect([1, 2].map(teid => gtp.receive(teid, new Uint8Array(4)))).toEqual([true, false]);
  });
});

describe('a re-key that the WT refuses', () => {
  it.each([
    [3, 'goes on', []],
    [4, 'is given up, and LWA with it', ['release']],
  ])('%i times in a row %s, as often as the eNB re-keys', (refusals, _, ends) => {
    const wt = scriptXw();
    const { enb, clock, attach, told } = playEnb(createXwapEndpoint(wt.sctp));
    wt.tell(setUp);
    enb.startLwa(attach());
    wt.tell(added);
    clock.run(clock.now + SECOND);
    for (let rekey = 0; rekey < 3; rekey++) {
      enb.rekey(1);
      for (let i = 0; i < refusals; i++) {
        clock.run(clock.now + SECOND / 2);
        wt.tell(wtModificationRequestReject({ ...pair, cause: radioNetworkCause('security-failure') }));
        clock.run(clock.now + SECOND);
      }
      clock.run(clock.now + SECOND / 2);
      wt.tell(wtModificationRequestAcknowledge(pair));
      clock.run(clock.now + SECOND / 2);
    }
    expect(told.filter(one => one === 'release')).toEqual(ends);
  });
});

describe('C-RNTIs', () => {
  it('are those of no UE that is still expected, as they start over', () => {
    const xw: XwapEndpoint = {
      connect() {},
      send() {},
      refuse() {},
      receive() {},
      failed() {},
      lost() {},
    };
    const { add, attach } = playEnb(xw);
    const { cRnti: first } = add();
    for (let i = 1; i < C_RNTIS; i++) attach();
    expect(add().cRnti).toBe(first + 1);
  });

  it('are given once, to UEs that start as to those that are handed over', () => {
    const { packets } = run('rekey-option-2', { ues: 3, ueSpacingMs: 1, dataIntervalMs: 0 });
    const given = packets
      .filter(p => p.linkType === LINKTYPE.uu && rrcOf(p) === 'handover')
      .map(({ bytes }) => {
        const { payload } = decodeGsmtap(decodeUdp(decodeIpv4(bytes).payload).payload);
        return toHex(
          reconfigurationOf(DlDcch.decode(payload))!.ies.mobilityControlInfo!['newUE-Identity'].bytes,
        );
      });
    // The first that are for UEs (TS 36.321, Table 7.1-1) are 003d to 003f.
    expect(given.sort()).toEqual(['0040', '0041', '0042']);
  });
});

describe('a report of the WLAN connection', () => {
  /** What an eNB tells a UE that has LWA and makes these reports. */
  const answersTo = (...statuses: readonly WlanStatus[]): readonly string[] => {
    const wt = scriptXw();
    const { clock, enb, attach, told, report } = playEnb(createXwapEndpoint(wt.sctp));
    wt.tell(setUp);
    enb.startLwa(attach());
    wt.tell(added);
    for (const status of statuses) {
      report(status);
      clock.run();
    }
    return told;
  };

  it.each(['failureWlanRadioLink', 'failureWlanUnavailable', 'failureTimeout'] as const)(
    '%s ends LWA',
    status => {
      expect(answersTo(status)).toEqual(['setup', 'release']);
    },
  );

  it('of a UE whose LWA has ended changes nothing', () => {
    expect(answersTo('failureWlanRadioLink', 'failureTimeout')).toEqual(['setup', 'release']);
  });

  it.each(['successfulAssociation', 'suspended', 'resumed'] as const)('%s does not', status => {
    expect(answersTo(status)).toEqual(['setup']);
  });
});
