import { describe, expect, it } from 'vitest';
import { type Element, encodeElements } from '../../../src/codecs/dot11/index.js';
import { derivePmkR0, derivePmkR1, derivePtkFt, ftMic } from '../../../src/crypto/index.js';
import { transitionFailed } from '../../../src/validate/rules/transition-failed.js';
import {
  AP,
  beacon,
  deauthentication,
  key32,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
  runs,
  SSID,
  STATION,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const AKM = '00-0F-AC:4';
const FT_RSNE = RSNE.with(19, 4);
const mdid = Uint8Array.of(0xa1, 0xb2);
const r0khId = Uint8Array.of(0x61);
const [aNonce, sNonce] = [key32(1), key32(2)];
const r0 = derivePmkR0({ akm: AKM, xxKey: A, ssid: SSID, mdid, r0khId, s0khId: STATION });
const r1 = derivePmkR1({ akm: AKM, ...r0, r1khId: AP, s1khId: STATION });
const ptk = derivePtkFt({
  ...{ akm: AKM, cipher: '00-0F-AC:4', ...r1, aNonce, sNonce },
  ...{ bssid: AP, spa: STATION },
});

/** MDE and FTE of a reassociation, the latter with its MIC, or what is given for it. */
function elements(transaction: 5 | 6, mic?: Uint8Array): Uint8Array {
  const mde: Element = {
    element: 'Mobility Domain',
    mobilityDomainIdentifier: mdid,
    ftCapabilityAndPolicy: { reserved: 0, resourceRequestProtocol: false, fastBssTransitionOverDs: true },
  };
  const fteOf = (octets: Uint8Array): Element => ({
    element: 'Fast BSS Transition',
    rsnxeUsed: false,
    elementCount: 3,
    mic: octets,
    anonce: aNonce,
    snonce: sNonce,
    subelements: [
      { subelement: 'R1KH-ID', r1khId: AP },
      { subelement: 'R0KH-ID', r0khId },
    ],
  });
  const covered = [FT_RSNE, encodeElements([mde]), encodeElements([fteOf(new Uint8Array(16))])];
  const right = ftMic(AKM, ptk.kck, { spa: STATION, aa: AP, transaction, elements: covered });
  return Uint8Array.from([...FT_RSNE, ...encodeElements([mde, fteOf(mic ?? right)])]);
}

const request = (mic?: Uint8Array) =>
  Uint8Array.of(
    ...[0x20, 0, 0, 0, ...AP, ...STATION, ...AP, 0, 0, 0x11, 0, 10, 0, ...AP],
    ...[0, SSID.length, ...SSID, ...elements(5, mic)],
  );
const response = (status: number, body: ArrayLike<number> = elements(6)) =>
  Uint8Array.of(
    ...[0x30, 0, 0, 0, ...STATION, ...AP, ...AP, 0, 0, 0x11, 0, status, 0, 1, 0xc0],
    ...Array.from(body),
  );
const wrong = elements(6, new Uint8Array(16));
/** The element says that it is longer than what its nonces leave. */
const unreadable = Uint8Array.from([...FT_RSNE, 55, 12, 5, 4, ...new Uint8Array(10)]);
const down = userDataDown(ptk);

testRule(transitionFailed, {
  keys: pmks({ A }),
  broken: numbered([beacon(), request(), response(0, wrong)]),
  sound: numbered([beacon(), request(), response(0), userData(ptk)]),
});

const found = (mpdus: readonly Uint8Array[], keys = pmks({ A })): readonly string[] =>
  findingsOf(captureOf(numbered([beacon(), ...mpdus])), keys).map(
    ({ rule, severity, frames, message }) => `${rule} ${severity} ${frames}: ${message}`,
  );

describe('a fast BSS transition', () => {
  it('that the AP refuses is a warning', () => {
    expect(found([request(), request(), response(55)])).toEqual([
      'transition-failed warning 2,3,4: The AP refuses the fast BSS transition of frames 2 and 3 in frame 4, status 55 (STATUS_INVALID_FTE), though the MIC of the request is right under A: the AP has another PMK-R1 or ANonce, or refuses it for another reason.',
    ]);
    expect(found([request(new Uint8Array(16)), response(53)])).toEqual([
      'transition-failed warning 2,3: The AP refuses the fast BSS transition of frame 2 in frame 3, status 53 (STATUS_INVALID_PMKID).',
    ]);
  });

  it('that is refused is not told where the station has its keys: the capture lacks a response before', () => {
    const isTold = (...data: readonly Uint8Array[]): boolean =>
      found([request(), request(), response(17), ...data]).some(text => text.startsWith(transitionFailed.id));
    expect(isTold(userData(ptk))).toBe(false);
    expect(isTold(down)).toBe(true);
    const mpdus = numbered([beacon(), request(), request(), response(17), userData(ptk), down]);
    expect(reportOnMpdus(mpdus, pmks({ A })).sessions[0]!.verdict).toBe(
      'Complete, as data in both directions under its keys show, though the response that lets the station in is not in the capture: fast BSS transition 2–4 (under A).',
    );
  });

  it('that is refused until an SA Query is over, or that has no response, is not told', () => {
    expect(found([request(), response(30)])).toEqual([]);
    expect(found([request()])).toEqual([]);
  });

  it('whose response a station cannot take is over when the station says so in clear', () => {
    for (const [body, flaw] of [
      [wrong, 'has a wrong MIC'],
      [unreadable, 'cannot be read'],
    ] as const) {
      const mpdus = [request(), response(0, body), deauthentication('station', 13)];
      expect(found(mpdus)).toEqual([
        `transition-failed error 2,3: The Fast BSS Transition element of the response in frame 3 ${flaw}: the station does not take it.`,
      ]);
      const { verdict } = reportOnMpdus(numbered([beacon(), ...mpdus]), pmks({ A })).sessions[0]!;
      expect(verdict).toBe(
        'Not complete: fast BSS transition 2–3 (under A; ended by the station in frame 4, reason 13).',
      );
    }
  });

  it('whose response the capture holds damaged is shown by what the station sends under keys', () => {
    const isTold = (body: Uint8Array, data: Uint8Array, keys = pmks({ A })): boolean =>
      found([request(), response(0, body), data], keys).some(text => text.startsWith(transitionFailed.id));
    for (const body of [wrong, unreadable]) {
      expect(isTold(body, userData(ptk))).toBe(false);
      expect(isTold(body, down)).toBe(true);
    }
    expect(isTold(unreadable, userData(ptk), {})).toBe(false);
    expect(isTold(unreadable, down, {})).toBe(true);
  });

  it('is complete with its first response that says so, whatever is said to the request when it is repeated', () => {
    const mpdus = [request(), request(), response(0), response(17), userData(ptk)];
    expect(found(mpdus).filter(text => text.startsWith(transitionFailed.id))).toEqual([]);
    expect(runs(reportOnMpdus(numbered([beacon(), ...mpdus]), pmks({ A })))).toEqual(['ft 2,3,4,5']);
    expect(found([request(), request(), response(55), response(0)])).toEqual([]);
    expect(found([request(), request(), response(0, wrong), response(0)])).toEqual([]);
  });

  it('is complete with an element in fragments, which is not read', () => {
    for (const body of [wrong, unreadable]) {
      const fragmented = Uint8Array.from([...body, 242, 2, 1, 2]);
      expect(found([request(), response(0, fragmented)])).toEqual([]);
      expect(found([request(), response(0, Uint8Array.from([...body, 221, 4, 1, 2, 3, 4]))])).toHaveLength(1);
    }
  });

  it('is complete without keys, and where its response has no such element', () => {
    for (const body of [wrong, FT_RSNE]) expect(found([request(), response(0, body)], {})).toEqual([]);
    expect(found([request(), response(0, FT_RSNE)])).toEqual([]);
  });
});
