import { expect, it } from 'vitest';
import { handshakeBeforeWtKey } from '../../../src/validate/rules/handshake-before-wt-key.js';
import { key, observed, pmkInUse, tellWt as wtKey } from '../lte/events.js';
import { KENB_KEYS, onAir, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
import { allOf, associated, beacon, handshake, numbered, under } from '../peer.js';
import { testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const first = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
const [early, rekey] = [3, 4].map(counter =>
  handshake({ pmk: sKwtOf(2), aNonce: 3, sNonce: 4, counter }),
) as [typeof first, typeof first];
const tried = [early.m1, early.m2].map(mpdu => under(first.ptk.tk, mpdu));
const start = [...setUp(1), ...onAir(100, numbered([beacon(), ...associated, ...allOf(first)]))];
const told = tellUe(1000, 2);
const answered = onAir(1100, protectedHandshake(first.ptk, rekey));

testRule(handshakeBeforeWtKey, {
  keys: KENB_KEYS,
  broken: packetsOf([...start, ...told, ...onAir(1025, tried), ...tellWt(1050, sKwtOf(2)), ...answered]),
  sound: packetsOf([...start, ...told, ...tellWt(1021, sKwtOf(2)), ...onAir(1025, tried), ...answered]),
});

it('is told from the distance on up to which the order of two packets is not sure', () => {
  const found = (ms: number) =>
    observed(handshakeBeforeWtKey, [pmkInUse(100, 'M2', key(1)), wtKey(ms, key(1))], 50_000_000n).map(
      ({ frames }) => frames,
    );
  expect(found(149)).toEqual([]);
  expect(found(150)).toEqual([[100, 150]]);
});
