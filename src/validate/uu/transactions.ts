import { type At, between, MILLISECOND, SECOND } from '../at.js';
import type { OtherAnswer, RrcTransactionEvent } from '../lte-events.js';
import { LONGEST_ON_UU, type RrcMessage } from './message.js';

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
  readonly transactionId: number | undefined;
  /** Whether a handover was asked for since, which takes the UE away from what the source cell waits for. */
  isPassed: boolean;
  otherAnswer?: OtherAnswer;
}

const ANSWERS: Readonly<Record<string, string>> = {
  rrcConnectionReconfigurationComplete: 'rrcConnectionReconfiguration',
  securityModeComplete: 'securityModeCommand',
  securityModeFailure: 'securityModeCommand',
};
/** Nanoseconds that a UE may take to answer (TS 36.331, 11.2: 15 ms), and to reach the target of a handover (7.3, T304: 2 s). */
const LONGEST_ANSWER = 15n * MILLISECOND + LONGEST_ON_UU;
const LONGEST_HANDOVER = 2n * SECOND;
const REQUESTS = new Set(Object.values(ANSWERS));

/** The RRC transactions of a UE, of which none has begun (TS 36.331, 5.1.2). */
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
    const { isPassed, what, request, wtCounter, otherAnswer } = one;
    const complete = isAnswered ? at : undefined;
    return [
      {
        kind: 'rrcTransaction',
        ...at,
        what,
        request,
        wtCounter,
        complete,
        isNeedless: !isAnswered && (isNeedless || isPassed),
        ...(isAnswered || otherAnswer === undefined ? {} : { otherAnswer }),
      },
    ];
  };

  const end: Transactions['end'] = (at, isNeedless) =>
    [...open.keys()].flatMap(key => over(key, at, false, isNeedless));

  const isAnswer: Transactions['isAnswer'] = ({ name, transactionId }) =>
    open.has(`${ANSWERS[name]} ${transactionId}`);

  /** Takes an answer that no request with its identifier waits for: of the only one of its kind that waits, it may be. */
  const takeOther = (answered: string, has: number | undefined, at: At): void => {
    const [one, ...others] = [...open].flatMap(([key, one]) => (key.startsWith(`${answered} `) ? one : []));
    if (one === undefined || others.length > 0 || one.isPassed) return;
    const { transactionId: asked, what, request } = one;
    if (between(request, at) > (what === 'handover' ? LONGEST_HANDOVER : LONGEST_ANSWER)) return;
    if (asked !== undefined && has !== undefined) one.otherAnswer ??= { ...at, asked, has };
  };

  return {
    isAnswer,
    isUnasked: message => ANSWERS[message.name] !== undefined && !isAnswer(message),
    take: (message, at) => {
      const { name, transactionId, handover, lwa } = message;
      if (name === 'rrcConnectionRelease') return end(at, true);
      const answered = ANSWERS[name];
      // One from before a handover may be seen behind its command, and behind what comes from the target cell.
      if (answered !== undefined) {
        if (!isAnswer(message)) takeOther(answered, transactionId, at);
        return over(`${answered} ${transactionId}`, at, true, false);
      }
      if (!REQUESTS.has(name)) return [];
      const key = `${name} ${transactionId}`;
      const ended = over(key, at, false, handover !== undefined);
      if (handover !== undefined) for (const one of open.values()) one.isPassed = true;
      const what =
        name === 'securityModeCommand' ? 'security-mode' : handover ? 'handover' : 'reconfiguration';
      open.set(key, { what, request: at, wtCounter: lwa?.wtCounter, transactionId, isPassed: false });
      return ended;
    },
    end,
  };
}
