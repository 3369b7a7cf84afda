import { get24 } from '../../codecs/link/octets.js';
import { handoverCommand } from '../../codecs/rrc/build/handover.js';
import { DlDcch } from '../../codecs/rrc/dl-dcch.js';
import type { WlanStatus } from '../../codecs/rrc/index.js';
import { wlanStatusOf } from '../../codecs/rrc/read.js';
import { type ULDCCHMessage, UlDcch } from '../../codecs/rrc/ul-dcch.js';
import { wtAdditionRequest } from '../../codecs/xwap/build/addition.js';
import { xwSetupRequest } from '../../codecs/xwap/build/interface.js';
import { wtModificationRequest } from '../../codecs/xwap/build/modification.js';
import { wtReleaseRequest } from '../../codecs/xwap/build/release.js';
import type { XwAPPDU } from '../../codecs/xwap/index.js';
import { elementaryProcedures } from '../../codecs/xwap/procedures.js';
import { itemsOf } from '../../codecs/xwap/view.js';
import type { Clock } from '../engine/engine.js';
import { ifDecodable } from '../engine/if-decodable.js';
import { type GtpEnd, ipv4TunnelOf } from '../ip/gtp-end.js';
import { kenbStarOf, sKwtOf } from '../keys/derived.js';
import type { KeyLog } from '../keys/key-log.js';
import type { Cell } from '../uu/cell.js';
import { type NextCounts, REESTABLISHED, SECURITY_ACTIVATED, Srb } from '../uu/srb.js';
import type { XwapResponse } from '../xw/procedures.js';
import { tellsUnknownId } from '../xw/ue-xwap-ids.js';
import type { XwapEndpoint, XwapMessage } from '../xw/xwap-endpoint.js';
import type { EnbConfiguration } from './configuration.js';
import type { HandoverPrepared } from './handover.js';
import type { Enb } from './interface.js';
import { createRekey, type RekeyHost } from './rekey.js';
import { createLwaMessages, ERAB } from './rrc.js';
import { begin, type ConnectedUe, createEnbUe, type EnbUe, finish, takeTransaction } from './ue-context.js';
import { createEnbTunnels, DRB } from './user-data.js';
import { createEnbXw, MODIFICATION } from './xw.js';

/** Non-GBR, default bearer (TS 23.203, Table 6.1.7). */
const QOS = { qci: 9, priorityLevel: 15 };
/** The C-RNTIs that are given to UEs (TS 36.321, Table 7.1-1). */
const FIRST_C_RNTI = 0x003d;
const LAST_C_RNTI = 0xfff3;
export const C_RNTIS = LAST_C_RNTI - FIRST_C_RNTI + 1;

/** The identifier, 0 to 3, of the transaction that a Complete ends; undefined for another message. */
const completedTransaction = ({ message }: ULDCCHMessage): number | undefined =>
  message.choice === 'c1' && message.value.choice === 'rrcConnectionReconfigurationComplete'
    ? message.value.value['rrc-TransactionIdentifier']
    : undefined;

/** After these a UE has given the WLAN up (TS 36.331, 5.6.15); one that is suspended comes back by itself. */
const FAILURES: readonly (WlanStatus | undefined)[] = [
  'failureWlanRadioLink',
  'failureWlanUnavailable',
  'failureTimeout',
];

/** What a UE is to be in a cell. */
interface ExpectedUe {
  readonly ue: EnbUe;
  readonly kenb: Uint8Array;
  readonly cell: Cell;
  readonly next: NextCounts;
}

const ADDITION = elementaryProcedures.wTAdditionPreparation.procedureCode;

