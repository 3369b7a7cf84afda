import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import { Rows } from '../../../src/flows/memory/rows.js';

describe('rows', () => {
  it('hold the octets and numbers that were set, of hundreds of rows each', () => {
    const rows = new Rows(6, 2);
    const octets = (i: number) => Uint8Array.of(i, i >> 8, 7);
    for (let i = 0; i < 300; i++) {
      expect(rows.add()).toBe(i);
      rows.put(i, 2, octets(i));
      rows.set(i, 1, i / 3);
    }
    expect(rows.length).toBe(300);
    for (let i = 0; i < 300; i++) {
      expect(rows.hex(i, 0, 6)).toBe(`0000${toHex(octets(i))}00`);
      expect([rows.get(i, 0), rows.get(i, 1)]).toEqual([undefined, i / 3]);
      expect(rows.holds(i, 2, octets(i))).toBe(true);
      expect(rows.holds(i, 2, octets(i + 1))).toBe(false);
    }
  });

  it('keep the first of several numbers where asked to, zero too', () => {
    const rows = new Rows(1, 1);
    const row = rows.add();
    for (const value of [0, 5, 6]) rows.setFirst(row, 0, value);
    expect(rows.get(row, 0)).toBe(0);
    rows.set(row, 0, 7);
    expect(rows.get(row, 0)).toBe(7);
  });
});
