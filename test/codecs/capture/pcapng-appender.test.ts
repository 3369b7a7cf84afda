import { describe, expect, it } from 'vitest';
import {
  decodeBlocks,
  encodeBlock,
  type PacketToWrite,
  pcapngWriter,
} from '../../../src/codecs/capture/index.js';
import { pcapngAppender } from '../../../src/codecs/capture/pcapng-writer.js';
import { OctetWriter } from '../../../src/codecs/layout/octet-writer.js';
import { concat, readIn } from './files.js';
import { bytes, full, packet } from './to-write.js';

describe('pcapngAppender', () => {
  it('writes into one array what the writer gives block by block', () => {
    const long = 'ü'.repeat(1000);
    const packets: PacketToWrite[] = [
      packet,
      { ...packet, comments: [], originalLength: 100 },
      { ...packet, comments: ['ASCII', 'ünïcode', ''] },
      { ...packet, comments: [long, long, 'and one more', 'x'.repeat(20_000)], bytes: bytes.subarray(0, 59) },
    ];
    const writer = pcapngAppender(full);
    const to = new OctetWriter();
    to.append(writer.header());
    for (const each of packets) writer.append(to, each);
    const blocks = packets.map(each => pcapngWriter(full).packet(each));
    expect(to.octets()).toEqual(concat(writer.header(), ...blocks));
    expect(readIn(to.octets()).packets.map(p => p.comments ?? [])).toEqual(
      packets.map(p => p.comments ?? []),
    );
  });

  it.each(['little', 'big'] as const)('writes what encodeBlock does, %s-endian', byteOrder => {
    const interfaces = [
      { linkType: 1 },
      { linkType: 105, fcsLength: 4, resolution: 'microseconds' as const },
    ];
    const writer = pcapngAppender({ byteOrder, interfaces });
    const to = new OctetWriter();
    to.append(writer.header());
    for (let length = 0; length < 9; length++)
      for (const comments of [undefined, ['ASCII'], ['ünïcode', '', 'x'.repeat(length)]])
        for (const fcsLength of [(length & 1) === 0 ? undefined : 6, 2, 4])
          writer.append(to, {
            time: 1_767_225_600_123_456_789n,
            bytes: bytes.subarray(0, length),
            originalLength: length + 300,
            interface: length & 1,
            comments,
            fcsLength,
          });
    const blocks = decodeBlocks(to.octets());
    expect(blocks.length).toBe(3 + 9 * 3 * 3);
    expect(concat(...blocks.map(encodeBlock))).toEqual(to.octets());
    // Nothing is where zeros pad, and the options end once.
    for (const block of blocks)
      if (block.type === 'EPB') {
        expect([block.padding, block.uncounted]).toEqual([undefined, undefined]);
        expect(block.options.filter(({ code }) => code === 0).length).toBe(block.options.length > 0 ? 1 : 0);
      }
  });

  it('refuses a comment that is too long, by its place', () => {
    const comments = ['short', 'x'.repeat(65_536)];
    expect(() => pcapngAppender(full).append(new OctetWriter(), { ...packet, comments })).toThrow(
      'pcapng.EPB.options[1].value: is to be at most 65535 octets, not 65536',
    );
  });
});
