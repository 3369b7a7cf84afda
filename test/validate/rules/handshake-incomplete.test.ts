import { describe, expect, it } from 'vitest';
import { handshakeIncomplete } from '../../../src/validate/rules/handshake-incomplete.js';
import { manifestOf, packetsOf, reportOn } from '../../manifest.js';
import {
  AP,
  allOf,
  associated,
  beacon,
  damaged,
  deauthentication,
  deauthenticationOfAll,
  groupHandshake,
  handshake,
  key32,
  numbered,
  pmks,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedGroupHandshake, protectedHandshake } from './protected.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
const [m1, m2, m3] = allOf(first) as [Uint8Array, Uint8Array, Uint8Array];

const beaconAt = (ms: number): Sample => ({ linkType: 105, bytes: beacon(), ms });

testRule(handshakeIncomplete, {
  keys: pmks({ A }),
  broken: [...numbered([...start, m1, m2, m3]), beaconAt(1006)],
  sound: numbered([...start, ...allOf(first)]),
});

/** @param ms from the last of these frames to the end of the capture */
const found = (mpdus: readonly Uint8Array[], keys = pmks({ A }), ms = 1000): readonly string[] =>
  findingsOf(
    captureOf([...numbered([...start, ...mpdus]), beaconAt(start.length + mpdus.length - 1 + ms)]),
    keys,
  ).flatMap(({ rule, severity, frames, message }) =>
    rule === handshakeIncomplete.id ? [`${severity} ${frames}: ${message}`] : [],
  );

