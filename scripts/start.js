/** `npm start`: generates every scenario into out/ and validates each capture with the keys written beside it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

const declared = new Map(JSON.parse(run('scenarios', '--json').stdout).map(s => [s.name, s.expect.outcome]));

let failed = 0;
for (const { scenario, captures, keys, packets, measures } of JSON.parse(generated.stdout)) {
  const outcome = [...new Set(measures.ues.map(ue => ue.outcome))].join(', ');
  console.log(`${scenario}: ${outcome}, ${packets} packets in ${captures.join(', ')}`);
  const validated = run('validate', ...captures, '--keys', keys, '--json');
  // A scenario that goes wrong on purpose has findings; what must not be is an outcome that it does not declare.
  if (validated.status === 2 || outcome !== declared.get(scenario)) failed++;
  for (const { verdict } of JSON.parse(validated.stdout).sessions) console.log(`  validate: ${verdict}`);
  console.log(`  to decrypt it in Wireshark: ${openWith(captures[0], keys)}`);
}
process.exitCode = failed === 0 ? 0 : 1;

/** The command that opens a capture decrypted, as the keys file has its options. */
function openWith(capture, keys) {
  const { options } = JSON.parse(readFileSync(keys, 'utf8')).wireshark;
  return `wireshark ${options.map(o => (/[^\w:.,/-]/.test(o) ? `'${o}'` : o)).join(' ')} ${capture}`;
}
