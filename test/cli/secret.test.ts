import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyDigits, withoutKeys } from '../../src/cli/secret.js';
import { cli, fixturePath, helpOf } from './run.js';

const KEY = 'e1ced729c57a0b6f4f8e32916d0caa13b2457f98e06d1c53a98b7240fd61e39c';
const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether `text` has eight digits of the key in a row, with separators or without. */
function tells(text: string): boolean {
  const plain = text.toLowerCase().replace(/[:_ -]/g, '');
  for (let at = 0; at + 8 <= KEY.length; at++) if (plain.includes(KEY.slice(at, at + 8))) return true;
  return false;
}

/** Keys that slipped: too short, named and too short, with a letter that is no digit, with a prefix. */
const SLIPPED = [KEY.slice(1), `NAME=${KEY.slice(2)}`, KEY.replace('4f8e', '4f8g'), `0x${KEY}`];

function expectSecret(args: readonly string[], status = 2): string {
  const result = cli(args, '');
  expect({ args, status: result.status, tells: tells(result.stdout + result.stderr) }).toEqual({
    args,
    status,
    tells: false,
  });
  return result.stderr;
}

describe('an argument that looks like a key', () => {
  it.each([
    KEY,
    KEY.slice(0, 32),
    KEY.toUpperCase(),
    `UE 1=${KEY}`,
    KEY.replace(/..\B/g, '$&:'),
    KEY.replace(/..\B/g, '$& '),
    KEY.replace(/.{4}\B/g, '$&.'),
    `"${KEY}",`,
    `-p${KEY}`,
    ...SLIPPED,
  ])('is %s', argument => {
    expect(keyDigits(argument)).toBeGreaterThanOrEqual(32);
    for (const line of [`${argument}: none`, `'${argument}' is`, `…${argument.slice(8, -8)}… is none`])
      expect(tells(withoutKeys(line, ['validate', argument]))).toBe(false);
  });

  it.each([
    KEY.slice(0, 31),
    `${KEY}.pcap`,
    `captures/${KEY}`,
    'rekey-option-1-mic',
    '02:57:54:00:00:01',
    'a passphrase of sixty-three characters, some of them hex digits',
    `{"keyNonce":{"hex":"${KEY.slice(0, 32)}"},"keyInformation":{"install":true}}`,
  ])('is not %s', argument => {
    expect(keyDigits(argument)).toBeUndefined();
    expect(withoutKeys(`${argument}: none`, [argument])).toBe(`${argument}: none`);
  });

  it('is no file, as a file may be called so', () => {
    // Its name alone, as a path is none.
    const before = process.cwd();
    process.chdir(folder);
    try {
      const name = KEY.slice(32);
      expect(keyDigits(name)).toBe(32);
      writeFileSync(name, '');
      expect(keyDigits(name)).toBeUndefined();
    } finally {
      process.chdir(before);
    }
  });

  it('leaves the rest of a line as it is', () => {
    const line = `--wt-counter: '${KEY}' is no integer from 0 to 65535`;
    expect(withoutKeys(line, [`--wt-counter=${KEY}`])).toBe(
      "--wt-counter: '[64 hex digits]' is no integer from 0 to 65535",
    );
  });
});

describe('an operand that looks like a key', () => {
  it.each(SLIPPED)('is neither a capture nor a PMK: %s', argument => {
    const said = /^lwa-rekey: validate: an operand of 6\d hex digits is neither a capture nor a PMK\n$/;
    expect(expectSecret(['validate', capture, '--pmk', '00'.repeat(32), argument])).toMatch(said);
    expect(expectSecret(['validate', argument, '--json'])).toMatch(said);
  });

  it.each([
    [[]],
    [['scenarios']],
    [['generate', '--out', 'not-written']],
    [['rules']],
    [['rules', 'mic-wrong']],
    [['wireshark']],
    [['wireshark', '--keys', 'package.json']],
    [['decode']],
    [['decode', 'dot11']],
    [['encode']],
    [['encode', 'dot11']],
    [['derive']],
    [['derive', 's-kwt']],
  ])('is not shown by %j', before => {
    expectSecret([...before, SLIPPED[0]!]);
  });

  it('is not shown where it is JSON on standard input, or behind an option that there is not', () => {
    const { status, stdout } = cli(['encode', 'dot11', '-'], `${KEY}\n`);
    expect([status, tells(stdout)]).toEqual([2, false]);
    expectSecret(['validate', capture, `--psk=${KEY}`]);
    expectSecret(['validate', capture, `-p${KEY}`]);
    expectSecret(['validate', capture, '--pmk', SLIPPED[1]!]);
    expectSecret(['generate', 'wlan-initial', '--out', 'not-written', '--set', SLIPPED[1]!]);
  });
});

/** The example of a command's help, as arguments. */
const exampleOf = (help: string): string[] => help.trimEnd().split('\n').at(-1)!.trim().split(' ').slice(1);

const derivations = [...helpOf('derive').matchAll(/^ {2}([\w-]+) \[options\]/gm)].map(([, name]) => name!);
const bases: readonly (readonly string[])[] = [
  ['scenarios', 'lossy'],
  // No scenario: nothing is to be written under such a name.
  ['generate', 'nosuch', '--out', 'not-written'],
  ['validate', capture],
  ['rules', 'mic-wrong'],
  ['wireshark', capture],
  ['decode', 'dot11', '00'],
  ['encode', 'dot11', '{}'],
  ...derivations.map(name => exampleOf(helpOf('derive', name))),
];

describe('a value that looks like a key', () => {
  const cases = bases.flatMap(base => {
    const command = base.slice(0, base[0] === 'derive' ? 2 : 1);
    const options = [...helpOf(...command).matchAll(/^ {2}(--[\w-]+) </gm)].map(([, option]) => option!);
    return options.map(option => [command.join(' '), option, base] as const);
  });

  it('is tried with every option', () => {
    expect(cases.length).toBeGreaterThan(40);
  });

  it.each(cases)('is not shown by %s %s', (command, option, base) => {
    // In a folder of its own: what --output takes for the name of a file is one then.
    const { stdout, stderr } = cli([...base, option, SLIPPED[0]!], '', mkdtempSync(join(folder, 'in-')));
    // 63 characters are a passphrase, which is part of the command line that `wireshark` is asked for.
    const isAskedFor = command === 'wireshark' && option === '--passphrase';
    expect(tells(stderr)).toBe(false);
    expect(tells(stdout)).toBe(isAskedFor);
  });
});
