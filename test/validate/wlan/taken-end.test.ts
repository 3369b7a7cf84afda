import { describe, expect, it } from 'vitest';
import { validator } from '../../../src/validate/index.js';
import { unprotectedDeauthentication } from '../../../src/validate/rules/unprotected-deauthentication.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  dataToAp,
  deauthentication,
  deauthenticationOfAll,
  errors,
  handshake,
  IP_BODY,
  keyFrame,
  numbered,
  ofAp as onAp,
  pmks,
  stationOf,
  under,
  userData,
  userDataDown,
  wrappedKeyData,
} from '../peer.js';
import {
  A,
  capable,
  found,
  IGTK,
  ofAp,
  protectedAssociation,
  report,
  toAll,
  verdict,
} from '../protected-management.js';

const { first, second, asked, begins, start, m1, rest } = protectedAssociation();

describe('a deauthentication that its receiver takes', () => {
  const soundOf = (...mpdus: readonly Uint8Array[]): void => {
    expect(found(...mpdus)).toEqual([]);
    expect(verdict(...mpdus)).toContain('ended by the AP');
  };

  it.each([
    ['comes before there are keys', [...begins, first.m1, first.m2, ofAp(15)]],
    [
      'comes in an association that the capture lacks the beginning of',
      [...start, second.m1, second.m2, ofAp(15)],
    ],
    ['is protected', [...start, m1, under(first.ptk.tk, ofAp(15))]],
    ['is to all, with a MIC that is right', [...start, m1, toAll(IGTK)]],
    ['is to all, under an IGTK that is not known', [...start, m1, toAll(IGTK, 5)]],
  ])('%s', (_, mpdus) => soundOf(...mpdus));

  it('is under an IGTK that the next one, handed out again and again, has not replaced yet', () => {
    const { kck, tk } = first.ptk;
    const octets = new Uint8Array(16).fill(0x45);
    const next = { kde: 'IGTK', keyId: 5, ipn: new Uint8Array(6), igtk: octets } as const;
    const keyData = wrappedKeyData(first.ptk, next);
    const tries = [3, 4, 5, 6].map(counter => under(tk, keyFrame({ info: 0x1382, counter, keyData, kck })));
    soundOf(...start, ...tries, toAll(IGTK));
    soundOf(...start, ...tries, toAll(octets, 5));
    expect(found(...start, ...tries, damaged(toAll(IGTK)))).toHaveLength(1);
  });

  it('comes from an AP that has not heard M4, and repeats M3', () => {
    const deaf = [...begins, ...allOf(first), first.m3, ofAp(15)];
    expect(found(...deaf)).toEqual([]);
    expect(errors(report(...deaf))).toEqual(['handshake-timeout 6,7,8,9']);
    expect(errors(report(...deaf.slice(0, -1), userDataDown(first.ptk), ofAp(15)))).toEqual([]);
    // Only what it sends under keys behind that shows that it has them.
    const down = userDataDown(first.ptk);
    expect(found(...deaf.slice(0, -1), down, ofAp(15))).toHaveLength(1);
    expect(found(...deaf.slice(0, -2), down, first.m3, ofAp(15))).toEqual([]);
    // A station has them as it sends M4, and in a re-key the AP has those of before.
    expect(found(...deaf.slice(0, -1), deauthentication('station', 1))).toHaveLength(1);
    expect(found(...start, m1, ...rest, under(first.ptk.tk, second.m3), ofAp(15))).toHaveLength(1);
  });

  it('comes from an AP that has not heard M4, where sniffers on either side heard one message each', () => {
    const deaf = numbered([...begins, ...allOf(first), first.m3, ofAp(15)]);
    const { packet, report } = validator({ keys: pmks({ A }), captures: ['ap.pcap', 'station.pcap'] });
    for (const [i, bytes] of deaf.entries()) {
      // The sniffer at the station alone heard M4, the other one all else.
      const place = { time: BigInt(i), frame: i + 1, capture: bytes === deaf[6] ? 1 : 0 };
      packet({ ...place, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
    }
    expect(report().findings.map(({ rule }) => rule)).not.toContain(unprotectedDeauthentication.id);
  });

  it('is in clear where one side cannot protect it', () => {
    const plain = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
    const down = userDataDown(plain.ptk);
    const inClear = under(plain.ptk.tk, handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 }).m1);
    soundOf(capable(beacon()), ...associated, ...allOf(plain), down, inClear, ofAp(15));
    soundOf(beacon(), asked[0]!, asked[1]!, ...allOf(plain), down, inClear, ofAp(15));
    // The capture does not show whether the AP can.
    soundOf(...asked, plain.m1, first.m2, plain.m3, plain.m4, down, inClear, ofAp(15));
  });

  it('comes from an AP that the station has left for another', () => {
    const next = Uint8Array.of(2, 0, 0, 0, 0x0a, 2);
    const there = associated.map(mpdu => onAp(next, mpdu));
    expect(found(...start, ...there, ofAp(2))).toEqual([]);
    expect(found(...start, ...there, deauthentication('station', 2))).toHaveLength(1);
    // It is still here: another AP says that it has let it in, or the station came back.
    expect(found(...start, ...there, userData(first.ptk), ofAp(2))).toHaveLength(1);
    expect(found(...start, ...there, ...asked, ...allOf(second), ofAp(2))).toHaveLength(1);
    expect(found(...start, there[0]!, ofAp(2))).toHaveLength(1);
  });

  it('ends one station of two', () => {
    const other = stationOf(2);
    const theirs = handshake({ pmk: A, aNonce: 7, sNonce: 8, station: other });
    const { sessions } = report(
      ...start,
      m1,
      theirs.m1,
      deauthenticationOfAll(3),
      ...rest,
      under(second.ptk.tk, dataToAp(IP_BODY)),
    );
    expect(sessions.map(session => session.verdict.includes('ended by'))).toEqual([false, true]);
  });
});
