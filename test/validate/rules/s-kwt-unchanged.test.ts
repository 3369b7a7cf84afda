import { describe, expect, it } from 'vitest';
import { handoverCommand, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import { deriveKenbStar } from '../../../src/crypto/kdf3gpp.js';
import { sKwtUnchanged } from '../../../src/validate/rules/s-kwt-unchanged.js';
import { tellWt as given, handover as handedOver, key, observed } from '../lte/events.js';
import { KENB, packetsOf, type Signal, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
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
  it('is not a key that is given again in one cell, whatever RRC there is in between', () => {
    const again = packetsOf([...setUp(0), ...tellUe(1400, 0), ...tellWt(1425, sKwtOf(0))]);
    expect(findingsOf(captureOf(again), {}).map(({ rule }) => rule)).toEqual(['wt-counter-reuse']);
  });

  it('is told with the handover that lies in between', () => {
    const anew = packetsOf([...setUp(0), ...handover, ...tellUe(1400, 0), ...tellWt(1425, sKwtOf(0))]);
    expect(findingsOf(captureOf(anew), {})).toContainEqual(
      expect.objectContaining({
        rule: sKwtUnchanged.id,
        severity: 'error',
        frames: [1, 6, 9],
        message:
          'The S-KWT in frame 9 is that of frame 1, though the UE was handed over in between (frame 6).',
      }),
    );
  });

  it('is told with both WT Counters, where the key stays that of the one before', () => {
    const stale = packetsOf([...setUp(0), ...tellUe(1400, 1), ...tellWt(1425, sKwtOf(0))]);
    expect(findingsOf(captureOf(stale), {})).toContainEqual(
      expect.objectContaining({
        rule: sKwtUnchanged.id,
        severity: 'error',
        frames: [1, 3, 5, 7],
        message:
          'The S-KWT in frame 7, which goes with WT Counter 1 of frame 5, is that of frame 1, which went with WT Counter 0 of frame 3.',
      }),
    );
  });

  it('is no finding for handovers before or after, or as close as clocks may differ', () => {
    const frames = (handoverAt: number, apart?: bigint) =>
      observed(sKwtUnchanged, [given(1000, key(1)), handedOver(handoverAt), given(2000, key(1))], apart).map(
        one => one.frames,
      );
    expect(frames(500)).toEqual([]);
    expect(frames(2500)).toEqual([]);
    expect(frames(1900)).toEqual([[1000, 1950, 2000]]);
    expect(frames(1900, 60_000_000n)).toEqual([]);
  });
});
