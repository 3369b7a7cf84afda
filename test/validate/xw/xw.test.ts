import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import { SCTP_DATA_FLAG } from '../../../src/codecs/link/sctp.js';
import {
  encodeXwap,
  errorIndication,
  withIEs,
  wtAdditionRequest,
  wtAdditionRequestAcknowledge,
  wtModificationRequest,
  wtModificationRequestAcknowledge,
  wtReleaseRequest,
  type XwAPPDU,
} from '../../../src/codecs/xwap/index.js';
import { data, eventsOf, followXw, init, pdu, sack, sctp, withIes } from './peer.js';

const station = Uint8Array.of(2, 0, 0, 0, 0, 9);
const sKwt = new Uint8Array(32).fill(7);
const ssid = Uint8Array.of(0x61);
const ids = { enbUeXwapId: 1, wtUeXwapId: 5 };

const addition = (
  enbUeXwapId = 1,
  more: Partial<Parameters<typeof wtAdditionRequest>[0]> = { sKwt },
): XwAPPDU =>
  wtAdditionRequest({
    enbUeXwapId,
    ueIdentity: station,
    bearers: [
      {
        erabId: 5,
        qos: { qci: 9, priorityLevel: 15 },
        enbTunnel: { address: Uint8Array.of(192, 0, 2, 1), teid: 1 },
      },
    ],
    mobilitySet: [{ ssid }],
    ...more,
  });
const acknowledge = (enbUeXwapId = 1, wtUeXwapId = 5): XwAPPDU =>
  wtAdditionRequestAcknowledge({
    enbUeXwapId,
    wtUeXwapId,
    admitted: [{ erabId: 5, wtTunnel: { address: Uint8Array.of(192, 0, 2, 65), teid: 5 } }],
  });
const modification = (key = sKwt): XwAPPDU => wtModificationRequest({ ...ids, sKwt: key });

