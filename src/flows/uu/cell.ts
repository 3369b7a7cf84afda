/** A cell: what KeNB* depends on (TS 33.401, A.5). */
export interface Cell {
  /** Physical cell identity, 0 to 503. */
  readonly pci: number;
  readonly earfcnDl: number;
}
