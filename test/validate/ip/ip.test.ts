import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ETHER_TYPE, encodeEthernet } from '../../../src/codecs/link/ethernet.js';
import { encodeIpv4, IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { encodeIpv6 } from '../../../src/codecs/link/ipv6.js';
import { encodeLinuxCookedV1, encodeLinuxCookedV2 } from '../../../src/codecs/link/linux-cooked.js';
import { snap } from '../../../src/codecs/link/llc.js';
import { newReassembly as reassemblyOf } from '../../../src/codecs/link/reassembly.js';
import { newIp } from '../../../src/validate/ip/index.js';

const payload = Uint8Array.from({ length: 100 }, (_, i) => i);
const v4 = (part: Uint8Array, fragmentOffset = 0, moreFragments = false, identification = 1): Uint8Array =>
  encodeIpv4({
    dscp: 0,
    ecn: 0,
    identification,
    dontFragment: false,
    moreFragments,
    fragmentOffset,
    timeToLive: 1,
    protocol: IP_PROTOCOL.udp,
    source: Uint8Array.of(10, 0, 0, 1),
    destination: Uint8Array.of(10, 0, 0, 2),
    payload: part,
  });
const address = (last: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? last : 0));
const v6 = (part: Uint8Array, fragment?: { offset: number; more: boolean }): Uint8Array =>
  encodeIpv6({
    trafficClass: 0,
    flowLabel: 0,
    hopLimit: 1,
    source: address(1),
    destination: address(2),
    nextHeader: IP_PROTOCOL.udp,
    payload: part,
    ...(fragment && {
      extensionHeaders: [
        {
          type: 44,
          body: Uint8Array.of(
            0,
            fragment.offset >> 5,
            ((fragment.offset << 3) & 0xff) | (fragment.more ? 1 : 0),
            0,
            0,
            0,
            9,
          ),
        },
      ],
    }),
  });
const cut = [0, 40, 80, 100] as const;
const piecesOf = (encode: (part: Uint8Array, offset: number, more: boolean) => Uint8Array) =>
  [0, 1, 2].map(i => encode(payload.subarray(cut[i]!, cut[i + 1]!), cut[i]! / 8, i < 2));

const mac = new Uint8Array(6);
const ethernet = (packet: Uint8Array, etherType: number, tags?: readonly number[]): Uint8Array =>
  encodeEthernet({
    destination: mac,
    source: mac,
    etherType,
    payload: packet,
    ...(tags && { tags: tags.map(tpid => ({ tpid, priority: 0, dropEligible: false, vlan: 5 })) }),
  });
const cooked = { arpHardwareType: 1, packetType: 0, addressLength: 6, address: new Uint8Array(8) };

const vlan = Uint8Array.of(0, 5, ETHER_TYPE.ipv4 >> 8, ETHER_TYPE.ipv4 & 0xff);
/** A label that is not the last of the stack, and one that is. */
const labels = Uint8Array.of(0, 6, 0x40, 64, 0, 0xc, 0x81, 64);
/** TLVs of NFLOG: a prefix of three octets, with one that pads it, and the packet. */
const logged = (packet: Uint8Array): Uint8Array => {
  const length = packet.length + 4;
  return Uint8Array.of(
    2,
    0,
    0,
    5,
    7,
    0,
    10,
    0,
    0x78,
    0x77,
    0,
    0,
    length & 0xff,
    length >> 8,
    9,
    0,
    ...packet,
  );
};