describe('an association', () => {
  const octets = encodeXwap(addition());
  const names = (packets: readonly Uint8Array[]) =>
    eventsOf(followXw(packets), 'xwap').map(({ view }) => view.message);

  it('carries several messages in a packet', () => {
    expect(names([sctp('enb', [pdu(1, addition(1)), pdu(2, addition(2))])])).toEqual([
      'WTAdditionRequest',
      'WTAdditionRequest',
    ]);
  });

  it('puts the fragments of a message together, in whatever order they come', () => {
    const cut = [0, 20, 40, octets.length];
    const chunks = [0, 1, 2].map(i =>
      data(
        0xffffffff + i,
        octets.subarray(cut[i]!, cut[i + 1]!),
        i === 0 ? SCTP_DATA_FLAG.beginning : i === 2 ? SCTP_DATA_FLAG.ending : 0,
      ),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(chunks, { minLength: 3 }), shuffled => {
        // The first TSN that is seen may be any of the three.
        expect(names(shuffled.map(chunk => sctp('enb', [chunk])))).toEqual(['WTAdditionRequest']);
      }),
    );
    expect(names(chunks.slice(1).map(chunk => sctp('enb', [chunk])))).toEqual([]);
  });

  it('counts a TSN that is sent again once', () => {
    const packet = sctp('enb', [pdu(1, addition())]);
    expect(names([packet, sctp('enb', [pdu(2, addition(2))]), packet])).toEqual([
      'WTAdditionRequest',
      'WTAdditionRequest',
    ]);
  });

  it('misses what the receiver acknowledges and the capture does not show', () => {
    const acknowledged = (tsn: number) => sctp('wt', [sack(tsn)]);
    const [first, third] = [sctp('enb', [pdu(1, addition())]), sctp('enb', [pdu(3, modification())])];
    expect(eventsOf(followXw([first, acknowledged(1)]), 'gap')).toEqual([]);
    const [gap] = eventsOf(
      followXw([first, third, acknowledged(3), sctp('enb', [pdu(4, modification())])]),
      'gap',
    );
    expect(gap).toMatchObject({ where: 'xw', from: { frame: 1 }, frame: 3 });
    // What fills the hole later is taken nevertheless.
    const late = [first, third, acknowledged(3), sctp('enb', [pdu(2, acknowledge())])];
    expect(names(late).length).toBe(3);
  });

  const begin = (initiateTag: number) => sctp('enb', [init('INIT', initiateTag)]);

  it('begins anew with an INIT', () => {
    const request = sctp('enb', [pdu(1, addition())]);
    expect(names([begin(1), request, begin(1), request])).toEqual(['WTAdditionRequest']);
    const anew = sctp('enb', [pdu(1, addition())], { tag: 9 });
    const said = followXw([begin(1), request, begin(2), anew]);
    expect(eventsOf(said, 'xwap').length).toBe(2);
    expect(eventsOf(said, 'xwapProcedure')[0]).toMatchObject({ outcome: 'unanswered', isNeedless: true });
  });

  it('goes on when a copy of its INIT is answered with another tag and TSN', () => {
    const answer = (initiateTag: number, initialTsn: number) =>
      sctp('wt', [init('INIT ACK', initiateTag, initialTsn)]);
    const response = (tsn: number) => sctp('wt', [pdu(tsn, acknowledge())]);
    const setUp = [begin(2), answer(1, 1), sctp('enb', [pdu(1, addition())]), response(1)];
    const said = followXw([...setUp, begin(2), answer(3, 500), response(1), response(2)]);
    expect(eventsOf(said, 'xwap').map(({ view }) => view.message)).toEqual([
      'WTAdditionRequest',
      'WTAdditionRequestAcknowledge',
      'WTAdditionRequestAcknowledge',
    ]);
    expect(eventsOf(said, 'gap')).toEqual([]);
    // One that comes before any data may be the one that counts.
    const late = [begin(2), answer(3, 500), begin(2), answer(1, 1), response(1), response(2)];
    expect(eventsOf(followXw(late), 'gap')).toEqual([]);
  });

  it('drops packets with a wrong checksum where its others have right ones', () => {
    const good = sctp('enb', [pdu(1, addition())]);
    const altered = sctp('enb', [pdu(2, addition(2))]);
    altered[altered.length - 9]! ^= 1;
    const said = followXw([good, altered, sctp('enb', [pdu(3, addition(3))])]);
    expect(eventsOf(said, 'xwap').length).toBe(2);
    expect(eventsOf(said, 'gap').length).toBeGreaterThan(0);
    // Where none is right, they are computed behind the capture.
    expect(names([altered])).toEqual(['WTAdditionRequest']);
  });

  it('is one over all addresses of its ends, as its tag tells', () => {
    const second = { enb: Uint8Array.of(192, 0, 3, 1), wt: Uint8Array.of(192, 0, 1, 65), tag: 7 };
    const first = { tag: 7 };
    const request = pdu(2, modification());
    const setUp = [sctp('enb', [pdu(1, addition())], first), sctp('wt', [pdu(1, acknowledge())], first)];
    const said = followXw([
      ...setUp,
      // It is sent again to the other address, as no acknowledgement came (RFC 9260, 6.4.1), and answered there.
      sctp('enb', [request], first),
      sctp('enb', [request], second),
      sctp('wt', [pdu(2, wtModificationRequestAcknowledge(ids))], second),
      sctp('enb', [pdu(3, wtReleaseRequest(ids))], first),
    ]);
    expect(new Set(said.map(({ context }) => context.ue?.station))).toEqual(new Set([toHex(station)]));
    expect(eventsOf(said, 'xwapProcedure').map(({ outcome }) => outcome)).toEqual([
      'successful',
      'successful',
    ]);
    expect(eventsOf(said, 'sKwt').map(({ frame }) => frame)).toEqual([1, 3]);
    expect(eventsOf(said, 'xwap').map(({ isFromWt }) => isFromWt)).toEqual([false, true, false, true, false]);
    // Of another tag it is another one.
    const other = followXw([...setUp, sctp('enb', [request], { ...second, tag: 20 })]);
    expect(new Set(other.map(({ context }) => context.ue)).size).toBe(2);
  });

  it('is found by its PPID at other ports, and others are passed over', () => {
    expect(eventsOf(followXw([sctp('enb', [pdu(1, addition())], { port: 9 })]), 'xwap').length).toBe(1);
    const other = { ...data(1, Uint8Array.of(1)), payloadProtocolIdentifier: 18 } as ReturnType<typeof data>;
    expect(followXw([sctp('enb', [other], { port: 9 })])).toEqual([]);
  });

  it('does not grow with what a flood of TSNs leaves open', () => {
    const packets = Array.from({ length: 5000 }, (_, i) => sctp('enb', [data(2 * i, Uint8Array.of(1), 0)]));
    const said = followXw(packets);
    expect(eventsOf(said, 'xwap')).toEqual([]);
  });
});

