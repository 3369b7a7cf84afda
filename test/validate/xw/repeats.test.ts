import { expect, it } from 'vitest';
import { xwapMalformed } from '../../../src/validate/rules/xwap-malformed.js';
import { KENB_KEYS, packetsOf, setUp, tellUe } from '../lte/peer.js';
import { captureOf, findingsOf } from '../rule-captures.js';

it('faults of XwAP that come very often are told one by one up to eight of a kind, and the rest together', () => {
  const found = (count: number) => {
    const flood = Array.from({ length: count }, (_, i) => ({
      ms: 1025 + i,
      enb: Uint8Array.of(0, 99, i & 63, 0),
    }));
    const packets = packetsOf([...setUp(1), ...tellUe(1000, 2), ...flood]);
    return findingsOf(captureOf(packets), KENB_KEYS)
      .filter(({ rule }) => rule === xwapMalformed.id)
      .map(({ severity, message }) => [severity, message]);
  };
  expect(found(8).length).toBe(8);
  const many = found(500);
  expect(many.length).toBe(9);
  expect(many[0]![1]).toMatch(/^The XwAP message in frame 7 cannot be decoded from /);
  expect(many.at(-1)).toEqual([
    'error',
    '492 more findings are of the same kind as that of frame 7, in frames 15, 16, 17, 18, 19, 20, 21, 22, 23, 24 and 482 more.',
  ]);
});
