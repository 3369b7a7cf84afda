import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  type asn1,
  decodeXwap,
  extensionOf,
  ieNameOf,
  itemsOf,
  type MessageInput,
  privateMessage,
  reactTo,
  viewXwap,
  type XwAPPDU,
  xwapMessage,
} from '../../../src/codecs/xwap/index.js';
import { octetsOf, pduOf } from './vectors.js';

/** A WT MODIFICATION REQUEST of just these IEs. */
const requestOf = (protocolIEs: asn1.WTModificationRequest['protocolIEs']): XwAPPDU => ({
  choice: 'initiatingMessage',
  value: {
    procedureCode: 7,
    criticality: 'reject',
    value: { type: 'WTModificationRequest', value: { protocolIEs } },
  },
});

type Field = asn1.WTModificationRequest['protocolIEs'][number];
const enbId: Field = {
  id: 25,
  criticality: 'reject',
  value: { type: 'UE-XwAP-ID', value: Uint8Array.of(0, 0, 1) },
};
const wtId: Field = {
  id: 26,
  criticality: 'reject',
  value: { type: 'UE-XwAP-ID', value: Uint8Array.of(0, 0, 2) },
};
const cause: Field = {
  id: 4,
  criticality: 'ignore',
  value: { type: 'Cause', value: { choice: 'misc', value: 'unspecified' } },
};
const list = 'XwAP-PDU.initiatingMessage.value.protocolIEs';

