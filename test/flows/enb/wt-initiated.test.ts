import { describe, expect, it } from 'vitest';
import {
  errorIndication,
  plmnIdentity,
  radioNetworkCause,
  reset,
  resetResponse,
  wtAdditionRequest,
  wtAdditionRequestAcknowledge,
  wtModificationRequestAcknowledge,
  wtModificationRequired,
  wtReleaseConfirm,
  wtReleaseRequired,
  type XwapView,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { SECOND } from '../../../src/flows/engine/engine.js';
import { TARGET_CELL } from '../../../src/flows/legs/lte.js';
import { createXwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { playWt, scriptXw } from '../xw/script.js';
import { playEnb } from './script.js';

const pair = { enbUeXwapId: 1, wtUeXwapId: 1 };
const cause = radioNetworkCause('reduce-load');
const released = wtReleaseRequired({ ...pair, cause });
const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 1 };

const shown = (views: readonly XwapView[]) =>
  views.map(view => {
    const ies: { readonly Cause?: unknown } = 'ies' in view ? (view.ies as object) : {};
    const why = (ies.Cause as { value: string } | undefined)?.value;
    return why === undefined ? view.message : `${view.message}, ${why}`;
  });

describe('what a WT asks of an eNB', () => {
  /** An eNB whose UE has LWA. */
  const setUp = () => {
    const wt = scriptXw();
    const played = playEnb(createXwapEndpoint(wt.sctp));
    const wlans = [{ ssid: Uint8Array.of(0x6c) }];
    wt.tell(xwSetupResponse({ wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 }, wlans }));
    played.enb.startLwa(played.attach());
    wt.tell(wtAdditionRequestAcknowledge({ ...pair, admitted: [{ erabId: 5, wtTunnel }] }));
    const { clock, told } = played;
    const run = (seconds = 0.1): void => void clock.run(clock.now + seconds * SECOND);
    run();
    expect(told.splice(0)).toEqual(['setup']);
    return { ...played, wt, run };
  };

  it('WT Release Required: it confirms at once, and releases LWA at the UE, without a request of its own', () => {
    const { wt, told, run, enb } = setUp();
    expect(shown(wt.tell(released))).toEqual(['WTReleaseConfirm']);
    run();
    expect(told.splice(0)).toEqual(['release']);
    // The connection is no more: there is nothing to re-key or to release …
    const from = wt.sent.length;
    enb.rekey(1);
    run();
    expect(told).toEqual([]);
    expect(shown(wt.sent.slice(from))).toEqual([]);
    // … and LWA begins with an addition.
    enb.startLwa(1);
    expect(shown(wt.sent.slice(from))).toEqual(['WTAdditionRequest']);
  });

  it('WT Release Required behind the end of the connection is confirmed, and changes nothing', () => {
    const { wt, told, run, report } = setUp();
    report('failureWlanRadioLink');
    run();
    expect(shown(wt.sent.slice(-1))).toEqual(['WTReleaseRequest']);
    told.length = 0;
    expect(shown(wt.tell(released))).toEqual(['WTReleaseConfirm']);
    run();
    expect(told).toEqual([]);
  });

  it('WT Modification Required behind the end of the connection is refused', () => {
    const { wt, told, run, report } = setUp();
    report('failureWlanRadioLink');
    run();
    told.length = 0;
    const asked = wtModificationRequired({ ...pair, cause, bearersToRelease: [{ erabId: 5, cause }] });
    expect(shown(wt.tell(asked))).toEqual([
      'WTModificationRefuse, message-not-compatible-with-receiver-state',
    ]);
    run();
    expect(told).toEqual([]);
  });

  it('ends a connection that is then not handed over to another eNB', () => {
    const { wt, told, run, enb } = setUp();
    wt.tell(released);
    run();
    told.length = 0;
    let asked = 0;
    enb.handOverTo({ prepareHandover: () => asked++ }, 1, TARGET_CELL);
    run();
    expect([asked, told]).toEqual([0, []]);
    // The eNB is free for what comes next.
    enb.startLwa(1);
    expect(shown(wt.sent.slice(-1))).toEqual(['WTAdditionRequest']);
  });

  it('WT Release Required of a connection that there never was is told so', () => {
    const { wt, told, run } = setUp();
    const other = wtReleaseRequired({ enbUeXwapId: 1, wtUeXwapId: 7, cause });
    expect(shown(wt.tell(other))).toEqual(['ErrorIndication, unknown-WT-UE-XwAP-ID']);
    run();
    expect(told).toEqual([]);
  });

  it('WT Release Required ends a re-key that is under way', () => {
    const { wt, told, run, enb } = setUp();
    enb.rekey(1);
    run();
    expect(shown(wt.sent.slice(-1))).toEqual(['WTModificationRequest, unspecified']);
    told.length = 0;
    expect(shown(wt.tell(released))).toEqual(['WTReleaseConfirm']);
    // Under way as the WT asked for the release.
    expect(wt.tell(wtModificationRequestAcknowledge(pair))).toEqual([]);
    run(10);
    expect(told).toEqual(['release']);
  });

  it('WT Modification Required with another tunnel end is confirmed', () => {
    const { wt, told, run } = setUp();
    const bearersToModify = [{ erabId: 5, wtTunnel: { ...wtTunnel, teid: 9 } }];
    const [confirm, ...more] = wt.tell(wtModificationRequired({ ...pair, cause, bearersToModify }));
    expect(more).toEqual([]);
    expect(confirm).toMatchObject({ message: 'WTModificationConfirm' });
    expect(confirm).toHaveProperty('ies.E-RABs-Confirmed-ToBeModified-ModReqdList');
    run();
    expect(told).toEqual([]);
  });

  it('WT Modification Required that leaves a bearer as it is is confirmed', () => {
    const { wt, told, run } = setUp();
    const asked = wtModificationRequired({ ...pair, cause, bearersToModify: [{ erabId: 5 }] });
    expect(shown(wt.tell(asked))).toEqual(['WTModificationConfirm']);
    run();
    expect(told).toEqual([]);
  });

  it('Error Indication of no UE is not answered, least of all by another', () => {
    const { wt } = setUp();
    expect(wt.tell(errorIndication({ cause }))).toEqual([]);
  });

  it('WT Modification Required that gives the only bearer up is confirmed, and ends LWA', () => {
    const { wt, told, run } = setUp();
    const asked = wtModificationRequired({ ...pair, cause, bearersToRelease: [{ erabId: 5, cause }] });
    expect(shown(wt.tell(asked))).toEqual(['WTModificationConfirm', 'WTReleaseRequest']);
    run();
    expect(told).toEqual(['release']);
  });

  it.each([
    ['of a bearer that is not there', { bearersToRelease: [{ erabId: 6, cause }] }],
    ['of nothing', {}],
    [
      'to an end that is not of IPv4',
      { bearersToModify: [{ erabId: 5, wtTunnel: { address: new Uint8Array(16), teid: 1 } }] },
    ],
  ])('WT Modification Required %s is refused', (_, bearers) => {
    const { wt, told, run } = setUp();
    expect(shown(wt.tell(wtModificationRequired({ ...pair, cause, ...bearers })))).toEqual([
      'WTModificationRefuse, unspecified',
    ]);
    run();
    expect(told).toEqual([]);
  });

  it('WT Modification Required gives way to a modification of the eNB', () => {
    const { wt, run, enb } = setUp();
    const asked = wtModificationRequired({ ...pair, cause, bearersToRelease: [{ erabId: 5, cause }] });
    enb.rekey(1);
    run();
    expect(shown(wt.tell(asked))).toEqual(['WTModificationRefuse, procedure-cancelled']);
    wt.tell(wtModificationRequestAcknowledge(pair));
    expect(shown(wt.tell(asked))).toEqual(['WTModificationConfirm', 'WTReleaseRequest']);
  });

  it('Reset ends the LWA of each UE that has it, and is answered', () => {
    const { wt, told, run } = setUp();
    expect(shown(wt.tell(reset({ cause })))).toEqual(['ResetResponse']);
    run();
    expect(told).toEqual(['release']);
    told.length = 0;
    expect(shown(wt.tell(reset({ cause })))).toEqual(['ResetResponse']);
    run();
    expect(told).toEqual([]);
  });
});

