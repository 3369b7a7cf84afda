import { xwapUnanswered } from '../../../src/validate/rules/xwap-unanswered.js';
import { KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
import { testRule } from '../rule-captures.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const modified = tellWt(1025, sKwtOf(2));
const later = [...tellUe(5000, 3, 2), ...tellWt(5025, sKwtOf(3))];

testRule(xwapUnanswered, {
  keys: KENB_KEYS,
  broken: packetsOf([...told, ...modified.slice(0, 1), ...later]),
  sound: packetsOf([...told, ...modified, ...later]),
});