/** An eNB, which asks its WT for an Xw interface at once. */
export function createEnb(options: {
  readonly clock: Clock;
  readonly configuration: EnbConfiguration;
  /** Xw-C and Xw-U. */
  readonly xw: XwapEndpoint;
  readonly gtp: GtpEnd;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}): Enb {
  const { clock, configuration, xw, gtp, keyLog, note } = options;
  const tunnels = createEnbTunnels(clock, gtp);
  const ues: EnbUe[] = [];
  /** UEs that are expected in a cell, by C-RNTI. */
  const expected = new Map<number, ExpectedUe>();
  /** Before that nothing can be asked of the WT (TS 36.463, 8.2). */
  let isXwSetUp = false;
  let lastCRnti = FIRST_C_RNTI - 1;

  const { send: sendXw, request } = createEnbXw(clock, xw, configuration.responseTimeout, {
    ues,
    crosses: (ue, isUplink) => enb.xwapCrosses(ue.station, isUplink),
    isSetUp() {
      isXwSetUp = true;
      for (const ue of ues) finish(ue);
    },
    isAssociated(ue) {
      note('the WT confirms to the eNB that the UE is associated');
      ue.bearer.downlink = lwaap => tunnels.send(ue, lwaap);
      ue.bearer.start();
    },
    isLost(ue) {
      note('the WT does not know the UE: the eNB releases LWA');
      loseWt(ue);
      begin(ue, () => releaseLwa(ue));
    },
  });

  /** Sends an RRCConnectionReconfiguration; `completed` follows its Complete. @param comment on it in the capture */
  const reconfigure = (
    ue: EnbUe,
    comment: string,
    encoded: (transactionId: number) => Uint8Array,
    completed: () => void,
  ): void => {
    ue.srb?.send(encoded(takeTransaction(ue, completed)), [comment]);
  };

  const receive = (ue: EnbUe, rrc: Uint8Array): void => {
    const message = ifDecodable(() => UlDcch.decode(rrc));
    if (message === undefined) return;
    const transactionId = completedTransaction(message);
    if (transactionId !== undefined) {
      const completed = ue.transactions[transactionId];
      ue.transactions[transactionId] = undefined;
      completed?.();
      return;
    }
    const status = wlanStatusOf(message);
    if (!FAILURES.includes(status)) return;
    note(`the UE reports ${status}: the eNB releases LWA`);
    begin(ue, () => releaseLwa(ue));
  };

  const takeWtCounter = (ue: EnbUe): { wtCounter: number; sKwt: Uint8Array } => {
    const wtCounter = ue.nextWtCounter++;
    return { wtCounter, sKwt: sKwtOf(ue.kenb, wtCounter) };
  };

  /** What the WT has admitted the UE with. */
  const takeWtContext = (
    ue: EnbUe,
    { ies }: Extract<XwapMessage, { message: 'WTAdditionRequestAcknowledge' }>,
  ): void => {
    const [bearer] = itemsOf(ies['E-RABs-Admitted-ToBeAdded-List']);
    ue.wtUeXwapId = get24(ies['WT-UE-XwAP-ID'], 0);
    ue.wtTunnel = bearer && ipv4TunnelOf(bearer['wT-GTPtunnelEndpoint']);
  };

  /** The connection with the WT is no more. @param grace nanoseconds for which uplink is still taken */
  const loseWt = (ue: EnbUe, grace = 0): void => {
    tunnels.close(ue, grace);
    ue.releasedWtUeXwapId = ue.wtUeXwapId;
    ue.wtUeXwapId = undefined;
  };

  const releaseWt = (ue: EnbUe, ueContextKept = false): void => {
    const { number: enbUeXwapId, wtUeXwapId } = ue;
    if (wtUeXwapId === undefined) return;
    // No answer tells when the WT has the request: what it sends until then is still taken.
    loseWt(ue, configuration.responseTimeout);
    sendXw(ue, wtReleaseRequest({ enbUeXwapId, wtUeXwapId, ueContextKept }));
  };

  /** The WT has added a UE too late: it is to forget it again. @param ueContextKept whether the UE goes on with another eNB */
  const releaseLateWt = (ue: EnbUe, response: XwapResponse, ueContextKept: boolean): void => {
    if (response.message !== 'WTAdditionRequestAcknowledge') return;
    note('the WT has answered too late: the eNB releases it again');
    const wtUeXwapId = get24(response.ies['WT-UE-XwAP-ID'], 0);
    ue.releasedWtUeXwapId = wtUeXwapId;
    sendXw(ue, wtReleaseRequest({ enbUeXwapId: ue.number, wtUeXwapId, ueContextKept }));
  };

  const releaseLwa = (ue: EnbUe, why = ''): void => {
    reconfigure(ue, `the eNB releases LWA${why}`, lwaMessages.release, () => finish(ue));
    releaseWt(ue);
  };

  const lwaMessages = createLwaMessages(configuration);

  /** With an S-KWT, or for a UE that the WT knows from another eNB. */
  const additionRequest = (
    ue: EnbUe,
    sKwt: Uint8Array | undefined,
    wtUeXwapId: number | undefined,
  ): XwAPPDU => {
    const enbTunnel = { address: configuration.ip, teid: tunnels.open(ue) };
    return wtAdditionRequest({
      enbUeXwapId: ue.number,
      ueIdentity: ue.station,
      bearers: [{ erabId: ERAB, qos: QOS, enbTunnel, drbIdentity: DRB }],
      mobilitySet: configuration.mobilitySet,
      sKwt,
      wtUeXwapId,
    });
  };

  const startLwa = (ue: EnbUe): void => {
    const { wtCounter, sKwt } = takeWtCounter(ue);
    const pdu = additionRequest(ue, sKwt, undefined);
    const answered = (response: XwapResponse | undefined): void => {
      if (response?.message !== 'WTAdditionRequestAcknowledge') {
        tunnels.close(ue, 0);
        finish(ue);
        return;
      }
      takeWtContext(ue, response);
      const { hasDrb } = ue;
      ue.hasDrb = true;
      reconfigure(
        ue,
        `LWA begins: WT Counter ${wtCounter} under ${ue.kenbName}`,
        transactionId => lwaMessages.start(transactionId, wtCounter, hasDrb),
        () => finish(ue),
      );
    };
    request(ue, ADDITION, pdu, answered, response => releaseLateWt(ue, response, false));
  };

  const tellWt: RekeyHost['tellWt'] = (ue, sKwt, answered) => {
    const { number: enbUeXwapId, wtUeXwapId } = ue;
    if (wtUeXwapId === undefined) {
      answered('connection lost');
      return;
    }
    request(ue, MODIFICATION, wtModificationRequest({ enbUeXwapId, wtUeXwapId, sKwt }), response => {
      if (ue.wtUeXwapId === undefined) answered('connection lost');
      else if (response === undefined) answered('none in time');
      else if (tellsUnknownId(response)) {
        loseWt(ue);
        answered('UE unknown');
      } else answered(response.message === 'WTModificationRequestAcknowledge' ? 'accepted' : 'refused');
    });
  };

  const rekey = createRekey(clock, configuration, {
    takeWtCounter,
    tellUe: (ue, wtCounter, comment, completed) =>
      reconfigure(ue, comment, transactionId => lwaMessages.rekey(transactionId, wtCounter), completed),
    tellWt,
    renewKenb: (ue, why) => handOver(ue, ue.cell, `, the same cell${why}`),
    releaseLwa,
    note,
  });

  const addContext = (connected: ConnectedUe): EnbUe => {
    const ue = createEnbUe(ues.length + 1, connected, configuration.firstWtCounter, !isXwSetUp);
    ues.push(ue);
    return ue;
  };

  const expectUe = (ue: EnbUe, kenb: Uint8Array, cell: Cell, next = REESTABLISHED): number => {
    do lastCRnti = lastCRnti === LAST_C_RNTI ? FIRST_C_RNTI : lastCRnti + 1;
    while (expected.has(lastCRnti));
    expected.set(lastCRnti, { ue, kenb, cell, next });
    return lastCRnti;
  };

  const handOverTo = (ue: EnbUe, neighbour: Pick<Enb, 'prepareHandover'>, target: Cell): void => {
    const { station, nextHopChainingCount, wtUeXwapId, tap, bearer } = ue;
    if (wtUeXwapId === undefined) {
      finish(ue);
      return;
    }
    const kenb = kenbStarOf(ue.kenb, target.pci, target.earfcnDl);
    const prepared = (answer: HandoverPrepared | undefined): void => {
      if (answer === undefined) {
        finish(ue);
        return;
      }
      const { command, forward } = answer;
      // From here on the UE is the target's.
      ue.srb?.send(command, [`handover to PCI ${target.pci}, of another eNB: LWA goes on, the WT stays`]);
      releaseWt(ue, true);
      // Data forwarding (TS 36.300, 10.1.2.3); the S1 path, which is out of sight here, stays as it is.
      bearer.downlink = lwaap => clock.after(configuration.x2Delay, () => forward(lwaap));
    };
    const asked = { station, kenb, nextHopChainingCount, target, wtUeXwapId, tap, bearer };
    clock.after(configuration.x2Delay, () => neighbour.prepareHandover(asked, prepared));
  };

  const prepareHandover: Enb['prepareHandover'] = (asked, prepared) => {
    const { station, kenb, nextHopChainingCount, target, tap, bearer } = asked;
    const ue = addContext({ station, kenb, nextHopChainingCount, cell: target, tap, bearer });
    ue.isBusy = true;
    ue.hasDrb = true;
    ue.nextWtCounter = 0;
    const pdu = additionRequest(ue, undefined, asked.wtUeXwapId);
    const answered = (response: XwapResponse | undefined): void => {
      if (response?.message !== 'WTAdditionRequestAcknowledge') {
        tunnels.close(ue, 0);
        clock.after(configuration.x2Delay, () => prepared(undefined));
        return;
      }
      takeWtContext(ue, response);
      const transactionId = takeTransaction(ue, () => rekey(ue));
      const command = handoverCommand({
        transactionId,
        targetCell: target.pci,
        newCRnti: expectUe(ue, kenb, target),
        nextHopChainingCount,
        withoutWtChange: 'keepLWA-Config',
      });
      const forward = (pdcp: Uint8Array): void => tunnels.send(ue, pdcp);
      clock.after(configuration.x2Delay, () => prepared({ command: DlDcch.encode(command), forward }));
    };
    request(ue, ADDITION, pdu, answered, response => releaseLateWt(ue, response, true));
  };

  const handOver = (ue: EnbUe, target: Cell, why = ''): void => {
    const newCRnti = expectUe(ue, kenbStarOf(ue.kenb, target.pci, target.earfcnDl), target);
    const { keepsLwa } = configuration;
    const hasLwa = ue.wtUeXwapId !== undefined;
    const lwaChange = keepsLwa
      ? { withoutWtChange: 'keepLWA-Config' as const }
      : { bearers: [{ drbId: DRB, lwa: false }] };
    reconfigure(
      ue,
      `handover to PCI ${target.pci}${why}: LWA ${!hasLwa ? 'was not there' : keepsLwa ? 'goes on, the WT stays' : 'ends'}`,
      transactionId =>
        DlDcch.encode(
          handoverCommand({
            transactionId,
            targetCell: target.pci,
            newCRnti,
            nextHopChainingCount: ue.nextHopChainingCount,
            ...(target.earfcnDl === ue.cell.earfcnDl ? {} : { carrier: { downlink: target.earfcnDl } }),
            ...(hasLwa ? lwaChange : {}),
          }),
        ),
      () => (keepsLwa ? rekey(ue) : startLwa(ue)),
    );
    if (!keepsLwa) releaseWt(ue);
  };

  /** What is decided on from outside; of all else it is known what it follows from. */
  const decide = (number: number, start: (ue: EnbUe) => void): void => {
    const ue = ues[number - 1]!;
    enb.decided(ue.station);
    begin(ue, () => {
      enb.begins(ue.station);
      start(ue);
    });
  };

  const enb: Enb = {
    attach(cRnti, link) {
      const arriving = expected.get(cRnti);
      if (arriving === undefined) return;
      expected.delete(cRnti);
      const { ue, kenb, cell, next } = arriving;
      if (kenb !== ue.kenb) ue.nextWtCounter = 0;
      ue.kenb = kenb;
      ue.cell = cell;
      const { name, keyRow } = keyLog.kenb('enb', ue.station, kenb, cell.pci);
      ue.kenbName = name;
      ue.srb = new Srb({
        link,
        side: 'enb',
        kenb,
        keyRow,
        next,
        keysDerived: keyLog.rrcKeys,
        tap: ue.tap,
        receive: rrc => receive(ue, rrc),
      });
    },
    addUe(connected) {
      const ue = addContext(connected);
      return { number: ue.number, cRnti: expectUe(ue, ue.kenb, ue.cell, SECURITY_ACTIVATED) };
    },
    startLwa: number => decide(number, startLwa),
    rekey: number => decide(number, rekey),
    handOver: (number, target) => decide(number, ue => handOver(ue, target)),
    handOverTo: (neighbour, number, target) => decide(number, ue => handOverTo(ue, neighbour, target)),
    prepareHandover,
    decided: () => {},
    begins: () => {},
    xwapCrosses: () => {},
  };
  xw.send(xwSetupRequest(configuration.id), 'common');
  return enb;
}
