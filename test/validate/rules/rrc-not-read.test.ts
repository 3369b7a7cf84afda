import { rrcNotRead } from '../../../src/validate/rules/rrc-not-read.js';
import { KENB_KEYS, packetsOf, setUp, tellUe, tellUnread } from '../lte/peer.js';
import { testRule } from '../rule-captures.js';

testRule(rrcNotRead, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...tellUnread(1000, 2)]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2)]),
});
