import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type ByteOrder,
  decodePcap,
  encodePcap,
  type PcapFile,
  type PcapHeader,
  type PcapRecord,
} from '../../../src/codecs/capture/index.js';
import { wireshark } from '../../wireshark.js';
import {
  errorOf,
  fixture,
  fixturePath,
  ownFrames,
  pcapNames,
  readIn,
  temporary,
  tsharkFrames,
} from './files.js';

const orders = ['little', 'big'] as const;
const header = (byteOrder: ByteOrder, more: Partial<PcapHeader> = {}): PcapHeader => ({
  byteOrder,
  magic: 'microseconds',
  majorVersion: 2,
  minorVersion: 4,
  reserved1: 0,
  reserved2: 0,
  snapLength: 65_535,
  linkType: 1,
  additionalInformation: 0,
  ...more,
});

/** Frames as an Ethernet sees them, of lengths that a misreading does not survive. */
const frameOf = (i: number): Uint8Array =>
  Uint8Array.from({ length: 60 + 7 * i }, (_, at) =>
    at < 12 ? 0xa0 + at : at === 12 ? 8 : (at * 5 + i) & 0xff,
  );
const records = (count: number, more: (i: number) => Partial<PcapRecord> = () => ({})): PcapRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    seconds: 1_700_000_000 + i,
    fraction: 999_999 - i,
    originalLength: 1000 + i,
    bytes: frameOf(i),
    ...more(i),
  }));

const read = (file: PcapFile) => readIn(encodePcap(file));
const summary = (file: PcapFile): unknown[] => {
  const { packets, error } = read(file);
  expect(error).toBeUndefined();
  return packets.map(p => [p.time, p.originalLength, p.bytes, p.linkType]);
};
const expected = (count: number, perFraction: bigint, linkType = 1): unknown[] =>
  records(count).map(r => [
    BigInt(r.seconds) * 1_000_000_000n + BigInt(r.fraction) * perFraction,
    r.originalLength,
    r.bytes,
    linkType,
  ]);

/** The part of a record header that Kuznetzov's patches added: interface, protocol, packet type, padding. */
const linuxExtra = (byteOrder: ByteOrder, length: 8 | 12): Uint8Array => {
  const extra = new Uint8Array(length).fill(0xee);
  const view = new DataView(extra.buffer);
  view.setUint32(0, 2, byteOrder === 'little');
  view.setUint16(4, 0x0800, byteOrder === 'little');
  view.setUint8(6, 4);
  return extra;
};
const nokiaExtra = (byteOrder: ByteOrder): Uint8Array => {
  const extra = new Uint8Array(4);
  new DataView(extra.buffer).setUint32(0, 0x9fbfb601, byteOrder === 'little');
  return extra;
};

describe('the reference captures', () => {
  const { captures } = JSON.parse(readFileSync(fixturePath('MANIFEST.json'), 'utf8')) as {
    captures: { file: string; frame_count: number }[];
  };

  it.each(pcapNames)('%s has as many packets as its manifest says, of link type 127', name => {
    const { packets, error } = readIn(fixture(name));
    expect(error).toBeUndefined();
    expect(packets).toHaveLength(captures.find(({ file }) => file === name)!.frame_count);
    expect(new Set(packets.map(p => p.linkType))).toEqual(new Set([127]));
  });

  it.each(pcapNames)('%s is encoded again octet for octet', name => {
    const bytes = fixture(name);
    expect(encodePcap(decodePcap(bytes))).toEqual(bytes);
  });
});