describe('a 4-way handshake', () => {
  it('that has no M4 is told with its frames in their order', () => {
    expect(found([m1, m2, again.m1, again.m2])).toEqual([
      'warning 4,5,6,7: The 4-way handshake in frames 4, 5, 6 and 7 has no M4.',
    ]);
    expect(found([m1])).toEqual(['warning 4: The 4-way handshake in frame 4 has no M4.']);
    const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(found([...allOf(first), ...protectedHandshake(first.ptk, rekey).slice(0, 3)])).toEqual([
      'warning 8,9,10: The 4-way handshake in frames 8, 9 and 10 has no M4.',
    ]);
  });

  it('that the AP gives up for another is told with the beginning of that one', () => {
    const other = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(found([m1, m2, ...allOf(other)])).toEqual([
      'warning 4,5: The 4-way handshake in frames 4 and 5 has no M4; the AP begins another with M1 in frame 6.',
    ]);
    // One of another association is no reason.
    expect(found([m1, m2, ...allOf(first), ...associated, first.m1])).toEqual([
      'warning 12: The 4-way handshake in frame 12 has no M4.',
    ]);
    const { g1, g2 } = groupHandshake(first.ptk, 9, new Uint8Array(16).fill(9));
    expect(found([m1, m2, g1, g2])).toEqual([
      'warning 4,5: The 4-way handshake in frames 4 and 5 has no M4.',
    ]);
  });

  it('that the AP gives up as it lets the station in again is a note', () => {
    const other = allOf(handshake({ pmk: A, aNonce: 3, sNonce: 4 }));
    expect(found([m1, ...associated, ...other])).toEqual([
      'note 4: The 4-way handshake in frame 4 has no M4; the AP begins another with M1 in frame 7, as it let the station in again.',
    ]);
    const response = associated[1]!;
    const at = (ms: number, mpdus: readonly Uint8Array[]): Sample[] =>
      mpdus.map((bytes, i) => ({ linkType: 105, bytes, ms: ms + i }));
    const severities = (...timed: readonly Sample[][]): readonly string[] =>
      findingsOf(captureOf([...numbered(start), ...timed.flat()]), pmks({ A })).flatMap(
        ({ rule, severity }) => (rule === handshakeIncomplete.id ? [severity] : []),
      );
    expect(severities(at(10, [m1, response]), at(5011, other))).toEqual(['note']);
    const left = deauthentication('ap', 3);
    expect(severities(at(5000, [m1, response, response]), at(5010, other))).toEqual(['note']);
    expect(severities(at(10, [left, response]), at(5000, [m1, ...other]), [beaconAt(6004)])).toEqual([
      'warning',
    ]);
    // No other follows.
    expect(severities(at(10, [m1, m2, response]), [beaconAt(1011)])).toEqual(['warning']);
  });

  it('is a note where the capture ends before the AP would try again', () => {
    const rest = 'in frames 4 and 5 has no M4; the capture ends with it.';
    for (const keys of [pmks({ A }), {}])
      expect(found([m1, m2], keys, 999)).toEqual([`note 4,5: The 4-way handshake ${rest}`]);
    expect(found([m1, m2, again.m1, again.m2], pmks({ A }), 0)).toEqual([
      'warning 4,5,6,7: The 4-way handshake in frames 4, 5, 6 and 7 has no M4.',
    ]);
    // One that another association follows at once is not cut off.
    const rekey = protectedHandshake(first.ptk, handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 }));
    expect(found([...allOf(first), ...rekey.slice(0, 2), ...associated], pmks({ A }), 0)).toEqual([
      'warning 8,9: The 4-way handshake in frames 8 and 9 has no M4.',
    ]);
  });

  it('whose M4 is damaged has none with a right MIC', () => {
    expect(found([m1, m2, m3, damaged(first.m4, 4)])).toEqual([
      'warning 4,5,6,7: The 4-way handshake in frames 4, 5, 6 and 7 has no M4 with a right MIC.',
    ]);
  });

  it('is told where what ends the association comes long after it', () => {
    const late = (ms: number): readonly string[] =>
      findingsOf(
        captureOf([
          ...numbered([...start, m1, m2]),
          { linkType: 105, bytes: deauthentication('station', 3), ms },
        ]),
        pmks({ A }),
      ).flatMap(({ rule, message }) => (rule === handshakeIncomplete.id ? [message] : []));
    expect(late(5004)).toEqual([]);
    expect(late(5005)).toEqual(['The 4-way handshake in frames 4 and 5 has no M4.']);
  });

  it('is not told where frames are under its TK, as that shows its M4', () => {
    expect(found([m1, m2, m3, userData(first.ptk)])).toEqual([]);
    expect(found([m1, m2, m3, userDataDown(first.ptk)])).toEqual([]);
  });

  it('is a note where data are protected behind the first one, under keys that are not known', () => {
    const note = 'The 4-way handshake in frames 4, 5 and 6 has no M4, but data under keys follow it.';
    expect(found([m1, m2, m3, userData(first.ptk)], {})).toEqual([`note 4,5,6: ${note}`]);
    expect(found([m1, m2, m3, userDataDown(first.ptk)], {})).toEqual([`note 4,5,6: ${note}`]);
    // The station leaves, …
    const left = { linkType: 105, bytes: deauthentication('station', 3), ms: 9000 };
    const packets = captureOf([...numbered([...start, m1, m2, m3, userData(first.ptk)]), left]);
    expect(findingsOf(packets, {}).map(({ message }) => message)).toContain(note);
    // … or goes to another AP, and asks this one for a reassociation, before anything tells what became of it.
    const [request] = associated as [Uint8Array, Uint8Array];
    const back = Uint8Array.of(0x20, ...request.subarray(1, 28), ...AP.with(5, 2), ...request.subarray(28));
    expect(found([m1, m2, m3, userData(first.ptk), back], {})).toEqual([`note 4,5,6: ${note}`]);
    // Those of before are of an association whose beginning the capture lacks.
    expect(found([userData(first.ptk), m1, m2, m3], {})).toEqual([
      'warning 5,6,7: The 4-way handshake in frames 5, 6 and 7 has no M4.',
    ]);
    // Those of a re-key are under the keys of before.
    const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    const before = [...allOf(first), userData(first.ptk)];
    expect(found([...before, rekey.m1, rekey.m2, userData(first.ptk)], {})).toEqual([
      'warning 9,10: The 4-way handshake in frames 9 and 10 has no M4.',
    ]);
  });

  it('is not told of an M1 that another one sent', () => {
    const forged = handshake({ pmk: A, aNonce: 9, sNonce: 2 });
    expect(found([m1, m2, forged.m1, again.m3, again.m4])).toEqual([]);
  });
});

