import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { decodeXwap, encodeXwap, type XwAPPDU } from '../../../src/codecs/xwap/index.js';
import { octetsOf, pduOf } from './vectors.js';

/** The same value with the keys of every object turned around. */
const turned = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, turned(part)]),
  );
};

describe('the fields of XwAP', () => {
  it('are sent in the order of the ASN.1, whatever that of the value is', () => {
    for (const name of [
      'WTModificationRequest/new-S-KWT',
      'WTAdditionRequest/rich',
      'XwSetupResponse/rich',
    ]) {
      expect(toHex(encodeXwap(turned(pduOf(name)) as XwAPPDU))).toBe(toHex(octetsOf(name)));
    }
  });

  const first = 'XwAP-PDU.initiatingMessage.value.protocolIEs[0]';
  const field = {
    id: 25,
    criticality: 'reject',
    value: { type: 'UE-XwAP-ID', value: Uint8Array.of(0, 0, 1) },
  };
  it.each<[wrong: object, message: string]>([
    [{ criticality: 'reject', value: field.value }, `${first}.id: is mandatory`],
    [{ id: 25, value: field.value }, `${first}.criticality: is mandatory`],
    [{ id: 25, criticality: 'reject' }, `${first}.value: is mandatory`],
    [{ ...field, id: undefined }, `${first}.id: is mandatory`],
    [{ ...field, criticality: undefined }, `${first}.criticality: is mandatory`],
    [{ ...field, value: undefined }, `${first}.value: is mandatory`],
    [{ ...field, presence: 'mandatory' }, `${first}: has no component 'presence'`],
    [{ ...field, id: 65536 }, `${first}.id: must be in 0..65535`],
    [{ ...field, criticality: 'none' }, `${first}.criticality: must be one of reject, ignore, notify`],
    [
      { ...field, value: { type: 'Cause', value: {} } },
      `${first}.value: "type" must be 'UE-XwAP-ID' or null`,
    ],
  ])('are refused with their place: %j', (wrong, message) => {
    const pdu = {
      choice: 'initiatingMessage',
      value: {
        procedureCode: 7,
        criticality: 'reject',
        value: { type: 'WTModificationRequest', value: { protocolIEs: [wrong] } },
      },
    };
    expect(() => encodeXwap(pdu as XwAPPDU)).toThrow(message);
    // A component that is undefined is one that is not there.
    expect(() => encodeXwap(turned(pdu) as XwAPPDU)).toThrow(message);
  });

  it.each<[what: string, hex: string, read: object, path: string]>([
    ['its id', '00', {}, '.id'],
    ['its criticality', '001a', { id: 26 }, '.criticality'],
    ['its content', '001a 00', { id: 26, criticality: 'reject' }, '.value'],
  ])('have under lax decoding what there is of one without %s', (_, hex, read, path) => {
    const rest = fromHex(hex.replaceAll(' ', ''));
    const ies = [0, 0, 2, 0, 25, 0, 3, 0, 0, 1, ...rest];
    const octets = (length: number) => Uint8Array.of(0, 7, 0, length, ...ies);
    const { error } = decodeXwap(octets(ies.length), { lax: true });
    expect(error).toMatchObject({
      code: 'truncated',
      path: `XwAP-PDU.initiatingMessage.value.protocolIEs[1]${path}`,
      offset: 4 + ies.length - (path === '.id' ? 1 : 0),
    });
    // Of a message of which the end is not there.
    const { value } = decodeXwap(octets(60), { lax: true });
    const pdu = value as unknown as { value: { value: { value: { protocolIEs: object[] } } } };
    expect(pdu.value.value.value.protocolIEs).toEqual([field, read]);
  });
});
