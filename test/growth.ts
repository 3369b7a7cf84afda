/** Microseconds of processor time that `work` takes. */
function cost(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

const TRIES = 3;

/** Between linear and quadratic growth. */
export const LINEAR = 9;

/**
 * How many times as much processor time `work` takes on four times as much: about 4 where it grows with what there is to
 * do, 16 where it grows with its square. The least of some tries, since collecting garbage can fall into any: one below
 * {@link LINEAR} is enough.
 */
export function growth(work: (size: number) => void, size: number): number {
  work(size);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES && least >= LINEAR; i++) {
    const small = cost(() => work(size));
    least = Math.min(least, cost(() => work(4 * size)) / small);
  }
  return least;
}
