import { expect, it } from 'vitest';
import {
  decodeLwaap,
  encodeAll,
  encodeLwaap,
  fromHex,
  fromJson,
  type Lwaap,
  toJson,
} from '../../src/codecs/index.js';

const encode = (json: unknown): Uint8Array => encodeAll(fromJson(json) as Lwaap, 'LWAAP', encodeLwaap);

it('carries packets, whose times JSON does not know', () => {
  const packet = {
    time: 2n ** 60n + 1n,
    linkType: 1,
    interface: 0,
    bytes: fromHex('00ff'),
    originalLength: 2,
  };
  expect(() => JSON.stringify(packet)).toThrow(TypeError);
  const text = JSON.stringify(toJson([packet]));
  expect(text).toContain('{"time":"1152921504606846977",');
  const [read] = fromJson(JSON.parse(text)) as [{ readonly time: string }];
  expect({ ...read, time: BigInt(read.time) }).toEqual(packet);
});

it('encodeAll encodes what was decoded, through JSON', () => {
  const octets = fromHex('04800001');
  expect(encode(JSON.parse(JSON.stringify(toJson(decodeLwaap(octets)))))).toEqual(octets);
});

it('encodeAll refuses a member that the format does not have', () => {
  const edited = { header: { reserved: 0, drbId: 4, drbID: 9 }, payload: { hex: '800001' } };
  expect(() => encode(edited)).toThrow("LWAAP.header: has no member 'drbID'");
  // Octets have `hex` alone.
  const payload = { hex: '800001', note: 'LCID 4' };
  expect(() => encode({ header: { reserved: 0, drbId: 4 }, payload })).toThrow(
    'LWAAP.payload: is to be octets',
  );
});
