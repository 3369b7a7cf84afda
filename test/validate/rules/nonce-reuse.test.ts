import { expect, it } from 'vitest';
import { nonceReuse } from '../../../src/validate/rules/nonce-reuse.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const again = (sNonce: number) =>
  numbered([
    ...start,
    ...allOf(first),
    deauthentication('station', 3),
    ...start,
    ...allOf(handshake({ pmk: A, aNonce: 5, sNonce })),
  ]);

testRule(nonceReuse, {
  keys: pmks({ A }),
  broken: again(2),
  sound: again(6),
});

it('is no handshake that comes once more, with both nonces, as soon as two sniffers may show it', () => {
  const found = (ms: number) => {
    const mpdus = numbered([...start, ...allOf(first), ...associated, ...allOf(first)]);
    const samples = mpdus.map((bytes, i): Sample => ({ linkType: 105, bytes, ms: i < 7 ? i : i + ms }));
    return findingsOf(captureOf(samples), pmks({ A }))
      .filter(({ rule }) => rule === nonceReuse.id)
      .map(({ frames }) => frames);
  };
  expect(found(4000)).toEqual([]);
  expect(found(6000)).toEqual([
    [4, 10],
    [5, 11],
  ]);
});
