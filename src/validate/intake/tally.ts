import { CAPTURE, captureNumber } from '../at.js';

/** How many packets of one capture something is to be said of, and perhaps of one link type. */
export interface Counted {
  packets: number;
  /** The first of them. */
  frame: number;
}

/** By capture, and by link type where that is told; with what there is to say beside the number. */
export type Tally<D extends object = object> = Map<number, Counted & D>;

/**
 * Counts a packet.
 * @param begin gives what is said beside the number, of the first packet of a count
 * @param linkType LINKTYPE_ number, where packets of each are counted by themselves
 * @returns the count that it is in
 */
export function count<D extends object>(
  tally: Tally<D>,
  frame: number,
  begin: () => D,
  linkType = 0,
): Counted & D {
  const id = linkType + captureNumber({ frame }) * CAPTURE;
  let known = tally.get(id);
  if (known === undefined) {
    known = { ...begin(), packets: 0, frame };
    tally.set(id, known);
  }
  known.packets++;
  // Of some packets it shows late what they are.
  if (frame < known.frame) known.frame = frame;
  return known;
}
