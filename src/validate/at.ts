/** Where something is in a capture. */
export interface At {
  /** The number that the caller gave the packet. */
  readonly frame: number;
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: bigint;
}

/** Whether `a` comes before `b` in time; of two at the same time, the one with the lower number. */
export const isBefore = (a: At, b: At): boolean =>
  a.time < b.time || (a.time === b.time && a.frame < b.frame);