describe('a group key handshake', () => {
  const [g1, g2] = protectedGroupHandshake(
    first.ptk,
    groupHandshake(first.ptk, 3, new Uint8Array(16).fill(9)),
  ) as [Uint8Array, Uint8Array];

  it('that has no G2 is told', () => {
    expect(found([...allOf(first), g1])).toEqual([
      'warning 8: The group key handshake in frame 8 has no G2.',
    ]);
    expect(
      found([...allOf(first), userData(first.ptk, undefined, 50n), g1, userData(first.ptk, undefined, 51n)]),
    ).toEqual(['warning 9: The group key handshake in frame 9 has no G2.']);
    expect(found([...allOf(first), g1, g2])).toEqual([]);
  });

  it('is a note where packet numbers show that the capture lacks a frame of the station since', () => {
    const data = [60n, 62n].map(pn => userData(first.ptk, undefined, pn)) as [Uint8Array, Uint8Array];
    expect(found([...allOf(first), data[0], g1, data[1]])).toEqual([
      'note 9: The group key handshake in frame 9 has no G2, which the capture may lack.',
    ]);
    const down = [70n, 72n].map(pn => userDataDown(first.ptk, undefined, pn)) as [Uint8Array, Uint8Array];
    expect(found([...allOf(first), down[0], g1, down[1]])).toEqual([
      'warning 9: The group key handshake in frame 9 has no G2.',
    ]);
  });
});

it('handshake-incomplete is not told of a fast BSS transition', () => {
  const [file, folder] = ['ft-psk-roam.pcap', 'captures/lab'];
  const capture = manifestOf(folder).find(one => one.file === file)!;
  const packets = packetsOf(`${folder}/${file}`);
  const REASSOCIATION_REQUEST = 0x20;
  const request = packets.findIndex(
    ({ bytes }) => bytes[bytes[2]! | (bytes[3]! << 8)] === REASSOCIATION_REQUEST,
  );
  const { sessions, findings } = reportOn(packets.slice(0, request + 1), capture);
  expect(sessions[1]!.handshakes).toMatchObject([{ kind: 'ft', complete: false }]);
  expect(findings.filter(({ rule }) => rule === handshakeIncomplete.id)).toEqual([]);
});

