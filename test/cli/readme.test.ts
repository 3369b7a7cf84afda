import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli } from './run.js';

const readme = readFileSync('README.md', 'utf8').replaceAll(' \\\n', '');
/** The words of a command of the README, `npx .` left out, as a shell splits them. */
const commandsOf = (name: string): readonly (readonly [words: readonly string[], comment: string])[] =>
  [...readme.matchAll(new RegExp(`^npx \\. (${name}\\b.*?)(?: +# (.*))?$`, 'gm'))].map(
    ([, line, comment = '']) => [
      [...line!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!),
      comment,
    ],
  );

describe('commands of the README', () => {
  it('decode and encode print what stands behind them', () => {
    const [[decode, value]] = commandsOf('decode') as [readonly [readonly string[], string]];
    const decoded = cli(decode);
    expect(decoded).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(decoded.stdout)).toEqual(JSON.parse(value));
    const [[encode, octets]] = commandsOf('encode') as [readonly [readonly string[], string]];
    expect(cli(encode)).toEqual({ status: 0, stdout: `${octets}\n`, stderr: '' });
    expect(octets).toBe(decode[2]);
  });

  it('validate finds in the capture of hostapd what is said to be there', () => {
    const [[words]] = commandsOf('validate fixtures') as [readonly [readonly string[], string]];
    const { status, stdout, stderr } = cli(words);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('The station is still on old,');
    expect(stdout).toContain('MIC valid under new');
  });
});
