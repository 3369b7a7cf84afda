import { get32, put32 } from '../../codecs/layout/octets.js';
import { SCTP_PARAMETER, type SctpParameter } from '../../codecs/link/sctp.js';
import { createAlarm } from '../engine/alarm.js';
import { type Clock, SECOND } from '../engine/engine.js';
import type { Numbers } from '../engine/random.js';
import type { RetransmissionTimeout } from './rto.js';

/** HB.interval (RFC 9260, 16). */
const HB_INTERVAL = 30 * SECOND;
/** Of RTO, by which the time between heartbeats is longer or shorter at most (8.3). */
const JITTER = 0.5;
/** Octets of Heartbeat Information, whose content is the sender's own: a number, and when it was sent (3.3.5). */
const INFORMATION_LENGTH = 12;

/** Asks an idle path whether it is there. */
export interface Heartbeat {
  /** Begins with the association. */
  begin(): void;
  stop(): void;
  /** Something was sent that is to be answered, so that the path is not idle. */
  sent(): void;
  /**
   * Takes Heartbeat Information that has come back.
   * @returns nanoseconds since it was sent; undefined if it is not the latest, or came too late, or before
   */
  acknowledged(parameters: readonly SctpParameter[]): number | undefined;
}

/**
 * The heartbeats of an end of an association with one path (RFC 9260, 8.3): one follows RTO and HB.interval on what was sent last,
 * or on the heartbeat before, give or take half of RTO.
 */
export function createHeartbeat({
  clock,
  numbers,
  rto,
  isWatched,
  send,
  unanswered,
}: {
  readonly clock: Clock;
  readonly numbers: Numbers;
  readonly rto: RetransmissionTimeout;
  /** Whether data has still to be answered, which tells of the path as well. */
  readonly isWatched: () => boolean;
  readonly send: (parameters: readonly SctpParameter[]) => void;
  /** No answer has come within RTO. */
  readonly unanswered: () => void;
}): Heartbeat {
  /** When something was sent that is to be answered, and how long the path may be idle from there on. */
  let last = 0;
  let period = 0;
  let count = 0;
  const answer = createAlarm(clock, unanswered);
  const wait = (): void => {
    last = clock.now;
    period = HB_INTERVAL + Math.round(rto.now() * (1 + JITTER * (2 * numbers.uniform() - 1)));
    beat.set(period);
  };
  let askedAt = 0;
  const ask = (): void => {
    const value = new Uint8Array(INFORMATION_LENGTH);
    put32(value, 0, ++count);
    put32(value, 4, Math.floor(clock.now / 2 ** 32));
    put32(value, 8, clock.now % 2 ** 32);
    askedAt = clock.now;
    answer.set(rto.now());
    wait();
    send([{ type: SCTP_PARAMETER.heartbeatInfo, value }]);
  };
  const beat = createAlarm(clock, () => {
    const rest = last + period - clock.now;
    if (rest > 0) beat.set(rest);
    else if (isWatched()) wait();
    else ask();
  });
  return {
    begin: wait,
    stop() {
      beat.clear();
      answer.clear();
    },
    sent() {
      last = clock.now;
    },
    acknowledged([information]) {
      if (!answer.isSet() || information?.type !== SCTP_PARAMETER.heartbeatInfo) return undefined;
      const { value } = information;
      if (value.length !== INFORMATION_LENGTH || get32(value, 0) !== count) return undefined;
      answer.clear();
      return clock.now - askedAt;
    },
  };
}