describe('an association that is ended before its handshake is complete', () => {
  const tries = (count: number, ...mpdus: readonly Uint8Array[]): readonly Uint8Array[] =>
    Array.from({ length: count }, () => [...associated, ...mpdus]).flat();
  const refused = deauthentication('ap', 2);
  // The first association is among those that each test begins with.
  const foundIn = (mpdus: readonly Uint8Array[], keys = pmks({ A })) => found(mpdus.slice(2), keys);

  it('is a warning', () => {
    expect(foundIn(tries(1, m1, m2, refused))).toEqual([
      'warning 4,5,6: The AP ends the association in frame 6, reason 2, after M2, whose MIC is right under A, before the handshake is complete.',
    ]);
    expect(foundIn(tries(1, m1, m2, refused), {})).toEqual([
      'warning 4,5,6: The AP ends the association in frame 6, reason 2, after M2, before the handshake is complete.',
    ]);
  });

  it('is an error where no attempt is better than the one before', () => {
    expect(foundIn(tries(3, m1, m2, refused), {})).toEqual([
      'error 4,5,6,9,10,11,14,15,16: The AP ends each of 3 associations (frames 6, 11 and 16), reason 2, after M2, before the handshake is complete.',
    ]);
    expect(foundIn(tries(2, m1, m2, m3, deauthentication('station', 1)))).toEqual([
      'error 4,5,6,7,10,11,12,13: The station ends each of 2 associations (frames 7 and 13), reason 1, after M3, whose MIC is right under A, before the handshake is complete.',
    ]);
  });

  it('is told by what ends it', () => {
    const mpdus = [...tries(2, m1, m2, refused), ...tries(1, m1, m2, deauthentication('ap', 13))];
    expect(foundIn(mpdus, {}).map(text => text.split(':')[0])).toEqual([
      'error 4,5,6,9,10,11',
      'warning 14,15,16',
    ]);
  });

  it('is no error where the capture may lack the rest of the handshake', () => {
    expect(foundIn(tries(2, m1, m2, m3, refused), {})).toEqual([
      'warning 4,5,6,7,10,11,12,13: The AP ends each of 2 associations (frames 7 and 13), reason 2, after M3, and the capture has no M4.',
    ]);
    expect(foundIn(tries(2, m1, refused), {})).toEqual([
      'warning 4,5,8,9: The AP ends each of 2 associations (frames 5 and 9), reason 2, after M1, and the capture has no M4.',
    ]);
  });

  it('is less grave where one is complete afterwards', () => {
    const tail = 'before the handshake is complete; the handshake that ends in frame';
    expect(foundIn([...tries(1, m1, m2, refused), ...associated, ...allOf(first)], {})).toEqual([
      `note 4,5,6: The AP ends the association in frame 6, reason 2, after M2, ${tail} 12 is complete.`,
    ]);
    expect(foundIn([...tries(2, m1, m2, refused), ...associated, ...allOf(first)], {})).toEqual([
      `warning 4,5,6,9,10,11: The AP ends each of 2 associations (frames 6 and 11), reason 2, after M2, ${tail} 17 is complete.`,
    ]);
    // What is complete before says nothing of those that come later.
    const later = [...associated, ...allOf(first), ...tries(2, m1, m2, refused)];
    expect(foundIn(later, {}).map(text => text.slice(0, 5))).toEqual(['error']);
  });

  it('is a note where the station leaves for its own sake again and again', () => {
    const left = deauthentication('station', 3);
    expect(foundIn(tries(1, m1, left))).toEqual([]);
    expect(foundIn(tries(2, m1, left))).toEqual([
      'note 4,5,8,9: The station ends each of 2 associations (frames 5 and 9), reason 3, after M1, before the handshake is complete.',
    ]);
    expect(foundIn([...tries(2, m1, left), ...associated, ...allOf(first)])).toEqual([]);
  });

  it('is not told where the AP goes away, or comes up', () => {
    expect(foundIn(tries(2, m1, m2, deauthentication('ap', 3)))).toEqual([]);
    expect(foundIn(tries(2, m1, m2, deauthenticationOfAll(2)))).toEqual([]);
  });

  it('is not told where data show that the handshake went on', () => {
    expect(foundIn(tries(1, m1, m2, m3, userData(first.ptk), refused))).toEqual([]);
    expect(foundIn(tries(1, m1, m2, m3, userData(first.ptk), refused), {})).toEqual([]);
  });

  it('is left to the rules that say why', () => {
    const B = key32(0xb2);
    const ofB = handshake({ pmk: B, aNonce: 1, sNonce: 2 });
    const rulesIn = (mpdus: readonly Uint8Array[]): readonly string[] =>
      findingsOf(captureOf(numbered([beacon(), ...mpdus])), pmks({ A })).flatMap(({ rule, severity }) =>
        severity === 'note' ? [] : [rule],
      );
    expect(rulesIn(tries(1, ofB.m1, ofB.m2, refused))).toEqual(['mic-wrong']);
    expect(rulesIn(tries(2, ofB.m1, ofB.m2, refused))).toEqual(['wrong-pmk']);
    expect(rulesIn(tries(1, m1, again.m1, deauthentication('ap', 15)))).toEqual(['handshake-timeout']);
  });

  it('is a warning where the capture has no handshake, if the AP ends it at once', () => {
    expect(foundIn(tries(2, deauthentication('ap', 1)))).toEqual([
      'warning 4,7: The AP ends each of 2 associations (frames 4 and 7), reason 1, and the capture has no handshake in them.',
    ]);
    expect(foundIn(tries(1, deauthentication('station', 1)))).toEqual([]);
    expect(foundIn(tries(1, userData(first.ptk), deauthentication('ap', 1)), {})).toEqual([]);
    const late = { linkType: 105, bytes: deauthentication('ap', 1), ms: 5003 };
    expect(findingsOf(captureOf([...numbered(start), late]), pmks({ A }))).toEqual([]);
  });

  it('is not told of an association that has its keys without a handshake', () => {
    const [request, response] = associated as [Uint8Array, Uint8Array];
    const of = (akm: number): readonly string[] =>
      findingsOf(
        captureOf(
          numbered([beacon(), request.with(request.length - 3, akm), response, deauthentication('ap', 1)]),
        ),
        {},
      ).map(({ rule }) => rule);
    expect(of(2)).toEqual([handshakeIncomplete.id]);
    expect(of(14)).toEqual([]);
  });
});
