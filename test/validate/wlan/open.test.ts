import { describe, expect, it } from 'vitest';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  groupData,
  groupHandshake,
  handshake,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  under,
  userData,
} from '../peer.js';

const A = key32(0xa1);

it('the key in use opens frames, however many handshakes fail under it', () => {
  const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
  // Of which the capture lacks M4.
  const used = [rekey.m1, rekey.m2, rekey.m3].map(mpdu => under(first.ptk.tk, mpdu));
  const failed = Array.from({ length: 10 }, (_, i) => {
    const { m1, m2 } = handshake({ pmk: A, aNonce: 10 + i, sNonce: 30 + i, counter: 5 + i });
    return [m1, m2].map(mpdu => under(rekey.ptk.tk, mpdu));
  }).flat();
  const data = () => userData(rekey.ptk);
  const mpdus = [beacon(), ...associated, ...allOf(first), ...used, data(), ...failed, data()];
  const { protectedFrames } = reportOnMpdus(numbered(mpdus), pmks({ A })).sessions[0]!;
  expect(protectedFrames).toEqual({ decrypted: 25, undecrypted: 0 });
});

describe('frames to a group', () => {
  const GTK = new Uint8Array(16).fill(0x77);
  const other = new Uint8Array(16).fill(0x78);
  const { ptk, m1, m2, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk: GTK });
  const counted = (...mpdus: readonly Uint8Array[]) =>
    reportOnMpdus(numbered([beacon(), ...associated, m1, m2, ...mpdus]), pmks({ A })).sessions.map(
      session => session.protectedFrames,
    );

  it('wait for their key', () => {
    const { g1, g2 } = groupHandshake(ptk, 3, other, 2);
    const mpdus = [groupData(GTK), groupData(other, 2), groupData(GTK), m3, m4];
    expect(counted(...mpdus)).toEqual([{ decrypted: 2, undecrypted: 1 }]);
    // With the two of the handshake.
    const behind = [g1, g2].map(mpdu => under(ptk.tk, mpdu));
    expect(counted(...mpdus, ...behind)).toEqual([{ decrypted: 5, undecrypted: 0 }]);
  });

  it('are opened under none that the cipher has no place for, as WEP’s', () => {
    const wep = handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk: GTK.subarray(3) });
    expect(counted(wep.m3, wep.m4, groupData(GTK))).toEqual([{ decrypted: 0, undecrypted: 1 }]);
  });

  it('are under a key that is told once, however often it is handed out', () => {
    const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2, gtk: GTK });
    const mpdus = [beacon(), ...associated, m1, m2, m3, again.m3, again.m4];
    const { keys } = reportOnMpdus(numbered(mpdus), pmks({ A })).sessions[0]!;
    expect(keys.map(({ kind, frame }) => [kind, frame])).toEqual([
      ['ptk', 5],
      ['gtk', 6],
    ]);
  });

  it('are opened when no station is left', () => {
    const left = [m3, m4, deauthentication('station', 3)];
    expect(counted(...left, groupData(GTK), groupData(new Uint8Array(16)))).toEqual([
      { decrypted: 2, undecrypted: 0 },
    ]);
  });
});
