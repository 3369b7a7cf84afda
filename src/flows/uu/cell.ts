/** A cell: what KeNB* depends on (TS 33.401, A.5). */
export interface Cell {
  /** Physical cell identity, 0 to 503. */
  readonly pci: number;
  readonly earfcnDl: number;
}

/** nextHopChainingCount of every KeNB here: KeNB* follows from KeNB, as there is no MME that gives NH (TS 33.401, 7.2.8). */
export const NEXT_HOP_CHAINING_COUNT = 0;
