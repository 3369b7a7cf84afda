import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  captureReader,
  decodeBlocks,
  decodeCapture,
  type InterfaceOptions,
  optionText,
  type PacketToWrite,
  pcapngWriter,
  pcapWriter,
} from '../../../src/codecs/capture/index.js';
import { concat, readIn } from './files.js';
import { bytes, combinations, full, orders, packet } from './to-write.js';

const cutOff = (time: bigint, resolution: 'microseconds' | 'nanoseconds'): bigint =>
  resolution === 'nanoseconds' ? time : time - (time % 1000n);

const toWrite = (maxTime: bigint): fc.Arbitrary<PacketToWrite> =>
  fc
    .record({
      time: fc.bigInt({ min: 0n, max: maxTime }),
      bytes: fc.uint8Array({ maxLength: 100 }),
      beyond: fc.nat(1000),
    })
    .map(({ beyond, ...rest }) => ({ ...rest, originalLength: rest.bytes.length + beyond }));

describe.each(combinations)('pcapWriter, $byteOrder-endian, $resolution', options => {
  it('writes what the reader reads', () => {
    fc.assert(
      fc.property(fc.array(toWrite(2n ** 32n * 1_000_000_000n - 1n), { maxLength: 8 }), packets => {
        const writer = pcapWriter({ linkType: 127, ...options });
        const { packets: found, error } = readIn(
          concat(writer.header(), ...packets.map(p => writer.packet(p))),
        );
        expect(error).toBeUndefined();
        expect(found).toEqual(
          packets.map((p, i) => ({
            ...p,
            time: cutOff(p.time, options.resolution),
            linkType: 127,
            interface: 0,
            frame: i + 1,
          })),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('pcapWriter', () => {
  const writer = pcapWriter({ linkType: 105, snapLength: 100 });
  it.each<[string, PacketToWrite, string]>([
    ['a negative time', { ...packet, time: -1n }, 'pcap.record.time'],
    ['a time past 32 bits of seconds', { ...packet, time: 2n ** 32n * 1_000_000_000n }, 'pcap.record.time'],
    ['another link type', { ...packet, linkType: 127 }, 'pcap.record.linkType'],
    ['more octets than the snap length', { ...packet, bytes: new Uint8Array(101) }, 'pcap.record.bytes'],
    [
      'fewer octets on the wire than captured',
      { ...packet, originalLength: 60 },
      'pcap.record.originalLength',
    ],
    ['a length past 32 bits', { ...packet, originalLength: 2 ** 32 }, 'pcap.record.originalLength'],
    [
      'a frame check sequence that the file does not state',
      { ...packet, fcsLength: 4 },
      'pcap.record.fcsLength',
    ],
  ])('refuses %s', (_, refused, path) => {
    expect(() => writer.packet(refused)).toThrow(expect.objectContaining({ name: 'EncodeError', path }));
  });

  it('states the frame check sequence of all packets, and refuses others', () => {
    for (const fcsLength of [0, 4, 30]) {
      const own = pcapWriter({ linkType: 105, fcsLength });
      const interfaces: InterfaceOptions[] = [];
      const [read, ...more] = decodeCapture(concat(own.header(), own.packet({ ...packet, fcsLength })), {
        onInterface: one => interfaces.push(one),
      });
      expect(read).toMatchObject({ fcsLength, bytes });
      expect(more).toEqual([]);
      expect(interfaces).toEqual([
        { linkType: 105, snapLength: 262_144, resolution: 'nanoseconds', fcsLength },
      ]);
      expect(own.packet(read!)).toEqual(own.packet({ ...packet, fcsLength }));
      for (const other of [undefined, 2])
        expect(() => own.packet({ ...packet, fcsLength: other })).toThrow(
          expect.objectContaining({ name: 'EncodeError', path: 'pcap.record.fcsLength' }),
        );
    }
    for (const fcsLength of [5, 32, -2])
      expect(() => pcapWriter({ linkType: 105, fcsLength })).toThrow(
        expect.objectContaining({ name: 'EncodeError', path: 'pcap.header.fcsLength' }),
      );
  });

  it('refuses a link type that does not fit', () => {
    expect(() => pcapWriter({ linkType: 65_536 })).toThrow(
      expect.objectContaining({ name: 'EncodeError', path: 'pcap.header.linkType' }),
    );
  });
});

describe.each(orders)('pcapngWriter, %s-endian', byteOrder => {
  it('writes what the reader reads', () => {
    const maxTime = 2n ** 64n - 1n;
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            toWrite(maxTime),
            fc.constantFrom(0, 1),
            fc.option(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }), {
              nil: undefined,
            }),
          ),
          { maxLength: 8 },
        ),
        packets => {
          const writer = pcapngWriter({
            byteOrder,
            interfaces: [{ linkType: 127 }, { linkType: 1, resolution: 'microseconds' }],
          });
          const written = packets.map(([p, id, comments]) => ({ ...p, interface: id, comments }));
          const { packets: found, error } = readIn(
            concat(writer.header(), ...written.map(p => writer.packet(p))),
          );
          expect(error).toBeUndefined();
          expect(found).toEqual(
            written.map((p, i) => ({
              ...p,
              time: cutOff(p.time, p.interface === 0 ? 'nanoseconds' : 'microseconds'),
              linkType: p.interface === 0 ? 127 : 1,
              comments: p.comments?.map(text => text.replace(/\0.*$/s, '')),
              frame: i + 1,
            })),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('describes the section and its interfaces, also later ones', () => {
    const writer = pcapngWriter({ ...full, byteOrder });
    const file = concat(writer.header(), writer.packet(packet), writer.addInterface({ linkType: 252 }));
    const blocks = decodeBlocks(file);
    expect(blocks.map(b => [b.type, b.byteOrder])).toEqual(
      ['SHB', 'IDB', 'IDB', 'EPB', 'IDB'].map(type => [type, byteOrder]),
    );
    const texts = blocks.map(b =>
      'options' in b
        ? b.options.filter(o => o.code < 5 && o.code > 0).map(o => [o.code, optionText(o.value)])
        : [],
    );
    expect(texts).toEqual([
      [
        [1, 'a section'],
        [1, 'of two comments'],
        [2, 'simulated'],
        [3, 'any'],
        [4, 'lwa-rekey'],
      ],
      [
        [1, 'über'],
        [2, 'wlan0'],
        [3, 'the air'],
      ],
      [[2, 'xw']],
      [],
      [],
    ]);
    const more = concat(file, writer.packet({ ...packet, interface: 2, linkType: 252 }));
    expect(readIn(more).packets.map(p => [p.linkType, p.interface])).toEqual([
      [127, 0],
      [252, 2],
    ]);
  });

  it('keeps the length of the frame check sequence', () => {
    const writer = pcapngWriter({ ...full, byteOrder });
    const file = concat(
      writer.header(),
      writer.packet({ ...packet, interface: 1, fcsLength: 4 }),
      writer.packet({ ...packet, interface: 1, fcsLength: 2 }),
      writer.packet({ ...packet, interface: 0, fcsLength: 4 }),
    );
    expect(readIn(file).packets.map(p => p.fcsLength)).toEqual([4, 2, 4]);
  });

  it('writes interfaces that the reader gives again', () => {
    const writer = pcapngWriter({ ...full, byteOrder });
    const more: InterfaceOptions = { linkType: 105, fcsLength: 0 };
    const file = concat(
      writer.header(),
      writer.packet({ ...packet, interface: 1, fcsLength: 4 }),
      writer.addInterface(more),
      writer.packet({ ...packet, interface: 2, fcsLength: 0 }),
    );
    const events: unknown[] = [];
    const reader = captureReader(p => events.push(p.interface), { onInterface: one => events.push(one) });
    for (const octet of file) reader.push(Uint8Array.of(octet));
    reader.end();
    const defaults = { snapLength: 0, resolution: 'nanoseconds' };
    const [first, second] = full.interfaces!;
    expect(events).toEqual([{ ...defaults, ...first }, second, 1, { ...defaults, ...more }, 2]);
  });

  it('keeps that a frame check sequence is wrong, beside its length', () => {
    const writer = pcapngWriter({ ...full, byteOrder });
    const file = concat(
      writer.header(),
      ...[{}, { badFcs: false }, { badFcs: true }, { badFcs: true, fcsLength: 2 }].map(own =>
        writer.packet({ ...packet, interface: 1, fcsLength: 4, ...own }),
      ),
    );
    expect(readIn(file).packets.map(p => [p.badFcs, p.fcsLength])).toEqual([
      [undefined, 4],
      [undefined, 4],
      [true, 4],
      [true, 2],
    ]);
  });
});

describe('pcapngWriter', () => {
  const writer = pcapngWriter(full);
  it.each<[string, PacketToWrite, string]>([
    ['a negative time', { ...packet, time: -1n }, 'pcapng.EPB.time'],
    ['a time past 64 bits', { ...packet, time: 2n ** 64n }, 'pcapng.EPB.time'],
    ['an interface that is not described', { ...packet, interface: 2 }, 'pcapng.EPB.interface'],
    ['another link type', { ...packet, interface: 1, linkType: 127 }, 'pcapng.EPB.linkType'],
    [
      'more octets than the snap length',
      { ...packet, interface: 1, bytes: new Uint8Array(81) },
      'pcapng.EPB.bytes',
    ],
    ['more octets than any packet has', { ...packet, bytes: new Uint8Array(262_145) }, 'pcapng.EPB.bytes'],
    [
      'fewer octets on the wire than captured',
      { ...packet, originalLength: 60 },
      'pcapng.EPB.originalLength',
    ],
    [
      'a comment that is too long',
      { ...packet, comments: ['x'.repeat(65_536)] },
      'pcapng.EPB.options[0].value',
    ],
    ['a frame check sequence that is too long', { ...packet, fcsLength: 16 }, 'pcapng.EPB.fcsLength'],
    ['one of no octets, which only an interface has', { ...packet, fcsLength: 0 }, 'pcapng.EPB.fcsLength'],
    ['none on an interface that has one', { ...packet, interface: 1 }, 'pcapng.EPB.fcsLength'],
    [
      'one of no octets on an interface that has one',
      { ...packet, interface: 1, fcsLength: 0 },
      'pcapng.EPB.fcsLength',
    ],
    [
      'comments that are too long together, whatever their octets',
      { ...packet, comments: new Array<string>(7000).fill('x'.repeat(65_535)) },
      'pcapng.EPB',
    ],
    [
      'comments that are too long together',
      { ...packet, comments: new Array<string>(2051).fill('x'.repeat(65_535)) },
      'pcapng.EPB',
    ],
  ])('refuses %s', (_, refused, path) => {
    expect(() => writer.packet(refused)).toThrow(expect.objectContaining({ name: 'EncodeError', path }));
  });

  it('refuses an interface that does not fit, and does not count it', () => {
    const own = pcapngWriter();
    for (const [refused, path] of [
      [{ linkType: -1 }, 'pcapng.IDB.linkType'],
      [{ linkType: 1, fcsLength: 32 }, 'pcapng.IDB.fcsLength'],
    ] as const)
      expect(() => own.addInterface(refused)).toThrow(expect.objectContaining({ name: 'EncodeError', path }));
    expect(() => own.packet(packet)).toThrow('of 0 interfaces');
  });
});
