import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { PmkInUseEvent, ValidationEvent } from '../event.js';
import { HAND_OUT_EVENTS, type HandOut, handOuts } from '../hand-out/hand-outs.js';
import { isGivenAgain } from '../hand-out/in-use.js';
import { isInView, lookBack } from '../hand-out/in-view.js';
import { isAmong, refusedFrames, type ToldUe, toldIn } from '../hand-out/told-and-given.js';
import type { RrcEvent, XwEnds } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { endsLwa } from '../uu/message.js';
import { watchToEnd } from '../watch/to-end.js';

/** No clause sets a time within which the other side is to have the key; an eNB takes far less. */
const PATIENCE = 5n * SECOND;

/** A new S-KWT that the UE has and the WT not, or the WT and the UE not. */
export const sKwtOneSided: Rule = {
  id: 's-kwt-one-sided',
  severity: 'warning',
  clause: 'TS 33.401, G.2; TS 36.331, 5.6.14.2; TS 36.463, 8.8.2 and 8.9.2',
  explanation:
    'The eNB told the UE a WT Counter and gave the WT no S-KWT that goes with it, or gave the WT an S-KWT and told the UE no WT Counter. The two hold different PMKs: data may go on under the keys in use, but the next 4-way handshake between them fails.',
  watch: session =>
    watchToEnd(HAND_OUT_EVENTS, function* (events) {
      // What is told may be for another UE.
      if (events.some(event => event.kind === 'sKwt' && event.side === 'ue' && event.isShared)) return;
      const told = toldIn(events);
      const pairs = handOuts(events);
      /** Whether the WT is given the key of this WT Counter, now or at another time that the UE is told it. */
      const isGiven = ({ event }: ToldUe): boolean =>
        pairs.some(
          ({ ue }) => ue?.event?.wtCounter === event?.wtCounter && ue?.event?.kenbEpoch === event?.kenbEpoch,
        );
      for (const [i, ue] of told.entries())
        if (ue.event !== undefined && !isGiven(ue)) yield* ofUeAlone(session, events, ue, told[i + 1]);
      for (const pair of pairs) if (pair.ue === undefined) yield* ofWtAlone(session, events, pair);
    }),
};

const isWithin = (from: At, at: At, to: At): boolean => !isBefore(at, from) && !isBefore(to, at);

/** Whether a handshake shows that this side has one of these keys. */
const isUsed = (
  events: readonly ValidationEvent[],
  messages: readonly PmkInUseEvent['message'][],
  keys: Parameters<typeof isAmong>[0],
): boolean =>
  events.some(
    event => event.kind === 'pmkInUse' && messages.includes(event.message) && isAmong(keys, event.pmk),
  );

/**
 * Whether LWA goes on at the UE from one place to another, in one cell: else neither side need be given anything, or by another eNB,
 * whose Xw the capture need not show.
 */
const goesOn = (events: readonly ValidationEvent[], from: At, to: At): boolean =>
  !events.some(
    event =>
      event.kind === 'rrc' &&
      isWithin(from, event, to) &&
      (event.message === undefined ||
        event.message.handover !== undefined ||
        event.message.status?.startsWith('failure') === true ||
        endsLwa(event.message)),
  );

/** Whether LWA is over at the UE at a place (`lwa-released`). */
const hasEnded = (events: readonly ValidationEvent[], at: At): boolean => {
  const last = events.findLast(
    event =>
      event.kind === 'rrc' &&
      event.message !== undefined &&
      isBefore(event, at) &&
      (endsLwa(event.message) || event.message.lwa?.addsWlans === true),
  );
  return last?.kind === 'rrc' && last.message?.lwa?.addsWlans !== true;
};

/** Where the WT took the UE up that it has at a place, or was given a key for it, as far as that is in view. */
function heldAt(
  events: readonly ValidationEvent[],
  at: At,
): { readonly from: At; readonly xw: XwEnds } | undefined {
  const refused = refusedFrames(events);
  let held: { readonly from: At; readonly xw: XwEnds } | undefined;
  for (const event of events) {
    if (!isBefore(event, at)) break;
    const isGiven =
      (event.kind === 'sKwt' && event.side === 'wt') ||
      (event.kind === 'xwap' && event.view.message === 'WTAdditionRequest');
    if (isGiven && !refused.has(event.frame)) held = { from: event, xw: event.xw };
    else if (event.kind === 'xwEnd') held = undefined;
  }
  return held;
}

