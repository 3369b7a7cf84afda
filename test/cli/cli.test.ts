import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import hierarchy from '../../fixtures/vectors/hierarchy.json' with { type: 'json' };
import { manifestOf } from '../manifest.js';
import { cli, fixturePath, helpOf, main } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
const pmk = Object.values(manifestOf('captures')[0]!.pmks)[0]!;
const M2 = `0103007502010a00000000000000000001${'5a'.repeat(32)}${'00'.repeat(32)}${'c3'.repeat(16)}001630140100000fac040100000fac040100000fac020000`;

describe('the built command', () => {
  it('can be run by its name, as `npx .` does, after every build', () => {
    const { status, stdout } = spawnSync(main, ['--version'], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, cli(['--version']).stdout]);
  });
});

describe('validate', () => {
  it('prints JSON as documented', () => {
    const { status, stdout } = cli(['validate', capture, '--pmk', `KEY=${pmk}`, '--json']);
    expect(status).toBe(0);
    const { sessions, findings } = JSON.parse(stdout);
    expect(findings).toEqual([]);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      ap: '02:e4:1b:7a:90:01',
      station: '02:13:c5:5d:08:f2',
      ssid: 'lwa-hwsim-a',
      akm: '00-0F-AC:2',
      pairwiseCipher: '00-0F-AC:4',
      protectedFrames: { decrypted: 15, undecrypted: 0 },
      verdict: expect.stringContaining('Complete under KEY'),
    });
    expect(sessions[0].eapolKeyFrames[1]).toEqual({
      frame: 21,
      time: '2.821160',
      message: 'M2',
      replayCounter: '1',
      protected: false,
      mic: 'valid',
      pmk: 'KEY',
    });
  });

  it('shows keys only when asked', () => {
    const hidden = cli(['validate', capture, '--pmk', pmk, '--json']).stdout;
    const shown = cli(['validate', capture, '--pmk', pmk, '--json', '--show-keys']).stdout;
    expect(hidden).not.toContain('60839a513b9c5d277b8471b8eca1ecf3');
    expect(shown).toContain('60839a513b9c5d277b8471b8eca1ecf3');
  });

  it('reads standard input, gzipped or not, and takes PMKs behind one another', () => {
    const file = readFileSync(capture);
    const plain = cli(['validate', '-', '--pmk', '00'.repeat(32), pmk], file);
    expect(plain.status).toBe(0);
    expect(plain.stdout).toContain('15 decrypted, 0 not');
    expect(cli(['validate', '-', '--pmk', '00'.repeat(32), '--pmk', pmk], gzipSync(file)).stdout).toBe(
      plain.stdout,
    );
  });

  it('ends with 1 for an error found', () => {
    const refused = fixturePath('captures/d-wpa2-psk-wrong-psk.pcap');
    const { status, stdout } = cli(['validate', refused, '--pmk', '00'.repeat(32)]);
    expect(status).toBe(1);
    expect(stdout).toContain('error: The station answers under a PMK that is none of those given');
    expect(cli(['validate', capture, '--pmk', '00'.repeat(32)]).stdout).toContain('[wrong-pmk]');
  });

  it('tells what a damaged capture still holds, then where it is damaged, and ends with 2', () => {
    const { status, stdout, stderr } = cli(
      ['validate', '-', '--pmk', pmk],
      readFileSync(capture).subarray(0, 4000),
    );
    expect(status).toBe(2);
    expect(stdout).toContain('M4');
    expect(stderr).toMatch(
      /^lwa-rekey: -: pcap\.record\[\d+\].*at offset \d+: the capture ends too early\n$/,
    );
  });

  it('never gives a frame number without its capture where there are several', () => {
    const other = fixturePath('captures/b-wpa2-psk-ccmp-ptk-rekey.pcap');
    const { sessions } = JSON.parse(cli(['validate', capture, other, '--pmk', pmk, '--json']).stdout);
    // Both are of one station at one AP, at different times: one session.
    expect(sessions).toHaveLength(1);
    const [{ eapolKeyFrames, keys, management }] = sessions;
    const at = [...eapolKeyFrames, ...keys, ...management].map(
      (one: { frame: { capture: string } }) => one.frame,
    );
    expect(new Set(at.map(frame => frame.capture))).toEqual(new Set([capture, other]));
    expect(eapolKeyFrames[0].frame).toEqual({ capture, frame: 19 });
  });
});

