import { wtModificationBeforeRrcComplete } from '../../../src/validate/rules/wt-modification-before-rrc-complete.js';
import { KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte-peer.js';
import { testRule } from '../rule-captures.js';

testRule(wtModificationBeforeRrcComplete, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...tellWt(1000, sKwtOf(2)), ...tellUe(1030, 2)]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2))]),
});
