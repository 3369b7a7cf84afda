import { describe, expect, it } from 'vitest';
import type { Ptk } from '../../../src/crypto/index.js';
import { mixedFragments } from '../../../src/validate/rules/mixed-fragments.js';
import {
  allOf,
  associated,
  beacon,
  dataFromAp,
  dataToAp,
  handshake,
  IP_BODY,
  key32,
  numbered,
  pmks,
  under,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const second = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const start = numbered([beacon(), ...associated, ...allOf(first)]);
const rekey = numbered(protectedHandshake(first.ptk, second));

/** A fragment of the MSDU with a sequence number, under a PTK with a packet number. */
const fragment = (
  { tk }: Ptk,
  pn: number,
  [sequence, number, more]: readonly [number, number, boolean],
  mpdu = dataToAp(IP_BODY),
): Uint8Array => {
  const part = mpdu.slice();
  part[1]! |= more ? 4 : 0;
  part[22] = ((sequence << 4) | number) & 0xff;
  part[23] = sequence >> 4;
  return under(tk, part, 0, BigInt(pn));
};
const head = [100, 0, true] as const;
const middle = [100, 1, true] as const;
const tail = [100, 2, false] as const;

testRule(mixedFragments, {
  keys: pmks({ A }),
  broken: [...start, fragment(first.ptk, 20, head), fragment(first.ptk, 22, middle)],
  sound: [
    ...start,
    fragment(first.ptk, 20, head),
    fragment(first.ptk, 21, middle),
    fragment(first.ptk, 22, tail),
  ],
});

describe('mixed-fragments', () => {
  const found = (...mpdus: readonly Sample[]): readonly string[] =>
    findingsOf(captureOf([...start, ...mpdus]), pmks({ A })).flatMap(({ rule, message }) =>
      rule === 'mixed-fragments' ? [message] : [],
    );

  it('tells two keys from packet numbers, and the sides apart', () => {
    const down = dataFromAp(IP_BODY);
    expect(found(fragment(first.ptk, 20, head), ...rekey, fragment(second.ptk, 1, middle))).toEqual([
      'Fragments of the station with the sequence number of one MSDU are under two keys: frames 8 and 13.',
    ]);
    expect(found(fragment(first.ptk, 20, head, down), fragment(first.ptk, 21, middle))).toEqual([]);
    expect(
      found(
        fragment(first.ptk, 20, head, down),
        fragment(first.ptk, 22, middle, down),
        fragment(first.ptk, 24, tail, down),
      ),
    ).toEqual([
      'Fragments of the AP with the sequence number of one MSDU do not follow each other by their packet numbers: frames 8, 9 and 10.',
    ]);
  });

  it('knows what is repeated, lost, or of another MSDU', () => {
    const [one, two, three] = [
      fragment(first.ptk, 20, head),
      fragment(first.ptk, 21, middle),
      fragment(first.ptk, 22, tail),
    ];
    expect(found(one, one, two, two, three)).toEqual([]);
    expect(found(one, three)).toEqual([]);
    expect(found(one, fragment(first.ptk, 30, [101, 1, false]))).toEqual([]);
    expect(found(one, { linkType: 105, bytes: fragment(first.ptk, 5000, middle), ms: 5000 })).toEqual([]);
  });

  it('does not mix up traffic classes', () => {
    const ofTid = (tid: number): Uint8Array => {
      const mpdu = dataToAp([tid, 0, ...IP_BODY]);
      mpdu[0] = 0x88;
      return mpdu;
    };
    expect(
      found(
        fragment(first.ptk, 20, head, ofTid(0)),
        fragment(first.ptk, 22, head, ofTid(5)),
        fragment(first.ptk, 21, middle, ofTid(0)),
        fragment(first.ptk, 23, middle, ofTid(5)),
      ),
    ).toEqual([]);
  });
});
