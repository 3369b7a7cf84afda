import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/index.js';
import {
  ETHER_TYPE,
  encodeEthernet,
  encodeIpv4,
  encodeUdp,
  IP_PROTOCOL,
} from '../../../src/codecs/link/index.js';
import { type Report, validator } from '../../../src/validate/index.js';
import { allOf, associated, beacon, handshake, key32, numbered, pmks, userData } from '../peer.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const mpdus = numbered([beacon(), ...associated, ...allOf(first), userData(first.ptk)]);

const source = Uint8Array.of(10, 0, 0, 1);
const destination = Uint8Array.of(10, 0, 0, 2);
const header = {
  dscp: 0,
  ecn: 0,
  identification: 1,
  dontFragment: false,
  moreFragments: false,
  timeToLive: 9,
};
const ipOf = (payload: Uint8Array, fragment: object = { fragmentOffset: 0 }): Uint8Array =>
  encodeIpv4({
    ...header,
    fragmentOffset: 0,
    protocol: IP_PROTOCOL.udp,
    source,
    destination,
    payload,
    ...fragment,
  });
const ethernet = (payload: Uint8Array): Uint8Array =>
  encodeEthernet({
    destination: new Uint8Array(6),
    source: new Uint8Array(6),
    etherType: ETHER_TYPE.ipv4,
    payload,
  });
const udp = (payload: Uint8Array, destinationPort = 37008): Uint8Array =>
  encodeUdp({ sourcePort: 40000, destinationPort, payload }, { source, destination });
/** Tags: RSSI, padding, the end. */
const TAGS = [10, 1, 0xd0, 0, 1];
const tzsp = (mpdu: Uint8Array, tags = TAGS, head = [1, 0, 0, 18]): Uint8Array =>
  Uint8Array.of(...head, ...tags, ...mpdu);

const reportOn = (all: readonly Uint8Array[]): Report => {
  const own = validator({ keys: pmks({ A }) });
  for (const [i, bytes] of all.entries()) {
    const packet: Packet = {
      time: BigInt(i) * 1_000_000n,
      linkType: 1,
      interface: 0,
      bytes,
      originalLength: bytes.length,
    };
    own.packet(packet);
  }
  return own.report();
};

describe('802.11 in TZSP', () => {
  it('is read, behind whatever tags', () => {
    for (const tags of [TAGS, [1], [17, 1, 0, 1]]) {
      const { sessions, packets } = reportOn(mpdus.map(mpdu => ethernet(ipOf(udp(tzsp(mpdu, tags))))));
      expect(packets).toBe(mpdus.length);
      expect(sessions[0]).toMatchObject({ protectedFrames: { decrypted: 1, undecrypted: 0 } });
      expect(sessions[0]!.eapolKeyFrames.map(({ mic, frame }) => [mic, frame])).toEqual([
        ['none', 4],
        ['valid', 5],
        ['valid', 6],
        ['valid', 7],
      ]);
    }
  });

  it('is put together where IP has cut it', () => {
    const cut = mpdus.flatMap((mpdu, identification) => {
      const whole = udp(tzsp(mpdu));
      return [
        ipOf(whole.subarray(0, 24), { moreFragments: true, identification }),
        ipOf(whole.subarray(24), { fragmentOffset: 3, identification }),
      ].map(ethernet);
    });
    expect(reportOn(cut).sessions[0]!.eapolKeyFrames).toHaveLength(4);
  });

  it('is left out as damaged where a tag says that its FCS is wrong', () => {
    const bad = ethernet(ipOf(udp(tzsp(first.m1, [17, 1, 1, 1]))));
    expect(reportOn([bad])).toMatchObject({ damagedPackets: [{ packets: 1, frame: 1 }], sessions: [] });
  });

  it('is none on another port, of another type, or without an end of its tags', () => {
    const others = [
      udp(tzsp(first.m1), 37009),
      udp(tzsp(first.m1, TAGS, [2, 0, 0, 18])),
      udp(tzsp(first.m1, TAGS, [1, 4, 0, 18])),
      udp(tzsp(first.m1, TAGS, [1, 0, 0, 1])),
      ...[0, 3, 4, 5, 6, 7, 8].map(length => udp(tzsp(first.m1).subarray(0, length))),
      udp(tzsp(new Uint8Array(200), [10, 255])),
    ];
    const { sessions, unchecked } = reportOn(others.map(payload => ethernet(ipOf(payload))));
    expect([sessions, unchecked.length]).toEqual([[], 1]);
  });
});
