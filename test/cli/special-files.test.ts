import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli, fixturePath, shell } from './run.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
const QUIET = '--set dataIntervalMs=0';
const at = (...path: string[]): string => join(folder, ...path);
const report = cli(['validate', capture]).stdout;

/** Whether a device can be made: it takes root, and a file system that has them. */
function hasDevice(name: string, ...numbers: readonly string[]): boolean {
  spawnSync('mknod', [at(name), 'c', ...numbers]);
  // A file system without devices has them, but does not open them.
  return existsSync(at(name)) && spawnSync('sh', ['-c', ': > "$0"', at(name)]).status === 0;
}

describe('an output that is no file', () => {
  it('is written into where it is a pipe', () => {
    const script =
      'mkfifo pipe; cat pipe > got & lwa validate "$1" --output pipe; status=$?; wait; exit $status';
    expect(shell(script, folder, capture)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(at('got'), 'utf8')).toBe(report);
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['got', 'pipe']);
  });

  it('is written into where generate finds it, with as much as a pipe never holds', () => {
    const script = `mkdir out; mkfifo out/lossy.pcapng; cat out/lossy.pcapng > got & lwa generate lossy --out out && wait
      lwa generate lossy --out other`;
    expect(shell(script, folder)).toMatchObject({ status: 0, stderr: '' });
    const whole = readFileSync(at('other', 'lossy.pcapng'));
    expect(whole.length).toBeGreaterThan(2 ** 18);
    expect(readFileSync(at('got')).equals(whole)).toBe(true);
    expect(lstatSync(at('out', 'lossy.pcapng')).isFIFO()).toBe(true);
  });

  it('may be a pipe whose reader has seen enough', () => {
    const script = `mkdir out; mkfifo out/lossy.pcapng; head -c 1 out/lossy.pcapng > got &
      lwa generate lossy --out out`;
    expect(shell(script, folder)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(at('got'), 'latin1')).toBe('\n');
  });

  it('is written into where it is a device, which stays, and its error is told with its path', context => {
    if (!hasDevice('null', '1', '3')) return context.skip();
    expect(cli(['validate', capture, '--output', at('null')])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(lstatSync(at('null')).isCharacterDevice()).toBe(true);
    hasDevice('full', '1', '7');
    const stderr = `lwa-rekey: ${at('full')}: no space left\n`;
    expect(cli(['validate', capture, '--output', at('full')])).toEqual({ status: 2, stdout: '', stderr });
    expect(lstatSync(at('full')).isCharacterDevice()).toBe(true);
  });

  it('stays where it is a socket, which cannot be written into', async () => {
    const server = createServer().listen(at('socket'));
    await new Promise(resolve => server.once('listening', resolve));
    const { status, stderr } = cli(['validate', capture, '--output', at('socket')]);
    expect([status, stderr]).toEqual([2, `lwa-rekey: ${at('socket')}: is a socket, or has no device\n`]);
    expect(lstatSync(at('socket')).isSocket()).toBe(true);
    await new Promise(resolve => server.close(resolve));
  });

  it('may be a descriptor, the file behind which goes on as it is', () => {
    writeFileSync(at('log'), 'before\n');
    // A link to it, in place of its own name, which must never be replaced.
    const script = 'ln -s /dev/fd/7 link; lwa validate "$1" --output link 7>> log';
    expect(shell(script, folder, capture)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(at('log'), 'utf8')).toBe(`before\n${report}`);
    expect(readdirSync(folder).sort()).toEqual(['link', 'log']);
  });

  it('is refused at once where it is a folder', () => {
    mkdirSync(at('sub'));
    const { status, stderr } = cli(['validate', capture, '--output', at('sub')]);
    expect([status, stderr]).toEqual([2, `lwa-rekey: ${at('sub')}: is a folder, a file is needed\n`]);
  });
});