describe('decode and encode', () => {
  it('turn a value there and back', () => {
    const decoded = cli(['decode', 'eapol-key', M2]);
    expect(JSON.parse(decoded.stdout)).toMatchObject({
      keyReplayCounter: '1',
      keyNonce: { hex: '5a'.repeat(32) },
    });
    expect(cli(['encode', 'eapol-key', decoded.stdout]).stdout).toBe(`${M2}\n`);
  });

  it('answer a line each, errors included, and go on', () => {
    const { status, stdout } = cli(['decode', 'eapol-key', '-'], `${M2}\n01\nxy\n${M2}\n`);
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(status).toBe(2);
    expect(lines).toHaveLength(4);
    expect(lines[1].error).toMatchObject({ code: 'truncated', path: 'EAPOL-Key.packetType', offset: 1 });
    expect(lines[2].error.message).toContain("'x' at position 1");
    expect(lines[3]).toEqual(lines[0]);
  });
});

describe('derive', () => {
  const kenb = 'f187db71607d3d342ef2c3cef11ee541ade1dd6355d285cf1dbdbef531ec8e5a';
  it.each([
    [
      ['s-kwt', '--kenb', kenb, '--wt-counter', '2'],
      'ea9fa8490171751a1323e34abdec9fa54640641f1b2439f99bf121a5620f8fec',
    ],
    [
      ['s-kwt', '--kenb', kenb, '--wt-counter', '2', '--fc', '0x1f'],
      // printf '\x1f\x00\x02\x00\x02' | openssl dgst -sha256 -mac HMAC -macopt hexkey:KENB
      '162caa3717fd60d4c794abe3f405cdfabe0a7af83055c523875e10d951b85dfc',
    ],
    [
      ['kenb-star', '--kenb', kenb, '--pci', '275', '--earfcn-dl', '65536'],
      'dde8f460181142e7fa2bffddbe1faad8aab600b63aaa43a601599b6be513bcf5',
    ],
    [
      [
        'pmkid',
        '--pmk',
        'ea9fa8490171751a1323e34abdec9fa54640641f1b2439f99bf121a5620f8fec',
        '--aa',
        '99:40:1c:a8:ca:fd',
        '--spa',
        '718907d8ef99',
      ],
      '4a6444e298cfa4e5ad34418bfda0dd00',
    ],
    [
      ['psk', '--passphrase', 'password', '--ssid', 'IEEE'],
      'f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e',
    ],
  ])('%j', (args, expected) => {
    expect(cli(['derive', ...args])).toEqual({ status: 0, stdout: `${expected}\n`, stderr: '' });
  });
});

describe('derive pmkid of Suite B', () => {
  const vectors = hierarchy.ptk.filter(v => /:1[12]$/.test(v.akm) && v.cipher === '00-0F-AC:9');
  const args = (v: (typeof vectors)[number]) => [
    'pmkid',
    '--akm',
    v.akm,
    '--pmk',
    v.pmk,
    '--aa',
    v.aa,
    '--spa',
    v.spa,
  ];

  it.each(vectors)('is of the KCK: $akm', v => {
    expect(cli(['derive', ...args(v), '--kck', v.kck])).toEqual({
      status: 0,
      stdout: `${v.pmkid}\n`,
      stderr: '',
    });
  });

  it('goes with --kck, and --kck with it', () => {
    const [v] = vectors;
    const said = (...given: string[]): string => cli(['derive', ...given]).stderr;
    expect(said(...args(v!))).toBe(`lwa-rekey: derive pmkid: --akm ${v!.akm} goes with --kck\n`);
    expect(said(...args(v!), '--kck', '00'.repeat(17))).toMatch(/--kck: is to be 16 or 24 octets/);
    expect(said(...args(v!), '--kck', '00'.repeat(24))).toMatch(/kck: must be 16 octets long, not 24/);
    expect(said(...args({ ...v!, akm: '00-0F-AC:2' }), '--kck', v!.kck)).toMatch(/--kck goes with --akm/);
    expect(helpOf('derive', 'pmkid')).toContain('--kck <hex>');
  });
});

