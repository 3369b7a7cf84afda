/** Nanoseconds a call takes: the best of several rounds, so that a busy machine disturbs it least. */
export function nanoseconds(run, { rounds = 9, calls = 100_000 } = {}) {
  for (let i = 0; i < calls; i++) run();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) run();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / calls);
  }
  return best;
}

/** Prints rows of [what, figure, ratio to the first row of its group]. */
export function table(title, rows) {
  const width = Math.max(...rows.map(([what]) => what.length));
  console.log(`\n${title}`);
  for (const [what, ...cells] of rows) console.log(`  ${what.padEnd(width)}  ${cells.join('  ')}`);
}
