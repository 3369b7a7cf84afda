import { describe, expect, it } from 'vitest';
import { pnReuse } from '../../../src/validate/rules/pn-reuse.js';
import {
  allOf,
  associated,
  beacon,
  dataFromAp,
  dataToAp,
  handshake,
  IP_BODY,
  key32,
  pmks,
  STATION,
  under,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const { ptk } = first;
const start = [beacon(), ...associated, ...allOf(first)];
const data = (pn: number, octet: number, flags = 0): Uint8Array => {
  const mpdu = dataToAp([...IP_BODY, octet]);
  mpdu[1]! |= flags;
  return under(ptk.tk, mpdu, 0, BigInt(pn));
};
const RETRY = 0x08;

testRule(pnReuse, {
  keys: pmks({ A }),
  broken: [...start, data(1, 1), data(2, 2), data(1, 3), data(2, 4)],
  // Each direction counts on its own, a retry is the same frame, and one comes late.
  sound: [...start, data(1, 1), data(1, 1, RETRY), data(3, 3), data(2, 2), userDataDown(ptk, STATION, 1n)],
});

describe('pn-reuse', () => {
  const found = (samples: readonly Sample[]) =>
    findingsOf(captureOf([...start, ...samples]), pmks({ A }))
      .filter(({ rule }) => rule === 'pn-reuse')
      .map(({ frames, message }) => [frames.length, message]);

  it('is found however far the numbers go back', () => {
    const long = Array.from({ length: 300 }, (_, i) => userData(ptk, STATION, BigInt(i + 1)));
    expect(found([...long, data(1, 1)])).toEqual([
      [
        1,
        'The station uses packet numbers again or goes back in them, under the TK that frame 5 proves: frame 308.',
      ],
    ]);
    expect(found(long)).toEqual([]);
  });

  it('names some frames, and counts them all', () => {
    const again = Array.from({ length: 40 }, (_, i) => data(1, 2 + i));
    expect(found([data(1, 1), ...again])).toEqual([[32, expect.stringMatching(/and 8 more\.$/)]]);
  });

  it('is not a frame of a traffic class that waited behind another one', () => {
    const qos = (tid: number, pn: number): Uint8Array => {
      const plain = dataToAp([tid, 0, ...IP_BODY]);
      plain[0] = 0x88;
      return under(ptk.tk, plain, 0, BigInt(pn));
    };
    const voice = Array.from({ length: 100 }, (_, i) => qos(6, i + 3));
    expect(found([qos(1, 1), ...voice, qos(1, 2)])).toEqual([]);
    expect(found([qos(1, 1), ...voice, qos(6, 2)])).toHaveLength(1);
  });

  it('is found under a GTK, too, each of which begins anew', () => {
    const gtk = new Uint8Array(16).fill(0x77);
    const toAll = (pn: number, octet: number) => {
      const plain = dataFromAp([...IP_BODY, octet]);
      plain.fill(0xff, 4, 10);
      return under(gtk, plain, 1, BigInt(pn));
    };
    expect(found([toAll(1, 1), toAll(2, 2), toAll(2, 2), toAll(3, 3)])).toEqual([]);
    expect(found([toAll(1, 1), toAll(2, 2), toAll(1, 3)])).toEqual([
      [1, 'The AP uses packet numbers again or goes back in them, under the GTK with key ID 1: frame 10.'],
    ]);
  });
});
