import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError, EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { decodeXwap, encodeXwap, reactTo, viewXwap, XwAP } from '../../../src/codecs/xwap/index.js';
import { vectors } from './vectors.js';

/** A value that encodes to the same octets, or a DecodeError with its place; nothing else. */
function outcomeOf(octets: Uint8Array): 'value' | 'error' {
  // Plain comparisons: there are too many mutants for `expect`.
  const check = (holds: boolean): void => {
    if (!holds) throw new Error(`wrong for ${toHex(octets)}`);
  };
  try {
    const pdu = decodeXwap(octets);
    check(toHex(encodeXwap(pdu)) === toHex(octets));
    reactTo(viewXwap(pdu));
    return 'value';
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    check(error.path.startsWith('XwAP-PDU'));
    check(error.offset * 8 + error.bit! <= octets.length * 8);
    check(decodeXwap(octets, { lax: true }).error?.message === error.message);
    return 'error';
  }
}

const inputs = vectors.filter(({ long }) => !long).map(({ aper }) => fromHex(aper));

describe('hostile octets', () => {
  it('truncated at any octet are a DecodeError', () => {
    for (const octets of inputs) {
      for (let end = 0; end < octets.length; end++) expect(outcomeOf(octets.subarray(0, end))).toBe('error');
    }
  });

  it('cut at any bit and filled up with zeros are a value or a DecodeError', () => {
    for (const octets of inputs.slice(0, 60)) {
      for (let end = 0; end < octets.length * 8; end++) {
        const cut = octets.slice(0, (end + 7) >> 3);
        if (end % 8 > 0) cut[cut.length - 1]! &= 0xff << (8 - (end % 8));
        outcomeOf(cut);
      }
    }
  });

  it('with any bit flipped are a value or a DecodeError', () => {
    const outcomes = { value: 0, error: 0 };
    for (const octets of inputs) {
      for (let bit = 0; bit < octets.length * 8; bit++) {
        const flipped = octets.slice();
        flipped[bit >> 3]! ^= 0x80 >> (bit & 7);
        outcomes[outcomeOf(flipped)]++;
      }
    }
    expect(outcomes.value).toBeGreaterThan(1000);
    expect(outcomes.error).toBeGreaterThan(1000);
  });

  it('of any kind are a value or a DecodeError', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...inputs),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.uint8Array({ maxLength: 6 }),
        fc.nat(),
        (octets, changes, inserted, at) => {
          const place = at % (octets.length + 1);
          const mutant = Uint8Array.from([
            ...octets.subarray(0, place),
            ...inserted,
            ...octets.subarray(place),
          ]);
          for (const [i, value] of changes) mutant[i % mutant.length] = value;
          outcomeOf(mutant);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('that claim much and hold little are refused for what they claim', () => {
    const claims = {
      'XwAP-PDU.initiatingMessage.value.protocolIEs': '0007000600ffff001900',
      'XwAP-PDU.successfulOutcome.value.protocolIEs[0].value': '2000000a000001001200030fff00',
      'XwAP-PDU.initiatingMessage.value.protocolIEs[0]': '00070007000001000400c4',
    };
    for (const [path, hex] of Object.entries(claims)) {
      const { error } = decodeXwap(fromHex(hex), { lax: true });
      expect(error).toMatchObject({ code: 'truncated', claimedBy: expect.stringContaining(path) });
    }
  });

  it('grow linearly: 60000 IEs', () => {
    const field = [0x03, 0xe8, 0x40, 0x01, 0x00];
    const count = 60000;
    const body = Uint8Array.from({ length: 3 + count * 5 }, (_, i) =>
      i < 3 ? [0, count >> 8, count & 255][i]! : field[(i - 3) % 5]!,
    );
    const message = decodeXwap(
      encodeXwap({
        choice: 'initiatingMessage',
        value: { procedureCode: 7, criticality: 'reject', value: { type: null, value: body } },
      }),
    );
    const view = viewXwap(message);
    expect(view.errors.length).toBe(count + 3);
    expect(encodeXwap(message).length).toBeGreaterThan(count * 5);
  });
});

describe('JSON that is not a PDU', () => {
  const mutate = (json: unknown, pick: () => number): unknown => {
    if (typeof json !== 'object' || json === null || pick() % 8 === 0) {
      return [null, -1, 2 ** 60, 'x', [], {}, { hex: 'zz' }, { bits: '2' }, true][pick() % 9];
    }
    const copy: Record<string, unknown> | unknown[] = Array.isArray(json) ? [...json] : { ...json };
    const keys = Object.keys(copy);
    const key = keys[pick() % Math.max(1, keys.length)];
    if (key !== undefined) Reflect.set(copy, key, mutate(Reflect.get(copy, key), pick));
    return copy;
  };

  it('is an EncodeError with a path', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors.filter(({ long }) => !long)),
        fc.infiniteStream(fc.nat(10000)),
        ({ value }, stream) => {
          const json = mutate(value, () => stream.next().value);
          try {
            encodeXwap(XwAP.fromJson(json));
          } catch (error) {
            if (!(error instanceof EncodeError)) throw error;
            expect(error.path.startsWith('XwAP-PDU')).toBe(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