describe('an output that is a symbolic link', () => {
  it('stays one, and what it leads to is replaced', () => {
    mkdirSync(at('far'));
    writeFileSync(at('far', 'report'), 'old', { mode: 0o644 });
    symlinkSync('far/report', at('near'));
    symlinkSync('near', at('link'));
    cli(['validate', capture, '--show-keys', '--output', at('link')]);
    expect([readlinkSync(at('link')), readlinkSync(at('near'))]).toEqual(['near', 'far/report']);
    expect(readFileSync(at('far', 'report'), 'utf8')).toContain('Complete');
    expect(statSync(at('far', 'report')).mode & 0o777).toBe(0o600);
    expect(readdirSync(at('far'))).toEqual(['report']);
  });

  it('may lead to nothing yet, seen from the folder where it really is', () => {
    mkdirSync(at('a'));
    mkdirSync(at('a', 'b'));
    symlinkSync('a/b', at('folder'));
    symlinkSync('../new', at('a', 'b', 'link'));
    expect(cli(['validate', capture, '--output', at('folder', 'link')]).status).toBe(0);
    expect(readFileSync(at('a', 'new'), 'utf8')).toBe(report);
    expect(readdirSync(folder).sort()).toEqual(['a', 'folder']);
  });

  it('stays one where generate finds it; keys behind it are still for their owner only', () => {
    writeFileSync(at('old'), '{}', { mode: 0o644 });
    mkdirSync(at('out'));
    symlinkSync('../old', at('out', 'wlan-initial.keys.json'));
    cli(['generate', 'wlan-initial', ...QUIET.split(' '), '--out', at('out')]);
    expect(lstatSync(at('out', 'wlan-initial.keys.json')).isSymbolicLink()).toBe(true);
    expect(statSync(at('old')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(at('old'), 'utf8')).scenario).toBe('wlan-initial');
  });

  it('is refused where it leads to where another output goes: one of the two would be lost', () => {
    mkdirSync(at('out'));
    symlinkSync('.', at('out', 'here'));
    symlinkSync('here/wlan-initial.pcapng', at('out', 'wlan-initial.keys.json'));
    const { status, stderr } = cli(['generate', 'wlan-initial', ...QUIET.split(' '), '--out', at('out')]);
    expect([status, stderr]).toEqual([
      2,
      `lwa-rekey: ${at('out', 'wlan-initial.keys.json')}: leads to where another output goes, too\n`,
    ]);
    expect(readdirSync(at('out')).sort()).toEqual(['here', 'wlan-initial.keys.json']);
  });

  it('is refused in a circle', () => {
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    const { status, stderr } = cli(['validate', capture, '--output', at('a')]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\/a: too many symbolic links[^\n]*\n$/);
  });
});

describe('--output that is an input by another name', () => {
  it.each([
    ['a symbolic link', 'in.pcap', 'link'],
    ['a path through a link to a folder', 'here/in.pcap', 'in.pcap'],
    ['a hard link', 'in.pcap', 'hard'],
  ])('%s: is refused', (_, input, output) => {
    copyFileSync(capture, at('in.pcap'));
    symlinkSync('in.pcap', at('link'));
    symlinkSync('.', at('here'));
    spawnSync('ln', [at('in.pcap'), at('hard')]);
    const { status, stderr } = shell(`lwa validate ${input} --output ${output}`, folder);
    expect([status, stderr]).toEqual([2, `lwa-rekey: --output: ${output} is an input\n`]);
    expect(readFileSync(at('in.pcap')).equals(readFileSync(capture))).toBe(true);
  });

  it('standard input: is refused', () => {
    copyFileSync(capture, at('in.pcap'));
    const { status, stderr } = shell('lwa validate - --output in.pcap < in.pcap', folder);
    expect([status, stderr]).toEqual([2, 'lwa-rekey: --output: in.pcap is an input\n']);
    expect(readFileSync(at('in.pcap')).equals(readFileSync(capture))).toBe(true);
  });
});

describe('captures that can be read once only', () => {
  const other = fixturePath('captures/b-wpa2-psk-ccmp-ptk-rekey.pcap');
  /** The report on the captures as files, in which pipes of these names take their places. */
  const expected = (files: readonly string[], names: readonly string[]): string =>
    files.reduce(
      (text, file, i) => text.replaceAll(file, names[i]!).replaceAll(basename(file), basename(names[i]!)),
      cli(['validate', ...files, '--json']).stdout,
    );

  it('may be several pipes', () => {
    const script = 'mkfifo p q; cat "$1" > p & cat "$2" > q & lwa validate p q --json';
    const { status, stdout, stderr } = shell(script, folder, capture, other);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(expected([capture, other], ['p', 'q']));
  });

  it('leave the clocks of files aligned', () => {
    // The same frames, by a clock that is 100 s ahead.
    const late = readFileSync(capture);
    for (let record = 24; record < late.length; record += 16 + late.readUInt32LE(record + 8))
      late.writeUInt32LE(late.readUInt32LE(record) + 100, record);
    writeFileSync(at('late.pcap'), late);
    const script = 'cat "$2" | lwa validate - "$1" late.pcap --json';
    const { status, stdout, stderr } = shell(script, folder, capture, other);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(expected([other, capture, at('late.pcap')], ['-', capture, 'late.pcap']));
    const frames = JSON.parse(stdout).sessions.flatMap(
      (one: { eapolKeyFrames: unknown[] }) => one.eapolKeyFrames,
    );
    expect(frames.filter((one: { frame: { capture: string } }) => one.frame.capture === 'late.pcap')).toEqual(
      [],
    );
  });

  it('are refused where they are given twice', () => {
    expect(cli(['validate', '-', '-'], readFileSync(capture))).toEqual({
      status: 2,
      stdout: '',
      stderr: 'lwa-rekey: validate: standard input can be read once only, and - is given twice\n',
    });
    const stderr = 'lwa-rekey: validate: ./p can be read once only, and is given as p too\n';
    expect(shell('mkfifo p; lwa validate p "$1" ./p', folder, capture)).toEqual({
      status: 2,
      stdout: '',
      stderr,
    });
  });
});
