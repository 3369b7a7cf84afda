/**
 * What sentences call captures: of each path so many of its last parts as tell it from the others, `a.pcap` or `ap/a.pcap`; of one
 * that is there twice, all of it.
 */
export function captureNames(paths: readonly string[]): readonly string[] {
  const parts = paths.map(path => path.split(/(?<=[/\\])/));
  const tailOf = (i: number, length: number): string => parts[i]!.slice(-length).join('');
  return paths.map((path, i) => {
    for (let length = 1; length < parts[i]!.length; length++) {
      const tail = tailOf(i, length);
      if (paths.every((_, other) => other === i || tailOf(other, length) !== tail)) return tail;
    }
    return path;
  });
}
