import { describe, expect, it } from 'vitest';
import {
  type asn1,
  criticalityDiagnostics,
  encodeXwap,
  type IEError,
  type IEField,
  ieFieldsOf,
  plmnIdentity,
  type Reaction,
  reactTo,
  refusalOf,
  reset,
  viewXwap,
  withIEFields,
  wtAssociationConfirmation,
  wtModificationRequest,
  wtModificationRequestAcknowledge,
  type XwAPPDU,
  xwapMessage,
  xwSetupRequest,
} from '../../../src/codecs/xwap/index.js';
import { pduOf } from './vectors.js';

type Criticality = asn1.Criticality;

/** The PDU with an unknown IE behind the others. */
function withUnknown(pdu: XwAPPDU, criticality: Criticality): XwAPPDU {
  const field = { id: 1000, criticality, value: { type: null, value: Uint8Array.of(0) } };
  return changed(pdu, fields => [...fields, field]);
}

const without = (pdu: XwAPPDU, ...ids: number[]): XwAPPDU =>
  changed(pdu, fields => fields.filter(({ id }) => !ids.includes(id)));

const changed = (pdu: XwAPPDU, change: (fields: readonly IEField[]) => readonly IEField[]): XwAPPDU =>
  withIEFields(pdu, change(ieFieldsOf(pdu)));

const pair = { enbUeXwapId: 0x00a001, wtUeXwapId: 0x00b001 };
const request = wtModificationRequest({ ...pair, sKwt: new Uint8Array(32) });
const acknowledge = wtModificationRequestAcknowledge(pair);
const confirmation = wtAssociationConfirmation(pair);
const react = (pdu: XwAPPDU): Reaction => reactTo(viewXwap(pdu));

/** The IEs of the Error Indication that a reaction sends; it must encode. */
function indicated(reaction: Reaction) {
  const report = 'report' in reaction ? reaction.report : undefined;
  if (report?.by !== 'errorIndication') throw new Error('no Error Indication');
  encodeXwap(report.pdu);
  const view = viewXwap(report.pdu);
  if (view.message !== 'ErrorIndication') throw new Error('no Error Indication');
  expect(view.errors).toEqual([]);
  return view.ies;
}

const item = (criticality: Criticality, id: number, typeOfError: string) => ({
  iECriticality: criticality,
  'iE-ID': id,
  typeOfError,
});

