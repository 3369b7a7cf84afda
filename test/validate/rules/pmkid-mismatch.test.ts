import { describe, expect, it } from 'vitest';
import { derivePtk, pmkid } from '../../../src/crypto/index.js';
import { pmkidMismatch } from '../../../src/validate/rules/pmkid-mismatch.js';
import {
  AKM,
  AP,
  allOf,
  associated,
  beacon,
  CIPHER,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  STATION,
  userData,
  wrappedKeyData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const [A, B, C] = [key32(0xa1), key32(0xb2), key32(0xc3)];
const start = [beacon(), ...associated, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))];
const named = (pmk: Uint8Array) => pmkid({ akm: AKM, pmk, aa: AP, spa: STATION })!;

/** A re-key whose M1 names `pmk`. */
const rekey = (pmk: Uint8Array, counter = 3) =>
  handshake({ pmk: A, aNonce: 3, sNonce: 4, counter, pmkid: named(pmk) });

testRule(pmkidMismatch, {
  keys: pmks({ A, B }),
  broken: [...start, rekey(B).m1, rekey(B).m2],
  sound: [...start, ...allOf(rekey(A))],
});

const found = (samples: readonly Sample[], keys = pmks({ A, B })) =>
  findingsOf(captureOf(samples), keys)
    .filter(({ rule }) => rule === pmkidMismatch.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
const gaveUp = deauthentication('ap', 15);

describe('pmkid-mismatch: a station that answers', () => {
  const answered = (pmk: Uint8Array, keys = pmks({ A, B })) =>
    found(numbered([...start, rekey(pmk).m1, rekey(pmk).m2]), keys);

  it('under another PMK than M1 names', () => {
    expect(answered(B)).toEqual([
      'error 8,9: The PMKID in M1 is that of B, not of A, under which M2 answers (frames 8 and 9).',
    ]);
  });

  it('is a warning where no PMK given has that PMKID, which the capture may have damaged', () => {
    expect(answered(C)).toEqual([
      'warning 8,9: The PMKID in M1 is not that of A, under which M2 answers (frames 8 and 9).',
    ]);
  });

  it('is a warning where the AP refuses each M2, which is the error', () => {
    const tries = [3, 4, 5].flatMap(counter => [rekey(B, counter).m1, rekey(B, counter).m2]);
    expect(found(numbered([...start, ...tries, gaveUp]))).toEqual([
      'warning 8,9,10,11,12,13: The PMKID in M1 is that of B, not of A, under which M2 answers (frames 8, 9, 10, 11, 12 and 13).',
    ]);
  });

  it('is not judged where M1 names no PMK', () => {
    const { m1, m2 } = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(found(numbered([...start, m1, m2, gaveUp]))).toEqual([]);
    expect(found(numbered([...start, m1, gaveUp]))).toEqual([]);
  });

  it('is not judged where its PMK is not known', () => {
    expect(answered(B, pmks({ B }))).toEqual([]);
  });

  it('holds the same PMK as an AP that goes on, whatever M1 names in the capture', () => {
    const { m1, m2, m3, m4 } = rekey(B);
    expect(found(numbered([...start, m1, m2, m3, m4]))).toEqual([]);
    expect(found(numbered([...start, m1, m2, m4]))).toEqual([]);
    expect(found(numbered([...start, m1, m2, m3]))).toEqual([]);
  });
});

describe('pmkid-mismatch: a station that is silent', () => {
  const asked = [3, 4].map(counter => rekey(B, counter).m1);
  const silent =
    'error 8,9,10: The PMKID in M1 (frames 8 and 9) is that of B; the station last used A, and does not answer. The AP gives up in frame 10, reason 15.';

  it('up to the timeout of the AP, and not to another end', () => {
    expect(found(numbered([...start, ...asked, gaveUp]))).toEqual([silent]);
    for (const end of [[deauthentication('ap', 2)], [deauthentication('station', 15)], []])
      expect(found(numbered([...start, ...asked, ...end]))).toEqual([]);
  });

  it('is a warning where no PMK given has that PMKID, and one M1 alone names it: it may be damaged', () => {
    expect(found(numbered([...start, rekey(C).m1, gaveUp]))).toEqual([
      'warning 8,9: The PMKID in M1 (frame 8) is that of none of the keys given; the station last used A, and does not answer. The AP gives up in frame 9, reason 15.',
    ]);
    expect(found(numbered([...start, rekey(C).m1, rekey(C, 4).m1, gaveUp]))).toEqual([
      'error 8,9,10: The PMKID in M1 (frames 8 and 9) is that of none of the keys given; the station last used A, and does not answer. The AP gives up in frame 10, reason 15.',
    ]);
  });

  it('is shown to hold its PMK by what it sends under it as well, where the capture lacks M4', () => {
    const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
    const before = [...start.slice(0, 3), first.m1, first.m2, first.m3];
    expect(found(numbered([...before, userData(first.ptk), ...asked, gaveUp]))).toEqual([silent]);
    expect(found(numbered([...before, ...asked, gaveUp]))).toEqual([]);
  });

  it('is not what a timeout much later ends', () => {
    const later = (ms: number): Sample[] =>
      numbered([...start, ...asked, gaveUp]).map((bytes, i) => ({
        linkType: 105,
        bytes,
        ms: i < 9 ? i : 8 + ms,
      }));
    expect(found(later(5000))).toEqual([silent]);
    expect(found(later(5001))).toEqual([]);
  });

  it('is not said to hold another PMK before any handshake shows which one', () => {
    expect(found(numbered([beacon(), ...associated, ...asked, gaveUp]))).toEqual([]);
  });

  it('did answer where the AP sent M3: the capture lacks its M2', () => {
    expect(found(numbered([...start, rekey(B).m1, rekey(B).m3, gaveUp]))).toEqual([]);
  });

  it('is not one whose M2 is cut short', () => {
    const { m1, m2 } = rekey(B);
    const errors = (answer: readonly Uint8Array[]) =>
      findingsOf(
        captureOf(numbered([...start, m1, ...answer, m1, ...answer, gaveUp])),
        pmks({ A, B }),
      ).flatMap(({ rule, severity }) => (severity === 'error' ? rule : []));
    expect(errors([])).toEqual([pmkidMismatch.id]);
    expect(errors([m2.subarray(0, m2.length - 10)])).toEqual([]);
  });
});

it('pmkid-mismatch does not judge an M1 out of its turn, which is not the AP’s', () => {
  const { m1, m2 } = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
  const forged = handshake({ pmk: A, aNonce: 9, sNonce: 5, counter: 3, pmkid: named(B) });
  expect(found(numbered([...start, m1, m2, forged.m1, gaveUp]))).toEqual([]);
  expect(found(numbered([...start, m1, m2, forged.m1, forged.m2]))).toEqual([]);
});

it('pmkid-mismatch does not judge SAE, whose PMKID does not follow from the PMK', () => {
  const akm = '00-0F-AC:8';
  const messages = (nonce: number, counter: number) => {
    const [aNonce, sNonce] = [key32(nonce), key32(nonce + 1)];
    const ptk = derivePtk({ akm, cipher: CIPHER, pmk: A, aa: AP, spa: STATION, aNonce, sNonce });
    const signed = { akm, kck: ptk.kck };
    return [
      keyFrame({
        info: 0x88,
        counter,
        nonce: aNonce,
        keyData: Uint8Array.of(0xdd, 20, 0, 15, 172, 4, ...named(B)),
      }),
      keyFrame({ info: 0x108, counter, nonce: sNonce, keyData: RSNE.with(19, 8), ...signed }),
      keyFrame({
        info: 0x13c8,
        counter: counter + 1,
        nonce: aNonce,
        keyData: wrappedKeyData(ptk),
        ...signed,
      }),
      keyFrame({ info: 0x308, counter: counter + 1, ...signed }),
    ];
  };
  const [m1, m2] = messages(3, 3);
  expect(found(numbered([...messages(1, 1), m1!, m2!]))).toEqual([]);
  expect(found(numbered([...messages(1, 1), m1!, gaveUp]))).toEqual([]);
});
