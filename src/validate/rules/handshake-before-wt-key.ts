import { toHex } from '../../codecs/hex.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { PmkInUseEvent, ValidationEvent } from '../event.js';
import { takenBefore } from '../hand-out/in-use.js';
import { refusedKeyUses } from '../hand-out/refused-key.js';
import { refusedFrames } from '../hand-out/told-and-given.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { watchToEnd } from '../watch/to-end.js';

const KINDS = ['pmkInUse', 'gap', 'sKwt', 'xwapProcedure', 'xwEnd', 'xwap', 'association'] as const;

/** A key is used in the handshake that the WT does not have: the station is too early, or the WT has refused it. */
export const handshakeBeforeWtKey: Rule = {
  id: 'handshake-before-wt-key',
  severity: 'error',
  clause: 'TS 36.463, 8.8.2, 8.9.2 and 8.9.3, and IEEE 802.11-2020, 12.7.6',
  explanation:
    'The station answered a 4-way handshake under an S-KWT that the WT had not been given yet, or the WT went on with one under an S-KWT that it had refused. In the first case the WT cannot verify the answer until a request with that key arrives; in the second it uses a key that for the eNB it does not have.',
  watch: session =>
    watchToEnd(KINDS, function* (events) {
      const { inFrames, clocksApart } = session;
      yield* usesOfRefused(events, session);
      const refused = refusedFrames(events);
      const firstGiven = new Map<string, At>();
      for (const event of events)
        if (event.kind === 'sKwt' && event.side === 'wt' && !refused.has(event.frame)) {
          const key = toHex(event.sKwt);
          if (!firstGiven.has(key)) firstGiven.set(key, event);
        }
      const early = new Map<string, number[]>();
      for (const event of events) {
        if (event.kind !== 'pmkInUse' || event.message !== 'M2') continue;
        const key = toHex(event.pmk);
        const given = firstGiven.get(key);
        if (given === undefined || !isBefore(event, given) || isTried(events, event)) continue;
        if (between(event, given) >= clocksApart()) early.set(key, [...(early.get(key) ?? []), event.frame]);
      }
      for (const [key, frames] of early) {
        const given = firstGiven.get(key)!;
        if (isBlind(events, 'xw', { frame: 0, time: 0n }, given)) continue;
        const taken = takenBefore(events, key, given);
        yield {
          frames: [...frames, given.frame, ...(taken === undefined ? [] : [taken.frame])].sort(
            (a, b) => a - b,
          ),
          ...(taken === undefined ? {} : { severity: 'warning' }),
          message: `M2 in ${inFrames(frames.slice(0, 1))} is right under an S-KWT that the WT is given only in ${inFrames([given.frame])}${
            taken === undefined
              ? ''
              : `, yet ${taken.message} in ${inFrames([taken.frame])} shows that the WT had it: the clocks of Xw and of the WLAN differ, or the WT was given it before, which the capture lacks`
          }.`,
        };
      }
    }),
};

/** Whether an M2 belongs to a handshake that the WT has begun under its key, before it refused that. */
const isTried = (events: readonly ValidationEvent[], m2: PmkInUseEvent): boolean =>
  events.some(
    event =>
      event.kind === 'xwapProcedure' &&
      event.outcome === 'unsuccessful' &&
      isBefore(event.request, m2) &&
      between(event, m2) <= SECOND &&
      events.some(
        given =>
          given.kind === 'sKwt' &&
          given.side === 'wt' &&
          given.frame === event.request.frame &&
          equalConstantTime(given.sKwt, m2.pmk),
      ),
  );

/** An ERROR INDICATION may be about something else, and a new association with another WT, of which the capture shows no Xw. */
function* usesOfRefused(events: readonly ValidationEvent[], session: Session): Iterable<Observation> {
  const { inFrames } = session;
  for (const { request, refusal, use } of refusedKeyUses(events, session)) {
    const isReject = events.some(
      event =>
        event.kind === 'xwap' &&
        event.frame === refusal.frame &&
        event.view.message === 'WTModificationRequestReject',
    );
    const isElsewhere = events.some(
      event => event.kind === 'association' && isBefore(request, event) && isBefore(event, use),
    );
    if (isReject && !isElsewhere)
      yield {
        frames: [request.frame, refusal.frame, use.frame],
        message: `The WT refused the S-KWT in ${inFrames([request.frame])} with the WTModificationRequestReject in ${inFrames([refusal.frame])}, and yet ${use.message} in ${inFrames([use.frame])} is right under it.`,
      };
  }
}
