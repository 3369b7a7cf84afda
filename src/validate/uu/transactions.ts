import type { At } from '../at.js';
import type { RrcTransactionEvent } from '../lte-events.js';
import type { RrcMessage } from './message.js';

/** RRC procedures that wait for their answer, by transaction identifier (TS 36.331, 5.1.2 and 6.3.6). */
export interface Transactions {
  /** Whether a message answers a request that was not seen. */
  isUnasked(message: RrcMessage): boolean;
  /** Takes a message. @returns the procedures that are over with it */
  take(message: RrcMessage, at: At): readonly RrcTransactionEvent[];
  /** No answer is to come any more. @param isNeedless whether none is due either */
  end(at: At, isNeedless: boolean): readonly RrcTransactionEvent[];
}

interface Open {
  readonly what: RrcTransactionEvent['what'];
  readonly request: At;
  readonly wtCounter: number | undefined;
}

const ANSWERS: Readonly<Record<string, string>> = {
  rrcConnectionReconfigurationComplete: 'rrcConnectionReconfiguration',
  securityModeComplete: 'securityModeCommand',
  securityModeFailure: 'securityModeCommand',
};
const REQUESTS = new Set(Object.values(ANSWERS));

export function newTransactions(): Transactions {
  const open = new Map<string, Open>();

  const over = (
    key: string,
    at: At,
    isAnswered: boolean,
    isNeedless: boolean,
  ): readonly RrcTransactionEvent[] => {
    const one = open.get(key);
    if (one === undefined) return [];
    open.delete(key);
    const complete = isAnswered ? at : undefined;
    return [{ kind: 'rrcTransaction', ...at, ...one, complete, isNeedless }];
  };

  const end: Transactions['end'] = (at, isNeedless) =>
    [...open.keys()].flatMap(key => over(key, at, false, isNeedless));

  return {
    isUnasked: ({ name, transactionId }) => {
      const answered = ANSWERS[name];
      return answered !== undefined && !open.has(`${answered} ${transactionId}`);
    },
    take: (message, at) => {
      const { name, transactionId, handover, lwa } = message;
      if (name === 'rrcConnectionRelease') return end(at, true);
      const answered = ANSWERS[name];
      if (answered !== undefined) return over(`${answered} ${transactionId}`, at, true, false);
      if (!REQUESTS.has(name)) return [];
      const key = `${name} ${transactionId}`;
      // A handover takes the UE away from what the source cell waits for.
      const ended = handover === undefined ? over(key, at, false, false) : end(at, true);
      const what =
        name === 'securityModeCommand' ? 'security-mode' : handover ? 'handover' : 'reconfiguration';
      open.set(key, { what, request: at, wtCounter: lwa?.wtCounter });
      return ended;
    },
    end,
  };
}
