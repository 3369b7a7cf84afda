import { describe, expect, it } from 'vitest';
import { DecodeError, EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  decodeXwap,
  encodeXwap,
  type IEField,
  ieFieldsOf,
  radioNetworkCause,
  viewXwap,
  withIEFields,
  withIEs,
  wtModificationRequest,
  type XwAPPDU,
  xwapMessage,
} from '../../../src/codecs/xwap/index.js';
import { pduOf } from './vectors.js';

const bssid = fromHex('020000000101');
const cause = radioNetworkCause('security-failure');

/** The list of fields, as `id criticality type`. */
const fieldsOf = (pdu: XwAPPDU): string[] =>
  ieFieldsOf(pdu).map(({ id, criticality, value }) => `${id} ${criticality} ${value.type}`);

/** A re-key as a later release may send it: an IE that is not known in the middle, another criticality, and an extension. */
const received = (): XwAPPDU => {
  const own = wtModificationRequest({ enbUeXwapId: 1, wtUeXwapId: 2, sKwt: new Uint8Array(32).fill(7) });
  const value = structuredClone(own) as unknown as {
    value: { value: { value: { protocolIEs: object[]; _ext?: object[] } } };
  };
  const content = value.value.value.value;
  content.protocolIEs.splice(2, 0, {
    id: 4711,
    criticality: 'ignore',
    value: { type: null, value: Uint8Array.of(1, 2, 3) },
  });
  Object.assign(content.protocolIEs[3]!, { criticality: 'notify' });
  content._ext = [{ index: 4, value: Uint8Array.of(0) }];
  return decodeXwap(encodeXwap(value as unknown as XwAPPDU));
};

describe('withIEFields', () => {
  const pdu = received();
  const [enb, wt, unknown, ofCause, context] = ieFieldsOf(pdu) as [
    IEField,
    IEField,
    IEField,
    IEField,
    IEField,
  ];

  it.each<[string, readonly IEField[], readonly string[]]>([
    [
      'one that nobody knows, which is refused',
      [enb, wt, { ...unknown, criticality: 'reject' }, ofCause, context],
      ['not-understood 4711 reject'],
    ],
    ['one too many', [enb, wt, ofCause, context, context], ['too-many 36 reject']],
    ['a wrong order', [wt, enb, ofCause, context], ['wrong-order 25 reject']],
    ['none', [], ['missing 25 reject', 'missing 26 reject', 'missing 4 ignore']],
  ])('makes a message with %s, as it goes over the wire', (_, fields, errors) => {
    const before = toHex(encodeXwap(pdu));
    const again = decodeXwap(encodeXwap(withIEFields(pdu, fields)));
    expect(ieFieldsOf(again)).toEqual(fields);
    expect(viewXwap(again).errors.map(({ kind, id, criticality }) => `${kind} ${id} ${criticality}`)).toEqual(
      errors,
    );
    expect(toHex(encodeXwap(pdu))).toBe(before);
  });

  it('keeps what else there is of the message, and refuses a value that its id does not have', () => {
    expect(withIEFields(pdu, ieFieldsOf(pdu))).toEqual(pdu);
    expect(() => encodeXwap(withIEFields(pdu, [{ ...enb, value: ofCause.value }]))).toThrow(EncodeError);
  });

  it('takes octets for any IE, which need not be a value of its type', () => {
    const octets = { type: null, value: Uint8Array.of(0xff) } as const;
    const sent = encodeXwap(withIEFields(pdu, [{ ...enb, value: octets }]));
    expect(toHex(sent)).toContain('00190001ff');
    expect(() => decodeXwap(sent)).toThrow(DecodeError);
  });

  it('is for messages of protocol IEs', () => {
    const other = pduOf('PrivateMessage/local');
    const later: XwAPPDU = { choice: null, extIndex: 0, value: Uint8Array.of(0) };
    for (const one of [other, later]) {
      expect(ieFieldsOf(one)).toEqual([]);
      expect(() => withIEFields(one, [])).toThrow(EncodeError);
    }
  });
});

