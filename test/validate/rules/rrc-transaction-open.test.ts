import { rrcTransactionOpen } from '../../../src/validate/rules/rrc-transaction-open.js';
import { KENB_KEYS, packetsOf, setUp, tellUe } from '../lte/peer.js';
import { testRule } from '../rule-captures.js';

const rekey = tellUe(1000, 2);
const later = tellUe(4000, 3, 2);

testRule(rrcTransactionOpen, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...rekey.slice(0, 1), ...later]),
  sound: packetsOf([...setUp(1), ...rekey, ...later]),
});
