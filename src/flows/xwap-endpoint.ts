import type { IEMessageName, MessageView, XwAPPDU, XwapView } from '../codecs/xwap/index.js';
import { decodeXwap, encodeXwap, viewXwap } from '../codecs/xwap/index.js';
import { createAlarm } from './alarm.js';
import type { Clock } from './engine.js';
import { ifDecodable } from './key-frame.js';
import type { SctpEnd } from './sctp-association.js';

/** A message all of whose mandatory IEs are there, by the names of its IEs. */
export type XwapMessage = {
  [N in IEMessageName]: Extract<MessageView<N>, { readonly complete: true }>;
}[IEMessageName];

/** What concerns no UE goes on one stream, the rest on another (TS 36.462, 7). */
const COMMON_STREAM = 0;
const UE_STREAM = 1;

/** An end of an Xw interface: whole messages over SCTP. */
export interface XwapEndpoint {
  /** @param scope whether the message belongs to the signalling connection of a UE */
  send(pdu: XwAPPDU, scope: 'common' | 'ue'): void;
  /** Takes each message that can be decoded and is complete. */
  receive: (message: XwapMessage) => void;
}

const isComplete = (view: XwapView): view is XwapMessage =>
  view.message !== null && view.message !== 'PrivateMessage' && view.complete;

/** Encodes and decodes what crosses `sctp`; what cannot be decoded, or lacks a mandatory IE, is as good as not received. */
export function createXwapEndpoint(sctp: SctpEnd): XwapEndpoint {
  const endpoint: XwapEndpoint = {
    send: (pdu, scope) => sctp.send(scope === 'common' ? COMMON_STREAM : UE_STREAM, encodeXwap(pdu)),
    receive: () => {},
  };
  sctp.receive = octets => {
    const pdu = ifDecodable(() => decodeXwap(octets));
    const view = pdu && viewXwap(pdu);
    if (view !== undefined && isComplete(view)) endpoint.receive(view);
  };
  return endpoint;
}

type Answered = (response: XwapMessage | undefined) => void;
type Late = (response: XwapMessage) => void;

/** Procedures of class 1 that are under way, each with the timer of its response (TS 36.463, 8.1). */
export interface PendingProcedures {
  /**
   * @param key of the procedure, of which one at a time is under way
   * @param answered takes the response; undefined if none comes in time
   * @param late takes a response that comes after that
   */
  expect(key: number, answered: Answered, late: Late): void;
  /** Takes a response to the procedure `key`; one to which there was none is passed over. */
  settle(key: number, response: XwapMessage): void;
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
      if (!alarm.isSet) alarm.set(timeout);
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