describe('withIEs', () => {
  it('puts an IE in place of the one that is there, and keeps all else', () => {
    const pdu = received();
    const before = toHex(encodeXwap(pdu));
    expect(fieldsOf(pdu)).toEqual([
      '25 reject UE-XwAP-ID',
      '26 reject UE-XwAP-ID',
      '4711 ignore null',
      '4 notify Cause',
      '36 reject UE-ContextInformationWTModReq',
    ]);
    const changed = withIEs(pdu, 'WTModificationRequest', {
      Cause: cause,
      'WT-UE-XwAP-ID': Uint8Array.of(0, 0, 9),
    });
    expect(fieldsOf(changed)).toEqual(fieldsOf(pdu));
    const again = decodeXwap(encodeXwap(changed));
    expect(again).toEqual(changed);
    const view = viewXwap(again);
    if (view.message !== 'WTModificationRequest' || !view.complete) throw new Error('not seen');
    expect(view.ies.Cause).toEqual(cause);
    expect(view.ies['WT-UE-XwAP-ID']).toEqual(Uint8Array.of(0, 0, 9));
    const back = withIEs(changed, 'WTModificationRequest', {
      Cause: radioNetworkCause('unspecified'),
      'WT-UE-XwAP-ID': Uint8Array.of(0, 0, 2),
    });
    expect(toHex(encodeXwap(back))).toBe(before);
    // What was given stays as it was.
    expect(toHex(encodeXwap(pdu))).toBe(before);
    expect(withIEs(pdu, 'WTModificationRequest', {})).toEqual(pdu);
  });

  it('puts what is new where the object set has it, in whatever order it is given', () => {
    const least = pduOf('WTModificationRequest/new-S-KWT');
    const ServingPLMN = fromHex('00f110');
    const MobilitySet = [{ bSSID: bssid }];
    const changed = withIEs(least, 'WTModificationRequest', { MobilitySet, ServingPLMN });
    expect(viewXwap(changed).errors).toEqual([]);
    const view = viewXwap(least);
    if (view.message !== 'WTModificationRequest' || !view.complete) throw new Error('not seen');
    expect(changed).toEqual(xwapMessage(view.message, { ...view.ies, MobilitySet, ServingPLMN }));
  });

  it('takes out what is undefined, each time it is there, a mandatory one too', () => {
    const pdu = received();
    const without = withIEs(pdu, 'WTModificationRequest', { Cause: undefined, MobilitySet: undefined });
    expect(fieldsOf(without)).toEqual(fieldsOf(pdu).filter(field => !field.startsWith('4 ')));
    const list = ieFieldsOf(pdu);
    const repeated = withIEFields(pdu, [...list, list[3]!]);
    expect(withIEs(repeated, 'WTModificationRequest', { Cause: undefined })).toEqual(without);
    const first = withIEs(repeated, 'WTModificationRequest', { Cause: cause });
    expect(viewXwap(first)).toMatchObject({ ies: { Cause: cause } });
    expect(fieldsOf(first)).toEqual(fieldsOf(repeated));
  });

  it('does the same with the first of them', () => {
    const pdu = received();
    const id = 'ENB-UE-XwAP-ID';
    const value = Uint8Array.of(0, 0, 9);
    const other = withIEs(pdu, 'WTModificationRequest', { [id]: value });
    expect(fieldsOf(other)).toEqual(fieldsOf(pdu));
    expect(viewXwap(other)).toMatchObject({ ies: { [id]: value } });
    const without = withIEs(pdu, 'WTModificationRequest', { [id]: undefined });
    expect(fieldsOf(without)).toEqual(fieldsOf(pdu).slice(1));
    expect(withIEs(without, 'WTModificationRequest', { [id]: value })).toEqual(other);
  });

  it('refuses a PDU of another message, and IEs that it does not have', () => {
    const pdu = received();
    const wrong = withIEs as (pdu: XwAPPDU, message: string, ies: object) => XwAPPDU;
    const unknown: XwAPPDU = {
      choice: 'initiatingMessage',
      value: { procedureCode: 99, criticality: 'reject', value: { type: null, value: Uint8Array.of(0) } },
    };
    const later: XwAPPDU = { choice: null, extIndex: 0, value: Uint8Array.of(0) };
    for (const [given, message] of [
      [pdu, 'Reset'],
      [pdu, 'Foo'],
      [pduOf('PrivateMessage/local'), 'PrivateMessage'],
      [unknown, 'WTModificationRequest'],
      [later, 'WTModificationRequest'],
    ] as const)
      expect(() => wrong(given, message, {}), message).toThrow(EncodeError);
    expect(() => wrong(pdu, 'WTModificationRequest', { cause })).toThrow(
      'WTModificationRequest.cause: is none of ENB-UE-XwAP-ID',
    );
  });

  it('is typed by the message', () => {
    // Never run: this is for the compiler.
    const _ = (pdu: XwAPPDU, octets: Uint8Array): XwAPPDU[] => [
      withIEs(pdu, 'WTModificationRequest', { ServingPLMN: octets, MobilitySet: undefined }),
      // @ts-expect-error WLANSecurityInfo is an IE of WTAdditionRequest only
      withIEs(pdu, 'WTModificationRequest', { WLANSecurityInfo: undefined }),
      // @ts-expect-error Cause is no octets
      withIEs(pdu, 'WTModificationRequest', { Cause: octets }),
      // @ts-expect-error private messages have no IEs of names
      withIEs(pdu, 'PrivateMessage', {}),
    ];
    expect(_).toBeTypeOf('function');
  });
});
