import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import {
  DlDcch,
  handoverCommand,
  lwaReconfiguration,
  reconfigurationComplete,
} from '../../../src/codecs/rrc/index.js';
import type { Report } from '../../../src/validate/index.js';
import { validate } from '../../../src/validate/index.js';
import { statusReportContradicts } from '../../../src/validate/rules/status-report-contradicts.js';
import { endsLwa, mayHandOver, mayHoldLwa } from '../../../src/validate/uu/message.js';
import { rrcMessageOf } from '../../../src/validate/uu/read-message.js';
import { captureOf } from '../rule-captures.js';
import { key, observed, pmkInUse, rrc, status, tellUe as told } from './events.js';
import {
  hiding,
  KENB,
  KENB_KEYS,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellUnread,
  tellWt,
  withSidelink,
} from './peer.js';

const reportOf = (signals: readonly Signal[], keys = KENB_KEYS, kenb?: Uint8Array): Promise<Report> =>
  validate(decodeCapture(captureOf(packetsOf(signals, kenb))), { keys }).report();
const counter = (wtCounter: number) => lwaReconfiguration({ transactionId: 0, wtCounter });
const rulesIn = ({ findings }: Report): string[] => findings.map(({ rule }) => rule);
const verdictIn = ({ sessions }: Report): string => sessions[0]!.verdict;

describe('an RRCConnectionReconfiguration of which LWA is not read', () => {
  const path =
    'DL-DCCH-Message.message.c1.rrcConnectionReconfiguration.criticalExtensions.c1.rrcConnectionReconfiguration-r8.nonCriticalExtension.nonCriticalExtension.nonCriticalExtension.nonCriticalExtension.nonCriticalExtension.sl-CommConfig-r12.commTxResources-r12.setup.scheduled-r12.sc-CommTxConfig-r12.dataHoppingConfig-r12.numSubbands-r12';

  it.each([
    ['before the WT is', [...tellUnread(1000, 2), ...tellWt(1025, sKwtOf(2))], 5],
    ['after the WT is', [...tellWt(1000, sKwtOf(2)), ...tellUnread(1010, 2)], 7],
    // The nearer of two is likelier to be it.
    ['after one more', [...tellUnread(500, 9, 2), ...tellWt(1000, sKwtOf(2)), ...tellUnread(1010, 2)], 9],
  ])('may tell the UE the WT Counter, %s given the S-KWT', async (_, rekey, frame) => {
    for (const keys of [KENB_KEYS, {}]) {
      const report = await reportOf([...setUp(1), ...rekey], keys);
      const { message } = report.findings.find(({ rule }) => rule === 'rrc-not-read')!;
      expect(message).toContain(`as far as ${path}:`);
      expect(message).toMatch(new RegExp(`\\b${frame} could be read`));
      expect(verdictIn(report)).toContain(
        `gives the WT a new S-KWT, and what tells the UE of it may be in frame ${frame}, which could not be read whole`,
      );
      expect(rulesIn(report)).toEqual(['rrc-not-read']);
    }
  });

  it('is not taken for it where a key shows another to be', async () => {
    const rekey = [...tellUe(1000, 2), ...tellUnread(1040, 9, 2), ...tellWt(1080, sKwtOf(2))];
    expect(verdictIn(await reportOf([...setUp(1), ...rekey], KENB_KEYS, KENB))).toContain('WT Counter 2');
  });

  it('may have handed over between two WT Counters: that one is less is no finding', async () => {
    const cut = DlDcch.encode(handover()).slice(0, 2);
    const low = tellUe(2000, 1);
    const high = [...setUp(3), ...tellUe(1000, 4)];
    const hidden: Signal = { ms: 1500, down: cut };
    expect(rulesIn(await reportOf([...high, ...low], {}))).toContain('wt-counter-reuse');
    expect(rulesIn(await reportOf([...high, hidden, ...low], {}))).toEqual(['rrc-not-read']);
  });

  it('may have handed over: a key for the WT that follows from another KeNB is no finding', async () => {
    const cut = DlDcch.encode(handover()).slice(0, 2);
    const rekey = [...tellUe(30_000, 2), ...tellWt(30_025, key(0x77))];
    expect(rulesIn(await reportOf([...setUp(1), ...rekey]))).toContain('xwap-key-mismatch');
    const hidden: Signal = { ms: 1000, down: cut };
    expect(rulesIn(await reportOf([...setUp(1), hidden, ...rekey]))).not.toContain('xwap-key-mismatch');
  });

  it('may have told the UE a newer counter than the one under which it reports a time-out', () => {
    const { kind, ...unread } = rrc(20, 'rrcConnectionReconfiguration') as { kind: 'rrc' } & object;
    const hidden = { kind, ...unread, message: rrcMessageOf(hiding(counter(3)), false) };
    const events = [...told(5, 6), pmkInUse(10, 'M4', key(1))];
    expect(observed(statusReportContradicts, [...events, status(300, 'failureTimeout')])).toHaveLength(1);
    expect(
      observed(statusReportContradicts, [...events, hidden as never, status(300, 'failureTimeout')]),
    ).toEqual([]);
  });
});