describe('what a WT does', () => {
  const station = (number: number) => Uint8Array.of(2, 0, 0, 0, 0, number);
  const addition = (enbUeXwapId: number) =>
    wtAdditionRequest({
      enbUeXwapId,
      ueIdentity: station(enbUeXwapId),
      sKwt: new Uint8Array(32),
      bearers: [
        {
          erabId: 5,
          qos: { qci: 9, priorityLevel: 15 },
          drbIdentity: 1,
          enbTunnel: { address: Uint8Array.of(192, 0, 2, 1), teid: 1 },
        },
      ],
      mobilitySet: [{ ssid: Uint8Array.of(0x6c) }],
    });

  it('to release a UE: it asks the eNB, and lets go of the UE with its confirmation alone', () => {
    const { told, connect, xw } = playWt();
    const enb = connect();
    enb.tell(addition(1));
    told.length = 0;
    // Nobody has asked.
    expect(enb.tell(wtReleaseConfirm(pair))).toEqual([]);
    expect(told).toEqual([]);
    xw.requireRelease(station(1), cause);
    expect(shown(enb.sent.slice(-1))).toEqual(['WTReleaseRequired, reduce-load']);
    expect(told).toEqual([]);
    expect(enb.tell(wtReleaseConfirm({ ...pair, wtUeXwapId: 2 }))).toEqual([]);
    expect(told).toEqual([]);
    expect(enb.tell(wtReleaseConfirm(pair))).toEqual([]);
    expect(told).toEqual(['removes 1']);
    const from = enb.sent.length;
    xw.requireRelease(station(1), cause);
    expect(enb.sent.length).toBe(from);
  });

  it('on Reset: it knows the UEs of that eNB no more, and those of another still', () => {
    const { told, connect } = playWt();
    const [first, second] = [connect(), connect()];
    first.tell(addition(1));
    first.tell(addition(2));
    second.tell(addition(3));
    told.length = 0;
    expect(shown(first.tell(reset({ cause })))).toEqual(['ResetResponse']);
    expect(told).toEqual(['removes 1', 'removes 2']);
    expect(shown(first.tell(reset({ cause })))).toEqual(['ResetResponse']);
    expect(first.tell(resetResponse())).toEqual([]);
    expect(told).toEqual(['removes 1', 'removes 2']);
  });
});
