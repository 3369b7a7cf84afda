import type { ULDCCHMessage } from '../../codecs/rrc/ul-dcch.js';
import type { Cell } from '../uu/cell.js';
import type { Srb } from '../uu/srb.js';
import type { UuTap } from '../uu/tap.js';
import type { EnbBearer, EnbUserData } from './user-data.js';

/** A UE in RRC_CONNECTED, as an eNB takes it over. */
export interface ConnectedUe {
  /** Who it is, to those that watch: its address in WLANs. */
  readonly station: Uint8Array;
  /**
   * That address as its capabilities name it; undefined where nobody has told the eNB of them (TS 23.401, 5.11.2), or it can no LWA.
   */
  readonly wlanMacAddress: Uint8Array | undefined;
  readonly kenb: Uint8Array;
  readonly cell: Cell;
  readonly tap: UuTap;
  readonly bearer: EnbBearer;
}

/** What an eNB holds of a UE. */
export interface EnbUe extends EnbUserData {
  /** By which a WT knows it (TS 36.463, 8.8): another where an addition under the last one has not been answered. */
  enbUeXwapId: number;
  readonly station: Uint8Array;
  /** By which a WT is to know it: see {@link ConnectedUe}. */
  wlanMacAddress: Uint8Array | undefined;
  readonly tap: UuTap;
  kenb: Uint8Array;
  /** The name by which comments speak of it; empty until the UE has arrived. */
  kenbName: string;
  cell: Cell;
  srb: Srb | undefined;
  /** For the next S-KWT: one under the present KeNB (TS 33.401, G.2). */
  nextWtCounter: number;
  wtUeXwapId: number | undefined;
  /** Of the connection that was released last, of which something may still be under way. */
  releasedWtUeXwapId: number | undefined;
  transactionId: number;
  /** What follows the answer to a transaction, by its identifier, 0 to 3. */
  readonly transactions: (((answer: ULDCCHMessage) => void) | undefined)[];
  refusals: number;
  /** What waits for the procedures that are under way; undefined while nothing does. */
  waiting: (() => void)[] | undefined;
  isBusy: boolean;
  /** Whether it has been sent to another eNB, whose procedure goes on. */
  isHandedOver: boolean;
  /** Whether the UE has the DRB … */
  hasDrb: boolean;
  /** … and has been told of LWA, and not that it ends. */
  hasLwa: boolean;
}

/** What an eNB has of a UE that is connected, without LWA. @param nextWtCounter that which it is told with the first S-KWT */
export const createEnbUe = (
  enbUeXwapId: number,
  { station, wlanMacAddress, kenb, cell, tap, bearer }: ConnectedUe,
  nextWtCounter: number,
): EnbUe => ({
  enbUeXwapId,
  station,
  wlanMacAddress,
  tap,
  bearer,
  kenb,
  kenbName: '',
  cell,
  srb: undefined,
  nextWtCounter,
  wtUeXwapId: undefined,
  releasedWtUeXwapId: undefined,
  teid: undefined,
  wtTunnel: undefined,
  transactionId: 0,
  transactions: [undefined, undefined, undefined, undefined],
  refusals: 0,
  waiting: undefined,
  isBusy: false,
  isHandedOver: false,
  hasDrb: false,
  hasLwa: false,
});

/** Starts what the eNB decides on for a UE, after what it decided on before: the procedures of a UE do not overlap. */
export const begin = (ue: EnbUe, start: () => void): void => {
  if (ue.isBusy) {
    ue.waiting ??= [];
    ue.waiting.push(start);
    return;
  }
  ue.isBusy = true;
  start();
};

/** The last of the procedures that `begin` started is over. */
export const finish = (ue: EnbUe): void => {
  ue.isBusy = false;
  const start = ue.waiting?.shift();
  if (start !== undefined) begin(ue, start);
};

/** An RRC transaction, which its answer ends. */
export const takeTransaction = (ue: EnbUe, answered: (answer: ULDCCHMessage) => void): number => {
  const { transactionId } = ue;
  ue.transactionId = (transactionId + 1) % 4;
  ue.transactions[transactionId] = answered;
  return transactionId;
};
