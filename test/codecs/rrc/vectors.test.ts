import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { channel, vector, vectors } from './vectors.js';

describe('RRC messages of an ASN.1 compiler', () => {
  it.each(vectors)('$name', ({ pdu, value, uper, uperOfThisRelease = uper }) => {
    const octets = fromHex(uper);
    expect(channel[pdu].toJson(octets)).toEqual(value);
    expect(toHex(channel[pdu].fromJson(value))).toBe(uperOfThisRelease);
    expect(toHex(channel[pdu].again(octets))).toBe(uper);
  });

  it('are as many as there were', () => {
    expect(vectors).toHaveLength(84);
    expect(vectors.filter(v => v.uperOfThisRelease !== undefined)).toHaveLength(3);
  });
});

describe('surplus bits (TS 36.331, 8.1)', () => {
  it.each(['ff', '00', '8000', '00000000000001'])('%s behind a message are passed over and kept', tail => {
    const { pdu, uper, value } = vector('reconf/lwa-wt-counter-1');
    const octets = fromHex(uper + tail);
    expect(channel[pdu].toJson(octets)).toEqual(value);
    expect(toHex(channel[pdu].again(octets))).toBe(uper + tail);
  });

  it('may be padding that is not zero', () => {
    const { pdu, uper, value } = vector('smc-complete/tid1');
    const octets = fromHex(uper);
    octets[octets.length - 1]! |= 1;
    expect(channel[pdu].toJson(octets)).toEqual(value);
    expect(channel[pdu].again(octets)).toEqual(octets);
  });
});