describe('reactTo', () => {
  it('executes what has no errors, or only such as may be ignored', () => {
    expect(react(request)).toEqual({ action: 'execute' });
    expect(react(withUnknown(request, 'ignore'))).toEqual({ action: 'execute' });
    expect(react(without(request, 4))).toEqual({ action: 'execute' });
  });

  it('rejects a request for an unknown IE of criticality reject (10.3.4.2)', () => {
    expect(react(withUnknown(request, 'reject'))).toEqual({
      action: 'reject',
      report: {
        by: 'response',
        cause: { choice: 'protocol', value: 'abstract-syntax-error-reject' },
        criticalityDiagnostics: { iEsCriticalityDiagnostics: [item('reject', 1000, 'not-understood')] },
      },
    });
  });

  it('executes a request with one of criticality notify, and says so in the response', () => {
    expect(react(withUnknown(request, 'notify'))).toEqual({
      action: 'execute',
      report: {
        by: 'response',
        cause: { choice: 'protocol', value: 'abstract-syntax-error-ignore-and-notify' },
        criticalityDiagnostics: { iEsCriticalityDiagnostics: [item('notify', 1000, 'not-understood')] },
      },
    });
  });

  it('sends an Error Indication where there is no response', () => {
    for (const [criticality, action, value] of [
      ['reject', 'reject', 'abstract-syntax-error-reject'],
      ['notify', 'execute', 'abstract-syntax-error-ignore-and-notify'],
    ] as const) {
      const reaction = react(withUnknown(confirmation, criticality));
      expect(reaction.action).toBe(action);
      expect(indicated(reaction)).toEqual({
        'ENB-UE-XwAP-ID': Uint8Array.of(0, 0xa0, 1),
        'WT-UE-XwAP-ID': Uint8Array.of(0, 0xb0, 1),
        Cause: { choice: 'protocol', value },
        CriticalityDiagnostics: {
          procedureCode: 11,
          triggeringMessage: 'initiating-message',
          procedureCriticality: 'ignore',
          iEsCriticalityDiagnostics: [item(criticality, 1000, 'not-understood')],
        },
      });
    }
  });

  it('sends an Error Indication where the request does not say what the response repeats (10.3.5)', () => {
    expect(indicated(react(without(request, 26)))).toMatchObject({
      'ENB-UE-XwAP-ID': Uint8Array.of(0, 0xa0, 1),
      CriticalityDiagnostics: {
        procedureCode: 7,
        iEsCriticalityDiagnostics: [item('reject', 26, 'missing')],
      },
    });
    // WTAdditionRequestReject does not repeat the identity of the UE.
    expect(react(without(pduOf('WTAdditionRequest/with-key'), 30))).toMatchObject({
      action: 'reject',
      report: { by: 'response', criticalityDiagnostics: { iEsCriticalityDiagnostics: [{ 'iE-ID': 30 }] } },
    });
  });

  it('answers a Reset, which has no unsuccessful outcome, where it is executed', () => {
    const message = reset({ cause: { choice: 'misc', value: 'unspecified' } });
    expect(react(withUnknown(message, 'notify'))).toMatchObject({
      action: 'execute',
      report: { by: 'response', criticalityDiagnostics: { iEsCriticalityDiagnostics: [{ 'iE-ID': 1000 }] } },
    });
    const reaction = react(withUnknown(message, 'reject'));
    expect(reaction.action).toBe('reject');
    expect(indicated(reaction)).toMatchObject({
      Cause: { choice: 'protocol', value: 'abstract-syntax-error-reject' },
      CriticalityDiagnostics: { procedureCode: 5, procedureCriticality: 'reject' },
    });
  });

  it('ends the procedure then even for what should only be told of (10.3.4.2, 10.3.5)', () => {
    const stop = xwapMessage('WTStatusRequest', {
      'ENB-Measurement-ID': 1,
      'WT-Measurement-ID': 2,
      'Registration-Request': 'stop',
      'BSSToReport-List': [],
    });
    expect(react(withUnknown(stop, 'notify'))).toMatchObject({
      action: 'execute',
      report: { by: 'response' },
    });
    // WTStatusResponse names the measurement, which this request does not.
    const reaction = react(withUnknown(without(stop, 24), 'notify'));
    expect(reaction.action).toBe('reject');
    expect(indicated(reaction)).toEqual({
      Cause: { choice: 'protocol', value: 'abstract-syntax-error-ignore-and-notify' },
      CriticalityDiagnostics: {
        procedureCode: 2,
        triggeringMessage: 'initiating-message',
        procedureCriticality: 'reject',
        iEsCriticalityDiagnostics: [item('notify', 1000, 'not-understood')],
      },
    });
  });

  it('fails the procedure for an error in a response', () => {
    expect(react(withUnknown(acknowledge, 'reject'))).toEqual({ action: 'fail' });
    expect(react(without(acknowledge, 25))).toEqual({ action: 'execute' });
    const reaction = react(withUnknown(acknowledge, 'notify'));
    expect(reaction.action).toBe('execute');
    expect(indicated(reaction)).toMatchObject({
      CriticalityDiagnostics: { triggeringMessage: 'successful-outcome' },
    });
  });

  it('rejects what is falsely constructed, whatever the criticality (10.3.6)', () => {
    const twice = changed(request, fields => [...fields, fields[2]!]);
    const swapped = changed(request, ([a, b, ...rest]) => [b!, a!, ...rest]);
    for (const pdu of [twice, swapped]) {
      expect(react(pdu)).toEqual({
        action: 'reject',
        report: {
          by: 'response',
          cause: { choice: 'protocol', value: 'abstract-syntax-error-falsely-constructed-message' },
        },
      });
    }
    expect(react(changed(acknowledge, fields => [...fields, fields[1]!]))).toEqual({ action: 'fail' });
  });

  it('never answers an Error Indication with another (10.5)', () => {
    const indication = pduOf('ErrorIndication/unknown-wt-id');
    expect(react(withUnknown(indication, 'reject'))).toEqual({ action: 'reject' });
    expect(react(withUnknown(indication, 'notify'))).toEqual({ action: 'execute' });
  });

  it('treats unknown procedures by their criticality (10.3.4.1)', () => {
    const unknown = (criticality: Criticality, procedureCode = 17): XwAPPDU => ({
      choice: 'successfulOutcome',
      value: { procedureCode, criticality, value: { type: null, value: Uint8Array.of(0) } },
    });
    expect(react(unknown('ignore'))).toEqual({ action: 'ignore' });
    expect(indicated(react(unknown('reject')))).toEqual({
      Cause: { choice: 'protocol', value: 'abstract-syntax-error-reject' },
      CriticalityDiagnostics: {
        procedureCode: 17,
        triggeringMessage: 'successful-outcome',
        procedureCriticality: 'reject',
      },
    });
    expect(indicated(react(unknown('notify')))).toMatchObject({
      Cause: { value: 'abstract-syntax-error-ignore-and-notify' },
    });
    // Procedure 9 has no response.
    expect(indicated(react(unknown('ignore', 9)))).toMatchObject({
      Cause: { value: 'abstract-syntax-error-reject' },
      CriticalityDiagnostics: { procedureCode: 9, procedureCriticality: 'ignore' },
    });
    const kind = react({ choice: null, extIndex: 0, value: Uint8Array.of(0) });
    expect(indicated(kind).CriticalityDiagnostics).toEqual({});
  });

  it('leaves private messages to the caller', () => {
    expect(react(pduOf('PrivateMessage/local'))).toEqual({ action: 'execute' });
  });
});

