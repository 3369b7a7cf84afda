import { describe, expect, it } from 'vitest';
import { derivePtk, encryptMpdu, type Ptk, prepareKey } from '../../../src/crypto/index.js';
import { mixedFragments } from '../../../src/validate/rules/mixed-fragments.js';
import {
  AKM,
  AP,
  allOf,
  associated,
  beacon,
  dataFromAp,
  dataToAp,
  handshake,
  IP_BODY,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  STATION,
  under,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const second = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const start = numbered([beacon(), ...associated, ...allOf(first)]);
const rekey = numbered(protectedHandshake(first.ptk, second));

type Place = readonly [sequence: number, number: number, more: boolean];
/** A fragment of the MSDU with a sequence number. */
const part = ([sequence, number, more]: Place, mpdu = dataToAp(IP_BODY)): Uint8Array => {
  const copy = mpdu.slice();
  copy[1]! |= more ? 4 : 0;
  copy[22] = ((sequence << 4) | number) & 0xff;
  copy[23] = sequence >> 4;
  return copy;
};
/** The same under a PTK with a packet number. */
const fragment = ({ tk }: Ptk, pn: number, place: Place, mpdu?: Uint8Array): Uint8Array =>
  under(tk, part(place, mpdu), 0, BigInt(pn));
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
  const told = (samples: readonly Sample[]) =>
    findingsOf(captureOf(samples), pmks({ A })).filter(({ rule }) => rule === mixedFragments.id);
  const found = (...mpdus: readonly Sample[]): readonly string[] =>
    told([...start, ...mpdus]).map(({ severity, message }) => `${severity}: ${message}`);

  it('tells two keys from packet numbers, and the sides apart', () => {
    const down = dataFromAp(IP_BODY);
    expect(found(fragment(first.ptk, 20, head), ...rekey, fragment(second.ptk, 1, middle))).toEqual([
      'error: Fragments of the station with the sequence number of one MSDU are under two keys: frames 8 and 13.',
    ]);
    expect(found(fragment(first.ptk, 20, head, down), fragment(first.ptk, 21, middle))).toEqual([]);
    expect(
      found(
        fragment(first.ptk, 20, head, down),
        fragment(first.ptk, 22, middle, down),
        fragment(first.ptk, 24, tail, down),
      ),
    ).toEqual([
      'error: Fragments of the AP with the sequence number of one MSDU do not follow each other by their packet numbers: frames 8, 9 and 10.',
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

  it('names some frames, and counts them all once', () => {
    const msdus = Array.from({ length: 20 }, (_, i) => [
      fragment(first.ptk, 10 * i + 1, [i, 0, true]),
      fragment(first.ptk, 10 * i + 3, [i, 1, true]),
      fragment(first.ptk, 10 * i + 5, [i, 2, false]),
    ]);
    const [flaw, ...others] = told([...start, ...msdus.flat()]);
    expect(others).toEqual([]);
    expect(flaw!.frames).toEqual(Array.from({ length: 32 }, (_, i) => 8 + i));
    expect(flaw!.message).toMatch(/: frames 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 and 50 more\.$/);
  });

  it('lets packet numbers rise as they do under TKIP (12.5.2.4.4)', () => {
    const found = (cipher: '00-0F-AC:2' | '00-0F-AC:4') => {
      const tkip = cipher === '00-0F-AC:2';
      const [aNonce, sNonce] = [key32(1), key32(2)];
      const { kck, tk } = derivePtk({ akm: AKM, cipher, pmk: A, aa: AP, spa: STATION, aNonce, sNonce });
      const info = (of: number): number => (tkip ? of - 1 : of);
      const rsne = RSNE.with(13, tkip ? 2 : 4);
      const [request, response] = associated as [Uint8Array, Uint8Array];
      const key = prepareKey(cipher, tk);
      return told([
        beacon(),
        Uint8Array.of(...request.subarray(0, -RSNE.length), ...rsne),
        response,
        keyFrame({ info: info(0x008a), counter: 1, nonce: aNonce }),
        keyFrame({ info: info(0x010a), counter: 1, nonce: sNonce, keyData: rsne, kck }),
        ...[head, middle, tail].map((place, i) => encryptMpdu(key, part(place), BigInt(20 + 2 * i))),
      ]);
    };
    expect(found('00-0F-AC:4')).toHaveLength(1);
    expect(found('00-0F-AC:2')).toEqual([]);
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
