import { xwapMissingIe } from '../../../src/validate/rules/xwap-missing-ie.js';
import { KENB_KEYS, modification, packetsOf, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { testRule } from '../rule-captures.js';
import { withIes } from '../xw/peer.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const request = modification(sKwtOf(2));
/** Cause is the third of its IEs. */
const withoutCause = withIes(request, ies => ies.filter((_, i) => i !== 2));

testRule(xwapMissingIe, {
  keys: KENB_KEYS,
  broken: packetsOf([...told, { ms: 1025, enb: withoutCause }]),
  sound: packetsOf([...told, { ms: 1025, enb: request }]),
});
