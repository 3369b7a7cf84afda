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

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, i) => octet === b[i]);

export function newProcedures(): Procedures {
  const pending = new Map<ProcedureName, Pending>();

  const over = (
    procedure: ProcedureName,
    { request, repetitions }: Pending,
    end: Pick<ProcedureEnd, 'response' | 'outcome' | 'isNeedless' | keyof At>,
  ): ProcedureEnd => {
    pending.delete(procedure);
    return { procedure, request, repetitions, ...end };
  };

  const unanswered = (until: At, isNeedless: boolean) =>
    ({ response: undefined, outcome: 'unanswered', ...until, isNeedless }) as const;

  const answered = (procedure: ProcedureName, isSuccessful: boolean, at: At): ProcedureEnd | undefined => {
    const one = pending.get(procedure);
    const outcome = isSuccessful ? 'successful' : 'unsuccessful';
    return one && over(procedure, one, { response: at, outcome, ...at, isNeedless: false });
  };

  return {
    request: (procedure, octets, at) => {
      const before = pending.get(procedure);
      if (before !== undefined && isSame(before.octets, octets)) {
        before.repetitions++;
        return undefined;
      }
      const ended = before && over(procedure, before, unanswered(at, false));
      pending.set(procedure, { request: at, octets, repetitions: 0 });
      return ended;
    },
    isOpen: procedure => pending.has(procedure),
    response: answered,
    error: (procedure, at, isFromAsked) => {
      const asked = [...pending.keys()].filter(isFromAsked);
      const meant = procedure ?? (asked.length === 1 ? asked[0] : undefined);
      return meant !== undefined && asked.includes(meant) ? answered(meant, false, at) : undefined;
    },
    end: (at, isNeedless) =>
      [...pending].map(([procedure, one]) => over(procedure, one, unanswered(at, isNeedless))),
  };
}
