import { describe, expect, it } from 'vitest';
import {
  AP,
  allOf,
  associated,
  beacon,
  handshake,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  STATION,
  userData,
} from '../peer.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** A frame in clear, or one that no key opens, as it is between stations of a distribution system: with four addresses. */
const fourAddresses = (mpdu: Uint8Array): Uint8Array =>
  Uint8Array.of(
    mpdu[0]!,
    mpdu[1]! | 3,
    ...mpdu.subarray(2, 24),
    ...mpdu.subarray(10, 16),
    ...mpdu.subarray(24),
  );
/** The beacon of a station that has a network of its own under the same address. */
const ownBeacon = beacon().slice();
for (const at of [10, 16]) ownBeacon.set(STATION, at);

const [ap, station] = [AP, STATION].map(address =>
  Array.from(address, octet => octet.toString(16).padStart(2, '0')).join(':'),
);
/** AP, station, and how many EAPOL-Key frames and protected ones there are between the two. */
const pairs = (...mpdus: readonly Uint8Array[]) =>
  reportOnMpdus(numbered(mpdus), pmks({ A })).sessions.map(session => [
    session.ap,
    session.station,
    session.eapolKeyFrames.length,
    session.protectedFrames.undecrypted,
  ]);
const closed = fourAddresses(userData(first.ptk));
const [m1, m2, m3, m4] = allOf(first).map(fourAddresses) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

describe('who is the AP in frames with four addresses', () => {
  it('is told by beacons', () => {
    expect(pairs(beacon(), m2, m3, m4)).toEqual([[ap, station, 3, 0]]);
    expect(pairs(beacon(), m1, m2, m3, m4)).toEqual([[ap, station, 4, 0]]);
  });

  it('is told by beacons, though the capture begins with a frame of the station before', () => {
    expect(pairs(closed, beacon(), m1, m2, m3, m4)).toEqual([
      [station, ap, 0, 1],
      [ap, station, 4, 0],
    ]);
  });

  it('is told by the association where both announce a network', () => {
    expect(pairs(ownBeacon, beacon(), ...associated, m2, m3, m4)).toEqual([[ap, station, 3, 0]]);
    expect(pairs(beacon(), ownBeacon, ...associated, m1, m2, m3, m4)).toEqual([[ap, station, 4, 0]]);
  });

  it('is who sends first where nothing tells', () => {
    expect(pairs(m1, m2, m3, m4)).toEqual([[ap, station, 4, 0]]);
  });
});
