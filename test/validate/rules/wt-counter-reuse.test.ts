import { wtCounterReuse } from '../../../src/validate/rules/wt-counter-reuse.js';
import { KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte-peer.js';
import { testRule } from '../rule-captures.js';

testRule(wtCounterReuse, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(5), ...tellUe(1000, 5), ...tellWt(1025, sKwtOf(5))]),
  sound: packetsOf([...setUp(5), ...tellUe(1000, 6), ...tellWt(1025, sKwtOf(6))]),
});
