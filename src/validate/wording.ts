import type { FrameRef } from './report.js';

/** As many items as a sentence names. */
export const MOST_LISTED = 12;

/**
 * `19`, `19 and 21`, `19, 21 and 23`; of very many the first, and how many more there are.
 * @param count how many there are, where `items` are but the first of them
 */
export function listed(items: readonly (number | string)[], count: number = items.length): string {
  const shown = items.slice(0, MOST_LISTED - 2);
  if (count > items.length || items.length > MOST_LISTED)
    return `${shown.join(', ')} and ${count - shown.length} more`;
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/**
 * `frame 19`, `frames 19 and 21`, `frames 19 and 21 of a.pcap`, `frames 19, 21 of a.pcap and 5 of b.pcap`.
 * @param count see {@link listed}
 */
export function inFrames(frames: readonly FrameRef[], count: number = frames.length): string {
  const isCut = count > frames.length || frames.length > MOST_LISTED;
  const shown = isCut ? frames.slice(0, MOST_LISTED - 2) : frames;
  const names = shown.map((ref, i) => {
    if (typeof ref === 'number') return ref;
    const next = shown[i + 1];
    const isLast = typeof next !== 'object' || next.capture !== ref.capture;
    return isLast ? `${ref.frame} of ${ref.capture}` : ref.frame;
  });
  return `${frames.length === 1 ? 'frame' : 'frames'} ${listed(names, count)}`;
}

/** `19`, `19–25`, `19–25 of a.pcap`, `19 of a.pcap to 5 of b.pcap`. */
export function spanOf(first: FrameRef, last: FrameRef): string {
  const numbers = (from: number, to: number): string => (from === to ? `${from}` : `${from}–${to}`);
  if (typeof first === 'number' || typeof last === 'number') return numbers(Number(first), Number(last));
  if (first.capture === last.capture) return `${numbers(first.frame, last.frame)} of ${first.capture}`;
  return `${first.frame} of ${first.capture} to ${last.frame} of ${last.capture}`;
}
