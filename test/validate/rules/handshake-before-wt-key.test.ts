import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import {
  errorIndication,
  radioNetworkCause,
  viewXwap,
  wtModificationRequestReject,
  wtReleaseRequest,
} from '../../../src/codecs/xwap/index.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import { validator } from '../../../src/validate/index.js';
import { handshakeBeforeWtKey } from '../../../src/validate/rules/handshake-before-wt-key.js';
import { at, gap, key, observed, pmkInUse, tellWt as wtKey, xw } from '../lte/events.js';
import {
  IDS,
  KENB_KEYS,
  modification,
  onAir,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellWt,
} from '../lte/peer.js';
import { allOf, associated, beacon, handshake, numbered, under } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const first = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
const [early, rekey] = [3, 4].map(counter =>
  handshake({ pmk: sKwtOf(2), aNonce: 3, sNonce: 4, counter }),
) as [typeof first, typeof first];
const tried = [early.m1, early.m2].map(mpdu => under(first.ptk.tk, mpdu));
const start = [...setUp(1), ...onAir(100, numbered([beacon(), ...associated, ...allOf(first)]))];
const told = tellUe(1000, 2);
const answered = onAir(1100, protectedHandshake(first.ptk, rekey));

testRule(handshakeBeforeWtKey, {
  keys: KENB_KEYS,
  broken: packetsOf([...start, ...told, ...onAir(1025, tried), ...tellWt(1050, sKwtOf(2)), ...answered]),
  sound: packetsOf([...start, ...told, ...tellWt(1021, sKwtOf(2)), ...onAir(1025, tried), ...answered]),
});

