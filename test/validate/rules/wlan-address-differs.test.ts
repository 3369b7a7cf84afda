import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { ueCapabilityInformation } from '../../../src/codecs/rrc/index.js';
import { withIEs, type XwAPPDU } from '../../../src/codecs/xwap/index.js';
import { type Report, validator } from '../../../src/validate/index.js';
import { wlanAddressDiffers } from '../../../src/validate/rules/wlan-address-differs.js';
import { KENB, onAir, packetsOf, type Signal, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, STATION } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const OTHER = Uint8Array.of(2, 0x55, 0x45, 0, 0, 9);
const tells = (wlanMacAddress: Uint8Array | undefined, ms = 0): Signal => ({
  ms,
  up: ueCapabilityInformation({ wlanMacAddress, lwa: true }),
});
const later = (signals: readonly Signal[], ms: number): Signal[] =>
  signals.map(signal => ({ ...signal, ms: signal.ms + ms }));

testRule(wlanAddressDiffers, {
  keys: {},
  broken: packetsOf([tells(OTHER), ...later(setUp(0), 10)]),
  sound: packetsOf([tells(STATION), ...later(setUp(0), 10)]),
});

/** The report, without keys given. */
const reportOn = (signals: readonly Signal[]): Report => {
  const own = validator();
  for (const packet of decodeCapture(captureOf(packetsOf(signals)))) own.packet(packet);
  return own.report();
};

