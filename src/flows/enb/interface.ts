import type { LinkEnd } from '../engine/link.js';
import type { Cell } from '../uu/cell.js';
import type { PrepareHandover } from './handover.js';
import type { ConnectedUe } from './ue-context.js';

/** An eNB, as seen from outside. */
export interface Enb {
  /** A UE has done random access with this C-RNTI: the eNB's end of its radio link. @returns its number here, if it was expected */
  attach(cRnti: number, link: LinkEnd): number | undefined;
  /** Takes over a UE that is connected; gives its number here, and the C-RNTI that it is expected with. */
  addUe(ue: ConnectedUe): { readonly number: number; readonly cRnti: number };
  /** Adds the WT for a UE, and configures LWA (TS 36.463, 8.8; TS 36.331, 5.6.14). */
  startLwa(ue: number): void;
  /** Refreshes a UE's S-KWT by a new WT Counter, or by a new KeNB where the counter is used up. */
  rekey(ue: number): void;
  /** Hands a UE over to a cell of this eNB, and refreshes its S-KWT. */
  handOver(ue: number, target: Cell): void;
  /** Hands a UE over to a cell of another eNB without WT change (TS 36.463, 8.8.2 and 8.11.2), which refreshes its S-KWT. */
  handOverTo(neighbour: Pick<Enb, 'prepareHandover'>, ue: number, target: Cell): void;
  readonly prepareHandover: PrepareHandover;
  /** The addresses of the UEs for which a procedure is under way: the last of its messages has not arrived. */
  underWay(): Iterable<Uint8Array>;
  /** Told of what is decided on for a UE, by one of the four above, … */
  decided: (station: Uint8Array) => void;
  /** … and, in the same order, as it begins, behind what was decided on before. */
  begins: (station: Uint8Array) => void;
  /** Counts XwAP messages of a UE. */
  xwapCrosses: (station: Uint8Array, isUplink: boolean) => void;
}
