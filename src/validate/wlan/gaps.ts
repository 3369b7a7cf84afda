import { type At, isBefore } from '../at.js';
import type { PnWindow } from './packet-number.js';

/** Packet numbers that no frame bore, between two that frames did. */
export interface Gap {
  readonly window: PnWindow;
  /** Who sent them. */
  readonly fromAp: boolean;
  /** The packet numbers around it. */
  readonly below: number;
  readonly above: number;
  /** Where the frame is that shows it. */
  readonly at: At;
  /** How many of them have not come late. */
  count: number;
}

/** Gaps that a late frame may fill, or a rule may ask for. */
const GAPS_KEPT = 64;

/**
 * Notes what the packet number `pn` of the next frame shows to be missing: the sender numbers its frames without a gap
 * (IEEE 802.11-2020, 12.5.3.3.2).
 * @param window of that sender, as it is before that frame
 */
export function noteGap(
  session: { gaps: Gap[] },
  window: PnWindow,
  fromAp: boolean,
  pn: number,
  at: At,
): void {
  const { highest, distinct } = window;
  if (distinct === 0 || pn === highest + 1) return;
  if (pn < highest) {
    if (window.pns[pn % window.pns.length] === pn) return;
    const gap = session.gaps.find(g => g.window === window && pn > g.below && pn < g.above);
    if (gap !== undefined && gap.count > 0) gap.count--;
  } else if (pn > highest)
    session.gaps = [
      { window, fromAp, below: highest, above: pn, at, count: pn - highest - 1 },
      ...session.gaps.slice(0, GAPS_KEPT - 1),
    ];
}

/**
 * How many frames `gaps` show to be missing, where nothing else is asked for, or before frames that came behind `since`.
 * @param fromAp of which side alone
 */
export const missingFrames = (gaps: readonly Gap[], since?: At, fromAp?: boolean): number =>
  gaps
    .filter(gap => since === undefined || isBefore(since, gap.at))
    .reduce((sum, gap) => ((fromAp ?? gap.fromAp) === gap.fromAp ? sum + gap.count : sum), 0);
