import { toHex } from '../../codecs/hex.js';
import { type At, between, CLOCKS_APART, captureNumber, isBefore } from '../at.js';
import { isBlind } from '../blind.js';
import type { ValidationEvent } from '../event.js';
import type { Story } from '../story.js';
import { takenBefore } from './in-use.js';

/** Whether the clock of Xw may be what is off, of the two: that of the WLAN is, where Uu and Xw alone are of one capture. */
function concernsXw(events: readonly ValidationEvent[], xw: At, wlan: At): boolean {
  const uu = events.find(({ kind }) => kind === 'rrc');
  const own = captureNumber(xw);
  return captureNumber(wlan) === own || uu === undefined || captureNumber(uu) !== own;
}

/** Whether a WT uses an S-KWT in a handshake that it is given only afterwards. */
function isKeyLate(events: readonly ValidationEvent[]): boolean {
  const seen = new Set<string>();
  for (const given of events) {
    if (given.kind !== 'sKwt' || given.side !== 'wt') continue;
    const pmk = toHex(given.sKwt);
    if (seen.has(pmk)) continue;
    seen.add(pmk);
    const taken = takenBefore(events, pmk, given);
    // What is farther apart is not told from a capture that lacks what came before.
    if (taken === undefined || between(taken, given) > CLOCKS_APART) continue;
    if (!concernsXw(events, given, taken)) continue;
    if (!isBlind(events, 'xw', { frame: 0, time: 0n }, given)) return true;
  }
  return false;
}

/** Where a station is associated, unless its capture shows it to have been before: then what Uu and Xw tell may be of that. */
export function firstAssociation(
  events: readonly ValidationEvent[],
  management: Story['management'],
): At | undefined {
  const associated = management.find(({ message }) => /^(re)?association-response$/.test(message));
  if (associated === undefined) return undefined;
  const isEarlier = (at: At): boolean =>
    captureNumber(at) === captureNumber(associated) && isBefore(at, associated);
  return events.some(event => event.kind === 'pmkInUse' && isEarlier(event)) ? undefined : associated;
}

/** Whether a WT that was asked for LWA confirms the association of a station before that is associated (TS 36.463, 8.13). */
function isConfirmedEarly(events: readonly ValidationEvent[], management: Story['management']): boolean {
  const named = (name: string) => events.find(event => event.kind === 'xwap' && event.view.message === name);
  const confirmed = named('WTAssociationConfirmation');
  const asked = named('WTAdditionRequest');
  if (confirmed === undefined || asked === undefined || !isBefore(asked, confirmed)) return false;
  const associated = firstAssociation(events, management);
  return (
    associated !== undefined &&
    isBefore(confirmed, associated) &&
    between(confirmed, associated) <= CLOCKS_APART &&
    concernsXw(events, confirmed, associated)
  );
}

/**
 * What is not to be believed of who had a new S-KWT first, as the times of Xw and of the WLAN contradict each other: where those of
 * Xw are too late for the WLAN's, that the UE had it; where they are too early, that the WT had it.
 */
export interface Contrary {
  readonly ue: boolean;
  readonly wt: boolean;
}

/** @param events of Uu, Xw and handshakes, in the order of time */
export const contraryIn = (
  events: readonly ValidationEvent[],
  { management }: Pick<Story, 'management'>,
): Contrary => ({
  ue: isKeyLate(events),
  wt: isConfirmedEarly(events, management),
});
