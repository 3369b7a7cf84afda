import { describe, expect, it } from 'vitest';
import { pnReuse } from '../../../src/validate/rules/pn-reuse.js';
import {
  allOf,
  associated,
  beacon,
  dataFromAp,
  dataToAp,
  deauthentication,
  handshake,
  IP_BODY,
  key32,
  numbered,
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
  const told = (samples: readonly Sample[]) =>
    findingsOf(captureOf([...start, ...samples]), pmks({ A }))
      .filter(({ rule }) => rule === pnReuse.id)
      .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
  const reused = (sender: string, frame: number, key = 'the TK that frame 5 proves') =>
    `error ${frame}: The ${sender} uses packet numbers again or goes back in them, under ${key}: frame ${frame}.`;

  it('is found however far the numbers go back, of each direction', () => {
    const long = Array.from({ length: 300 }, (_, i) => userData(ptk, STATION, BigInt(i + 1)));
    expect(told([...long, data(1, 1)])).toEqual([reused('station', 308)]);
    expect(told(long)).toEqual([]);
    const down = (pn: number, octet: number) => under(ptk.tk, dataFromAp([...IP_BODY, octet]), 0, BigInt(pn));
    expect(told([data(1, 1), down(1, 1), down(2, 2), data(2, 2), down(1, 3)])).toEqual([reused('AP', 12)]);
  });

  it('is told of each association and each key', () => {
    const next = handshake({ pmk: A, aNonce: 3, sNonce: 4 });
    const ofNext = (pn: number, octet: number) =>
      under(next.ptk.tk, dataToAp([...IP_BODY, octet]), 0, BigInt(pn));
    const mpdus = numbered([...associated, ...allOf(next)]);
    expect(
      told([data(1, 1), data(1, 2), deauthentication('station', 3), ...mpdus, ofNext(1, 1), ofNext(1, 2)]),
    ).toEqual([reused('station', 9), reused('station', 18, 'the TK that frame 14 proves')]);
    // Behind the re-key a frame that waited comes under the TK of before.
    const rekey = numbered(allOf(handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 })));
    expect(told([data(1, 1), ...rekey, ofNext(1, 1), data(2, 2), ofNext(2, 2)])).toEqual([]);
  });

  it('names some frames, and counts them all', () => {
    const again = Array.from({ length: 40 }, (_, i) => data(1, 2 + i));
    const frames = Array.from({ length: 32 }, (_, i) => 9 + i);
    expect(told([data(1, 1), ...again])).toEqual([
      `error ${frames}: The station uses packet numbers again or goes back in them, under the TK that frame 5 proves: frames 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 and 30 more.`,
    ]);
  });

  it('is not a frame of a traffic class that waited behind another one', () => {
    const qos = (tid: number, pn: number): Uint8Array => {
      const plain = dataToAp([tid, 0, ...IP_BODY]);
      plain[0] = 0x88;
      return under(ptk.tk, plain, 0, BigInt(pn));
    };
    const voice = Array.from({ length: 100 }, (_, i) => qos(6, i + 3));
    expect(told([qos(1, 1), ...voice, qos(1, 2)])).toEqual([]);
    expect(told([qos(1, 1), ...voice, qos(6, 2)])).toEqual([reused('station', 109)]);
  });

  it('is found under a GTK, too, each of which begins anew', () => {
    const gtk = new Uint8Array(16).fill(0x77);
    const toAll = (pn: number, octet: number) => {
      const plain = dataFromAp([...IP_BODY, octet]);
      plain.fill(0xff, 4, 10);
      return under(gtk, plain, 1, BigInt(pn));
    };
    expect(told([toAll(1, 1), toAll(2, 2), toAll(2, 2), toAll(3, 3)])).toEqual([]);
    expect(told([toAll(1, 1), toAll(2, 2), toAll(1, 3)])).toEqual([
      reused('AP', 10, 'the GTK with key ID 1'),
    ]);
  });

  describe('of frames that come again far behind', () => {
    /** A frame under packet number `pn`, with a sequence number of its own. */
    const at = (pn: number, sequence: number, ms: number, octet = 1): Sample => {
      const mpdu = dataToAp([...IP_BODY, octet]);
      mpdu.set([(sequence << 4) & 0xff, (sequence >> 4) & 0xff], 22);
      return { linkType: 105, bytes: under(ptk.tk, mpdu, 0, BigInt(pn)), ms };
    };
    const severities = (samples: readonly Sample[]) =>
      findingsOf(captureOf([...start, ...samples]), pmks({ A }))
        .filter(({ rule }) => rule === 'pn-reuse')
        .map(({ severity, message }) => [severity, /(\d+) more\./.exec(message)?.[1] ?? '']);
    /** `count` frames, 10 ms apart, the sequence numbers of which are ahead of their packet numbers and begin again. */
    const sent = (count: number, ms = 100): Sample[] =>
      Array.from({ length: count }, (_, i) => at(i + 1, (4000 + 2 * i) & 0xfff, ms + i * 10));
    const long = sent(300);
    const later = (ms: number): number => 100 + 3000 + ms;

    it('warns of what a second sniffer may have taken, or who replays it', () => {
      const early = Array.from({ length: 100 }, (_, i) => at(i + 1, i + 1, 100 + i));
      expect(told([...early, at(7, 7, 300)])).toEqual([
        'warning 108: Frames of the station come again, or far behind their packet numbers, with sequence numbers that are as far behind, under the TK that frame 5 proves: frame 108. They were replayed, or a second sniffer took them whose clock is behind.',
      ]);
      expect(severities(long)).toEqual([]);
      expect(severities([...long, ...sent(200, later(0))])).toEqual([['warning', '190']]);
    });

    it('knows one that was not seen before by the sequence numbers around it', () => {
      const lossy = long.filter((_, i) => i % 3 !== 0 && i > 5);
      const rest = sent(230, later(0)).filter((_, i) => i % 3 === 0 || i <= 5);
      expect(severities([...lossy, ...rest])).toEqual([['warning', expect.any(String)]]);
    });

    it('takes a retry for one as long as its sender may still try, 512 ms', () => {
      const early = Array.from({ length: 100 }, (_, i) => at(i + 1, i + 1, 100 + i));
      const retry = (pn: number, ms: number): Sample => {
        const { linkType, bytes } = at(pn, pn, ms) as Exclude<Sample, Uint8Array>;
        const tried = bytes.slice();
        tried[1]! |= RETRY;
        return { linkType, bytes: tried, ms };
      };
      for (const sent of [early, early.toSpliced(6, 1)]) {
        expect(severities([...sent, retry(7, 106 + 512)])).toEqual([]);
        expect(severities([...sent, retry(7, 107 + 513)])).toEqual([['warning', '']]);
      }
      expect(severities([...early, retry(7, 106 + 5001)])).toEqual([['error', '']]);
      // None is so far behind.
      expect(severities([...early, retry(70, 5000)])).toEqual([]);
    });

    it('is an error where the sequence number went on', () => {
      const lossy = long.filter((_, i) => i % 3 !== 0);
      const again = [1, 4, 7].map((pn, i) => at(pn, (4000 + 2 * (300 + i)) & 0xfff, later(i), 2));
      expect(severities([...lossy, ...again])).toEqual([['error', '']]);
      expect(severities([...long, ...again])).toEqual([['error', '']]);
    });

    it('is an error where it has other octets, whatever its sequence number', () => {
      expect(severities([...long, at(7, 4012, later(0), 2)])).toEqual([['error', '']]);
    });

    it('is the error of who replays it where no clocks are that far apart', () => {
      const early = Array.from({ length: 100 }, (_, i) => at(i + 1, i + 1, 100 + i));
      expect(told([...early, at(7, 7, 6000), at(8, 8, 6001), at(9, 9, 6002, 2)])).toEqual([
        'error 108,109: Frames of the station come again, octet by octet, more than 5 s later, under the TK that frame 5 proves: frames 108 and 109. They were replayed, unless the clocks of two sniffers are that far apart.',
        reused('station', 110),
      ]);
    });

    it('is an error where no clocks are that far apart', () => {
      const late = (pn: number, ms: number) => at(pn, (4000 + 2 * (pn - 1)) & 0xfff, ms);
      expect(severities([...long, late(100, 100 + 990 + 4999)])).toEqual([['warning', '']]);
      expect(severities([...long, late(100, 100 + 990 + 5001)])).toEqual([['error', '']]);
      const without = long.toSpliced(99, 1);
      expect(severities([...without, late(100, 100 + 1000 + 4999)])).toEqual([['warning', '']]);
      expect(severities([...without, late(100, 100 + 1000 + 5001)])).toEqual([['error', '']]);
    });
  });

  describe('of frames that no known key opens', () => {
    /** A frame of a side, each with a sequence number of its own; of a TID where that is given. */
    const by = (make: typeof dataToAp, pn: number, sequence: number, ms: number, tid?: number): Sample => {
      const mpdu = make([...(tid === undefined ? [] : [tid, 0]), ...IP_BODY, sequence & 0xff]);
      if (tid !== undefined) mpdu[0] = 0x88;
      mpdu.set([(sequence << 4) & 0xff, (sequence >> 4) & 0xff], 22);
      return { linkType: 105, bytes: under(ptk.tk, mpdu, 0, BigInt(pn)), ms };
    };
    const apart = 20;
    /** Frames of both sides; those of the station begin anew in the middle, which is after 400 of each. */
    const both = (down: (i: number) => number | undefined = i => i + 1, tid?: number): Sample[] =>
      Array.from({ length: 800 }, (_, i) => {
        const pn = down(i);
        return [
          by(dataToAp, (i % 400) + 1, 1000 + i, 100 + i * apart, tid),
          ...(pn === undefined ? [] : [by(dataFromAp, pn, 3900 + i, 110 + i * apart, tid)]),
        ];
      }).flat();
    const toldWithout = (samples: readonly Sample[]) =>
      findingsOf(captureOf([...start, ...samples]), {})
        .filter(({ rule }) => rule === pnReuse.id)
        .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
    const anew = (back: number, on: number, [side, other] = ['station', 'AP']) =>
      `warning ${back}: The packet numbers of the ${side} begin anew in frame ${back}, while those of the ${other} still go on in frame ${on}, and the capture shows no handshake in between. No known key opens these frames: they are under the key of before, or a re-key failed on the other side.`;

    it('is a warning where one side begins anew, and the other has not 5 s later', () => {
      expect(toldWithout(both())).toEqual([anew(808, 1309)]);
      expect(toldWithout(both(i => i + 1, 5))).toEqual([anew(808, 1309)]);
      expect(toldWithout(both().slice(0, 800 + 500))).toEqual([]);
    });

    it('is not a re-key, whichever side begins anew first', () => {
      for (const first of [390, 400, 410, 600])
        expect(toldWithout(both(i => (i < first ? i : i - first) + 1)), `${first}`).toEqual([]);
    });

    it('is not known where the capture lacks frames of the other side', () => {
      expect(toldWithout(both(i => (i > 380 && i < 420 ? undefined : i + 1)))).toEqual([]);
      expect(toldWithout(both(i => (i > 390 && i < 420 ? undefined : i + 1)))).toEqual([anew(799, 1280)]);
      // Those that are captured in between have numbers of after a re-key.
      expect(toldWithout(both(i => (i < 100 ? i + 1 : i < 500 ? undefined : i - 399)))).toEqual([]);
      expect(toldWithout(both(() => undefined))).toEqual([]);
    });

    it('is neither damage nor frames of before', () => {
      const sound = Array.from({ length: 400 }, (_, i) => [
        by(dataToAp, i + 1, 1000 + i, 100 + i * apart),
        by(dataFromAp, i + 1, 3900 + i, 110 + i * apart),
      ]).flat();
      expect(toldWithout(sound)).toEqual([]);
      const at = 100 + 100 * apart;
      const odd = [by(dataToAp, 7, 1200, at + 1), by(dataToAp, 60_000, 1100, at + 2)];
      expect(toldWithout(sound.toSpliced(202, 0, ...odd))).toEqual([]);
      const before = [5, 6, 7, 8].map((pn, i) => by(dataToAp, pn, 999 + pn, at + i));
      expect(toldWithout(sound.toSpliced(202, 0, ...before))).toEqual([]);
    });
  });
});
