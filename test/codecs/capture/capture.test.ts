import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type CaptureSource,
  captureReader,
  decodeCapture,
  type Packet,
  readCapture,
  readCaptureBatches,
} from '../../../src/codecs/capture/index.js';
import { concat, errorOf, fixture, pcapNames, pcapngNames, readIn } from './files.js';

const pcap = fixture('a-wpa2-psk-ccmp-initial.pcap');
const names = [...pcapNames, ...pcapngNames];

describe('captureReader', () => {
  it.each(names)('reads %s the same in chunks of any size', name => {
    const bytes = fixture(name);
    const whole = readIn(bytes);
    for (const size of [1, 17, 64, 1000]) expect(readIn(bytes, size)).toEqual(whole);
  });

  it('reads over empty chunks', () => {
    const packets: Packet[] = [];
    const reader = captureReader(packet => packets.push(packet));
    for (let at = 0; at < pcap.length; at += 5) {
      reader.push(new Uint8Array(0));
      reader.push(pcap.subarray(at, at + 5));
      reader.push(new Uint8Array(0));
    }
    reader.end();
    expect(packets).toEqual(readIn(pcap).packets);
  });

  it.each(['a-wpa2-psk-ccmp-initial.pcap', 'pcapng/test018.pcapng', 'pcapng/test008.pcapng'])(
    'gives every whole packet of %s cut off at any octet, and one error unless the cut is between units',
    name => {
      const bytes = fixture(name).subarray(0, 2000);
      const { packets } = readIn(bytes);
      let count = 0;
      let boundaries = 0;
      for (let length = 0; length <= bytes.length; length++) {
        const cut = bytes.subarray(0, length);
        const found = readIn(cut, 100);
        expect(found.packets.at(-1)).toEqual(packets[found.packets.length - 1]);
        expect(found.packets.length - count).toBeOneOf([0, 1]);
        count = found.packets.length;
        if (found.error === undefined) boundaries++;
        else {
          const { code, offset, required, available } = found.error;
          expect(code).toBe('truncated');
          expect(offset).toBeLessThanOrEqual(length);
          expect(offset + available!).toBe(length);
          expect(required).toBeGreaterThan(available!);
        }
      }
      expect(count).toBe(packets.length);
      expect(boundaries).toBeGreaterThanOrEqual(packets.length);
    },
  );

  it('throws nothing but a DecodeError for changed octets, and gives the packets before them', () => {
    // Its first three records tell the variant of a pcap file: what is changed there may change any packet.
    const pcapVariantKnown =
      24 +
      decodeCapture(pcap)
        .slice(0, 3)
        .reduce((sum, p) => sum + 16 + p.bytes.length, 0);
    fc.assert(
      fc.property(
        fc.constantFrom('a-wpa2-psk-ccmp-initial.pcap', ...pcapngNames),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 500 }),
        (name, changes, size) => {
          const original = fixture(name).slice(0, 2000);
          const bytes = original.slice();
          for (const [at, octet] of changes) if (at < bytes.length) bytes[at] = octet;
          const found = readIn(bytes, size);
          expect(found).toEqual(readIn(bytes));
          const first = Math.min(...changes.map(([at]) => at));
          if (name.endsWith('.pcap') && first < pcapVariantKnown) return;
          const before = readIn(original.slice(0, first)).packets;
          expect(found.packets.slice(0, before.length)).toEqual(before);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('throws nothing but a DecodeError for random octets behind a magic number', () => {
    const magics = [
      [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0],
      [0xa1, 0xb2, 0xcd, 0x34, 0, 2, 0, 4],
      [0x0a, 0x0d, 0x0d, 0x0a],
      [0x1f, 0x8b, 8, 0],
      [],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }), (magic, rest) => {
        const bytes = concat(Uint8Array.from(magic), rest);
        const { packets, error } = readIn(bytes);
        const octets = packets.reduce((sum, packet) => sum + packet.bytes.length, 0);
        if (magic[0] !== 0x1f) expect(octets).toBeLessThanOrEqual(bytes.length);
        if (error !== undefined) expect(error.offset).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('throws the same error again, and what the callback throws', () => {
    const reader = captureReader(() => {});
    const attempt = (): unknown => {
      try {
        reader.push(new Uint8Array(4));
      } catch (error) {
        return error;
      }
      return undefined;
    };
    const error = attempt();
    expect(error).toMatchObject({ code: 'unsupported' });
    expect(attempt()).toBe(error);
    expect(() => reader.end()).toThrow(error as Error);

    const refusing = captureReader(() => {
      throw new RangeError('enough');
    });
    expect(() => refusing.push(pcap)).toThrow(RangeError);
    expect(() => refusing.end()).toThrow(RangeError);
  });

  it('gives packets that stay as they are when it reads on', () => {
    const { packets } = readIn(pcap, 50);
    expect(packets.map(p => p.bytes)).toEqual(decodeCapture(pcap).map(p => p.bytes));
  });

  it('holds only what it was given of a packet that claims more', () => {
    const head = pcap.slice(0, 40);
    new DataView(head.buffer).setUint32(32, 262_144, true);
    new DataView(head.buffer).setUint32(36, 262_144, true);
    const { packets, error } = readIn(head);
    expect(packets).toEqual([]);
    expect(error).toMatchObject({ code: 'truncated', required: 262_144, available: 0 });
  });
});

describe('what is no capture', () => {
  it.each([
    [0, 'truncated'],
    [3, 'truncated'],
    [4, 'unsupported'],
  ])('is an error with %i octets', (length, code) => {
    expect(errorOf(new Uint8Array(length))).toMatchObject({ code, path: 'capture.magic', offset: 0 });
  });

  it.each<[string, number[], string]>([
    ['text', [...new TextEncoder().encode('GET / HTTP/1.1')], 'is 47455420; pcap starts with'],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 0], 'is 28b52ffd (zstd, to be decompressed first)'],
    ['OmniPeek', [...new TextEncoder().encode('\x7fver')], '(OmniPeek, to be converted (editcap -F pcapng))'],
    [
      'Kismet',
      [...new TextEncoder().encode('SQLite format 3')],
      '(SQLite, as Kismet logs, to be converted (kismetdb_to_pcap))',
    ],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0], 'is 425a6839 (bzip2, to be decompressed first)'],
  ])('%s: the error says what was found and what would be right', (_, octets, message) => {
    expect(errorOf(Uint8Array.from(octets)).message).toContain(message);
    expect(errorOf(Uint8Array.from(octets)).message).toContain('pcapng with 0a0d0d0a');
  });
});

describe('readCaptureBatches and readCapture', () => {
  const chunks = (bytes: Uint8Array, size: number): Uint8Array[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
  const expected = readIn(pcap).packets;

  const sources: [string, () => CaptureSource][] = [
    ['octets', () => pcap],
    ['an array of chunks', () => chunks(pcap, 100)],
    [
      'an async generator',
      async function* () {
        yield* chunks(pcap, 1000);
      },
    ],
    ['a web stream', () => new Blob([new Uint8Array(pcap)]).stream()],
    ['a Blob', () => new Blob([new Uint8Array(pcap)])],
  ];
  it.each(sources)('read %s', async (_, source) => {
    const packets: Packet[] = [];
    for await (const packet of readCapture(source())) packets.push(packet);
    expect(packets).toEqual(expected);
    const batches: Packet[][] = [];
    for await (const batch of readCaptureBatches(source())) batches.push(batch);
    expect(batches.flat()).toEqual(expected);
    expect(batches.every(batch => batch.length > 0)).toBe(true);
  });

  it('give batches of bounded length, however many packets a chunk in gzip stands for', async () => {
    // A header, and records without a packet, of 16 octets that are all zero.
    const count = 500_000;
    const packed = gzipSync(Buffer.concat([pcap.subarray(0, 24), Buffer.alloc(16 * count)]));
    const lengths: number[] = [];
    for await (const { length } of readCaptureBatches([packed.subarray(0, 1), packed.subarray(1)]))
      lengths.push(length);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(count);
    expect(Math.max(...lengths)).toBeLessThan(300_000);
  });

  it('give the packets before the damage, and then throw', async () => {
    const cut = pcap.subarray(0, 3000);
    const { packets, error } = readIn(cut);
    expect(packets.length).toBeGreaterThan(5);
    for (const source of [cut, chunks(cut, 10), [cut]]) {
      const found: Packet[] = [];
      const reading = async (): Promise<void> => {
        for await (const packet of readCapture(source)) found.push(packet);
      };
      await expect(reading()).rejects.toEqual(error);
      expect(found).toEqual(packets);
    }
  });

  it('give what was read when the source fails, and its error', async () => {
    const found: Packet[] = [];
    const reading = async (): Promise<void> => {
      const failing = async function* (): AsyncGenerator<Uint8Array> {
        yield pcap.subarray(0, 3000);
        throw new RangeError('the disk is gone');
      };
      for await (const packet of readCapture(failing())) found.push(packet);
    };
    await expect(reading()).rejects.toThrow('the disk is gone');
    expect(found).toEqual(readIn(pcap.subarray(0, 3000)).packets);
  });

  it('stop reading when the caller does', async () => {
    let taken = 0;
    let closed = false;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (const chunk of chunks(pcap, 500)) {
          taken++;
          yield chunk;
        }
      } finally {
        closed = true;
      }
    };
    for await (const packet of readCapture(source())) if (packet.frame === 2) break;
    expect(closed).toBe(true);
    expect(taken).toBeLessThan(4);
  });
});