interface Level {
  [name: string]: Level;
}

/** The IEs of an RRCConnectionReconfiguration in JSON, so many extensions down. */
const iesOf = (json: unknown, extensions = 0): Level => {
  let ies = (json as Level).message!.value!.value!.criticalExtensions!.value!.value!;
  for (let level = 0; level < extensions; level++) ies = ies.nonCriticalExtension!;
  return ies;
};

const handover = () =>
  handoverCommand({ transactionId: 2, targetCell: 202, newCRnti: 1, nextHopChainingCount: 2 });

describe('what is absent from a handover command, and what is not read', () => {
  const octets = DlDcch.encode(handover());
  const read = (length: number) => rrcMessageOf(octets.subarray(0, length), false)!;

  it('is told apart at each length', () => {
    const whole = read(octets.length);
    expect(whole.handover).toMatchObject({ keepsLwa: false, keyChange: false });
    expect([endsLwa(whole), mayHandOver(whole), mayHoldLwa(whole)]).toEqual([true, false, false]);
    let last = 0;
    for (let length = 1; length < octets.length; length++) {
      const cut = read(length);
      expect(mayHoldLwa(cut), `${length} octets`).toBe(true);
      expect(mayHandOver(cut), `${length} octets`).toBe(cut.handover === undefined);
      if (cut.handover === undefined) continue;
      last = length;
      if (/\.mobilityControlInfo/.test(cut.unread!)) {
        expect(cut.handover).toMatchObject({ keepsLwa: undefined, keyChange: undefined });
        expect(endsLwa(cut)).toBe(false);
      }
    }
    expect(last).toBe(octets.length - 1);
  });

  it('is not known of handoverWithoutWT-Change-r14 where the group that holds it is not read', () => {
    const value = DlDcch.toJson(handover());
    const ies = iesOf(value);
    // mobilityControlInfoV2X-r14, which is not read, is present.
    Object.assign(ies.mobilityControlInfo!, { _ext: [{ index: 2, hex: '80' }] });
    const message = rrcMessageOf(DlDcch.encode(DlDcch.fromJson(value)), false)!;
    expect(message.handover).toMatchObject({ keepsLwa: undefined, keyChange: false });
    expect(endsLwa(message)).toBe(false);
  });
});

describe('an RRCConnectionReconfiguration with its LWA configuration behind sidelink', () => {
  const readable = (ms: number, wtCounter: number): Signal[] => [
    { ms, down: withSidelink(lwaReconfiguration({ transactionId: 1, wtCounter })) },
    { ms: ms + 20, up: reconfigurationComplete(1) },
  ];

  it('tells the UE the WT Counter', async () => {
    const report = await reportOf([...setUp(1), ...readable(1000, 2), ...tellWt(1025, sKwtOf(2))]);
    expect(rulesIn(report)).toEqual([]);
    expect(verdictIn(report)).toContain('WT Counter 2');
  });

  it('breaks the rules that it breaks without', async () => {
    const rekey = [...tellWt(1000, sKwtOf(2)), ...readable(1010, 2)];
    expect(rulesIn(await reportOf([...setUp(1), ...rekey]))).toEqual(['wt-modification-before-rrc-complete']);
  });
});

describe('what is not read behind the LWA configuration', () => {
  it('does not matter', () => {
    const value = DlDcch.toJson(counter(3));
    const ies = iesOf(value, 6);
    delete ies['lwa-Configuration-r13'];
    ies.nonCriticalExtension = { nonCriticalExtension: { 'sk-Counter-r15': 0 as unknown as Level } };
    const octets = DlDcch.encode(DlDcch.fromJson(value));
    const cut = rrcMessageOf(octets.subarray(0, octets.length - 1), false)!;
    expect(cut.unread).toContain('sk-Counter-r15');
    expect(mayHoldLwa(cut)).toBe(false);
  });
});
