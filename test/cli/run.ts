import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command. */
export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What the built command prints and ends with, called in the folder `cwd`. */
export function cli(args: readonly string[], input?: string | Uint8Array, cwd?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    maxBuffer: 2 ** 28,
    ...(input === undefined ? {} : { input }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** The report of `validate` in JSON. */
export const jsonOf = (...args: readonly string[]) => JSON.parse(cli(['validate', ...args, '--json']).stdout);

/** What makes a capture of `generate` small and quick: no user data. */
export const QUIET = ['--set', 'dataIntervalMs=0'];

const helps = new Map<string, string>();

/** The help of a command, which is asked for once. */
export function helpOf(...command: readonly string[]): string {
  const name = command.join(' ');
  const help = helps.get(name) ?? cli([...command, '--help']).stdout;
  helps.set(name, help);
  return help;
}

/**
 * What a POSIX shell makes of `script`, in which `lwa` is the built command, and `$1`, `$2` … are `args`. It has a minute: what
 * waits for a pipe for ever has no status.
 */
export function shell(script: string, folder: string, ...args: readonly string[]) {
  const lwa = `lwa() { '${process.execPath}' '${main}' "$@"; }`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${lwa}\n${script}`, 'sh', ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  return { status, stdout, stderr };
}

/** The path of a file in `fixtures/`. */
export const fixturePath = (path: string): string =>
  fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
