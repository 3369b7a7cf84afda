import {
  type DLDCCHMessage,
  DlDcch,
  handoverCommand,
  type LwaSetup,
  lwaReconfiguration,
  lwaRelease,
  type ULDCCHMessage,
  UlDcch,
  wlanStatusOf,
} from '../codecs/rrc/index.js';
import {
  type GlobalEnb,
  wtAdditionRequest,
  wtModificationRequest,
  wtReleaseRequest,
  type XwAPPDU,
  xwSetupRequest,
} from '../codecs/xwap/index.js';
import { deriveKenbStar, deriveSKwt } from '../crypto/kdf3gpp.js';
import type { Clock } from './engine.js';
import { ifDecodable } from './key-frame.js';
import type { KeyLog } from './keys.js';
import type { LinkEnd } from './link.js';
import { createSrb, rrcKeysOf, type Srb } from './srb.js';
import type { Cell } from './ue-rrc.js';
import type { UuTap } from './uu-tap.js';
import { createPendingProcedures, type XwapEndpoint, type XwapMessage } from './xwap-endpoint.js';

/** In which order an eNB tells UE and WT of a new S-KWT. */
export type Strategy =
  /** Option 1 of the contribution: the WT first, the UE after `rrcDelay`. */
  | { readonly order: 'wt-first'; readonly rrcDelay: number }
  /** Option 2, the proposal: the UE first, the WT once the UE has confirmed. */
  | { readonly order: 'ue-first' };

/** What an eNB is configured with. */
export interface EnbConfiguration {
  readonly id: GlobalEnb;
  /** 4 octets: where GTP tunnels end. */
  readonly ip: Uint8Array;
  readonly ssid: string;
  readonly strategy: Strategy;
  /** Whether LWA goes on through a handover (handoverWithoutWT-Change-r14), or is released and set up again. */
  readonly keepsLwa: boolean;
  /** The WT Counter of the first S-KWT of a UE's first KeNB. */
  readonly firstWtCounter: number;
  /** T351, in seconds. */
  readonly associationTimer: 10 | 30 | 60 | 120 | 240;
  /** Nanoseconds that the WT may take to answer. */
  readonly responseTimeout: number;
  /** Nanoseconds from a refused WT Modification to the next attempt. */
  readonly retryDelay: number;
  /** How often a re-key that the WT refuses is tried again before LWA is given up. */
  readonly retries: number;
}

/** A UE in RRC_CONNECTED, as an eNB takes it over. */
export interface ConnectedUe {
  readonly station: Uint8Array;
  readonly kenb: Uint8Array;
  readonly nextHopChainingCount: number;
  readonly cell: Cell;
  readonly cRnti: number;
  readonly tap: UuTap;
}

/** An eNB, as seen from outside. */
export interface Enb {
  /** A UE has done random access with this C-RNTI: the eNB's end of its radio link. */
  attach(cRnti: number, link: LinkEnd): void;
  /** Takes over a UE that is connected; gives its number here. */
  addUe(ue: ConnectedUe): number;
  /** Adds the WT for a UE, and configures LWA (TS 36.463, 8.8; TS 36.331, 5.6.14). */
  startLwa(ue: number): void;
  /** Refreshes a UE's S-KWT by a new WT Counter, or by a new KeNB where the counter is used up. */
  rekey(ue: number): void;
  /** Hands a UE over to a cell of this eNB, and refreshes its S-KWT. */
  handOver(ue: number, target: Cell): void;
  /** Counts XwAP messages of a UE. */
  xwapCrosses: (station: Uint8Array, isUplink: boolean) => void;
}

