import { expect, it } from 'vitest';
import {
  allOf,
  associated,
  beacon,
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
