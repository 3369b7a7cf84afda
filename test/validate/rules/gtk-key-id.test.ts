import { describe, expect, it } from 'vitest';
import { gtkKeyId } from '../../../src/validate/rules/gtk-key-id.js';
import { allOf, associated, beacon, groupHandshake, handshake, key32, pmks } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { protectedGroupHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const start = [beacon(), ...associated, ...allOf(first)];
const next = (counter: number, keyId: number) =>
  protectedGroupHandshake(
    first.ptk,
    groupHandshake(first.ptk, counter, new Uint8Array(16).fill(counter), keyId),
  );

testRule(gtkKeyId, {
  keys: pmks({ A }),
  // That of M3 has key ID 1.
  broken: [...start, ...next(3, 1)],
  sound: [...start, ...next(3, 2), ...next(4, 1)],
});

describe('gtk-key-id', () => {
  it('says nothing where the capture may lack a GTK between the two', () => {
    const found = findingsOf(captureOf([...start, ...next(4, 1)]), pmks({ A }));
    expect(found.filter(({ rule }) => rule === 'gtk-key-id')).toEqual([]);
  });
});
