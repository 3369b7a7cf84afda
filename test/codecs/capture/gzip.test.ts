import { createHash } from 'node:crypto';
import { gzipSync, constants as zlib } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { gzipSink } from '../../../src/codecs/capture/gzip.js';
import { DecodeError } from '../../../src/codecs/error.js';
import { concat, fixture, readIn } from './files.js';

/** What comes out of gzip data that comes in chunks of `size` octets, up to the error if there is one. */
function gunzip(
  bytes: Uint8Array,
  size = bytes.length,
): { octets: Uint8Array; error?: DecodeError; ended: boolean } {
  const parts: Uint8Array[] = [];
  let ended = false;
  const sink = gzipSink({
    push: chunk => parts.push(chunk),
    end: () => {
      ended = true;
    },
  });
  try {
    for (let at = 0; at < bytes.length; at += size) sink.push(bytes.subarray(at, at + size));
    sink.end();
    return { octets: concat(...parts), ended };
  } catch (error) {
    if (error instanceof DecodeError) return { octets: concat(...parts), error, ended };
    throw error;
  }
}

const text = new TextEncoder().encode('wireless '.repeat(20_000));
const noise = Uint8Array.from({ length: 200_000 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 13);
const mixed = concat(text, noise, new Uint8Array(100_000), text.subarray(0, 70_000));

/** Octets so many that they are compared as one, not octet by octet. */
const digest = (octets: Uint8Array): string =>
  `${octets.length} ${createHash('sha256').update(octets).digest('hex')}`;
const expectWhole = (found: ReturnType<typeof gunzip>, octets: Uint8Array): void => {
  expect(found.error).toBeUndefined();
  expect(found.ended).toBe(true);
  expect(digest(found.octets)).toBe(digest(octets));
};

describe('gzipSink', () => {
  it.each([
    ['stored', { level: 0 }],
    ['fixed codes', { strategy: zlib.Z_FIXED }],
    ['Huffman codes only', { strategy: zlib.Z_HUFFMAN_ONLY }],
    ['run lengths', { strategy: zlib.Z_RLE }],
    ['fast', { level: 1 }],
    ['best', { level: 9 }],
    ['a small window', { windowBits: 9, memLevel: 1 }],
  ])('decompresses what zlib compressed: %s', (_, options) => {
    for (const octets of [mixed, text, noise, new Uint8Array(0), new Uint8Array(1)])
      expectWhole(gunzip(gzipSync(octets, options)), octets);
  });

  it('gives the same in chunks of any size, and with empty chunks', () => {
    const compressed = gzipSync(mixed.subarray(150_000, 220_000));
    const octets = mixed.subarray(150_000, 220_000);
    for (const size of [1, 2, 7, 1000]) expectWhole(gunzip(compressed, size), octets);
    const parts: Uint8Array[] = [];
    const sink = gzipSink({ push: chunk => parts.push(chunk), end: () => {} });
    for (const octet of compressed.subarray(0, 1000)) {
      sink.push(new Uint8Array(0));
      sink.push(Uint8Array.of(octet));
    }
    expect(concat(...parts)).toEqual(
      octets.subarray(
        0,
        parts.reduce((sum, part) => sum + part.length, 0),
      ),
    );
  });

  it('reads all optional fields of a header', () => {
    const header = [0x1f, 0x8b, 8, 0x1f, 1, 2, 3, 4, 0, 3, 3, 0, 9, 9, 9, 0x61, 0x62, 0, 0x63, 0, 0xaa, 0xbb];
    const plain = gzipSync(text);
    expectWhole(gunzip(concat(Uint8Array.from(header), plain.subarray(10))), text);
  });

  it('reads several members, and zeros after them', () => {
    const file = concat(gzipSync(text), gzipSync(new Uint8Array(0)), gzipSync(noise), new Uint8Array(1000));
    expectWhole(gunzip(file), concat(text, noise));
    expectWhole(gunzip(file, 1), concat(text, noise));
  });

  it('reads very many members, whatever their length', () => {
    const lengths = Array.from({ length: 3000 }, (_, i) => (i % 500 === 499 ? 40_000 : i % 7));
    const members = lengths.map((length, i) => gzipSync(mixed.subarray(i, i + length), { level: i % 3 }));
    const octets = concat(...lengths.map((length, i) => mixed.subarray(i, i + length)));
    expectWhole(gunzip(concat(...members)), octets);
  });

  it('gives all before other octets after a member, and an error', () => {
    const member = gzipSync(text);
    for (const junk of [
      [1, 2, 3],
      [0x1f, 0, 0],
    ]) {
      const { octets, error } = gunzip(concat(member, new Uint8Array(5), Uint8Array.from(junk)));
      expect(digest(octets)).toBe(digest(text));
      expect(error).toMatchObject({ format: 'gzip', code: 'trailing', path: 'gzip.member[1].header' });
      expect(error!.offset).toBe(member.length + 5 + (junk[0] === 0x1f ? 1 : 0));
    }
  });

  it('gives all that the octets tell of a file that is cut off, wherever that is', () => {
    const octets = concat(text.subarray(0, 300), noise.subarray(0, 200), text.subarray(0, 900));
    const compressed = gzipSync(octets);
    let before = 0;
    for (let length = 1; length < compressed.length; length++) {
      const cut = gunzip(compressed.subarray(0, length));
      expect(cut.error).toMatchObject({ format: 'gzip', code: 'truncated', offset: length });
      expect(cut.ended).toBe(false);
      expect(cut.octets).toEqual(octets.subarray(0, cut.octets.length));
      expect(cut.octets.length).toBeGreaterThanOrEqual(before);
      before = cut.octets.length;
    }
    expect(before).toBe(octets.length);
  });

  it.each<[string, number, number, object]>([
    ['another method', 2, 7, { code: 'unsupported', path: 'gzip.member[0].header.method', offset: 2 }],
    ['reserved flags', 3, 0x80, { code: 'unsupported', path: 'gzip.member[0].header.flags', offset: 3 }],
    [
      'a reserved block type',
      10,
      7,
      { code: 'value', path: 'gzip.member[0].data.block[0].type', offset: 10 },
    ],
  ])('refuses %s', (_, at, octet, expected) => {
    const compressed = new Uint8Array(gzipSync(text));
    compressed[at] = octet;
    expect(gunzip(compressed).error).toMatchObject(expected);
  });

  it('checks the CRC and the length after giving out the data', () => {
    const compressed = gzipSync(text);
    for (const [back, path] of [
      [8, 'gzip.member[0].crc32'],
      [4, 'gzip.member[0].length'],
    ] as const) {
      const changed = new Uint8Array(compressed);
      changed[changed.length - back]! ^= 1;
      const { octets, error } = gunzip(changed);
      expect(digest(octets)).toBe(digest(text));
      expect(error).toMatchObject({ code: 'value', path, offset: compressed.length - back });
    }
  });

  /** A gzip member whose DEFLATE stream is written bit by bit, as numbers of a width each. */
  const bits = (...fields: readonly (readonly [value: number, width: number])[]): Uint8Array => {
    const all = fields.flatMap(([value, width]) => Array.from({ length: width }, (_, i) => (value >> i) & 1));
    const data = new Uint8Array(Math.ceil(all.length / 8) + 8);
    all.forEach((bit, i) => {
      data[i >> 3]! |= bit << (i & 7);
    });
    return concat(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0), data);
  };
  it('makes the codes of fixed blocks no more often for many of them', () => {
    const block = [0b010, 3] as const;
    const end = [0, 7] as const;
    const blocks = (count: number): Uint8Array => {
      const fields = Array.from({ length: count }, () => [block, end]).flat();
      // A crc32 and a length of zeros follow.
      return bits(...fields, [0b011, 3], end);
    };
    const made = vi.spyOn(Uint8Array, 'from');
    const calls = (file: Uint8Array): number => {
      made.mockClear();
      const { octets, ended, error } = gunzip(file);
      expect({ octets: octets.length, ended, error }).toEqual({ octets: 0, ended: true, error: undefined });
      return made.mock.calls.length;
    };
    try {
      calls(blocks(1));
      expect(calls(blocks(1000))).toBe(calls(blocks(1)));
    } finally {
      made.mockRestore();
    }
  });

  // Codes for code lengths come in the order 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15.
  const dynamic = [[0b101, 3]] as const;
  const codeLengths = (lengths: Readonly<Record<number, number>>): (readonly [number, number])[] =>
    [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1].map(symbol => [lengths[symbol] ?? 0, 3]);
  const counts = [
    [0, 5],
    [0, 5],
    [14, 4],
  ] as const;
  it.each<[string, Uint8Array, string]>([
    ['a stored length that its complement denies', bits([1, 3], [0, 5], [5, 16], [5, 16]), 'length'],
    ['a distance before the start', bits([3, 3], [0b1000000, 7], [0, 5]), 'distance'],
    ['a distance symbol that is reserved', bits([3, 3], [0x03, 8], [0b1000000, 7], [0b01111, 5]), 'distance'],
    ['a length symbol that is reserved', bits([3, 3], [0b01100011, 8], [0, 5]), 'symbol'],
    ['too many literal symbols', bits(...dynamic, [30, 5], [0, 5], [0, 4]), 'codes'],
    ['too many distance symbols', bits(...dynamic, [0, 5], [30, 5], [0, 4]), 'codes'],
    [
      'code lengths that make no code',
      bits(...dynamic, ...counts, ...codeLengths({ 0: 1, 1: 1, 8: 1 })),
      'codes',
    ],
    ['code lengths that leave codes over', bits(...dynamic, ...counts, ...codeLengths({ 0: 1 })), 'codes'],
    [
      'a repeat before the first',
      bits(...dynamic, ...counts, ...codeLengths({ 0: 1, 16: 1 }), [1, 1]),
      'codes',
    ],
    [
      'more lengths than symbols',
      bits(...dynamic, ...counts, ...codeLengths({ 0: 1, 18: 1 }), [1, 1], [127, 7], [1, 1], [127, 7]),
      'codes',
    ],
    [
      'no end of block',
      bits(...dynamic, ...counts, ...codeLengths({ 0: 1, 18: 1 }), [1, 1], [127, 7], [1, 1], [109, 7]),
      'codes',
    ],
  ])('refuses %s', (_, file, field) => {
    expect(gunzip(file).error).toMatchObject({
      code: 'value',
      path: `gzip.member[0].data.block[0].${field}`,
    });
  });

  it('gives a prefix of the data and a DecodeError, or the data, when octets are changed', () => {
    const octets = concat(text.subarray(0, 500), noise.subarray(0, 300));
    const compressed = gzipSync(octets);
    fc.assert(
      fc.property(
        fc.nat(compressed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 1, max: 64 }),
        (at, flip, size) => {
          const changed = new Uint8Array(compressed);
          changed[at]! ^= flip;
          const { octets: found, error, ended } = gunzip(changed, size);
          expect(ended).toBe(error === undefined);
          if (ended) expect(found).toEqual(octets);
          expect(gunzip(changed).octets).toEqual(found);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('agrees with zlib on random data', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(30)), { maxLength: 20 }),
        fc.constantFrom(0, 1, 6, 9),
        fc.integer({ min: 1, max: 100 }),
        (parts, level, size) => {
          const octets = concat(
            ...parts.flatMap(([part, times]) => Array.from({ length: times }, () => part)),
          );
          expectWhole(gunzip(gzipSync(octets, { level }), size), octets);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads every literal code of a fixed block', () => {
    const octets = Uint8Array.from({ length: 2560 }, (_, i) => i / 10);
    const compressed = gzipSync(octets, { strategy: zlib.Z_FIXED });
    // The header of a gzip member is 10 octets, and the type of the block 1 in the second and third bit.
    expect(compressed[10]! & 7).toBe(3);
    expectWhole(gunzip(compressed), octets);
  });
});

describe('a gzipped capture', () => {
  const pcap = fixture('a-wpa2-psk-ccmp-initial.pcap');
  const compressed = gzipSync(pcap);
  const plain = readIn(pcap).packets;

  it('gives the packets of the capture', () => {
    for (const size of [1, 100, compressed.length])
      expect(readIn(compressed, size)).toEqual({ packets: plain });
    expect(readIn(gzipSync(fixture('pcapng/test001.pcapng'))).packets).toHaveLength(4);
    const half = Math.floor(pcap.length / 2);
    expect(readIn(concat(gzipSync(pcap.subarray(0, half)), gzipSync(pcap.subarray(half))))).toEqual({
      packets: plain,
    });
  });

  it('gives every packet before the damage, and then one error', () => {
    for (let length = 0; length < compressed.length; length += 13) {
      const { packets, error } = readIn(compressed.subarray(0, length));
      expect(packets.at(-1)).toEqual(plain[packets.length - 1]);
      expect(error).toMatchObject(
        length < 4 ? { path: 'capture.magic' } : { code: 'truncated', format: 'gzip', offset: length },
      );
    }
    // The last eight octets are the trailer: all packets stand before it.
    expect(readIn(compressed.subarray(0, -8)).packets).toEqual(plain);
  });

  it('gives damage of the capture itself its place in the decompressed octets', () => {
    const cut = pcap.subarray(0, pcap.length - 1);
    expect(readIn(gzipSync(cut))).toEqual(readIn(cut));
  });

  it('may not be gzipped twice', () => {
    expect(readIn(gzipSync(compressed)).error).toMatchObject({
      code: 'unsupported',
      path: 'capture.magic',
      message: expect.stringContaining('gzip within gzip'),
    });
  });
});