const framings: readonly (readonly [string, number, Uint8Array])[] = [
  ['raw IPv4', 101, v4(payload)],
  ['raw IPv6', 101, v6(payload)],
  ['LINKTYPE_IPV4', 228, v4(payload)],
  ['LINKTYPE_IPV6', 229, v6(payload)],
  ['raw IPv4 under the number of BSD', 12, v4(payload)],
  ['raw IPv6 under the number of OpenBSD', 14, v6(payload)],
  ['LINKTYPE_NULL', 0, Uint8Array.of(2, 0, 0, 0, ...v4(payload))],
  ['LINKTYPE_LOOP', 108, Uint8Array.of(0, 0, 0, 30, ...v6(payload))],
  ['Ethernet', 1, ethernet(v4(payload), ETHER_TYPE.ipv4)],
  ['Ethernet, IPv6', 1, ethernet(v6(payload), ETHER_TYPE.ipv6)],
  ['Ethernet with VLAN tags', 1, ethernet(v4(payload), ETHER_TYPE.ipv4, [0x88a8, 0x8100])],
  ['MPLS', 1, ethernet(Uint8Array.of(...labels, ...v4(payload)), 0x8847)],
  ['MPLS and a VLAN tag', 1, ethernet(Uint8Array.of(...labels, ...v6(payload)), 0x8848, [0x8100])],
  ['PPPoE', 1, ethernet(Uint8Array.of(0x11, 0, 0, 1, 0, 130, 0, 0x21, ...v4(payload)), 0x8864)],
  ['PPPoE, IPv6', 1, ethernet(Uint8Array.of(0x11, 0, 0, 1, 0, 150, 0, 0x57, ...v6(payload)), 0x8864)],
  ['NFLOG', 239, logged(v4(payload))],
  [
    'IEEE 802.3 with SNAP',
    1,
    encodeEthernet({ destination: mac, source: mac, payload: snap(ETHER_TYPE.ipv4, v4(payload)) }),
  ],
  [
    'Linux cooked v1',
    113,
    encodeLinuxCookedV1({ ...cooked, protocol: ETHER_TYPE.ipv4, payload: v4(payload) }),
  ],
  [
    'Linux cooked v1 and a VLAN tag',
    113,
    encodeLinuxCookedV1({ ...cooked, protocol: 0x8100, payload: Uint8Array.of(...vlan, ...v4(payload)) }),
  ],
  [
    'Linux cooked v2',
    276,
    encodeLinuxCookedV2({
      ...cooked,
      protocol: ETHER_TYPE.ipv6,
      reserved: 0,
      interfaceIndex: 1,
      payload: v6(payload),
    }),
  ],
];

describe('the datagram of a packet', () => {
  it.each(framings)('is found behind %s', (_, linkType, bytes) => {
    const datagram = newIp().datagram(linkType, bytes, 0n);
    expect(datagram).toMatchObject({ protocol: IP_PROTOCOL.udp, isCut: false });
    expect(datagram?.payload).toEqual(payload);
  });

  it.each(framings)('is cut where %s is, and nothing throws', (_, linkType, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      const datagram = newIp().datagram(linkType, bytes.subarray(0, length), 0n);
      if (datagram === undefined) continue;
      expect(datagram.isCut).toBe(true);
      expect(datagram.payload).toEqual(payload.subarray(0, datagram.payload.length));
    }
    expect(newIp().datagram(linkType, bytes.subarray(0, -10), 0n)?.payload.length).toBe(90);
  });

  it('is not padding, and is all of a packet whose length is yet to be filled in', () => {
    const padded = Uint8Array.of(...v4(payload), 0, 0, 0);
    expect(newIp().datagram(101, padded, 0n)?.payload).toEqual(payload);
    const offloaded = v4(payload);
    offloaded[2] = 0;
    offloaded[3] = 0;
    expect(newIp().datagram(101, offloaded, 0n)).toMatchObject({ isCut: false, payload });
  });

  it('is none of another protocol or link type', () => {
    const tcp = v4(payload);
    tcp[9] = 6;
    expect(newIp().datagram(101, tcp, 0n)).toBeUndefined();
    expect(newIp().datagram(127, v4(payload), 0n)).toBeUndefined();
    expect(newIp().datagram(1, ethernet(v4(payload), 0x1234), 0n)).toBeUndefined();
    // A pseudowire, whose control word begins with 0; LCP; and a TLV of no length.
    expect(
      newIp().datagram(1, ethernet(Uint8Array.of(...labels, 0, ...v4(payload)), 0x8847), 0n),
    ).toBeUndefined();
    const lcp = Uint8Array.of(0x11, 0, 0, 1, 0, 130, 0xc0, 0x21, ...v4(payload));
    expect(newIp().datagram(1, ethernet(lcp, 0x8864), 0n)).toBeUndefined();
    expect(newIp().datagram(239, Uint8Array.of(2, 0, 0, 5, ...new Uint8Array(90)), 0n)).toBeUndefined();
  });
});

