/** Puts `item` first in a list that keeps at most `limit`. */
export function remember<T>(list: readonly T[], item: T, limit: number): T[] {
  return [item, ...list.filter(other => other !== item)].slice(0, limit);
}

/** A map or a set, which has its entries in the order in which they came. */
interface Kept<K, V> {
  readonly size: number;
  entries(): Iterator<readonly [K, V]>;
  keys(): Iterable<K>;
  delete(key: K): boolean;
}

/**
 * Takes the entry that came first out of what is to keep at most `most`, to be called behind each that is added.
 * @returns that entry, for who has to end it; of a set twice its item; undefined where there is room
 */
export function forgetOldest<K, V>(kept: Kept<K, V>, most: number): readonly [K, V] | undefined {
  if (kept.size <= most) return undefined;
  const oldest: readonly [K, V] = kept.entries().next().value!;
  kept.delete(oldest[0]);
  return oldest;
}

/** Takes the half that came first out of what is to keep less than `most`, to be called before one is added: rarer than one by one. */
export function forgetOlderHalf<K>(kept: Kept<K, unknown>, most: number): void {
  if (kept.size < most) return;
  let left = Math.floor(most / 2);
  for (const key of kept.keys()) {
    if (left-- === 0) return;
    kept.delete(key);
  }
}

/** Those of a list that are neither among the first nor the latest of their sort, `most` of each. @param sortOf undefined for what stays */
export function surplusIn<T>(
  list: readonly T[],
  sortOf: (one: T) => string | undefined,
  most: number,
): ReadonlySet<T> {
  const sorts = new Map<string, T[]>();
  for (const one of list) {
    const sort = sortOf(one);
    if (sort === undefined) continue;
    const own = sorts.get(sort);
    if (own === undefined) sorts.set(sort, [one]);
    else own.push(one);
  }
  const half = most / 2;
  return new Set([...sorts.values()].flatMap(own => (own.length > most ? own.slice(half, -half) : [])));
}
