import type { PnWindow } from './packet-number.js';

/** Packet numbers that no frame bore, between two that frames did. */
export interface Gap {
  readonly window: PnWindow;
  /** The packet numbers around it. */
  readonly below: number;
  readonly above: number;
  /** The frames that bore them. */
  readonly from: number;
  readonly to: number;
  /** How many of them have not come late. */
  count: number;
}

/** Gaps that a late frame may fill, or a rule may ask for. */
const GAPS_KEPT = 64;

/**
 * Notes what the packet number `pn` of the next frame shows to be missing: the sender numbers its frames without a gap
 * (IEEE 802.11-2020, 12.5.3.3.2).
 * @param window as it is before that frame
 */
export function noteGap(session: { gaps: Gap[] }, window: PnWindow, pn: number, frame: number): void {
  const { highest, distinct } = window;
  if (distinct === 0 || pn === highest + 1) return;
  if (pn < highest) {
    if (window.pns[pn % window.pns.length] === pn) return;
    const gap = session.gaps.find(g => g.window === window && pn > g.below && pn < g.above);
    if (gap !== undefined && gap.count > 0) gap.count--;
  } else if (pn > highest)
    session.gaps = [
      { window, below: highest, above: pn, from: window.frame, to: frame, count: pn - highest - 1 },
      ...session.gaps.slice(0, GAPS_KEPT - 1),
    ];
}

/** How many frames `gaps` show to be missing between the frames `from` and `to`. */
export function missingFrames(
  gaps: readonly Gap[],
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): number {
  return gaps.reduce((sum, gap) => (gap.to > from && gap.from < to ? sum + gap.count : sum), 0);
}
