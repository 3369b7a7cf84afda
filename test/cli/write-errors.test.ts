import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, fixturePath, shell } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
const FRAME = 'c000000002d43b04067802000000000102000000000110000f00';

describe.skipIf(!existsSync('/dev/full'))('standard output that takes nothing', () => {
  it.each([
    'lwa scenarios',
    'lwa scenarios --json',
    'lwa rules',
    `lwa derive psk --passphrase password --ssid IEEE`,
    `lwa decode dot11 ${FRAME}`,
    `echo ${FRAME} | lwa decode dot11 -`,
    `lwa decode dot11 ${FRAME} | lwa encode dot11 -`,
    'lwa generate wlan-initial --set dataIntervalMs=0 --out out',
    'lwa validate "$1"',
    'lwa validate "$1" --json',
    'lwa --help',
    'lwa validate --help',
    'lwa --version',
  ])('%s: one line, exit 2', command => {
    expect(shell(`${command} > /dev/full`, folder, capture)).toEqual({
      status: 2,
      stdout: '',
      stderr: 'lwa-rekey: standard output: no space left\n',
    });
  });

  it('of errors: the exit is that of the error', () => {
    expect(shell('lwa frobnicate 2> /dev/full', folder).status).toBe(2);
    expect(shell('lwa validate "$1" nosuch.pcap 2> /dev/full', folder, capture).status).toBe(2);
  });
});

describe('standard output whose reader has seen enough', () => {
  it.each([
    'lwa generate lossy --ues 30 --set stimulusAfterMs=500 --set durationMs=1000 --out out --json',
    'lwa scenarios --json',
    'lwa --help',
  ])('%s: quiet, exit 0', command => {
    // Its status, as that of a pipe is the status of its last command.
    const { stdout, stderr } = shell(
      `{ ${command}; echo $? > status; } | head -c 1 > head; cat status`,
      folder,
    );
    expect([stdout, stderr]).toEqual(['0\n', '']);
  });
});

describe('an error of the system names the path', () => {
  it.each([[['validate', capture, '--keys', '.']], [['wireshark', 'x.pcapng', '--keys', '.']]])(
    '%j',
    args => {
      expect(cli(args)).toEqual({
        status: 2,
        stdout: '',
        stderr: 'lwa-rekey: .: is a folder, a file is needed\n',
      });
    },
  );

  it.each([
    ['lwa validate "$1" --json --show-keys --output report', 'report'],
    ['lwa generate wlan-initial --out small', 'small/wlan-initial.pcapng'],
  ])('%s, where no more can be written', (command, path) => {
    // Half a kilobyte or one, as the shell has it.
    const { status, stderr } = shell(`ulimit -f 1; ${command}`, folder, capture);
    expect([status, stderr]).toEqual([2, `lwa-rekey: ${path}: file too large\n`]);
    expect(existsSync(join(folder, 'report'))).toBe(false);
    expect(readdirSync(folder, { recursive: true }).filter(name => `${name}`.endsWith('.partial'))).toEqual(
      [],
    );
  });
});
