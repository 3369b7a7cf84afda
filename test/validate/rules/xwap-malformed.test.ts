import { describe, expect, it } from 'vitest';
import { encodeXwap } from '../../../src/codecs/xwap/index.js';
import { xwapMalformed } from '../../../src/validate/rules/xwap-malformed.js';
import { KENB_KEYS, modification, packetsOf, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { withIes } from '../xw/peer.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const request = modification(sKwtOf(2));
const withEnb = (enb: Uint8Array) => packetsOf([...told, { ms: 1025, enb }]);

testRule(xwapMalformed, {
  keys: KENB_KEYS,
  broken: withEnb(withIes(request, ([first, second, ...others]) => [second!, first!, ...others])),
  sound: withEnb(encodeXwap(request)),
});

describe('xwap-malformed', () => {
  it.each([
    ['an IE that is there twice', withIes(request, ies => [ies[0]!, ...ies]), 'there more than once'],
    ['a PDU that is cut', encodeXwap(request).subarray(0, -7), 'cannot be decoded'],
  ])('is %s', (_, octets, says) => {
    const found = findingsOf(captureOf(withEnb(octets)), KENB_KEYS);
    expect(found.map(({ rule, frames }) => [rule, frames])).toEqual([[xwapMalformed.id, [7]]]);
    expect(found[0]!.message).toContain(says);
  });
});
