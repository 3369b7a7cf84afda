/** What a builder or an encoder is told of a `T`: what is undefined counts as left out. */
export type Told<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The properties of `T`, those that may be undefined as ones that may be absent. */
export type Given<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** A value without what was not given: what is OPTIONAL in ASN.1, or has a default, is absent then, never undefined. */
export function given<T extends object>(value: T): Given<T> {
  const there: Partial<T> = {};
  for (const name in value) {
    const component = value[name];
    if (component !== undefined) there[name] = component;
  }
  return there as unknown as Given<T>;
}

/** What `build` makes of a value that may not be given. */
export const ifGiven = <T, R>(value: T | undefined, build: (value: T) => R): R | undefined =>
  value === undefined ? undefined : build(value);
