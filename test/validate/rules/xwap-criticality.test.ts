import { encodeXwap } from '../../../src/codecs/xwap/index.js';
import { xwapCriticality } from '../../../src/validate/rules/xwap-criticality.js';
import { KENB_KEYS, modification, packetsOf, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { testRule } from '../rule-captures.js';
import { withIes } from '../xw/peer.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const request = modification(sKwtOf(2));
const notified = withIes(request, ([first, ...others]) => [{ ...first!, criticality: 'notify' }, ...others]);

testRule(xwapCriticality, {
  keys: KENB_KEYS,
  broken: packetsOf([...told, { ms: 1025, enb: notified }]),
  sound: packetsOf([...told, { ms: 1025, enb: encodeXwap(request) }]),
});
