import { describe, expect, it } from 'vitest';
import {
  errorIndication,
  lwipAdditionRequest,
  lwipAdditionRequestAcknowledge,
  lwipReleaseRequest,
  plmnIdentity,
  radioNetworkCause,
  reset,
  resetResponse,
  wtAdditionRequestReject,
  wtAssociationConfirmation,
  wtModificationConfirm,
  wtModificationRequestAcknowledge,
  wtModificationRequestReject,
  wtReleaseConfirm,
  wtReleaseRequest,
  wtReleaseRequired,
  type XwAPPDU,
  xwSetupFailure,
  xwSetupRequest,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { acknowledge, addition, IDS, modification, sKwtOf } from '../lte/peer.js';
import { AP, SSID, STATION } from '../peer.js';
import { data, eventsOf, followXw, init, pdu, sack, sctp } from './peer.js';

const cause = radioNetworkCause('unspecified');
/** Packets to the WT have its tag, 1, those to the eNB the tag of that, 2. */
const begin = [sctp('enb', [init('INIT', 2)]), sctp('wt', [init('INIT ACK', 1)])];

/** What one end sends: a message, or octets that are none. */
type Sent = { readonly enb: XwAPPDU | Uint8Array } | { readonly wt: XwAPPDU | Uint8Array };

/** Packets of a message each, which acknowledge what came from the other end, unless `isSilent`. */
function packetsOf(sent: readonly Sent[], isSilent = false): readonly Uint8Array[] {
  const tsn = { enb: 0, wt: 0 };
  return sent.map(one => {
    const [from, message, other] =
      'enb' in one ? (['enb', one.enb, tsn.wt] as const) : (['wt', one.wt, tsn.enb] as const);
    tsn[from]++;
    const chunk = message instanceof Uint8Array ? data(tsn[from], message) : pdu(tsn[from], message);
    return sctp(from, isSilent || other === 0 ? [chunk] : [sack(other), chunk]);
  });
}

const found = (packets: readonly Uint8Array[]) =>
  eventsOf(followXw(packets), 'xwapUnexpected').map(({ frame, message, misfit, isSure }) => [
    frame,
    message,
    misfit,
    ...(isSure ? [] : ['unsure']),
  ]);
const ofAll = (...sent: readonly Sent[]) => found([...begin, ...packetsOf(sent)]);

const plmn = plmnIdentity('001', '01');
const setUpRequest = xwSetupRequest({ plmn, id: { macro: 1 } });
const isSetUp: readonly Sent[] = [
  { enb: setUpRequest },
  {
    wt: xwSetupResponse({
      wtId: { plmn, shortId: 1 },
      wlans: [{ bss: { bssid: AP }, ssid: SSID }],
    }),
  },
];
/** Frames 3 to 6, behind the two that set up SCTP. */
const added: readonly Sent[] = [...isSetUp, { enb: addition(sKwtOf(1)) }, { wt: acknowledge() }];
const request: Sent = { enb: modification(sKwtOf(2)) };
const answer: Sent = { wt: wtModificationRequestAcknowledge(IDS) };
const refusal: Sent = { wt: wtModificationRequestReject({ ...IDS, cause }) };
const confirmation: Sent = { wt: wtAssociationConfirmation(IDS) };
const NINES = { enbUeXwapId: 9, wtUeXwapId: 9 };

describe('a message in the wrong direction', () => {
  it('has no effect: it answers, ends and opens nothing', () => {
    const said = followXw([
      ...begin,
      ...packetsOf([
        ...added,
        request,
        { wt: wtReleaseConfirm(IDS) },
        { enb: wtReleaseRequired({ ...IDS, cause }) },
        { wt: modification(sKwtOf(3)) },
        { wt: addition(sKwtOf(3)) },
        { enb: wtModificationRequestAcknowledge(IDS) },
        { wt: setUpRequest },
        answer,
      ]),
    ]);
    expect(
      eventsOf(said, 'xwapUnexpected').map(({ frame, misfit, isFromWt }) => [frame, misfit, isFromWt]),
    ).toEqual([
      [8, 'direction', true],
      [9, 'direction', false],
      [10, 'direction', true],
      [11, 'direction', true],
      [12, 'direction', false],
      [13, 'direction', true],
    ]);
    expect(eventsOf(said, 'xwap').map(({ frame }) => frame)).toEqual([3, 4, 5, 6, 7, 14]);
    expect(eventsOf(said, 'sKwt').map(({ frame }) => frame)).toEqual([5, 7]);
    expect(eventsOf(said, 'xwEnd')).toEqual([]);
    expect(
      eventsOf(said, 'xwapProcedure').map(({ request, response }) => [request.frame, response?.frame]),
    ).toEqual([
      [3, 4],
      [5, 6],
      [7, 14],
    ]);
    expect(new Set(said.map(({ context }) => context)).size).toBe(2);
  });

  it('is told in a capture that begins in the middle, once both ends have said who they are', () => {
    const wrong: Sent = { wt: wtReleaseConfirm(IDS) };
    expect(found(packetsOf([request, answer, wrong]))).toEqual([[3, 'WTReleaseConfirm', 'direction']]);
    expect(found(packetsOf([answer, request, wrong]))).toEqual([[3, 'WTReleaseConfirm', 'direction']]);
    expect(found(packetsOf([request, request, wrong]))).toEqual([]);
    expect(found(packetsOf([wrong, request]))).toEqual([]);
  });

  it('does not turn the roles around where it comes first', () => {
    const said = followXw(
      packetsOf([{ enb: wtReleaseRequired({ ...IDS, cause }) }, request, request, answer, request]),
    );
    expect(
      eventsOf(said, 'xwap')
        .slice(2)
        .map(({ isFromWt }) => isFromWt),
    ).toEqual([false, true, false]);
    expect(eventsOf(said, 'xwapUnexpected')).toEqual([]);
  });
});

describe('an answer', () => {
  it.each<[string, Sent]>([
    ['WTModificationRequestAcknowledge', answer],
    ['WTModificationRequestReject', refusal],
    ['WTAdditionRequestAcknowledge', { wt: acknowledge() }],
    ['WTModificationConfirm', { enb: wtModificationConfirm(IDS) }],
    ['WTReleaseConfirm', { enb: wtReleaseConfirm(IDS) }],
    ['ResetResponse', { wt: resetResponse() }],
  ])('%s is unasked after the procedures are over', (message, one) => {
    expect(ofAll(...added, request, answer, one)).toEqual([[9, message, 'unasked']]);
  });

  it('is asked as often as the request came', () => {
    expect(ofAll(...added, request, request, answer, answer)).toEqual([]);
    expect(ofAll(...added, request, request, answer, answer, answer).length).toBe(1);
    expect(ofAll(...added, request, { enb: modification(sKwtOf(3)) }, answer, answer)).toEqual([]);
  });

  it('is asked where an Error Indication came before it, and where it crosses a release', () => {
    const error = errorIndication({ ...IDS, cause });
    expect(ofAll(...added, request, { wt: error }, answer)).toEqual([]);
    expect(ofAll(...added, request, { enb: wtReleaseRequest(IDS) }, answer)).toEqual([]);
    const again: Sent = { enb: addition(sKwtOf(3)) };
    expect(ofAll(...added, request, { enb: wtReleaseRequest(IDS) }, again, answer)).toEqual([]);
  });

  it('may answer a request that could not be read, or that is from before the capture', () => {
    expect(ofAll(...added, { enb: Uint8Array.of(0, 7, 0) }, answer)).toEqual([]);
    expect(found(packetsOf([answer, request, answer, answer]))).toEqual([]);
  });

  it('is told in a capture that begins in the middle, of a UE that is added there', () => {
    expect(found(packetsOf([...added.slice(2), request, answer, answer]))).toEqual([
      [5, 'WTModificationRequestAcknowledge', 'unasked'],
    ]);
    expect(found(packetsOf([...added.slice(2), { enb: wtReleaseConfirm(IDS) }]))).toHaveLength(1);
  });

  describe('to a request that the capture lacks', () => {
    const packets = packetsOf([...added, request, answer, request, answer], true);
    const lossy = packets.filter((_, i) => i !== 6);
    const at = (...ends: readonly Uint8Array[]) => found([...begin, ...lossy, ...ends]);

    it('is none as soon as SCTP shows that', () => {
      expect(at(sctp('wt', [sack(4)]))).toEqual([]);
      expect(at(sctp('enb', [pdu(5, modification(sKwtOf(3)))]), sctp('wt', [sack(5)]))).toEqual([]);
      expect(at(sctp('wt', [sack(3, [{ start: 2, end: 2 }])]), sctp('wt', [sack(5)]))).toEqual([]);
    });

    it('may be none as long as it does not', () => {
      const unasked = [9, 'WTModificationRequestAcknowledge', 'unasked'];
      expect(at()).toEqual([[...unasked, 'unsure']]);
      expect(at(sctp('wt', [sack(3)]))).toEqual([unasked]);
      expect(at(sctp('wt', [sack(2, [{ start: 2, end: 2 }])]))).toEqual([[...unasked, 'unsure']]);
    });

    it('is none where it comes behind its answer, as clocks of two sniffers differ', () => {
      expect(at(packets[6]!, sctp('wt', [sack(4)]))).toEqual([]);
    });
  });
});

describe('a message of the WT before it acknowledges the addition', () => {
  const before: Sent[] = [...added.slice(0, 3), confirmation, ...added.slice(3)];

  it('is told; behind that, and after a repeated request, it is right', () => {
    expect(ofAll(...before)).toEqual([[6, 'WTAssociationConfirmation', 'before-acknowledge']]);
    expect(ofAll(...added, confirmation)).toEqual([]);
    expect(ofAll(...added.slice(0, 3), ...added.slice(2), confirmation)).toEqual([]);
  });

  it('may be behind one that the capture lacks, or that comes later', () => {
    const packets = packetsOf([...added, confirmation]);
    expect(found([...begin, ...packets.filter((_, i) => i !== 3)])).toEqual([]);
    expect(found([...begin, ...packets.slice(0, 3), packets[4]!, packets[3]!])).toEqual([]);
    // It may be of the UE that had these ids before, whose release it crosses.
    const again: Sent[] = [{ enb: wtReleaseRequest(IDS) }, { enb: addition(sKwtOf(2)) }, confirmation];
    expect(ofAll(...added, ...again)).toEqual([]);
    // Nothing shows what the WT had sent before.
    expect(found([packets[2]!, packets[4]!])).toEqual([]);
  });
});

describe('UE XwAP IDs', () => {
  const unknown: Sent = { enb: modification(sKwtOf(2), NINES) };

  it('that no addition gave are told once, if Xw is in view from the start', () => {
    const refused: Sent = { wt: wtModificationRequestReject({ ...NINES, cause }) };
    expect(ofAll(...added, unknown, refused)).toEqual([[7, 'WTModificationRequest', 'unknown-ids']]);
    expect(ofAll(...added, { wt: wtAssociationConfirmation(NINES) })).toEqual([
      [7, 'WTAssociationConfirmation', 'unknown-ids'],
    ]);
    const silent = packetsOf([...added, { wt: wtAssociationConfirmation(NINES) }], true);
    expect(found([...begin, ...silent])).toEqual([[7, 'WTAssociationConfirmation', 'unknown-ids', 'unsure']]);
    expect(found(packetsOf([...added, unknown]))).toEqual([]);
  });

  it('of a UE that the WT refused are told', () => {
    const reject: Sent = { wt: wtAdditionRequestReject({ enbUeXwapId: IDS.enbUeXwapId, cause }) };
    expect(ofAll(...added.slice(0, 3), reject, request)).toEqual([
      [7, 'WTModificationRequest', 'unknown-ids'],
    ]);
  });

  it('of the eNB that it never asked with are told where the WT accepts or refuses the UE under them', () => {
    const other = { ...IDS, enbUeXwapId: 9 };
    const reject: Sent = { wt: wtAdditionRequestReject({ enbUeXwapId: 9, cause }) };
    const asked = added.slice(0, 3);
    expect(ofAll(...asked, { wt: acknowledge(other) }, request)).toEqual([
      [6, 'WTAdditionRequestAcknowledge', 'unasked'],
    ]);
    expect(ofAll(...asked, reject, request)).toEqual([[6, 'WTAdditionRequestReject', 'unasked']]);
    // The request may be missing, or come behind its answer, as clocks of two sniffers differ.
    const late: Sent = { enb: addition(sKwtOf(2), { enbUeXwapId: 9 }) };
    const packets = packetsOf([...asked, late, { wt: acknowledge(other) }, request]);
    expect(found([...begin, ...packets.filter((_, i) => i !== 3)])).toEqual([]);
    const silent = packetsOf([...asked, late, { wt: acknowledge(other) }], true);
    expect(found([...begin, ...silent.slice(0, 3), silent[4]!, silent[3]!])).toEqual([]);
    // It crosses the release of the UE.
    const released: Sent[] = [{ enb: wtReleaseRequest(IDS) }, { wt: acknowledge() }, request];
    expect(ofAll(...asked, ...released.slice(0, 2))).toEqual([]);
  });

  it('that are in use, or that the eNB has released, are told in its requests, if all is in view since', () => {
    const again: Sent = { enb: addition(sKwtOf(2)) };
    const wrong = (frame: number, misfit: 'in-use' | 'released') => [
      frame,
      misfit === 'in-use' ? 'WTAdditionRequest' : 'WTModificationRequest',
      misfit,
    ];
    const release: Sent = { enb: wtReleaseRequest(IDS) };
    expect(ofAll(...added, again)).toEqual([wrong(7, 'in-use')]);
    expect(ofAll(...added, release, again)).toEqual([]);
    expect(ofAll(...added, release, request)).toEqual([wrong(8, 'released')]);
    expect(ofAll(...added, release, again, { wt: acknowledge() }, request)).toEqual([]);
    const required: Sent[] = [{ wt: wtReleaseRequired({ ...IDS, cause }) }, { enb: wtReleaseConfirm(IDS) }];
    expect(ofAll(...added, ...required, request)).toEqual([wrong(9, 'released')]);
    // Both may have given it up.
    expect(ofAll(...added, { wt: errorIndication({ ...IDS, cause }) }, again)).toEqual([]);
    expect(ofAll(...added, { wt: reset({ cause }) }, again)).toEqual([]);
    // Not a request of before, nor one that the WT did not answer.
    expect(ofAll(...added, { enb: reset({ cause }) }, request)).toEqual([]);
    expect(ofAll(...added.slice(0, 3), again)).toEqual([]);
    const packets = packetsOf([...added, release, again]);
    expect(found([...begin, ...packets.filter((_, i) => i !== 4)])).toEqual([]);
    // The request comes late, as it was lost and sent again: SCTP delivers it before the release.
    const late = packetsOf([...added, request, release]);
    expect(found([...begin, ...late.slice(0, 4), late[5]!, late[4]!])).toEqual([]);
    const lateBehindAnswer = packetsOf([...added, required[0]!, request, required[1]!]);
    expect(
      found([...begin, ...lateBehindAnswer.slice(0, 5), ...lateBehindAnswer.slice(5).reverse()]),
    ).toEqual([]);
  });

  it('are known after a release, from LWIP, and of another association', () => {
    expect(ofAll(...added, { enb: wtReleaseRequest(IDS) }, confirmation)).toEqual([]);
    expect(ofAll(...added, { enb: reset({ cause }) }, confirmation)).toEqual([]);
    const lwip = lwipAdditionRequest({
      enbUeXwapId: 9,
      ueIdentity: STATION,
      lwipPsk: new Uint8Array(32),
      ikeInitiatorIdentity: Uint8Array.of(1),
    });
    const given: Sent[] = [{ enb: lwip }, { wt: lwipAdditionRequestAcknowledge(NINES as never) }];
    expect(ofAll(...added, ...given, { enb: lwipReleaseRequest(NINES) })).toEqual([]);
    const other = [sctp('enb', [pdu(1, addition(sKwtOf(1), NINES))], { port: 36_500 })];
    expect(found([...other, ...begin, ...packetsOf([...added, unknown])])).toEqual([]);
  });

  it('may be given in what the capture lacks, or in what it cannot read', () => {
    const packets = packetsOf([...added, request, answer, unknown]);
    expect(found([...begin, ...packets.filter((_, i) => i !== 5)])).toEqual([]);
    expect(ofAll(...added, { wt: Uint8Array.of(0x20, 6, 0) }, unknown)).toEqual([]);
  });
});

describe('Xw Setup', () => {
  it('comes first, and is told once where it does not', () => {
    expect(ofAll(...added.slice(2), request, answer)).toEqual([[3, 'WTAdditionRequest', 'no-setup']]);
    expect(ofAll({ enb: reset({ cause }) }, { wt: resetResponse() }, ...added)).toEqual([
      [3, 'Reset', 'no-setup'],
    ]);
    expect(found(packetsOf(added.slice(2)))).toEqual([]);
  });

  it('is to succeed', () => {
    const failed: Sent[] = [{ enb: setUpRequest }, { wt: xwSetupFailure({ cause }) }];
    expect(ofAll(...failed, ...added.slice(2))).toEqual([[5, 'WTAdditionRequest', 'no-setup']]);
    expect(ofAll(...failed, ...added)).toEqual([]);
  });

  it('may be in what the capture lacks', () => {
    const packets = packetsOf(added);
    expect(found([...begin, ...packets.slice(1)])).toEqual([]);
    expect(found([...begin.slice(0, 1), ...packets.slice(2)])).toEqual([]);
    // Another association over the same addresses, of which nothing says that it is new.
    expect(found([...packets, ...begin, ...packetsOf(added.slice(2))])).toEqual([]);
  });
});
