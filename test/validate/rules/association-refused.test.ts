import { describe, expect, it } from 'vitest';
import { associationRefused } from '../../../src/validate/rules/association-refused.js';
import {
  AP,
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  handshake,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  STATION,
  stationOf,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const [OPEN, FT, SAE] = [0, 2, 3];
const authentication = (
  by: 'ap' | 'station',
  algorithm: number,
  transaction: number,
  status = 0,
  station = STATION,
): Uint8Array =>
  Uint8Array.of(
    ...[0xb0, 0, 0, 0],
    ...(by === 'ap' ? [...station, ...AP] : [...AP, ...station]),
    ...[...AP, 0, 0],
    ...[algorithm, 0, transaction, 0, status, 0],
  );
const confirmRefused = [
  authentication('station', SAE, 1, 126),
  authentication('ap', SAE, 1, 126),
  authentication('station', SAE, 2),
  authentication('ap', SAE, 2, 15),
];
const letIn = [...associated, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))];

testRule(associationRefused, {
  keys: pmks({ A }),
  broken: numbered([beacon(), associationRequest(), associationResponse(43)]),
  sound: numbered([beacon(), ...letIn]),
});

const found = (...mpdus: readonly Uint8Array[]): readonly string[] =>
  findingsOf(captureOf(numbered([beacon(), ...mpdus])), pmks({ A })).flatMap(
    ({ rule, severity, frames, message }) =>
      rule === associationRefused.id ? [`${severity} ${frames}: ${message}`] : [],
  );

describe('an association that the AP refuses', () => {
  it('is an error, told once however often', () => {
    const refused = [associationRequest(), associationResponse(43)];
    expect(found(...refused)).toEqual([
      'error 3: The AP refuses the association in frame 3, status 43 (STATUS_INVALID_AKMP).',
    ]);
    expect(found(...refused, ...refused, ...refused)).toEqual([
      'error 3,5,7: The AP refuses the association 3 times (frames 3, 5 and 7), status 43 (STATUS_INVALID_AKMP).',
    ]);
  });

  it('is told by each status', () => {
    expect(found(associationResponse(43), associationResponse(42), associationResponse(43))).toEqual([
      'error 2,4: The AP refuses the association 2 times (frames 2 and 4), status 43 (STATUS_INVALID_AKMP).',
      'error 3: The AP refuses the association in frame 3, status 42 (STATUS_INVALID_PAIRWISE_CIPHER).',
    ]);
  });

  it('is a warning where the AP is full', () => {
    expect(found(...[1, 2].flatMap(() => [associationRequest(), associationResponse(17)]))).toEqual([
      'warning 3,5: The AP refuses the association 2 times (frames 3 and 5), status 17 (DENIED_NO_MORE_STAS).',
    ]);
  });

  it('is less grave where the station is let in later', () => {
    expect(found(associationResponse(43), ...letIn)).toEqual([
      'warning 2: The AP refuses the association in frame 2, status 43 (STATUS_INVALID_AKMP); the station is let in later, as frame 4 shows.',
    ]);
    expect(found(associationResponse(17), ...letIn)).toEqual([
      'note 2: The AP refuses the association in frame 2, status 17 (DENIED_NO_MORE_STAS); the station is let in later, as frame 4 shows.',
    ]);
    // The capture lacks the response, and has what follows it.
    expect(found(associationResponse(17), ...letIn.slice(2))).toEqual([
      'note 2: The AP refuses the association in frame 2, status 17 (DENIED_NO_MORE_STAS); the station is let in later, as frame 3 shows.',
    ]);
  });

  it('is less grave where another AP lets it in, but not where that was before', () => {
    const another = associated.map(mpdu => {
      const of = mpdu.slice();
      for (let at = 4; at < 22; at += 6) if (AP.every((octet, i) => of[at + i] === octet)) of[at + 5] = 9;
      return of;
    });
    expect(found(associationResponse(43), ...another)).toEqual([
      'warning 2: The AP refuses the association in frame 2, status 43 (STATUS_INVALID_AKMP); the station is let in later, as frame 4 shows.',
    ]);
    expect(found(...another, associationResponse(43))).toEqual([
      'error 4: The AP refuses the association in frame 4, status 43 (STATUS_INVALID_AKMP).',
    ]);
    expect(found(...letIn, associationResponse(43))).toEqual([
      'error 8: The AP refuses the association in frame 8, status 43 (STATUS_INVALID_AKMP).',
    ]);
  });

  it('is a warning where a whole authentication is left to try, such as without FT', () => {
    expect(found(associationResponse(55))).toEqual([
      'warning 2: The AP refuses the association in frame 2, status 55 (STATUS_INVALID_FTE).',
    ]);
  });

  it('is not one where the station is to come back', () => {
    expect(found(associationRequest(), associationResponse(30))).toEqual([]);
  });
});

describe('an authentication that the AP refuses', () => {
  it('is an error, with passwords that differ where it is of an SAE confirm', () => {
    expect(found(...confirmRefused, ...confirmRefused)).toEqual([
      'error 5,9: The AP refuses the SAE confirm 2 times (frames 5 and 9), status 15 (CHALLENGE_FAILURE): the two hold different passwords.',
    ]);
    expect(found(authentication('ap', SAE, 2, 1))).toEqual([
      'error 2: The AP refuses the SAE confirm in frame 2, status 1 (REFUSED).',
    ]);
    expect(found(authentication('ap', OPEN, 2, 13))).toEqual([
      'error 2: The AP refuses the authentication in frame 2, status 13 (UNSUPPORTED_AUTH_ALGORITHM).',
    ]);
  });

  it('is less grave where the station has another try that the AP takes', () => {
    expect(found(authentication('ap', SAE, 1, 77))).toEqual([
      'warning 2: The AP refuses the SAE commit in frame 2, status 77 (UNSUPPORTED_FINITE_CYCLIC_GROUP).',
    ]);
    expect(found(authentication('ap', SAE, 1, 77), ...letIn)).toEqual([
      'note 2: The AP refuses the SAE commit in frame 2, status 77 (UNSUPPORTED_FINITE_CYCLIC_GROUP); the station is let in later, as frame 4 shows.',
    ]);
    expect(found(authentication('ap', FT, 2, 53))).toEqual([
      'warning 2: The AP refuses the FT authentication in frame 2, status 53 (STATUS_INVALID_PMKID).',
    ]);
  });

  it('is not one that goes on, of which there is no session either', () => {
    for (const status of [0, 76, 126]) {
      const { sessions, findings } = reportOnMpdus([
        authentication('station', SAE, 1, status),
        authentication('ap', SAE, 1, status),
      ]);
      expect([sessions, findings]).toEqual([[], []]);
    }
  });

  it('is not one of the station, nor one that is cut short', () => {
    expect(found(authentication('station', SAE, 2, 1))).toEqual([]);
    expect(found(authentication('ap', SAE, 2, 15).subarray(0, 29))).toEqual([]);
  });

  it('is told of so many stations alone, and leaves room for others', () => {
    const flood = Array.from({ length: 1200 }, (_, i) => authentication('ap', SAE, 2, 15, stationOf(i + 10)));
    const { sessions, findings } = reportOnMpdus([...flood, beacon(), ...letIn], pmks({ A }));
    expect(findings.length).toBe(1000);
    expect(sessions.length).toBe(1001);
    expect(sessions.at(-1)).toMatchObject({ handshakes: [{ complete: true }] });
  });
});
