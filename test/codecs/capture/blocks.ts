import {
  type ByteOrder,
  encodeBlock,
  type InterfaceDescriptionBlock,
  type Option,
  type PacketBlock,
  type SectionHeaderBlock,
} from '../../../src/codecs/capture/index.js';

export const frame = Uint8Array.from({ length: 61 }, (_, i) => i);
export const section = (byteOrder: ByteOrder, more: Partial<SectionHeaderBlock> = {}): Uint8Array =>
  encodeBlock({
    type: 'SHB',
    byteOrder,
    majorVersion: 1,
    minorVersion: 0,
    sectionLength: 0xffff_ffff_ffff_ffffn,
    options: [],
    ...more,
  });
export const described = (byteOrder: ByteOrder, more: Partial<InterfaceDescriptionBlock> = {}): Uint8Array =>
  encodeBlock({ type: 'IDB', byteOrder, linkType: 1, reserved: 0, snapLength: 0, options: [], ...more });
export const enhanced = (byteOrder: ByteOrder, more: Partial<PacketBlock> = {}): Uint8Array =>
  encodeBlock({
    type: 'EPB',
    byteOrder,
    interfaceId: 0,
    timestampHigh: 0x60000,
    timestampLow: 0x12345678,
    originalLength: frame.length,
    bytes: frame,
    options: [],
    ...more,
  });
export const simple = (byteOrder: ByteOrder, originalLength: number, data: Uint8Array): Uint8Array =>
  encodeBlock({ type: 'SPB', byteOrder, originalLength, data });
export const other = (byteOrder: ByteOrder, code: number, body = new Uint8Array(40)): Uint8Array =>
  encodeBlock({ type: 'other', byteOrder, code, body });

export const u8 = (code: number, value: number): Option => ({ code, value: Uint8Array.of(value) });
export const i64 = (code: number, value: bigint, byteOrder: ByteOrder): Option => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, byteOrder === 'little');
  return { code, value: bytes };
};
export const u32 = (code: number, value: number, byteOrder: ByteOrder): Option => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, byteOrder === 'little');
  return { code, value: bytes };
};
