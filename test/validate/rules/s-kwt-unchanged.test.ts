import { describe, expect, it } from 'vitest';
import { handoverCommand, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import { wtModificationRequestReject } from '../../../src/codecs/xwap/index.js';
import { deriveKenbStar } from '../../../src/crypto/kdf3gpp.js';
import { sKwtUnchanged } from '../../../src/validate/rules/s-kwt-unchanged.js';
import { tellWt as given, handover as handedOver, key, observed, tellUe as toldUe } from '../lte/events.js';
import {
  IDS,
  KENB,
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

describe('s-kwt-unchanged', () => {
  const found = (signals: readonly Signal[]) =>
    findingsOf(captureOf(packetsOf(signals)), {})
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
    const cause = { choice: 'radioNetwork', value: 'security-failure' } as const;
    const refused: Signal[] = [
      { ms: 1000, enb: modification(sKwtOf(1)) },
      { ms: 1002, wt: wtModificationRequestReject({ ...IDS, cause }) },
    ];
    expect(found([...setUp(0), ...refused, ...rekey(1400, 1)])).toEqual([]);
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
