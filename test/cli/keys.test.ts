import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysOf } from '../../src/cli/keys.js';
import { manifestOf } from '../manifest.js';
import { cli, fixturePath } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
const pmk = Object.values(manifestOf('captures')[0]!.pmks)[0]!;

/** Validates with a keys file of that text. */
function withKeys(text: string) {
  const path = join(folder, 'keys.json');
  writeFileSync(path, text);
  return { path, ...cli(['validate', capture, '--keys', path]) };
}

describe('a keys file', () => {
  const pmks = [
    { name: 'none of its own', hex: '00'.repeat(32) },
    { name: 'KEY', hex: pmk },
  ];

  it('may have very many keys', async () => {
    const path = join(folder, 'many.keys.json');
    const hex = 'a1'.repeat(32);
    writeFileSync(
      path,
      JSON.stringify({ pmks: Array.from({ length: 150_000 }, () => ({ name: 'K', hex })) }),
    );
    expect((await keysOf({ keys: [path] }, [])).pmks).toHaveLength(150_000);
  });

  it('may begin with a byte order mark', () => {
    const { status, stdout, stderr } = withKeys(`\ufeff${JSON.stringify({ pmks })}`);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Complete under KEY');
  });

  it.each([0, 1, 16, 31, 33, 65])('has no PMK of %i octets', length => {
    const hex = 'a1'.repeat(length);
    const { path, ...result } = withKeys(JSON.stringify({ pmks: [...pmks, { name: 'K', hex }] }));
    expect(result).toEqual({
      status: 2,
      stdout: '',
      stderr: `lwa-rekey: ${path}: pmks[2].hex: a PMK is 64 hex digits (32 octets; 48 or 64 for a few suites), not ${2 * length}\n`,
    });
  });

  it.each([
    [{ station: '02:00:00:00:01' }, /: pmks\[0\]\.station: /],
    [{ hex: 5 }, /: pmks\[0\]: is to have a "name" and a "hex"/],
  ])('has no PMK with %j', (wrong, message) => {
    const { status, stderr } = withKeys(JSON.stringify({ pmks: [{ ...pmks[0], ...wrong }] }));
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('has no UE id of more than 16 bits', () => {
    const kenbs = [{ name: 'KeNB', hex: '00'.repeat(32), pdcpUeId: 65536 }];
    const { path, status, stderr } = withKeys(JSON.stringify({ pmks, kenbs }));
    expect(status).toBe(2);
    expect(stderr).toBe(
      `lwa-rekey: ${path}: kenbs[0].pdcpUeId: must be an integer from 0 to 65535, not 65536\n`,
    );
  });

  it('is not quoted where a key is in the place of a UE id', () => {
    const kenbs = [{ name: 'KeNB', hex: '00'.repeat(32), pdcpUeId: pmk }];
    const { path, stderr } = withKeys(JSON.stringify({ pmks, kenbs }));
    expect(stderr).toBe(`lwa-rekey: ${path}: kenbs[0].pdcpUeId: is to be a number\n`);
  });
});

describe('PMKs on the command line', () => {
  it('may have separators, as operands too', () => {
    const hex = pmk.replace(/..\B/g, '$&:');
    const as = (...args: string[]) => cli(['validate', capture, '--pmk', '00'.repeat(32), ...args]);
    expect(as(hex)).toMatchObject({ status: 0, stderr: '' });
    expect(as(hex)).toEqual(as('--pmk', pmk));
  });

  it.each([32, 48, 64])('may be of %i octets, as options and as operands', length => {
    const hex = '5a'.repeat(length);
    const as = (...args: string[]) => cli(['validate', capture, '--pmk', pmk, ...args]);
    expect(as('--pmk', hex)).toMatchObject({ status: 0, stderr: '' });
    expect(as(`NAME=${hex}`)).toEqual(as('--pmk', `NAME=${hex}`));
  });

  it.each([
    [['--pmk', 'a1'.repeat(31)], '--pmk: a PMK is 64 hex digits'],
    [['--pmk', ''], '--pmk: a PMK is 64 hex digits'],
    [['--passphrase', 'short'], '--passphrase: must be 8 to 63 characters'],
    [['--passphrase', 'password', '--ssid', 'x'.repeat(40)], '--ssid: must be 0 to 32 octets long, not 40'],
  ])('are refused with %j', (args, message) => {
    const { status, stdout, stderr } = cli(['validate', capture, ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`lwa-rekey: ${message}`);
    expect(stderr).not.toContain('a1a1');
  });
});

describe('keys that fit nothing', () => {
  const wrong = 'ab'.repeat(32);

  it('are told of by their names, in every format, and are no error', () => {
    const json = JSON.parse(cli(['validate', capture, '--pmk', `X=${wrong}`, '--json']).stdout);
    expect(json.unmatchedKeys).toEqual([{ source: '--pmk X', keys: 1 }]);
    for (const format of ['text', 'json', 'sarif', 'junit']) {
      const args = ['--pmk', `X=${wrong}`, '--kenb', wrong, '--wt-counter', '3', '--kasme', wrong];
      const given = [...args, '--passphrase', 'not that one', '--format', format];
      const { status, stdout } = cli(['validate', capture, ...given]);
      expect([format, status]).toEqual([format, 0]);
      for (const source of ['--pmk X', '--kenb', '--kasme', '--passphrase']) expect(stdout).toContain(source);
      if (format === 'text') expect(stdout).toContain('\nno packet is under --pmk X\n');
      expect(stdout).not.toContain(wrong);
      expect(stdout).not.toContain('not that one');
    }
  });

  it('are those of a file of which not one does', () => {
    const pmks = [1, 2, 3].map(n => ({ name: `S-KWT #${n}`, hex: `0${n}`.repeat(32) }));
    const { path, stdout } = withKeys(JSON.stringify({ pmks }));
    expect(stdout).toContain(`\nno packet is under any of the 3 keys of ${path}\n`);
    const right = withKeys(JSON.stringify({ pmks: [...pmks, { name: 'KEY', hex: pmk }] }));
    expect(right.stdout).not.toContain('no packet is under');
    expect(cli(['validate', capture, '--pmk', pmk, '--keys', right.path]).stdout).not.toContain('no packet');
  });

  it('are none where one station has the key of another', () => {
    const stations = ['02:00:00:00:00:01', '02:13:c5:5d:08:f2'];
    const pmks = stations.map(station => ({ name: `of ${station}`, hex: pmk, station }));
    expect(withKeys(JSON.stringify({ pmks })).stdout).toContain(`Complete under of ${stations[1]}`);
  });
});

describe('a KeNB with which nothing can be tried', () => {
  const kenb = 'cd'.repeat(32);

  it('is not called wrong', () => {
    for (const option of ['--kenb', '--kasme']) {
      const { stdout } = cli(['validate', capture, option, kenb]);
      expect(stdout).toContain(
        `\n${option} could not be tried: there is no WT Counter to derive S-KWT from; give --wt-counter\n`,
      );
      expect(stdout).not.toContain('no packet is under');
      const json = JSON.parse(cli(['validate', capture, option, kenb, '--json']).stdout);
      expect(json.unmatchedKeys).toEqual([{ source: option, keys: 1, untried: true }]);
      const told = cli(['validate', capture, option, kenb, '--wt-counter', '0']).stdout;
      expect(told).toContain(`\nno packet is under any of the 2 keys of ${option}\n`);
    }
  });
});