describe('viewXwap', () => {
  it('gives the IEs by name', () => {
    const view = viewXwap(pduOf('WTModificationRequest/new-S-KWT'));
    if (view.message !== 'WTModificationRequest' || !view.complete) throw new Error('not seen');
    expect(view.procedure).toBe('eNBInitiatedWTModification');
    expect(toHex(view.ies['ENB-UE-XwAP-ID'])).toBe('00a001');
    const key = view.ies['UE-ContextInformationWTModReq']?.wLANSecurityInfo?.['wT-Security-Key'];
    expect(toHex(key!.bytes).slice(0, 8)).toBe('9f2c1d7a');
    expect(view.ies.MobilitySet).toBeUndefined();
    expect(view.errors).toEqual([]);
  });

  it('gives the items of lists and their extensions', () => {
    const view = viewXwap(pduOf('WTAdditionRequest/rich'));
    if (view.message !== 'WTAdditionRequest' || !view.complete) throw new Error('not seen');
    const items = itemsOf(view.ies['E-RABs-ToBeAdded-List']);
    expect(items.map(item => item['e-RAB-ID'])).toEqual([4, 1]);
    expect(items.map(item => extensionOf(item['iE-Extensions'], 'DRB-Identity'))).toEqual([29, 10]);
    // Of a later version: another item, and another extension before the one that is asked for.
    const later = structuredClone(view.ies['E-RABs-ToBeAdded-List']) as unknown as {
      id: number;
      value: { type: unknown; value: unknown };
    }[];
    const [first] = later;
    const extensions = (first!.value.value as { 'iE-Extensions': object[] })['iE-Extensions'];
    extensions.unshift({
      id: 500,
      criticality: 'ignore',
      extensionValue: { type: null, value: Uint8Array.of(0) },
    });
    later.unshift({ ...first!, id: 1000, value: { type: null, value: Uint8Array.of(0) } });
    const known = itemsOf(later as unknown as (typeof view.ies)['E-RABs-ToBeAdded-List']);
    expect(known.map(item => item['e-RAB-ID'])).toEqual([4, 1]);
    expect(known.map(item => extensionOf(item['iE-Extensions'], 'DRB-Identity'))).toEqual([29, 10]);
    const minimal = viewXwap(pduOf('WTAdditionRequest/minimal'));
    if (minimal.message !== 'WTAdditionRequest' || !minimal.complete) throw new Error('not seen');
    const [item] = itemsOf(minimal.ies['E-RABs-ToBeAdded-List']);
    expect(extensionOf(item!['iE-Extensions'], 'DRB-Identity')).toBeUndefined();
  });

  it('reports missing IEs with the criticality of the specification', () => {
    const view = viewXwap(requestOf([wtId]));
    expect(view).toMatchObject({ complete: false, ies: { 'WT-UE-XwAP-ID': Uint8Array.of(0, 0, 2) } });
    expect(view.errors).toEqual([
      { kind: 'missing', name: 'ENB-UE-XwAP-ID', id: 25, criticality: 'reject', path: list },
      { kind: 'missing', name: 'Cause', id: 4, criticality: 'ignore', path: list },
    ]);
  });

  it('reports repeated IEs, and keeps the first', () => {
    const again: Field = { ...enbId, value: { type: 'UE-XwAP-ID', value: Uint8Array.of(9, 9, 9) } };
    const view = viewXwap(requestOf([enbId, wtId, again, cause]));
    expect(view).toMatchObject({ complete: true, ies: { 'ENB-UE-XwAP-ID': Uint8Array.of(0, 0, 1) } });
    expect(view.errors).toEqual([
      { kind: 'too-many', name: 'ENB-UE-XwAP-ID', id: 25, criticality: 'reject', path: `${list}[2]` },
    ]);
  });

  it('reports repeated IE extensions where they are, and not single containers of one id', () => {
    const extensionValue = { type: null, value: Uint8Array.of(0) };
    const extension = (id: number) => ({ id, criticality: 'ignore' as const, extensionValue });
    const context: Field = {
      id: 36,
      criticality: 'reject',
      value: {
        type: 'UE-ContextInformationWTModReq',
        value: { 'iE-Extensions': [500, 501, 500].map(extension) },
      },
    };
    const at = `${list}[3].value.iE-Extensions`;
    const { errors } = viewXwap(requestOf([enbId, wtId, cause, context]));
    expect(errors.map(({ kind, id, path }) => [kind, id, path])).toEqual([
      ['not-understood', 500, `${at}[0].extensionValue`],
      ['not-understood', 501, `${at}[1].extensionValue`],
      ['too-many', 500, `${at}[2]`],
    ]);
    expect(viewXwap(pduOf('XwSetupResponse/rich')).errors).toEqual([]);
  });

  it('reports IEs in wrong order, by those it knows', () => {
    const later: Field = { id: 1000, criticality: 'ignore', value: { type: null, value: Uint8Array.of(0) } };
    const view = viewXwap(requestOf([later, wtId, enbId, cause]));
    expect(view.errors).toEqual([
      { kind: 'not-understood', name: null, id: 1000, criticality: 'ignore', path: `${list}[0].value` },
      { kind: 'wrong-order', name: 'ENB-UE-XwAP-ID', id: 25, criticality: 'reject', path: `${list}[2]` },
    ]);
  });

  it('reports IEs that the message does not have, by the names they have elsewhere', () => {
    const foreign: Field = { id: 31, criticality: 'reject', value: { type: null, value: Uint8Array.of(0) } };
    const view = viewXwap(requestOf([enbId, wtId, cause, foreign]));
    expect(view.errors).toEqual([
      {
        kind: 'not-understood',
        name: 'WLANSecurityInfo',
        id: 31,
        criticality: 'reject',
        path: `${list}[3].value`,
      },
    ]);
  });

  it('does not take octets for an IE that it should understand', () => {
    const opaque: Field = { id: 25, criticality: 'reject', value: { type: null, value: Uint8Array.of(0) } };
    const view = viewXwap(requestOf([opaque, wtId, cause]));
    expect(view).toMatchObject({ complete: false });
    expect(view.errors.map(({ kind, id }) => [kind, id])).toEqual([['not-understood', 25]]);
  });

  it('reports what is not understood deep inside, by the id that holds it', () => {
    const paths = (name: string) => viewXwap(pduOf(name)).errors.map(({ id, path }) => [id, path]);
    expect(paths('WTModificationRequest/unknown-ie-extension')).toEqual([
      [500, `${list}[3].value.iE-Extensions[0].extensionValue`],
    ]);
    expect(paths('WTModificationRequest/cause-extension-value')).toEqual([
      [4, `${list}[2].value.radioNetwork`],
    ]);
    expect(paths('WTModificationRequest/cause-unknown-group')).toEqual([[4, `${list}[2].value`]]);
  });

  it('checks the condition of WT-Measurement-ID', () => {
    const request = (registration: asn1.RegistrationRequest, id?: number) =>
      viewXwap(
        xwapMessage('WTStatusRequest', {
          'ENB-Measurement-ID': 1,
          'WT-Measurement-ID': id,
          'Registration-Request': registration,
          'BSSToReport-List': [],
        }),
      ).errors.map(({ kind, name }) => [kind, name]);
    expect(request('stop', 1)).toEqual([]);
    expect(request('start')).toEqual([]);
    expect(request('stop')).toEqual([['missing', 'WT-Measurement-ID']]);
    expect(request('start', 1)).toEqual([['erroneously-present', 'WT-Measurement-ID']]);
    const erroneous = viewXwap(
      xwapMessage('WTStatusRequest', {
        'ENB-Measurement-ID': 1,
        'WT-Measurement-ID': 1,
        'Registration-Request': 'start',
        'BSSToReport-List': [],
      }),
    );
    expect(erroneous.errors).toMatchObject([{ id: 24, path: `${list}[1]` }]);
    // A value of a later version does not tell whether the condition is met.
    expect(request({ enumExt: 0 }, 1)).toEqual([['not-understood', 'Registration-Request']]);
    expect(request({ enumExt: 0 })).toEqual([['not-understood', 'Registration-Request']]);
  });

  it('misses Cause in an Error Indication that has no Criticality Diagnostics either', () => {
    const errors = (ies: MessageInput<'ErrorIndication'>) =>
      viewXwap(xwapMessage('ErrorIndication', ies)).errors.map(({ kind, name }) => [kind, name]);
    expect(errors({})).toEqual([['missing', 'Cause']]);
    expect(errors({ CriticalityDiagnostics: {} })).toEqual([]);
    expect(errors({ Cause: { choice: 'protocol', value: 'semantic-error' } })).toEqual([]);
    expect(reactTo(viewXwap(xwapMessage('ErrorIndication', {})))).toEqual({ action: 'execute' });
  });

  it('gives private messages as they are and unknown ones by code', () => {
    const fields: asn1.PrivateIEField[] = [
      {
        id: { choice: 'local', value: 5 },
        criticality: 'reject',
        value: { type: null, value: Uint8Array.of(1) },
      },
    ];
    expect(viewXwap(privateMessage(fields))).toMatchObject({ message: 'PrivateMessage', privateIEs: fields });
    expect(viewXwap(pduOf('unknown-procedure/initiatingMessage-17'))).toEqual({
      message: null,
      outcome: 'initiatingMessage',
      procedureCode: 17,
      criticality: 'reject',
      errors: [],
    });
    expect(viewXwap({ choice: null, extIndex: 0, value: Uint8Array.of(0) })).toMatchObject({ outcome: null });
  });

  it('sees what lax decoding could read', () => {
    const octets = octetsOf('WTModificationRequest/new-S-KWT');
    const missing = [25, 26, 4].map(id => ['missing', id]);
    for (let end = 1; end < octets.length; end++) {
      const { value } = decodeXwap(octets.subarray(0, end), { lax: true });
      const view = viewXwap(value);
      if (end >= 28) expect(view).toMatchObject({ ies: { 'WT-UE-XwAP-ID': Uint8Array.of(0, 0xb0, 1) } });
      // Without a message, or with one that has no list yet: all that it must have is missing then.
      if (end < 5) expect(view).toEqual({ message: null, outcome: null, errors: [] });
      else if (end < 7) expect(view.errors.map(({ kind, id }) => [kind, id])).toEqual(missing);
    }
    expect(viewXwap({})).toEqual({ message: null, outcome: null, errors: [] });
    const own = octetsOf('PrivateMessage/local');
    const whole = viewXwap(decodeXwap(own));
    if (whole.message !== 'PrivateMessage') throw new Error('not seen');
    for (let end = 5; end < own.length; end++) {
      const view = viewXwap(decodeXwap(own.subarray(0, end), { lax: true }).value);
      if (view.message !== 'PrivateMessage') throw new Error('not seen');
      expect(view.privateIEs.length).toBeLessThanOrEqual(whole.privateIEs.length);
      if (end < 7) expect(view.privateIEs).toEqual([]);
    }
  });

  it('sees what is not understood in front of where the octets end', () => {
    // An extension that is not known, and a second one of which only id and criticality are there.
    const context = fromHex('0024 00 0f 04 0001 01f4 40 01 00 01f5 40'.replaceAll(' ', ''));
    const octets = Uint8Array.of(0, 7, 0, 60, 0, 0, 1, ...context);
    const { value, error } = decodeXwap(octets, { lax: true });
    expect(error).toMatchObject({ code: 'truncated' });
    const at = `${list}[0].value.iE-Extensions`;
    const { errors } = viewXwap(value);
    expect(errors.filter(({ kind }) => kind === 'not-understood').map(({ path }) => path)).toEqual([
      `${at}[0].extensionValue`,
    ]);
  });

  it('names ids', () => {
    expect(ieNameOf(36)).toBe('UE-ContextInformationWTModReq');
    expect(ieNameOf(74)).toBeNull();
  });
});
