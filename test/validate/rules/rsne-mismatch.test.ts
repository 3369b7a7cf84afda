import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_TYPE } from '../../../src/codecs/dot11/index.js';
import { derivePtk } from '../../../src/crypto/index.js';
import { rsneMismatch } from '../../../src/validate/rules/rsne-mismatch.js';
import { manifestOf, packetsOf, reportOn } from '../../manifest.js';
import { gtkOf, mldHandshake, start as startOfMlds } from '../mld-peer.js';
import {
  AP,
  allOf,
  associated,
  associationResponse,
  beacon,
  CIPHER,
  damaged,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  STATION,
  userDataDown,
} from '../peer.js';
import { testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';
import {
  A,
  asks,
  asksAgain,
  cipherOf,
  first,
  found,
  MDE,
  m2,
  m3,
  RSNXE,
  rsneWithPmkid,
  second,
  start,
  told,
  toldLate,
  withElements,
} from './rsne.js';

/** Octets of the element that a beacon of the AP MLD ends with. */
const MULTI_LINK_OCTETS = 13;

testRule(rsneMismatch, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, first.m2, m3(cipherOf(2)), deauthentication('station', 17)]),
  sound: numbered([...start, first.m1, first.m2, m3(cipherOf(4)), first.m4]),
});

const went = ' The handshake went on all the same, so that the copy in the capture may be damaged.';

describe('rsne-mismatch of M3', () => {
  const begin = [...start, first.m1, first.m2];
  const bad = m3(cipherOf(2));
  const is = 'The RSNE of M3 in frame 6 is not that of the beacon';

  it('is an error where the association ends on account of it', () => {
    expect(told(...begin, bad, deauthentication('station', 17))).toEqual([
      `error 6,7: ${is}; the station ends the association in frame 7, reason 17.`,
    ]);
    expect(told(...begin, bad, deauthentication('ap', 15))).toEqual([
      `error 6,7: ${is}; the AP ends the association in frame 7, reason 15.`,
    ]);
    expect(toldLate(5000, ...begin, bad, deauthentication('station', 3))).toEqual([
      `error 6,7: ${is}; the station ends the association in frame 7, reason 3.`,
    ]);
  });

  it('is a warning where the handshake goes on, or the capture does not show what becomes of it', () => {
    expect(told(...begin, bad, first.m4)).toEqual([`warning 6: ${is}.${went}`]);
    expect(told(...begin, bad, first.m4, deauthentication('station', 3))).toEqual([
      `warning 6: ${is}.${went}`,
    ]);
    expect(told(...begin, bad)).toEqual([`warning 6: ${is}.`]);
    expect(toldLate(5001, ...begin, bad, deauthentication('station', 3))).toEqual([`warning 6: ${is}.`]);
  });

  it('is not judged by a copy with a wrong MIC, nor one that no key opens', () => {
    expect(told(...begin, damaged(bad, 40), deauthentication('station', 17))).toEqual([]);
    const other = handshake({ pmk: key32(0xb2), aNonce: 1, sNonce: 2 });
    expect(told(...start, other.m1, other.m2, other.m3)).toEqual([]);
    const { kck } = first.ptk;
    const closed = { info: 0x13ca, counter: 2, nonce: key32(1), keyData: new Uint8Array(40).fill(7), kck };
    expect(told(...begin, keyFrame(closed), first.m4)).toEqual([]);
  });

  it('names each element that differs, of those that both have', () => {
    const announced = withElements(beacon(), RSNE, RSNXE, MDE);
    const of = (...elements: readonly Uint8Array[]) =>
      told(announced, ...associated, first.m1, first.m2, m3(...elements));
    expect(of(RSNE, RSNXE, MDE)).toEqual([]);
    expect(of(RSNE)).toEqual([]);
    expect(of(RSNE, RSNXE.with(2, 0), MDE.with(2, 9))).toEqual([
      'warning 6: The RSNXE and MDE of M3 in frame 6 are not that of the beacon.',
    ]);
    expect(told(...begin, m3(RSNE, RSNXE, MDE))).toEqual([]);
  });

  it('compares what the station had before it, not what the AP announces since', () => {
    const changed = beacon().with(-1, 0x0c);
    const whole = [...start, first.m1, first.m2, m3(RSNE), first.m4];
    expect(told(...whole, changed, ...associated)).toEqual([]);
    expect(told(...[beacon(), ...allOf(first).slice(0, 2), m3(RSNE), first.m4, changed])).toEqual([]);
  });
});

