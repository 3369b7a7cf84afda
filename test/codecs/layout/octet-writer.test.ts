import { describe, expect, it } from 'vitest';
import { OctetWriter, openWriter } from '../../../src/codecs/layout/octet-writer.js';

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251);

describe('OctetWriter', () => {
  it('keeps what it has as it grows', () => {
    const writer = new OctetWriter();
    writer.append(counting(1000));
    writer.append(counting(70_000));
    expect(writer.octets()).toEqual(Uint8Array.of(...counting(1000), ...counting(70_000)));
  });

  it('gives room that is zero, whatever was written before', () => {
    const writer = openWriter();
    writer.append(counting(3000));
    writer.close();
    const next = openWriter();
    expect(next).toBe(writer);
    expect(next.length).toBe(0);
    const at = next.reserve(3000);
    expect(next.bytes.subarray(at, at + 3000).every(octet => octet === 0)).toBe(true);
    next.close();
  });

  it('is another one while it is open', () => {
    const outer = openWriter();
    const inner = openWriter();
    expect(inner).not.toBe(outer);
    inner.close();
    outer.close();
  });

  it('is not kept when it has grown large', () => {
    const large = openWriter();
    large.reserve(200_000);
    large.close();
    expect(openWriter()).not.toBe(large);
  });
});
