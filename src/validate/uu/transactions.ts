import type { At } from '../at.js';
import type { RrcTransactionEvent } from '../lte-events.js';
import type { RrcMessage } from './message.js';

/** RRC procedures that wait for their answer, by transaction identifier (TS 36.331, 5.1.2 and 6.3.6). */
export interface Transactions {
  /** Whether a message answers a request that waits for it. */
  isAnswer(message: RrcMessage): boolean;
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
  /** Whether a handover was asked for since, which takes the UE away from what the source cell waits for. */
  isPassed: boolean;
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
    const { isPassed, ...rest } = one;
    const complete = isAnswered ? at : undefined;
    return [
      {
        kind: 'rrcTransaction',
        ...at,
        ...rest,
        complete,
        isNeedless: !isAnswered && (isNeedless || isPassed),
      },
    ];
  };

  const end: Transactions['end'] = (at, isNeedless) =>
    [...open.keys()].flatMap(key => over(key, at, false, isNeedless));

  const isAnswer: Transactions['isAnswer'] = ({ name, transactionId }) =>
    open.has(`${ANSWERS[name]} ${transactionId}`);

  return {
    isAnswer,
    isUnasked: message => ANSWERS[message.name] !== undefined && !isAnswer(message),
    take: (message, at) => {
      const { name, transactionId, handover, lwa } = message;
      if (name === 'rrcConnectionRelease') return end(at, true);
      const answered = ANSWERS[name];
      // One from before a handover may be seen behind its command, and behind what comes from the target cell.
      if (answered !== undefined) return over(`${answered} ${transactionId}`, at, true, false);
      if (!REQUESTS.has(name)) return [];
      const key = `${name} ${transactionId}`;
      const ended = over(key, at, false, handover !== undefined);
      if (handover !== undefined) for (const one of open.values()) one.isPassed = true;
      const what =
        name === 'securityModeCommand' ? 'security-mode' : handover ? 'handover' : 'reconfiguration';
      open.set(key, { what, request: at, wtCounter: lwa?.wtCounter, isPassed: false });
      return ended;
    },
    end,
  };
}
