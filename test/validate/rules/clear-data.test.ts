import { describe, expect, it } from 'vitest';
import { clearData } from '../../../src/validate/rules/clear-data.js';
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
  pmks,
  userData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const start = [beacon(), ...associated, ...allOf(first)];
const at = (ms: number, bytes: Uint8Array): Sample => ({ linkType: 105, bytes, ms });

testRule(clearData, {
  keys: pmks({ A }),
  broken: [...start, at(2000, dataToAp(IP_BODY)), at(2001, dataFromAp(IP_BODY))],
  sound: [
    ...start,
    at(2000, userData(first.ptk)),
    at(2001, deauthentication('station', 3)),
    at(2002, dataToAp(IP_BODY)),
  ],
});

describe('clear-data', () => {
  const found = (...mpdus: Uint8Array[]) =>
    findingsOf(captureOf([...start, ...mpdus.map((mpdu, i) => at(2000 + i, mpdu))]), pmks({ A }))
      .filter(({ rule }) => rule === 'clear-data')
      .map(({ frames, message }) => [frames, message]);

  it('tells the two directions apart', () => {
    expect(found(dataToAp(IP_BODY), dataFromAp(IP_BODY), dataToAp(IP_BODY))).toEqual([
      [[8, 10], 'The station sends data in clear though the handshake is complete: frames 8 and 10.'],
      [[9], 'The AP sends data in clear though the handshake is complete: frame 9.'],
    ]);
  });

  it('names some frames, and counts them all once', () => {
    const [one] = found(...Array.from({ length: 50 }, () => dataToAp(IP_BODY)));
    expect(one![0]).toHaveLength(32);
    expect(one![1]).toMatch(/: frames 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 and 40 more\.$/);
  });

  it('knows A-MSDUs', () => {
    const amsdu = dataToAp([0x80, 0, ...new Uint8Array(12), 0, IP_BODY.length, ...IP_BODY]);
    amsdu[0] = 0x88;
    expect(found(amsdu)).toHaveLength(1);
  });

  it('is not EAPOL, data of no length, a frame that was queued before, or one whose Protected bit is damaged', () => {
    const nullData = dataToAp([]);
    nullData[0] = 0x48;
    const start802 = dataToAp([0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 1, 1, 0, 0]);
    const damaged = userData(first.ptk);
    damaged[1]! &= ~0x40;
    expect(found(nullData, dataToAp([]), start802, damaged)).toEqual([]);
    const queued = findingsOf(captureOf([...start, dataToAp(IP_BODY)]), pmks({ A }));
    expect(queued.filter(({ rule }) => rule === 'clear-data')).toEqual([]);
  });
});
