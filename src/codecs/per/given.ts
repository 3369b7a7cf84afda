/** The properties of `T`, those that may be undefined as ones that may be absent. */
export type Given<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** A value without the components that were not given: what is OPTIONAL in ASN.1 is absent, never undefined. */
export function given<T extends object>(value: T): Given<T> {
  const there: Partial<T> = {};
  for (const name in value) {
    const component = value[name];
    if (component !== undefined) there[name] = component;
  }
  return there as unknown as Given<T>;
}
