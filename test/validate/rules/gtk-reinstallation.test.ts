import { describe, expect, it } from 'vitest';
import { encodeKeyData, type KeyDataItem } from '../../../src/codecs/dot11/index.js';
import { wrapKeyData } from '../../../src/crypto/index.js';
import { gtkReinstallation } from '../../../src/validate/rules/gtk-reinstallation.js';
import { gtkOf, handshakeOfMlds, mldGroupHandshake, start as startOfMlds } from '../mld-peer.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  dataFromAp,
  deauthentication,
  groupHandshake,
  gtkKde,
  handshake,
  IP_BODY,
  key32,
  keyFrame,
  numbered,
  pmks,
  under,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const start = [beacon(), ...associated, ...allOf(first)];
const gtk = (counter: number) => groupHandshake(first.ptk, counter, new Uint8Array(16).fill(9));
const { g1, g2 } = gtk(3);
/** Each frame has a sequence number of its own. */
const at = (ms: number, mpdu: Uint8Array): Sample => {
  const own = mpdu.slice();
  own.set([(ms << 4) & 0xff, (ms >> 4) & 0xff], 22);
  return { linkType: 105, bytes: under(first.ptk.tk, own), ms };
};

testRule(gtkReinstallation, {
  keys: pmks({ A }),
  broken: [...start, at(10, g1), at(11, g2), at(2000, g1), at(2001, g2)],
  // The AP did not get G2, and asks again with the next counter.
  sound: [...start, at(10, g1), at(11, g2), at(1010, gtk(4).g1), at(1011, gtk(4).g2)],
  others: ['replay-counter'],
});

