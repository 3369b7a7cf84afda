import { describe, expect, it } from 'vitest';
import { keyReinstallation } from '../../../src/validate/rules/key-reinstallation.js';
import { allOf, associated, beacon, dataToAp, handshake, IP_BODY, key32, pmks, under } from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 again, as an AP sends it that got no M4, and the answer. */
const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
const data = (pn: bigint, octet: number) => under(first.ptk.tk, dataToAp([...IP_BODY, octet]), 0, pn);
const start = [beacon(), ...associated, ...allOf(first), data(1n, 1), data(2n, 2), again.m3];

testRule(keyReinstallation, {
  keys: pmks({ A }),
  broken: [...start, again.m4, data(1n, 3), data(2n, 4)],
  sound: [...start, under(first.ptk.tk, again.m4, 0, 3n), data(4n, 3), data(5n, 4)],
  others: ['pn-reuse', 'replay-counter'],
});

describe('key-reinstallation', () => {
  const found = (samples: readonly Sample[]) =>
    findingsOf(captureOf([beacon(), ...associated, ...samples]), pmks({ A }))
      .filter(({ rule }) => rule === 'key-reinstallation')
      .map(({ frames }) => frames);
  const before = [...allOf(first), data(1n, 1), data(2n, 2)];

  it('is told of the M3 that the AP sent again, not of one that the capture holds twice', () => {
    expect(found([...before, first.m3, data(1n, 3)])).toEqual([]);
    expect(found([...before, again.m3, first.m3, again.m3, data(1n, 3)])).toEqual([[7, 10, 13]]);
  });

  it('is told where the capture lacks M4, by the frames that the station sent under the key', () => {
    const { m1, m2, m3 } = first;
    expect(found([m1, m2, m3, data(1n, 1), data(2n, 2), again.m3, data(1n, 3)])).toEqual([[7, 9, 10]]);
    expect(found([m1, m2, m3, again.m3, data(1n, 1), data(2n, 2), data(1n, 3)])).toEqual([]);
  });

  it('is told where a second sniffer, whose clock is behind, shows M3', () => {
    expect(found([...before, data(1n, 3), again.m3])).toEqual([[7, 10, 11]]);
    const behind = (ms: number) => found([...before, data(1n, 3), { linkType: 105, bytes: again.m3, ms }]);
    expect(behind(4000)).toEqual([[7, 10, 11]]);
    expect(behind(6000)).toEqual([]);
    const late = [...before.slice(0, 2), ...before.slice(3), data(1n, 3), again.m3, first.m3, again.m4];
    expect(found(late)).toHaveLength(1);
    const { m1, m2, m3, m4 } = first;
    expect(found([m1, m2, m3, again.m3, m4, data(1n, 1), data(2n, 2), data(1n, 3)])).toEqual([[7, 8, 11]]);
  });
});
