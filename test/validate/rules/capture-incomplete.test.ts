import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { type At, type Rule, validate } from '../../../src/validate/index.js';
import { captureIncomplete } from '../../../src/validate/rules/capture-incomplete.js';
import { packetsOf } from '../../manifest.js';
import { captureOf as lteCaptureOf, RADIOTAP } from '../lte/capture.js';
import {
  allOf,
  associated,
  associationResponse,
  beacon,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  numbered,
  pmks,
  STATION,
  under,
  userData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const { ptk, m1, m2, m3, m4 } = first;
const before = [beacon(), ...associated];
const start = [...before, ...allOf(first)];
const data = (pn: number) => userData(ptk, STATION, BigInt(pn));

testRule(captureIncomplete, {
  keys: pmks({ A }),
  broken: [...start, data(1), data(4), data(6)],
  sound: [...start, data(1), data(3), data(2), data(4)],
});

/** What the rule says of samples. */
const told = (samples: readonly Sample[], keys = pmks({ A })) =>
  findingsOf(captureOf(samples), keys)
    .filter(({ rule }) => rule === captureIncomplete.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
const lacks = (what: string, frames: readonly number[] = []) =>
  `note ${frames}: The capture lacks, or holds damaged, ${what}.`;
const gtk = new Uint8Array(16).fill(9);
/** A re-key, and what it is sent under. */
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const next = [rekey.m1, rekey.m2, rekey.m3, rekey.m4].map((mpdu, i) =>
  under(ptk.tk, mpdu, 0, i < 2 ? 1n : 2n),
);

describe('capture-incomplete', () => {
  it.each([
    ['packet numbers', [...start, data(1), data(4), data(6)], '3 protected frames, by their packet numbers'],
    ['the first packet number', [...start, data(2)], '1 protected frame, by their packet numbers'],
    ['M1', [...before, m2, m3, m4], 'M1 of the handshake in frames 4, 5 and 6', [4, 5, 6]],
    ['M1, M2 and M3', [...before, m4], 'M1, M2 and M3 of the handshake in frame 4', [4]],
    [
      'M4, where data are under the new TK',
      [...before, m1, m2, m3, data(1)],
      'M4 of the handshake in frames 4, 5 and 6',
      [4, 5, 6],
    ],
    [
      'M3 and M4, where data are under the new TK',
      [...before, m1, m2, data(1)],
      'M3 and M4 of the handshake in frames 4 and 5',
      [4, 5],
    ],
    ['M3, once', [...before, m1, m2, m4, data(1)], 'M3 of the handshake in frames 4, 5 and 6', [4, 5, 6]],
    [
      'G1',
      [...start, under(ptk.tk, groupHandshake(ptk, 3, gtk).g2, 0, 1n)],
      'G1 of the handshake in frame 8',
      [8],
    ],
    ['the beginning', [data(1), data(2)], 'the beginning of the association'],
    [
      'the beginning, and the end of what was before',
      [data(1), ...before],
      'the beginning of the association',
    ],
  ] as const)('tells by %s', (_, samples, what, frames: readonly number[] = []) => {
    expect(told(samples)).toEqual([lacks(what, frames)]);
  });

  it('is nothing where all is there, or ends before its answer', () => {
    expect(told([...start, ...next, userData(rekey.ptk, STATION, 1n)])).toEqual([]);
    expect(told([...before, m1, m2, m3])).toEqual([]);
    expect(told(before)).toEqual([]);
    expect(told([...start, data(1), data(2), data(4), data(3)])).toEqual([]);
    // The station leaves a network and joins anew.
    const anew = allOf(handshake({ pmk: A, aNonce: 5, sNonce: 6 }));
    expect(told(numbered([...start, deauthentication('station', 3), ...associated, ...anew]))).toEqual([]);
  });

  it('tells all that it lacks, of each handshake', () => {
    const ofNext = [rekey.m2, rekey.m3, rekey.m4].map((mpdu, i) => under(ptk.tk, mpdu, 0, [4n, 1n, 5n][i]));
    expect(told([...before, m2, m3, m4, data(3), ...ofNext])).toEqual([
      lacks(
        'M1 of the handshake in frames 4, 5 and 6; M1 of the handshake in frames 8, 9 and 10; 2 protected frames, by their packet numbers',
        [4, 5, 6, 8, 9, 10],
      ),
    ]);
  });

  it('names eight handshakes', () => {
    const many = Array.from({ length: 10 }, () => [...associated, m2, m3, m4]).flat();
    const [finding] = told(numbered([beacon(), ...many]));
    expect(finding!.match(/M1 of the handshake/g)).toHaveLength(8);
  });

  it('does not take for lacking what no known key opens: the rest of a handshake of which M4 is in clear', () => {
    const closed = [userData(ptk), ...next.slice(0, 3), rekey.m4];
    expect(told(numbered([beacon(), ...closed]))).toEqual([lacks('the beginning of the association')]);
    expect(told(numbered([...start, ...closed.slice(1)]), {})).toEqual([]);
    const refused = [...closed.slice(1, -1), associationResponse(17), rekey.m4];
    expect(told(numbered([...start, ...refused]), {})).toEqual([]);
    // It is lacking in the next association, and behind a handshake that is in clear.
    const anew = numbered([beacon(), ...closed, ...associated, m1, m3, m4]);
    expect(told(anew, {})).toEqual([
      lacks('the beginning of the association; M2 of the handshake in frames 9, 10 and 11', [9, 10, 11]),
    ]);
    expect(told(numbered([...before, m1, m3, m4, userData(ptk)]), {})).toEqual([
      lacks('M2 of the handshake in frames 4, 5 and 6', [4, 5, 6]),
    ]);
  });

  it('counts what each of many keys protects', () => {
    const many = Array.from({ length: 20 }, (_, i) => {
      const of = handshake({ pmk: A, aNonce: 2 * i + 11, sNonce: 2 * i + 12 });
      return [...associated, ...allOf(of), userData(of.ptk, STATION, 1n), userData(of.ptk, STATION, 3n)];
    });
    expect(told(numbered([beacon(), ...many.flat()]))).toEqual([
      lacks('20 protected frames, by their packet numbers'),
    ]);
  });

  it('tells other rules where', () => {
    const places: At[] = [];
    const seen: number[] = [];
    const asks: Rule = {
      ...captureIncomplete,
      watch: session => ({
        opened: at => {
          places.push(at);
          return undefined;
        },
        end: () => {
          seen.push(session.missing(), ...places.map(place => session.missing(place)));
          return undefined;
        },
      }),
    };
    findingsOf(captureOf([...start, data(1), data(5), data(4), data(6), data(7)]), pmks({ A }), {
      rules: [asks],
    });
    expect(seen).toEqual([2, 2, 0, 0, 0, 0]);
  });
});

describe('gaps of Uu and Xw', () => {
  const framings = ['gsmtap', 'pdcp'].map(uu => lteCaptureOf('rekey-option-2', { uu }).packets);
  const notesWithout = async (packets: readonly Packet[], frame: number) => {
    const rest = packets.filter(packet => packet.frame !== frame);
    const { findings } = await validate(rest).report();
    return findings.filter(({ rule }) => rule === 'capture-incomplete').map(({ message }) => message);
  };
  const places = (what: RegExp, notes: readonly string[]): number =>
    notes.filter(note => what.test(note)).length;

  it('are told by the numbers of SCTP and PDCP, and by an answer to nothing, once for a UE', async () => {
    const told = await Promise.all(
      framings.flatMap(packets =>
        packets
          .filter(({ linkType }) => linkType !== RADIOTAP)
          .map(({ frame }) => notesWithout(packets, frame!)),
      ),
    );
    expect(Math.max(...told.map(notes => notes.length))).toBe(1);
    const notes = told.flat();
    expect(places(/packets of Xw (before|between) /, notes)).toBeGreaterThan(3);
    expect(places(/packets of Uu (before|between) /, notes)).toBeGreaterThan(0);
    expect(places(/the RRC message that is answered in frame \d+/, notes)).toBeGreaterThan(0);
  });

  it('are none in a whole capture', async () => {
    for (const packets of framings) expect(await notesWithout(packets, -1)).toEqual([]);
  });
});

it('a re-key in what no key opens is not missing', async () => {
  const path = 'captures/b-wpa2-psk-ccmp-ptk-rekey.pcap';
  const { findings } = await validate(packetsOf(path)).report();
  expect(findings.filter(({ rule }) => rule === 'capture-incomplete')).toEqual([]);
});
