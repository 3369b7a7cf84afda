import { describe, expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { m2NotAccepted } from '../../../src/validate/rules/m2-not-accepted.js';
import { stalePmk } from '../../../src/validate/rules/stale-pmk.js';
import {
  AKM,
  AP,
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
  STATION,
  under,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

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
  expect(isProtected).toEqual([
    expect.stringContaining(
      'it holds no key to open M2 with, which is protected, as M1 is not, or another PMK than the station.',
    ),
  ]);
});

describe('m2-not-accepted', () => {
  const found = (mpdus: readonly Uint8Array[], keys = pmks({ A, B })) =>
    findingsOf(captureOf(numbered([beacon(), ...associated, ...mpdus])), keys)
      .filter(({ rule }) => rule === m2NotAccepted.id)
      .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
  /** Tries in which the station answers under `pmk`, and M1 names another. */
  const naming = (pmk: Uint8Array, ofAp: Uint8Array, times: number) =>
    tries.slice(0, times).flatMap((_, i) => {
      const named = pmkid({ akm: AKM, pmk: ofAp, aa: AP, spa: STATION })!;
      const { m1, m2 } = handshake({ pmk, aNonce: 3, sNonce: 4, counter: i + 1, pmkid: named });
      return [m1, m2];
    });
  const gaveUp = deauthentication('ap', 15);
  const refused =
    'M2 in frames 5 and 7 is right under A, but the AP sends M1 again (frames 4 and 6)' as const;

  it('says which PMK the AP holds, as far as that is known', () => {
    expect(found([...asked.slice(0, 4), gaveUp])).toEqual([
      `error 4,5,6,7,8: ${refused}: it holds another PMK than the station. It gives up in frame 8, reason 15.`,
    ]);
    expect(found([...asked.slice(0, 4), gaveUp], pmks({ A }))).toEqual([
      `error 4,5,6,7,8: ${refused}: it holds another PMK than the station, or M2 does not reach it. It gives up in frame 8, reason 15.`,
    ]);
    expect(found([...naming(A, B, 2), gaveUp], pmks({ B, A }))).toEqual([
      `error 4,5,6,7,8: ${refused}: it holds B, whose PMKID M1 names. It gives up in frame 8, reason 15.`,
    ]);
  });

  it('is an AP that takes no M2 under the very PMK that its M1 names', () => {
    expect(found([...naming(A, A, 2), gaveUp])).toEqual([
      `error 4,5,6,7,8: ${refused}: it does not take it, though it names A in M1 itself. It gives up in frame 8, reason 15.`,
    ]);
  });

  it('is a warning where the station leaves before the AP gives up', () => {
    expect(found([...asked.slice(0, 6), deauthentication('station', 3)])).toEqual([
      'warning 4,5,6,7,8,9,10: M2 in frames 5, 7 and 9 is right under A, but the AP sends M1 again (frames 4, 6 and 8): it holds another PMK than the station. The station leaves in frame 10, reason 3.',
    ]);
  });

  it('is a warning where each M2 came after M1 was sent again', () => {
    const late = tries.slice(0, 3).flatMap(({ m1 }, i) => [m1, ...(i === 0 ? [] : [tries[i - 1]!.m2])]);
    expect(found([...late, gaveUp])).toEqual([
      'warning 4,5,6,7,8,9: M2 in frames 6 and 8 is right under A, but the AP sends M1 again (frames 4, 5 and 7): it holds another PMK than the station. It gives up in frame 9, reason 15. Each M2 came after M1 was sent again: it may have been too late.',
    ]);
    expect(found([...late, tries[2]!.m2, gaveUp])).toEqual([
      expect.stringMatching(/^error .* It gives up in frame 10, reason 15\.$/),
    ]);
  });

  it('is told as well where no key is given', () => {
    expect(found([...asked.slice(0, 4), gaveUp], {})).toEqual([
      'error 4,5,6,7,8: The AP takes no M2 (frames 5 and 7) and sends M1 again (frames 4 and 6): the two hold different PMKs, or M2 does not reach it. No key is known that tells which PMK the station has. It gives up in frame 8, reason 15.',
    ]);
  });

  it('under a PMK that is not known, and of which one M2 alone proves nothing, names that of the AP', () => {
    const [m1, m2, again] = naming(key32(0xc3), B, 2);
    expect(found([m1!, m2!, again!, gaveUp])).toEqual([
      'error 4,5,6,7: The AP takes no M2 (frame 5) and sends M1 again (frames 4 and 6): the two hold different PMKs, or M2 does not reach it. M1 names B. No key is known that tells which PMK the station has. It gives up in frame 7, reason 15.',
    ]);
  });

  it('under a PMK that several M2 show to be none of those given is told by another rule', () => {
    expect(found([...asked, gaveUp], pmks({ B }))).toEqual([]);
  });
});

