import { describe, expect, it } from 'vitest';
import {
  decodeBlocks,
  decodePcap,
  encodeBlock,
  encodePcap,
  pcapngWriter,
  pcapWriter,
} from '../../../src/codecs/capture/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { isOctets } from '../../../src/codecs/is-octets.js';
import { enhanced, other, section, simple, u8 } from './blocks.js';
import { concat, fixture } from './files.js';

const wrong: readonly unknown[] = [
  undefined,
  null,
  true,
  'x',
  '00',
  -1,
  1.5,
  2n,
  {},
  [],
  [null],
  [{}],
  Symbol('s'),
];

/** `value` with each of its members, however deep, as each of what is wrong, and without it. */
function* spoilt(value: object): Generator<{ readonly spoilt: unknown; readonly where: string }> {
  for (const [name, part] of Object.entries(value)) {
    const replaced = (by: unknown): object =>
      Array.isArray(value) ? value.with(Number(name), by) : { ...value, [name]: by };
    for (const by of wrong) yield { spoilt: replaced(by), where: `${name} = ${String(by)}` };
    if (typeof part !== 'object' || part === null || isOctets(part)) continue;
    for (const one of spoilt(part)) yield { spoilt: replaced(one.spoilt), where: `${name}.${one.where}` };
  }
}

/** How often `encode` refuses what is wrong, which it does with an EncodeError or not at all. */
function refusals(value: object, encode: (value: never) => unknown): number {
  let count = 0;
  for (const by of wrong) expect(() => encode(by as never), String(by)).toThrow(EncodeError);
  for (const { spoilt: one, where } of spoilt(value))
    try {
      encode(one as never);
    } catch (error) {
      expect(error, where).toBeInstanceOf(EncodeError);
      count++;
    }
  return count;
}

describe('what is no value of a capture file is refused with an EncodeError', () => {
  it('by encodePcap', () => {
    const { header, records } = decodePcap(fixture('a-wpa2-psk-ccmp-initial.pcap'));
    const file = { header, records: [{ ...records[0]!, extra: new Uint8Array(0) }] };
    expect(refusals(file, encodePcap)).toBeGreaterThan(150);
    expect(() => encodePcap({} as never)).toThrow('pcap.header: is to be an object');
    const without = { header: { ...header, byteOrder: undefined }, records: [] };
    expect(() => encodePcap(without as never)).toThrow("pcap.header.byteOrder: is to be 'little' or 'big'");
  });

  it('by encodeBlock', () => {
    const options = [u8(9, 6), { code: 0, value: new Uint8Array(0), padding: new Uint8Array(4) }];
    const file = concat(
      section('little', { options }),
      enhanced('little', { options }),
      simple('little', 4, new Uint8Array(4)),
      other('little', 99),
    );
    const blocks = decodeBlocks(file);
    expect(blocks.map(({ type }) => type)).toEqual(['SHB', 'EPB', 'SPB', 'other']);
    for (const block of blocks) expect(refusals(block, encodeBlock)).toBeGreaterThan(40);
    expect(() => encodeBlock({} as never)).toThrow('pcapng.block.type: is to be one of SHB, IDB, EPB');
  });

  it('where a name is no text, but becomes one, or cannot', () => {
    const { header } = decodePcap(fixture('a-wpa2-psk-ccmp-initial.pcap'));
    const [block] = decodeBlocks(section('little', {}));
    for (const wrong of [[header.magic], { toString: 1 }])
      expect(() => encodePcap({ header: { ...header, magic: wrong }, records: [] } as never)).toThrow(
        'pcap.header.magic: is to be one of',
      );
    for (const wrong of [['SHB'], { toString: 1 }])
      expect(() => encodeBlock({ ...block, type: wrong } as never)).toThrow(
        'pcapng.block.type: is to be one of',
      );
  });

  it('by the writers, of a packet', () => {
    const packet = { time: 5n, bytes: new Uint8Array(6) };
    expect(refusals(packet, pcapWriter({ linkType: 1 }).packet)).toBeGreaterThan(20);
    expect(refusals(packet, pcapngWriter({ interfaces: [{ linkType: 1 }] }).packet)).toBeGreaterThan(20);
  });
});