describe('bad input', () => {
  it.each([
    [[], /Usage/],
    [['frobnicate'], /unknown command 'frobnicate'; see lwa-rekey --help$/m],
    [['valdate'], /unknown command 'valdate' \(Did you mean validate\?\)$/m],
    // What a terminal would obey, or take for a line of another's.
    [
      ['validate', 'no\x1b]0;x\x07such\nlwa-rekey: fake'],
      /no\ufffd]0;x\ufffdsuch\ufffdlwa-rekey: fake: no such file/,
    ],
    [
      ['diagram', capture, '--out', 'no\u202e\x9b2Jsuch/x.svg'],
      /no\ufffd\ufffd2Jsuch\/x\.svg: no such file or folder/,
    ],
    [['validate', 'nosuch.pcap'], /nosuch\.pcap: no such file/],
    [['validate', '.'], /is a folder/],
    [['validate', 'package.json'], /package\.json: .*7b0a2020.*pcap starts with/],
    [['validate', capture, '--pmk', '1234'], /64 hex digits .* not 4/],
    [
      ['validate', capture, '--pmk', `${pmk.slice(1)}g`],
      /--pmk: the character at position 64 is no hex digit/,
    ],
    [['validate', capture, '--pmk', 'correct horse'], /a passphrase goes with --passphrase$/m],
    [['validate', ''], /validate: the name of a capture is empty$/m],
    [['rules', 'a', 'b'], /Expected 1 argument but got 2; see lwa-rekey rules --help$/m],
    [['validate', '/dev/null'], /\/dev\/null: is empty, a capture is needed$/m],
    [['validate'], /missing required argument 'capture'; see lwa-rekey validate --help$/m],
    [['derive', 's-kwt'], /'--kenb <hex>' not specified; see lwa-rekey derive s-kwt --help$/m],
    [['validate', capture, '--wt-counter', '1'], /--wt-counter goes with --kenb/],
    [
      ['validate', capture, '--earfcn-dl', '2', '--pmk', pmk],
      /--earfcn-dl goes with --kenb, --kasme or --keys/,
    ],
    [['validate', capture, '--passphrase', 'short'], /passphrase/],
    [
      ['validate', capture, '--keys', 'package.json'],
      /package\.json: pmks: is to be a list, as in a keys file that generate wrote/,
    ],
    [['validate', capture, '--keys', 'README.md'], /is no JSON/],
    [['decode', 'nosuch', '00'], /is none of eapol-key, dot11/],
    [['decode', 'dot11', 'package.json'], /is a file.*od -An .* package\.json \| .* decode dot11 -$/m],
    [['decode', 'dot11', '8'], /odd number of hex digits/],
    [['encode', 'dot11', '{'], /JSON/],
    [['derive', 's-kwt', '--kenb', '00', '--wt-counter', '1'], /32 octets \(64 hex digits\), not 1/],
    [
      ['derive', 's-kwt', '--kenb', '00'.repeat(32), '--wt-counter', '1', '--fc', '1f1f'],
      /--fc: is to be 1 octet \(2 hex digits\), not 2/,
    ],
    [['derive', 'kenb-star', '--pci', '1', '--earfcn-dl', '1'], /either --kenb or --nh/],
  ])('%j', (args, message) => {
    const { status, stderr, stdout } = cli(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    if (args.length > 0) expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(existsSync('x')).toBe(false);
  });
});

describe('help', () => {
  /** The commands that the help of a command lists. */
  const listed = (...command: string[]): string[] => {
    const [, list] = helpOf(...command).split('Commands:\n');
    const names = [...list!.split('\n\n')[0]!.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name!);
    return names.filter(name => name !== 'help');
  };
  const commands = [...listed().map(name => [name]), ...listed('derive').map(name => ['derive', name])];

  it('lists the commands', () => {
    expect(commands.map(names => names.join(' '))).toEqual(
      expect.arrayContaining(['scenarios', 'validate', 'encode', 'derive', 'derive psk', 'derive ptk']),
    );
    expect(commands).toHaveLength(10 + 7);
  });

  it('says of every operand and option what it is', () => {
    for (const command of [[], ...commands])
      expect(helpOf(...command)).not.toMatch(/^ {2}(-|--|[a-z])\S*( <[^>]+>)?\n(?! {4,}\S)/m);
  });

  it('shows no value of the program itself', () => {
    for (const command of commands) expect(helpOf(...command)).not.toMatch(/default: [{[]|undefined/);
  });

  it.each(commands)('of %s %s has an example that works as printed', (...command) => {
    const example = helpOf(...command).split('Example:\n')[1]!;
    const shim = join(folder, 'lwa-rekey');
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const result = spawnSync('sh', ['-e', '-c', example], { cwd: folder, env, encoding: 'utf8' });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.stdout).not.toBe('');
    expect(example).toContain(`lwa-rekey ${command.join(' ')}`);
  });
});