describe('handshake-before-wt-key', () => {
  /** What is found where the UE is told in frames 12 and 13, and this follows. */
  const found = (signals: readonly Signal[], lost = -1) =>
    findingsOf(captureOf(packetsOf([...start, ...told, ...signals]).filter((_, i) => i !== lost)), KENB_KEYS)
      .filter(({ rule }) => rule === handshakeBeforeWtKey.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const onLink = (ms: number, ...mpdus: readonly Uint8Array[]) =>
    onAir(
      ms,
      mpdus.map(mpdu => under(first.ptk.tk, mpdu)),
    );
  const given = (ms: number) => tellWt(ms, sKwtOf(2));
  const M2 = 'M2 in frame 15 is right under an S-KWT that the WT is given only in frame';
  const contradiction = (frame: string) =>
    `, yet ${frame} shows that the WT had it: the clocks of Xw and of the WLAN differ, or the WT was given it before, which the capture lacks.`;

  it('is told with every M2 before, and names the first', () => {
    const twice = [...onAir(1025, tried), ...onLink(1075, rekey.m1, rekey.m2)];
    const last = handshake({ pmk: sKwtOf(2), aNonce: 3, sNonce: 4, counter: 5 });
    const after = onAir(1200, protectedHandshake(first.ptk, last));
    expect(found([...twice, ...given(1100), ...after])).toEqual([['error', [15, 17, 18], `${M2} 18.`]]);
  });

  it('is an error where the capture lacks the M2 that the WT took', () => {
    const late = onLink(2025, rekey.m1, rekey.m3, rekey.m4);
    expect(found([...onAir(1025, tried), ...given(1100), ...late])).toEqual([
      ['error', [15, 16], `${M2} 16.`],
    ]);
  });

  it('is a warning where the WT took it, before it was given the key or right behind that', () => {
    const all = [early.m1, early.m2, early.m3, early.m4];
    expect(found([...onLink(1025, ...all), ...given(1050)])).toEqual([
      ['warning', [15, 16, 18], `${M2} 18${contradiction('M3 in frame 16')}`],
    ]);
    const behind = [...onLink(1025, early.m1, early.m2), ...given(1027), ...onLink(1030, early.m3, early.m4)];
    expect(found(behind)).toEqual([['warning', [15, 16, 18], `${M2} 16${contradiction('M3 in frame 18')}`]]);
    // M4 shows it as well, where M3 is missing.
    expect(found(behind, 17)).toEqual([
      ['warning', [15, 16, 18], `${M2} 16${contradiction('M4 in frame 18')}`],
    ]);
  });

  it('is no finding where the WT is given the key again', () => {
    expect(found([...given(1021), ...onAir(1025, tried), ...given(1050), ...answered])).toEqual([]);
  });

  it('is no finding under a key that is given to no WT in the capture, nor of M4 alone', () => {
    expect(found([...onAir(1025, tried), ...answered])).toEqual([]);
    expect(found([...onLink(1025, early.m1, early.m4), ...given(1050)])).toEqual([]);
  });

  describe('under a key that the WT refuses', () => {
    const reject = (ms: number): Signal => ({
      ms,
      wt: wtModificationRequestReject({ ...IDS, cause: radioNetworkCause('security-failure') }),
    });
    const refused = [{ ms: 1021, enb: modification(sKwtOf(2)) }, reject(1030)] as const;
    const used = [
      'error',
      [14, 15, 18],
      'The WT refused the S-KWT in frame 14 with the WTModificationRequestReject in frame 15, and yet M3 in frame 18 is right under it.',
    ];
    const verdict = (signals: readonly Signal[]) => {
      const own = validator({ keys: KENB_KEYS });
      for (const packet of decodeCapture(captureOf(packetsOf([...start, ...told, ...signals]))))
        own.packet(packet);
      return own.report().sessions[0]!.verdict;
    };

    it('the WT is to blame that goes on with the handshake', () => {
      expect(found([...refused, ...answered])).toEqual([used]);
      expect(verdict([...refused, ...answered])).toMatch(
        /^The WT refused the WT Modification Request in frame 14, and yet uses its S-KWT, as M3 in frame 18 shows; /,
      );
    });

    it('nobody is, where the WT sends no M3 afterwards, or is given the key again', () => {
      expect(found([...refused, ...onLink(1100, rekey.m1, rekey.m2)])).toEqual([]);
      expect(found([...refused, ...given(1090), ...answered])).toEqual([]);
      expect(found([refused[0], ...answered, reject(1200)])).toEqual([]);
      const error: Signal = {
        ms: 1030,
        wt: errorIndication({ ...IDS, cause: radioNetworkCause('unspecified') }),
      };
      expect(found([refused[0], error, ...answered])).toEqual([]);
      const released: Signal = { ms: 1050, enb: wtReleaseRequest(IDS) };
      expect(found([...refused, released, ...answered])).toEqual([]);
    });

    it('nobody is, where the station associates anew: perhaps with another WT', () => {
      const refusal = viewXwap(
        wtModificationRequestReject({ ...IDS, cause: radioNetworkCause('unspecified') }),
      );
      const events = (...more: readonly ValidationEvent[]): readonly ValidationEvent[] => [
        wtKey(100, key(1)),
        {
          kind: 'xwap',
          ...at(110),
          xw,
          isFromWt: true,
          view: refusal,
          octets: new Uint8Array(),
          problems: [],
        },
        {
          kind: 'xwapProcedure',
          ...at(110),
          xw,
          procedure: 'eNBInitiatedWTModification',
          message: 'WTModificationRequest',
          request: at(100),
          repetitions: 0,
          response: at(110),
          outcome: 'unsuccessful',
          isNeedless: false,
          isOneWay: false,
        },
        ...more,
        pmkInUse(130, 'M4', key(1)),
      ];
      const framesOf = (...more: readonly ValidationEvent[]) =>
        observed(handshakeBeforeWtKey, events(...more)).map(({ frames }) => frames);
      expect(framesOf()).toEqual([[100, 110, 130]]);
      expect(framesOf({ kind: 'association', ...at(120) })).toEqual([]);
      expect(framesOf(gap('xw', 112, 120))).toEqual([]);
    });

    it('the station is too early behind the refusal, though not where the handshake was under way', () => {
      const [m1, m2] = [early.m1, early.m2];
      const once = (ms: number) =>
        found([
          ...refused,
          ...onLink(ms, m1, m2),
          ...given(3000),
          ...onAir(3100, protectedHandshake(first.ptk, rekey)),
        ]);
      expect(once(2030)).toEqual([
        ['error', [17, 18], 'M2 in frame 17 is right under an S-KWT that the WT is given only in frame 18.'],
      ]);
      expect(once(1500)).toEqual([]);
      expect(found([refused[0], ...onLink(1023, m1, m2), refused[1], ...given(3000)])).toEqual([]);
    });
  });

  it('is no finding where the capture lacks packets of Xw', () => {
    const events = [pmkInUse(100, 'M2', key(1)), wtKey(150, key(1))];
    expect(observed(handshakeBeforeWtKey, [gap('xw', 20, 30), ...events])).toEqual([]);
    expect(observed(handshakeBeforeWtKey, [gap('uu', 20, 30), ...events])).toHaveLength(1);
  });

  it('is told from the distance on up to which the order of two packets is not sure', () => {
    const framesOf = (ms: number, apart: bigint) =>
      observed(handshakeBeforeWtKey, [pmkInUse(100, 'M2', key(1)), wtKey(ms, key(1))], apart).map(
        ({ frames }) => frames,
      );
    expect(framesOf(149, 50_000_000n)).toEqual([]);
    expect(framesOf(150, 50_000_000n)).toEqual([[100, 150]]);
    expect(framesOf(100, 0n)).toEqual([]);
  });
});
