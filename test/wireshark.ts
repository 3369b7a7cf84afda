import { spawn, spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';

/**
 * Cross-checks against Wireshark's command-line tools. Where they are not installed such tests are skipped, and
 * say so; with WIRESHARK_REQUIRED=1 in the environment that is a failure.
 */
const isMissing = (tool: string): boolean => spawnSync(tool, ['--version']).error !== undefined;
const always = ['tshark', 'capinfos'].filter(isMissing);
const required = process.env.WIRESHARK_REQUIRED === '1';

export const wireshark = {
  /** `describe` for tests that call tshark and capinfos, and the tools `others`. */
  describe: (name: string, tests: () => void, others: readonly string[] = []): void => {
    const missing = [...always, ...others.filter(isMissing)];
    if (missing.length === 0) describe(name, tests);
    else if (!required) {
      console.warn(`skipped, as ${missing.join(' and ')} cannot be run: ${name}`);
      describe.skip(name, tests);
    } else
      describe(name, () => {
        it('finds the Wireshark tools that WIRESHARK_REQUIRED=1 asks for', () => {
          throw new Error(`not installed: ${missing.join(', ')}`);
        });
      });
  },
};

const ROOT = /^Running as user "root" and group "root"\. This could be dangerous\.\n/m;

/** A value of a boolean field, in each of the formats that tests ask for. */
const BOOLEAN = /(?<=^|[\t|,]|show=")(True|False)(?=[\t|,"]|$)/gm;

const outcome = (tool: string, status: number | null, stdout: string, stderr: string): string => {
  const complaint = stderr.replace(ROOT, '');
  if (status !== 0 || complaint !== '') throw new Error(`${tool} (exit ${status}): ${complaint}`);
  // Wireshark 4.0 shows them as numbers, and 4.4 and later ones by name.
  return stdout.replace(BOOLEAN, value => (value === 'True' ? '1' : '0'));
};

/** Variables beside those of this process. */
export type Environment = Readonly<Record<string, string>>;

const run = (tool: string, args: readonly string[], environment: Environment = {}): string => {
  const { status, stdout, stderr } = spawnSync(tool, args, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 2 ** 20,
  });
  return outcome(tool, status, stdout, stderr);
};

/** What tshark prints. @throws Error with what it complains of, or if it does not exit with 0 */
export const tshark = (args: readonly string[], environment?: Environment): string =>
  run('tshark', args, environment);

/** The same, while the caller goes on. */
export const tsharkLater = (args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const process = spawn('tshark', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    process.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    process.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    process.on('error', reject).on('close', status => {
      try {
        resolve(outcome('tshark', status, stdout, stderr));
      } catch (error) {
        reject(error);
      }
    });
  });

/** What capinfos prints. @throws Error as {@link tshark} */
export const capinfos = (args: readonly string[]): string => run('capinfos', args);

/** What sharkd replies to requests, one after the other. @throws Error as {@link tshark}, or where it refuses one */
export function sharkd(
  requests: readonly { readonly method: string; readonly params?: object }[],
  environment: Environment,
): readonly unknown[] {
  const lines = requests.map((request, id) => JSON.stringify({ jsonrpc: '2.0', id: id + 1, ...request }));
  // It greets on standard error, and says there what it loads.
  const { stdout } = spawnSync('sharkd', ['-'], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    input: `${lines.join('\n')}\n`,
  });
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => {
      const { result } = JSON.parse(line);
      if (result === undefined) throw new Error(`sharkd: ${line}`);
      return result;
    });
}
