import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodeEthernet,
  ETHER_TYPE,
  type Ethernet,
  encodeEthernet,
} from '../../../src/codecs/link/ethernet.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const destination = fromHex('020000000001');
const source = fromHex('020000000002');

const untagged: Ethernet = { destination, source, etherType: ETHER_TYPE.lwaap, payload: fromHex('05a0') };
const tagged: Ethernet = {
  destination,
  source,
  tags: [
    { tpid: 0x88a8, priority: 7, dropEligible: true, vlan: 4095 },
    { tpid: 0x8100, priority: 3, dropEligible: false, vlan: 100 },
  ],
  etherType: ETHER_TYPE.ipv4,
  payload: fromHex('4500'),
};
const withLength: Ethernet = { destination, source, payload: fromHex('424203'), padding: new Uint8Array(43) };

describe('Ethernet', () => {
  it.each<[string, Ethernet, string]>([
    ['untagged', untagged, '020000000001 020000000002 9e65 05a0'],
    ['tagged twice', tagged, '020000000001 020000000002 88a8 ffff 8100 6064 0800 4500'],
    ['with a length', withLength, `020000000001 020000000002 0003 424203 ${'00'.repeat(43)}`],
  ])('%s', (_, value, hex) => {
    expect(encodeEthernet(value)).toEqual(fromHex(hex));
    expect(decodeEthernet(fromHex(hex))).toEqual(value);
  });

  it('has a length up to 1500 and an EtherType from 0x0600 on', () => {
    const longest: Ethernet = { destination, source, payload: new Uint8Array(1500).fill(1) };
    expect(decodeEthernet(encodeEthernet(longest))).toStrictEqual(longest);
    const first: Ethernet = { destination, source, etherType: 0x600, payload: fromHex('aa') };
    expect(decodeEthernet(encodeEthernet(first))).toStrictEqual(first);
    const inVlan: Ethernet = {
      ...withLength,
      tags: [{ tpid: 0x8100, priority: 0, dropEligible: false, vlan: 1 }],
    };
    expect(decodeEthernet(encodeEthernet(inVlan))).toEqual(inVlan);
  });

  it('says what is missing', () => {
    expect(decodeError(() => decodeEthernet(fromHex('020000000001 0200')))).toMatchObject({
      code: 'truncated',
      path: 'Ethernet.source',
      offset: 6,
      required: 6,
      available: 2,
    });
    expect(decodeError(() => decodeEthernet(fromHex('020000000001 020000000002 8100 0001')))).toMatchObject({
      path: 'Ethernet.tags[0]',
      offset: 14,
      required: 4,
      available: 2,
    });
    expect(decodeError(() => decodeEthernet(fromHex('020000000001 020000000002 0005 424203')))).toMatchObject(
      {
        path: 'Ethernet.payload',
        required: 5,
        available: 3,
        claimedBy: 'Ethernet.length',
      },
    );
    expect(decodeError(() => decodeEthernet(fromHex('020000000001 020000000002 05dd 424203')))).toMatchObject(
      {
        code: 'value',
        path: 'Ethernet.etherType',
        offset: 12,
      },
    );
  });

  it('gives what there is before the error', () => {
    const { value, error } = decodeEthernet(fromHex('020000000001 0200'), { lax: true });
    expect(value).toEqual({ destination });
    expect(error?.path).toBe('Ethernet.source');
  });

  it.each<[string, unknown]>([
    ['Ethernet: is to be an object', null],
    ['Ethernet.payload: is to be octets', { ...untagged, payload: undefined }],
    ['Ethernet.source: is to be 6 octets, not 2', { ...untagged, source: new Uint8Array(2) }],
    ['Ethernet.etherType: is to be an integer from 1536 to 65535', { ...untagged, etherType: 1500 }],
    ['Ethernet.etherType: is to be no tag', { ...untagged, etherType: 0x8100 }],
    ['Ethernet.padding: is to be left out', { ...untagged, padding: new Uint8Array(1) }],
    ['Ethernet.payload: is to be at most 1500', { destination, source, payload: new Uint8Array(1501) }],
    ['Ethernet.tags[0]: is to be an object', { ...untagged, tags: [undefined] }],
    ['Ethernet.tags[0].tpid: is to be 0x8100', { ...untagged, tags: [{ ...tagged.tags![0]!, tpid: 1 }] }],
    [
      'Ethernet.tags[0].vlan: is to be an integer from 0 to 4095',
      { ...untagged, tags: [{ ...tagged.tags![0]!, vlan: 4096 }] },
    ],
    [
      'Ethernet.tags[0].dropEligible: is to be true or false',
      { ...untagged, tags: [{ ...tagged.tags![0]!, dropEligible: 1 }] },
    ],
  ])('refuses a value: %s', (message, value) => {
    expect(encodeError(() => encodeEthernet(value as Ethernet))).toContain(message);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeEthernet(b), lax: b => decodeEthernet(b, { lax: true }), encode: encodeEthernet },
      [untagged, tagged, withLength].map(encodeEthernet),
    );
  });
});