describe('the announcement that M3 is compared with', () => {
  /** A beacon of the same length with another AKM. */
  const other = beacon();
  other[other.length - 3] = 6;
  /** With the RSNE of that, beacons of another network of the AP, and of one that hides its SSID. */
  const [ofOther, hidden] = ['xyz', ''].map(ssid =>
    withElements(beacon(new TextEncoder().encode(ssid)), other.subarray(-RSNE.length)),
  ) as [Uint8Array, Uint8Array];
  /** A probe response with all that the beacon has. */
  const probed = beacon();
  probed[0] = 0x50;
  const rest = [...associated, first.m1, first.m2, m3(RSNE), first.m4];
  const framesOf = (...mpdus: readonly Uint8Array[]) => told(...mpdus).map(text => text.split(':')[0]);

  it.each([
    ['is the last before the association, not the first', [other, beacon(), beacon()], []],
    ['is one of the same length as the one before', [beacon(), other], ['warning 7']],
    ['is one that came before, and comes again', [beacon(), other, beacon()], []],
    ['is that of the network, of two under one address', [beacon(), ofOther], []],
    ['is one without an SSID, as well', [beacon(), hidden], ['warning 7']],
    ['is one that comes again behind a probe response', [other, probed, other], ['warning 8']],
  ])('%s', (_, before, expected) => {
    expect(framesOf(...before, ...rest)).toEqual(expected);
  });

  it('is none from behind the request, where there was one before', () => {
    expect(framesOf(beacon(), ...associated, other, first.m1, first.m2, m3(RSNE), first.m4)).toEqual([]);
    expect(framesOf(other, ...associated, beacon(), first.m1, first.m2, m3(RSNE), first.m4)).toEqual([
      'warning 7',
    ]);
  });

  it('is none in a capture that has no beacon', () => {
    expect(framesOf(...associated, first.m1, first.m2, m3(cipherOf(2)), first.m4)).toEqual([]);
  });

  it('is what there is, in a capture that begins behind the request', () => {
    expect(framesOf(associated[1]!, other, first.m1, first.m2, m3(RSNE), first.m4)).toEqual(['warning 5']);
  });
});