/** Files of each variant, and how they are to be read. */
const variants = (byteOrder: ByteOrder, count: number): [string, PcapFile, unknown[]][] => [
  ['microseconds', { header: header(byteOrder), records: records(count) }, expected(count, 1000n)],
  [
    'nanoseconds',
    { header: header(byteOrder, { magic: 'nanoseconds' }), records: records(count) },
    expected(count, 1n),
  ],
  [
    'Ixia software',
    { header: header(byteOrder, { magic: 'ixia-software', recordsLength: 7 }), records: records(count) },
    expected(count, 1000n),
  ],
  [
    'Ixia hardware',
    { header: header(byteOrder, { magic: 'ixia-hardware', recordsLength: 7 }), records: records(count) },
    expected(count, 1n),
  ],
  [
    'modified (ss991029)',
    {
      header: header(byteOrder, { magic: 'modified' }),
      records: records(count, () => ({ extra: linuxExtra(byteOrder, 8) })),
    },
    expected(count, 1000n),
  ],
  [
    'modified (ss990915)',
    {
      header: header(byteOrder, { magic: 'modified' }),
      records: records(count, () => ({ extra: linuxExtra(byteOrder, 12) })),
    },
    expected(count, 1000n),
  ],
  [
    'modified under the standard magic (ss990417)',
    { header: header(byteOrder), records: records(count, () => ({ extra: linuxExtra(byteOrder, 8) })) },
    expected(count, 1000n),
  ],
  [
    'Nokia',
    { header: header(byteOrder), records: records(count, () => ({ extra: nokiaExtra(byteOrder) })) },
    expected(count, 1000n),
  ],
  [
    'version 2.2',
    { header: header(byteOrder, { minorVersion: 2 }), records: records(count, () => ({ swapped: true })) },
    expected(count, 1000n),
  ],
  [
    'version 2.3',
    {
      header: header(byteOrder, { minorVersion: 3 }),
      records: records(count, i => (i % 2 === 0 ? {} : { swapped: true })),
    },
    expected(count, 1000n),
  ],
  [
    'version 543.0 (DG/UX)',
    {
      header: header(byteOrder, { majorVersion: 543, minorVersion: 0 }),
      records: records(count, () => ({ swapped: true })),
    },
    expected(count, 1000n),
  ],
  [
    'AIX',
    {
      header: header(byteOrder, { minorVersion: 2, linkType: 6 }),
      records: records(count, () => ({ swapped: true })),
    },
    expected(count, 1n),
  ],
];

describe.each(orders)('a %s-endian pcap file', byteOrder => {
  it.each(variants(byteOrder, 4))('%s: its packets, and the same octets again', (_, file, packets) => {
    expect(summary(file)).toEqual(packets);
    const octets = encodePcap(file);
    expect(encodePcap(decodePcap(octets))).toEqual(octets);
  });

  it.each(variants(byteOrder, 1).filter(([name]) => !name.includes('990915')))(
    '%s: its only packet',
    (_, file, packets) => {
      expect(summary(file)).toEqual(packets);
    },
  );

  it.each(variants(byteOrder, 0))('%s: no packets', (_, file) => {
    expect(summary(file)).toEqual([]);
  });

  it('of FDDI on AIX has three octets before each frame', () => {
    const file = {
      header: header(byteOrder, { minorVersion: 2, linkType: 15 }),
      records: records(2, () => ({ swapped: true })),
    };
    expect(summary(file)).toEqual(
      records(2).map(r => [
        BigInt(r.seconds) * 1_000_000_000n + BigInt(r.fraction),
        r.originalLength - 3,
        r.bytes.subarray(3),
        10,
      ]),
    );
    const short = { ...file, records: [{ ...file.records[0]!, bytes: new Uint8Array(2) }] };
    expect(errorOf(encodePcap(short))).toMatchObject({ code: 'length', path: 'pcap.record[0].bytes' });
  });

  it.each([
    ['of version 2.4', { linkType: 9 }],
    ['with nanoseconds', { linkType: 9, magic: 'nanoseconds', minorVersion: 2 }],
  ] as const)('has the link types of AIX only in the version of AIX: %s', (_, more) => {
    const perFraction = 'magic' in more ? 1n : 1000n;
    expect(
      summary({ header: header(byteOrder, more), records: records(2, () => ({ swapped: 'magic' in more })) }),
    ).toEqual(expected(2, perFraction, 9));
  });

  it('may say how long the frame check sequence is', () => {
    const fcs = (additionalInformation: number): number | undefined =>
      read({ header: header(byteOrder, { additionalInformation }), records: records(1) }).packets[0]!
        .fcsLength;
    expect(fcs(0)).toBeUndefined();
    expect(fcs(0x2000)).toBeUndefined();
    expect(fcs(0x2400)).toBe(4);
    expect(fcs(0x0400)).toBe(0);
    expect(fcs(0xf400)).toBe(30);
  });

  it('may have packets that claim less on the wire than was captured', () => {
    expect(
      read({ header: header(byteOrder), records: records(4, () => ({ originalLength: 3 })) }).packets.map(
        p => p.originalLength,
      ),
    ).toEqual([3, 3, 3, 3]);
  });

  it('is read as standard pcap where the variant cannot be told', () => {
    const file = encodePcap({ header: header(byteOrder), records: records(1) });
    const { packets, error } = readIn(file.subarray(0, file.length - 1));
    expect(packets).toEqual([]);
    expect(error).toMatchObject({ path: 'pcap.record[0].bytes', offset: 40, required: 60, available: 59 });
  });
});

