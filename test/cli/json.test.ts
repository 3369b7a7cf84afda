import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPieces } from '../../src/cli/json.js';
import { jsonText, printableJson } from '../../src/report/index.js';

describe('jsonPieces', () => {
  it('gives the text that JSON.stringify gives', () => {
    const value = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
      fc.constant({
        list: [],
        object: {},
        absent: undefined,
        nested: [
          [1, 'a\nb'],
          [{}, []],
        ],
      }),
    );
    fc.assert(
      fc.property(value, json => {
        expect([...jsonPieces(json)].join('')).toBe(JSON.stringify(json, null, 2));
      }),
    );
  });

  it('gives the text of a list of thousands, whatever iterable it is, within others', () => {
    const items = Array.from({ length: 3000 }, (_, i) => ({
      i,
      list: [`${i}`, { a: '\n' }],
      none: undefined,
    }));
    for (const length of [1, 255, 256, 257, 512, 3000]) {
      const list = items.slice(0, length);
      const pieces = [...jsonPieces({ a: 1, b: { list: new Set(list), end: {} } })];
      expect(pieces.join('')).toBe(JSON.stringify({ a: 1, b: { list, end: {} } }, null, 2));
    }
  });

  it('gives a long list in pieces that do not grow with it, as the items come', () => {
    let made = 0;
    const items = function* () {
      for (; made < 10_000; made++) yield '0123456789';
    };
    const lengths: number[] = [];
    for (const { length } of jsonPieces({ list: items() })) {
      lengths.push(length);
      expect(made).toBeLessThan(lengths.length * 300);
    }
    expect(Math.max(...lengths)).toBeLessThan(10_000);
  });

  it('gives pieces that are fit for a terminal each by itself: none ends within a string', () => {
    const hostile = 'a\u001b[2J\u202e\u{e0041}\n';
    const value = {
      [hostile]: hostile,
      list: [[hostile], { [hostile]: [hostile] }],
      nested: { list: [hostile, 1] },
    };
    expect([...jsonPieces(value)].map(printableJson).join('')).toBe(jsonText(value));
  });
});
