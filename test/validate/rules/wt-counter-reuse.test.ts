import { expect, it } from 'vitest';
import { wtCounterReuse } from '../../../src/validate/rules/wt-counter-reuse.js';
import { KENB, KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte-peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

testRule(wtCounterReuse, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(5), ...tellUe(1000, 5), ...tellWt(1025, sKwtOf(5))]),
  sound: packetsOf([...setUp(5), ...tellUe(1000, 6), ...tellWt(1025, sKwtOf(6))]),
});

it('is a warning where no key for the WT and no MAC-I shows that KeNB is the same', () => {
  const severities = (kenb?: Uint8Array) =>
    findingsOf(captureOf(packetsOf([...tellUe(0, 5), ...tellUe(1000, 5)], kenb)), KENB_KEYS).flatMap(
      ({ rule, severity }) => (rule === wtCounterReuse.id ? [severity] : []),
    );
  expect(severities()).toEqual(['warning']);
  expect(severities(KENB)).toEqual(['error']);
});
