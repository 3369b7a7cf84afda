import { describe, expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { stalePmk } from '../../../src/validate/rules/stale-pmk.js';
import {
  AKM,
  AP,
  ack,
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
  STATION,
  sentAgain,
  userData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const start = [beacon(), ...associated, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))];
const tries = [3, 4, 5, 6].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
const asked = tries.flatMap(({ m1, m2 }) => [m1, m2]);

testRule(stalePmk, {
  keys: pmks({ A, B }),
  broken: numbered([...start, ...asked, deauthentication('ap', 15)]),
  // The station has the new PMK in time.
  sound: numbered([
    ...start,
    ...asked.slice(0, 4),
    ...allOf(handshake({ pmk: B, aNonce: 3, sNonce: 5, counter: 5 })),
  ]),
});

describe('stale-pmk', () => {
  const found = (mpdus: readonly Uint8Array[], keys = pmks({ A, B })) =>
    findingsOf(captureOf(numbered(mpdus)), keys)
      .filter(({ rule }) => rule === stalePmk.id || rule === 'handshake-timeout')
      .map(({ rule, severity }) => `${severity} ${rule}`);
  const refusing = (messages: number, ...end: Uint8Array[]) =>
    found([...start, ...asked.slice(0, messages), ...end]);

  it('is so after three tries, whatever reason the AP gives, but that it goes away', () => {
    for (const reason of [1, 2, 15])
      expect(refusing(6, deauthentication('ap', reason))).toEqual(['error stale-pmk']);
    expect(refusing(6, deauthentication('ap', 3))).toEqual([]);
    expect(refusing(8, deauthentication('ap', 3))).toEqual(['error stale-pmk']);
  });

  it('is not so after two, unless the AP says so', () => {
    expect(refusing(4, deauthentication('ap', 2))).toEqual([]);
    expect(refusing(4, deauthentication('ap', 15))).toEqual(['error stale-pmk']);
  });

  it('is so without an end after four, a warning where the station leaves after three', () => {
    expect(refusing(8)).toEqual(['error stale-pmk']);
    expect(refusing(6)).toEqual([]);
    expect(refusing(6, deauthentication('station', 3))).toEqual(['warning stale-pmk']);
  });

  it('takes an M2 as a sign of the M1 that it answers', () => {
    const heard = asked.filter((_, i) => i === 0 || i % 2 === 1);
    expect(found([...start, ...heard, deauthentication('ap', 2)])).toEqual(['error stale-pmk']);
  });

  it('is not what ends the association much later, nor what the keys of the handshake are in use after', () => {
    const at = (ms: number): Sample[] =>
      numbered([...start, ...asked.slice(0, 6), deauthentication('ap', 2)]).map((bytes, i) => ({
        linkType: 105,
        bytes,
        ms: i < 13 ? i : i + ms,
      }));
    const of = (ms: number) =>
      findingsOf(captureOf(at(ms)), pmks({ A, B })).filter(({ rule }) => rule === stalePmk.id);
    expect(of(1000)).toHaveLength(1);
    expect(of(6000)).toEqual([]);
    expect(refusing(6, userData(tries[0]!.ptk), deauthentication('ap', 2))).toEqual([]);
  });

  const texts = (mpdus: readonly Uint8Array[], keys = pmks({ A, B })) =>
    findingsOf(captureOf(numbered(mpdus)), keys)
      .filter(({ rule }) => rule === stalePmk.id)
      .map(({ frames, message }) => `${frames}: ${message}`);

  it('says what tells of another PMK, or that nothing does', () => {
    const mpdus = [...start, ...asked.slice(0, 6), deauthentication('ap', 15)];
    const text = (why: string) =>
      `8,9,10,11,12,13,14: The station is still on A, the PMK of the handshake completed in frame 7: M2 in frames 9, 11 and 13 is right under it, but the AP sends M1 again (frames 8, 10 and 12), ${why}. It gives up in frame 14, reason 15.`;
    expect(texts(mpdus)).toEqual([text('as it holds another PMK')]);
    expect(texts(mpdus, pmks({ A }))).toEqual([
      text('as if it held another PMK by now, though the capture shows no other'),
    ]);
  });

  it('names the PMK of the AP where M1 does, and the frame in which the station leaves', () => {
    const named = pmkid({ akm: AKM, pmk: B, aa: AP, spa: STATION })!;
    const naming = [3, 4, 5].flatMap(counter => {
      const { m1, m2 } = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter, pmkid: named });
      return [m1, m2];
    });
    expect(texts([...start, ...naming, deauthentication('station', 3)])).toEqual([
      '8,9,10,11,12,13,14: The station is still on A, the PMK of the handshake completed in frame 7: M2 in frames 9, 11 and 13 is right under it, but the AP sends M1 again (frames 8, 10 and 12), whose PMKID is that of B. The station leaves in frame 14, reason 3.',
    ]);
  });

  it('takes a handshake whose M3 the AP repeats for completed in the last M4', () => {
    const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
    expect(texts([...start, again.m3, again.m4, ...asked.slice(2), deauthentication('ap', 15)])).toEqual([
      '10,11,12,13,14,15,16: The station is still on A, the PMK of the handshake completed in frame 9: M2 in frames 11, 13 and 15 is right under it, but the AP sends M1 again (frames 10, 12 and 14), as it holds another PMK. It gives up in frame 16, reason 15.',
    ]);
  });

  it('names no handshake where the capture lacks its M4, and data alone shows its PMK in use', () => {
    const { ptk } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
    expect(texts([...start.slice(0, -1), userData(ptk), ...asked])).toEqual([
      '8,9,10,11,12,13,14,15: The station is still on A, a PMK of before: M2 in frames 9, 11, 13 and 15 is right under it, but the AP sends M1 again (frames 8, 10, 12 and 14), as it holds another PMK.',
    ]);
  });

  it('is a warning where the AP acknowledged no M2, and other frames', () => {
    const acked = ack(STATION);
    const of = (...behind: Uint8Array[]) => {
      const again = tries.flatMap(({ m1, m2 }) => [m1, m2, m2]);
      const mpdus = numbered([...start, userData(handshake({ pmk: A, aNonce: 1, sNonce: 2 }).ptk), ...again]);
      const [first, ...rest] = [mpdus.slice(0, 8), ...mpdus.slice(8).map(mpdu => [mpdu])];
      const copies = rest.map(([mpdu], i) =>
        i % 3 === 2 ? [sentAgain(rest[i - 1]![0]!), ...behind] : [mpdu!],
      );
      return findingsOf(captureOf([...first!, acked, ...copies.flat()]), pmks({ A, B })).filter(
        ({ rule }) => rule === stalePmk.id,
      );
    };
    expect(of()).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringContaining('The AP acknowledged no M2 in the capture'),
      }),
    ]);
    expect(of(acked).map(({ severity }) => severity)).toEqual(['error']);
  });
});
