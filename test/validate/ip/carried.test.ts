import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/index.js';
import { fcsOf } from '../../../src/codecs/dot11/fcs.js';
import {
  ETHER_TYPE,
  encodeEthernet,
  encodeIpv4,
  encodeUdp,
  IP_PROTOCOL,
} from '../../../src/codecs/link/index.js';
import { encodeIpv6 } from '../../../src/codecs/link/ipv6.js';
import { type Report, validator } from '../../../src/validate/index.js';
import { newCarried } from '../../../src/validate/ip/carried.js';
import { gsmtap } from '../lte/peer.js';
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
const udp = (payload: Uint8Array, destinationPort = 37008, sourcePort = 40000): Uint8Array =>
  encodeUdp({ sourcePort, destinationPort, payload }, { source, destination });
/** Tags: RSSI, padding, the end. */
const TAGS = [10, 1, 0xd0, 0, 1];
const tzsp = (mpdu: Uint8Array, tags = TAGS, head = [1, 0, 0, 18]): Uint8Array =>
  Uint8Array.of(...head, ...tags, ...mpdu);

const packetOf = (bytes: Uint8Array, linkType = 1, time = 0n): Packet => ({
  time,
  linkType,
  interface: 0,
  bytes,
  originalLength: bytes.length,
});

const reportOn = (all: readonly Uint8Array[]): Report => {
  const own = validator({ keys: pmks({ A }) });
  for (const [i, bytes] of all.entries()) {
    own.packet(packetOf(bytes, 1, BigInt(i) * 1_000_000n));
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
      udp(tzsp(first.m1, TAGS, [1, 0, 0, 2])),
      ...[0, 3, 4, 5, 6, 7, 8].map(length => udp(tzsp(first.m1).subarray(0, length))),
      udp(tzsp(new Uint8Array(200), [10, 255])),
    ];
    const { sessions, unchecked } = reportOn(others.map(payload => ethernet(ipOf(payload))));
    expect([sessions, unchecked.length]).toEqual([[], 1]);
  });
});

const withFcs = (mpdu: Uint8Array): Uint8Array => {
  const fcs = fcsOf(mpdu);
  return Uint8Array.of(...mpdu, fcs, fcs >> 8, fcs >> 16, fcs >> 24);
};
/** The header without a version: signal, noise, two lengths, flags, status, TSF, rate, channel, signal in percent, noise. */
const peek = (frame: Uint8Array, flags = 0, percent = 70): Uint8Array => {
  const length = [frame.length >> 8, frame.length & 0xff];
  return Uint8Array.of(
    0xc8,
    0x9c,
    ...length,
    ...length,
    flags,
    0,
    ...new Uint8Array(8),
    12,
    6,
    percent,
    5,
    ...frame,
  );
};
const peekV2 = (frame: Uint8Array, flags = 0, percent = 70): Uint8Array => {
  const length = [frame.length >> 8, frame.length & 0xff];
  const radio = [0, 0, 0, 6, 0, 7, 0, 36, 0, 0, 0x14, 0x3c, ...new Uint8Array(8), percent, 5, 0xc8, 0x9c];
  const strengths = new Uint8Array(8);
  const tsf = new Uint8Array(8);
  return Uint8Array.of(
    0,
    0xff,
    0xab,
    0xcd,
    2,
    0,
    0,
    0,
    55,
    ...radio,
    ...strengths,
    ...length,
    ...length,
    flags,
    0,
    ...tsf,
    ...frame,
  );
};
const radiotap = (frame: Uint8Array): Uint8Array => Uint8Array.of(0, 0, 9, 0, 2, 0, 0, 0, 0x10, ...frame);
const ppi = (frame: Uint8Array): Uint8Array => Uint8Array.of(0, 0, 8, 0, 105, 0, 0, 0, ...frame);

