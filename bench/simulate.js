import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './measure.js';

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Loads the command line, and reports what the whole process took as it ends. */
const reporting = `process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    process.stderr.write(JSON.stringify({ maxRSS, cpu: (userCPUTime + systemCPUTime) / 1e6 }));
  });
  await import(${JSON.stringify(cli)});`;

/** Generates `rekey-option-2` in a process of its own: seconds of wall and processor time, MB at most, packets. */
function generate(ues, settings, flags = []) {
  // A new folder each time: to take the place of a large file is to wait for the disk.
  const folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-bench-'));
  const args = ['generate', 'rekey-option-2', '--ues', ues, '--out', folder, '--json', ...settings];
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '-e', reporting, ...args.map(String)],
    { maxBuffer: 2 ** 28, encoding: 'utf8' },
  );
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`generate ended with ${status}: ${stderr}`);
  const { maxRSS, cpu } = JSON.parse(stderr);
  const [{ packets, measures }] = JSON.parse(stdout);
  const rekeyed = measures.ues.filter(ue => ue.outcome === 'rekeyed').length;
  if (rekeyed !== ues) throw new Error(`${rekeyed} of ${ues} UEs re-keyed`);
  return { wall, cpu, memory: maxRSS / 1024, packets };
}

/** Runs of which the median counts. */
const RUNS = 5;

/**
 * What stands beside each run: objects that are made, live for a while and are dropped, in no order, which is what a simulation
 * asks of a machine too. A machine that is shared with others takes now 1.6 s for it, now 2.5 s, and longer for a simulation
 * too: figures of different minutes can be compared only where the reference took as long.
 */
const reference = `const ring = new Array(2 ** 16).fill(null);
  let x = 1, sum = 0;
  for (let i = 0; i < 6e6; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    const last = ring[x >>> 16];
    if (last !== null) sum += last.i;
    ring[x >>> 16] = { i, x, last: last === null ? null : last.last === null ? last : null, sum };
  }`;

/** Seconds that it takes, in a process of its own. */
function referenceTime() {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, ['-e', reference]);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const medianOf = numbers => numbers.toSorted((a, b) => a - b)[(numbers.length - 1) / 2];

function generateRuns(ues, settings) {
  const runs = Array.from({ length: RUNS }, () => {
    const before = referenceTime();
    const run = generate(ues, settings);
    return { ...run, beside: (before + referenceTime()) / 2 };
  });
  const median = medianOf(runs.map(run => run.wall));
  return {
    ...runs.find(run => run.wall === median),
    fastest: Math.min(...runs.map(run => run.wall)),
    memory: Math.max(...runs.map(run => run.memory)),
    beside: medianOf(runs.map(run => run.beside)),
    ratio: medianOf(runs.map(run => run.wall / run.beside)),
  };
}

/** The module of this package that a script is, or the package that it is from, or the engine. */
function moduleOf(url) {
  const [, dependency] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  const [, own] = /\/dist\/(.+)$/.exec(url) ?? [];
  return dependency ?? own ?? 'node';
}

/** What is worth a row: `flows`, `codecs/per`, `crypto`, a dependency. */
function partOf({ url, functionName }) {
  if (functionName === '(garbage collector)') return 'garbage collection';
  const name = moduleOf(url);
  const [first, second] = name.split('/');
  return first === 'codecs' ? `${first}/${second}` : first.startsWith('@') ? name : first;
}

/** Shares of the time, the largest first, by what `nameOf` makes of the function that ran. */
function shares(profile, nameOf) {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const sums = new Map();
  let total = 0;
  profile.samples.forEach((id, i) => {
    const frame = frames.get(id);
    if (frame.functionName === '(idle)') return;
    const name = nameOf(frame);
    sums.set(name, (sums.get(name) ?? 0) + profile.timeDeltas[i]);
    total += profile.timeDeltas[i];
  });
  return [...sums].map(([name, time]) => [name, (100 * time) / total]).sort(([, a], [, b]) => b - a);
}

const shareRows = list => list.map(([name, share]) => [name, `${share.toFixed(1)} %`.padStart(6)]);

/** Re-keys UEs by option 2, with user data and without, and shows where the time goes. @param ues without user data */
export function benchSimulate(ues = 10_000) {
  const profiles = mkdtempSync(join(tmpdir(), 'lwa-rekey-bench-'));
  const silent = ['--set', 'dataIntervalMs=0'];
  const row = (what, count, { wall, fastest, cpu, memory, packets, beside, ratio }, aim = '') => [
    what,
    `${Math.round(count / wall)} UEs a second`.padStart(18),
    `${Math.round(count / fastest)} at best`.padStart(12),
    `${Math.round(packets / wall)} packets a second`.padStart(24),
    `${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processors`,
    `${memory.toFixed(0)} MB at most`,
    `${ratio.toFixed(1)} times the reference, which took ${beside.toFixed(2)} s`,
    aim,
  ];
  try {
    const withData = Math.max(1, Math.round(ues / 20));
    table(`generate rekey-option-2 (whole processes, the median of ${RUNS})`, [
      row(
        `${ues} UEs without user data`,
        ues,
        generateRuns(ues, silent),
        'aim: 1500 UEs a second, under 500 MB',
      ),
      row(`${withData} UEs with user data`, withData, generateRuns(withData, [])),
    ]);
    generate(ues, silent, ['--cpu-prof', `--cpu-prof-dir=${profiles}`]);
    const profile = JSON.parse(readFileSync(join(profiles, readdirSync(profiles)[0]), 'utf8'));
    table('Where the time goes without user data, by part', shareRows(shares(profile, partOf)));
    const byFunction = shares(
      profile,
      ({ url, functionName }) => `${functionName || '(anonymous)'} ${moduleOf(url)}`,
    );
    table('… and by function', shareRows(byFunction.slice(0, 25)));
  } finally {
    rmSync(profiles, { recursive: true });
  }
}

/** `node bench/simulate.js [UES]` prints this part alone. */
if (process.argv[1] === fileURLToPath(import.meta.url)) benchSimulate(Number(process.argv[2] ?? 10_000));
