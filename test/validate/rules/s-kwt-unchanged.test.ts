import { describe, expect, it } from 'vitest';
import { handoverCommand, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import { deriveKenbStar } from '../../../src/crypto/kdf3gpp.js';
import { sKwtUnchanged } from '../../../src/validate/rules/s-kwt-unchanged.js';
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
});
