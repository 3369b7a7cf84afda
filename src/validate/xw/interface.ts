import type { XwEnds } from '../lte-events.js';
import type { Association } from './association.js';
import type { ContextsOf, XwContext } from './contexts.js';
import type { Roles } from './roles.js';
import type { Strays } from './strays.js';
import type { Unexpected } from './unexpected.js';

/** An Xw interface between an eNB and a WT, as one SCTP association shows it. */
export interface Interface {
  readonly association: Association;
  readonly ends: readonly [string, string];
  readonly roles: Roles;
  readonly unexpected: Unexpected;
  readonly contexts: ContextsOf;
  /** What concerns no UE. */
  readonly common: XwContext;
  restarts: number;
  /** By direction, whether a checksum was right: then a wrong one is no matter of who computes it. */
  readonly hasChecksums: [boolean, boolean];
  /** By direction, whether the capture shows a packet. */
  readonly isSeen: [boolean, boolean];
  readonly strays: Strays;
}

/** The WT, in whose ids those of UEs there are; both ends as long as nothing tells which it is. */
export const wtOf = ({ ends, roles: { wtDirection } }: Interface): string =>
  wtDirection === undefined ? ends.join(' ') : ends[wtDirection];

/** Whether a direction is that from the WT; undefined as long as nothing tells. */
export const isOfWt = ({ roles: { wtDirection } }: Interface, direction: 0 | 1): boolean | undefined =>
  wtDirection === undefined ? undefined : wtDirection === direction;

/** The two nodes, as far as it is known which is which, and the ids that a context has there. */
export const endsOf = (
  { ends, roles: { wtDirection } }: Interface,
  { enbUeXwapId, wtUeXwapId }: XwContext,
): XwEnds => ({
  enb: wtDirection === undefined ? undefined : ends[wtDirection === 0 ? 1 : 0],
  wt: wtDirection === undefined ? undefined : ends[wtDirection],
  enbUeXwapId,
  wtUeXwapId,
});

/** Whether the capture lacks something of which a context has not been told, or may. */
export const hasMissed = ({ association }: Interface, { gapsTold }: XwContext): boolean =>
  association.hasHole || gapsTold !== association.gaps;
