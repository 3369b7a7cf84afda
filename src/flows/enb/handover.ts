import type { Cell } from '../uu/cell.js';
import type { UuTap } from '../uu/tap.js';
import type { EnbBearer } from './user-data.js';

/** What a source eNB asks of a target eNB over X2 (TS 36.423, 8.2.1, Handover Preparation). */
export interface HandoverRequest {
  readonly station: Uint8Array;
  /** KeNB*, for the target cell. */
  readonly kenb: Uint8Array;
  readonly nextHopChainingCount: number;
  readonly target: Cell;
  /** The id that the WT knows the UE by. */
  readonly wtUeXwapId: number;
  readonly tap: UuTap;
  readonly bearer: EnbBearer;
}

/** What a target eNB answers. */
export interface HandoverPrepared {
  /** The handover command as octets, which the source passes on as they are. */
  readonly command: Uint8Array;
  /** Takes the downlink PDCP PDUs that the source forwards from there on. */
  readonly forward: (pdcp: Uint8Array) => void;
}
