import { type At, isBefore, SECOND } from '../at.js';
import type { ValidationEvent } from '../event.js';
import type { Given } from './told-and-given.js';

/** Whether the capture shows RRC of the UE by then. */
export const isInView = (events: readonly ValidationEvent[], at: At): boolean => {
  const first = events.find(({ kind }) => kind === 'rrc');
  return first?.kind === 'rrc' && isBefore(first, at);
};

/** For so long before the WT was told, all of RRC has to be in view for the UE not to have been told then. */
const LOOK_BACK = 10n * SECOND;
/** From where on all of RRC has to be in view for the UE not to have been told before the WT was. */
export const lookBack = (wt: At): At => ({ frame: 0, time: wt.time - LOOK_BACK });

/** Whether the capture shows every addition up to a place: from the first that it shows on, as long as it lacks nothing of Xw. */
export function additionsInView(
  events: readonly ValidationEvent[],
  given: readonly Given[],
): (at: At) => boolean {
  const first = given.find(({ isAddition }) => isAddition);
  const gaps = events.flatMap(event =>
    event.kind === 'gap' && event.where === 'xw' && first !== undefined && !isBefore(event, first)
      ? [event.from]
      : [],
  );
  const until = gaps.reduce<At | undefined>((a, b) => (a === undefined || isBefore(b, a) ? b : a), undefined);
  return at => first !== undefined && isBefore(first, at) && (until === undefined || isBefore(at, until));
}
