import { describe, expectTypeOf, it } from 'vitest';
import type { BitString } from '../../../src/codecs/per/index.js';
import {
  type asn1,
  type MessageIEs,
  type MessageName,
  type MessageView,
  viewXwap,
  wtModificationRequest,
  type XwAPPDU,
  type XwapView,
  xwapMessage,
} from '../../../src/codecs/xwap/index.js';

type Fields = asn1.WTModificationRequest['protocolIEs'][number];
type FieldOf<I> = Extract<Fields, { readonly id: I; readonly value: { readonly type: string } }>;

declare const view: XwapView;
declare const id: Uint8Array;
declare const key: BitString;

describe('types', () => {
  it('of WT MODIFICATION REQUEST', () => {
    type IEs = MessageIEs<'WTModificationRequest'>;
    expectTypeOf<IEs['ENB-UE-XwAP-ID']>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<IEs['WT-UE-XwAP-ID']>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<IEs['Cause']>().toEqualTypeOf<asn1.Cause>();
    expectTypeOf<IEs['ServingPLMN']>().toEqualTypeOf<Uint8Array | undefined>();
    expectTypeOf<keyof IEs>().toEqualTypeOf<
      | 'ENB-UE-XwAP-ID'
      | 'WT-UE-XwAP-ID'
      | 'Cause'
      | 'ServingPLMN'
      | 'UE-ContextInformationWTModReq'
      | 'MobilitySet'
    >();
    type Context = NonNullable<IEs['UE-ContextInformationWTModReq']>;
    expectTypeOf<NonNullable<Context['wLANSecurityInfo']>['wT-Security-Key']>().toEqualTypeOf<BitString>();
    expectTypeOf<FieldOf<4>['value']>().toEqualTypeOf<{
      readonly type: 'Cause';
      readonly value: asn1.Cause;
    }>();
    expectTypeOf<FieldOf<31>>().toBeNever();
  });

  it('of other messages', () => {
    type Addition = MessageIEs<'WTAdditionRequest'>;
    expectTypeOf<Addition['WLANSecurityInfo']>().toEqualTypeOf<asn1.WLANSecurityInfo | undefined>();
    expectTypeOf<Addition['MobilitySet']>().toEqualTypeOf<asn1.MobilitySet>();
    expectTypeOf<MessageIEs<'WTStatusRequest'>['WT-Measurement-ID']>().toEqualTypeOf<
      asn1.MeasurementID | undefined
    >();
    expectTypeOf<MessageIEs<'ResetResponse'>>().toEqualTypeOf<{
      readonly CriticalityDiagnostics?: asn1.CriticalityDiagnostics;
    }>();
    expectTypeOf<asn1.LWAWLANAC>().toEqualTypeOf<
      'ac-bk' | 'ac-be' | 'ac-vi' | 'ac-vo' | { readonly enumExt: number }
    >();
    expectTypeOf<'WTReleaseConfirm'>().toExtend<MessageName>();
    expectTypeOf<'WTReleaseAcknowledge'>().not.toExtend<MessageName>();
  });

  it('of a view: presence is known once it is complete', () => {
    const check = (seen: XwapView): void => {
      if (seen.message !== 'WTAdditionRequest') return;
      expectTypeOf(seen).toExtend<MessageView<'WTAdditionRequest'>>();
      expectTypeOf(seen.ies['UE-Identity']).toEqualTypeOf<Uint8Array | undefined>();
      if (seen.complete) expectTypeOf(seen.ies['UE-Identity']).toEqualTypeOf<Uint8Array>();
      // @ts-expect-error UE-ContextInformationWTModReq is of another message
      seen.ies['UE-ContextInformationWTModReq'];
    };
    expectTypeOf(check).parameter(0).toEqualTypeOf<typeof view>();
    expectTypeOf(viewXwap).returns.toEqualTypeOf<XwapView>();
  });

  it('refuse wrong values', () => {
    // Never run: this is for the compiler.
    const _ = () => {
      wtModificationRequest({ enbUeXwapId: 1, wtUeXwapId: id, sKwt: id });
      // @ts-expect-error the WT UE XwAP ID is mandatory
      wtModificationRequest({ enbUeXwapId: 1, sKwt: id });
      // @ts-expect-error the key is octets
      wtModificationRequest({ enbUeXwapId: 1, wtUeXwapId: 2, sKwt: 'f00d' });

      const ies = {
        'ENB-UE-XwAP-ID': id,
        'WT-UE-XwAP-ID': id,
        Cause: { choice: 'misc', value: 'unspecified' },
      } as const;
      xwapMessage('WTModificationRequest', ies);
      // @ts-expect-error Cause is mandatory
      xwapMessage('WTModificationRequest', { 'ENB-UE-XwAP-ID': id, 'WT-UE-XwAP-ID': id });
      // @ts-expect-error WLANSecurityInfo is an IE of WTAdditionRequest only
      xwapMessage('WTModificationRequest', { ...ies, WLANSecurityInfo: { 'wT-Security-Key': key } });
      // @ts-expect-error no such cause in this group
      xwapMessage('WTModificationRequest', { ...ies, Cause: { choice: 'misc', value: 'security-failure' } });

      const pdu = (field: Fields): XwAPPDU => ({
        choice: 'initiatingMessage',
        value: {
          procedureCode: 7,
          criticality: 'reject',
          value: { type: 'WTModificationRequest', value: { protocolIEs: [field] } },
        },
      });
      pdu({ id: 26, criticality: 'reject', value: { type: 'UE-XwAP-ID', value: id } });
      pdu({ id: 4711, criticality: 'notify', value: { type: null, value: id } });
      // @ts-expect-error id 26 is not of type Cause
      pdu({ id: 26, criticality: 'reject', value: { type: 'Cause', value: ies.Cause } });
      const security = { type: 'WLANSecurityInfo', value: { 'wT-Security-Key': key } } as const;
      // @ts-expect-error id 31 is not in the object set, and so its content octets
      pdu({ id: 31, criticality: 'reject', value: security });
      // @ts-expect-error no such criticality
      pdu({ id: 26, criticality: 'accept', value: { type: 'UE-XwAP-ID', value: id } });
      const response: XwAPPDU = {
        choice: 'successfulOutcome',
        // @ts-expect-error procedure 9 has no successful outcome
        value: {
          procedureCode: 9,
          criticality: 'ignore',
          value: { type: 'WTReleaseRequest', value: { protocolIEs: [] } },
        },
      };
      return response;
    };
    expectTypeOf(_).toBeFunction();
  });
});
