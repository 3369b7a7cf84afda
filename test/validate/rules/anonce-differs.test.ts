import { describe, expect, it } from 'vitest';
import { anonceDiffers } from '../../../src/validate/rules/anonce-differs.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const other = handshake({ pmk: A, aNonce: 9, sNonce: 2 });

testRule(anonceDiffers, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, first.m2, other.m3, deauthentication('station', 1)]),
  sound: numbered([...start, ...allOf(first)]),
});

describe('anonce-differs', () => {
  const found = (...mpdus: readonly Uint8Array[]) =>
    findingsOf(captureOf(numbered([...start, ...mpdus])), pmks({ A }))
      .filter(({ rule }) => rule === anonceDiffers.id)
      .map(({ severity, frames }) => [severity, frames]);
  const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });

  it('is not an M1 of a handshake that was complete, or had an M3 of its own', () => {
    expect(found(...allOf(first), again.m2, again.m3, again.m4)).toEqual([]);
    expect(found(...allOf(first), again.m3)).toEqual([]);
    expect(found(first.m1, first.m2, first.m4, again.m2, again.m3, again.m4)).toEqual([]);
    expect(found(first.m1, first.m2, first.m3, again.m2, again.m3)).toEqual([]);
    expect(found(first.m1, first.m2, first.m3, other.m3)).toEqual([]);
  });

  it('is not an M1 of an association before', () => {
    expect(found(first.m1, first.m2, ...associated, again.m2, again.m3)).toEqual([]);
    expect(found(first.m1, first.m2, other.m3, ...associated)).toEqual([['error', [4, 6]]]);
  });

  it('is not two handshakes that the station answers both', () => {
    expect(found(first.m1, first.m2, again.m2, again.m3, again.m4)).toEqual([]);
  });
});
