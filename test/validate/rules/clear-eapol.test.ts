import { describe, expect, it } from 'vitest';
import { clearEapol } from '../../../src/validate/rules/clear-eapol.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  sentAgain,
  under,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedGroupHandshake, protectedHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** A capture that lacks the beginning of the association, and one that has it. */
const late = [beacon(), ...allOf(first)];
const start = [beacon(), ...associated, ...allOf(first)];
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const GTK = new Uint8Array(16).fill(9);
const group = groupHandshake(rekey.ptk, 5, GTK);
const isolated = protectedHandshake(first.ptk, rekey);
/** M4 in clear, as widespread supplicants send it. */
const usual = [...isolated.slice(0, 3), rekey.m4];

testRule(clearEapol, {
  keys: pmks({ A }),
  broken: [...start, ...allOf(rekey), group.g1, group.g2],
  sound: [...start, ...isolated, ...protectedGroupHandshake(rekey.ptk, group)],
});

const found = (samples: readonly Sample[]): readonly string[] =>
  findingsOf(captureOf(samples), pmks({ A })).flatMap(({ rule, severity, frames, message }) =>
    rule === clearEapol.id ? [`${severity} ${frames}: ${message}`] : [],
  );
const told = (...mpdus: readonly Uint8Array[]) => found(numbered(mpdus));

describe('clear-eapol', () => {
  it('is a warning for each handshake, and a note for M4', () => {
    expect(told(...start, ...allOf(rekey), group.g1, group.g2)).toEqual([
      'warning 8,9,10: M1, M2, M3 in frames 8, 9 and 10 are in clear, in an association that has keys.',
      'warning 12,13: G1, G2 in frames 12 and 13 are in clear, in an association that has keys.',
      'note 11: M4 of a re-key in frame 11 is in clear, as widespread supplicants send it.',
    ]);
    expect(told(...start, ...usual)).toEqual([
      'note 11: M4 of a re-key in frame 11 is in clear, as widespread supplicants send it.',
    ]);
  });

  it('names one message of a handshake that is protected otherwise', () => {
    const [m1, m2, , m4] = isolated as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(told(...start, m1, m2, rekey.m3, m4)).toEqual([
      'warning 10: M3 in frame 10 is in clear, in an association that has keys.',
    ]);
    const again = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 4 });
    expect(told(...start, m1, rekey.m2, under(first.ptk.tk, again.m1), again.m2)).toEqual([
      'warning 9,11: M2 in frames 9 and 11 are in clear, in an association that has keys.',
    ]);
  });

  it('names a frame once that the MAC sublayer sends again', () => {
    const [m1, ...rest] = numbered([...start, ...allOf(rekey)]).slice(7) as [Uint8Array, ...Uint8Array[]];
    expect(found([...numbered(start), m1, sentAgain(m1), ...rest, sentAgain(rest[2]!)])).toEqual([
      'warning 8,10,11: M1, M2, M3 in frames 8, 10 and 11 are in clear, in an association that has keys.',
      'note 12: M4 of a re-key in frame 12 is in clear, as widespread supplicants send it.',
    ]);
  });

  it('is one finding of all that anyone can have sent', () => {
    const m1 = (counter: number) => keyFrame({ info: 0x008a, counter, nonce: key32(counter) });
    const flood = Array.from({ length: 40 }, (_, i) => m1(3 + i));
    const [one, ...others] = findingsOf(captureOf(numbered([...start, ...flood])), pmks({ A })).filter(
      ({ rule }) => rule === clearEapol.id,
    );
    expect(others).toEqual([]);
    expect(one!.frames).toHaveLength(32);
    expect(one!.message).toBe(
      'M1 in frames 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 and 30 more are in clear, in an association that has keys: they are forged, or sent without the protection that is due.',
    );
  });

  it('counts each M4 of a long capture, and names some', () => {
    let { ptk } = first;
    const hourly = Array.from({ length: 40 }, (_, i) => {
      const next = handshake({ pmk: A, aNonce: 10 + i, sNonce: 100 + i, counter: 3 + 2 * i });
      const sent = [...protectedHandshake(ptk, next).slice(0, 3), next.m4];
      ptk = next.ptk;
      return sent;
    });
    const [note, ...others] = findingsOf(
      captureOf(numbered([...start, ...hourly.flat()])),
      pmks({ A }),
    ).filter(({ rule }) => rule === clearEapol.id);
    expect(others).toEqual([]);
    expect(note!.frames).toHaveLength(32);
    expect(note!.message).toBe(
      'M4 of re-keys in frames 11, 15, 19, 23, 27, 31, 35, 39, 43, 47 and 30 more is in clear, as widespread supplicants send it.',
    );
  });
});

describe('clear-eapol: an association whose beginning the capture lacks', () => {
  const other = (counter: number) => allOf(handshake({ pmk: A, aNonce: 5, sNonce: 6, counter }));

  it.each([
    ['behind another, whose replay counter was higher', [...start, ...other(1)]],
    ['behind another, whose replay counter was the same', [...start, ...other(2)]],
    ['where it lacks all of them', [...late, ...allOf(rekey)]],
    ['and its request was seen, and no answer', [...start, associationRequest(), ...allOf(rekey)]],
    ['and its request in FT', [...start, associationRequest().with(0, 0x20), ...allOf(rekey)]],
    ['behind the end of another', [...start, deauthentication('ap', 3), ...allOf(rekey)]],
    [
      'behind the end of another, and then a whole handshake',
      [...start, deauthentication('ap', 3), ...other(1), ...allOf(rekey)],
    ],
    [
      'behind one that was refused',
      [...late, associationRequest(), associationResponse(30), ...allOf(rekey)],
    ],
  ])('has its first handshake in clear: %s', (_, mpdus) => {
    expect(told(...mpdus)).toEqual([]);
  });

  it('goes on where another request is refused', () => {
    expect(told(...start, associationRequest(), associationResponse(30), rekey.m1)).toEqual([
      'warning 10: M1 in frame 10 is in clear, in an association that has keys: it is forged, or sent without the protection that is due.',
    ]);
    const reassociated = [associationRequest(), associationResponse().with(0, 0x30)];
    const anew = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    expect(told(...late, ...reassociated, ...allOf(anew), rekey.m1)).toEqual([
      'warning 12: M1 in frame 12 is in clear, in an association that has keys: it is forged, or sent without the protection that is due.',
    ]);
  });

  it('has keys where a group key handshake, or a re-key that is protected in part, is seen', () => {
    const { g1, g2 } = groupHandshake(first.ptk, 5, GTK);
    expect(told(...late, g1, g2)).toEqual([
      'warning 6,7: G1, G2 in frames 6 and 7 are in clear, in an association that has keys.',
    ]);
    expect(told(...start, deauthentication('ap', 3), g1, g2)).toEqual([]);
    expect(told(...late, ...usual)).toEqual([
      'note 9: M4 of a re-key in frame 9 is in clear, as widespread supplicants send it.',
    ]);
    // No key given opens the others.
    expect(told(...late, rekey.m4)).toEqual([
      'note 6: M4 of a re-key in frame 6 is in clear, as widespread supplicants send it.',
    ]);
  });

  it('counts what the AP sends, and no request of the station', () => {
    const request = keyFrame({ info: 0x0f02, counter: 9, kck: first.ptk.kck });
    expect(told(...start, request, rekey.m1)).toEqual([
      'warning 9: M1 in frame 9 is in clear, in an association that has keys: it is forged, or sent without the protection that is due.',
    ]);
  });
});
