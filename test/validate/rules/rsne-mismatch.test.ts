import { describe, expect, it } from 'vitest';
import { decodeElements } from '../../../src/codecs/dot11/index.js';
import { rsneMismatch } from '../../../src/validate/rules/rsne-mismatch.js';
import {
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  wrappedKeyData,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 with an RSNE whose pairwise cipher is of a type. */
const m3 = (cipher: number) => {
  const octets = RSNE.slice();
  octets[13] = cipher;
  const rsne = decodeElements(octets);
  return keyFrame({
    info: 0x13ca,
    counter: 2,
    nonce: key32(1),
    keyData: wrappedKeyData(first.ptk, ...rsne),
    kck: first.ptk.kck,
  });
};

testRule(rsneMismatch, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, first.m2, m3(2), deauthentication('station', 17)]),
  sound: numbered([...start, first.m1, first.m2, m3(4), first.m4]),
});

describe('the announcement that M3 is compared with', () => {
  /** A beacon of the same length with another AKM. */
  const other = beacon();
  other[other.length - 3] = 6;
  /** A probe response with all that the beacon has. */
  const probed = beacon();
  probed[0] = 0x50;
  const rest = [...associated, first.m1, first.m2, m3(4), first.m4];
  const found = (mpdus: readonly Uint8Array[]): readonly string[] =>
    findingsOf(captureOf(numbered(mpdus)), pmks({ A })).flatMap(({ rule, frames, severity }) =>
      rule === 'rsne-mismatch' ? [`${severity} ${frames}`] : [],
    );

  it.each([
    ['is the last before the association, not the first', [other, beacon(), beacon()], []],
    ['is one of the same length as the one before', [beacon(), other], ['warning 7']],
    ['is one that came before, and comes again', [beacon(), other, beacon()], []],
    ['is one that comes again behind a probe response', [other, probed, other], ['warning 8']],
  ])('%s', (_, before, expected) => {
    expect(found([...before, ...rest])).toEqual(expected);
  });

  it('is none from behind the request, where there was one before', () => {
    expect(found([beacon(), ...associated, other, first.m1, first.m2, m3(4), first.m4])).toEqual([]);
    expect(found([other, ...associated, beacon(), first.m1, first.m2, m3(4), first.m4])).toEqual([
      'warning 7',
    ]);
  });

  it('is what there is, in a capture that begins behind the request', () => {
    expect(found([associated[1]!, other, first.m1, first.m2, m3(4), first.m4])).toEqual(['warning 5']);
  });
});

describe('rsne-mismatch', () => {
  const altered = RSNE.slice();
  altered[13] = 2;
  const m2 = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData: altered, kck: first.ptk.kck });

  it.each([
    [15, 'warning'],
    [17, 'error'],
  ])('of M2, where the AP ends the association with reason %i: %s', (reason, severity) => {
    const capture = captureOf(numbered([...start, first.m1, m2, deauthentication('ap', reason)]));
    const found = findingsOf(capture, pmks({ A })).filter(({ rule }) => rule === 'rsne-mismatch');
    expect(found.map(finding => finding.severity)).toEqual([severity]);
  });
});
