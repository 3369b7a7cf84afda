import { describe, expect, it } from 'vitest';
import { put16 } from '../../../src/codecs/layout/octets.js';
import { decodeEthernet } from '../../../src/codecs/link/ethernet.js';
import { decodeIpv4, verifyIpv4Checksum } from '../../../src/codecs/link/ipv4.js';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import type { LinkEnd } from '../../../src/flows/engine/link.js';
import { createGtpEnd } from '../../../src/flows/ip/gtp-end.js';
import { completeIpv4Checksum } from '../../../src/flows/ip/ipv4.js';
import { LINKTYPE } from '../events.js';
import { play } from '../play.js';
import { node } from '../sctp/script.js';

const [near, far] = [node(1), node(2)];
/** IPv4, UDP and GTP-U. */
const HEADERS = 20 + 8 + 8;

/** An end that sends, and one that gets what `carry` lets through of it. */
const setUp = () => {
  const clock = createEngine();
  const frames: Uint8Array[] = [];
  const received: Uint8Array[] = [];
  const sender: LinkEnd = { send: frame => void frames.push(frame), receiver: { receive() {} } };
  const receiver: LinkEnd = { send() {}, receiver: { receive() {} } };
  const from = createGtpEnd({ clock, link: sender, own: near, peer: far });
  const to = createGtpEnd({ clock, link: receiver, own: far, peer: near });
  to.receive = (_, tPdu) => received.push(tPdu.slice()) > 0;
  return {
    clock,
    received,
    /** The frames of a packet of so many octets. */
    send(length: number): readonly Uint8Array[] {
      frames.length = 0;
      from.send(
        { ip: 0xc0000202 | 0, teid: 7 },
        Uint8Array.from({ length }, (_, i) => i * 7),
      );
      return [...frames];
    },
    carry: (...list: readonly Uint8Array[]) => {
      for (const frame of list) receiver.receiver.receive(frame);
    },
  };
};

const datagramOf = (frame: Uint8Array) => {
  const datagram = decodeEthernet(frame).payload;
  expect(verifyIpv4Checksum(datagram)).toBe('good');
  return decodeIpv4(datagram);
};

/** A fragment with another place in its datagram. @param first counts 8 octets, 0x2000 for more fragments added */
const placed = (frame: Uint8Array, first: number): Uint8Array => {
  const copy = frame.slice();
  put16(copy, 20, first);
  completeIpv4Checksum(copy, 14);
  return copy;
};

describe('a G-PDU', () => {
  it('is not to be fragmented where the path takes it', () => {
    const { send, carry, received } = setUp();
    const [frame, ...others] = send(1500 - HEADERS);
    expect(others).toEqual([]);
    expect(datagramOf(frame!)).toMatchObject({ dontFragment: true, moreFragments: false });
    carry(frame!);
    expect(received.map(({ length }) => length)).toEqual([1500 - HEADERS]);
  });

  it('goes in fragments of the path MTU where it does not (TS 29.281, 13)', () => {
    const { send } = setUp();
    const datagrams = send(4000).map(datagramOf);
    expect(datagrams.map(one => [one.fragmentOffset * 8, one.payload.length, one.moreFragments])).toEqual([
      [0, 1480, true],
      [1480, 1480, true],
      [2960, 4000 + HEADERS - 20 - 2960, false],
    ]);
    expect(new Set(datagrams.map(one => one.identification)).size).toBe(1);
    expect(datagrams.some(one => one.dontFragment)).toBe(false);
    expect(datagramOf(send(1)[0]!).identification).not.toBe(datagrams[0]!.identification);
  });

  it('is put together from fragments in whatever order, some twice', () => {
    const { send, carry, received } = setUp();
    const [a, b, c] = send(4000);
    for (const order of [
      [a, b, c],
      [c, b, a],
      [b, b, c, c, a],
      [c, a, a, b],
    ]) {
      received.length = 0;
      carry(...order.map(one => one!));
      expect(received).toEqual([Uint8Array.from({ length: 4000 }, (_, i) => i * 7)]);
    }
  });

  it('is lost with one of its fragments, and does not get one of another', () => {
    const { send, carry, received, clock } = setUp();
    const [a, b] = send(2000);
    const [c, d] = send(2000);
    carry(a!, d!);
    expect(received).toEqual([]);
    carry(c!);
    expect(received).toHaveLength(1);
    clock.run(31 * SECOND);
    carry(c!, b!);
    expect(received).toHaveLength(1);
  });

  it('is given up where many others wait, or its fragments overlap', () => {
    const { send, carry, received } = setUp();
    const [a, b] = send(2000);
    carry(a!);
    for (let i = 0; i < 64; i++) carry(send(2000)[0]!);
    carry(b!);
    expect(received).toEqual([]);
    const [c, d] = send(2000);
    const overlapping = placed(d!, 1472 / 8);
    expect(datagramOf(overlapping).fragmentOffset * 8).toBe(1472);
    carry(c!, overlapping, d!);
    expect(received).toEqual([]);
  });

  it('is given up with a fragment behind its last one, or another last one', () => {
    const [a, b] = setUp().send(2 * 1480 - 16);
    // As many octets as there are up to the end of the last, but not there.
    const behind = placed(a!, 0x2000 + (2 * 1480) / 8);
    for (const order of [
      [b!, behind],
      [behind, b!],
      [b!, placed(b!, (2 * 1480) / 8)],
      [placed(b!, (2 * 1480) / 8), b!],
    ]) {
      const { carry, received, clock } = setUp();
      carry(...order, a!, b!);
      expect(received).toEqual([]);
      clock.run(31 * SECOND);
      carry(a!, b!);
      expect(received).toHaveLength(1);
    }
  });

  it('has the identification of one that was given up, and arrives', () => {
    const { send, carry, received, clock } = setUp();
    const [a, b] = send(2000);
    carry(a!);
    clock.run(31 * SECOND);
    carry(a!, b!);
    expect(received).toHaveLength(1);
  });
});

it('user data of 1500 octets arrives as that of 64 does', () => {
  const { packets, measures } = play('rekey-option-2', { dataLength: 1500, dataIntervalMs: 50 });
  const datagrams = packets
    .filter(({ linkType }) => linkType === LINKTYPE.xw)
    .map(({ bytes }) => decodeIpv4(decodeEthernet(bytes).payload));
  const fragments = datagrams.filter(one => one.moreFragments || one.fragmentOffset > 0);
  expect(fragments.length).toBeGreaterThan(50);
  expect(Math.max(...datagrams.map(({ payload }) => 20 + payload.length))).toBe(1500);
  const [{ uplink, downlink, outcome }] = measures.ues as [(typeof measures.ues)[number]];
  expect(outcome).toBe('rekeyed');
  expect([uplink.lost, downlink.lost]).toEqual([0, 0]);
  expect(uplink.received).toBeGreaterThan(30);
});