const told = (samples: readonly Sample[]) =>
  findingsOf(captureOf([...start, ...samples]), pmks({ A }))
    .filter(({ rule }) => rule === gtkReinstallation.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
const again = (what: string, of: number, answer: number, replay: number, end: number) =>
  `error ${[of, answer, replay, end]}: ${what} of frame ${of}, answered in frame ${answer}, is replayed in frame ${replay}, and the station answers in frame ${end}: it takes the same GTK once more.`;
const unanswered = (what: string, of: number, replay: number) =>
  `warning ${[of, replay]}: ${what} of frame ${of} is replayed in frame ${replay}, with the same GTK; the capture shows no answer to it.`;
/** In clear, as M3 of a first handshake. */
const clearAt = (ms: number, mpdu: Uint8Array): Sample => {
  const own = mpdu.slice();
  own.set([(ms << 4) & 0xff, (ms >> 4) & 0xff], 22);
  return { linkType: 105, bytes: own, ms };
};
const once = [at(10, g1), at(11, g2)];

describe('gtk-reinstallation: a replay', () => {
  it('that the station answers is told by both answers, each time', () => {
    const replayed = [...once, at(2000, g1), at(2001, g2)];
    expect(told(replayed)).toEqual([again('G1', 8, 9, 10, 11)]);
    expect(told([...replayed, at(3000, g1), at(3001, g2)])).toEqual([
      again('G1', 8, 9, 10, 11),
      again('G1', 8, 9, 12, 13),
    ]);
    expect(told([clearAt(2000, first.m3), clearAt(2001, first.m4)])).toEqual([again('M3', 6, 7, 8, 9)]);
  });

  it('is a warning where the capture shows no answer to it, at the end of each association', () => {
    const silent = [...once, at(2000, g1)];
    expect(told(silent)).toEqual([unanswered('G1', 8, 10)]);
    const next = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const anew = numbered([...associated, ...allOf(next)]).map((bytes, i) => clearAt(2100 + i, bytes));
    expect(told([...silent, ...anew])).toEqual([unanswered('G1', 8, 10)]);
    const left = clearAt(2100, deauthentication('station', 3));
    expect(told([...silent, left, at(2200, g2)])).toEqual([unanswered('G1', 8, 10)]);
    // The answer to another one.
    const tries = [...once, at(20, gtk(4).g1), at(21, gtk(4).g2)];
    expect(told([...tries, at(2000, g1), at(2001, gtk(4).g2)])).toEqual([unanswered('G1', 8, 12)]);
    // M4 and G2 are different answers.
    const other = groupHandshake(first.ptk, 2, new Uint8Array(16).fill(9));
    expect(told([clearAt(2000, first.m3), at(2001, other.g2)])).toEqual([unanswered('M3', 6, 8)]);
  });

  it('is not what its receiver had dropped: sent again by the link, or held twice by the capture', () => {
    const bytes = (one: Sample): Uint8Array => (one instanceof Uint8Array ? one : one.bytes);
    const [asked, answer] = once.map(bytes);
    const copies = [asked!, answer!].map((copy, i) => ({ linkType: 105, bytes: copy, ms: 900 + i }));
    expect(told([...once, ...copies])).toEqual([]);
    expect(told([...once, at(210, g1), at(211, g2)])).toEqual([]);
    expect(told([...once, at(211, g1), at(212, g2)])).toEqual([again('G1', 8, 9, 10, 11)]);
  });

  it('is not what was not answered before, nor what has a wrong MIC', () => {
    expect(told([at(10, g1), at(2000, g1), at(2001, g2)])).toEqual([]);
    expect(told([...once, at(2000, damaged(g1)), at(2001, g2)])).toEqual([]);
    expect(told([...once, at(2000, g1), at(2001, damaged(g2, 4))])).toEqual([unanswered('G1', 8, 10)]);
  });

  it('is not the GTK that a new association brings with the same counter, of which the capture lacks the beginning', () => {
    const { m2, m3, m4 } = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    expect(told([m2, m3, m4].map((mpdu, i) => clearAt(1000 + i, mpdu)))).toEqual([]);
  });
});

describe('gtk-reinstallation: the same GTK under a new counter', () => {
  const brings = (frame: number, since: number) =>
    `warning ${since},${frame}: G1 in frame ${frame} brings the GTK that the station has since frame ${since} once more.`;
  const later = (ms: number) => [at(ms, gtk(4).g1), at(ms + 1, gtk(4).g2)];

  it('is a warning long after the station answered: no try of an AP that missed the answer', () => {
    expect(told([...once, ...later(5011)])).toEqual([]);
    expect(told([...once, ...later(5012)])).toEqual([brings(10, 8)]);
    expect(told([at(10, g1), ...later(20_000)])).toEqual([]);
    const tries = [3, 4, 5, 6].flatMap((counter, i) => {
      const of = gtk(counter);
      return [at(10 + i * 4000, of.g1), at(11 + i * 4000, of.g2)];
    });
    expect(told(tries)).toEqual([]);
  });

  it('is not another GTK, nor that which M3 of a re-key brings', () => {
    const other = groupHandshake(first.ptk, 4, new Uint8Array(16).fill(8), 1);
    expect(told([...once, at(20_000, other.g1), at(20_001, other.g2)])).toEqual([]);
    const ofM3 = groupHandshake(first.ptk, 3, new Uint8Array(16).fill(0x77), 1);
    expect(told([at(20_000, ofM3.g1), at(20_001, ofM3.g2)])).toEqual([]);
    const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(told(allOf(rekey).map((mpdu, i) => at(30_000 + i, mpdu)))).toEqual([]);
    const under9 = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 4, gtk: new Uint8Array(16).fill(9) });
    expect(told([...once, ...allOf(under9).map((mpdu, i) => at(30_000 + i, mpdu))])).toEqual([]);
  });

  it('is one where all that it brings is known, with an AP MLD', () => {
    const told = (first: readonly KeyDataItem[], next: readonly KeyDataItem[]) => {
      const of = (ms: number, mpdus: readonly Uint8Array[]) => mpdus.map((mpdu, i) => clearAt(ms + i, mpdu));
      return findingsOf(
        captureOf([
          ...startOfMlds,
          ...handshakeOfMlds,
          ...of(10, mldGroupHandshake(3, first, 1)),
          ...of(20_000, mldGroupHandshake(4, next, 2)),
        ]),
        pmks({ A }),
      ).map(({ rule, severity, frames }) => `${severity} ${rule} ${frames}`);
    };
    const both = [gtkOf(0, 9, 2), gtkOf(1, 10, 2)];
    expect(told(both, both)).toEqual(['warning gtk-reinstallation 9,11']);
    expect(told(both, [both[1]!])).toEqual(['warning gtk-reinstallation 9,11']);
    // A new one for link 0 comes with the one that link 1 has.
    expect(told(both, [gtkOf(0, 11, 1), both[1]!])).toEqual([]);
    expect(told([both[0]!], [gtkOf(1, 9, 2)])).toEqual([]);
  });

  it('was withheld, or the AP does not tell its counter, where the AP is beyond that', () => {
    const octets = new Uint8Array(16).fill(9);
    const group = (pn: number): Sample => {
      const plain = dataFromAp([...IP_BODY, pn]);
      plain.fill(0xff, 4, 10);
      return { linkType: 105, bytes: under(octets, plain, 2, BigInt(pn)), ms: 6000 + pn };
    };
    const used = [...once, group(1), group(300)];
    expect(told([...used, ...later(20_000)])).toEqual([
      `${brings(12, 8)} Its receive sequence counter is 0, though the AP was at packet number 300: G1 was withheld, or the AP does not tell its counter, and a station that installs the key again takes old group frames for new ones.`,
    ]);
    const counting = (counter: number) =>
      keyFrame({
        info: 0x1382,
        counter: 4,
        keyLength: 0,
        keyData: wrapKeyData(
          { algorithm: 'aes-key-wrap', kek: first.ptk.kek },
          encodeKeyData([gtkKde(octets, 2)]),
        ),
        kck: first.ptk.kck,
        keyRsc: Uint8Array.of(counter & 0xff, counter >> 8, 0, 0, 0, 0, 0, 0),
      });
    expect(told([...used, at(20_000, counting(300))])).toEqual([brings(12, 8)]);
    expect(told([...used, at(20_000, counting(299))])).toEqual([
      expect.stringContaining('Its receive sequence counter is 299, though the AP was at packet number 300:'),
    ]);
  });
});