describe('rsne-mismatch of M2', () => {
  const bad = m2(cipherOf(2));
  const is = 'The RSNE of M2 in frame 5 is not that of the association request in frame 2';
  const ends = (...rest: readonly Uint8Array[]) => told(...start, first.m1, bad, ...rest);

  it('is an error where the AP ends the association on account of it', () => {
    expect(ends(deauthentication('ap', 17))).toEqual([
      `error 2,5: ${is}; the AP ends the association in frame 6, reason 17.`,
    ]);
    expect(toldLate(5000, ...start, first.m1, bad, deauthentication('ap', 1))).toEqual([
      `error 2,5: ${is}; the AP ends the association in frame 6, reason 1.`,
    ]);
  });

  it('is a warning where the AP has not heard it, goes away, or ends much later, and where the station leaves', () => {
    for (const [by, reason] of [
      ['ap', 15],
      ['ap', 3],
      ['station', 17],
    ] as const)
      expect(ends(deauthentication(by, reason))).toEqual([`warning 2,5: ${is}.`]);
    expect(toldLate(5001, ...start, first.m1, bad, deauthentication('ap', 17))).toEqual([
      `warning 2,5: ${is}.`,
    ]);
    expect(ends()).toEqual([`warning 2,5: ${is}.`]);
  });

  it('is a warning where the AP takes it', () => {
    expect(ends(first.m3, first.m4)).toEqual([`warning 2,5: ${is}.${went}`]);
    expect(ends(first.m3, deauthentication('ap', 2))).toEqual([`warning 2,5: ${is}.${went}`]);
  });

  it('is not judged by a copy with a wrong MIC', () => {
    expect(told(...start, first.m1, damaged(bad, 10), deauthentication('ap', 17))).toEqual([]);
  });

  it('names each element that differs', () => {
    const asked = [beacon(), asks(RSNE, RSNXE), associationResponse(), first.m1];
    expect(told(...asked, m2(Uint8Array.of(...cipherOf(2), 244, 1, 0)))).toEqual([
      'warning 2,5: The RSNE and RSNXE of M2 in frame 5 are not that of the association request in frame 2.',
    ]);
  });

  it('compares what names PMKs, but in FT, where M1 and M3 bring their names (13.4.2)', () => {
    const named = [beacon(), asks(rsneWithPmkid), associationResponse(), first.m1];
    expect(told(...named, m2(RSNE))).toHaveLength(1);
    expect(told(...named, m2(rsneWithPmkid))).toEqual([]);
    for (const file of ['ft-psk-roam.pcap', 'ft-sae-roam.pcap']) {
      const capture = manifestOf('captures/lab').find(one => one.file === file)!;
      const { findings } = reportOn(packetsOf(`captures/lab/${file}`), capture);
      expect(findings.filter(({ rule }) => rule === rsneMismatch.id)).toEqual([]);
    }
  });

  it('compares the element of WPA in a handshake of WPA', () => {
    const wpa = (pairwise: number): Uint8Array => {
      const suites = [1, 0, 0, 0x50, 0xf2, 2, 1, 0, 0, 0x50, 0xf2, pairwise, 1, 0, 0, 0x50, 0xf2, 2];
      return Uint8Array.of(0xdd, 4 + suites.length, 0, 0x50, 0xf2, 1, ...suites);
    };
    const akm = '00-50-F2:2';
    const [aNonce, sNonce] = [key32(1), key32(2)];
    const { kck } = derivePtk({ akm, cipher: CIPHER, pmk: A, aa: AP, spa: STATION, aNonce, sNonce });
    const descriptorType = DESCRIPTOR_TYPE.wpa;
    const exchange = (ofM2: Uint8Array, ofM3: Uint8Array) =>
      told(
        withElements(beacon(), RSNE, wpa(4)),
        asks(wpa(4)),
        associationResponse(),
        keyFrame({ info: 0x008a, counter: 1, nonce: aNonce, descriptorType }),
        keyFrame({ info: 0x010a, counter: 1, nonce: sNonce, keyData: ofM2, kck, akm, descriptorType }),
        keyFrame({ info: 0x01ca, counter: 2, nonce: aNonce, keyData: ofM3, kck, akm, descriptorType }),
      );
    expect(exchange(wpa(4), wpa(4))).toEqual([]);
    expect(exchange(wpa(4), wpa(2))).toEqual([
      'warning 6: The WPA element of M3 in frame 6 is not that of the beacon.',
    ]);
  });
});

describe('the request that M2 is compared with', () => {
  const whole = [...start, ...allOf(first)];
  const anew = [second.m1, m2(rsneWithPmkid, second, 4), second.m3, second.m4];
  const rekey = handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 3 });

  it('is that before it, also where the station comes back with another before the handshake is over', () => {
    for (const again of [asks, asksAgain])
      expect(told(...whole, again(rsneWithPmkid), associationResponse(), ...anew)).toEqual([]);
    expect(told(...whole, asksAgain(RSNE), associationResponse(), ...anew)).toEqual([
      `warning 8,11: The RSNE of M2 in frame 11 is not that of the association request in frame 8.${went}`,
    ]);
  });

  it('is none that the AP refuses, as it does until an SA Query is over (11.3.5.4)', () => {
    const refused = [userDataDown(first.ptk), asksAgain(rsneWithPmkid), associationResponse(30)];
    expect(told(...whole, ...refused, ...protectedHandshake(first.ptk, rekey))).toEqual([]);
    const other = protectedHandshake(first.ptk, {
      ...rekey,
      m2: keyFrame({
        info: 0x010a,
        counter: 3,
        nonce: key32(6),
        keyData: rsneWithPmkid,
        kck: rekey.ptk.kck,
      }),
    });
    expect(told(...whole, ...refused, ...other)).toEqual([
      `warning 2,12: The RSNE of M2 in frame 12 is not that of the association request in frame 2.${went}`,
    ]);
    // Without its PMKID, the station is let in.
    const joined = [beacon(), asks(rsneWithPmkid), associationResponse(53), ...associated];
    expect(told(...joined, ...allOf(first))).toEqual([]);
  });

  it('is none where the capture lacks that of the association', () => {
    const left = deauthentication('station', 3);
    expect(told(...whole, left, associationResponse(), ...anew)).toEqual([]);
    expect(told(...whole, left, ...anew)).toEqual([]);
    expect(told(beacon(), ...allOf(first), left)).toEqual([]);
    const later = (by: number) =>
      // Under another sequence number.
      [...whole, associationResponse().with(22, 0x70), ...anew].map((bytes, i) => ({
        linkType: 105,
        bytes,
        ms: i < whole.length ? i : by + i,
      }));
    expect(found(later(1000))).toEqual([]);
    expect(found(later(900))).toHaveLength(1);
  });

  it('is that of an association which an end in clear made way for, though both protect management frames', () => {
    const capable = (mpdu: Uint8Array) => mpdu.with(-2, 0x80);
    const [asked, answer] = [capable(asks(RSNE)), associationResponse()];
    const kck = first.ptk.kck;
    const own = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData: capable(RSNE), kck });
    const begins = [capable(beacon()), asked, answer, first.m1, own, first.m3, first.m4];
    const lost = [userDataDown(first.ptk), deauthentication('ap', 7)];
    expect(told(...begins, ...lost, asked, answer, ...anew)).toEqual([
      `warning 10,13: The RSNE of M2 in frame 13 is not that of the association request in frame 10.${went}`,
    ]);
  });
});

