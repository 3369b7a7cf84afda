import { describe, expect, it } from 'vitest';
import type { KeyDataItem } from '../../../src/codecs/dot11/index.js';
import { gtkKeyId } from '../../../src/validate/rules/gtk-key-id.js';
import { gtkOf, handshakeOfMlds, mldGroupHandshake, start as startOfMlds } from '../mld-peer.js';
import {
  allOf,
  associated,
  associationResponse,
  beacon,
  damaged,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  under,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedGroupHandshake, protectedHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const start = [beacon(), ...associated, ...allOf(first)];
const gtk = (octet: number) => new Uint8Array(16).fill(octet);
/** A group key handshake under the first PTK; that of M3 has key ID 1 and the octets 0x77. */
const next = (counter: number, keyId: number, octet = counter) =>
  protectedGroupHandshake(first.ptk, groupHandshake(first.ptk, counter, gtk(octet), keyId));
const rekeyed = (counter: number, octet: number) =>
  handshake({ pmk: A, aNonce: 3, sNonce: 4, counter, gtk: gtk(octet) });

testRule(gtkKeyId, {
  keys: pmks({ A }),
  broken: [...start, ...next(3, 1)],
  sound: [...start, ...next(3, 2), ...next(4, 1)],
});

const found = (samples: readonly Sample[]): readonly string[] =>
  findingsOf(captureOf(samples), pmks({ A })).flatMap(({ rule, severity, frames, message }) =>
    rule === gtkKeyId.id ? [`${severity} ${frames}: ${message}`] : [],
  );
const told = (...mpdus: readonly Uint8Array[]) => found(numbered(mpdus));

describe('gtk-key-id', () => {
  it('is an error of each message that brings another GTK under the key ID of the one before', () => {
    expect(told(...start, ...next(3, 1), ...next(4, 1))).toEqual([
      'error 6,8: G1 in frame 8 brings another GTK under key ID 1, which is that of the GTK in use, of frame 6.',
      'error 8,10: G1 in frame 10 brings another GTK under key ID 1, which is that of the GTK in use, of frame 8.',
    ]);
    expect(told(...start, ...next(3, 2), ...protectedHandshake(first.ptk, rekeyed(4, 9)))).toEqual([]);
    expect(told(...start, ...protectedHandshake(first.ptk, rekeyed(3, 9)))).toEqual([
      'error 6,10: M3 in frame 10 brings another GTK under key ID 1, which is that of the GTK in use, of frame 6.',
    ]);
  });

  it('is judged for each link of an AP MLD', () => {
    const told = (...groups: readonly (readonly KeyDataItem[])[]) =>
      found(
        numbered([
          ...startOfMlds,
          ...handshakeOfMlds,
          ...groups.flatMap((gtks, i) => mldGroupHandshake(3 + i, gtks, 1 + i)),
        ]),
      );
    expect(told([gtkOf(0, 9, 2), gtkOf(1, 10, 2)], [gtkOf(0, 11, 1), gtkOf(1, 12, 1)])).toEqual([]);
    // The one for link 0 stays in use.
    expect(told([gtkOf(1, 10, 2)], [gtkOf(0, 11, 2)])).toEqual([]);
    expect(told([gtkOf(1, 10, 2)], [gtkOf(0, 11, 1), gtkOf(1, 12, 1)])).toEqual([
      'error 7,11: G1 in frame 11 brings another GTK for link 0 under key ID 1, which is that of the GTK in use, of frame 7.',
    ]);
  });

  it('is none of a GTK that comes again', () => {
    expect(told(...start, ...protectedHandshake(first.ptk, rekeyed(3, 0x77)))).toEqual([]);
    expect(told(...start, ...next(3, 2, 9), ...next(4, 2, 9))).toEqual([]);
  });

  it('says nothing where the capture may lack a GTK between the two', () => {
    expect(told(...start, ...next(4, 1))).toEqual([]);
    // G1 holds a GTK that no key opens, or that is damaged.
    const other = groupHandshake({ ...first.ptk, kek: gtk(1) }, 3, gtk(3), 2);
    expect(told(...start, ...protectedGroupHandshake(first.ptk, other), ...next(4, 1))).toEqual([]);
    const { g1 } = groupHandshake(first.ptk, 3, gtk(3), 2);
    expect(told(...start, under(first.ptk.tk, damaged(g1)), ...next(4, 1))).toEqual([]);
  });

  it('is not hidden by what anyone can send', () => {
    const kck = new Uint8Array(16);
    const m1 = keyFrame({ info: 0x008a, counter: 100, nonce: key32(9) });
    const m3 = keyFrame({ info: 0x13ca, counter: 100, nonce: key32(9), keyData: new Uint8Array(32), kck });
    const g1 = keyFrame({ info: 0x1382, counter: 100, keyData: new Uint8Array(32), kck });
    for (const forged of [m1, m3, g1]) expect(told(...start, forged, ...next(3, 1))).toHaveLength(1);
    // M1 of the AP does not bring a GTK.
    const unanswered = rekeyed(3, 9).m1;
    expect(told(...start, unanswered, ...next(4, 1))).toHaveLength(1);
    expect(told(...start, unanswered, m1, ...next(5, 1))).toEqual([]);
  });

  it('takes no copy for a message of its own', () => {
    const sent = numbered([...start, ...next(3, 1)]);
    expect(found([...sent.slice(0, 6), sent[5]!, ...sent.slice(6)])).toEqual([
      'error 6,9: G1 in frame 9 brings another GTK under key ID 1, which is that of the GTK in use, of frame 6.',
    ]);
  });
});

describe('gtk-key-id: the GTK of another association', () => {
  const anew = (counter = 1) => allOf(handshake({ pmk: A, aNonce: 3, sNonce: 4, counter, gtk: gtk(9) }));
  const reassociated = associationResponse().with(0, 0x30);

  it.each([
    ['that has ended', [...start, deauthentication('station', 3), ...anew(3)]],
    ['that another one took the place of', [...start, ...associated, ...anew(3)]],
    ['that another one took the place of, by FT', [...start, reassociated, ...next(3, 1)]],
    ['of which the next one shows nothing but its handshake', [...start, ...anew()]],
    ['of which the next one shows M3 and M4', [...start, ...anew().slice(2)]],
    ['before one with a first handshake that takes two M3', [...start, ...associated, ...anew(), ...anew(2)]],
  ])('is not in use: %s', (_, mpdus) => {
    expect(told(...mpdus)).toEqual([]);
  });

  it('is in use where another association is refused', () => {
    expect(told(...start, associated[0]!, associationResponse(30), ...next(3, 1))).toHaveLength(1);
  });
});

describe('gtk-key-id: an AP that sends nothing to groups', () => {
  /** Elements of vendors in front of the RSNE; the capability field of HS2.0 Indication is the last octet. */
  const announces = (...elements: readonly number[]) => {
    const plain = beacon();
    return Uint8Array.of(...plain.subarray(0, 36), ...elements, ...plain.subarray(36));
  };
  const hotspot = (configuration: number) => [0xdd, 5, 0x50, 0x6f, 0x9a, 0x10, configuration];
  const of = (announced: Uint8Array) => told(announced, ...start.slice(1), ...next(3, 1));

  it('gives each station one of its own, with each message (Hotspot 2.0, DGAF Disabled)', () => {
    expect(of(announces(...hotspot(0x21)))).toEqual([]);
    expect(of(announces(...hotspot(0x20)))).toHaveLength(1);
    // Another element of the same vendor, and one of another.
    expect(of(announces(0xdd, 5, 0x50, 0x6f, 0x9a, 0x12, 0x21))).toHaveLength(1);
    expect(of(announces(0xdd, 5, 0x50, 0x6f, 0x9b, 0x10, 0x21))).toHaveLength(1);
    expect(of(announces(0xdd, 4, 0x50, 0x6f, 0x9a, 0x10))).toHaveLength(1);
  });
});
