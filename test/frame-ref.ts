import type { FrameRef } from '../src/validate/index.js';

/** The number of a frame of the only capture. */
export function numberOf(frame: FrameRef | undefined): number {
  if (typeof frame !== 'number') throw new Error('the frame is of one of several captures');
  return frame;
}
