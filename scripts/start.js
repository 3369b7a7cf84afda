/**
 * `npm start`: generates every scenario into out/, validates each capture with the keys written beside it, and sets the
 * measures of the runs side by side. Ends with 1 where a scenario does not come out as it declares.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { measuresTable } from '../dist/report/index.js';

const OUT = 'out';
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

function run(...args) {
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 30,
  });
  return { status, stdout };
}

const generated = run('generate', '--all', '--out', OUT, '--json');
if (generated.status !== 0) process.exit(2);
const runs = JSON.parse(generated.stdout);
const declared = new Map(JSON.parse(run('scenarios', '--json').stdout).map(s => [s.name, s.expect]));

const width = Math.max(...runs.map(({ scenario }) => scenario.length));
let failed = 0;
for (const { scenario, captures, keys, packets, measures } of runs) {
  const validated = run('validate', ...captures, '--keys', keys, '--json');
  const { outcome, findings = [] } = declared.get(scenario);
  const outcomes = measures.run.outcomes.join(', ');
  const found = validated.status === 2 ? ['unreadable'] : faultsIn(JSON.parse(validated.stdout));
  // A scenario may go wrong on purpose: then validate is to find that, and nothing else.
  const isAsDeclared = outcomes === outcome && found.join() === [...findings].sort().join();
  if (!isAsDeclared) failed++;
  const faults = found.length === 0 ? 'nothing wrong' : found.join(', ');
  const judged = isAsDeclared
    ? 'as declared'
    : `NOT AS DECLARED (${outcome}; ${findings.join(', ') || 'nothing wrong'})`;
  console.log(`${scenario.padEnd(width)}  ${packets} packets  ${outcomes}; validate: ${faults}: ${judged}`);
}

console.log(
  `\n${measuresTable(runs.map(({ scenario, measures: { run, ues } }) => ({ scenario, ues: ues.length, measure: run })))}`,
);
console.log(`
Captures and keys: ${OUT}/SCENARIO.pcapng, ${OUT}/SCENARIO.keys.json. To look at one:
  npx . validate ${OUT}/rekey-option-2.pcapng --keys ${OUT}/rekey-option-2.keys.json
  eval "$(npx . wireshark ${OUT}/rekey-option-2.pcapng)"     (in Wireshark, decrypted; the filter frame.comment shows the turning points)`);
process.exitCode = failed === 0 ? 0 : 1;

/** The ids of the rules that a report breaks, notes aside, each once. */
function faultsIn({ findings }) {
  return [...new Set(findings.filter(f => f.severity !== 'note').map(f => f.rule))].sort();
}
