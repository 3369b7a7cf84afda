import { describe, expect, it } from 'vitest';
import {
  allOf,
  associated,
  associationResponse,
  beacon,
  dataToAp,
  deauthentication,
  handshake,
  IP_BODY,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  runs,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf } from '../rule-captures.js';

const keys = pmks({ A: key32(0xa1) });
const start = [beacon(), ...associated];
const first = handshake({ pmk: key32(0xa1), aNonce: 1, sNonce: 2 });
const { ptk, m1, m2, m3, m4 } = first;
/** The frames 1 ms apart, but each of these places so many milliseconds from the start. */
const told = (mpdus: readonly Uint8Array[], places: Readonly<Record<number, number>>) =>
  findingsOf(
    captureOf(numbered(mpdus).map((bytes, i) => ({ linkType: 105, bytes, ms: places[i + 1] }))),
    keys,
  )
    .filter(({ rule }) => rule !== 'capture-incomplete')
    .map(({ severity, rule, frames }) => `${severity} ${rule} ${frames}`);
const RULE = 'unprotected-deauthentication';

describe('a deauthentication in clear where management frames are not protected', () => {
  const begin = [...start, ...allOf(first)];
  const forged = deauthentication('ap', 3);

  it('is forged if its sender goes on, and the association with it', () => {
    const mpdus = [...begin, forged, userDataDown(ptk, undefined, 5n), dataToAp(IP_BODY)];
    expect(told(mpdus, { 8: 1000, 9: 3000, 10: 9000 })).toEqual([`warning ${RULE} 8`, 'error clear-data 10']);
  });

  it('may not have reached its receiver if that one goes on', () => {
    const mpdus = [...begin, forged, userData(ptk, undefined, 5n), dataToAp(IP_BODY)];
    expect(told(mpdus, { 8: 1000, 9: 3000, 10: 9000 })).toEqual([`note ${RULE} 8`, 'error clear-data 10']);
  });

  it('hides no data in clear of a sender that goes on', () => {
    const clear = dataToAp(IP_BODY);
    const again = associationResponse();
    for (const end of [forged, deauthentication('station', 3), again]) {
      const rule = end === again ? [] : [`${end === forged ? 'note' : 'warning'} ${RULE} 8`];
      const mpdus = [...begin, end, clear, userData(ptk, undefined, 50n)];
      expect(told(mpdus, { 8: 1000, 9: 1001, 10: 1600 })).toEqual([...rule, 'error clear-data 9']);
      // The AP alone goes on, or the station may have sent that before.
      const ofAp = told([...begin, end, clear, userDataDown(ptk, undefined, 50n)], {
        8: 1000,
        9: 1001,
        10: 1600,
      });
      expect(ofAp).not.toContain('error clear-data 9');
      expect(told(mpdus, { 8: 1000, 9: 1001, 10: 1400 })).toEqual([]);
    }
    // As often as it is forged, right before each of them.
    const attack = [0, 1, 2, 3].flatMap(i => [
      forged,
      again,
      clear,
      userData(ptk, undefined, BigInt(60 + i)),
    ]);
    const places = Object.fromEntries(
      [0, 1, 2, 3].flatMap(i =>
        [0, 1, 2, 3].map(j => [8 + 4 * i + j, 1000 + 1000 * i + 1 * j + (j === 3 ? 600 : 0)]),
      ),
    );
    expect(told([...begin, ...attack], places).filter(one => one.includes('clear-data'))).toEqual([
      ...[10, 14, 18, 22].map(frame => `error clear-data ${frame}`),
    ]);
  });

  it('ends the association where frames may have waited in a queue, or are replayed', () => {
    const mpdus = [...begin, userDataDown(ptk, undefined, 5n), forged, userDataDown(ptk, undefined, 6n)];
    expect(told([...mpdus, dataToAp(IP_BODY)], { 9: 1000, 10: 1400, 11: 9000 })).toEqual([]);
    const old = [...begin, userDataDown(ptk, undefined, 5n), forged, userDataDown(ptk, undefined, 4n)];
    expect(told([...old, dataToAp(IP_BODY)], { 9: 1000, 10: 3000, 11: 9000 })).not.toContain(
      'error clear-data 11',
    );
  });

  it('is told of once, however many there are', () => {
    const flood = Array.from({ length: 20 }, () => [forged, userDataDown(ptk, undefined, 0n)]);
    const mpdus = [
      ...begin,
      ...flood.flatMap((_, i) => [forged, userDataDown(ptk, undefined, BigInt(10 + i))]),
    ];
    const places = Object.fromEntries(mpdus.map((_, i) => [i + 1, i < 7 ? i : 1000 * i]));
    expect(told(mpdus, places)).toEqual([
      `warning ${RULE} ${Array.from({ length: 20 }, (_, i) => 8 + 2 * i).join()}`,
    ]);
  });
});

describe('a deauthentication in clear amid a handshake', () => {
  const report = (mpdus: readonly Uint8Array[]) => reportOnMpdus(numbered(mpdus), keys);

  it('is forged if the AP goes on with M3', () => {
    const mpdus = [...start, m1, m2, deauthentication('ap', 15), m3, m4];
    expect(runs(report(mpdus))).toEqual(['initial 4,5,7,8']);
    expect(told(mpdus, {})).toEqual([`warning ${RULE} 6`]);
  });

  it('is forged if the AP has the keys that M4 brings behind it', () => {
    const mpdus = [...start, m1, m2, m3, deauthentication('ap', 15), m4];
    expect(runs(report([...mpdus, userDataDown(ptk)]))).toEqual(['initial 4,5,6,8']);
    expect(told([...mpdus, userDataDown(ptk)], {})).toEqual([`warning ${RULE} 7`]);
    // M4 alone may have crossed it.
    expect(runs(report(mpdus))).toEqual(['-initial 4,5,6,8']);
    expect(told(mpdus, {})).toEqual(['warning handshake-timeout 6,7,8']);
  });

  it('is forged if the station goes on with M4', () => {
    const mpdus = [...start, m1, m2, m3, deauthentication('station', 3), m4];
    expect(runs(report(mpdus))).toEqual(['initial 4,5,6,8']);
    expect(told(mpdus, {})).toEqual([`warning ${RULE} 7`]);
  });
});
