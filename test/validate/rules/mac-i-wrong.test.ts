import { lwaReconfiguration, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import { macIWrong } from '../../../src/validate/rules/mac-i-wrong.js';
import { KENB, KENB_KEYS, packetsOf, type Signal, setUp, tellUe } from '../lte/peer.js';
import { key32 } from '../peer.js';
import { testRule } from '../rule-captures.js';

/** A re-key whose command is protected under another KeNB than the UE's. */
const rekeyUnder = (kenb: Uint8Array): Signal[] => [
  { ms: 1000, down: lwaReconfiguration({ transactionId: 1, wtCounter: 2 }), kenb },
];

testRule(macIWrong, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...rekeyUnder(key32(0xee)), ...tellUe(2000, 3, 2)], KENB),
  sound: packetsOf(
    [...setUp(1), ...rekeyUnder(KENB), { ms: 1020, up: reconfigurationComplete(1) }, ...tellUe(2000, 3, 2)],
    KENB,
  ),
});
