import { describe, expect, it } from 'vitest';
import { encodeGtpU } from '../../../src/codecs/link/gtpu.js';
import { decodeIpv4, IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { encodeUdp } from '../../../src/codecs/link/udp.js';
import { gtpTunnel } from '../../../src/codecs/xwap/build/bearers.js';
import { createEngine } from '../../../src/flows/engine/engine.js';
import type { LinkEnd } from '../../../src/flows/engine/link.js';
import { createGtpEnd, ipv4TunnelOf } from '../../../src/flows/ip/gtp-end.js';
import {
  completeIpv4Checksum,
  ETHERNET_HEADER,
  FRAME_PAYLOAD,
  ipv4Framer,
} from '../../../src/flows/ip/ipv4.js';

const node = (number: number) => ({
  mac: Uint8Array.of(2, 0, 0, 0, 0, number),
  ip: Uint8Array.of(192, 0, 2, number),
});
const [enb, wt] = [node(1), node(65)];

/** The frames that an eNB sends, and what a WT takes of those that come. */
const setUp = () => {
  const clock = createEngine();
  const frames: Uint8Array[] = [];
  const taken: string[] = [];
  const from: LinkEnd = { send: frame => void frames.push(frame), receiver: { receive() {} } };
  const to: LinkEnd = { send() {}, receiver: { receive() {} } };
  const source = createGtpEnd({ clock, link: from, own: enb, peer: wt });
  const end = createGtpEnd({ clock, link: to, own: wt, peer: enb });
  end.receive = (teid, tPdu) => void taken.push(`${teid}: ${tPdu.join(' ')}`);
  return { source, frames, take: (frame: Uint8Array) => to.receiver.receive(frame), taken };
};

const ipOf = ([a, b, c, d]: readonly [number, number, number, number]): number =>
  (a << 24) | (b << 16) | (c << 8) | d;
const atWt = { ip: ipOf([192, 0, 2, 65]), teid: 7 };

/** A frame with a UDP datagram from the eNB to the WT, checksums included. */
const frameWith = (payload: Uint8Array, destinationPort = 2152): Uint8Array => {
  const udp = encodeUdp(
    { sourcePort: 2152, destinationPort, payload },
    { source: enb.ip, destination: wt.ip },
  );
  const frame = ipv4Framer(enb, wt, IP_PROTOCOL.udp)(0, udp.length);
  frame.set(udp, FRAME_PAYLOAD);
  return frame;
};
const gPdu = encodeGtpU({ teid: 7, content: { message: 'gPdu', payload: Uint8Array.of(1, 2) } });

describe('an end of a GTP-U path', () => {
  it('numbers its datagrams, and sends each to where its tunnel ends', () => {
    const { source, frames, take, taken } = setUp();
    const elsewhere = { ip: ipOf([192, 0, 2, 66]), teid: 9 };
    for (const tunnel of [atWt, elsewhere, elsewhere, atWt]) source.send(tunnel, Uint8Array.of(1, 2));
    const sent = frames.map(frame => decodeIpv4(frame.slice(ETHERNET_HEADER)));
    expect(sent.map(({ destination }) => destination[3])).toEqual([65, 66, 66, 65]);
    expect(sent.map(({ identification }) => identification)).toEqual([0, 1, 2, 3]);
    // What is for another node is not taken here.
    frames.forEach(take);
    expect(taken).toEqual(['7: 1 2', '7: 1 2']);
  });

  it.each([
    ['a G-PDU', frameWith(gPdu), ['7: 1 2']],
    ['another port', frameWith(gPdu, 2153), []],
    ['what is no GTP-U', frameWith(Uint8Array.of(1)), []],
    [
      'an End Marker',
      frameWith(encodeGtpU({ teid: 7, content: { message: 'endMarker', informationElements: [] } })),
      [],
    ],
  ])('takes of %s', (_, frame, expected) => {
    const { take, taken } = setUp();
    take(frame);
    expect(taken).toEqual(expected);
  });

  it('takes nothing of which a checksum is wrong', () => {
    const { take, taken } = setUp();
    const damaged = (at: number): Uint8Array => {
      const frame = frameWith(gPdu);
      frame[at]! ^= 1;
      return frame;
    };
    // The time to live, and the last octet of the payload.
    take(damaged(ETHERNET_HEADER + 8));
    take(damaged(frameWith(gPdu).length - 1));
    expect(taken).toEqual([]);
    const hop = damaged(ETHERNET_HEADER + 8);
    completeIpv4Checksum(hop, ETHERNET_HEADER);
    take(hop);
    expect(taken).toEqual(['7: 1 2']);
  });
});

it('the end of a tunnel is one of IPv4 alone', () => {
  const tunnel = (address: Uint8Array) => ipv4TunnelOf(gtpTunnel({ address, teid: 7 }));
  expect(tunnel(wt.ip)).toEqual(atWt);
  for (const octets of [16, 20]) expect(tunnel(new Uint8Array(octets))).toBeUndefined();
});