function* ofUeAlone(
  { inFrames, clocksApart }: Session,
  events: readonly ValidationEvent[],
  { event, request, complete }: ToldUe,
  next: ToldUe | undefined,
): Iterable<Observation> {
  if (event === undefined || complete === undefined) return;
  const due = { frame: complete.frame, time: complete.time + PATIENCE + clocksApart() };
  const held = heldAt(events, request);
  if (held === undefined || heldAt(events, due)?.from !== held.from) return;
  // Of two that follow each other the WT may be given the key of the latter alone.
  if (next !== undefined && !isBefore(due, next.request)) return;
  const since = event.setsUpLwa ? held.from : lookBack(request);
  if (isBlind(events, 'xw', since, due)) return;
  if (!goesOn(events, request, due) || isBlind(events, 'uu', request, due)) return;
  if (isUsed(events, ['M3', 'M4'], event.candidates)) return;
  // Else Xw may be in view no more, which nothing shows.
  if (!events.some(other => other.kind === 'xwap' && isBefore(due, other))) return;
  yield {
    frames: [request.frame, complete.frame],
    message: `The UE has the S-KWT of WT Counter ${event.wtCounter}, which it is told in ${inFrames([request.frame])} and confirms in ${inFrames([complete.frame])}, but the eNB gives the WT none within ${PATIENCE / SECOND} s.`,
  };
}

/** The message with which LWA begins at the UE, where it tells no WT Counter: for a new UE of the WT, right behind its addition. */
const setUpWithout = (events: readonly ValidationEvent[], given: At, due: At): RrcEvent | undefined =>
  events.find(
    (event): event is RrcEvent =>
      event.kind === 'rrc' &&
      isWithin(given, event, due) &&
      event.message?.isWhole === true &&
      event.message.lwa?.addsWlans === true &&
      event.message.lwa.wtCounter === undefined,
  );

function* ofWtAlone(
  { inFrames, clocksApart }: Session,
  events: readonly ValidationEvent[],
  { wt, isDoubtful, isRefused }: HandOut,
): Iterable<Observation> {
  if (isGivenAgain(events, wt) || isDoubtful || isRefused || isUsed(events, ['M2', 'M4'], [wt])) return;
  const due = { frame: wt.frame, time: wt.time + PATIENCE + clocksApart() };
  const isTaken = events.some(
    event =>
      event.kind === 'xwapProcedure' && event.outcome === 'successful' && event.request.frame === wt.frame,
  );
  if (!isTaken || isBlind(events, 'xw', wt, due)) return;
  const setUp = wt.isRekey ? undefined : setUpWithout(events, wt, due);
  if (setUp !== undefined && between(wt, setUp) > clocksApart() && !isBlind(events, 'uu', wt, setUp)) {
    yield {
      frames: [wt.frame, setUp.frame],
      message: `The WT is given an S-KWT in ${inFrames([wt.frame])}, but the RRCConnectionReconfiguration in ${inFrames([setUp.frame])}, which sets LWA up, tells the UE no WT Counter.`,
    };
    return;
  }
  const isSeen = events.some(event => event.kind === 'rrc' && isBefore(due, event));
  if (!wt.isRekey || !isInView(events, wt) || !isSeen || isBlind(events, 'uu', lookBack(wt), due)) return;
  if (!goesOn(events, wt, due) || hasEnded(events, wt) || heldAt(events, due)?.from.frame !== wt.frame)
    return;
  const isNumbered = events.some(
    event => event.kind === 'rrc' && !event.isUplink && event.macI === 'valid' && isBefore(due, event),
  );
  yield {
    frames: [wt.frame],
    message: `The WT is given a new S-KWT in ${inFrames([wt.frame])}, but the eNB tells the UE no WT Counter within ${PATIENCE / SECOND} s${isNumbered ? '' : ', as far as the capture shows RRC'}.`,
  };
}