describe('802.11 that an access point sends to a sniffer', () => {
  it.each([
    ['Peek, of Cisco', (mpdu: Uint8Array) => udp(peek(withFcs(mpdu)), 5000, 5555)],
    ['Peek, to another port', (mpdu: Uint8Array) => udp(peek(withFcs(mpdu)), 6000, 5555)],
    ['Peek, of Aruba', (mpdu: Uint8Array) => udp(peek(withFcs(mpdu)), 5555)],
    ['Peek, of Aruba itself, which sends no FCS', (mpdu: Uint8Array) => udp(peek(mpdu, 0, 100), 5555)],
    ['Peek of version 2, on any port', (mpdu: Uint8Array) => udp(peekV2(withFcs(mpdu)), 7777)],
    ['radiotap, of Aruba', (mpdu: Uint8Array) => udp(radiotap(withFcs(mpdu)), 5555)],
    ['PPI, of Aruba', (mpdu: Uint8Array) => udp(ppi(withFcs(mpdu)), 5555)],
  ])('is read in %s', (_, encode) => {
    const { sessions, damagedPackets } = reportOn(mpdus.map(mpdu => ethernet(ipOf(encode(mpdu)))));
    expect(damagedPackets).toEqual([]);
    expect(sessions[0]).toMatchObject({ protectedFrames: { decrypted: 1, undecrypted: 0 } });
    expect(sessions[0]!.eapolKeyFrames).toHaveLength(4);
  });

  it('is left out as damaged where the header says that its FCS is wrong', () => {
    for (const bad of [udp(peek(withFcs(first.m1), 2), 5000), udp(peekV2(withFcs(first.m1), 2), 7777)])
      expect(reportOn([ethernet(ipOf(bad))])).toMatchObject({
        damagedPackets: [{ packets: 1 }],
        sessions: [],
      });
  });

  it('is none where lengths, flags or the port do not fit', () => {
    const frame = withFcs(first.m1);
    const others = [
      udp(peek(frame), 5001),
      udp(Uint8Array.of(...peek(frame), 0, 0, 0, 0, 0), 5000),
      udp(peek(frame, 0x80), 5000),
      ...[0, 1, 19, 20].map(length => udp(peek(frame).subarray(0, length), 5000)),
      udp(peekV2(frame).subarray(0, 54), 7777),
    ];
    expect(reportOn(others.map(payload => ethernet(ipOf(payload)))).sessions).toEqual([]);
  });
});

/** An RRCConnectionReconfigurationComplete over GSMTAP, as raw IP and as Ethernet. */
const ip = gsmtap(Uint8Array.of(0x10, 0), true);
const frame = ethernet(ip);
const over = (protocol: number, payload: Uint8Array): Uint8Array => ethernet(ipOf(payload, { protocol }));
const gre = (flags: number, protocol: number, ...rest: (number | Uint8Array)[]): Uint8Array =>
  over(
    47,
    Uint8Array.of(
      flags >> 8,
      flags & 0xff,
      protocol >> 8,
      protocol & 0xff,
      ...rest.flatMap(one => (typeof one === 'number' ? [one] : [...one])),
    ),
  );
const [key, sequence, checksum] = [4, 4, 4].map(length => new Uint8Array(length));
const icv = new Uint8Array(12).fill(0xaa);
const esp = (packet: Uint8Array, padding: number, protocol: number): Uint8Array =>
  over(
    50,
    Uint8Array.of(
      ...new Uint8Array(8),
      ...packet,
      ...Array.from({ length: padding }, (_, i) => i + 1),
      padding,
      protocol,
      ...icv,
    ),
  );
const v6 = encodeIpv6({
  trafficClass: 0,
  flowLabel: 0,
  hopLimit: 1,
  source: new Uint8Array(16),
  destination: new Uint8Array(16),
  nextHeader: IP_PROTOCOL.udp,
  payload: new Uint8Array(20),
});

