import { xwapKeyMismatch } from '../../../src/validate/rules/xwap-key-mismatch.js';
import { KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
import { testRule } from '../rule-captures.js';

testRule(xwapKeyMismatch, {
  keys: KENB_KEYS,
  // The eNB counts on for the WT, once more than for the UE.
  broken: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(3))]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2))]),
});
