import { describe, expect, it } from 'vitest';
import { alignClocks, clockSampler, type Packet } from '../../../src/codecs/capture/index.js';
import { radiotapHeader } from '../../../src/codecs/dot11/index.js';
import { encodeLinuxCookedV1, encodeLinuxCookedV2 } from '../../../src/codecs/link/index.js';
import { type Report, validator } from '../../../src/validate/index.js';
import { allOf, associated, beacon, handshake, key32, numbered, pmks, userData } from '../peer.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const mpdus = numbered([beacon(), ...associated, ...allOf(first), userData(first.ptk), userData(first.ptk)]);

/** Prism: message code, length of 24, and the name of the device. */
const prism = Uint8Array.of(0x44, 0, 0, 0, 24, ...new Uint8Array(19));
/** What devices of these ARPHRD_ numbers put in front of a frame. */
const PREFIX = { 801: new Uint8Array(0), 802: prism, 803: radiotapHeader({}) } as const;

/** ETH_P_802_2, which packets of such devices have for a protocol; any other means the same there. */
const cooked = (linkType: number, arpHardwareType: number, payload: Uint8Array, protocol = 4): Uint8Array => {
  const both = { protocol, arpHardwareType, packetType: 3, addressLength: 6, address: new Uint8Array(8) };
  return linkType === 113
    ? encodeLinuxCookedV1({ ...both, payload })
    : encodeLinuxCookedV2({ ...both, reserved: 0, interfaceIndex: 4, payload });
};
const packetOf = (linkType: number, bytes: Uint8Array, i: number): Packet => ({
  time: BigInt(i) * 1_000_000n,
  linkType,
  interface: 0,
  bytes,
  originalLength: bytes.length,
});
const underCooked = (linkType: number, device: keyof typeof PREFIX, protocol?: number): Packet[] =>
  mpdus.map((mpdu, i) =>
    packetOf(linkType, cooked(linkType, device, Uint8Array.of(...PREFIX[device], ...mpdu), protocol), i),
  );
const reportOn = (packets: readonly Packet[]): Report => {
  const own = validator({ keys: pmks({ A }) });
  for (const packet of packets) own.packet(packet);
  return own.report();
};

const LINKS = [113, 276].flatMap(linkType =>
  ([801, 802, 803] as const).map(device => ({ linkType, device })),
);

describe('a Linux capture of any device', () => {
  const plain = reportOn(mpdus.map((mpdu, i) => packetOf(105, mpdu, i)));

  it.each(LINKS)('holds 802.11 where the device is in monitor mode: $linkType, ARPHRD $device', one => {
    const { linkType, device } = one;
    expect(reportOn(underCooked(linkType, device))).toEqual(plain);
    expect(plain.sessions[0]!.protectedFrames).toEqual({ decrypted: 2, undecrypted: 0 });
    // The protocol says nothing there, not even that of IP.
    expect(reportOn(underCooked(linkType, device, 0x0800))).toEqual(plain);
  });

  it('may hold several devices, of which one is in monitor mode', () => {
    const ethernet = packetOf(276, cooked(276, 1, new Uint8Array(40), 0x0800), 0);
    const { packets, sessions, unreadPackets } = reportOn(
      underCooked(276, 803).flatMap(packet => [{ ...ethernet, time: packet.time }, packet]),
    );
    expect([packets, unreadPackets]).toEqual([2 * mpdus.length, []]);
    expect(sessions.map(({ verdict }) => verdict.replace(/\d+/g, '#'))).toEqual(
      plain.sessions.map(({ verdict }) => verdict.replace(/\d+/g, '#')),
    );
  });

  it('may be cut short within the header, and is passed over', () => {
    for (const { linkType, device } of LINKS)
      for (const length of [0, 9, 15, 19, 20]) {
        const [packet] = underCooked(linkType, device);
        const { sessions, packets } = reportOn([{ ...packet!, bytes: packet!.bytes.subarray(0, length) }]);
        expect([sessions, packets]).toEqual([[], 1]);
      }
  });

  it('has a clock that frames tell, as another capture has', () => {
    const samplesOf = (packets: readonly Packet[]) => {
      const sampler = clockSampler();
      for (const packet of packets) sampler.packet(packet);
      return sampler.samples();
    };
    const late = underCooked(276, 803).map(packet => ({ ...packet, time: packet.time + 7_000_000n }));
    const [, correction] = alignClocks([mpdus.map((mpdu, i) => packetOf(105, mpdu, i)), late].map(samplesOf));
    expect(correction).toMatchObject({ offset: 7_000_000n });
    expect(correction!.matches).toBeGreaterThan(2);
  });
});