interface UeContext {
  readonly number: number;
  readonly station: Uint8Array;
  readonly tap: UuTap;
  readonly nextHopChainingCount: number;
  kenb: Uint8Array;
  cell: Cell;
  srb: Srb | undefined;
  /** For the next S-KWT: one under the present KeNB (TS 33.401, G.2). */
  nextWtCounter: number;
  wtUeXwapId: Uint8Array | undefined;
  transactionId: number;
  /** What follows the RRCConnectionReconfigurationComplete of a transaction. */
  readonly transactions: Map<number, () => void>;
  refusals: number;
  /** What waits for the procedures that are under way. */
  readonly waiting: (() => void)[];
  isBusy: boolean;
  /** Whether the UE has the DRB. */
  hasDrb: boolean;
}

const LAST_WT_COUNTER = 0xffff;
const DRB = 1;
const ERAB = 5;
/** Non-GBR, default bearer (TS 23.203, Table 6.1.7). */
const QOS = { qci: 9, priorityLevel: 15 };
const C_RNTI_MIN = 0x003d;

const isComplete = ({ message }: ULDCCHMessage): number | undefined =>
  message.choice === 'c1' && message.value.choice === 'rrcConnectionReconfigurationComplete'
    ? message.value.value['rrc-TransactionIdentifier']
    : undefined;