describe('reason 17 of a difference that the capture does not show', () => {
  const begin = [...start, first.m1, first.m2];
  const leaves = deauthentication('station', 17);

  it('is told where the elements are those of before', () => {
    expect(told(...begin, m3(RSNE), leaves)).toEqual([
      'warning 7: The station ends the association in frame 7, reason 17, after M3 in frame 6, though its elements are those of the beacon: it may hold one of before, which the capture lacks.',
    ]);
    expect(told(...begin, deauthentication('ap', 17))).toEqual([
      'warning 6: The AP ends the association in frame 6, reason 17, after M2 in frame 5, though its elements are those of the association request: it may hold one of before, which the capture lacks.',
    ]);
  });

  it('is told where there is nothing to compare with', () => {
    expect(told(...associated, first.m1, first.m2, m3(RSNE), leaves)).toEqual([
      'warning 6: The station ends the association in frame 6, reason 17, after M3 in frame 5, and the capture has no beacon to compare that with.',
    ]);
    expect(told(beacon(), associationResponse(), first.m1, first.m2, deauthentication('ap', 17))).toEqual([
      'warning 5: The AP ends the association in frame 5, reason 17, after M2 in frame 4, and the capture has no association request to compare that with.',
    ]);
  });

  it('is left to the reason itself without a message to compare, or behind M4', () => {
    expect(told(...begin, leaves)).toEqual([]);
    expect(told(...begin, m3(RSNE), deauthentication('ap', 17))).toEqual([]);
    expect(told(...begin, m3(RSNE), first.m4, leaves)).toEqual([]);
  });
});

describe('the RSNE of a link of an AP MLD', () => {
  const toldOf = (before: readonly Uint8Array[], rsne: Uint8Array, end: Uint8Array) => {
    const { m1, m2, m3 } = mldHandshake([gtkOf(0, 1), gtkOf(1, 2)], rsne);
    return told(...before, m1, m2, m3, end);
  };
  const leaves = deauthentication('station', 17);

  it('is compared with the beacon of that link', () => {
    expect(toldOf(startOfMlds, cipherOf(2), leaves)).toEqual([
      'error 7,8: The RSNE of link 1 of M3 in frame 7 is not that of the beacon; the station ends the association in frame 8, reason 17.',
    ]);
    const other = withElements(startOfMlds[1]!.subarray(0, -MULTI_LINK_OCTETS), cipherOf(2));
    const beaconOf1 = Uint8Array.of(...other, ...startOfMlds[1]!.subarray(-MULTI_LINK_OCTETS));
    const before = startOfMlds.with(1, beaconOf1);
    expect(toldOf(before, cipherOf(2), deauthentication('ap', 3))).toEqual([]);
    expect(toldOf(before, RSNE, leaves)).toHaveLength(1);
  });

  it('is not compared where the capture has no beacon of that link', () => {
    expect(toldOf(startOfMlds.toSpliced(1, 1), cipherOf(2), deauthentication('ap', 3))).toEqual([]);
  });
});
