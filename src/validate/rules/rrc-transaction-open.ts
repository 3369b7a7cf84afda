import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { ValidationEvent } from '../event.js';
import { HAND_OUT_EVENTS } from '../hand-out/hand-outs.js';
import { firstUses } from '../hand-out/in-use.js';
import type { OtherAnswer, RrcTransactionEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import type { Session } from '../session.js';
import { COMPLETE, isOfOtherConnection } from '../uu/message.js';
import { watchToEnd } from '../watch/to-end.js';

/** Far more than a UE may take: 15 ms, and 2 s to reach the target of a handover (TS 36.331, 11.2 and 7.3, T304). */
const PATIENCE = 2n * SECOND;
/** Where the UE answers with another identifier, and is not handed over, it does not take longer, sent again by RLC or not. */
const ANSWERED = SECOND / 2n;
/** By then a UE that did not reach the target is back, by re-establishment (TS 36.331, 5.3.5.6 and 7.3, T311). */
const BACK = 5n * SECOND;

/** An RRC request without its answer. */
export const rrcTransactionOpen: Rule = {
  id: 'rrc-transaction-open',
  severity: 'warning',
  clause: 'TS 36.331, 5.3.5 and 5.1.2',
  explanation:
    'An RRC request has no answer with its transaction identifier. The UE did not get it, could not comply, failed to reach the target cell, or answered with another identifier, so the eNB does not know which S-KWT the UE has.',
  watch: ({ inFrames, seenUntil }) =>
    watchToEnd(HAND_OUT_EVENTS, function* (events) {
      // What is sniffed in the downlink alone shows no answer.
      if (!events.some(event => event.kind === 'rrc' && event.isUplink)) return;
      /** Whether the capture shows the UE behind a handover: the target may be a cell that it does not show. */
      const isSeenAfter = (request: At): boolean =>
        events.some(
          event => event.kind === 'rrc' && isBefore(request, event) && between(request, event) <= BACK,
        );
      const uses = firstUses(events);
      for (const event of events) {
        if (event.kind !== 'rrcTransaction' || event.complete !== undefined || event.isNeedless) continue;
        const { request, what, wtCounter } = event;
        const otherAnswer = isElseComplete(events, event) ? event.otherAnswer : undefined;
        // GSMTAP has no numbers: the two may be what is left of two procedures, which the next one shows.
        const isNumbered = events.some(
          one => one.kind === 'rrc' && one.frame === otherAnswer?.frame && one.macI !== 'none',
        );
        const patience = isNumbered && what !== 'handover' ? ANSWERED : PATIENCE;
        const due = { frame: request.frame, time: request.time + patience };
        if (event.time < due.time || seenUntil(request) < due.time || isBlind(events, 'uu', request, due))
          continue;
        if (what === 'handover' && !isSeenAfter(request)) continue;
        if (isCarriedOut(events, event, uses)) continue;
        yield {
          frames: [request.frame, ...(otherAnswer === undefined ? [] : [otherAnswer.frame])],
          message: `The ${what === 'security-mode' ? 'SecurityModeCommand' : `RRCConnectionReconfiguration${what === 'handover' ? ' for the handover' : ''}`} in ${inFrames([request.frame])}${
            wtCounter === undefined ? '' : `, with WT Counter ${wtCounter},`
          } ${otherAnswer === undefined ? 'is not answered' : answeredBy(otherAnswer, inFrames)}.`,
        };
      }
    }),
};

/**
 * Whether the UE shows that it did what it was asked for, so that its answer is missing from the capture: it answers something else
 * behind a handover, where its answer is the first that it sends (TS 36.331, 5.3.5.4); or it uses a new S-KWT once it is told a WT
 * Counter, and no numbers of PDCP show that it sent nothing in between.
 * @param uses those of new S-KWTs, each the first
 */
function isCarriedOut(
  events: readonly ValidationEvent[],
  { request, what, wtCounter }: RrcTransactionEvent,
  uses: readonly At[],
): boolean {
  const later = events.filter(event => isBefore(request, event));
  if (what === 'handover') {
    const other = later.find(
      event => event.kind === 'rrc' && event.message !== undefined && isOfOtherConnection(event.message),
    );
    const isAnswered = later.some(
      event =>
        event.kind === 'rrcTransaction' &&
        event.complete !== undefined &&
        isBefore(request, event.request) &&
        (other === undefined || isBefore(event, other)),
    );
    if (isAnswered) return true;
  }
  if (wtCounter === undefined) return false;
  if (later.some(event => event.kind === 'rrc' && event.isUplink && event.macI === 'valid')) return false;
  const next = later.find(event => event.kind === 'sKwt' && event.side === 'ue');
  return uses.some(use => isBefore(request, use) && (next === undefined || !isBefore(next, use)));
}

/** Whether no other answer or request is missing, nor any numbers of PDCP: else these two may be what is left of two procedures. */
function isElseComplete(events: readonly ValidationEvent[], one: RrcTransactionEvent): boolean {
  const answers = new Set([one.otherAnswer?.frame]);
  for (const event of events)
    if (event.kind === 'gap' && event.where === 'uu') return false;
    else if (event.kind === 'rrcTransaction') {
      if (event.complete === undefined && !event.isNeedless && event !== one) return false;
      answers.add(event.complete?.frame);
    }
  const [, ...others] = events.filter(event => event.kind === 'rrc');
  return others.every(({ message, frame }) => message?.name !== COMPLETE || answers.has(frame));
}

const answeredBy = ({ frame, asked, has }: OtherAnswer, inFrames: Session['inFrames']): string =>
  `is not answered, unless in ${inFrames([frame])}, with transaction identifier ${has} and not ${asked}: the capture shows no request that has ${has}`;
