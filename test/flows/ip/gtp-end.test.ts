import { describe, expect, it } from 'vitest';
import { decodeGtpU, encodeGtpU } from '../../../src/codecs/link/gtpu.js';
import { decodeIpv4, IP_PROTOCOL, verifyIpv4Checksum } from '../../../src/codecs/link/ipv4.js';
import { decodeUdp, encodeUdp, verifyUdpChecksum } from '../../../src/codecs/link/udp.js';
import { gtpTunnel } from '../../../src/codecs/xwap/build/bearers.js';
import { createEngine } from '../../../src/flows/engine/engine.js';
import type { LinkEnd } from '../../../src/flows/engine/link.js';
import { createGtpEnd, ipv4TunnelOf, type TunnelEnd } from '../../../src/flows/ip/gtp-end.js';
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

/** The frames that an eNB and a WT send, what the WT takes of those that come, and the tunnels that the eNB is told are not there. */
const setUp = () => {
  const clock = createEngine();
  const frames: Uint8Array[] = [];
  const taken: string[] = [];
  const from: LinkEnd = { send: frame => void frames.push(frame), receiver: { receive() {} } };
  const answers: Uint8Array[] = [];
  const to: LinkEnd = { send: frame => void answers.push(frame), receiver: { receive() {} } };
  const ended: TunnelEnd[] = [];
  const source = createGtpEnd({ clock, link: from, own: enb, peer: wt });
  const end = createGtpEnd({ clock, link: to, own: wt, peer: enb });
  end.receive = (teid, tPdu) => {
    taken.push(`${teid}: ${tPdu.join(' ')}`);
    return teid === 7;
  };
  source.ended = tunnel => ended.push(tunnel);
  end.ended = () => expect.unreachable();
  const take = (frame: Uint8Array): void => to.receiver.receive(frame);
  const answered = (frame: Uint8Array): void => from.receiver.receive(frame);
  return { source, frames, take, taken, answers, answered, ended };
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

describe('a G-PDU for a tunnel that is not there (TS 29.281, 7.3.1)', () => {
  const contentOf = (frame: Uint8Array) => {
    const ip = decodeIpv4(frame.slice(ETHERNET_HEADER));
    expect(verifyIpv4Checksum(frame.subarray(ETHERNET_HEADER))).toBe('good');
    expect(verifyUdpChecksum(ip.payload, ip)).toBe('good');
    return { ip, udp: decodeUdp(ip.payload), gtp: decodeGtpU(decodeUdp(ip.payload).payload) };
  };

  it('is answered, and the answer tells the sender which one it is', () => {
    const { source, frames, take, answers, answered, ended } = setUp();
    for (const teid of [8, 7, 0, 0xffff_fff0]) source.send({ ...atWt, teid }, Uint8Array.of(1));
    frames.forEach(take);
    expect(answers).toHaveLength(2);
    const { ip, udp, gtp } = contentOf(answers[0]!);
    expect([ip.source, ip.destination]).toEqual([wt.ip, enb.ip]);
    expect(udp).toMatchObject({ destinationPort: 2152 });
    expect(gtp).toMatchObject({
      teid: 0,
      sequenceNumber: 0,
      content: {
        message: 'errorIndication',
        informationElements: [
          { element: 'tunnelEndpointIdentifierDataI', teid: 8 },
          { element: 'gtpUPeerAddress', address: wt.ip },
        ],
      },
    });
    answers.forEach(answered);
    expect(ended).toEqual([
      { ...atWt, teid: 8 },
      { ...atWt, teid: 0xffff_fff0 },
    ]);
    expect(frames).toHaveLength(4);
  });

  it('is not told of by an Error Indication that does not name a tunnel over IPv4', () => {
    const { take, answers } = setUp();
    const teid = { element: 'tunnelEndpointIdentifierDataI', teid: 7 } as const;
    for (const informationElements of [
      [],
      [teid],
      [teid, { element: 'gtpUPeerAddress', address: new Uint8Array(16) } as const],
    ])
      take(frameWith(encodeGtpU({ teid: 0, content: { message: 'errorIndication', informationElements } })));
    expect(answers).toEqual([]);
  });
});

it('the end of a tunnel is one of IPv4 alone', () => {
  const tunnel = (address: Uint8Array) => ipv4TunnelOf(gtpTunnel({ address, teid: 7 }));
  expect(tunnel(wt.ip)).toEqual(atWt);
  for (const octets of [16, 20]) expect(tunnel(new Uint8Array(octets))).toBeUndefined();
});
