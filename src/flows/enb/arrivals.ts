import type { Cell } from '../uu/cell.js';
import { type NextCounts, REESTABLISHED } from '../uu/srb.js';
import type { EnbUe } from './ue-context.js';

/** The C-RNTIs that are given to UEs (TS 36.321, Table 7.1-1). */
const FIRST_C_RNTI = 0x003d;
const LAST_C_RNTI = 0xfff3;
export const C_RNTIS = LAST_C_RNTI - FIRST_C_RNTI + 1;

/** A UE that is to do random access in a cell, and what it is then. */
export interface Arrival {
  readonly ue: EnbUe;
  readonly kenb: Uint8Array;
  readonly cell: Cell;
  readonly next: NextCounts;
}

/** The UEs that an eNB expects in its cells, each with a C-RNTI of its own. */
export interface Arrivals {
  /**
   * Expects a UE from now on. @returns the C-RNTI that it is to come with
   * @param next of its SRB1; as in a handover if left out
   */
  expect(ue: EnbUe, kenb: Uint8Array, cell: Cell, next?: NextCounts): number;
  /** The UE that comes with a C-RNTI, which is expected no more; undefined if none is. */
  take(cRnti: number): Arrival | undefined;
}

/** The arrivals of an eNB that expects no UE yet. */
export function createArrivals(): Arrivals {
  const byCRnti = new Map<number, Arrival>();
  let last = FIRST_C_RNTI - 1;
  return {
    expect(ue, kenb, cell, next = REESTABLISHED) {
      do last = last === LAST_C_RNTI ? FIRST_C_RNTI : last + 1;
      while (byCRnti.has(last));
      byCRnti.set(last, { ue, kenb, cell, next });
      return last;
    },
    take(cRnti) {
      const arrival = byCRnti.get(cRnti);
      byCRnti.delete(cRnti);
      return arrival;
    },
  };
}