const tunnels: readonly (readonly [string, Uint8Array, linkType: number, inner: Uint8Array])[] = [
  ['IPv4 in IP', over(4, ip), 228, ip],
  ['IPv6 in IP', over(41, v6), 229, v6],
  ['GRE', gre(0, 0x0800, ip), 228, ip],
  ['GRE with all its parts', gre(0xb000, 0x86dd, checksum!, key!, sequence!, v6), 229, v6],
  ['bridged Ethernet in GRE', gre(0x2000, 0x6558, key!, frame), 1, frame],
  ['ERSPAN of type I', gre(0, 0x88be, frame), 1, frame],
  ['ERSPAN of type II', gre(0x1000, 0x88be, sequence!, 0x10, 5, 0, 1, 0, 0, 0, 9, frame), 1, frame],
  [
    'ERSPAN of type III',
    gre(0x1000, 0x22eb, sequence!, 0x20, 5, 0, 1, ...new Uint8Array(8), frame),
    1,
    frame,
  ],
  [
    'ERSPAN of type III with a subheader, of IP',
    gre(0x1000, 0x22eb, sequence!, 0x20, 5, 0, 1, ...new Uint8Array(6), 0x08, 0x01, ...new Uint8Array(8), ip),
    101,
    ip,
  ],
  ['VXLAN', ethernet(ipOf(udp(Uint8Array.of(8, 0, 0, 0, 0, 0, 42, 0, ...frame), 4789))), 1, frame],
  [
    'VXLAN on the port of Linux',
    ethernet(ipOf(udp(Uint8Array.of(8, 0, 0, 0, 0, 0, 42, 0, ...frame), 8472))),
    1,
    frame,
  ],
  ['ESP that does not cipher', esp(ip, 3, 4), 101, ip],
  ['ESP that does not cipher, IPv6, not padded', esp(v6, 0, 41), 101, v6],
  ['Ethernet in TZSP', ethernet(ipOf(udp(tzsp(frame, [1], [1, 0, 0, 1])))), 1, frame],
];

describe('a packet in a tunnel', () => {
  it.each(tunnels)('is taken out of %s', (_, bytes, linkType, inner) => {
    expect(newCarried()(packetOf(bytes), bytes)).toMatchObject({
      linkType,
      bytes: inner,
      originalLength: inner.length,
    });
    for (let length = 0; length < bytes.length; length++)
      newCarried()(packetOf(bytes), bytes.subarray(0, length));
  });

  it('is none in what is ciphered, of another version, or of another protocol', () => {
    const ciphered = esp(ip, 3, 4);
    ciphered[14 + 20 + 8 + 3] = 1;
    const others = [ciphered, esp(ip, 3, 132), gre(1, 0x0800, ip), gre(0, 0x880b, ip), over(6, ip)];
    for (const bytes of others) expect(newCarried()(packetOf(bytes), bytes)).toBeUndefined();
  });

  it('is read as if it were in none, one in the other, too', () => {
    const messages = (bytes: Uint8Array) =>
      reportOn([bytes]).sessions.flatMap(({ rrc }) => rrc?.map(({ message }) => message) ?? []);
    const bare = messages(frame);
    expect(bare).not.toEqual([]);
    for (const [, bytes, , inner] of tunnels) if (inner !== v6) expect(messages(bytes)).toEqual(bare);
    expect(messages(gre(0, 0x88be, gre(0, 0x6558, over(4, ip))))).toEqual(bare);
  });

  it('may be one of very many', () => {
    let bytes = ip;
    while (bytes.length < 65_000) bytes = ipOf(bytes, { protocol: 4 });
    expect(reportOn([ethernet(bytes)]).sessions).toEqual([]);
  });
});

describe('LTE below PDCP', () => {
  it('is told of where Wireshark frames it in UDP', () => {
    const framed = (begin: string): Uint8Array =>
      ethernet(ipOf(udp(Uint8Array.of(...new TextEncoder().encode(begin), 1, 1, 3, 1, 0), 9999)));
    const { unreadableHeaders, unchecked } = reportOn(
      [frame, 'mac-lte', 'mac-lte', 'rlc-lte', 'mac-ltd'].map(one =>
        typeof one === 'string' ? framed(one) : one,
      ),
    );
    expect(unreadableHeaders).toEqual([
      { linkType: 1, packets: 3, frame: 2, error: expect.stringMatching(/^MAC-LTE, .* docs.captures.md/) },
    ]);
    expect(unchecked).toEqual([]);
  });
});
