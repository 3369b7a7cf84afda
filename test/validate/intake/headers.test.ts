import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/index.js';
import { radiotapHeader } from '../../../src/codecs/dot11/index.js';
import { encodeLinuxCookedV1 } from '../../../src/codecs/link/index.js';
import { joinReports, type Report, validator } from '../../../src/validate/index.js';
import { allOf, associated, beacon, handshake, key32, numbered } from '../peer.js';

const mpdus = numbered([
  beacon(),
  ...associated,
  ...allOf(handshake({ pmk: key32(0xa1), aNonce: 1, sNonce: 2 })),
]);
const packetOf = (bytes: Uint8Array, linkType: number): Packet => ({
  time: 0n,
  linkType,
  interface: 0,
  bytes,
  originalLength: bytes.length,
});
const sound = mpdus.map(mpdu => packetOf(Uint8Array.of(...radiotapHeader({}), ...mpdu), 127));
/** The packet with a radiotap header that claims to be so long. */
const claiming = (packet: Packet, length: number): Packet => {
  const bytes = packet.bytes.slice();
  new DataView(bytes.buffer).setUint16(2, length, true);
  return { ...packet, bytes };
};
const reportOn = (packets: readonly Packet[]): Report => {
  const own = validator();
  for (const packet of packets) own.packet(packet);
  return own.report();
};

describe('a header in front of a frame that cannot be read', () => {
  it('is counted, with the first and what is wrong with it', () => {
    const bad = [claiming(sound[0]!, 6), claiming(sound[1]!, 60_000)];
    const { packets, sessions, unreadableHeaders } = reportOn([...sound, ...bad]);
    expect([packets, sessions.length]).toEqual([sound.length + 2, 1]);
    expect(unreadableHeaders).toEqual([
      {
        linkType: 127,
        packets: 2,
        frame: sound.length + 1,
        error: 'radiotap.length: needs 8 octets, 6 left, at offset 2',
      },
    ]);
    expect(reportOn(sound).unreadableHeaders).toEqual([]);
  });

  it('is one of another link type than the file says, and one that another kind of frame is behind', () => {
    const bare = mpdus.map(mpdu => packetOf(mpdu, 127));
    const ethernet = packetOf(Uint8Array.of(0, 0, 8, 0, 1, 0, 0, 0, ...new Uint8Array(20)), 192);
    const { unreadableHeaders, unchecked } = reportOn([...bare, ethernet]);
    expect(unchecked).toHaveLength(1);
    expect(unreadableHeaders).toEqual([
      {
        linkType: 127,
        packets: bare.length,
        frame: 1,
        error: 'radiotap.version: is 128, and only 0 is decoded, at offset 0',
      },
      {
        linkType: 192,
        packets: 1,
        frame: bare.length + 1,
        error: 'packet.PPI.linkType: 1 is none of 802.11 frames, at offset 0',
      },
    ]);
  });

  it('is told of behind a Linux cooked header, too', () => {
    const payload = claiming(sound[0]!, 6).bytes;
    const address = new Uint8Array(8);
    const header = { packetType: 3, arpHardwareType: 803, addressLength: 6, address, protocol: 4 };
    const { unreadableHeaders } = reportOn([packetOf(encodeLinuxCookedV1({ ...header, payload }), 113)]);
    expect(unreadableHeaders).toMatchObject([{ linkType: 127, packets: 1, frame: 1 }]);
  });

  it('is told with its capture where there are several, as one and each by itself', () => {
    const captures = ['a.pcap', 'b.pcap'];
    const told = { linkType: 127, packets: 1, frame: 2, capture: 'b.pcap' };
    const own = validator({ captures });
    own.packet({ ...sound[0]!, capture: 0, frame: 1 });
    own.packet({ ...sound[0]!, capture: 1, frame: 1 });
    own.packet({ ...claiming(sound[1]!, 6), capture: 1, frame: 2 });
    expect(own.report().unreadableHeaders).toMatchObject([told]);
    const reports = captures.map((capture, i) => {
      const each = validator({ capture });
      for (const packet of [sound[0]!, i === 0 ? sound[1]! : claiming(sound[1]!, 6)]) each.packet(packet);
      return each.report();
    });
    expect(joinReports(reports).unreadableHeaders).toMatchObject([told]);
  });
});
