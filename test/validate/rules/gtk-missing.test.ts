import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_TYPE, type KeyDataItem } from '../../../src/codecs/dot11/index.js';
import { derivePtk } from '../../../src/crypto/index.js';
import { gtkMissing } from '../../../src/validate/rules/gtk-missing.js';
import { gtkOf, mldHandshake, start as startOfMlds } from '../mld-peer.js';
import {
  AP,
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  CIPHER,
  deauthentication,
  groupHandshake,
  gtkKde,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  STATION,
  sentAgain,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedGroupHandshake, protectedHandshake } from './protected.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const bare = handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk: null });
const whole = handshake({ pmk: A, aNonce: 1, sNonce: 2 });

testRule(gtkMissing, {
  keys: pmks({ A }),
  broken: [...start, ...allOf(bare)],
  sound: [...start, ...allOf(whole)],
});

const found = (samples: readonly Sample[]): readonly string[] =>
  findingsOf(captureOf(samples), pmks({ A })).flatMap(({ rule, severity, frames, message }) =>
    rule === gtkMissing.id ? [`${severity} ${frames}: ${message}`] : [],
  );
const told = (...mpdus: readonly Uint8Array[]) => found(numbered(mpdus));
const unread = 'and the handshake goes on to its end: the station cannot read what the AP sends to groups';
const kept = 'and the handshake goes on to its end: the station keeps the one that it has';

