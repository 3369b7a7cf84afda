import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  type asn1,
  errorIndication,
  type IEField,
  ieFieldsOf,
  plmnIdentity,
  privateMessage,
  radioNetworkCause,
  reset,
  withIEFields,
  wtAdditionRequestAcknowledge,
  wtAssociationConfirmation,
  wtConfigurationUpdate,
  wtModificationRequest,
  wtModificationRequestAcknowledge,
  wtReleaseRequest,
  type XwAPPDU,
  type XwapView,
  xwSetupRequest,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { SECOND } from '../../../src/flows/engine/engine.js';
import { createXwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { playEnb } from '../enb/script.js';
import { addition, pair, playWt, scriptXw, wlans } from './script.js';

const changed = (pdu: XwAPPDU, change: (fields: readonly IEField[]) => readonly IEField[]): XwAPPDU =>
  withIEFields(pdu, change(ieFieldsOf(pdu)));
const withUnknown = (pdu: XwAPPDU, criticality: asn1.Criticality): XwAPPDU =>
  changed(pdu, fields => [
    ...fields,
    { id: 1000, criticality, value: { type: null, value: Uint8Array.of(0) } },
  ]);
const without = (pdu: XwAPPDU, id: number): XwAPPDU =>
  changed(pdu, fields => fields.filter(field => field.id !== id));
const swapped = (pdu: XwAPPDU): XwAPPDU => changed(pdu, ([a, b, ...rest]) => [b!, a!, ...rest]);

/** Messages by name, with cause and Criticality Diagnostics: the procedure, and IEs with the type of error. */
const shown = (views: readonly XwapView[]) =>
  views.map(view => {
    const ies: { readonly Cause?: unknown; readonly CriticalityDiagnostics?: asn1.CriticalityDiagnostics } =
      'ies' in view ? (view.ies as object) : {};
    const cause = (ies.Cause as { value: string } | undefined)?.value;
    const { procedureCode, iEsCriticalityDiagnostics: items = [] } = ies.CriticalityDiagnostics ?? {};
    return [
      view.message,
      ...(cause === undefined ? [] : [cause]),
      ...(procedureCode === undefined ? [] : [`procedure ${procedureCode}`]),
      ...items.map(item => `${item['iE-ID']} ${String(item.typeOfError)}`),
    ].join(', ');
  });

const REJECT = 'abstract-syntax-error-reject';
const NOTIFY = 'abstract-syntax-error-ignore-and-notify';
const WRONG = 'abstract-syntax-error-falsely-constructed-message';
const modification = wtModificationRequest({ ...pair, sKwt: new Uint8Array(32) });
const setUpRequest = xwSetupRequest({ plmn: plmnIdentity('001', '01'), id: { macro: 1 } });

describe('errors in what a WT receives (TS 36.413, 10)', () => {
  const setUp = () => {
    const { told, connect } = playWt();
    const enb = connect();
    enb.tell(addition);
    told.length = 0;
    return { told, enb };
  };

  it('octets that are no XwAP are a transfer syntax error', () => {
    const { enb, told } = setUp();
    expect(shown(enb.tell(fromHex('00070005')))).toEqual(['ErrorIndication, transfer-syntax-error']);
    expect(told).toEqual([]);
  });

  it('a request with an unknown IE of criticality reject is rejected', () => {
    const { enb, told } = setUp();
    expect(shown(enb.tell(withUnknown(modification, 'reject')))).toEqual([
      `WTModificationRequestReject, ${REJECT}, 1000 not-understood`,
    ]);
    expect(shown(enb.tell(withUnknown(addition, 'reject')))).toEqual([
      `WTAdditionRequestReject, ${REJECT}, 1000 not-understood`,
    ]);
    expect(shown(enb.tell(withUnknown(setUpRequest, 'reject')))).toEqual([
      `XwSetupFailure, ${REJECT}, 1000 not-understood`,
    ]);
    expect(told).toEqual([]);
  });

  it('one with an unknown IE to be notified of is executed, and its response says so', () => {
    const { enb, told } = setUp();
    expect(shown(enb.tell(withUnknown(modification, 'notify')))).toEqual([
      'WTModificationRequestAcknowledge, 1000 not-understood',
    ]);
    expect(told).toEqual(['re-keys 1']);
    expect(shown(enb.tell(withUnknown(setUpRequest, 'notify')))).toEqual([
      'XwSetupResponse, 1000 not-understood',
    ]);
    expect(shown(enb.tell(withUnknown(wtModificationRequest({ ...pair, wtUeXwapId: 7 }), 'notify')))).toEqual(
      [
        // Xw Setup has reset the interface.
        'WTModificationRequestReject, unknown-pair-of-UE-XwAP-ID, 1000 not-understood',
      ],
    );
    expect(shown(playWt().connect().tell(withUnknown(addition, 'notify')))).toEqual([
      'WTAdditionRequestAcknowledge, 1000 not-understood',
    ]);
    const resetAll = reset({ cause: radioNetworkCause('unspecified') });
    expect(shown(enb.tell(withUnknown(resetAll, 'notify')))).toEqual(['ResetResponse, 1000 not-understood']);
  });

  it('one with an unknown IE that may be ignored, or without a cause, is executed', () => {
    const { enb, told } = setUp();
    expect(shown(enb.tell(withUnknown(modification, 'ignore')))).toEqual([
      'WTModificationRequestAcknowledge',
    ]);
    expect(shown(enb.tell(without(modification, 4)))).toEqual(['WTModificationRequestAcknowledge']);
    expect(told).toEqual(['re-keys 1', 're-keys 1']);
  });

  it('one without a mandatory IE is rejected, or answered by Error Indication where the answer repeats it', () => {
    const { enb, told } = setUp();
    expect(shown(enb.tell(without(addition, 30)))).toEqual([
      `WTAdditionRequestReject, ${REJECT}, 30 missing`,
    ]);
    expect(shown(enb.tell(without(modification, 26)))).toEqual([
      `ErrorIndication, ${REJECT}, procedure 7, 26 missing`,
    ]);
    expect(told).toEqual([]);
  });

  it('one in wrong order, or with an IE twice, is rejected', () => {
    const { enb, told } = setUp();
    const twice = changed(modification, fields => [...fields, fields.at(-1)!]);
    for (const wrong of [swapped(modification), twice])
      expect(shown(enb.tell(wrong))).toEqual([`WTModificationRequestReject, ${WRONG}`]);
    expect(told).toEqual([]);
  });

  it('a request without a response is answered by Error Indication', () => {
    const { enb, told } = setUp();
    const release = wtReleaseRequest(pair);
    expect(shown(enb.tell(withUnknown(release, 'reject')))).toEqual([
      `ErrorIndication, ${REJECT}, procedure 9, 1000 not-understood`,
    ]);
    expect(told).toEqual([]);
    expect(shown(enb.tell(withUnknown(release, 'notify')))).toEqual([
      `ErrorIndication, ${NOTIFY}, procedure 9, 1000 not-understood`,
    ]);
    expect(told).toEqual(['removes 1']);
  });

  it('a procedure that it does not know is answered by Error Indication, unless it may be ignored', () => {
    const { enb } = setUp();
    const unknown = (criticality: asn1.Criticality): XwAPPDU => ({
      choice: 'initiatingMessage',
      value: { procedureCode: 99, criticality, value: { type: null, value: Uint8Array.of(0) } },
    });
    expect(shown(enb.tell(unknown('reject')))).toEqual([`ErrorIndication, ${REJECT}, procedure 99`]);
    expect(enb.tell(unknown('ignore'))).toEqual([]);
    const id = { choice: 'local', value: 1 } as const;
    const value = { type: null, value: Uint8Array.of(0) } as const;
    expect(enb.tell(privateMessage([{ id, criticality: 'ignore', value }]))).toEqual([]);
  });

  it('a message that is not for a WT is refused (10.4), but not a response, nor an Error Indication', () => {
    const { enb } = setUp();
    const INCOMPATIBLE = 'message-not-compatible-with-receiver-state';
    expect(shown(enb.tell(wtConfigurationUpdate({ add: wlans })))).toEqual([
      `WTConfigurationUpdateFailure, ${INCOMPATIBLE}`,
    ]);
    expect(shown(enb.tell(wtAssociationConfirmation(pair)))).toEqual([`ErrorIndication, ${INCOMPATIBLE}`]);
    expect(enb.tell(wtModificationRequestAcknowledge(pair))).toEqual([]);
    const indication = errorIndication({ cause: radioNetworkCause('unspecified') });
    expect(enb.tell(withUnknown(indication, 'reject'))).toEqual([]);
  });
});

describe('errors in what an eNB receives', () => {
  const setUp = () => {
    const wt = scriptXw();
    const { enb, clock, attach, told } = playEnb(createXwapEndpoint(wt.sctp));
    wt.tell(xwSetupResponse({ wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 }, wlans }));
    enb.startLwa(attach());
    const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 1 };
    wt.tell(wtAdditionRequestAcknowledge({ ...pair, admitted: [{ erabId: 5, wtTunnel }] }));
    clock.run(SECOND / 10);
    enb.rekey(1);
    clock.run(SECOND / 5);
    expect(shown(wt.sent.slice(-1))).toEqual(['WTModificationRequest, unspecified']);
    const from = wt.sent.length;
    /** What it goes on with. */
    const since = (): readonly string[] => {
      clock.run(clock.now + SECOND / 2);
      return [...told.slice(2), ...shown(wt.sent.slice(from))];
    };
    return { wt, clock, since };
  };

  it('a response with such errors is as good as none: the procedure has failed at once', () => {
    const { wt, since, clock } = setUp();
    expect(wt.tell(withUnknown(wtModificationRequestAcknowledge(pair), 'reject'))).toEqual([]);
    clock.run(clock.now + SECOND);
    expect(since()).toEqual(['setup', 'WTModificationRequest, unspecified']);
  });

  it('an Error Indication on a request ends its procedure', () => {
    const { wt, since, clock } = setUp();
    const criticalityDiagnostics = { procedureCode: 7 };
    const cause = { choice: 'protocol', value: REJECT } as const;
    expect(wt.tell(errorIndication({ ...pair, cause, criticalityDiagnostics }))).toEqual([]);
    clock.run(clock.now + SECOND);
    expect(since()).toEqual(['setup', 'WTModificationRequest, unspecified']);
  });

  it('one without what it is about is none either, and the next one is that of the next request', () => {
    const wt = scriptXw();
    const { enb, clock, attach, told } = playEnb(createXwapEndpoint(wt.sctp));
    wt.tell(xwSetupResponse({ wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 }, wlans }));
    enb.startLwa(attach());
    const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 1 };
    const acknowledge = wtAdditionRequestAcknowledge({ ...pair, admitted: [{ erabId: 5, wtTunnel }] });
    // E-RABs Admitted To Be Added List, which has criticality ignore.
    expect(wt.tell(without(acknowledge, 32))).toEqual([]);
    clock.run(2 * SECOND);
    enb.startLwa(1);
    wt.tell(acknowledge);
    clock.run(3 * SECOND);
    expect(shown(wt.sent)).toEqual(['XwSetupRequest', 'WTAdditionRequest', 'WTAdditionRequest']);
    expect(told).toEqual(['bearers', 'setup']);
  });

  it('a response is executed that is only to be notified of', () => {
    const { wt, since, clock } = setUp();
    expect(shown(wt.tell(withUnknown(wtModificationRequestAcknowledge(pair), 'notify')))).toEqual([
      `ErrorIndication, ${NOTIFY}, procedure 7, 1000 not-understood`,
    ]);
    clock.run(clock.now + 2 * SECOND);
    expect(since()).toEqual([`ErrorIndication, ${NOTIFY}, procedure 7, 1000 not-understood`]);
  });

  it('what it does not do is refused', () => {
    const { wt } = setUp();
    expect(shown(wt.tell(wtConfigurationUpdate({ add: wlans })))).toEqual([
      'WTConfigurationUpdateFailure, message-not-compatible-with-receiver-state',
    ]);
    expect(shown(wt.tell(wtConfigurationUpdate({})))).toHaveLength(1);
  });
});
