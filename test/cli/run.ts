import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command. */
export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What the built command prints and ends with. */
export function cli(args: readonly string[], input?: string | Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    maxBuffer: 2 ** 28,
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** The path of a file in `fixtures/`. */
export const fixturePath = (path: string): string =>
  fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
