import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestOf } from '../manifest.js';
import { parseXml } from '../report/xml.js';
import { cli, fixturePath, shell } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
/** Handshakes that fail: under a key that is not theirs that is an error. */
const failed = fixturePath('captures/d-wpa2-psk-wrong-psk.pcap');
const pmk = Object.values(manifestOf('captures')[0]!.pmks)[0]!;
const wrong = ['--pmk', '00'.repeat(32)];

describe('the formats of validate', () => {
  it.each(['json', 'sarif', 'junit'])('--%s is short for --format %s', format => {
    const long = cli(['validate', failed, ...wrong, '--format', format]);
    expect(cli(['validate', failed, ...wrong, `--${format}`])).toEqual(long);
    expect(cli(['validate', failed, ...wrong, `--${format}`, '--format', format])).toEqual(long);
    expect(long.status).toBe(1);
  });

  it('text is what there is without one', () => {
    const text = cli(['validate', failed, ...wrong, '--format', 'text']);
    expect(cli(['validate', failed, ...wrong])).toEqual(text);
    expect(text.stdout).toMatch(/ 21 {2}\|------->\| {2}M2 .*MIC invalid.* <- error wrong-pmk/);
  });

  it('SARIF and JUnit tell of the findings, the version, and a capture that is cut', () => {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, readFileSync(failed).subarray(0, 4000));
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const sarif = cli(['validate', failed, cut, ...wrong, '--sarif']);
    expect(sarif.status).toBe(2);
    const [run] = JSON.parse(sarif.stdout).runs;
    expect(run.tool.driver).toMatchObject({ name: 'lwa-rekey', version });
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.artifacts).toHaveLength(2);
    const ids = run.results.map((result: { ruleId: string }) => result.ruleId);
    expect(ids).toContain('wrong-pmk');

    const junit = cli(['validate', failed, cut, ...wrong, '--junit']);
    expect(junit.status).toBe(2);
    const suites = parseXml(junit.stdout).children;
    expect(suites.map(suite => suite.attributes.errors)).toEqual(['1', '0']);
    expect(suites[1]!.attributes.failures).toBe('1');
  });

  it('--show-keys puts no key into SARIF or JUnit', () => {
    const tk = '60839a513b9c5d277b8471b8eca1ecf3';
    expect(cli(['validate', capture, '--pmk', pmk, '--show-keys', '--json']).stdout).toContain(tk);
    for (const format of ['--sarif', '--junit'])
      expect(cli(['validate', capture, '--pmk', pmk, '--show-keys', format]).stdout).not.toContain(tk);
  });

  it('makes an SSID from the air printable, and keeps it in JSON', () => {
    const ssid = 'lwa-hwsim-a';
    const hostile = 'lwa\u001b[2J\u0085\u0007a';
    const [from, to] = [ssid, hostile].map(text => Buffer.from(text));
    expect(to!.length).toBe(from!.length);
    const bytes = readFileSync(capture);
    for (let at = bytes.indexOf(from!); at >= 0; at = bytes.indexOf(from!, at)) to!.copy(bytes, at);
    expect(cli(['validate', '-'], bytes).stdout).toContain('"lwa\ufffd[2J\ufffd\ufffda"');
    const json = cli(['validate', '-', '--json'], bytes).stdout;
    expect(JSON.parse(json).sessions[0].ssid).toBe(hostile);
    for (const format of ['text', 'json', 'sarif', 'junit'])
      expect(cli(['validate', '-', '--format', format], bytes).stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

describe('--output', () => {
  it('writes the same to a file, and says nothing', () => {
    const path = join(folder, 'report.xml');
    const result = cli(['validate', failed, ...wrong, '--junit', '--output', path]);
    expect(result).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(readFileSync(path, 'utf8')).toBe(cli(['validate', failed, ...wrong, '--junit']).stdout);
  });

  it('gives a file with keys to its owner only', () => {
    const path = join(folder, 'keys.json');
    cli(['validate', capture, '--pmk', pmk, '--json', '--show-keys', '--output', path]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('never takes the place of an input', () => {
    const path = join(folder, 'in.pcap');
    writeFileSync(path, readFileSync(capture));
    const { status, stderr } = cli(['validate', path, '--output', join(folder, '.', 'in.pcap')]);
    expect(status).toBe(2);
    expect(stderr).toBe(`lwa-rekey: --output: ${path} is an input\n`);
    expect(readFileSync(path).equals(readFileSync(capture))).toBe(true);
  });

  it('leaves nothing behind where no capture could be read', () => {
    const path = join(folder, 'none.txt');
    expect(cli(['validate', join(folder, 'nosuch.pcap'), '--output', path]).status).toBe(2);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter(name => name.endsWith('.partial'))).toEqual([]);
  });
});

describe('a reader that closes early', () => {
  it.each([
    [failed, '1\n'],
    ['/dev/null', '2\n'],
  ])('of what is found in %s does not change the exit code', (path, status) => {
    const script =
      '{ lwa validate "$1" --pmk "$2" --json 2>/dev/null; echo $? > status; } | true; cat status';
    expect(shell(script, folder, path, wrong[1]!)).toMatchObject({ status: 0, stdout: status });
  });
});

describe('wrong usage', () => {
  it.each([
    [['--json', '--sarif'], 'validate: one format at a time, not json and sarif'],
    [['--format', 'text', '--junit'], 'validate: one format at a time, not text and junit'],
    [['--format', 'xml'], /argument 'xml' is invalid. Allowed choices are text, json, sarif, junit/],
    [['--limit-suspension', '1.5'], /--limit-suspension: '1.5' is no integer from 0 to/],
    [['--output', 'no/such/folder/x'], /no such file or folder/],
  ])('%j', (args, message) => {
    const { status, stdout, stderr } = cli(['validate', capture, ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(stderr).toMatch(message);
  });
});
