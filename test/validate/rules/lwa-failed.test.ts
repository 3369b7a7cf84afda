import { describe, expect, it } from 'vitest';
import {
  connectionRelease,
  handoverCommand,
  lwaReconfiguration,
  lwaRelease,
  measurementReport,
  reconfigurationComplete,
  securityModeCommand,
  securityModeComplete,
  type WlanStatus,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';
import {
  wtAdditionRequestReject,
  wtAssociationConfirmation,
  wtReleaseRequest,
  wtReleaseRequired,
} from '../../../src/codecs/xwap/index.js';
import { lwaFailed } from '../../../src/validate/rules/lwa-failed.js';
import type { WlanIdentifiers } from '../../../src/validate/uu/message.js';
import {
  acknowledge,
  addition,
  hiding,
  IDS,
  onAir,
  packetsOf,
  type Signal,
  sKwtOf,
  tellUe,
} from '../lte/peer.js';
import { AP, associated, beacon, deauthentication, numbered, SSID } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const OTHER = AP.with(5, 9);
const report = (ms: number, status: WlanStatus): Signal => ({ ms, up: wlanConnectionStatusReport(status) });
const added: Signal[] = [
  { ms: 0, enb: addition(sKwtOf(0)) },
  { ms: 2, wt: acknowledge() },
];
const setUp = (bssid = AP): Signal[] => [
  ...added,
  ...tellUe(4, 0, 0, { mobilitySet: { add: [{ bssid }], associationTimer: 10 } }),
];
const cause = { choice: 'radioNetwork', value: 'reduce-load' } as const;
const required = (ms: number): Signal => ({ ms, wt: wtReleaseRequired({ ...IDS, cause }) });
const release = (ms: number, isContextKept = false): Signal => ({
  ms,
  enb: wtReleaseRequest({ ...IDS, ...(isContextKept ? { ueContextKept: true } : {}) }),
});
const plain = (ms: number): Signal => ({ ms, down: lwaReconfiguration({ transactionId: 3 }) });

testRule(lwaFailed, {
  keys: {},
  broken: packetsOf([...setUp(), report(10_024, 'failureTimeout')]),
  sound: packetsOf([...setUp(), report(5000, 'successfulAssociation')]),
});

const found = (...signals: readonly Signal[]): readonly string[] =>
  findingsOf(captureOf(packetsOf(signals)), {}).flatMap(({ rule, frames, message }) =>
    rule === lwaFailed.id ? [`${frames}: ${message}`] : [],
  );

describe('a failure that the UE reports', () => {
  it('is told with what led to it, once, and anew after LWA is set up again', () => {
    const failed = report(300, 'failureWlanRadioLink');
    const says = 'The UE reports failureWlanRadioLink in frame 5: the capture shows no association of it.';
    expect(found(...setUp(), failed)).toEqual([`5: ${says}`]);
    expect(found(...setUp(), failed, report(400, 'failureWlanUnavailable'), release(500))).toHaveLength(1);
    const again = setUp().map(signal => ({ ...signal, ms: signal.ms + 1000 }));
    expect(found(...setUp(), failed, ...again, report(2000, 'failureWlanRadioLink'))).toHaveLength(2);
    expect(found(...setUp(), report(300, 'suspended'))).toEqual([]);
  });

  it('names WLANs that RRC and the capture do not have in common', () => {
    const expires = report(10_024, 'failureTimeout');
    const says =
      'The UE reports failureTimeout in frame 6: T351 expired, and the capture shows no association of it';
    expect(found(...setUp(OTHER), ...onAir(100, [beacon()]), expires)).toEqual([
      `6: ${says}. RRC names it the BSSID 02:00:00:00:0a:09, and the capture shows only the BSSID 02:00:00:00:0a:01 with the SSID "lwa".`,
    ]);
    expect(found(...setUp(AP), ...onAir(100, [beacon()]), expires)).toEqual([`6: ${says}.`]);
  });

  it('names the end of the association before', () => {
    const onWlan = onAir(100, numbered([beacon(), ...associated, deauthentication('ap', 2)]));
    const [said] = found(...setUp(), ...onWlan, report(1000, 'failureWlanUnavailable'));
    expect(said).toBe(
      '9: The UE reports failureWlanUnavailable in frame 9; its association ended in frame 8.',
    );
  });
});

describe('a set-up that names no WLAN', () => {
  const via: readonly Signal[] = [
    { ms: 0, down: securityModeCommand({ ciphering: 2, integrity: 2 }) },
    { ms: 5, up: securityModeComplete() },
  ];
  const at = (ms: number, signals: readonly Signal[]) => signals.map(one => ({ ...one, ms: one.ms + ms }));
  const told = (lwa: Parameters<typeof tellUe>[3] = {}) => at(100, [...added, ...tellUe(4, 0, 0, lwa)]);
  const later = at(6000, [plain(0), { ms: 20, up: reconfigurationComplete(3) }]);
  const says =
    '3,5: The WT is asked for LWA in frame 3 and the UE told WT Counter 0 in frame 5, but no WLAN to look for, as far as the capture shows RRC.';

  it('is told where the beginning of the connection shows that it has none from before', () => {
    expect(found(...via, ...told(), ...later)).toEqual([says]);
    expect(found(...told(), ...later)).toEqual([]);
    const has = at(10, tellUe(0, 9, 1, { mobilitySet: { add: [{ bssid: AP }] } }));
    expect(found(...via, ...has, ...told(), ...later)).toEqual([]);
    const released = at(50, [
      { ms: 0, down: lwaRelease({ transactionId: 2 }) },
      { ms: 20, up: reconfigurationComplete(2) },
    ]);
    expect(found(...via, ...has, ...released, ...told(), ...later)).toHaveLength(1);
  });

  it.each<[string, readonly Signal[]]>([
    ['it is told of one', told({ mobilitySet: { add: [{ bssid: AP }] } })],
    ['it is told of one soon', [...told(), ...tellUe(3000, 1, 2, { mobilitySet: { add: [{ bssid: AP }] } })]],
    ['the capture lacks what it answers', [...told(), { ms: 3000, up: reconfigurationComplete(2) }]],
    [
      'some of it is not read',
      [...told(), { ms: 3000, down: hiding(lwaReconfiguration({ transactionId: 2 })) }],
    ],
    ['the connection ends', [...told(), { ms: 3000, down: connectionRelease('other') }]],
    ['it reports success', [...told(), report(5500, 'successfulAssociation')]],
    ['the WT confirms that', [...told(), { ms: 5500, wt: wtAssociationConfirmation(IDS) }]],
    ['it is on a WLAN', [...told(), ...onAir(3000, numbered([...associated]))]],
    ['the WT was asked long before', [...at(-1500, at(1600, added)), ...tellUe(1200, 0, 0)]],
    ['the WT does not answer', [told()[0]!, ...told().slice(2)]],
  ])('is none where %s', (_, signals) => {
    expect(found(...via, ...signals, ...later)).toEqual([]);
  });

  it('is none where the capture ends soon', () => {
    expect(found(...via, ...told(), plain(5000))).toEqual([]);
  });
});

describe('a WT that is released', () => {
  it('is told with the cause where the WT asks for it, and not its release thereafter', () => {
    expect(found(...setUp(), required(1000), release(1010))).toEqual([
      '5: The WT asks for the release of the UE in frame 5, cause reduce-load.',
    ]);
  });

  it('is told where it refuses the UE, and not its release thereafter', () => {
    const refuses: Signal = { ms: 2, wt: wtAdditionRequestReject({ enbUeXwapId: IDS.enbUeXwapId, cause }) };
    expect(found(added[0]!, refuses, plain(20))).toEqual([
      '2: The WT refuses the UE in frame 2, cause reduce-load.',
    ]);
    expect(found(added[0]!, refuses, { ...added[0]!, ms: 100 }, { ...refuses, ms: 102 })).toHaveLength(2);
  });

  it('is told where another eNB has added the UE there, and nothing says that it is to be kept', () => {
    const via = { enb: 2 };
    const id = { enbUeXwapId: 9 };
    const taking: Signal[] = [
      { ms: 1000, enb: addition(undefined, { ...IDS, ...id }), via },
      { ms: 1002, wt: acknowledge({ ...IDS, ...id }), via },
    ];
    expect(found(...setUp(), ...taking, release(1010))).toEqual([
      '5,7: The eNB releases the WT in frame 7 without UE Context Kept Indicator, after another eNB had added the UE there in frame 5: the WT releases the UE.',
    ]);
    expect(found(...setUp(), ...taking, release(1010, true))).toEqual([]);
    expect(found(...setUp(), release(990), ...taking)).toEqual([]);
    // It has refused that eNB, which is told, or that eNB has released it, or has added a new UE.
    const refuses: Signal = { ms: 1002, wt: wtAdditionRequestReject({ ...id, cause }), via };
    expect(found(...setUp(), taking[0]!, refuses, release(1010))).toEqual([
      '6: The WT refuses the UE in frame 6, cause reduce-load.',
    ]);
    const leaves: Signal = { ms: 1005, enb: wtReleaseRequest({ ...IDS, ...id, ueContextKept: true }), via };
    expect(found(...setUp(), ...taking, leaves, release(1010))).toEqual([]);
    expect(found(...setUp(), { ms: 1000, enb: addition(undefined, id), via }, release(1010))).toEqual([]);
  });

  it('is not in vain where the UE was asked for again after it was told of LWA', () => {
    const again = added.map(signal => ({ ...signal, ms: signal.ms + 500 }));
    expect(found(...setUp(), ...again, release(1000), plain(1010))).toEqual([]);
  });

  it('is told of a WT that was asked while the UE was with another one, which is released in between', () => {
    const via = { wt: 66 };
    const ids = { enbUeXwapId: 2, wtUeXwapId: 7 };
    const second: Signal[] = [
      { ms: 1000, enb: addition(sKwtOf(1), { enbUeXwapId: 2 }), via },
      { ms: 1002, wt: acknowledge(ids), via },
    ];
    const isReleased: Signal = { ms: 1100, enb: wtReleaseRequest(ids), via };
    expect(found(...setUp(), ...second, release(1010), isReleased, plain(1110))).toEqual([
      '5,8: The eNB releases the WT in frame 8, and has not told the UE of LWA since it asked for it in frame 5, though the WT acknowledged that in frame 6.',
    ]);
  });

  it('is told where the UE was told nothing of it, as far as the capture shows Uu', () => {
    expect(found(...added, release(10), plain(12))).toEqual([
      '1,3: The eNB releases the WT in frame 3, and has not told the UE of LWA since it asked for it in frame 1, though the WT acknowledged that in frame 2.',
    ]);
    expect(found(...added, release(10))).toEqual([]);
    expect(found(...added, release(3000), plain(3010))).toEqual([]);
    expect(found(...setUp(), release(1000), plain(1010))).toEqual([]);
    expect(found(...added, release(10, true), plain(12))).toEqual([]);
    const leaves = handoverCommand({ transactionId: 1, targetCell: 7, newCRnti: 1, nextHopChainingCount: 0 });
    expect(found(...added, { ms: 5, down: leaves }, release(10), plain(12))).toEqual([]);
  });
});

describe('the release of a WT that was added', () => {
  const later = (ms: number) => [release(ms), plain(ms + 10)];
  const measured: Signal = { ms: 5, up: measurementReport({ measId: 1, rsrp: -90, rsrq: -10 }) };
  const between = (signal: Signal | readonly Signal[], ms = 10) =>
    found(...added, ...[signal].flat(), ...later(ms));

  it('is in vain up to one second after, where RRC shows that the UE is in view', () => {
    expect(found(added[0]!, ...later(10))).toEqual([
      '1,2: The eNB releases the WT in frame 2, and has not told the UE of LWA since it asked for it in frame 1.',
    ]);
    expect(between(measured, 1000)).toHaveLength(1);
    expect(between(measured, 1001)).toEqual([]);
    // A UE that says nothing for so long may not be in view.
    expect(between([], 250)).toHaveLength(1);
    expect(between([], 251)).toEqual([]);
  });

  it.each<readonly [string, Signal | readonly Signal[]]>([
    ['a reconfiguration that the capture lacks is answered', { ms: 5, up: reconfigurationComplete(1) }],
    ['the connection ends', { ms: 5, down: connectionRelease() }],
    [
      'a reconfiguration cannot be read up to LWA',
      { ms: 5, down: hiding(lwaReconfiguration({ transactionId: 3 })) },
    ],
    ['the UE reports', report(5, 'suspended')],
    ['the WT confirms the association', { ms: 5, wt: wtAssociationConfirmation(IDS) }],
    ['the UE associates', onAir(5, [beacon(), ...associated])],
  ])('is not where %s', (_, signal) => {
    expect(between(signal)).toEqual([]);
  });

  it('is not of a UE that the WT has had, nor of another UE', () => {
    const known = addition(sKwtOf(0), { wtUeXwapId: IDS.wtUeXwapId });
    expect(found({ ms: 0, enb: known }, ...added.slice(1), ...later(10))).toEqual([]);
  });
});

it('is told once of each set-up, whoever says it', () => {
  const failed = (ms: number) => report(ms, 'failureWlanRadioLink');
  expect(found(...setUp(), required(1000), required(1100), failed(1200))).toHaveLength(1);
  expect(found(...added, release(10), plain(12), failed(20))).toHaveLength(1);
  expect(found(...setUp(), failed(300), report(1000, 'successfulAssociation'), failed(3000))).toHaveLength(2);
  expect(found(...setUp(), failed(300), { ms: 1000, enb: addition(sKwtOf(1)) }, failed(3000))).toHaveLength(
    2,
  );
  const onRrc = tellUe(1000, 0, 0, { mobilitySet: { add: [{ bssid: AP }] } });
  expect(found(...setUp(), failed(300), ...onRrc, failed(3000))).toHaveLength(2);
});

describe('what led to a failure', () => {
  const failed = report(1000, 'failureWlanRadioLink');
  const onWlan = (ms: number) => onAir(ms, numbered([beacon(), ...associated]));

  it('is told of the association since LWA was set up', () => {
    expect(found(...setUp(), ...onWlan(100), failed)).toEqual([
      '8: The UE reports failureWlanRadioLink in frame 8; its association began in frame 7.',
    ]);
    const [before] = found(...onWlan(0), ...setUp().map(one => ({ ...one, ms: one.ms + 100 })), failed);
    expect(before).toBe('8: The UE reports failureWlanRadioLink in frame 8.');
    // Not of what comes after.
    const [after] = found(...setUp(), report(50, 'failureWlanRadioLink'), ...onWlan(100));
    expect(after).toBe('5: The UE reports failureWlanRadioLink in frame 5.');
  });

  it.each<readonly [string, WlanIdentifiers, boolean]>([
    ['the BSSID', { bssid: OTHER }, true],
    ['the SSID', { ssid: new TextEncoder().encode('other') }, true],
    ['the BSSID of another, with the SSID', { bssid: OTHER, ssid: SSID }, true],
    ['another SSID with the BSSID', { bssid: AP, ssid: new TextEncoder().encode('other') }, true],
    ['the SSID that is there', { ssid: SSID }, false],
    ['both that are there', { bssid: AP, ssid: SSID }, false],
  ])('names the WLAN that RRC names by %s, if it is not in the capture', (_, wlan, isNamed) => {
    const told = tellUe(4, 0, 0, { mobilitySet: { add: [wlan], associationTimer: 10 } });
    const [says] = found(...added, ...told, ...onAir(100, [beacon()]), failed);
    expect(says).toContain(': the capture shows no association of it');
    expect(says!.includes('RRC names it')).toBe(isNamed);
  });
});
