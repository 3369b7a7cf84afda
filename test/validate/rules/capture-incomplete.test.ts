import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { type At, type Rule, validate } from '../../../src/validate/index.js';
import { captureIncomplete } from '../../../src/validate/rules/capture-incomplete.js';
import { packetsOf } from '../../manifest.js';
import { captureOf as lteCaptureOf, RADIOTAP } from '../lte/capture.js';
import { allOf, associated, beacon, handshake, key32, pmks, STATION, userData } from '../peer.js';
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

describe('capture-incomplete', () => {
  const found = (samples: readonly Sample[]) =>
    findingsOf(captureOf(samples), pmks({ A }))
      .filter(({ rule }) => rule === 'capture-incomplete')
      .map(({ message }) => message);

  it.each([
    ['packet numbers', [...start, data(1), data(4), data(6)], '3 protected frames, by their packet numbers'],
    ['the first packet number', [...start, data(2)], '1 protected frame, by their packet numbers'],
    ['M1', [...before, m2, m3, m4], 'M1 of the handshake in frames 4, 5 and 6'],
    [
      'M4, where data are under the new TK',
      [...before, m1, m2, m3, data(1)],
      'M4 of the handshake in frames 4, 5 and 6',
    ],
    ['the beginning', [data(1), data(2)], 'the beginning of the association'],
  ] as const)('tells by %s', (_, samples, what) => {
    expect(found(samples)).toEqual([`The capture lacks, or holds damaged, ${what}.`]);
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
