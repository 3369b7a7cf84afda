import { sameOctets } from '../../codecs/same-octets.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import { HAND_OUT_EVENTS, handOuts } from '../hand-out/hand-outs.js';
import { isFrom, isOfUnseenKenb, verifiedFrames } from '../hand-out/told-and-given.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** Within this time the WT is given the key that goes with a WT Counter. */
const REKEY = 5n * SECOND;

/** The KeNB from which an S-KWT follows for the UE; undefined where no key tells. */
const kenbOf = ({ candidates }: UeSKwtEvent, wt: WtSKwtEvent | undefined): string | undefined =>
  wt && candidates.find(({ sKwt }) => equalConstantTime(sKwt, wt.sKwt))?.kenb;

/** A WT Counter that does not grow. */
export const wtCounterReuse: Rule = {
  id: 'wt-counter-reuse',
  severity: 'error',
  clause: 'TS 33.401, G.2',
  explanation:
    'A WT Counter was used again, or went backwards, under one KeNB. The same pair of KeNB and WT Counter gives the same S-KWT again, and with it keys that were used before.',
  watch: ({ inFrames, clocksApart }) =>
    watchToEnd(HAND_OUT_EVENTS, function* (events) {
      const givenWith = new Map<UeSKwtEvent | undefined, WtSKwtEvent>();
      // A key that is not that of the WT Counter tells nothing of KeNB.
      for (const { wt, ue, isOfOtherKey } of handOuts(events))
        if (!isOfOtherKey) givenWith.set(ue?.event, wt);
      const verified = verifiedFrames(events);
      const octetsOf = new Map(
        events.flatMap(event => (event.kind === 'rrc' ? [[event.frame, event.octets]] : [])),
      );
      const unanswered = new Set(
        events.flatMap(event =>
          event.kind === 'rrcTransaction' && event.complete === undefined ? [event.request.frame] : [],
        ),
      );
      /** Whether a request is the one before, which the UE has not answered: it need not have got that. */
      const isSentAgain = (before: At, again: At): boolean => {
        const octets = octetsOf.get(again.frame);
        return (
          unanswered.has(before.frame) &&
          octets !== undefined &&
          sameOctets(octetsOf.get(before.frame), octets)
        );
      };
      /**
       * Whether KeNB is that of the highest WT Counter before; undefined where nothing shows.
       * @param old the key that went with the same WT Counter before
       */
      const isSameKenb = (
        highest: UeSKwtEvent,
        old: WtSKwtEvent | undefined,
        event: UeSKwtEvent,
      ): boolean | undefined => {
        const now = givenWith.get(event);
        if (now !== undefined) {
          if (old !== undefined) return equalConstantTime(old.sKwt, now.sKwt);
          if (isOfUnseenKenb(event, now) || (event.isSure && !isFrom(event, now))) return false;
          const [before, kenb] = [kenbOf(highest, givenWith.get(highest)), kenbOf(event, now)];
          if (before !== undefined && kenb !== undefined) return before === kenb;
        }
        return verified.has(event.frame) ? true : undefined;
      };
      /** Those of one KeNB so far: the highest, and of each the latest key. */
      let highest: UeSKwtEvent | undefined;
      const keyOf = new Map<number, WtSKwtEvent>();
      let epoch: number | undefined;
      let latest: UeSKwtEvent | undefined;
      for (const event of events) {
        if (event.kind !== 'sKwt' || event.side !== 'ue') continue;
        const { wtCounter, kenbEpoch, isShared } = event;
        const given = givenWith.get(event);
        // It may be another UE that was told, unless what its WT was given follows from it.
        if (isShared && (given === undefined || !isFrom(event, given))) continue;
        const before = latest;
        latest = event;
        const isAgain = before !== undefined && isSentAgain(before, event);
        const begin = (): void => {
          highest = undefined;
          keyOf.clear();
        };
        if (kenbEpoch !== epoch) begin();
        epoch = kenbEpoch;
        if (isAgain) {
          if (highest === before) highest = event;
        } else if (highest !== undefined && wtCounter <= highest.wtCounter) {
          const isSame = isSameKenb(highest, keyOf.get(wtCounter), event);
          const soon = { frame: Number.MAX_SAFE_INTEGER, time: event.time + REKEY };
          if (isSame === false) begin();
          else if (
            between(highest, event) >= clocksApart() &&
            !isBlind(events, 'uu', highest, event) &&
            // A key that the capture lacks could show that KeNB is another.
            (isSame === true || !isBlind(events, 'xw', highest, soon))
          )
            yield {
              frames: [highest.frame, event.frame],
              // GSMTAP does not show that it lacks a handover, after which the counter starts again.
              ...(isSame === true ? {} : { severity: 'warning' }),
              message: `${
                wtCounter === highest.wtCounter
                  ? `WT Counter ${wtCounter} of ${inFrames([highest.frame])} is used again in ${inFrames([event.frame])}`
                  : `WT Counter ${wtCounter} in ${inFrames([event.frame])} is less than ${highest.wtCounter} in ${inFrames([highest.frame])}`
              }, under the same KeNB${isSame === true ? '' : ' if both are for one UE and the capture lacks no handover'}.`,
            };
        }
        if (highest === undefined || wtCounter > highest.wtCounter) highest = event;
        if (given !== undefined) keyOf.set(wtCounter, given);
      }
    }),
};
