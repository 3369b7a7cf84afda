import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { handoverCommand, lwaRelease, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import {
  radioNetworkCause,
  reset,
  resetResponse,
  wtModificationRequestReject,
  wtReleaseConfirm,
  wtReleaseRequest,
  wtReleaseRequired,
  xwSetupRequest,
} from '../../../src/codecs/xwap/index.js';
import { deriveKenbStar } from '../../../src/crypto/kdf3gpp.js';
import { type Keys, type Report, validator } from '../../../src/validate/index.js';
import {
  acknowledge,
  addition,
  IDS,
  KENB,
  KENB_KEYS,
  modification,
  packetsOf,
  type Signal,
  sKwtOf,
  tellUe,
  tellWt,
} from '../lte/peer.js';
import { AP, key32, SSID } from '../peer.js';
import { captureOf } from '../rule-captures.js';

const reportOf = (signals: readonly Signal[], keys: Keys = {}): Report => {
  const own = validator({ keys });
  for (const packet of decodeCapture(captureOf(packetsOf(signals)))) own.packet(packet);
  return own.report();
};
const verdictOf = (report: Report): string =>
  report.sessions[0]!.verdict.replace(/(; )?(t|T)he capture shows no WLAN association\.$/, '');
/** `error rule 3,4`, the frames being those that the finding names. */
const findingsOf = ({ findings }: Report): readonly string[] =>
  findings.map(({ severity, rule, frames }) => `${severity} ${rule} ${frames.join(',')}`);
/** `4 wt given`, by frames. */
const stepsOf = ({ sessions }: Report): readonly string[] =>
  (sessions[0]!.sKwts ?? []).map(({ frame, side, state }) => `${frame} ${side} ${state}`);

const mobilitySet = { add: [{ ssid: SSID, bssid: AP }] };
/** LWA as it begins: frames 1 to 4. */
const setUp: readonly Signal[] = [
  { ms: 0, enb: addition(sKwtOf(0)) },
  { ms: 3, wt: acknowledge() },
  ...tellUe(6, 0, 0, { mobilitySet }),
];
const BEGUN = ['1 wt given', '3 ue given'];
const cell = { targetCell: 202, carrier: { downlink: 1850 } };
const kenbStar = deriveKenbStar(KENB, { pci: 202, earfcnDl: 1850 });
const handover = (ms: number, isKept = true): Signal => ({
  ms,
  down: handoverCommand({
    transactionId: 3,
    ...cell,
    newCRnti: 100,
    nextHopChainingCount: 0,
    ...(isKept ? { withoutWtChange: 'keepLWA-Config' as const } : {}),
  }),
});
const complete = (ms: number): Signal => ({ ms, up: reconfigurationComplete(3) });
const handedOver = (ms: number): Signal[] => [handover(ms), complete(ms + 50)];
const refuse = (ms: number): Signal => ({
  ms,
  wt: wtModificationRequestReject({ ...IDS, cause: radioNetworkCause('security-failure') }),
});
describe('an addition of a UE that the WT has already', () => {
  const target = { enbUeXwapId: 7, wtUeXwapId: IDS.wtUeXwapId };
  const added = (ms: number, sKwt = sKwtOf(0, kenbStar)): Signal[] => [
    { ms, enb: addition(sKwt, target), via: { enb: 2 } },
    { ms: ms + 5, wt: acknowledge(target), via: { enb: 2 } },
  ];

  it.each([
    ['KeNB', KENB_KEYS],
    ['no key', {}],
  ])('gives it the key before the UE in option 1, with %s', (_, keys) => {
    const report = reportOf([...setUp, ...added(2980), ...handedOver(3000), ...tellUe(3100, 0, 2)], keys);
    expect(verdictOf(report)).toBe(
      'Option 1: the WT had the S-KWT of WT Counter 0 before the UE, the WT Addition Request in frame 5 came before the RRCConnectionReconfigurationComplete in frame 10',
    );
    expect(findingsOf(report)).toEqual(['error wt-modification-before-rrc-complete 5,9,10']);
  });

  it.each([
    ['KeNB', KENB_KEYS],
    ['no key', {}],
  ])('gives it the key after the UE in option 2, with %s', (_, keys) => {
    const told: Signal[] = [...handedOver(2000), ...tellUe(2100, 0, 2)];
    const report = reportOf([...setUp, ...told, ...added(2130)], keys);
    expect(verdictOf(report)).toMatch(/^Option 2: .* came before the WT Addition Request in frame 9$/);
    expect(findingsOf(report)).toEqual([]);
  });

  it('is no re-key where the WT has the UE not', () => {
    const report = reportOf(setUp);
    expect(verdictOf(report)).toBe('');
    expect(findingsOf(report)).toEqual([]);
  });
});

describe('a key that is not the one of the WT Counter', () => {
  const wrong = tellWt(3000, key32(9));
  it.each<[string, Signal[], string]>([
    ['before the UE is told', [...wrong, ...tellUe(3100, 1)], '5,7'],
    ['between request and Complete', [...tellUe(2990, 1), ...wrong].sort((a, b) => a.ms - b.ms), '5,6'],
    ['long after the UE is told', [...tellUe(2100, 1), ...wrong], '5,7'],
  ])('is found with KeNB where it comes %s', (_, rekey, frames) => {
    const report = reportOf([...setUp, ...rekey], KENB_KEYS);
    expect(verdictOf(report)).toContain('gives the WT another S-KWT than that of WT Counter 1');
    expect(findingsOf(report)).toEqual([`error xwap-key-mismatch ${frames}`]);
  });

  it('is none where a minute and more lies between them', () => {
    const report = reportOf([...setUp, ...wrong, ...tellUe(64_000, 1)], KENB_KEYS);
    expect(verdictOf(report)).toMatch(/the capture lacks what tells which WT Counter it goes with$/);
    expect(findingsOf(report)).toEqual([]);
  });
});

describe('a request that the eNB sends again', () => {
  const [request, answer] = tellWt(5030, sKwtOf(1));
  const first: Signal[] = [...tellUe(3000, 1), { ms: 3030, enb: modification(sKwtOf(1)) }];
  const again = [...setUp, ...first, request!, answer!];

  it.each([
    ['KeNB', KENB_KEYS],
    ['no key', {}],
  ])('is no other re-key, with %s', (_, keys) => {
    const told = /^Option 2: the UE had WT Counter 1 .* the WT Modification Request in frame 7$/;
    expect(verdictOf(reportOf(again, keys))).toMatch(told);
    const cut = reportOf([...again, ...tellUe(9000, 2, 2)], keys);
    expect(verdictOf(cut)).toMatch(told);
    expect(findingsOf(cut)).toEqual([]);
    const next = reportOf([...again, ...tellUe(9000, 2, 2), ...tellWt(9030, sKwtOf(2))], keys);
    expect(verdictOf(next).match(/option 2: the UE had WT Counter \d/gi)).toEqual([
      'Option 2: the UE had WT Counter 1',
      'option 2: the UE had WT Counter 2',
    ]);
    expect(findingsOf(next)).toEqual([]);
  });

  it('is option 1 as the first one is', () => {
    const early: Signal[] = [
      { ms: 3000, enb: modification(sKwtOf(1)) },
      ...tellWt(3500, sKwtOf(1)),
      ...tellUe(3600, 1),
    ];
    const report = reportOf([...setUp, ...early]);
    expect(verdictOf(report).match(/option 1/gi)).toHaveLength(1);
    expect(findingsOf(report)).toEqual(['error wt-modification-before-rrc-complete 5,8,9']);
  });
});

describe('a request that the WT refuses', () => {
  const refused: Signal[] = [{ ms: 3000, enb: modification(sKwtOf(1)) }, refuse(3003)];

  it('goes with no WT Counter that the UE is told later', () => {
    const told = [...setUp, ...refused, ...tellUe(3600, 2)];
    expect(findingsOf(reportOf(told))).toEqual([]);
    const report = reportOf([...told, ...tellWt(3700, sKwtOf(2))]);
    expect(verdictOf(report)).toMatch(
      /^The WT refused the WT Modification Request in frame 5; option 2: the UE had WT Counter 2 /,
    );
    expect(findingsOf(report)).toEqual([]);
  });

  it('proves no KeNB by a WT Counter that comes after another connection began', () => {
    const other = key32(0x55);
    const anew: Signal[] = [
      { ms: 4000, up: Uint8Array.of(3 << 3, 0) },
      ...tellUe(5000, 1),
      ...tellWt(5030, sKwtOf(1, other)),
      ...tellWt(7000, sKwtOf(2, other)),
      ...tellUe(7030, 2, 2),
    ];
    const report = reportOf([...setUp, ...refused, ...anew], KENB_KEYS);
    // The other connection has no LWA, unless its set-up is not shown.
    expect(verdictOf(report)).toMatch(/^As far as .*; the WT refused .*; option 2: .*; option 1: /);
    expect(findingsOf(report)).toEqual([
      'error wt-modification-before-rrc-complete 12,14,15',
      'warning lwa-released 7,8',
    ]);
  });

  it('may be taken when it comes again', () => {
    const report = reportOf([...setUp, ...tellUe(2000, 1), ...refused, ...tellWt(3100, sKwtOf(1))]);
    expect(verdictOf(report)).toMatch(/^The WT refused .* in frame 7; option 2: .* in frame 9$/);
  });

  it('leaves the WT Counter of the addition to that', () => {
    const { sKwts } = reportOf([...setUp, ...refused, ...tellUe(3600, 2)]).sessions[0]!;
    expect(sKwts!.map(({ side, pmk }) => `${side} ${pmk}`)).toEqual([
      'wt Xw S-KWT #1',
      'ue Xw S-KWT #1',
      'wt Xw S-KWT #2',
      'ue undefined',
    ]);
  });
});

describe('a WT Counter that comes with WLANs', () => {
  const withWlans = (wtCounter: number) => tellUe(3000, wtCounter, 1, { mobilitySet });

  it('sets up no LWA that is there', () => {
    const rekey = [...withWlans(1), ...tellWt(3030, sKwtOf(1))];
    expect(verdictOf(reportOf([...setUp, ...rekey]))).toMatch(/^Option 2: the UE had WT Counter 1 /);
    const next = [...rekey, ...tellUe(6000, 2, 2), ...tellWt(6030, sKwtOf(2))];
    expect(verdictOf(reportOf([...setUp, ...next]))).toMatch(
      /Counter 1 .*option 2: the UE had WT Counter 2 /,
    );
  });

  it('sets LWA up where it is over, and where the capture begins', () => {
    const counters = (signals: readonly Signal[]) =>
      reportOf(signals).sessions[0]!.sKwts!.flatMap(({ wtCounter, pmk }) =>
        wtCounter === undefined ? [] : [`${wtCounter} ${pmk}`],
      );
    const again: Signal[] = [
      ...setUp,
      { ms: 2000, down: lwaRelease({ transactionId: 1 }) },
      { ms: 2020, up: reconfigurationComplete(1) },
      { ms: 2500, enb: addition(sKwtOf(1), { enbUeXwapId: 2 }) },
      { ms: 2503, wt: acknowledge({ enbUeXwapId: 2, wtUeXwapId: 6 }) },
      ...withWlans(1),
    ];
    expect(counters(again)).toEqual(['0 Xw S-KWT #1', '1 Xw S-KWT #2']);
    // It is that of an addition, which the capture lacks.
    const late = reportOf([...withWlans(1), ...tellWt(3030, sKwtOf(2))]);
    expect(verdictOf(late)).toMatch(/no RRC message in the capture tells the UE of$/);
  });
});

describe('where LWA ends at the WT', () => {
  const moved = { enbUeXwapId: 2, wtUeXwapId: 9 };
  const target = { enbUeXwapId: 7, wtUeXwapId: IDS.wtUeXwapId };
  const other = { via: { wt: 66 } };
  const toOther: Signal[] = [
    { ms: 3000, enb: addition(sKwtOf(1), { enbUeXwapId: 2 }), ...other },
    { ms: 3003, wt: acknowledge(moved), ...other },
  ];
  const release = (ms: number, ids = IDS, ueContextKept = false): Signal => ({
    ms,
    enb: wtReleaseRequest({ ...ids, ueContextKept }),
  });
  const byTarget: Signal[] = [
    { ms: 2980, enb: addition(undefined, target), via: { enb: 2 } },
    { ms: 2985, wt: acknowledge(target), via: { enb: 2 } },
  ];
  const setup = xwSetupRequest({ plmn: Uint8Array.of(0, 0xf1, 0x10), id: { macro: 1 } });

  it.each<[string, Signal[], string[]]>([
    ['its release', [release(3000)], ['5 wt released']],
    [
      'the release that it asks for',
      [
        { ms: 3000, wt: wtReleaseRequired({ ...IDS, cause: radioNetworkCause('unspecified') }) },
        { ms: 3010, enb: wtReleaseConfirm(IDS) },
      ],
      ['6 wt released'],
    ],
    ['no release by the WT of before', [...toOther, release(3005)], ['5 wt given']],
    [
      'the release by the WT that it moved to',
      [...toOther, release(3005), { ...release(3100, moved), ...other }],
      ['5 wt given', '8 wt released'],
    ],
    ['no release that keeps the UE for the target', [...byTarget, release(3005, IDS, true)], []],
    [
      'no release that leaves the UE to the source',
      [...byTarget, { ...release(3005, target, true), via: { enb: 2 } }],
      [],
    ],
    [
      'the release by the target',
      [...byTarget, release(3005, IDS, true), { ...release(4000, target), via: { enb: 2 } }],
      ['8 wt released'],
    ],
    [
      'no release of what the source had, where the target has it anew',
      [
        { ms: 2980, enb: addition(sKwtOf(1), { enbUeXwapId: 7 }), via: { enb: 2 } },
        { ms: 2985, wt: acknowledge({ enbUeXwapId: 7, wtUeXwapId: 6 }), via: { enb: 2 } },
        release(3005),
      ],
      ['5 wt given'],
    ],
    [
      'a reset',
      [
        { ms: 3000, wt: reset({ cause: radioNetworkCause('unspecified') }) },
        { ms: 3003, enb: resetResponse() },
      ],
      ['5 wt released'],
    ],
    [
      'no reset of one interface of two',
      [...byTarget, { ms: 3000, wt: reset({ cause: radioNetworkCause('unspecified') }) }],
      [],
    ],
  ])('it is by %s', (_, signals, steps) => {
    expect(stepsOf(reportOf([...setUp, ...signals]))).toEqual([...BEGUN, ...steps]);
  });

  it('it is by the interface being set up anew', () => {
    expect(stepsOf(reportOf([...setUp, { ms: 3000, enb: setup }]))).toEqual([...BEGUN, '5 wt released']);
  });
});

describe('where LWA ends at the UE', () => {
  /** The first octets of messages that the codec does not build: c1, and the place in the CHOICE. */
  it.each<[string, Signal]>([
    ['RRCConnectionReestablishmentComplete', { ms: 3000, up: Uint8Array.of(3 << 3, 0) }],
    ['RRCConnectionSetupComplete', { ms: 3000, up: Uint8Array.of(4 << 3, 0) }],
    ['RRCConnectionRelease', { ms: 3000, down: Uint8Array.of(5 << 3, 0) }],
    ['RRCConnectionResume', { ms: 3000, down: Uint8Array.of(12 << 3, 0) }],
  ])('%s', (name, signal) => {
    const report = reportOf([...setUp, signal]);
    expect(report.sessions[0]!.rrc!.at(-1)!.message).toBe(name);
    expect(stepsOf(report)).toEqual([...BEGUN, '5 ue released']);
  });

  it('a handover that does not keep it, and none that does', () => {
    expect(stepsOf(reportOf([...setUp, handover(3000, false), complete(3050)]))).toEqual([
      ...BEGUN,
      '5 ue released',
    ]);
    expect(stepsOf(reportOf([...setUp, ...handedOver(3000)]))).toEqual(BEGUN);
  });
});
