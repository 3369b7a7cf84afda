/** Microseconds of processor time that `work` takes. */
function cost(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

const TRIES = 3;

/**
 * How many times as much processor time `work` takes on four times as much: about 4 where it grows with what there is to
 * do, 16 where it grows with its square. The least of some tries, since collecting garbage can fall into any.
 */
export function growth(work: (size: number) => void, size: number): number {
  work(size);
  return Math.min(
    ...Array.from({ length: TRIES }, () => {
      const small = cost(() => work(size));
      return cost(() => work(4 * size)) / small;
    }),
  );
}

/** Between linear and quadratic growth. */
export const LINEAR = 9;
