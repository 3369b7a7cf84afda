import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Block,
  decodeBlocks,
  encodeBlock,
  type Option,
  textOption,
} from '../../../src/codecs/capture/index.js';
import { tshark, wireshark } from '../../wireshark.js';
import { described, enhanced, frame, i64, other, section, simple, u8, u32 } from './blocks.js';
import {
  concat,
  epoch,
  fixture,
  fixturePath,
  ownFrames,
  pcapngNames,
  readIn,
  temporary,
  tsharkFrames,
} from './files.js';

const shortNames: Readonly<Record<number, string>> = { 4: 'NRB', 5: 'ISB', 2989: 'CB', 1073744813: 'DCB' };
const nameOf = (block: Block): string => (block.type === 'other' ? shortNames[block.code]! : block.type);

describe('the pcapng test files', () => {
  const seen = JSON.parse(readFileSync(fixturePath('pcapng/tshark.json'), 'utf8')) as Record<
    string,
    string[][]
  >;

  it('are all there', () => {
    expect(pcapngNames).toHaveLength(18);
  });

  it.each(pcapngNames)('%s holds the blocks that its description tells', name => {
    const description = readFileSync(fixturePath(name.replace('.pcapng', '.txt')), 'utf8');
    const sequence = /^Block sequence: (.*)$/m.exec(description)![1]!.trim().split(', ');
    expect(decodeBlocks(fixture(name)).map(nameOf)).toEqual(sequence);
  });

  it.each(pcapngNames)('%s gives the packets that tshark sees', name => {
    const { packets, error } = readIn(fixture(name));
    expect(error).toBeUndefined();
    // tshark shows custom blocks as frames too, of no interface.
    const expected = seen[name.slice('pcapng/'.length)]!.filter(([, , , , from]) => from !== '');
    expect(
      packets.map(packet => [
        `${packet.frame}`,
        `${packet.originalLength}`,
        `${packet.bytes.length}`,
        packet.time === 0n ? expect.stringMatching(/^$|^0\.000000000$/) : epoch(packet.time),
        `${packet.interface}`,
      ]),
    ).toEqual(expected);
  });

  it.each(pcapngNames)('%s is encoded again octet for octet', name => {
    const bytes = fixture(name);
    expect(concat(...decodeBlocks(bytes).map(encodeBlock))).toEqual(bytes);
  });

  it('has the comments of its packets', () => {
    expect(readIn(fixture('pcapng/test009.pcapng')).packets.map(p => p.comments)).toEqual([
      ['test009-1'],
      ['test009-2'],
    ]);
  });
});

