import { describe, expect, it } from 'vitest';
import { clearEapol } from '../../../src/validate/rules/clear-eapol.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  pmks,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedGroupHandshake, protectedHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const start = [beacon(), ...associated, ...allOf(first)];
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const group = groupHandshake(rekey.ptk, 5, new Uint8Array(16).fill(9));
const isolated = protectedHandshake(first.ptk, rekey);

testRule(clearEapol, {
  keys: pmks({ A }),
  broken: [...start, ...allOf(rekey), group.g1, group.g2],
  sound: [...start, ...isolated, ...protectedGroupHandshake(rekey.ptk, group)],
});

describe('clear-eapol', () => {
  const found = (samples: readonly Sample[]) =>
    findingsOf(captureOf([...start, ...samples]), pmks({ A }))
      .filter(({ rule }) => rule === 'clear-eapol')
      .map(({ severity, frames }) => [severity, ...frames]);

  it('is a warning for each handshake, and a note for M4', () => {
    expect(found([...allOf(rekey), group.g1, group.g2])).toEqual([
      ['warning', 8, 9, 10],
      ['warning', 12, 13],
      ['note', 11],
    ]);
    expect(found([...isolated.slice(0, 3), rekey.m4])).toEqual([['note', 11]]);
  });

  it('is not the handshake of an association whose beginning the capture lost', () => {
    expect(found(allOf(handshake({ pmk: A, aNonce: 5, sNonce: 6 })))).toEqual([]);
    const { g1, g2 } = groupHandshake(first.ptk, 5, new Uint8Array(16).fill(9));
    expect(found([g1, g2])).toEqual([['warning', 8, 9]]);
    expect(found([deauthentication('ap', 3), g1, g2])).toEqual([]);
  });
});
