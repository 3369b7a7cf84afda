import { describe, expect, it } from 'vitest';
import { handoverCommand, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import {
  wtAssociationConfirmation,
  wtModificationRequestReject,
  wtReleaseRequest,
} from '../../../src/codecs/xwap/index.js';
import { deriveKenbStar } from '../../../src/crypto/kdf3gpp.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import type { Keys } from '../../../src/validate/index.js';
import { sKwtUnchanged } from '../../../src/validate/rules/s-kwt-unchanged.js';
import {
  at,
  tellWt as given,
  handover as handedOver,
  key,
  observed,
  pmkInUse,
  tellUe as toldUe,
  xw,
} from '../lte/events.js';
import {
  IDS,
  KENB,
  KENB_KEYS,
  modification,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellWt,
} from '../lte/peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const cell = { targetCell: 7, carrier: { downlink: 1300 } };
const kenbStar = deriveKenbStar(KENB, { pci: cell.targetCell, earfcnDl: cell.carrier.downlink });
const handover: Signal[] = [
  {
    ms: 1000,
    down: handoverCommand({
      transactionId: 2,
      ...cell,
      newCRnti: 1,
      nextHopChainingCount: 0,
      withoutWtChange: 'keepLWA-Config',
    }),
  },
  { ms: 1050, up: reconfigurationComplete(2) },
];

testRule(sKwtUnchanged, {
  // It takes no key to see that two are the same.
  keys: {},
  broken: packetsOf([...setUp(0), ...handover, ...tellUe(1400, 0), ...tellWt(1425, sKwtOf(0))]),
  sound: packetsOf([...setUp(0), ...handover, ...tellUe(1400, 0), ...tellWt(1425, sKwtOf(0, kenbStar))]),
});

/** The WT takes what it was given then. */
const accepted = (ms: number): ValidationEvent => ({
  kind: 'xwapProcedure',
  ...at(ms + 2),
  xw,
  procedure: 'eNBInitiatedWTModification',
  message: 'WTModificationRequest',
  request: at(ms),
  repetitions: 0,
  response: at(ms + 2),
  outcome: 'successful',
  isNeedless: false,
  isOneWay: false,
});

describe('s-kwt-unchanged', () => {
  const found = (signals: readonly Signal[], keys: Keys = {}) =>
    findingsOf(captureOf(packetsOf(signals)), keys)
      .filter(({ rule }) => rule === sKwtUnchanged.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const rekey = (ms: number, wtCounter: number, sKwt = sKwtOf(wtCounter)) => [
    ...tellUe(ms, wtCounter),
    ...tellWt(ms + 25, sKwt),
  ];

  it('is not a key that is given again in one cell, whatever RRC there is in between', () => {
    const again = packetsOf([...setUp(0), ...tellUe(1400, 0), ...tellWt(1425, sKwtOf(0))]);
    expect(findingsOf(captureOf(again), {}).map(({ rule }) => rule)).toEqual(['wt-counter-reuse']);
  });

  it('is told with the handover that lies in between', () => {
    expect(found([...setUp(0), ...handover, ...rekey(1400, 0)])).toEqual([
      [
        'error',
        [1, 6, 9],
        'The S-KWT in frame 9 is that of frame 1, though the UE was handed over in between (frame 6).',
      ],
    ]);
  });

  it('is told with both WT Counters, where the key stays that of the one before', () => {
    expect(found([...setUp(0), ...rekey(1400, 1, sKwtOf(0))])).toEqual([
      [
        'error',
        [1, 3, 5, 7],
        'The S-KWT in frame 7, which goes with WT Counter 1 of frame 5, is that of frame 1, which went with WT Counter 0 of frame 3.',
      ],
    ]);
  });

  it('is told with the frames in their order, where the UE was told first both times', () => {
    const stale = [...setUp(0), ...rekey(1000, 1), ...rekey(2000, 2, sKwtOf(1))];
    expect(found(stale)).toEqual([
      [
        'error',
        [5, 7, 9, 11],
        'The S-KWT in frame 11, which goes with WT Counter 2 of frame 9, is that of frame 7, which went with WT Counter 1 of frame 5.',
      ],
    ]);
  });

  it('remembers the WT Counter of a key that the WT is given once more for that', () => {
    const again = [...setUp(0), ...tellWt(700, sKwtOf(0)), ...rekey(1400, 1, sKwtOf(0))];
    expect(found(again)).toEqual([
      [
        'error',
        [1, 3, 7, 9],
        'The S-KWT in frame 9, which goes with WT Counter 1 of frame 7, is that of frame 1, which went with WT Counter 0 of frame 3.',
      ],
    ]);
  });

  it('is no finding where the WT had refused the key, and is given it once the UE has its counter', () => {
    const refused: Signal[] = [
      { ms: 1000, enb: modification(sKwtOf(1)) },
      { ms: 1002, wt: wtModificationRequestReject({ ...IDS, cause }) },
    ];
    expect(found([...setUp(0), ...refused, ...rekey(1400, 1)])).toEqual([]);
  });

  const cause = { choice: 'radioNetwork', value: 'security-failure' } as const;
  /** Over Xw alone, from 0 on: the WT is given the key of WT Counter 0, and at 1400 and 2800 others. */
  const overXw = (...others: readonly Signal[]) => found([...setUp(0).slice(0, 2), ...others]);
  const [next, again] = [tellWt(1400, sKwtOf(1)), tellWt(2800, sKwtOf(0))];

  it('is told where both had another in between, whatever the UE is told', () => {
    const message =
      'The S-KWT in frame 9 is that of frame 1, though the WT was given another in between (frame 7), which the UE has, too.';
    const both = [...setUp(0), ...rekey(1400, 1)];
    expect(found([...both, ...again])).toEqual([['error', [1, 7, 9], message]]);
    expect(found([...both, ...again, ...tellWt(4000, sKwtOf(0))])).toHaveLength(1);
    expect(found([...setUp(0), ...again, ...tellWt(4000, sKwtOf(0))])).toEqual([]);
    const used = (ms: number, message: 'M2' | 'M4') =>
      observed(sKwtUnchanged, [
        ...[given(1000, key(1)), accepted(1000), given(1400, key(2)), accepted(1400)],
        ...[pmkInUse(ms, message, key(2)), given(2800, key(1))],
      ]).map(one => one.frames);
    expect(used(1500, 'M2')).toEqual([[1000, 1400, 2800]]);
    expect(used(2900, 'M2')).toEqual([]);
  });

  it('looks at each event once for each key that comes back', () => {
    /** How often the rule reads something of an event, where keys come in turn. */
    const readsOf = (keys: number): number => {
      let reads = 0;
      const get = (event: ValidationEvent, name: keyof ValidationEvent) => {
        reads++;
        return event[name];
      };
      const events = Array.from({ length: 2 * keys }, (_, i) => {
        const ms = 1000 + 10 * i;
        return [given(ms, key(i % keys)), accepted(ms)].map(event => new Proxy(event, { get }));
      }).flat();
      expect(observed(sKwtUnchanged, events)).toEqual([]);
      return reads;
    };
    // Four times as many: 64 times as often with the cube.
    expect(readsOf(120) / readsOf(30)).toBeLessThan(24);
  });

  it('is no finding where the other is known not to be that of the UE', () => {
    const both = [...setUp(0), ...rekey(1400, 1, sKwtOf(7)), ...again];
    expect(found(both)).toHaveLength(1);
    expect(found(both, KENB_KEYS)).toEqual([]);
  });

  it('is no finding where the UE need not have the other, nor the WT this one', () => {
    expect(overXw(...next, ...again)).toEqual([]);
    const toUe = tellUe(1375, 1);
    const refusal: Signal = { ms: 1402, wt: wtModificationRequestReject({ ...IDS, cause }) };
    expect(found([...setUp(0), ...toUe, next[0]!, refusal, ...again])).toEqual([]);
    expect(found([...setUp(0), toUe[0]!, ...next, ...again])).toEqual([]);
    expect(found([...setUp(0), ...next, ...again, ...tellUe(2900, 1)])).toEqual([]);
    const [request, , ...told] = setUp(0);
    expect(found([request!, ...told, ...toUe, ...next, ...again])).toEqual([]);
  });

  it('is told where the WT is asked for the UE anew with the key that it had in use', () => {
    const release: Signal = { ms: 1400, enb: wtReleaseRequest({ ...IDS, cause }) };
    const kept: Signal = { ms: 1400, enb: wtReleaseRequest({ ...IDS, cause, ueContextKept: true }) };
    const confirmed: Signal = { ms: 700, wt: wtAssociationConfirmation(IDS) };
    const anew = setUp(0)
      .slice(0, 2)
      .map(one => ({ ...one, ms: one.ms + 2800 }));
    const message =
      'The S-KWT in frame 5 is that of frame 1, though the WT used it, and released the UE in between (frame 4).';
    expect(overXw(confirmed, release, ...anew)).toEqual([['warning', [1, 4, 5], message]]);
    expect(overXw(confirmed, kept, ...anew)).toEqual([]);
    // The UE need not have been told of it.
    expect(overXw(release, ...anew)).toEqual([]);
    expect(overXw(release, ...anew, { ...confirmed, ms: 4000 })).toEqual([]);
  });

  it('is no finding where the clocks leave open which WT Counter goes with the key', () => {
    const events = [
      ...[...toldUe(100, 130, 1), given(140, key(1))],
      ...[...toldUe(5500, 5530, 2), given(5540, key(1))],
    ];
    const frames = (apart: bigint) => observed(sKwtUnchanged, events, apart).map(one => one.frames);
    expect(frames(10_000_000n)).toEqual([[100, 140, 5500, 5540]]);
    expect(frames(10_000_001n)).toEqual([]);
  });

  it('is no finding for a handover that may be of another UE', () => {
    const frames = (isShared: boolean) =>
      observed(sKwtUnchanged, [
        ...[given(1000, key(1)), handedOver(1400)],
        ...[...toldUe(1500, 1530, 3, { isShared }), given(2000, key(1))],
      ]).map(one => one.frames);
    expect(frames(false)).toEqual([[1000, 1450, 2000]]);
    expect(frames(true)).toEqual([]);
  });

  it('is no finding for handovers before or after, or as close as clocks may differ', () => {
    const frames = (handoverAt: number, apart?: bigint) =>
      observed(sKwtUnchanged, [given(1000, key(1)), handedOver(handoverAt), given(2000, key(1))], apart).map(
        one => one.frames,
      );
    expect(frames(500)).toEqual([]);
    expect(frames(2500)).toEqual([]);
    expect(frames(1900)).toEqual([[1000, 1950, 2000]]);
    expect(frames(1900, 50_000_000n)).toEqual([[1000, 1950, 2000]]);
    expect(frames(1900, 60_000_000n)).toEqual([]);
  });
});
