import { MILLISECOND } from '../at.js';

/**
 * Tells who doubles packets of one kind: a second sniffer has nearly all of what the first has for as long as both listen, and its
 * clock may be far off; a network that doubles some has them here and there, and soon.
 */
export interface Doubling {
  /** A packet came that is no copy. @returns its number */
  next(): number;
  /**
   * A copy came of the packet with that number.
   * @param behind nanoseconds since that
   * @param isOfOther whether the two are known to be of two sniffers
   */
  copy(number: number, behind: bigint, isOfOther: boolean): void;
  /** Whether a second sniffer is not out of the question. */
  readonly isOfSecondSniffer: boolean;
  /** Nanoseconds by which copies were behind, at the most. */
  readonly most: bigint;
}

/** Packets in a row of which a copy is looked for, and how many with one are too many for a network to have doubled by chance. */
const LONG = 64;
const MANY_OF_LONG = 29;
const SHORT = 12;
const MANY_OF_SHORT = 11;
/** Fewer packets say nothing; where there are fewer than {@link LONG}, a copy of every third is too many. */
const FEW = 12;
const THIRD = 3;
/** But of so many, a second sniffer with a clock so far off that no network makes such a copy has more than a single one. */
const FEW_FOR_ONE = 6;
/** And where there are so few, or copies are farther behind than a network makes them, this many of as many in a row. */
const ROW = 5;
const MANY_OF_ROW = 4;
/** Nanoseconds by which no copy that a network makes is behind. */
const FAR = 50n * MILLISECOND;
/** Packets of which it is remembered whether they have a copy. */
const REMEMBERED = 8192;

/** What tells whether a network doubles its packets, before any has come. */
export function newDoubling(): Doubling {
  let count = 0;
  let copies = 0;
  let most = 0n;
  let isDense = false;
  let hasRow = false;
  const isDoubled = new Uint8Array(REMEMBERED);

  const inRow = (last: number, length: number): number => {
    let sum = 0;
    for (let i = Math.max(0, last - length + 1); i <= last; i++) sum += isDoubled[i % REMEMBERED]!;
    return sum;
  };

  return {
    next: () => {
      isDoubled[count % REMEMBERED] = 0;
      return count++;
    },
    copy: (number, behind, isOfOther) => {
      if (behind > most) most = behind;
      if (isOfOther) isDense = true;
      if (isDense || count - number > REMEMBERED - LONG || isDoubled[number % REMEMBERED] === 1) return;
      isDoubled[number % REMEMBERED] = 1;
      copies++;
      hasRow ||= inRow(number, ROW) >= MANY_OF_ROW;
      // One packet that comes again late may be a replay.
      isDense = behind > FAR && inRow(number, ROW) >= MANY_OF_ROW;
      isDense ||= inRow(number, LONG) >= MANY_OF_LONG || inRow(number, SHORT) >= MANY_OF_SHORT;
    },
    get isOfSecondSniffer() {
      if (isDense || copies === 0) return isDense;
      if (copies === 1 && most > FAR && count >= FEW_FOR_ONE) return false;
      return count < FEW || (count < LONG && (hasRow || copies * THIRD >= count));
    },
    get most() {
      return most;
    },
  };
}