describe('gtk-missing', () => {
  it('is an error in the first handshake, and a warning in a re-key', () => {
    expect(told(...start, ...allOf(bare))).toEqual([`error 6: M3 in frame 6 brings no GTK, ${unread}.`]);
    const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3, gtk: null });
    expect(told(...start, ...allOf(whole), ...protectedHandshake(whole.ptk, rekey))).toEqual([
      `warning 10: M3 in frame 10 brings no GTK, ${kept}.`,
    ]);
  });

  it('names each M3, but once what the MAC sublayer repeats', () => {
    const { m3 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2, gtk: null });
    const sent = numbered([...start, bare.m1, bare.m2, bare.m3, m3, bare.m4]);
    expect(found([...sent.slice(0, 7), sentAgain(sent[6]!), sent[7]!])).toEqual([
      `error 6,7: M3 in frames 6 and 7 brings no GTK, ${unread}.`,
    ]);
  });

  it('is a warning where G1 brings one soon', () => {
    const group = (counter: number, ptk = bare.ptk) =>
      protectedGroupHandshake(ptk, groupHandshake(ptk, counter, new Uint8Array(16).fill(9)));
    expect(told(...start, ...allOf(bare), ...group(3))).toEqual([
      `warning 6,8: M3 in frame 6 brings no GTK, ${unread}, until G1 in frame 8 brings one.`,
    ]);
    const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 4, gtk: null });
    const before = [...start, ...allOf(whole), ...group(3)];
    expect(told(...before, ...protectedHandshake(whole.ptk, rekey))).toEqual([
      `warning 12: M3 in frame 12 brings no GTK, ${kept}.`,
    ]);
    const later = [...start, ...allOf(bare), ...group(3)].map((bytes, i) => ({
      linkType: 105,
      bytes,
      ms: i < 7 ? i : 61_000 + i,
    }));
    expect(found(later)).toEqual([`error 6: M3 in frame 6 brings no GTK, ${unread}.`]);
  });

  it('is not judged in a handshake that does not come to its end', () => {
    expect(told(...start, bare.m1, bare.m2, bare.m3)).toEqual([]);
  });

  it('is not judged by a copy that is damaged, nor where the key data cannot be read', () => {
    // The bit Encrypted Key Data.
    const altered = whole.m3.with(37, whole.m3[37]! ^ 0x10);
    const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
    expect(told(...start, whole.m1, whole.m2, altered, again.m3, again.m4)).toEqual([]);
    const { kck } = whole.ptk;
    const closed = { info: 0x13ca, counter: 2, nonce: key32(1), keyData: new Uint8Array(40).fill(7), kck };
    expect(told(...start, whole.m1, whole.m2, keyFrame(closed), whole.m4)).toEqual([]);
    const ofOther = handshake({ pmk: key32(0xb2), aNonce: 1, sNonce: 2, gtk: null });
    expect(told(...start, ...allOf(ofOther))).toEqual([]);
  });

  it('is right in a network that allows no group addressed traffic', () => {
    const of = (suite: number) => {
      // The last octet of the group cipher suite, in the RSNE at the end.
      const ofGroup = (mpdu: Uint8Array): Uint8Array => mpdu.with(mpdu.length - RSNE.length + 7, suite);
      const joined = [ofGroup(beacon()), ofGroup(associationRequest()), associationResponse()];
      const { kck } = bare.ptk;
      const keyData = RSNE.with(7, suite);
      const m2 = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData, kck });
      return told(...joined, bare.m1, m2, bare.m3, bare.m4);
    };
    expect(of(4)).toHaveLength(1);
    expect(of(7)).toEqual([]);
  });

  describe('of an AP MLD', () => {
    const toldOf = (gtks: readonly KeyDataItem[], ...behind: readonly Uint8Array[]) => {
      const { m1, m2, m3, m4 } = mldHandshake(gtks);
      return told(...startOfMlds, m1, m2, m3, ...(behind.length === 0 ? [m4] : behind));
    };

    it('is told of the links for which there is none', () => {
      expect(toldOf([gtkOf(0, 1), gtkOf(1, 2)])).toEqual([]);
      expect(toldOf([gtkOf(0, 1)])).toEqual([
        `error 7: M3 in frame 7 brings no GTK for link 1, ${unread} there.`,
      ]);
      expect(toldOf([])).toHaveLength(1);
      // A KDE that is for no link.
      expect(toldOf([gtkKde(new Uint8Array(16).fill(9))])).toHaveLength(1);
    });

    it('is told where the station gives up behind it', () => {
      expect(toldOf([gtkOf(0, 1)], deauthentication('station', 1))).toEqual([
        'error 7,8: M3 in frame 7 brings no GTK for link 1, and the station ends the association in frame 8, reason 1.',
      ]);
      expect(toldOf([gtkOf(0, 1)], deauthentication('ap', 1))).toEqual([]);
    });

    it('is judged by what M3 has where nothing tells the links', () => {
      const { m1, m2, m3, m4 } = mldHandshake([gtkOf(0, 1), gtkOf(1, 2)]);
      expect(told(m1, m2, m3, m4)).toEqual([]);
    });
  });

  it('is right with WPA, where G1 brings it', () => {
    const suites = [1, 0, 0, 0x50, 0xf2, 4, 1, 0, 0, 0x50, 0xf2, 4, 1, 0, 0, 0x50, 0xf2, 2];
    const wpa = Uint8Array.of(0xdd, 4 + suites.length, 0, 0x50, 0xf2, 1, ...suites);
    const withWpa = (mpdu: Uint8Array) => Uint8Array.of(...mpdu.subarray(0, -RSNE.length), ...wpa);
    const akm = '00-50-F2:2';
    const [aNonce, sNonce] = [key32(1), key32(2)];
    const { kck } = derivePtk({ akm, cipher: CIPHER, pmk: A, aa: AP, spa: STATION, aNonce, sNonce });
    const of = (descriptorType: number) => {
      const signed = { kck, akm, descriptorType };
      return told(
        withWpa(beacon()),
        withWpa(associationRequest()),
        associationResponse(),
        keyFrame({ info: 0x008a, counter: 1, nonce: aNonce, descriptorType }),
        keyFrame({ info: 0x010a, counter: 1, nonce: sNonce, keyData: wpa, ...signed }),
        keyFrame({ info: 0x01ca, counter: 2, nonce: aNonce, keyData: wpa, ...signed }),
        keyFrame({ info: 0x010a, counter: 2, ...signed }),
      );
    };
    expect(of(DESCRIPTOR_TYPE.wpa)).toEqual([]);
    expect(of(DESCRIPTOR_TYPE.rsn)).toHaveLength(1);
  });
});
