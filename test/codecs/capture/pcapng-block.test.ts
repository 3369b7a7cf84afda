import { describe, expect, it } from 'vitest';
import {
  type Block,
  decodeBlocks,
  decodeCapture,
  encodeBlock,
  optionText,
  type PacketBlock,
  textOption,
} from '../../../src/codecs/capture/index.js';
import { described, enhanced, other, section, simple, u8 } from './blocks.js';
import { concat, errorOf } from './files.js';

describe('a damaged pcapng file', () => {
  const head = concat(section('little'), described('little'));
  const set = (bytes: Uint8Array, at: number, ...octets: number[]): Uint8Array => {
    const changed = bytes.slice();
    changed.set(octets, at);
    return changed;
  };
  const start = head.length;

  it.each<[string, Uint8Array, object]>([
    [
      'an interface that is not described',
      concat(head, enhanced('little', { interfaceId: 1 })),
      { code: 'value', path: 'pcapng.block[2].interfaceId', offset: start + 8 },
    ],
    [
      'a simple packet without an interface',
      concat(section('little'), simple('little', 4, new Uint8Array(4))),
      { code: 'value', path: 'pcapng.block[1].interfaceId', offset: 28 },
    ],
    [
      'a captured length beyond the block',
      concat(head, set(enhanced('little'), 20, 65)),
      {
        code: 'length',
        path: 'pcapng.block[2].bytes',
        offset: start + 28,
        required: 65,
        available: 64,
        claimedBy: 'pcapng.block[2].capturedLength',
      },
    ],
    [
      'a simple packet that is longer than its block',
      concat(head, simple('little', 9, new Uint8Array(8))),
      { code: 'length', path: 'pcapng.block[2].data', offset: start + 12, required: 9, available: 8 },
    ],
    [
      'an option beyond the block',
      concat(head, set(enhanced('little', { options: [textOption(1, 'abcd')] }), 28 + 64 + 2, 5)),
      {
        code: 'length',
        path: 'pcapng.block[2].options[0].value',
        offset: start + 28 + 64 + 4,
        required: 5,
        available: 4,
        claimedBy: 'pcapng.block[2].options[0].length',
      },
    ],
    [
      'an option of the wrong length',
      concat(
        section('little'),
        described('little', { options: [textOption(2, 'wlan0'), textOption(9, 'xy')] }),
      ),
      { code: 'length', path: 'pcapng.block[1].options[1].length', offset: 28 + 16 + 12 + 2 },
    ],
    [
      'lengths that differ',
      concat(head, set(enhanced('little'), 28 + 64, 97)),
      { code: 'length', path: 'pcapng.block[2].blockTotalLength', offset: start + 28 + 64 },
    ],
    [
      'lengths that differ in a block that is passed over',
      concat(head, set(other('little', 99), 48, 53)),
      { code: 'length', path: 'pcapng.block[2].blockTotalLength', offset: start + 48 },
    ],
    [
      'a length too small for its type',
      concat(head, set(enhanced('little'), 4, 28)),
      { code: 'length', path: 'pcapng.block[2].blockTotalLength', offset: start + 4 },
    ],
    [
      'a length above the limit',
      concat(head, set(enhanced('little'), 4, 0, 0, 0, 0x7f)),
      { code: 'length', path: 'pcapng.block[2].blockTotalLength', offset: start + 4 },
    ],
    [
      'a packet above the limit',
      concat(head, enhanced('little', { bytes: new Uint8Array(262_145), originalLength: 262_145 })),
      { code: 'length', path: 'pcapng.block[2].capturedLength', offset: start + 20, required: 262_145 },
    ],
    [
      'no byte order',
      concat(head, set(section('little'), 8, 0)),
      { code: 'value', path: 'pcapng.block[2].byteOrderMagic', offset: start + 8 },
    ],
    [
      'a version of the future',
      concat(head, section('little', { majorVersion: 2 })),
      { code: 'unsupported', path: 'pcapng.block[2].majorVersion', offset: start + 12 },
    ],
  ])('%s is one error that says where', (_, file, expected) => {
    expect(errorOf(file)).toMatchObject({ format: 'pcapng', ...expected });
  });

  it('is one of more options in a block than are read', () => {
    const options = Array.from({ length: 16_384 }, () => textOption(1, ''));
    const most = concat(head, enhanced('little', { options }));
    expect(decodeCapture(most)[0]!.comments).toHaveLength(16_384);
    expect(errorOf(concat(head, enhanced('little', { options: [...options, ...options] })))).toMatchObject({
      code: 'unsupported',
      path: 'pcapng.block[2].options[16384]',
      offset: start + 28 + 64 + 4 * 16_384,
    });
  });

  it('is one of more interfaces than are read, in one section or in all', () => {
    const MOST = 65_536;
    const block = described('little');
    const many = (count: number): Uint8Array => concat(...Array.from({ length: count }, () => block));
    const most = concat(head, many(MOST - 2), section('little'), block, enhanced('little'));
    expect(decodeCapture(most)[0]!.interface).toBe(MOST - 1);
    expect(errorOf(concat(most, block))).toMatchObject({
      code: 'unsupported',
      path: `pcapng.block[${MOST + 3}].type`,
      offset: most.length,
    });
  });

  it('cut off in a block that is passed over', () => {
    expect(errorOf(concat(head, other('little', 99)).subarray(0, start + 30))).toMatchObject({
      code: 'truncated',
      path: 'pcapng.block[2].body',
      offset: start + 8,
      required: 44,
      available: 22,
      claimedBy: 'pcapng.block[2].blockTotalLength',
    });
  });

  it('is the same error when all blocks are decoded', () => {
    const file = concat(head, enhanced('little'));
    for (let length = 0; length < file.length; length++) {
      const cut = file.subarray(0, length);
      const whole = [0, section('little').length, start].includes(length);
      if (whole) expect(decodeBlocks(cut)).toHaveLength([0, section('little').length, start].indexOf(length));
      else expect(() => decodeBlocks(cut)).toThrow(expect.objectContaining({ code: 'truncated' }));
    }
  });
});