describe('a web stream that no loop reads, as in Safari', () => {
  const prototype = ReadableStream.prototype;
  const iterator = Object.getOwnPropertyDescriptor(prototype, Symbol.asyncIterator)!;
  beforeAll(() => {
    Reflect.deleteProperty(prototype, Symbol.asyncIterator);
  });
  afterAll(() => {
    Object.defineProperty(prototype, Symbol.asyncIterator, iterator);
  });

  /** Gives chunks of `size` octets of the capture, and then ends as `end` says. */
  const streamOf = (size: number, cancel: () => void, end: (c: ReadableStreamDefaultController) => void) => {
    let at = 0;
    return new ReadableStream<Uint8Array>({
      pull: controller => {
        if (at >= pcap.length) return end(controller);
        controller.enqueue(pcap.subarray(at, at + size));
        at += size;
      },
      cancel,
    });
  };
  const read = async (stream: ReadableStream<Uint8Array>, most = Number.POSITIVE_INFINITY) => {
    const packets: Packet[] = [];
    try {
      for await (const packet of readCapture(stream)) if (packets.push(packet) >= most) break;
    } catch (error) {
      return { packets, error };
    }
    return { packets };
  };

  it('is read to its end, and free again', async () => {
    expect(Symbol.asyncIterator in prototype).toBe(false);
    const cancel = vi.fn();
    const stream = streamOf(1000, cancel, controller => controller.close());
    expect(await read(stream)).toEqual({ packets: readIn(pcap).packets });
    expect(stream.locked).toBe(false);
    expect(cancel).not.toHaveBeenCalled();
  });

  it('is cancelled where the caller stops', async () => {
    const cancel = vi.fn();
    const stream = streamOf(500, cancel, controller => controller.close());
    expect(await read(stream, 2)).toEqual({ packets: readIn(pcap).packets.slice(0, 2) });
    expect(stream.locked).toBe(false);
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('is cancelled where the file is damaged', async () => {
    const cancel = vi.fn(() => {
      throw new RangeError('not this one');
    });
    const stream = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(new TextEncoder().encode('GET / HTTP/1.1')),
      cancel,
    });
    expect((await read(stream)).error).toMatchObject({ code: 'unsupported', path: 'capture.magic' });
    expect(stream.locked).toBe(false);
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('may fail: what it gave was read, and the error is its own', async () => {
    const cancel = vi.fn();
    const stream = streamOf(1000, cancel, controller => controller.error(new RangeError('the disk is gone')));
    const { packets, error } = await read(stream);
    expect(packets.length).toBeGreaterThan(5);
    expect(error).toEqual(new RangeError('the disk is gone'));
    expect(stream.locked).toBe(false);
    expect(cancel).not.toHaveBeenCalled();
  });
});

describe('decodeCapture', () => {
  it('gives all packets, or throws', () => {
    expect(decodeCapture(pcap)).toEqual(readIn(pcap).packets);
    expect(() => decodeCapture(pcap.subarray(0, 100))).toThrow(
      expect.objectContaining({ code: 'truncated' }),
    );
  });

  it('gives the packets before the damage with the error when it is lax', () => {
    const cut = pcap.subarray(0, 3000);
    const { packets, error } = readIn(cut);
    expect(decodeCapture(cut, { lax: true })).toEqual({ value: packets, error });
    expect(decodeCapture(pcap, { lax: true })).toEqual({ value: decodeCapture(pcap) });
  });
});
