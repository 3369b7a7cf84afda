import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPieces } from '../../src/cli/json.js';

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

  it('gives the items of a list one by one', () => {
    const longest = Math.max(
      ...[...jsonPieces({ list: new Array(100).fill('0123456789') })].map(p => p.length),
    );
    expect(longest).toBeLessThan(30);
  });
});