describe('a UE', () => {
  it('is known by the WLAN address that its WT Addition Request names', () => {
    const said = followXw([
      sctp('enb', [pdu(1, addition())]),
      sctp('wt', [pdu(1, acknowledge())]),
      sctp('enb', [pdu(2, modification())]),
      sctp('wt', [pdu(2, wtModificationRequestAcknowledge(ids))]),
      sctp('enb', [pdu(3, wtReleaseRequest(ids))]),
    ]);
    expect(new Set(said.map(({ context }) => context.ue?.station))).toEqual(new Set([toHex(station)]));
    expect(eventsOf(said, 'sKwt').map(({ frame }) => frame)).toEqual([1, 3]);
    expect(eventsOf(said, 'xwapProcedure')).toMatchObject([
      {
        procedure: 'wTAdditionPreparation',
        outcome: 'successful',
        request: { frame: 1 },
        response: { frame: 2 },
      },
      { procedure: 'eNBInitiatedWTModification', outcome: 'successful', request: { frame: 3 } },
    ]);
    expect(eventsOf(said, 'xwap').map(({ isFromWt }) => isFromWt)).toEqual([false, true, false, true, false]);
  });

  it('goes from one eNB to another with its id at the WT', () => {
    const target = Uint8Array.of(192, 0, 2, 2);
    const said = followXw([
      sctp('enb', [pdu(1, addition())]),
      sctp('wt', [pdu(1, acknowledge())]),
      sctp('enb', [pdu(1, addition(77, { wtUeXwapId: 5 }))], { enb: target }),
      sctp('wt', [pdu(1, acknowledge(77, 5))], { enb: target }),
      sctp('enb', [pdu(2, wtReleaseRequest({ ...ids, ueContextKept: true }))]),
    ]);
    expect(new Set(said.map(({ context }) => context.ue)).size).toBe(1);
    expect(new Set(said.map(({ context }) => context)).size).toBe(2);
  });

  it('is not another that gets the same ids after a release', () => {
    const other = Uint8Array.of(2, 0, 0, 0, 0, 8);
    const said = followXw([
      sctp('enb', [pdu(1, addition())]),
      sctp('wt', [pdu(1, acknowledge())]),
      sctp('enb', [pdu(2, wtReleaseRequest(ids))]),
      sctp('enb', [pdu(3, addition(1, { ueIdentity: other, sKwt }))]),
      sctp('wt', [pdu(2, acknowledge())]),
      sctp('enb', [pdu(4, modification())]),
    ]);
    expect(said.at(-1)!.context.ue!.station).toBe(toHex(other));
  });

  describe('is not another that gets an id of it, where the capture lacks how', () => {
    const other = Uint8Array.of(2, 0, 0, 0, 0, 8);
    /** The UE is released, and the other one added, both by one eNB; packets 3 and 4 are the release and the addition. */
    const succession = (ofOther: typeof ids): readonly Uint8Array[] => [
      sctp('enb', [pdu(1, addition())]),
      sctp('wt', [sack(1), pdu(1, acknowledge())]),
      sctp('enb', [pdu(2, wtReleaseRequest(ids))]),
      sctp('enb', [pdu(3, addition(ofOther.enbUeXwapId, { ueIdentity: other, sKwt }))]),
      sctp('wt', [sack(3), pdu(2, acknowledge(ofOther.enbUeXwapId, ofOther.wtUeXwapId))]),
      sctp('enb', [pdu(4, wtModificationRequest({ ...ofOther, sKwt }))]),
    ];
    const without = (packets: readonly Uint8Array[], ...numbers: readonly number[]) =>
      packets.filter((_, i) => !numbers.includes(i + 1));
    const last = (packets: readonly Uint8Array[]) =>
      followXw(packets).findLast(({ event }) => event.kind === 'xwap')!;

    it.each([
      { enbUeXwapId: 1, wtUeXwapId: 5 },
      { enbUeXwapId: 9, wtUeXwapId: 5 },
      { enbUeXwapId: 1, wtUeXwapId: 8 },
    ])('$enbUeXwapId and $wtUeXwapId', ofOther => {
      const packets = succession(ofOther);
      expect(last(packets).context.ue!.station).toBe(toHex(other));
      expect(last(without(packets, 3)).context.ue!.station).toBe(toHex(other));
      for (const lost of [[4], [3, 4]]) {
        const { context, event } = last(without(packets, ...lost));
        expect(context.ue!.station).toBeUndefined();
        expect(event).toMatchObject({ problems: [] });
      }
    });

    it('nor where its acknowledgement is missing as well', () => {
      const packets = succession({ enbUeXwapId: 1, wtUeXwapId: 8 });
      const silent = packets.with(4, sctp('wt', [sack(3)]));
      const { context, event } = last(without(silent, 3, 4));
      expect(context.ue!.station).toBeUndefined();
      expect(event).toMatchObject({ problems: [] });
    });
  });

  it('is the same in what crossed its release, and in a second acknowledgement', () => {
    const crossing = sctp('wt', [
      pdu(2, errorIndication({ ...ids, cause: { choice: 'protocol', value: 'semantic-error' } })),
    ]);
    const request = sctp('enb', [pdu(1, addition())]);
    const release = sctp('enb', [pdu(2, wtReleaseRequest(ids))]);
    const again = sctp('wt', [pdu(2, acknowledge())]);
    for (const packets of [
      [request, sctp('wt', [pdu(1, acknowledge())]), release, crossing],
      [request, sctp('wt', [pdu(1, acknowledge())]), again],
    ])
      expect(new Set(followXw(packets).map(({ context }) => context.ue)).size).toBe(1);
  });
});