describe('refusalOf', () => {
  const cause = { choice: 'protocol', value: 'abstract-syntax-error-reject' } as const;
  const refused = (pdu: XwAPPDU) => {
    const refusal = refusalOf(viewXwap(pdu), { cause });
    if (refusal === undefined) return undefined;
    encodeXwap(refusal);
    const view = viewXwap(refusal);
    expect(view.errors).toEqual([]);
    return view;
  };

  it('gives the unsuccessful outcome, with what it repeats of the request', () => {
    expect(refused(request)).toMatchObject({
      message: 'WTModificationRequestReject',
      ies: {
        'ENB-UE-XwAP-ID': Uint8Array.of(0, 0xa0, 1),
        'WT-UE-XwAP-ID': Uint8Array.of(0, 0xb0, 1),
        Cause: cause,
      },
    });
    const setUp = refused(xwSetupRequest({ plmn: plmnIdentity('001', '01'), id: { macro: 1 } }));
    expect(setUp).toMatchObject({ message: 'XwSetupFailure', ies: { Cause: cause } });
    const diagnosed = refusalOf(viewXwap(request), { cause, criticalityDiagnostics: { procedureCode: 7 } });
    expect(viewXwap(diagnosed!)).toMatchObject({ ies: { CriticalityDiagnostics: { procedureCode: 7 } } });
  });

  it('gives nothing where there is none, or it would name what is not in the request', () => {
    expect(refused(confirmation)).toBeUndefined();
    expect(refused(reset({ cause }))).toBeUndefined();
    expect(refused(without(request, 26))).toBeUndefined();
    expect(refusalOf({ message: null, outcome: null, errors: [] }, { cause })).toBeUndefined();
  });
});

describe('criticalityDiagnostics', () => {
  const error = (kind: IEError['kind'], criticality: Criticality, id = 1000): IEError => ({
    kind,
    name: null,
    id,
    criticality,
    path: '',
  });

  it('lists the IEs not understood or missing, but none that may be ignored', () => {
    const errors = [
      error('not-understood', 'reject', 1),
      error('not-understood', 'ignore', 2),
      error('wrong-order', 'reject', 3),
      error('missing', 'notify', 4),
    ];
    expect(criticalityDiagnostics(errors)).toEqual({
      iEsCriticalityDiagnostics: [item('reject', 1, 'not-understood'), item('notify', 4, 'missing')],
    });
    expect(criticalityDiagnostics(errors.slice(1, 3))).toBeUndefined();
  });

  it('has room for 256', () => {
    const errors = Array.from({ length: 300 }, (_, id) => error('missing', 'reject', id));
    expect(criticalityDiagnostics(errors)?.iEsCriticalityDiagnostics).toHaveLength(256);
  });
});
