import { expect, it } from 'vitest';
import { wtCounterReuse } from '../../../src/validate/rules/wt-counter-reuse.js';
import { KENB, KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
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

it('is an error without keys where the WT is given the same S-KWT again, after a higher counter too', () => {
  const severities = (...again: readonly Uint8Array[]) =>
    findingsOf(
      captureOf(
        packetsOf([
          ...setUp(0),
          ...tellUe(1000, 1),
          ...tellWt(1025, sKwtOf(1)),
          ...tellUe(2000, 0),
          ...again.flatMap(sKwt => tellWt(2025, sKwt)),
        ]),
      ),
      {},
    ).flatMap(({ rule, severity }) => (rule === wtCounterReuse.id ? [severity] : []));
  expect(severities(sKwtOf(0))).toEqual(['error']);
  // Another key shows another KeNB.
  expect(severities(new Uint8Array(32))).toEqual([]);
  expect(severities()).toEqual(['warning']);
});

it('is an error where both keys are from the KeNB that was given', () => {
  const found = findingsOf(
    captureOf(packetsOf([...setUp(5), ...tellUe(1000, 3), ...tellWt(1025, sKwtOf(3))])),
    KENB_KEYS,
  );
  expect(found.filter(({ rule }) => rule === wtCounterReuse.id)).toMatchObject([{ severity: 'error' }]);
});