describe.each([
  ['IPv4', piecesOf((part, offset, more) => v4(part, offset, more))],
  ['IPv6', piecesOf((part, offset, more) => v6(part, { offset, more }))],
] as const)('fragments of %s', (_, pieces) => {
  it('are put together in whatever order they come, repetitions and all', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6 }), order => {
        const ip = newIp();
        const whole = order.flatMap(i => ip.datagram(101, pieces[i]!, 0n) ?? []);
        expect(whole.length).toBeGreaterThanOrEqual(1);
        for (const datagram of whole) expect(datagram.payload).toEqual(payload);
      }),
    );
  });

  it('give nothing while one is missing or cut', () => {
    const ip = newIp();
    expect(pieces.slice(1).map(piece => ip.datagram(101, piece, 0n))).toEqual([undefined, undefined]);
    expect(ip.datagram(101, pieces[0]!.subarray(0, -1), 0n)).toBeUndefined();
    expect(ip.datagram(101, pieces[0]!, 0n)?.payload).toEqual(payload);
  });

  it('wait for each other 30 s: identifications come again', () => {
    const wait = 30_000_000_000n;
    const putTogether = (late: bigint) => {
      const ip = newIp();
      ip.datagram(101, pieces[0]!, 0n);
      ip.datagram(101, pieces[1]!, 0n);
      return ip.datagram(101, pieces[2]!, late)?.payload;
    };
    expect(putTogether(wait - 1000n)).toEqual(payload);
    expect(putTogether(wait)).toBeUndefined();
  });
});

describe('reassembly', () => {
  const newReassembly = () => reassemblyOf<string>({ datagrams: 256, octets: 1 << 20 });
  const piece = (offset: number, length: number, isLast = false, datagram = 'a') => ({
    datagram,
    offset,
    isLast,
    octets: payload.subarray(offset, offset + length),
  });

  it('refuses a datagram whose pieces overlap, or go beyond its end', () => {
    for (const bad of [piece(8, 16), piece(0, 24), piece(16, 32), piece(64, 8), piece(40, 8, true)]) {
      const { take } = newReassembly();
      expect([piece(8, 24), piece(48, 8, true), bad].map(take)).toEqual([undefined, undefined, undefined]);
      expect([piece(0, 8), piece(32, 16)].map(take)).toEqual([undefined, undefined]);
    }
  });

  it('keeps no more than a number of octets and of datagrams', () => {
    const reassembly = newReassembly();
    const octets = new Uint8Array(60_000);
    for (let i = 0; i < 5000; i++)
      reassembly.take({
        datagram: `${i}`,
        offset: 0,
        isLast: false,
        octets: i % 2 ? octets : new Uint8Array(8),
      });
    expect(reassembly.octets).toBeLessThanOrEqual(1 << 20);
    const many = newReassembly();
    for (let i = 0; i < 5000; i++) many.take(piece(0, 8, false, `${i}`));
    expect(many.octets).toBeLessThanOrEqual(256 * 8);
    // A datagram of more pieces than links make is refused.
    const one = newReassembly();
    for (let i = 0; i < 200; i++)
      one.take({ datagram: 'a', offset: 16 * i, isLast: false, octets: new Uint8Array(8) });
    expect(one.octets).toBe(0);
  });
});
