import { expect, it } from 'vitest';
import { m2NotAccepted } from '../../../src/validate/rules/m2-not-accepted.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  under,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
const asked = tries.flatMap(({ m1, m2 }) => [m1, m2]);

testRule(m2NotAccepted, {
  keys: pmks({ A, B }),
  broken: numbered([beacon(), ...associated, ...asked, deauthentication('ap', 15)]),
  // Two answers were lost on the way.
  sound: numbered([beacon(), ...associated, ...asked.slice(0, 4), ...allOf(tries[2]!)]),
});

it('an AP that did not take M4 cannot open M2, which is protected', () => {
  const { ptk, m1, m2, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const anew = [3, 4, 5, 6].map(counter => handshake({ pmk: B, aNonce: 3, sNonce: 4, counter }));
  const messages = (protect: (mpdu: Uint8Array, i: number) => Uint8Array): (string | undefined)[] => {
    const repeated = anew.slice(1).flatMap((one, i) => [one.m1, protect(one.m2, i + 1)]);
    const crossed = [m1, m2, m3, anew[0]!.m1, m4, protect(anew[0]!.m2, 0), ...repeated];
    const mpdus = numbered([beacon(), ...associated, ...crossed, deauthentication('ap', 15)]);
    const { findings } = reportOnMpdus(mpdus, pmks({ A, B }));
    return findings.flatMap(({ rule, message }) => (rule === m2NotAccepted.id ? [message] : []));
  };
  const inClear = messages(mpdu => mpdu);
  expect(inClear).toEqual([expect.stringContaining('it holds another PMK than the station. ')]);
  const isProtected = messages((mpdu, i) => under(ptk.tk, mpdu, 0, BigInt(i + 1)));
  expect(isProtected).toEqual([expect.stringContaining(', or has no key to open M2 with')]);
});
