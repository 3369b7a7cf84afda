/** Where something is in a capture. */
export interface At {
  /** The number that the caller gave the packet. */
  readonly frame: number;
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: bigint;
}

/** Frame numbers of a second capture and further ones begin so much higher, one above the other. */
export const CAPTURE: number = 2 ** 32;

/** The place of the capture that it is in, among several, from 0. */
export const captureNumber = ({ frame }: Pick<At, 'frame'>): number => Math.floor(frame / CAPTURE);

/** Whether `a` comes before `b` in time; of two at the same time, the one with the lower number. */
export const isBefore = (a: At, b: At): boolean =>
  a.time < b.time || (a.time === b.time && a.frame < b.frame);

/** What puts places in their order, as `sort` wants it. */
export const inOrder = (a: At, b: At): number => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);

/** Nanoseconds from one place to another. */
export const between = (from: At, to: At): bigint => to.time - from.time;

/** Nanoseconds between two places, whichever comes first. */
export const distance = (a: At, b: At): bigint => (isBefore(a, b) ? between(a, b) : between(b, a));

/** Nanoseconds in a millisecond. */
export const MILLISECOND = 1_000_000n;

/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000n;

/** Nanoseconds as milliseconds, to the microsecond. */
export const milliseconds = (gap: bigint): number => Number(gap / 1000n) / 1000;

/** Nanoseconds up to which the clocks of two sniffers may differ. */
export const CLOCKS_APART: bigint = 5n * SECOND;
