import { describe, expect, it } from 'vitest';
import {
  errorIndication,
  plmnIdentity,
  radioNetworkCause,
  wtAdditionRequest,
  wtAdditionRequestAcknowledge,
  wtAssociationConfirmation,
  wtModificationRequest,
  wtModificationRequestReject,
  wtReleaseRequest,
  type XwapView,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { SECOND } from '../../../src/flows/engine/engine.js';
import type { Pmk } from '../../../src/flows/keys/wlan.js';
import { createXwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { playEnb } from '../enb/script.js';
import { playWt, scriptXw } from './script.js';

const number = (id: Uint8Array | undefined) => id?.reduce((sum, octet) => sum * 256 + octet, 0);

/** Messages by name, with the IDs and the cause that they name. */
const shown = (views: readonly XwapView[]) =>
  views.map(view => {
    const ies: { [name: string]: unknown } = 'ies' in view ? view.ies : {};
    const cause = ies.Cause as { value: string } | undefined;
    const [enb, wt] = ['ENB-UE-XwAP-ID', 'WT-UE-XwAP-ID'].map(id =>
      number(ies[id] as Uint8Array | undefined),
    );
    return `${view.message} ${enb ?? '-'} ${wt ?? '-'}${cause ? `: ${cause.value}` : ''}`;
  });

const erab = { erabId: 5, qos: { qci: 9, priorityLevel: 15 }, drbIdentity: 1 };
const addition = (enbUeXwapId: number, station: number, wtUeXwapId?: number, hasSKwt = true) =>
  wtAdditionRequest({
    enbUeXwapId,
    wtUeXwapId,
    ueIdentity: Uint8Array.of(2, 0, 0, 0, 0, station),
    sKwt: hasSKwt ? new Uint8Array(32) : undefined,
    bearers: [{ ...erab, enbTunnel: { address: Uint8Array.of(192, 0, 2, 1), teid: enbUeXwapId } }],
    mobilitySet: [{ ssid: Uint8Array.of(0x6c) }],
  });
const modification = (enbUeXwapId: number, wtUeXwapId: number) =>
  wtModificationRequest({ enbUeXwapId, wtUeXwapId, sKwt: new Uint8Array(32) });
const release = (enbUeXwapId: number, wtUeXwapId: number, ueContextKept = false) =>
  wtReleaseRequest({ enbUeXwapId, wtUeXwapId, ueContextKept });

describe('UE XwAP IDs at a WT (TS 36.413, 10.6)', () => {
  /** Two UEs of an eNB, whose IDs there are 11 and 12, and 1 and 2 here. */
  const setUp = () => {
    const { told, connect } = playWt();
    const enb = connect();
    for (const i of [1, 2]) enb.tell(addition(10 + i, i));
    told.length = 0;
    return { told, enb, connect };
  };

  it('leaves a UE that was added anew where the context of before is released', () => {
    const { told, enb } = setUp();
    expect(shown(enb.tell(addition(21, 1)))).toEqual(['WTAdditionRequestAcknowledge 21 3']);
    expect(enb.tell(release(11, 1))).toEqual([]);
    expect(told).toEqual(['adds 1']);
    expect(shown(enb.tell(modification(21, 3)))).toEqual(['WTModificationRequestAcknowledge 21 3']);
  });

  it('keeps the context of a UE for another connection alone, whatever a release says', () => {
    const { told, enb } = setUp();
    enb.tell(release(11, 1, true));
    expect(told).toEqual(['removes 1']);
  });

  it('has a modification of no connection rejected, and changes nothing', () => {
    const { told, enb } = setUp();
    expect(shown(enb.tell(modification(11, 3)))).toEqual([
      'WTModificationRequestReject 11 3: unknown-WT-UE-XwAP-ID',
    ]);
    expect(shown(enb.tell(modification(13, 1)))).toEqual([
      'WTModificationRequestReject 13 1: unknown-eNB-UE-XwAP-ID',
    ]);
    expect(shown(enb.tell(modification(13, 3)))).toEqual([
      'WTModificationRequestReject 13 3: unknown-pair-of-UE-XwAP-ID',
    ]);
    expect(told).toEqual([]);
    expect(shown(enb.tell(modification(11, 1)))).toEqual(['WTModificationRequestAcknowledge 11 1']);
  });

  it('releases both connections of IDs that do not go together', () => {
    const { told, enb } = setUp();
    enb.tell(addition(13, 3));
    expect(shown(enb.tell(modification(12, 1)))).toEqual([
      'WTModificationRequestReject 12 1: unknown-pair-of-UE-XwAP-ID',
    ]);
    // Those of the third UE are not among them.
    expect(told).toEqual(['adds 3', 'removes 1', 'removes 2']);
    expect(shown(enb.tell(modification(11, 3)))).toEqual([
      'WTModificationRequestReject 11 3: unknown-eNB-UE-XwAP-ID',
    ]);
    expect(shown(enb.tell(modification(13, 3)))).toEqual(['WTModificationRequestAcknowledge 13 3']);
  });

  it('releases a UE as a whole where the release does not say that its context is kept', () => {
    const { told, enb, connect } = setUp();
    const other = connect();
    other.tell(addition(7, 1, 1));
    told.length = 0;
    expect(enb.tell(release(11, 1))).toEqual([]);
    expect(told).toEqual(['removes 1']);
    expect(shown(other.tell(modification(7, 1)))).toEqual([
      'WTModificationRequestReject 7 1: unknown-pair-of-UE-XwAP-ID',
    ]);
  });

  it('takes no S-KWT from an addition of a UE that it knows, unless there is one', () => {
    const { told, connect } = setUp();
    const [other, third] = [connect(), connect()];
    expect(shown(other.tell(addition(7, 1, 1, false)))).toEqual(['WTAdditionRequestAcknowledge 7 1']);
    expect(told).toEqual([]);
    expect(shown(third.tell(addition(7, 1, 1)))).toEqual(['WTAdditionRequestAcknowledge 7 1']);
    expect(told).toEqual(['re-keys 1']);
    expect(shown(other.tell(addition(8, 5, undefined, false)))).toEqual([
      'WTAdditionRequestReject 8 -: security-failure',
    ]);
  });

  it('confirms an association once, to each eNB that has added the UE', () => {
    const { wt, connect } = playWt();
    const [source, target] = [connect(), connect()];
    source.tell(addition(11, 1));
    target.tell(addition(7, 1, 1));
    const from = [source, target].map(({ sent }) => sent.length);
    const station = Uint8Array.of(2, 0, 0, 0, 0, 1);
    wt.keyInUse(Uint8Array.of(2, 0, 0, 0, 0, 9), { name: 'of a UE that no eNB has added' } as Pmk);
    wt.keyInUse(station, { name: 'first' } as Pmk);
    wt.keyInUse(station, { name: 'second' } as Pmk);
    expect([source, target].map(({ sent }, i) => shown(sent.slice(from[i])))).toEqual([
      ['WTAssociationConfirmation 11 1'],
      ['WTAssociationConfirmation 7 1'],
    ]);
  });

  it('keeps the connections of each eNB apart', () => {
    const { told, enb, connect } = setUp();
    const other = connect();
    expect(shown(other.tell(modification(11, 1)))).toEqual([
      'WTModificationRequestReject 11 1: unknown-pair-of-UE-XwAP-ID',
    ]);
    other.tell(release(11, 1));
    expect(told).toEqual([]);
    expect(shown(other.tell(addition(7, 1, 1)))).toEqual(['WTAdditionRequestAcknowledge 7 1']);
    enb.tell(release(11, 1, true));
    expect(shown(enb.tell(modification(11, 1)))).toEqual([
      'WTModificationRequestReject 11 1: unknown-pair-of-UE-XwAP-ID',
    ]);
    expect(shown(other.tell(modification(7, 1)))).toEqual(['WTModificationRequestAcknowledge 7 1']);
  });

  it('releases nothing for a release of no connection, and does not answer it', () => {
    const { told, enb } = setUp();
    for (const pair of [
      [11, 3],
      [13, 1],
      [13, 3],
    ] as const)
      expect(enb.tell(release(pair[0], pair[1]))).toEqual([]);
    expect(told).toEqual([]);
    expect(enb.tell(release(11, 1))).toEqual([]);
    expect(told).toEqual(['removes 1']);
  });

  it('releases the connection that the eNB does not know, and that alone', () => {
    const { told, enb, connect } = setUp();
    const other = connect();
    other.tell(addition(7, 1, 1));
    told.length = 0;
    const unknown = (enbUeXwapId: number, wtUeXwapId: number) =>
      errorIndication({ enbUeXwapId, wtUeXwapId, cause: radioNetworkCause('unknown-eNB-UE-XwAP-ID') });
    for (const one of [unknown(12, 1), unknown(13, 1), unknown(11, 3)]) expect(enb.tell(one)).toEqual([]);
    const cause = radioNetworkCause('unspecified');
    expect(enb.tell(errorIndication({ enbUeXwapId: 12, wtUeXwapId: 2, cause }))).toEqual([]);
    expect(enb.tell(unknown(11, 1))).toEqual([]);
    expect(told).toEqual([]);
    expect(enb.tell(unknown(12, 2))).toEqual([]);
    expect(told).toEqual(['removes 2']);
    expect(other.tell(unknown(7, 1))).toEqual([]);
    expect(told).toEqual(['removes 2', 'removes 1']);
  });

  it('does not take the WT UE XwAP ID of a UE for another UE', () => {
    const { told, connect } = setUp();
    expect(shown(connect().tell(addition(7, 2, 1)))).toEqual([
      'WTAdditionRequestReject 7 -: unknown-WT-UE-XwAP-ID',
    ]);
    expect(told).toEqual([]);
  });
});

describe('UE XwAP IDs at an eNB (TS 36.413, 10.6)', () => {
  const pair = { enbUeXwapId: 1, wtUeXwapId: 9 };
  /** Its UE has LWA, and the IDs 1 and 9. */
  const setUp = () => {
    const wt = scriptXw();
    const { enb, clock, attach, told, report } = playEnb(createXwapEndpoint(wt.sctp));
    wt.tell(
      xwSetupResponse({
        wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 },
        wlans: [{ ssid: Uint8Array.of(0x6c) }],
      }),
    );
    enb.startLwa(attach());
    const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 1 };
    wt.tell(wtAdditionRequestAcknowledge({ ...pair, admitted: [{ erabId: 5, wtTunnel }] }));
    clock.run(SECOND / 2);
    told.length = 0;
    return { wt, enb, clock, told, report };
  };

  it('has a message of no connection answered by an Error Indication', () => {
    const { wt, told, clock } = setUp();
    const answersTo = (enbUeXwapId: number, wtUeXwapId: number) =>
      shown(wt.tell(wtAssociationConfirmation({ enbUeXwapId, wtUeXwapId })));
    expect(answersTo(1, 8)).toEqual(['ErrorIndication 1 8: unknown-WT-UE-XwAP-ID']);
    expect(answersTo(2, 9)).toEqual(['ErrorIndication 2 9: unknown-eNB-UE-XwAP-ID']);
    expect(answersTo(2, 8)).toEqual(['ErrorIndication 2 8: unknown-pair-of-UE-XwAP-ID']);
    expect(answersTo(1, 9)).toEqual([]);
    clock.run(SECOND);
    expect(told).toEqual([]);
  });

  it('never answers an Error Indication', () => {
    const { wt } = setUp();
    const cause = radioNetworkCause('unknown-pair-of-UE-XwAP-ID');
    expect(wt.tell(errorIndication({ enbUeXwapId: 2, wtUeXwapId: 8, cause }))).toEqual([]);
  });

  it('gives LWA up where the WT does not know the UE', () => {
    const indicated = setUp();
    const cause = radioNetworkCause('unknown-WT-UE-XwAP-ID');
    indicated.wt.tell(errorIndication({ ...pair, cause }));
    indicated.clock.run(SECOND);
    expect(indicated.told).toEqual(['release']);

    const refused = setUp();
    refused.enb.rekey(1);
    refused.clock.run(SECOND);
    expect(shown(refused.wt.sent.slice(-1))).toEqual(['WTModificationRequest 1 9: unspecified']);
    expect(refused.told).toEqual(['setup']);
    expect(refused.wt.tell(wtModificationRequestReject({ ...pair, cause }))).toEqual([]);
    refused.clock.run(5 * SECOND);
    expect(refused.told).toEqual(['setup', 'release']);
  });

  it('ends a re-key under way where the WT does not know the UE any more, and then gives LWA up', () => {
    const lost = errorIndication({ ...pair, cause: radioNetworkCause('unknown-WT-UE-XwAP-ID') });
    const early = setUp();
    early.enb.rekey(1);
    early.wt.tell(lost);
    early.clock.run(SECOND);
    expect(early.told).toEqual(['setup', 'release']);
    expect(shown(early.wt.sent.slice(-1))).toEqual(['WTAdditionRequest 1 -']);

    const late = setUp();
    late.enb.rekey(1);
    late.clock.run((3 / 4) * SECOND);
    expect(shown(late.wt.sent.slice(-1))).toEqual(['WTModificationRequest 1 9: unspecified']);
    late.wt.tell(lost);
    late.clock.run(SECOND);
    expect(late.told).toEqual(['setup', 'release']);
  });

  it('does not take what is told of a connection that it has released for the present one', () => {
    const { wt, enb, clock, told, report } = setUp();
    report('failureWlanRadioLink');
    clock.run(SECOND);
    enb.startLwa(1);
    const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 2 };
    wt.tell(
      wtAdditionRequestAcknowledge({ enbUeXwapId: 1, wtUeXwapId: 10, admitted: [{ erabId: 5, wtTunnel }] }),
    );
    wt.tell(errorIndication({ ...pair, cause: radioNetworkCause('unknown-WT-UE-XwAP-ID') }));
    clock.run(2 * SECOND);
    expect(told).toEqual(['release', 'setup']);
  });

  it('passes over what was under way as it released the connection', () => {
    const { wt, enb } = setUp();
    enb.rekey(1);
    wt.tell(errorIndication({ ...pair, cause: radioNetworkCause('unknown-WT-UE-XwAP-ID') }));
    expect(wt.tell(wtAssociationConfirmation(pair))).toEqual([]);
  });
});