export function createEnb(options: {
  readonly clock: Clock;
  readonly configuration: EnbConfiguration;
  readonly xw: XwapEndpoint;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}): Enb {
  const { clock, configuration, xw, keyLog, note } = options;
  const ues: UeContext[] = [];
  /** UEs that are expected in a cell. */
  const expected = new Map<
    number,
    { readonly ue: UeContext; readonly kenb: Uint8Array; readonly cell: Cell }
  >();
  /** Before that nothing can be asked of the WT (TS 36.463, 8.2). */
  let isXwSetUp = false;
  let lastCRnti = C_RNTI_MIN;
  const pending = createPendingProcedures(clock, configuration.responseTimeout);
  const ueOf = (id: Uint8Array): UeContext | undefined => ues[((id[0]! << 16) | (id[1]! << 8) | id[2]!) - 1];

  const sendXw = (ue: UeContext, pdu: XwAPPDU): void => {
    enb.xwapCrosses(ue.station, false);
    xw.send(pdu, 'ue');
  };

  const request = (
    ue: UeContext,
    procedure: string,
    pdu: XwAPPDU,
    answered: (response: XwapMessage | undefined) => void,
  ): void => {
    pending.expect(`${procedure} ${ue.number}`, answered);
    sendXw(ue, pdu);
  };

  xw.receive = message => {
    if (message.message === 'XwSetupResponse') {
      isXwSetUp = true;
      for (const ue of ues) finish(ue);
      return;
    }
    const { ies } = message;
    if (!('ENB-UE-XwAP-ID' in ies) || ies['ENB-UE-XwAP-ID'] === undefined) return;
    const ue = ueOf(ies['ENB-UE-XwAP-ID']);
    if (ue === undefined) return;
    enb.xwapCrosses(ue.station, true);
    if (message.message === 'WTAssociationConfirmation')
      note('the WT confirms to the eNB that the UE is associated');
    else pending.settle(`${message.procedure} ${ue.number}`, message);
  };

  /** Starts what the eNB decides on for a UE, after what it decided on before: the procedures of a UE do not overlap. */
  const begin = (ue: UeContext, start: () => void): void => {
    if (ue.isBusy) {
      ue.waiting.push(start);
      return;
    }
    ue.isBusy = true;
    start();
  };

  /** The last of the procedures that `begin` started is over. */
  const finish = (ue: UeContext): void => {
    ue.isBusy = false;
    const start = ue.waiting.shift();
    if (start !== undefined) begin(ue, start);
  };

  /** Sends an RRCConnectionReconfiguration; `completed` follows its Complete. */
  const reconfigure = (
    ue: UeContext,
    build: (transactionId: number) => DLDCCHMessage,
    completed: () => void,
  ): void => {
    const transactionId = ue.transactionId;
    ue.transactionId = (transactionId + 1) % 4;
    ue.transactions.set(transactionId, completed);
    ue.srb?.send(DlDcch.encode(build(transactionId)));
  };

  const receive = (ue: UeContext, rrc: Uint8Array): void => {
    const message = ifDecodable(() => UlDcch.decode(rrc));
    if (message === undefined) return;
    const transactionId = isComplete(message);
    if (transactionId !== undefined) {
      const completed = ue.transactions.get(transactionId);
      ue.transactions.delete(transactionId);
      completed?.();
      return;
    }
    const status = wlanStatusOf(message);
    if (status === undefined || status === 'successfulAssociation') return;
    note(`the UE reports ${status}: the eNB releases LWA`);
    begin(ue, () => releaseLwa(ue));
  };

  const takeWtCounter = (ue: UeContext): { wtCounter: number; sKwt: Uint8Array } => {
    const wtCounter = ue.nextWtCounter++;
    return { wtCounter, sKwt: deriveSKwt(ue.kenb, wtCounter) };
  };

  const supervision = { associationTimer: configuration.associationTimer, successReport: true } as const;

  const releaseWt = (ue: UeContext): void => {
    if (ue.wtUeXwapId === undefined) return;
    sendXw(ue, wtReleaseRequest({ enbUeXwapId: ue.number, wtUeXwapId: ue.wtUeXwapId }));
    ue.wtUeXwapId = undefined;
  };

  const releaseLwa = (ue: UeContext): void => {
    reconfigure(
      ue,
      transactionId => lwaRelease({ transactionId, bearers: [{ drbId: DRB, lwa: false }] }),
      () => finish(ue),
    );
    releaseWt(ue);
  };

  const startLwa = (ue: UeContext): void => {
    const { wtCounter, sKwt } = takeWtCounter(ue);
    const ssid = new TextEncoder().encode(configuration.ssid);
    const pdu = wtAdditionRequest({
      enbUeXwapId: ue.number,
      ueIdentity: ue.station,
      sKwt,
      bearers: [
        {
          erabId: ERAB,
          qos: QOS,
          enbTunnel: { address: configuration.ip, teid: ue.number },
          drbIdentity: DRB,
        },
      ],
      mobilitySet: [{ ssid }],
    });
    request(ue, 'wTAdditionPreparation', pdu, response => {
      if (response?.message !== 'WTAdditionRequestAcknowledge') {
        finish(ue);
        return;
      }
      ue.wtUeXwapId = response.ies['WT-UE-XwAP-ID'];
      const lwa: LwaSetup = { wtCounter, mobilitySet: { add: [{ ssid }], ...supervision } };
      const bearers = [
        {
          drbId: DRB,
          ...(ue.hasDrb ? {} : { establish: { epsBearerId: ERAB, pdcpSnLength: 18 } as const }),
          lwa: true,
          uplink: { viaWlan: true },
        },
      ] as const;
      ue.hasDrb = true;
      reconfigure(
        ue,
        transactionId => lwaReconfiguration({ transactionId, bearers, ...lwa }),
        () => finish(ue),
      );
    });
  };

  const tellUe = (ue: UeContext, wtCounter: number, completed: () => void): void =>
    reconfigure(
      ue,
      transactionId => lwaReconfiguration({ transactionId, wtCounter, mobilitySet: supervision }),
      completed,
    );

  /** @param accepted follows the WT's acknowledgement */
  const tellWt = (ue: UeContext, wtUeXwapId: Uint8Array, sKwt: Uint8Array, accepted: () => void): void => {
    const pdu = wtModificationRequest({ enbUeXwapId: ue.number, wtUeXwapId, sKwt });
    request(ue, 'eNBInitiatedWTModification', pdu, response => {
      if (response?.message === 'WTModificationRequestAcknowledge') {
        ue.refusals = 0;
        accepted();
        return;
      }
      ue.refusals++;
      const goesOn = ue.refusals <= configuration.retries;
      note(
        goesOn
          ? 'UE and WT hold different keys: the eNB tries again with another WT Counter'
          : 'UE and WT hold different keys: the eNB gives LWA up',
      );
      if (goesOn) clock.after(configuration.retryDelay, () => rekey(ue));
      else releaseLwa(ue);
    });
  };

  const rekey = (ue: UeContext): void => {
    const { wtUeXwapId } = ue;
    if (wtUeXwapId === undefined) {
      finish(ue);
      return;
    }
    if (ue.nextWtCounter > LAST_WT_COUNTER) {
      // The counter must not wrap under one KeNB: an intra-cell handover makes another (TS 33.401, G.2).
      handOver(ue, ue.cell);
      return;
    }
    const { wtCounter, sKwt } = takeWtCounter(ue);
    const { strategy } = configuration;
    if (strategy.order === 'ue-first') {
      tellUe(ue, wtCounter, () => tellWt(ue, wtUeXwapId, sKwt, () => finish(ue)));
      return;
    }
    tellWt(ue, wtUeXwapId, sKwt, () => {});
    clock.after(strategy.rrcDelay, () => tellUe(ue, wtCounter, () => finish(ue)));
  };

  const expectUe = (ue: UeContext, kenb: Uint8Array, cell: Cell): number => {
    lastCRnti = lastCRnti === 0xfff3 ? C_RNTI_MIN : lastCRnti + 1;
    expected.set(lastCRnti, { ue, kenb, cell });
    return lastCRnti;
  };

  const handOver = (ue: UeContext, target: Cell): void => {
    const newCRnti = expectUe(ue, deriveKenbStar(ue.kenb, target.pci, target.earfcnDl), target);
    const { keepsLwa } = configuration;
    reconfigure(
      ue,
      transactionId =>
        handoverCommand({
          transactionId,
          targetCell: target.pci,
          newCRnti,
          nextHopChainingCount: ue.nextHopChainingCount,
          ...(target.earfcnDl === ue.cell.earfcnDl ? {} : { carrier: { downlink: target.earfcnDl } }),
          ...(keepsLwa ? { withoutWtChange: 'keepLWA-Config' } : { bearers: [{ drbId: DRB, lwa: false }] }),
        }),
      () => (keepsLwa ? rekey(ue) : startLwa(ue)),
    );
    if (!keepsLwa) releaseWt(ue);
  };

  const enb: Enb = {
    attach(cRnti, link) {
      const arriving = expected.get(cRnti);
      if (arriving === undefined) return;
      expected.delete(cRnti);
      const { ue, kenb, cell } = arriving;
      if (kenb !== ue.kenb) ue.nextWtCounter = 0;
      ue.kenb = kenb;
      ue.cell = cell;
      ue.srb = createSrb({
        link,
        side: 'enb',
        keys: rrcKeysOf(kenb),
        keyRow: keyLog.kenb('enb', ue.station, kenb, cell.pci).keyRow,
        tap: ue.tap,
        receive: rrc => receive(ue, rrc),
      });
    },
    addUe({ station, kenb, nextHopChainingCount, cell, cRnti, tap }) {
      const ue: UeContext = {
        number: ues.length + 1,
        station,
        tap,
        nextHopChainingCount,
        kenb,
        cell,
        srb: undefined,
        nextWtCounter: configuration.firstWtCounter,
        wtUeXwapId: undefined,
        transactionId: 0,
        transactions: new Map(),
        refusals: 0,
        waiting: [],
        isBusy: !isXwSetUp,
        hasDrb: false,
      };
      ues.push(ue);
      expected.set(cRnti, { ue, kenb, cell });
      return ue.number;
    },
    startLwa(number) {
      const ue = ues[number - 1]!;
      begin(ue, () => startLwa(ue));
    },
    rekey(number) {
      const ue = ues[number - 1]!;
      begin(ue, () => rekey(ue));
    },
    handOver(number, target) {
      const ue = ues[number - 1]!;
      begin(ue, () => handOver(ue, target));
    },
    xwapCrosses: () => {},
  };
  xw.send(xwSetupRequest(configuration.id), 'common');
  return enb;
}
