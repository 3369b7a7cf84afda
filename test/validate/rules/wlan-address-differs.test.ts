import { describe, expect, it } from 'vitest';
import { ueCapabilityInformation } from '../../../src/codecs/rrc/index.js';
import { wlanAddressDiffers } from '../../../src/validate/rules/wlan-address-differs.js';
import { KENB, onAir, packetsOf, type Signal, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { allOf, associated, beacon, handshake, numbered, STATION } from '../peer.js';
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

  it('is not told by a message with a wrong MAC-I', () => {
    const signals = (kenb: Uint8Array) => [{ ...tells(OTHER), kenb }, ...later(setUp(0), 10)] as Signal[];
    expect(found(signals(KENB), KENB)).toHaveLength(1);
    expect(found(signals(KENB.with(0, 1)), KENB)).toEqual([]);
  });
});