describe('a damaged pcap file', () => {
  const octets = encodePcap({ header: header('little', { linkType: 105 }), records: records(3) });
  const view = (change: (view: DataView) => void): Uint8Array => {
    const changed = octets.slice();
    change(new DataView(changed.buffer));
    return changed;
  };

  it.each<[string, Uint8Array, object]>([
    [
      'header cut off',
      octets.subarray(0, 23),
      { code: 'truncated', path: 'pcap.header', required: 24, available: 23 },
    ],
    [
      'Ixia header cut off',
      encodePcap({ header: header('big', { magic: 'ixia-hardware' }), records: [] }).subarray(0, 26),
      { code: 'truncated', path: 'pcap.header', required: 28, available: 26 },
    ],
    [
      'version 1',
      view(v => v.setUint16(4, 1, true)),
      { code: 'unsupported', path: 'pcap.header.majorVersion', offset: 4 },
    ],
    [
      'reserved link type bits',
      view(v => v.setUint32(20, 0x0224_0001, true)),
      { code: 'unsupported', path: 'pcap.header.linkType', offset: 20 },
    ],
    [
      'a captured length above the limit',
      view(v => v.setUint32(24 + 16 + 60 + 8, 262_145, true)),
      {
        code: 'length',
        path: 'pcap.record[1].capturedLength',
        offset: 24 + 16 + 60 + 8,
        required: 262_145,
      },
    ],
    [
      'record header cut off',
      octets.subarray(0, 24 + 16 + 60 + 15),
      { code: 'truncated', path: 'pcap.record[1].header', offset: 100, required: 16, available: 15 },
    ],
    [
      'record cut off',
      octets.subarray(0, octets.length - 1),
      {
        code: 'truncated',
        path: 'pcap.record[2].bytes',
        offset: octets.length - 74,
        required: 74,
        available: 73,
        claimedBy: 'pcap.record[2].capturedLength',
      },
    ],
  ])('%s is one error that says where', (_, file, details) => {
    expect(errorOf(file)).toMatchObject({ format: 'pcap', ...details });
  });

  it('is the same error when all of it is decoded', () => {
    const cut = octets.subarray(0, octets.length - 1);
    expect(() => decodePcap(cut)).toThrow(errorOf(cut).message);
    expect(() => decodePcap(new Uint8Array(24))).toThrow(
      expect.objectContaining({ code: 'unsupported', path: 'pcap.header.magic' }),
    );
  });

  it('may hold larger packets of the link types that have them', () => {
    const bytes = new Uint8Array(262_145);
    const file = { header: header('big', { linkType: 231 }), records: [{ ...records(1)[0]!, bytes }] };
    expect(read(file).packets[0]!.bytes).toHaveLength(262_145);
  });
});

describe('encodePcap', () => {
  it.each<[string, PcapFile, string]>([
    [
      'a version',
      { header: header('little', { minorVersion: -1 }), records: [] },
      'pcap.header.minorVersion',
    ],
    ['a link type', { header: header('little', { linkType: 65_536 }), records: [] }, 'pcap.header.linkType'],
    [
      'a time',
      { header: header('little'), records: records(1, () => ({ seconds: 2 ** 32 })) },
      'pcap.record.seconds',
    ],
  ])('refuses %s out of range', (_, file, path) => {
    expect(() => encodePcap(file)).toThrow(expect.objectContaining({ name: 'EncodeError', path }));
  });
});

wireshark.describe('Wireshark on pcap', () => {
  it.each(pcapNames)('agrees about every frame of %s', name => {
    expect(tsharkFrames(fixturePath(name))).toEqual(ownFrames(readIn(fixture(name)).packets));
  });

  it.each(
    orders.flatMap(order =>
      variants(order, 4).map(([name, file]) => [`${order}-endian ${name}`, file] as const),
    ),
  )('agrees about every frame of %s', (name, file) => {
    const octets = encodePcap(file);
    const path = temporary(`${name.replaceAll(/\W/g, '-')}.pcap`, octets);
    // Wireshark 4.0 takes the nanoseconds of Ixia's hardware for microseconds; newer versions do as here.
    const timeless = file.header.magic === 'ixia-hardware';
    const found = tsharkFrames(path);
    expect(timeless ? found.map(frame => frame.with(3, '')) : found).toEqual(
      ownFrames(readIn(octets).packets, timeless),
    );
  });
});
