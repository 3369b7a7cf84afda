/**
 * Numbers by TID, as a list: undefined is the empty one. Not a Map or an array by TID, as there are many thousands of
 * these, and most hold one number or two.
 */
export type TidNumbers = Entry | undefined;

interface Entry {
  readonly tid: number;
  number: number;
  readonly next: TidNumbers;
}

const entryOf = (numbers: TidNumbers, tid: number): TidNumbers => {
  let entry = numbers;
  while (entry !== undefined && entry.tid !== tid) entry = entry.next;
  return entry;
};

/** The number of `tid`; undefined where `numbers` have none. */
export const numberOf = (numbers: TidNumbers, tid: number): number | undefined =>
  entryOf(numbers, tid)?.number;

/** `numbers` with this one for `tid`; they themselves are changed. */
export function withNumber(numbers: TidNumbers, tid: number, number: number): TidNumbers {
  const entry = entryOf(numbers, tid);
  if (entry === undefined) return { tid, number, next: numbers };
  entry.number = number;
  return numbers;
}
