/** The properties of `T`, those that may be undefined as ones that may be absent. */
export type Given<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** A value without the components that were not given: what is OPTIONAL in ASN.1 is absent, never undefined. */
export function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, component]) => component !== undefined),
  ) as Given<T>;
}

/** A list, or nothing where it has no elements: the lists of RRC have one at least. */
export const listed = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length === 0 ? undefined : list;

/** `ENUMERATED {true} OPTIONAL` from a flag. */
export const flagged = (flag: boolean | undefined): 'true' | undefined => (flag ? 'true' : undefined);
