import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { main } from './run.js';

/** Eases the helper threads of a process of its own: the niceness of each thread by its number, on Linux; none elsewhere. */
const script = (own: number): string => `
  const { setPriority } = await import('node:os');
  setPriority(${own});
  const { readdirSync, readFileSync, existsSync } = await import('node:fs');
  const { easeHelperThreads } = await import(${JSON.stringify(new URL('helper-threads.js', `file://${main}`).href)});
  easeHelperThreads();
  const niceness = {};
  const folder = '/proc/self/task';
  if (existsSync(folder))
    for (const thread of readdirSync(folder))
      // Behind the name, which may hold anything: state and 15 more fields, then the niceness (proc(5), stat).
      niceness[thread] = Number(readFileSync(folder + '/' + thread + '/stat', 'latin1').replace(/^.*\\) /s, '').split(' ')[16]);
  console.log(JSON.stringify({ pid: process.pid, niceness }));`;

it.each([
  [0, 5],
  [10, 15],
  [18, 19],
])(
  'threads that help give way, and the one that computes does not: niceness %i, helpers %i',
  (own, helpers) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script(own)],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { pid, niceness } = JSON.parse(stdout) as { pid: number; niceness: Record<string, number> };
    if (process.platform !== 'linux') {
      expect(niceness).toEqual({});
      return;
    }
    const { [pid]: computing, ...others } = niceness;
    expect(computing).toBe(own);
    expect(new Set(Object.values(others))).toEqual(new Set([helpers]));
  },
);
