import { sameOctets } from '../../codecs/same-octets.js';
import type { ProcedureName } from '../../codecs/xwap/index.js';
import type { At } from '../at.js';
import type { XwapProcedureEvent } from '../lte-events.js';

/** How a procedure went; what it belongs to is for the caller to add. */
export type ProcedureEnd = Omit<XwapProcedureEvent, 'kind' | 'xw' | 'message' | 'isOneWay'>;

interface Pending {
  readonly request: At;
  readonly octets: Uint8Array;
  repetitions: number;
}

/** The procedures of class 1 that are under way on one signalling connection: of each kind at most one (TS 36.463, 5.3). */
export interface Procedures {
  /** A request came. @returns the one of its kind before it, if it is over with that */
  request(procedure: ProcedureName, octets: Uint8Array, at: At): ProcedureEnd | undefined;
  /** Whether a request waits for its answer. */
  isOpen(procedure: ProcedureName): boolean;
  /** Whether the capture shows a request to which an answer may still come: one, too, that is over without. */
  isDue(procedure: ProcedureName): boolean;
  /** Whether answers may still come to any. */
  readonly areDue: boolean;
  /** A response came. @returns nothing if the capture does not show its request */
  response(procedure: ProcedureName, isSuccessful: boolean, at: At): ProcedureEnd | undefined;
  /**
   * An ERROR INDICATION came.
   * @param procedure that it names; without it, it is the only one under way
   * @param isFromAsked whether its sender is the one that is to answer a procedure: who asked does not refuse its own request
   */
  error(
    procedure: ProcedureName | undefined,
    at: At,
    isFromAsked: (procedure: ProcedureName) => boolean,
  ): ProcedureEnd | undefined;
  /** No answer is to be expected any more. @param isNeedless whether none is due either */
  end(at: At, isNeedless: boolean): readonly ProcedureEnd[];
}

/** The procedures of a context, of which none has begun. */
export function newProcedures(): Procedures {
  const pending = new Map<ProcedureName, Pending>();
  /** How many answers may still come to requests that are over. */
  const owed = new Map<ProcedureName, number>();

  const owe = (procedure: ProcedureName, more: number): void => {
    const count = (owed.get(procedure) ?? 0) + more;
    if (count > 0) owed.set(procedure, count);
    else owed.delete(procedure);
  };

  const over = (
    procedure: ProcedureName,
    { request, repetitions }: Pending,
    end: Pick<ProcedureEnd, 'response' | 'outcome' | 'isNeedless' | keyof At>,
    isAnswered = false,
  ): ProcedureEnd => {
    pending.delete(procedure);
    owe(procedure, repetitions + (isAnswered ? 0 : 1));
    return { procedure, request, repetitions, ...end };
  };

  const unanswered = (until: At, isNeedless: boolean) =>
    ({ response: undefined, outcome: 'unanswered', ...until, isNeedless }) as const;

  const answered = (
    procedure: ProcedureName,
    isSuccessful: boolean,
    at: At,
    isAnswered: boolean,
  ): ProcedureEnd | undefined => {
    const one = pending.get(procedure);
    const outcome = isSuccessful ? 'successful' : 'unsuccessful';
    return one && over(procedure, one, { response: at, outcome, ...at, isNeedless: false }, isAnswered);
  };

  return {
    request: (procedure, octets, at) => {
      const before = pending.get(procedure);
      if (before !== undefined && sameOctets(before.octets, octets)) {
        before.repetitions++;
        return undefined;
      }
      const ended = before && over(procedure, before, unanswered(at, false));
      pending.set(procedure, { request: at, octets, repetitions: 0 });
      return ended;
    },
    isOpen: procedure => pending.has(procedure),
    isDue: procedure => pending.has(procedure) || owed.has(procedure),
    get areDue() {
      return pending.size > 0 || owed.size > 0;
    },
    response: (procedure, isSuccessful, at) => {
      if (!pending.has(procedure)) owe(procedure, -1);
      return answered(procedure, isSuccessful, at, true);
    },
    error: (procedure, at, isFromAsked) => {
      const asked = [...pending.keys()].filter(isFromAsked);
      const meant = procedure ?? (asked.length === 1 ? asked[0] : undefined);
      return meant !== undefined && asked.includes(meant) ? answered(meant, false, at, false) : undefined;
    },
    end: (at, isNeedless) =>
      [...pending].map(([procedure, one]) => over(procedure, one, unanswered(at, isNeedless))),
  };
}