describe('what the AP may have against M2, beside its PMK', () => {
  /** The RSNE, or a frame that ends with it, with OCVC. */
  const validating = (octets: Uint8Array): Uint8Array => octets.with(-1, 0x40);
  const ociOf = (channel: number): Uint8Array => Uint8Array.of(0xdd, 7, 0, 15, 172, 13, 81, channel, 0);
  const RSNXE = Uint8Array.of(244, 1, 0x20);
  const concat = (...parts: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from(parts.flatMap(part => [...part]));
  const m2With = (keyData: Uint8Array, counter: number): Uint8Array =>
    keyFrame({ info: 0x010a, counter, nonce: key32(4), keyData, kck: tries[0]!.ptk.kck });
  const gaveUp = deauthentication('ap', 15);
  /** Four tries with this key data in M2. */
  const triedWith = (keyData: Uint8Array): Uint8Array[] => [
    ...tries.flatMap(({ m1 }, i) => [m1, m2With(keyData, i + 1)]),
    gaveUp,
  ];
  const found = (mpdus: readonly Uint8Array[], keys = pmks({ A })) =>
    findingsOf(captureOf(numbered(mpdus)), keys).flatMap(({ rule, severity, message }) =>
      [m2NotAccepted.id, stalePmk.id].includes(rule)
        ? [
            `${severity} ${rule}: ${message.replace(/^.*sends? M1 again \(.*?\)[:,] /, '').replace(/ It gives up .*/, '')}`,
          ]
        : [],
    );
  const bothValidate = [validating(beacon()), validating(associationRequest()), associationResponse()];
  const noOci = 'it has to drop M2, which has no OCI though the RSNEs of both have OCVC';
  const another = 'it holds another PMK than the station';

  it('is that M2 has no OCI, where both RSNEs have OCVC', () => {
    const without = triedWith(validating(RSNE));
    expect(found([...bothValidate, ...without])).toEqual([`error m2-not-accepted: ${noOci}.`]);
    expect(found([...bothValidate, ...without], pmks({ A, B }))).toEqual([
      `error m2-not-accepted: ${noOci}, or ${another}.`,
    ]);
    expect(found([...bothValidate, ...without], {})).toEqual([
      `error m2-not-accepted: ${noOci}, or the two hold different PMKs. No key is known that tells which PMK the station has.`,
    ]);
    for (const start of [[beacon(), ...bothValidate.slice(1)], [...bothValidate.slice(1)]])
      expect(found([...start, ...without])).toEqual([
        `error m2-not-accepted: ${another}, or M2 does not reach it.`,
      ]);
    expect(found([validating(beacon()), ...associated, ...triedWith(RSNE)])).toEqual([
      `error m2-not-accepted: ${another}, or M2 does not reach it.`,
    ]);
  });

  it('may be the channel that its OCI names', () => {
    const named = triedWith(concat(validating(RSNE), ociOf(6)));
    const channel = 'it refuses the operating channel that M2 names, channel 6 of operating class 81';
    expect(found([...bothValidate, ...named])).toEqual([
      `error m2-not-accepted: ${another}, or ${channel}, or M2 does not reach it.`,
    ]);
    const beaconOf = (number: number): Uint8Array => concat(bothValidate[0]!, Uint8Array.of(3, 1, number));
    expect(found([beaconOf(6), ...bothValidate.slice(1), ...named])).toEqual([
      `error m2-not-accepted: ${another}, or ${channel}, or M2 does not reach it.`,
    ]);
    expect(found([beaconOf(1), ...bothValidate.slice(1), ...named])).toEqual([
      `error m2-not-accepted: ${channel}, as its beacon names channel 1, or ${another}, or M2 does not reach it.`,
    ]);
  });

  it('is an element that is not that of the request', () => {
    const asked = concat(associationRequest(), RSNXE);
    const missing = 'it refuses M2 because the RSNXE of the association request in frame 2 is not in M2';
    expect(found([beacon(), asked, associationResponse(), ...triedWith(RSNE)])).toEqual([
      `error m2-not-accepted: ${missing}, or ${another}, or M2 does not reach it.`,
    ]);
    expect(found([beacon(), asked, associationResponse(), ...triedWith(concat(RSNE, RSNXE))])).toEqual([
      `error m2-not-accepted: ${another}, or M2 does not reach it.`,
    ]);
    expect(found([beacon(), ...associated, ...triedWith(RSNE.with(13, 2))])).toEqual([
      `error m2-not-accepted: it refuses M2 because the RSNE of M2 is not that of the association request in frame 2, or ${another}, or M2 does not reach it.`,
    ]);
  });

  it('is what all M2 have in common', () => {
    const keyData = [
      validating(RSNE),
      validating(RSNE),
      concat(validating(RSNE), ociOf(1)),
      validating(RSNE),
    ];
    const mixed = tries.flatMap(({ m1 }, i) => [m1, m2With(keyData[i]!, i + 1)]);
    expect(found([...bothValidate, ...mixed, gaveUp])).toEqual([
      `error m2-not-accepted: ${another}, or M2 does not reach it.`,
    ]);
  });

  it('is nothing where M1 names another PMK', () => {
    const named = pmkid({ akm: AKM, pmk: B, aa: AP, spa: STATION })!;
    const naming = tries.flatMap((_, i) => [
      handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: i + 1, pmkid: named }).m1,
      m2With(validating(RSNE), i + 1),
    ]);
    expect(found([...bothValidate, ...naming, gaveUp], pmks({ B, A }))).toEqual([
      'error m2-not-accepted: it holds B, whose PMKID M1 names.',
    ]);
  });

  describe('in a re-key', () => {
    /** A handshake whose M2 has this key data, and one that fails, whose M2 has other key data. */
    const rekeyed = (first: Uint8Array, second: Uint8Array): Uint8Array[] => {
      const { ptk, m1, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
      const m2 = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData: first, kck: ptk.kck });
      const again = [3, 4, 5, 6].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
      const refused = again.flatMap((one, i) => [one.m1, m2With(second, i + 3)]);
      return [...bothValidate, m1, m2, m3, m4, ...refused, gaveUp];
    };
    const right = concat(validating(RSNE), ociOf(1));
    const stale = 'as if it held another PMK by now, though the capture shows no other';

    it('is none that the AP took before', () => {
      expect(found(rekeyed(right, right))).toEqual([`error stale-pmk: ${stale}.`]);
      // hostapd with ocv=2 does without the OCI of stations that have none.
      expect(found(rekeyed(validating(RSNE), validating(RSNE)))).toEqual([`error stale-pmk: ${stale}.`]);
    });

    it('is the fault that is new', () => {
      expect(found(rekeyed(right, validating(RSNE)))).toEqual([`error m2-not-accepted: ${noOci}.`]);
      expect(found(rekeyed(right, concat(validating(RSNE), ociOf(6))))).toEqual([
        `error stale-pmk: ${stale}, or it refuses the operating channel that M2 names, channel 6 of operating class 81.`,
      ]);
    });
  });
});
