import { describe, expect, it } from 'vitest';
import { encodeLwaap } from '../../../src/codecs/rrc/lwaap.js';
import {
  radioNetworkCause,
  reset,
  wtAdditionRequest,
  wtModificationRequest,
  wtReleaseConfirm,
  wtReleaseRequest,
} from '../../../src/codecs/xwap/index.js';
import type { GtpEnd } from '../../../src/flows/ip/gtp-end.js';
import type { Pmk } from '../../../src/flows/keys/wlan.js';
import { playWt } from '../xw/script.js';

const station = Uint8Array.of(2, 0, 0, 0, 0, 1);
const pmk = { name: 'S-KWT' } as Pmk;
const lwaap = (drbId: number): Uint8Array =>
  encodeLwaap({ header: { reserved: 0, drbId }, payload: Uint8Array.of(0x80) });
const erab = (erabId: number, drbIdentity: number | undefined, teid: number) => ({
  erabId,
  drbIdentity,
  qos: { qci: 9, priorityLevel: 15 },
  enbTunnel: { address: Uint8Array.of(192, 0, 2, 1), teid },
});

/** A WT with Xw interfaces, of which is known what leaves through them; the TEIDs of the WT are 1, 2 …. */
const setUp = () => {
  const { wt, connect } = playWt();
  const log: string[] = [];
  wt.sendLwaap = (to, octets) => void log.push(`to ${to[5]}: DRB ${octets[0]}`);
  const addEnb = (name: string) => {
    const gtp: GtpEnd = {
      send: ({ teid }) => void log.push(`${name}, TEID ${teid}`),
      receive: () => false,
      ended() {},
    };
    const enb = connect(gtp);
    return {
      tell: enb.tell,
      add: (bearers: readonly ReturnType<typeof erab>[], wtUeXwapId?: number) =>
        enb.tell(
          wtAdditionRequest({
            enbUeXwapId: 1,
            wtUeXwapId,
            ueIdentity: station,
            sKwt: wtUeXwapId === undefined ? new Uint8Array(32) : undefined,
            bearers,
            mobilitySet: [{ ssid: Uint8Array.of(0x6c) }],
          }),
        ),
      downlink: (teid: number, drbId: number) => gtp.receive(teid, lwaap(drbId)),
      /** What the WT sends as it is told that the eNB has no tunnel with this TEID. */
      ended(teid: number) {
        const from = enb.sent.length;
        gtp.ended({ ip: (192 << 24) | (2 << 8) | 1, teid });
        return enb.sent.slice(from).map(({ message }) => message);
      },
    };
  };
  const uplink = (octets: Uint8Array, from = station): void => wt.lwaapArrived(from, octets, pmk);
  return { addEnb, uplink, since: () => log.splice(0) };
};
const pair = { enbUeXwapId: 1, wtUeXwapId: 1 };

describe('the tunnels of a WT (TS 36.464)', () => {
  it('bring downlink to the UE that the TEID stands for, and no other', () => {
    const { addEnb, since } = setUp();
    const [enb, other] = [addEnb('eNB 1'), addEnb('eNB 2')];
    enb.add([erab(5, 1, 11), erab(6, undefined, 12)]);
    expect([1, 2, 3].map(teid => enb.downlink(teid, teid))).toEqual([true, true, false]);
    expect(other.downlink(1, 1)).toBe(false);
    expect(since()).toEqual(['to 1: DRB 1', 'to 1: DRB 2']);
  });

  it('bring uplink to the eNB by its DRB, and nothing of a DRB or a UE that has none', () => {
    const { addEnb, uplink, since } = setUp();
    addEnb('eNB 1').add([erab(5, 1, 11), erab(6, undefined, 12), erab(7, 3, 13)]);
    for (const drbId of [3, 1, 2, 0]) uplink(lwaap(drbId));
    uplink(new Uint8Array(0));
    uplink(lwaap(1), Uint8Array.of(2, 0, 0, 0, 0, 2));
    expect(since()).toEqual(['eNB 1, TEID 13', 'eNB 1, TEID 11']);
  });

  it('bring uplink to the source of a handover until that has released the UE', () => {
    const { addEnb, uplink, since } = setUp();
    const [source, target] = [addEnb('source'), addEnb('target')];
    source.add([erab(5, 1, 11)]);
    target.add([erab(5, 1, 21)], 1);
    uplink(lwaap(1));
    source.tell(wtReleaseRequest({ ...pair, ueContextKept: true }));
    uplink(lwaap(1));
    source.downlink(1, 1);
    target.downlink(2, 1);
    expect(since()).toEqual(['source, TEID 11', 'target, TEID 21', 'to 1: DRB 1']);
  });

  it('end where their bearers are modified to, and are no more once those are released', () => {
    const { addEnb, uplink, since } = setUp();
    const enb = addEnb('eNB 1');
    enb.add([erab(5, 1, 11)]);
    const enbTunnel = { address: Uint8Array.of(192, 0, 2, 1), teid: 99 };
    enb.tell(
      wtModificationRequest({
        ...pair,
        bearersToModify: [{ erabId: 5, enbTunnel }],
        bearersToAdd: [erab(6, 2, 12)],
      }),
    );
    for (const drbId of [1, 2]) uplink(lwaap(drbId));
    expect(since()).toEqual(['eNB 1, TEID 99', 'eNB 1, TEID 12']);
    enb.tell(wtModificationRequest({ ...pair, bearersToRelease: [{ erabId: 5 }] }));
    for (const drbId of [1, 2]) uplink(lwaap(drbId));
    enb.downlink(1, 1);
    expect(since()).toEqual(['eNB 1, TEID 12']);
  });

  it('of which the eNB has none are closed, and with the last the WT asks for the release of the UE', () => {
    const { addEnb, uplink, since } = setUp();
    const [enb, other] = [addEnb('eNB 1'), addEnb('eNB 2')];
    enb.add([erab(5, 1, 11), erab(6, 2, 12)]);
    expect(enb.ended(99)).toEqual([]);
    expect(other.ended(11)).toEqual([]);
    expect(enb.ended(11)).toEqual([]);
    for (const drbId of [1, 2]) uplink(lwaap(drbId));
    expect(since()).toEqual(['eNB 1, TEID 12']);
    expect(enb.ended(12)).toEqual(['WTReleaseRequired']);
    expect(enb.ended(12)).toEqual([]);
    uplink(lwaap(2));
    expect(since()).toEqual([]);
    expect(enb.tell(wtReleaseConfirm(pair))).toEqual([]);
    expect(enb.tell(wtModificationRequest({ ...pair, sKwt: new Uint8Array(32) }))).toMatchObject([
      { message: 'WTModificationRequestReject' },
    ]);
  });

  it.each([
    ['release', wtReleaseRequest(pair)],
    ['reset', reset({ cause: radioNetworkCause('unspecified') })],
  ])('are no more after a %s', (_, message) => {
    const { addEnb, uplink, since } = setUp();
    const enb = addEnb('eNB 1');
    enb.add([erab(5, 1, 11)]);
    enb.tell(wtModificationRequest({ ...pair, bearersToAdd: [erab(6, 2, 12)] }));
    enb.tell(message);
    for (const number of [1, 2]) {
      uplink(lwaap(number));
      enb.downlink(number, number);
    }
    expect(since()).toEqual([]);
  });
});
