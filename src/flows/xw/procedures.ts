import { createAlarm } from '../engine/alarm.js';
import type { Clock } from '../engine/engine.js';
import type { XwapMessage } from './xwap-message.js';

/** A response with such errors that its procedure has failed. */
export const FAILED = { message: 'failed' } as const;

/** How a procedure was answered. */
export type XwapResponse = XwapMessage | typeof FAILED;

type Answered = (response: XwapResponse | undefined) => void;
type Late = (response: XwapResponse) => void;

/** Procedures of class 1 that are under way, each with the timer of its response (TS 36.463, 8.1). */
export interface PendingProcedures {
  /**
   * @param key of the procedure, of which one at a time is under way
   * @param answered takes the response; undefined if none comes in time
   * @param late takes a response that comes after that
   */
  expect(key: number, answered: Answered, late: Late): void;
  /** Whether the procedure `key` may still be answered in time. */
  isUnderWay(key: number): boolean;
  /** Takes a response to the procedure `key`; one to which there was none is passed over. */
  settle(key: number, response: XwapResponse): void;
  /** No response comes any more: all that are under way have failed. */
  failAll(): void;
}

/** Procedures whose responses come in the order of their requests, as those on one stream do. @param timeout nanoseconds that one may take */
export function createPendingProcedures(clock: Clock, timeout: number): PendingProcedures {
  /** In the order in which they began, and are to end at the latest. */
  const pending = new Map<
    number,
    { readonly due: number; readonly answered: Answered; readonly late: Late }
  >();
  /** Those that were not answered in time, by key: no response tells which request it is to, but the oldest comes first. */
  const overdue = new Map<number, Late[]>();
  const timeOut = (): void => {
    for (const [key, { due, answered, late }] of pending) {
      if (due > clock.now) break;
      pending.delete(key);
      overdue.set(key, [...(overdue.get(key) ?? []), late]);
      answered(undefined);
    }
    for (const { due } of pending.values()) {
      alarm.set(due - clock.now);
      break;
    }
  };
  const alarm = createAlarm(clock, timeOut);
  return {
    expect(key, answered, late) {
      pending.set(key, { due: clock.now + timeout, answered, late });
      if (!alarm.isSet()) alarm.set(timeout);
    },
    isUnderWay: key => pending.has(key),
    failAll() {
      overdue.clear();
      const all = [...pending.values()];
      pending.clear();
      for (const { answered } of all) answered(FAILED);
    },
    settle(key, response) {
      const late = overdue.get(key)?.shift();
      if (late !== undefined) {
        late(response);
        return;
      }
      const procedure = pending.get(key);
      pending.delete(key);
      procedure?.answered(response);
    },
  };
}