/** A frame in which one address stands in place of another. */
const renamed = (mpdu: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array =>
  fromHex(toHex(mpdu).replaceAll(toHex(from), toHex(to)));

describe('wlan-address-differs', () => {
  const found = (signals: readonly Signal[], kenb?: Uint8Array) =>
    findingsOf(
      captureOf(packetsOf(signals, kenb)),
      kenb === undefined ? {} : { kenbs: [{ name: 'KeNB', kenb: KENB }] },
    )
      .filter(({ rule }) => rule === wlanAddressDiffers.id)
      .map(({ frames, message }) => [frames, message]);

  it('names both addresses, and who gave them to whom', () => {
    expect(found([tells(OTHER), ...later(setUp(0), 10)])).toEqual([
      [
        [1, 2],
        'The UE has the WLAN address 02:55:45:00:00:09 by its capabilities in frame 1, but the eNB gives the WT 02:00:01:00:00:01 in frame 2.',
      ],
    ]);
  });

  it('is nothing where the UE tells no address, or another one only later, or several UEs look like one', () => {
    expect(found([tells(undefined), ...later(setUp(0), 10)])).toEqual([]);
    expect(found([...setUp(0), tells(OTHER, 100)])).toEqual([]);
    expect(found([tells(OTHER), tells(STATION, 5), ...later(setUp(0), 10)])).toEqual([]);
  });

  it('names the address with which the station associates, where its handshake proves that it is the UE', () => {
    const own = handshake({ pmk: sKwtOf(0), aNonce: 1, sNonce: 2 });
    const onWlan = onAir(100, numbered([beacon(), ...associated, ...allOf(own)]));
    const signals = (address: Uint8Array) => [tells(address), ...tellUe(4, 0), ...onWlan];
    expect(found(signals(OTHER), KENB)).toEqual([
      [
        [1, 7],
        'The UE has the WLAN address 02:55:45:00:00:09 by its capabilities in frame 1, but the station associates with 02:00:01:00:00:01, as in frame 7.',
      ],
    ]);
    expect(found(signals(STATION), KENB)).toEqual([]);
    // Without the key it may be somebody else.
    expect(found(signals(OTHER))).toEqual([]);
  });

  describe('without capabilities', () => {
    const own = handshake({ pmk: sKwtOf(0), aNonce: 1, sNonce: 2 });
    const onWlan = onAir(100, numbered([beacon(), ...associated, ...allOf(own)]));
    const [request, ...rest] = setUp(0) as [{ readonly ms: number; readonly enb: XwAPPDU }, ...Signal[]];
    const given = (address: Uint8Array): Signal[] => [
      { ...request, enb: withIEs(request.enb, 'WTAdditionRequest', { 'UE-Identity': address }) },
      ...rest,
    ];

    it('names the address that the WT was given, where the S-KWT that goes with it is another station’s', () => {
      expect(found([...given(OTHER), ...onWlan])).toEqual([
        [
          [1, 8],
          'The eNB gives the WT 02:55:45:00:00:09 in frame 1, but the station associates with 02:00:01:00:00:01, as in frame 8.',
        ],
      ]);
      expect(found([...given(STATION), ...onWlan])).toEqual([]);
    });

    it('shows all of the UE in one session, with the handshake as right', () => {
      const { sessions } = reportOn([...given(OTHER), ...onWlan]);
      expect(
        sessions.map(({ station, rrc, xw, eapolKeyFrames }) => [
          station,
          rrc?.length,
          xw?.length,
          eapolKeyFrames.map(({ mic }) => mic),
        ]),
      ).toEqual([['02:00:01:00:00:01', 2, 2, ['none', 'valid', 'valid', 'valid']]]);
    });

    it('is nothing where the capture shows the other station, too: then the key is its own', () => {
      const wrong = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
      const other = onAir(50, numbered([beacon(), ...associated, ...allOf(wrong)])).map(one =>
        'mpdu' in one ? { ...one, mpdu: renamed(one.mpdu, STATION, OTHER) } : one,
      );
      const { sessions, findings } = reportOn([...given(OTHER), ...other, ...onWlan]);
      expect(findings.filter(({ rule }) => rule === wlanAddressDiffers.id)).toEqual([]);
      expect(
        sessions
          .filter(({ ap }) => ap !== undefined)
          .map(({ station, eapolKeyFrames }) => [station, eapolKeyFrames.map(({ mic }) => mic)]),
      ).toEqual([
        ['02:55:45:00:00:09', ['none', 'invalid', 'invalid', 'invalid']],
        ['02:00:01:00:00:01', ['none', 'unverified', 'unverified', 'unverified']],
      ]);
    });

    const refused = (ms: number, reasonCode = 2): Signal[] =>
      onAir(ms, numbered([beacon(), ...associated, deauthentication('ap', reasonCode)]));
    const WARNING =
      'The eNB gives the WT 02:55:45:00:00:09 in frame 1, but the station that associates in frame 7, and is sent away without a handshake, has 02:00:01:00:00:01.';

    it('is a warning for the only station that the WT sends away as one that it does not know', () => {
      expect(found([...given(OTHER), ...refused(100)])).toEqual([[[1, 7], WARNING]]);
      const { findings } = reportOn([...given(OTHER), ...refused(100)]);
      expect(findings.filter(({ rule }) => rule === wlanAddressDiffers.id)).toMatchObject([
        { severity: 'warning' },
      ]);
    });

    it('is a warning also where another eNB gives the WT that address again, behind the association', () => {
      const again = later(given(OTHER).slice(0, 1), 1000);
      expect(found([...given(OTHER), ...refused(100), ...again])).toEqual([[[1, 7], WARNING]]);
    });

    it('is no warning where that was before, or there was a handshake, or no end, or there are others', () => {
      expect(found([...refused(0), ...given(OTHER).map(one => ({ ...one, ms: one.ms + 100 }))])).toEqual([]);
      const unknown = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
      const tried = [...numbered([beacon(), ...associated, unknown.m1]), deauthentication('ap', 15)];
      expect(found([...given(OTHER), ...onAir(100, tried)])).toEqual([]);
      expect(found([...given(OTHER), ...onAir(100, numbered([beacon(), ...associated]))])).toEqual([]);
      const another = refused(200).map(one =>
        'mpdu' in one ? { ...one, mpdu: renamed(one.mpdu, STATION, key32(3).subarray(0, 6)) } : one,
      );
      expect(found([...given(OTHER), ...refused(100), ...another])).toEqual([]);
    });

    it('says nothing of a key that does not fit', () => {
      const unknown = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
      const signals = [
        ...given(OTHER),
        ...onAir(100, numbered([beacon(), ...associated, ...allOf(unknown)])),
      ];
      const { sessions } = reportOn(signals);
      expect(sessions.map(({ eapolKeyFrames }) => eapolKeyFrames.map(({ mic }) => mic))).toContainEqual([
        'none',
        'unverified',
        'unverified',
        'unverified',
      ]);
    });
  });

  it('is not told by a message with a wrong MAC-I', () => {
    const signals = (kenb: Uint8Array) => [{ ...tells(OTHER), kenb }, ...later(setUp(0), 10)] as Signal[];
    expect(found(signals(KENB), KENB)).toHaveLength(1);
    expect(found(signals(KENB.with(0, 1)), KENB)).toEqual([]);
  });
});
