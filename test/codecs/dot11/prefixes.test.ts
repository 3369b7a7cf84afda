import { describe, expect, it } from 'vitest';
import { decodeAvs, decodePpi, decodePrism } from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { avs, prism } from './prefixes.js';
import { failure } from './support.js';

const ack = fromHex('d4000000020000000001');
const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => [...part]));

describe('Prism', () => {
  it.each(['little', 'big'] as const)(
    'is read in %s-endian order, with the names of its items',
    byteOrder => {
      const { items, ...header } = decodePrism(join(prism[byteOrder], ack));
      expect(header).toEqual({
        byteOrder,
        messageCode: byteOrder === 'little' ? 0x44 : 0x41,
        messageLength: 48,
        deviceName: fromHex(`776c616e30${'00'.repeat(11)}`),
      });
      expect(items).toMatchObject([
        { name: 'channel', status: 0, length: 4, data: 6 },
        { name: 'signal', status: 1, length: 4, data: 0 },
      ]);
    },
  );

  it('names what is wrong with it', () => {
    expect(failure(() => decodePrism(prism.little.subarray(0, 20)))).toMatchObject({
      required: 24,
      available: 20,
    });
    expect(failure(() => decodePrism(prism.little.subarray(0, 40)))).toMatchObject({
      path: 'Prism.messageLength',
    });
    expect(failure(() => decodePrism(prism.little.with(0, 1)))).toMatchObject({ path: 'Prism.messageCode' });
    for (const at of [1, 2, 3])
      expect(failure(() => decodePrism(prism.little.with(at, 1))).path).toBe('Prism.messageCode');
    for (const at of [0, 1, 2])
      expect(failure(() => decodePrism(prism.big.with(at, 1))).path).toBe('Prism.messageCode');
  });
});

describe('an item of Prism', () => {
  it('has no name where its identifier is none of the driver, nor beyond those that are known', () => {
    const names = (did: string): unknown[] =>
      decodePrism(
        join(prism.little.subarray(0, 24), fromHex(`${did} 0000 0400 00000000`), new Uint8Array(12)),
      ).items.map(({ name }) => name);
    expect(names('44000100')).toEqual(['hostTime', undefined]);
    expect(names('44000a00')).toEqual(['frameLength', undefined]);
    expect(names('44000b00')).toEqual([undefined, undefined]);
    expect(names('44010100')).toEqual([undefined, undefined]);
    expect(names('41000100')).toEqual([undefined, undefined]);
  });
});

describe('AVS', () => {
  it('is read, with signed levels', () => {
    expect(decodeAvs(join(avs, ack))).toMatchObject({
      version: 0x80211001,
      length: 64,
      macTime: 1n,
      hostTime: 2n,
      channel: 6,
      dataRate: 10,
      ssiSignal: -40,
      ssiNoise: -95,
      encoding: 1,
      more: new Uint8Array(0),
    });
  });

  it('names what is wrong with it', () => {
    expect(failure(() => decodeAvs(avs.subarray(0, 63)))).toMatchObject({ required: 64, available: 63 });
    expect(failure(() => decodeAvs(avs.with(7, 65)))).toMatchObject({ path: 'AVS.length', required: 65 });
    expect(failure(() => decodeAvs(avs.with(0, 0)))).toMatchObject({ path: 'AVS.version' });
  });
});

describe('PPI', () => {
  it('finds the 802.11-Common field behind others, aligned or not', () => {
    const other = '0300 0300 aabbcc';
    const common = `0200 1400 0000000000000000 0500 ${'00'.repeat(10)}`;
    expect(decodePpi(fromHex(`00 00 2700 69000000 ${other} ${common}`))).toEqual({
      length: 39,
      linkType: 105,
      fcs: true,
      badFcs: true,
    });
    expect(decodePpi(fromHex(`00 01 2800 69000000 ${other} 00 ${common}`))).toMatchObject({ fcs: true });
    expect(decodePpi(fromHex(`00 00 0f00 69000000 ${other}`))).toMatchObject({ length: 15, fcs: undefined });
  });

  it('takes the flags as they are, and only from an 802.11-Common field that has them', () => {
    const common = (flags: string): string => `0200 0a00 0000000000000000 ${flags}`;
    const of = (fields: string) => {
      const octets = fromHex(`00 00 0000 69000000 ${fields}`);
      return decodePpi(octets.with(2, octets.length));
    };
    expect(of(common('0000'))).toMatchObject({ fcs: false, badFcs: false });
    expect(of(common('0100'))).toMatchObject({ fcs: true, badFcs: false });
    expect(of(common('0400'))).toMatchObject({ fcs: false, badFcs: true });
    expect(of(`0200 0800 ${'05'.repeat(8)}`)).toMatchObject({ fcs: undefined, badFcs: false });
    expect(of(`0400 0a00 ${'05'.repeat(10)} ${common('0100')}`)).toMatchObject({ fcs: true, badFcs: false });
    expect(of('0300 0000')).toMatchObject({ length: 12, fcs: undefined });
    expect(failure(() => of('0300 0000 0300 0500 aabb')).path).toBe('PPI.fields[1]');
  });

  it('says of a length that is none what it is', () => {
    for (const [length, octets] of [
      [0, 27],
      [7, 8],
      [28, 27],
    ] as const)
      expect(failure(() => decodePpi(new Uint8Array(octets).with(2, length)))).toMatchObject({
        code: 'length',
        path: 'PPI.length',
        message: `PPI.length: is ${length}, not between 8 and the ${octets} octets there are, at offset 2`,
      });
  });

  it('names the field that is too long', () => {
    expect(failure(() => decodePpi(fromHex('00 00 0e00 69000000 0300 0300 aabb')))).toMatchObject({
      path: 'PPI.fields[0]',
      required: 3,
      available: 2,
      claimedBy: 'PPI.fields[0].length',
    });
  });
});
