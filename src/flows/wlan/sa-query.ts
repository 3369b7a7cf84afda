import { FRAME_TYPE, frameSubtype, frameType } from '../../codecs/dot11/header.js';
import { get16le, put16le } from '../../codecs/layout/octets.js';
import { createAlarm } from '../engine/alarm.js';
import { type Clock, MICROSECOND, SECOND } from '../engine/engine.js';
import { MANAGEMENT_BODY, managementFrame } from './frames.js';

/** SA Query Request and Response (IEEE 802.11-2020, 9.6.9). */
const CATEGORY = 8;
const REQUEST = 0;
const RESPONSE = 1;
const ACTION_SUBTYPE = 13;
/** Behind category and action. */
const TRANSACTION = MANAGEMENT_BODY + 2;
const LENGTH = MANAGEMENT_BODY + 4;

const TU = 1024 * MICROSECOND;
/** wpa_supplicant 2.10, wpa_supplicant/config.h and sme.c: assoc_sa_query_retry_timeout and _max_timeout, and what lies between two queries. */
const RETRY = 201 * TU;
const LONGEST = 1000 * TU;
const PAUSE = 10 * SECOND;

/** An SA Query, its addresses still to be written. */
const queryFrame = (actionCode: number, transaction: number): Uint8Array => {
  const body = new Uint8Array(2);
  put16le(body, 0, transaction);
  return managementFrame('action', { category: CATEGORY, actionCode, body });
};

/** Whether a frame in clear is an SA Query Request, or Response. */
const isQuery = (mpdu: Uint8Array, actionCode: number): boolean =>
  frameType(mpdu) === FRAME_TYPE.management &&
  frameSubtype(mpdu) === ACTION_SUBTYPE &&
  mpdu.length >= LENGTH &&
  mpdu[MANAGEMENT_BODY] === CATEGORY &&
  mpdu[MANAGEMENT_BODY + 1] === actionCode;

/** The answer to an SA Query Request, its addresses still to be written; undefined to any other frame. @param mpdu in clear */
export const saQueryResponse = (mpdu: Uint8Array): Uint8Array | undefined =>
  isQuery(mpdu, REQUEST) ? queryFrame(RESPONSE, get16le(mpdu, TRANSACTION)) : undefined;

/** Finds out whether the other end still has the keys of an association (IEEE 802.11-2020, 11.13). */
export interface SaQuery {
  /** Asks, unless it does already, or has of late. */
  begin(): void;
  /** Takes a management frame that arrived under protection. @param mpdu in clear */
  receive(mpdu: Uint8Array): void;
  /** Asks no more. */
  stop(): void;
}

/**
 * A query with the timing of wpa_supplicant 2.10.
 * @param send protects a request, its addresses still to be written, and sends it
 * @param unanswered the other end has not answered in time
 */
export function createSaQuery(
  clock: Clock,
  send: (frame: Uint8Array) => void,
  unanswered: () => void,
): SaQuery {
  /** Transaction identifiers, counted on: of the query's first request, and of the next. */
  let first = 0;
  let next = 0;
  let began = Number.NEGATIVE_INFINITY;
  const ask = (): void => {
    send(queryFrame(REQUEST, next++ & 0xffff));
    alarm.set(RETRY);
  };
  const alarm = createAlarm(clock, () => {
    if (clock.now - began < LONGEST) ask();
    else unanswered();
  });
  return {
    begin() {
      if (clock.now - began < PAUSE) return;
      began = clock.now;
      first = next;
      ask();
    },
    receive(mpdu) {
      if (isQuery(mpdu, RESPONSE) && ((get16le(mpdu, TRANSACTION) - first) & 0xffff) < next - first)
        alarm.clear();
    },
    stop: () => alarm.clear(),
  };
}
