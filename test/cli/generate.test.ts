import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeCapture } from '../../src/codecs/capture/capture.js';
import { scenarios } from '../../src/flows/index.js';
import { cli, main, QUIET } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('generate', () => {
  it('writes a capture and a keys file that only its owner reads, and validate takes both', () => {
    const out = join(folder, 'a', 'b');
    const { status, stdout } = cli(['generate', 'wlan-initial', 'wlan-rekey', '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/wlan-rekey +1 +rekeyed +1 +\d+\.\d/);
    expect(statSync(join(out, 'wlan-rekey.keys.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(out).sort()).toEqual([
      'wlan-initial.keys.json',
      'wlan-initial.pcapng',
      'wlan-rekey.keys.json',
      'wlan-rekey.pcapng',
    ]);
    const base = join(out, 'wlan-rekey');
    const validated = cli(['validate', `${base}.pcapng`, '--keys', `${base}.keys.json`]);
    expect(validated.status).toBe(0);
    expect(validated.stdout).toContain('Complete under S-KWT #1 and S-KWT #2');
  });

  it('sets the scenarios side by side, and says where captures and keys are and how to open one', () => {
    const out = join(folder, 'table');
    const { stdout } = cli(['generate', 'rekey-option-2', 'association-timeout', '--out', out]);
    const lines = stdout.split('\n');
    const head = 'scenario UEs outcome assoc. suspended ms lost reordered new key ms frames round trips';
    expect(lines[0]!.replace(/ +/g, ' ')).toBe(head);
    expect(lines[1]).toMatch(/^rekey-option-2 +1 +rekeyed +1 +\d+\.\d +\d+ +0 +\d+\.\d +11 +5$/);
    expect(lines[2]).toMatch(/^association-timeout +1 +failed +0( +-){6}$/);
    expect(stdout).toContain(`written: ${out}/SCENARIO.pcapng; the keys of each: ${out}/SCENARIO.keys.json`);
    expect(stdout).toContain(`: eval "$(lwa-rekey wireshark ${out}/rekey-option-2.pcapng)"\n`);
    // Keys are not for the terminal unless they are asked for.
    const { pmks } = JSON.parse(readFileSync(join(out, 'rekey-option-2.keys.json'), 'utf8'));
    expect(pmks.length).toBe(2);
    for (const { hex } of pmks) expect(stdout).not.toContain(hex);
  });

  it('ends with a line that a shell takes as it is, whatever the path: it runs Wireshark on the capture', () => {
    const out = join(folder, `it's $HOME "here" \\ \`a\``);
    const { stdout } = cli(['generate', 'wlan-initial', '--out', out, ...QUIET]);
    const line = /^to open one decrypted in Wireshark: (.*)\n/m.exec(stdout)![1]!;
    for (const [name, text] of [
      ['lwa-rekey', `exec '${process.execPath}' '${main}' "$@"`],
      ['wireshark', `for last; do :; done; printf 'opens %s' "$last"`],
    ])
      writeFileSync(join(folder, name!), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const shell = spawnSync('sh', ['-c', line], { env, encoding: 'utf8' });
    expect(shell).toMatchObject({ status: 0, stderr: '', stdout: `opens ${out}/wlan-initial.pcapng` });
  });

  it('gives programs the measures of the run and of each UE', () => {
    const out = join(folder, 'json');
    const args = ['rekey-option-2', '--ues', '3', '--set', 'durationMs=1500', '--out', out, '--json'];
    const [result, ...others] = JSON.parse(cli(['generate', ...args]).stdout);
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      scenario: 'rekey-option-2',
      captures: [join(out, 'rekey-option-2.pcapng')],
      keys: join(out, 'rekey-option-2.keys.json'),
    });
    const { run, ues } = result.measures;
    expect(run).toMatchObject({ outcomes: ['rekeyed'], associations: 1, reordered: 0 });
    expect(ues).toHaveLength(3);
    const flows = ues.flatMap((ue: { uplink: unknown; downlink: unknown }) => [ue.uplink, ue.downlink]);
    const of = (what: string): number[] => flows.map((flow: Record<string, number>) => flow[what]!);
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    expect(run.suspension).toBe(Math.max(...of('suspension')));
    expect(run.lost).toBe(sum(of('sent')) - sum(of('received')));
    const newKeys = ues.map((ue: { newKey: Record<string, number> }) => ue.newKey);
    for (const what of ['after', 'messages', 'roundTrips'])
      expect(run.newKey[what]).toBe(Math.max(...newKeys.map((one: Record<string, number>) => one[what]!)));
  });

  it('says below the table which runs ended during a re-key, and what shows more', () => {
    const args = ['generate', 'wlan-initial', 'rekey-option-1-mic', '--set', 'durationMs=1500', ...QUIET];
    const { stdout } = cli([...args, '--out', join(folder, 'short')]);
    expect(stdout).toMatch(/^rekey-option-1-mic +1 +unfinished +1 /m);
    expect(stdout).toContain(
      'release in rekey-option-1-mic; a longer one shows more: --set durationMs=3000\n\nwritten: ',
    );
    const longer = cli(['generate', 'rekey-option-1-mic', ...QUIET, '--out', join(folder, 'long')]).stdout;
    expect(longer).toMatch(/^rekey-option-1-mic +1 +reassociated +2 /m);
    expect(longer).not.toContain('unfinished');
  });

  it('sets with --all what a scenario has, and says which do not', () => {
    const all = (...more: string[]) =>
      cli(['generate', '--all', ...QUIET, '--out', join(folder, 'all'), ...more]);
    const { stdout, status } = all('--set', 'wtCounter=3');
    expect(status).toBe(0);
    const lacking = scenarios.filter(({ parameters }) => parameters.wtCounter === undefined);
    expect(lacking.length).toBeGreaterThan(1);
    expect(stdout).toContain(
      `\nwtCounter was not set in ${lacking.map(s => s.name).join(', ')}, which do not have it\n`,
    );
    const { pmks } = JSON.parse(
      readFileSync(join(folder, 'all', 'rekey-without-handover.keys.json'), 'utf8'),
    );
    expect(pmks.map((key: { wtCounter: number }) => key.wtCounter)).toEqual([3, 4]);
    expect(all('--set', 'nothingLikeIt=3')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^lwa-rekey: generate: --set nothingLikeIt: it is none of ues, /),
    });
  });

  it.each([
    ['managementFrameProtection=yes', 'parameters.managementFrameProtection: is to be true or false'],
    ['durationMs=1e3', 'parameters.durationMs: is to be a number'],
    ['loss=-0.5', 'parameters.loss: is to be a number from 0 to 1'],
  ])('says what %s is to be', (setting, message) => {
    const { status, stderr } = cli(['generate', 'wlan-initial', '--set', setting, '--out', folder]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `lwa-rekey: scenario wlan-initial: ${message}\n`,
    });
  });

  it('reads an integer as other options do', () => {
    const counterOf = (text: string): number => {
      cli(['generate', 'initial-access', ...QUIET, '--set', `wtCounter=${text}`, '--out', folder]);
      return JSON.parse(readFileSync(join(folder, 'initial-access.keys.json'), 'utf8')).pmks[0].wtCounter;
    };
    expect(counterOf('0x10')).toBe(16);
    expect(counterOf('17')).toBe(17);
  });

  it('gives a keys file mode 0600 where one with another mode is in its place', () => {
    const path = join(folder, 'wlan-initial.keys.json');
    writeFileSync(path, '{}');
    chmodSync(path, 0o644);
    expect(cli(['generate', 'wlan-initial', ...QUIET, '--out', folder]).status).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('gives the same octets for the same seed, and others for another', () => {
    const files = ['1', '1', '2'].map((seed, i) => {
      cli(['generate', 'wlan-rekey', ...QUIET, '--out', join(folder, `seed${i}`), '--seed', seed]);
      return readFileSync(join(folder, `seed${i}`, 'wlan-rekey.pcapng')).toString('hex');
    });
    expect(files[0] === files[1]).toBe(true);
    expect(files[0] === files[2]).toBe(false);
  });

  it.each(['2024', 'true', '1e3', ' '])("takes '%s' for text where the parameter is one", ssid => {
    const out = join(folder, 'ssid');
    expect(cli(['generate', 'wlan-initial', ...QUIET, '--set', `ssid=${ssid}`, '--out', out]).status).toBe(0);
    expect(readFileSync(join(out, 'wlan-initial.pcapng')).includes(ssid)).toBe(true);
  });

  it('writes one pcap a link on request: together they hold what the pcapng holds', () => {
    const scenario = 'rekey-option-2';
    cli(['generate', scenario, '--out', join(folder, 'pcap'), '--format', 'pcap']);
    cli(['generate', scenario, '--out', join(folder, 'pcapng')]);
    expect(readdirSync(join(folder, 'pcap')).sort()).toEqual(
      ['keys.json', 'uu.pcap', 'wlan.pcap', 'xw.pcap'].map(end => `${scenario}.${end}`),
    );
    const read = (...path: string[]) => [
      ...decodeCapture(new Uint8Array(readFileSync(join(folder, ...path)))),
    ];
    const whole = read('pcapng', `${scenario}.pcapng`);
    const links = { uu: 101, xw: 1, wlan: 127 };
    for (const [link, linkType] of Object.entries(links)) {
      const packets = read('pcap', `${scenario}.${link}.pcap`);
      const expected = whole.filter(p => p.linkType === linkType);
      expect(packets.length).toBeGreaterThan(5);
      expect(packets.map(p => [p.time, p.linkType, ...p.bytes])).toEqual(
        expected.map(p => [p.time, p.linkType, ...p.bytes]),
      );
    }
  });

  it('shows Uu as asked for; a scenario without LTE leg has none, and goes on', () => {
    const args = (uu: string) => ['generate', '--all', ...QUIET, '--set', 'durationMs=8000', '--uu', uu];
    const sizes = ['pdcp', 'gsmtap'].map(uu => {
      const out = join(folder, uu);
      expect(cli([...args(uu), '--out', out]).status).toBe(0);
      expect(readdirSync(out).length).toBe(2 * scenarios.length);
      return ['wlan-rekey', 'rekey-option-2'].map(name => readFileSync(join(out, `${name}.pcapng`)));
    });
    const [pdcp, gsmtap] = sizes;
    expect(pdcp![0]!.equals(gsmtap![0]!)).toBe(true);
    expect(pdcp![1]!.includes('pdcp-lte')).toBe(true);
    const both = ['wlan-initial', 'initial-access', ...QUIET, '--uu', 'pdcp', '--out', join(folder, 'both')];
    expect(cli(['generate', ...both]).status).toBe(0);
    expect(gsmtap![1]!.includes('pdcp-lte')).toBe(false);
  });
});

describe('scenarios', () => {
  it('lists them, and tells the parameters of one with units and sources', () => {
    const list = cli(['scenarios']).stdout.trim().split('\n');
    expect(list.map(line => line.split(' ')[0])).toEqual(scenarios.map(s => s.name));
    const { stdout } = cli(['scenarios', 'rekey-option-1-mic']);
    expect(stdout).toContain('outcome for each UE: reassociated');
    expect(stdout).toContain('validate finds on purpose: stale-pmk, wt-modification-before-rrc-complete');
    const { parameters } = scenarios.find(s => s.name === 'rekey-option-1-mic')!;
    for (const [name, { says, source }] of Object.entries(parameters)) {
      expect(stdout).toContain(`  ${name} `);
      expect(stdout).toContain(says);
      expect(stdout).toContain(`[${source}]`);
    }
    expect(stdout).toMatch(/^ {2}wtCounter +0 +WT Counter of the first S-KWT \(integer, 0 to 65535\)$/m);
    expect(stdout).toMatch(/^ {2}ueSpacingMs +10 +ms from .* \(0 to 60000\)$/m);
    expect(cli(['scenarios', 'lossy']).stdout).toContain(
      '\n  outcome for each UE, with most seeds: rekeyed\n',
    );
  });

  it('gives programs names, expectations and parameters', () => {
    const list = JSON.parse(cli(['scenarios', '--json']).stdout);
    expect(list).toEqual(
      scenarios.map(({ name, title, expect: expected, parameters }) => ({
        name,
        title,
        expect: expected,
        parameters,
      })),
    );
    expect(
      JSON.parse(cli(['scenarios', 'lossy', '--json']).stdout).map((s: { name: string }) => s.name),
    ).toEqual(['lossy']);
  });

  it('has a unit or a kind, and a source, for every parameter', () => {
    for (const { parameters } of scenarios)
      for (const [name, { value, says, source }] of Object.entries(parameters)) {
        expect(source.length, name).toBeGreaterThan(3);
        if (/(Ms|S)$/.test(name)) expect(says, name).toMatch(/\bms\b|\bseconds\b/);
        if (typeof value === 'boolean') expect(says, name).toMatch(/^whether /);
      }
  });
});

describe('bad input', () => {
  it.each([
    [['generate', 'nosuch'], /is none of wlan-initial, wlan-rekey/],
    [['generate', 'rekey-option2'], /'rekey-option2': there is none; did you mean rekey-option-2\?/],
    [['generate', 'rekey-option-1'], /did you mean rekey-option-1-mic or rekey-option-1-pmkid or/],
    [['generate'], /name a scenario/],
    [['generate', '--all', 'wlan-rekey'], /not both/],
    [['generate', 'wlan-rekey', '--seed', '-1'], /--seed/],
    [['generate', 'wlan-rekey', '--ues', '0'], /--ues: '0' is no integer from 1/],
    [['generate', 'rekey-option-2', '--uu', 'rlc'], /gsmtap, pdcp/],
    [
      ['generate', 'wlan-rekey', 'wlan-initial', '--uu', 'pdcp'],
      /have Uu, not with wlan-rekey, wlan-initial/,
    ],
    [['generate', 'rekey-option-2', '--uu', 'gsmtap', '--set', 'uu=pdcp'], /either --uu or --set uu=/],
    [['generate', '--all', '--ues', '2', '--set', 'ues=3'], /either --ues or --set ues=/],
    [['generate', 'wlan-rekey', '--format', 'erf'], /pcapng, pcap/],
    [['generate', 'wlan-rekey', '--set', 'loss'], /--set: 'loss' is not of the form NAME=VALUE/],
    [['generate', 'initial-access', '--set', 'xwdelayMs=1'], /--set xwdelayMs: did you mean xwDelayMs\?/],
    [['generate', 'wlan-rekey', '--set', 'lose=1'], /scenario wlan-rekey: .*lose.* is none of ues, /],
    [['generate', 'wlan-rekey', '--set', 'loss=2'], /scenario wlan-rekey: .*from 0 to 1/],
    [['generate', 'wlan-rekey', '--set', 'ssid='], /1 to 32 octets/],
    [['generate', 'wlan-rekey', '--set', 'loss= '], /scenario wlan-rekey: .*loss: is to be a number/],
    [['generate', 'wlan-rekey', '--set', 'pmkidInM1=1'], /pmkidInM1: is to be true or false/],
    [
      ['generate', 'wlan-rekey', '--set', 'rekeyAfterMs=10000000000000'],
      /rekeyAfterMs: .*from 0 to 86400000/,
    ],
    [['generate', 'wlan-initial', 'initial-access', '--ues', '65464'], /initial-access: --ues: .* 65463/],
    // The first scenario knows the parameter, another does not: nothing is written of either.
    [['generate', 'wt-modification-rejected', 'wlan-rekey', '--set', 'refusals=2'], /scenario wlan-rekey: /],
    [['scenarios', 'rekey-option2'], /did you mean rekey-option-2\?/],
  ])('%j: one line, exit 2, nothing written', (args, message) => {
    const out = join(folder, 'not written');
    const { status, stdout, stderr } = cli(args[0] === 'generate' ? [...args, '--out', out] : args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['a file', (): string => join(folder, 'file'), /is no folder/],
    ['below a file', (): string => join(folder, 'file', 'below'), /is no folder/],
    ['a file system that takes no files', (): string => '/proc/nosuch', /\/proc\/nosuch/],
  ])('an output folder that is %s', (_, path, message) => {
    writeFileSync(join(folder, 'file'), 'kept');
    const { status, stdout, stderr } = cli(['generate', 'wlan-initial', ...QUIET, '--out', path()]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(stderr).toMatch(message);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept');
  });

  it('leaves no half file where one cannot be put in its place', () => {
    const out = join(folder, 'blocked');
    cli(['generate', 'wlan-initial', ...QUIET, '--out', out]);
    const before = readFileSync(join(out, 'wlan-initial.pcapng'));
    rmSync(join(out, 'wlan-initial.keys.json'));
    // A folder where the keys file is to be.
    cli(['generate', 'wlan-rekey', ...QUIET, '--out', join(out, 'wlan-initial.keys.json')]);
    const { status, stderr } = cli(['generate', 'wlan-initial', ...QUIET, '--seed', '2', '--out', out]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(readdirSync(out).filter(name => name.endsWith('.partial'))).toEqual([]);
    // The capture without its keys would be of no use: the one before is still there.
    expect(readFileSync(join(out, 'wlan-initial.pcapng')).equals(before)).toBe(true);
  });
});