describe('encodeBlock', () => {
  const epb = decodeBlocks(concat(section('little'), enhanced('little')))[1] as PacketBlock;
  it.each<[string, Block, string]>([
    ['a field above its range', { ...epb, interfaceId: 2 ** 32 }, 'pcapng.EPB.interfaceId'],
    ['a field that is no integer', { ...epb, originalLength: 1.5 }, 'pcapng.EPB.originalLength'],
    ['padding of another length', { ...epb, padding: new Uint8Array(1) }, 'pcapng.EPB.padding'],
    [
      'an option that is too long',
      { ...epb, options: [{ code: 1, value: new Uint8Array(65_536) }] },
      'pcapng.EPB.options[0].value',
    ],
    ['an option code above its range', { ...epb, options: [u8(65_536, 0)] }, 'pcapng.EPB.options[0].code'],
    [
      'an unaligned option',
      {
        ...epb,
        options: [
          { code: 1, value: new Uint8Array(1), padding: new Uint8Array(1) },
          { code: 1, value: new Uint8Array(1), padding: new Uint8Array(1) },
        ],
      },
      'pcapng.EPB.options[0].padding',
    ],
    [
      'a body that is not aligned',
      { type: 'other', byteOrder: 'little', code: 99, body: new Uint8Array(3) },
      'pcapng.other',
    ],
  ])('refuses %s', (_, block, path) => {
    expect(() => encodeBlock(block)).toThrow(expect.objectContaining({ name: 'EncodeError', path }));
  });

  it('writes text options that optionText reads', () => {
    expect(optionText(textOption(1, '\ufeffBOM and ünïcode').value)).toBe('\ufeffBOM and ünïcode');
  });
});
