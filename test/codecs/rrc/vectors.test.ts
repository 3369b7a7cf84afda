import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { bitsToText } from '../../../src/codecs/per/index.js';
import { DlDcch } from '../../../src/codecs/rrc/index.js';
import { channel, vector, vectors, withoutAdditions } from './vectors.js';

/** The numbers of addition bits in JSON, the outermost first. */
const additionsOf = (json: unknown): unknown[] =>
  typeof json !== 'object' || json === null
    ? []
    : Object.entries(json).flatMap(([key, value]) => (key === '_additions' ? [value] : additionsOf(value)));

describe('RRC messages of an ASN.1 compiler', () => {
  it.each(vectors)('$name', ({ pdu, value, uper, uperOfThisRelease = uper }) => {
    const octets = fromHex(uper);
    const json = channel[pdu].toJson(octets);
    expect(withoutAdditions(json)).toEqual(value);
    expect(toHex(channel[pdu].fromJson(value))).toBe(uperOfThisRelease);
    expect(toHex(channel[pdu].fromJson(JSON.parse(JSON.stringify(json))))).toBe(uper);
    expect(toHex(channel[pdu].again(octets))).toBe(uper);
    expect(toHex(channel[pdu].copied(octets))).toBe(uper);
  });

  it.each([
    ['older/r13-add-lwa', [2]],
    ['older/r14-lwa-ac', [5, 3]],
    ['older/r14-without-wt-change', [3]],
  ])('%s says how many addition bits it had', (name, numbers) => {
    const { pdu, uper } = vector(name);
    expect(additionsOf(channel[pdu].toJson(fromHex(uper)))).toEqual(numbers);
  });

  it('are as many as there were', () => {
    expect(vectors).toHaveLength(84);
    expect(vectors.filter(v => v.uperOfThisRelease !== undefined)).toHaveLength(3);
    const counted = vectors.filter(v => additionsOf(channel[v.pdu].toJson(fromHex(v.uper))).length > 0);
    expect(counted).toEqual(vectors.filter(v => v.uperOfThisRelease !== undefined));
  });
});

describe('surplus bits (TS 36.331, 8.1)', () => {
  it.each(['ff', '00', '8000', '00000000000001', 'deadbeef'])('%s behind a message are kept', tail => {
    const { pdu, uper, value } = vector('reconf/lwa-wt-counter-1');
    const octets = fromHex(uper + tail);
    const json = channel[pdu].toJson(octets);
    // Of its last octet the message takes three bits.
    const bits = `00000${bitsToText({ bytes: fromHex(tail), length: tail.length * 4 })}`;
    expect(json).toEqual({ ...(value as object), _surplus: { bits } });
    expect(toHex(channel[pdu].again(octets))).toBe(uper + tail);
    expect(toHex(channel[pdu].fromJson(JSON.parse(JSON.stringify(json))))).toBe(uper + tail);
  });

  it('stay with copies of a message', () => {
    const { uper } = vector('reconf/lwa-wt-counter-1');
    const value = DlDcch.decode(fromHex(`${uper}deadbeef`));
    expect(toHex(DlDcch.encode({ ...value }))).toBe(`${uper}deadbeef`);
    expect(toHex(DlDcch.encode(structuredClone(value)))).toBe(`${uper}deadbeef`);
  });

  it('are all that says what other octets were', () => {
    const octets = fromHex('b370448656');
    const json = DlDcch.toJson(DlDcch.decode(octets));
    expect(json).toEqual({
      message: { choice: 'messageClassExtension', value: {} },
      _surplus: { bits: bitsToText({ bytes: octets, length: 40 }).slice(1) },
    });
    expect(DlDcch.encode(DlDcch.fromJson(json))).toEqual(octets);
  });

  it('may be padding that is not zero', () => {
    const { pdu, uper, value } = vector('smc-complete/tid1');
    const octets = fromHex(uper);
    octets[octets.length - 1]! |= 1;
    const json = channel[pdu].toJson(octets);
    expect(json).toEqual({ ...(value as object), _surplus: { bits: expect.stringMatching(/^0+1$/) } });
    expect(channel[pdu].again(octets)).toEqual(octets);
    expect(channel[pdu].fromJson(json)).toEqual(octets);
  });
});