describe.each(['little', 'big'] as const)('a %s-endian section', byteOrder => {
  it('has interfaces with link types of their own', () => {
    const { packets, error } = readIn(
      concat(
        section(byteOrder),
        described(byteOrder, { linkType: 105 }),
        enhanced(byteOrder),
        described(byteOrder, { linkType: 127 }),
        enhanced(byteOrder, { interfaceId: 1 }),
      ),
    );
    expect(error).toBeUndefined();
    expect(packets.map(p => [p.interface, p.linkType])).toEqual([
      [0, 105],
      [1, 127],
    ]);
    expect(packets[0]!.time).toBe(0x6000012345678n * 1000n);
    expect(packets[0]!.bytes).toEqual(frame);
  });

  const units = 0x60000_12345678n;
  it.each([
    [0, units * 1_000_000_000n],
    [3, units * 1_000_000n],
    [6, units * 1000n],
    [9, units],
    [12, units / 1000n],
    [127, 0n],
    [0x80, units * 1_000_000_000n],
    [0x80 + 10, (units * 1_000_000_000n) / 1024n],
    [0x80 + 32, (units * 1_000_000_000n) / 2n ** 32n],
    [0x80 + 63, (units * 1_000_000_000n) / 2n ** 63n],
    [0x80 + 127, 0n],
  ])('counts time in the resolution %i exactly', (resolution, time) => {
    const file = (offset: bigint): Uint8Array =>
      concat(
        section(byteOrder),
        described(byteOrder, { options: [u8(9, resolution), i64(14, offset, byteOrder)] }),
        enhanced(byteOrder),
      );
    expect(readIn(file(0n)).packets[0]!.time).toBe(time);
    expect(readIn(file(-7n)).packets[0]!.time).toBe(time - 7_000_000_000n);
  });

  it('has a frame check sequence in octets or bits, or in the flags of a packet', () => {
    const fcs = (value: number, ...options: Option[]): number | undefined =>
      readIn(
        concat(
          section(byteOrder),
          described(byteOrder, { options: [u8(13, value)] }),
          enhanced(byteOrder, { options }),
        ),
      ).packets[0]!.fcsLength;
    expect(fcs(0)).toBe(0);
    expect(fcs(4)).toBe(4);
    expect(fcs(8)).toBe(1);
    expect(fcs(32)).toBe(4);
    expect(fcs(32, u32(2, 0x0000_0041, byteOrder))).toBe(2);
    expect(fcs(32, u32(2, 1, byteOrder))).toBe(4);
  });

  it('has a CRC error in the flags of a packet, and says nothing where it has none', () => {
    const bad = (...options: Option[]): boolean | undefined =>
      readIn(concat(section(byteOrder), described(byteOrder), enhanced(byteOrder, { options }))).packets[0]!
        .badFcs;
    expect(bad(u32(2, 0x0100_0000, byteOrder))).toBe(true);
    expect(bad(u32(2, 0xff00_0061, byteOrder))).toBe(true);
    expect([bad(), bad(u32(2, 0, byteOrder)), bad(u32(2, 0xfeff_ffff, byteOrder))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads comments up to their first zero octet, and what is no UTF-8 as U+FFFD', () => {
    const options = [
      textOption(1, 'ré-clé 🔑'),
      { code: 1, value: Uint8Array.of(0x41, 0xff, 0x42, 0, 0x43) },
      { code: 0, value: new Uint8Array(0) },
    ];
    const file = concat(section(byteOrder), described(byteOrder), enhanced(byteOrder, { options }));
    expect(readIn(file).packets[0]!.comments).toEqual(['ré-clé 🔑', 'A\ufffdB']);
  });

  it('cuts simple packets off at the snap length of the first interface', () => {
    const data = Uint8Array.from({ length: 32 }, (_, i) => i);
    const { packets, error } = readIn(
      concat(
        section(byteOrder),
        described(byteOrder, { linkType: 105, snapLength: 30 }),
        described(byteOrder, { snapLength: 5 }),
        simple(byteOrder, 100, data),
        simple(byteOrder, 29, data),
        simple(byteOrder, 0, new Uint8Array(0)),
      ),
    );
    expect(error).toBeUndefined();
    expect(packets.map(p => [p.originalLength, p.bytes.length, p.linkType, p.interface, p.time])).toEqual([
      [100, 30, 105, 0, 0n],
      [29, 29, 105, 0, 0n],
      [0, 0, 105, 0, 0n],
    ]);
  });

  it('may hold obsolete packet blocks', () => {
    const block: Block = {
      type: 'PB',
      byteOrder,
      interfaceId: 1,
      dropsCount: 3,
      timestampHigh: 0x60000,
      timestampLow: 5,
      originalLength: 100,
      bytes: frame,
      options: [textOption(1, 'old')],
    };
    const octets = encodeBlock(block);
    const file = concat(
      section(byteOrder),
      described(byteOrder),
      described(byteOrder, { linkType: 9 }),
      octets,
    );
    expect(decodeBlocks(file).at(-1)).toEqual(block);
    expect(readIn(file).packets).toEqual([
      expect.objectContaining({
        interface: 1,
        linkType: 9,
        originalLength: 100,
        bytes: frame,
        time: 0x60000_00000005n * 1000n,
        comments: ['old'],
      }),
    ]);
  });

  it('passes over blocks of other types, and counts those that Wireshark shows', () => {
    const codes = [4, 5, 7, 8, 9, 10, 0x201, 0x204, 0xbad, 0x40000bad, 0x80000001, 0xffffffff];
    const file = concat(
      section(byteOrder),
      described(byteOrder),
      ...codes.flatMap(code => [other(byteOrder, code), enhanced(byteOrder)]),
    );
    const { packets, error } = readIn(file);
    expect(error).toBeUndefined();
    expect(packets.map(p => p.frame)).toEqual([1, 2, 3, 4, 6, 7, 8, 10, 12, 14, 15, 16]);
  });

  it('may have lengths that leave out the padding', () => {
    const block = decodeBlocks(concat(section(byteOrder), described(byteOrder), enhanced(byteOrder)))[2]!;
    const octets = encodeBlock({ ...block, uncounted: 3 });
    const file = concat(section(byteOrder), described(byteOrder), octets, enhanced(byteOrder));
    expect(octets.length % 4).toBe(0);
    expect(readIn(file).packets).toHaveLength(2);
    expect(concat(...decodeBlocks(file).map(encodeBlock))).toEqual(file);
  });

  it('is kept octet for octet with padding that is not zero and octets after the end of options', () => {
    const options: Option[] = [
      { code: 0x8001, value: Uint8Array.of(1, 2, 3, 4, 5), padding: Uint8Array.of(0, 7, 0) },
      { code: 0, value: new Uint8Array(0), padding: Uint8Array.of(9, 9, 9, 9, 0, 0, 0, 0) },
    ];
    const file = concat(
      section(byteOrder, { options }),
      described(byteOrder, { reserved: 0xabcd, options }),
      enhanced(byteOrder, { padding: Uint8Array.of(1, 2, 3), options }),
      enhanced(byteOrder, { options: [textOption(1, 'without an end of options')] }),
    );
    const blocks = decodeBlocks(file);
    expect(concat(...blocks.map(encodeBlock))).toEqual(file);
    expect(blocks[2]).toMatchObject({ padding: Uint8Array.of(1, 2, 3), options });
    expect(readIn(file).packets).toHaveLength(2);
  });
});

describe('a pcapng file of several sections', () => {
  it('may change its byte order, and numbers its interfaces on', () => {
    const { packets, error } = readIn(
      concat(
        section('little'),
        described('little', { linkType: 1 }),
        described('little', { linkType: 2 }),
        enhanced('little', { interfaceId: 1 }),
        section('big', { minorVersion: 2 }),
        described('big', { linkType: 3, options: [u8(9, 9)] }),
        enhanced('big'),
        section('little'),
        described('little', { linkType: 4 }),
        simple('little', 4, frame.subarray(0, 4)),
      ),
    );
    expect(error).toBeUndefined();
    expect(packets.map(p => [p.interface, p.linkType, p.time])).toEqual([
      [1, 2, 0x60000_12345678n * 1000n],
      [2, 3, 0x60000_12345678n],
      [3, 4, 0n],
    ]);
  });
});

wireshark.describe('Wireshark on pcapng', () => {
  it.each(pcapngNames)('agrees about every frame of %s', name => {
    const { packets } = readIn(fixture(name));
    const numbers = new Set(packets.map(packet => `${packet.frame}`));
    const found = tsharkFrames(fixturePath(name)).filter(([number]) => numbers.has(number!));
    expect(found.map(f => f.with(3, ''))).toEqual(ownFrames(packets, true));
  });

  it.each(['little', 'big'] as const)(
    'agrees about %s-endian times, offsets, comments and frame numbers',
    byteOrder => {
      const resolutions = [0, 6, 9, 10, 0x80 + 10, 0x80 + 31];
      const file = concat(
        section(byteOrder),
        ...resolutions.map(r => described(byteOrder, { options: [u8(9, r), i64(14, 100n, byteOrder)] })),
        ...resolutions.map((_, i) =>
          enhanced(byteOrder, { interfaceId: i, timestampHigh: 1, options: [textOption(1, `packet ${i}`)] }),
        ),
        other(byteOrder, 0xbad),
        enhanced(byteOrder, { interfaceId: 0, timestampHigh: 0 }),
      );
      const path = temporary(`${byteOrder}.pcapng`, file);
      const { packets } = readIn(file);
      expect(tsharkFrames(path).filter(([number]) => number !== '7')).toEqual(ownFrames(packets));
      expect(
        tshark(['-r', path, '-T', 'fields', '-e', 'frame.comment', '-Y', 'frame.comment']).split('\n'),
      ).toEqual([...resolutions.map((_, i) => `packet ${i}`), '']);
    },
  );
});
