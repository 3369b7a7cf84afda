import { equalConstantTime } from '../../crypto/mic.js';
import type { At } from '../at.js';
import type { ValidationEvent } from '../event.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import { COMPLETE, mayHoldLwa } from '../uu/message.js';

/** A WT Counter on its way to the UE. */
export interface ToldUe {
  /** Undefined where the UE may have been told one: for a Complete without its request, and where `isUnread`. */
  readonly event: UeSKwtEvent | undefined;
  /** The RRCConnectionReconfiguration; without it, its Complete. */
  readonly request: At;
  /** Its Complete; undefined where the capture shows none. */
  readonly complete: At | undefined;
  /** Whether the request may hold a WT Counter in what was not read of it. */
  readonly isUnread: boolean;
}

/** Something came to the WT that a WT Counter for the UE goes with. */
export interface Given extends At {
  /** Undefined for an addition of which the capture shows the acknowledgement alone. */
  readonly wt: WtSKwtEvent | undefined;
  /** Whether LWA is set up with it; else it is a re-key. */
  readonly isAddition: boolean;
}

/** Whether an S-KWT is one of these. */
export const isAmong = (keys: readonly { readonly sKwt: Uint8Array }[], key: Uint8Array): boolean =>
  keys.some(({ sKwt }) => equalConstantTime(sKwt, key));

/** Whether the S-KWT is the one that follows for the UE, where the capture shows all of its handovers. */
export const isFrom = ({ candidates }: UeSKwtEvent, { sKwt }: WtSKwtEvent): boolean =>
  isAmong(candidates, sKwt);

/** Whether the S-KWT shows that the UE had been handed over, which the capture does not. */
export const isOfUnseenKenb = ({ unseen }: UeSKwtEvent, { sKwt }: WtSKwtEvent): boolean =>
  isAmong(unseen, sKwt);

/** The Completes of RRC requests, by the frames of these, and the frames of the Completes. */
export function completesIn(events: readonly ValidationEvent[]): {
  readonly completes: ReadonlyMap<number, At>;
  readonly answers: ReadonlySet<number>;
} {
  const completes = new Map<number, At>();
  const answers = new Set<number>();
  for (const event of events)
    if (event.kind === 'rrcTransaction' && event.complete !== undefined) {
      completes.set(event.request.frame, event.complete);
      answers.add(event.complete.frame);
    }
  return { completes, answers };
}

/** The WT Counters that the UE is told, what may hold one, and Completes that may confirm one which the capture lacks. */
export function toldIn(events: readonly ValidationEvent[]): readonly ToldUe[] {
  const { completes, answers } = completesIn(events);
  return events.flatMap((event): readonly ToldUe[] => {
    if (event.kind === 'sKwt' && event.side === 'ue')
      return [{ event, request: event, complete: completes.get(event.frame), isUnread: false }];
    if (event.kind !== 'rrc' || event.message === undefined) return [];
    if (mayHoldLwa(event.message))
      return [{ event: undefined, request: event, complete: completes.get(event.frame), isUnread: true }];
    const isUnasked = event.message.name === COMPLETE && !answers.has(event.frame);
    return isUnasked ? [{ event: undefined, request: event, complete: event, isUnread: false }] : [];
  });
}

/** What comes to the WT, refused or not: S-KWTs, and additions of which the capture shows the acknowledgement alone. */
export function givenIn(events: readonly ValidationEvent[]): readonly Given[] {
  const given: Given[] = [];
  let isAdding = false;
  for (const event of events)
    if (event.kind === 'sKwt' && event.side === 'wt') {
      const { frame, time, isRekey } = event;
      isAdding = event.procedure === 'wTAdditionPreparation';
      given.push({ frame, time, wt: event, isAddition: !isRekey });
    } else if (event.kind === 'xwap' && event.view.message === 'WTAdditionRequest') isAdding = true;
    else if (event.kind === 'xwap' && event.view.message === 'WTAdditionRequestAcknowledge') {
      const { frame, time } = event;
      if (!isAdding) given.push({ frame, time, wt: undefined, isAddition: true });
      isAdding = false;
    }
  return given;
}

/** Whether both are one S-KWT for one WT. */
export const isSameKey = (a: Given, b: Given): boolean =>
  a.wt !== undefined &&
  b.wt !== undefined &&
  a.wt.xw.wt === b.wt.xw.wt &&
  equalConstantTime(a.wt.sKwt, b.wt.sKwt);

/** RRC messages whose MAC-I is right. */
export const verifiedFrames = (events: readonly ValidationEvent[]): ReadonlySet<number> =>
  new Set(events.flatMap(event => (event.kind === 'rrc' && event.macI === 'valid' ? [event.frame] : [])));

/** Requests that were answered with a refusal or an ERROR INDICATION. */
export const refusedFrames = (events: readonly ValidationEvent[]): ReadonlySet<number> =>
  new Set(
    events.flatMap(event =>
      event.kind === 'xwapProcedure' && event.outcome === 'unsuccessful' ? [event.request.frame] : [],
    ),
  );

/** The Completes of handovers. */
export const handoversIn = (events: readonly ValidationEvent[]): readonly At[] =>
  events.flatMap(event =>
    event.kind === 'rrcTransaction' && event.what === 'handover' && event.complete !== undefined
      ? [event.complete]
      : [],
  );
