import { expect, it } from 'vitest';
import { DlDcch, lwaReconfiguration } from '../../../src/codecs/rrc/index.js';
import { newLte } from '../../../src/validate/lte/lte.js';
import { say } from '../lte/capture.js';
import { gsmtap } from '../lte/peer.js';

/** Where a packet of raw IP has the Identification, and the source port and the checksum of UDP. */
const [IDENTIFICATION, SOURCE_PORT, CHECKSUM] = [4, 20, 26];

/** The words of UDP and of its pseudo header, added up: with all ones as the checksum, that is right where they are 0. */
function sumOf(packet: Uint8Array): number {
  const udp = packet.subarray(20);
  const words = [
    ...packet.subarray(12, 20),
    0,
    17,
    0,
    udp.length,
    ...udp,
    ...(udp.length % 2 === 0 ? [] : [0]),
  ];
  let sum = 0;
  for (let i = 0; i < words.length; i += 2) sum += (words[i]! << 8) | words[i + 1]!;
  return sum % 0xffff;
}

/** What is said of messages that a sender gives the checksum of all ones, of which that of the first is right. */
function said(checksum: readonly [number, number]): readonly string[] {
  const packets = [1, 2, 3].map(wtCounter => {
    const packet = gsmtap(
      DlDcch.encode(lwaReconfiguration({ transactionId: wtCounter, wtCounter })),
      false,
    ).slice();
    packet[IDENTIFICATION + 1] = wtCounter;
    return packet;
  });
  // The port of the first makes up for all else, and the others have it, too.
  const [first] = packets;
  first!.set([...checksum], CHECKSUM);
  first!.set([0, 0], SOURCE_PORT);
  const port = 0xffff - sumOf(first!);
  for (const packet of packets)
    packet.set(
      [port >> 8, port & 0xff, 4729 >> 8, 4729 & 0xff, 0, packet.length - 20, ...checksum],
      SOURCE_PORT,
    );
  const events: string[] = [];
  const lte = newLte({}, (_, event) => events.push(say(event)));
  for (const [i, bytes] of packets.entries())
    lte.packet(101, bytes, { frame: i + 1, time: BigInt(i) * 2_000_000_000n });
  lte.end({ frame: packets.length, time: 20_000_000_000n });
  return events;
}

it('a checksum of all ones that happens to be right does not make those wrong that follow', () => {
  const all = said([0xff, 0xff]);
  expect(all.filter(text => /gap/.test(text))).toEqual([]);
  expect(all.filter(text => /WT Counter|sKwt|rrc/i.test(text)).length).toBe(3);
});

it('another checksum that is right tells that the sender computes them', () => {
  expect(said([0x12, 0x34]).filter(text => /gap/.test(text)).length).toBe(2);
});
