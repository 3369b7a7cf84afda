import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, isBefore } from '../at.js';
import { isBlind } from '../blind.js';
import type { PmkInUseEvent, ValidationEvent } from '../event.js';
import type { WtSKwtEvent } from '../lte-events.js';
import type { Session } from '../session.js';
import { refusedFrames } from './told-and-given.js';

/** That a WT goes on with a handshake under an S-KWT that it has refused (TS 36.463, 8.9.3). */
export interface RefusedKeyUse {
  readonly request: WtSKwtEvent;
  readonly refusal: At;
  /** The first M3 behind the refusal, or M4, which answers one. */
  readonly use: PmkInUseEvent;
}

/**
 * Where a WT uses an S-KWT that it has refused in a modification: it is given the key in no other request, the capture lacks nothing
 * of Xw in between, and the UE is not released.
 * @param events of `sKwt`, `pmkInUse`, `xwapProcedure`, `xwEnd` and `gap`, in the order of time
 */
export function refusedKeyUses(
  events: readonly ValidationEvent[],
  { areOneClock, clocksApart }: Pick<Session, 'areOneClock' | 'clocksApart'>,
): readonly RefusedKeyUse[] {
  const refused = refusedFrames(events);
  const given = events.flatMap(event => (event.kind === 'sKwt' && event.side === 'wt' ? [event] : []));
  return given.flatMap((request): readonly RefusedKeyUse[] => {
    const answer = events.find(
      event => event.kind === 'xwapProcedure' && event.request.frame === request.frame,
    );
    const refusal = answer?.kind === 'xwapProcedure' ? answer.response : undefined;
    if (refusal === undefined || request.procedure !== 'eNBInitiatedWTModification') return [];
    if (given.some(({ frame, sKwt }) => equalConstantTime(sKwt, request.sKwt) && !refused.has(frame)))
      return [];
    const use = events.find(
      event =>
        event.kind === 'pmkInUse' &&
        (event.message === 'M3' || event.message === 'M4') &&
        isBefore(refusal, event) &&
        equalConstantTime(event.pmk, request.sKwt),
    );
    if (use?.kind !== 'pmkInUse') return [];
    if (!areOneClock(refusal, use) || between(refusal, use) < clocksApart()) return [];
    const isOver = events.some(
      event => event.kind === 'xwEnd' && isBefore(request, event) && isBefore(event, use),
    );
    return isOver || isBlind(events, 'xw', request, use) ? [] : [{ request, refusal, use }];
  });
}
