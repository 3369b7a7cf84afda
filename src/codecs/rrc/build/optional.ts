/** A list, or nothing where it has no elements: the lists of RRC have one at least. */
export const listed = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length === 0 ? undefined : list;

/** `ENUMERATED {true} OPTIONAL` from a flag. */
export const flagged = (flag: boolean | undefined): 'true' | undefined => (flag ? 'true' : undefined);
