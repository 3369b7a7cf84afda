/** How many letters have to be changed, put in or left out to make `b` of `a` (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          row[j]! + 1,
          next[j - 1]! + 1,
          row[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length]!;
}

/** The names among `known` that `name` may have been meant for: those that begin with it, or the one closest to it. */
export function suggestions(name: string, known: readonly string[]): readonly string[] {
  const longer = known.filter(one => name !== '' && one.startsWith(name));
  if (longer.length > 0) return longer;
  if (name.length > 100) return [];
  const closest = known.map(one => ({ one, far: editDistance(name, one) })).sort((a, b) => a.far - b.far)[0];
  return closest !== undefined && closest.far <= Math.max(2, name.length / 4) ? [closest.one] : [];
}
