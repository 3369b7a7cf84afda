import { describe, expect, it } from 'vitest';
import { gtkReinstallation } from '../../../src/validate/rules/gtk-reinstallation.js';
import { allOf, associated, beacon, groupHandshake, handshake, key32, pmks, under } from '../peer.js';
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

describe('gtk-reinstallation', () => {
  const found = (samples: readonly Sample[]) =>
    findingsOf(captureOf([...start, ...samples]), pmks({ A }))
      .filter(({ rule }) => rule === 'gtk-reinstallation')
      .map(({ severity, frames }) => [severity, frames]);

  it('is a warning where the station does not answer the replay', () => {
    expect(found([at(10, g1), at(11, g2), at(2000, g1)])).toEqual([['warning', [8, 10]]]);
  });

  it('is a warning where the AP itself brings the same GTK again, long after', () => {
    expect(found([at(10, g1), at(11, g2), at(20_000, gtk(4).g1), at(20_001, gtk(4).g2)])).toEqual([
      ['warning', [8, 10]],
    ]);
  });

  it('is no repetition by the link, nor a frame that the capture holds twice', () => {
    const [once, answer] = [at(10, g1), at(11, g2)];
    const bytes = (one: Sample): Uint8Array => (one instanceof Uint8Array ? one : one.bytes);
    const again = { linkType: 105, bytes: bytes(once), ms: 900 };
    expect(found([once, answer, again, { ...again, bytes: bytes(answer), ms: 901 }])).toEqual([]);
    expect(found([once, answer, at(30, g1), at(31, g2)])).toEqual([]);
  });

  it('is not the GTK that M3 of a re-key brings again', () => {
    const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(found(allOf(rekey).map((mpdu, i) => at(30_000 + i, mpdu)))).toEqual([]);
  });

  it('is not the GTK that a new association brings with the same counter, of which the capture lacks the beginning', () => {
    const { m2, m3, m4 } = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const late = (mpdu: Uint8Array, i: number): Sample => {
      const own = mpdu.slice();
      own[22] = (i + 20) << 4;
      return { linkType: 105, bytes: own, ms: 1000 + i };
    };
    expect(found([m2, m3, m4].map(late))).toEqual([]);
    // The same M3 is a replay.
    expect(found([first.m3, first.m4].map(late))).toEqual([['error', [6, 7, 8, 9]]]);
  });
});