describe('a procedure', () => {
  it('without response is unanswered, and a repeated request is no second one', () => {
    const [one] = eventsOf(
      followXw([sctp('enb', [pdu(1, modification())]), sctp('enb', [pdu(2, modification())])]),
      'xwapProcedure',
    );
    expect(one).toMatchObject({
      outcome: 'unanswered',
      repetitions: 1,
      isNeedless: false,
      response: undefined,
    });
    const two = eventsOf(
      followXw([
        sctp('enb', [pdu(1, modification())]),
        sctp('enb', [pdu(2, modification(new Uint8Array(32)))]),
      ]),
      'xwapProcedure',
    );
    expect(two).toMatchObject([{ frame: 2 }, { request: { frame: 2 } }]);
  });

  it('can end with an Error Indication', () => {
    const [one] = eventsOf(
      followXw([
        sctp('enb', [pdu(1, modification())]),
        sctp('wt', [
          pdu(1, errorIndication({ ...ids, cause: { choice: 'protocol', value: 'semantic-error' } })),
        ]),
      ]),
      'xwapProcedure',
    );
    expect(one).toMatchObject({ outcome: 'unsuccessful', response: { frame: 2 } });
  });

  it('is not blamed on a UE that is released meanwhile', () => {
    const [one] = eventsOf(
      followXw([sctp('enb', [pdu(1, modification())]), sctp('enb', [pdu(2, wtReleaseRequest(ids))])]),
      'xwapProcedure',
    );
    expect(one).toMatchObject({ outcome: 'unanswered', isNeedless: true });
  });
});

describe('problems of a message', () => {
  const problemsOf = (octets: Uint8Array) =>
    eventsOf(followXw([sctp('enb', [data(1, octets)])]), 'xwap').flatMap(({ problems }) =>
      problems.map(({ kind, ie }) => [kind, ie]),
    );

  it('are none in a right one', () => expect(problemsOf(encodeXwap(modification()))).toEqual([]));

  it('are missing, repeated and misplaced IEs and wrong criticalities, with the name of the IE', () => {
    const value = modification();
    expect(problemsOf(withIes(value, ies => ies.filter((_, i) => i !== 2)))).toEqual([['missing', 'Cause']]);
    expect(problemsOf(withIes(value, ies => [ies[0]!, ies[0]!, ...ies.slice(1)]))).toEqual([
      ['too-many', 'ENB-UE-XwAP-ID'],
    ]);
    expect(problemsOf(withIes(value, ies => [ies[1]!, ies[0]!, ...ies.slice(2)]))).toEqual([
      ['wrong-order', 'ENB-UE-XwAP-ID'],
    ]);
    expect(
      problemsOf(withIes(value, ies => [{ ...ies[0]!, criticality: 'notify' }, ...ies.slice(1)])),
    ).toEqual([['criticality', 'ENB-UE-XwAP-ID']]);
    const procedure = structuredClone(value) as unknown as { value: { criticality: string } };
    procedure.value.criticality = 'ignore';
    expect(problemsOf(encodeXwap(procedure as unknown as XwAPPDU))).toEqual([['criticality', undefined]]);
  });

  it('are WLANs of a mobility set that have no name', () => {
    const value = addition();
    expect(problemsOf(encodeXwap(value))).toEqual([]);
    const unnamed = encodeXwap(
      withIEs(value, 'WTAdditionRequest', { MobilitySet: [{ sSID: Uint8Array.of(65) }, {}, {}] }),
    );
    expect(problemsOf(unnamed)).toEqual([['no-wlan', 'MobilitySet']]);
  });

  it('are octets that are no PDU', () => {
    expect(problemsOf(encodeXwap(modification()).subarray(0, 30))).toEqual([['transfer-syntax', undefined]]);
  });

  it.each([
    ['WTAdditionRequest', encodeXwap(addition())],
    ['WTModificationRequest', encodeXwap(modification())],
  ])('are found wherever a %s is cut or altered', (_, octets) => {
    for (let length = 1; length < octets.length; length++)
      expect(problemsOf(octets.subarray(0, length))).toEqual([['transfer-syntax', undefined]]);
    for (let at = 0; at < octets.length; at++)
      for (const mask of [0x01, 0x10, 0x80, 0xff]) {
        const altered = octets.slice();
        altered[at]! ^= mask;
        for (const event of eventsOf(followXw([sctp('enb', [data(1, altered)])]), 'sKwt'))
          expect(event.side === 'wt' && event.sKwt.length).toBe(32);
      }
  });
});
