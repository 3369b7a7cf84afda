import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestOf } from '../manifest.js';
import { allOf, arrowsOf, flawsOf, textsOf } from '../report/drawing.js';
import { parseXml } from '../report/xml.js';
import { cli, fixturePath, helpOf } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
  // As npm start writes them, and the example of the help.
  const names = ['rekey-option-1-mic', 'rekey-option-2'];
  expect(cli(['generate', ...names, '--out', at('out')]).status).toBe(0);
  const many = ['initial-access', '--ues', '14', '--set', 'dataIntervalMs=0'];
  expect(cli(['generate', ...many, '--out', folder]).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
const failed = fixturePath('captures/d-wpa2-psk-wrong-psk.pcap');
const pmk = Object.values(manifestOf('captures')[0]!.pmks)[0]!;
const at = (name: string): string => join(folder, name);
const textsIn = (file: string): string[] =>
  textsOf(parseXml(readFileSync(file, 'utf8'))).map(({ text }) => text);

describe('diagram', () => {
  it('draws an SVG, ends with 0 though there are errors, and prints nothing', () => {
    const out = at('option-1.svg');
    const keys = at('out/rekey-option-1-mic.keys.json');
    const args = [at('out/rekey-option-1-mic.pcapng'), '--keys', keys];
    expect(cli(['diagram', ...args, '--out', out])).toEqual({ status: 0, stdout: '', stderr: '' });
    const texts = textsIn(out);
    for (const text of ['S-KWT #2', 'error stale-pmk', 'WTModificationRequest', 'deauthentication'])
      expect(texts).toContain(text);
    const part = at('part.svg');
    expect(cli(['diagram', ...args, '--from', '1.1', '--to', '5.35', '--out', part]).status).toBe(0);
    const arrows = (file: string): number => arrowsOf(parseXml(readFileSync(file, 'utf8'))).length;
    expect(arrows(part)).toBeLessThan(arrows(out));
    expect(textsIn(part)).toContain('… 12 earlier rows left out');
  });

  it('shows findings of --accept as accepted, and says which entries fit nothing', () => {
    const accept = at('accepted.json');
    const entries = [{ rule: 'stale-pmk', reason: 'option 1 is tested here' }, { rule: 'pn-reuse' }];
    writeFileSync(accept, JSON.stringify({ accepted: entries }));
    const args = ['diagram', at('out/rekey-option-1-mic.pcapng'), '--accept', accept];
    const out = at('accepted.svg');
    const { status, stderr } = cli([...args, '--out', out]);
    expect([status, stderr]).toEqual([
      0,
      'lwa-rekey: the accepted pn-reuse was not found: its entry can be removed\n',
    ]);
    expect(textsIn(out)).toContain('accepted error stale-pmk (option 1 is tested here)');
    expect(textsIn(out)).not.toContain('error stale-pmk');
    expect(textsIn(out)).toContain('error wt-modification-before-rrc-complete');
    expect(cli([...args, '--out', accept])).toMatchObject({ status: 2 });
  });

  it('draws a page of HTML, with keys that the options name', () => {
    const out = at('page.HTML');
    expect(cli(['diagram', capture, '--pmk', `mine=${pmk}`, '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    const page = readFileSync(out, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('MIC valid under mine');
    expect(page).not.toContain(pmk);
  });

  it('reads standard input, and several captures', () => {
    const out = at('two.svg');
    expect(cli(['diagram', '-', failed, '--out', out], readFileSync(capture)).status).toBe(0);
    const texts = textsIn(out);
    expect(texts.filter(text => /session [01]$/.test(text))).toHaveLength(2);
    expect(flawsOf(parseXml(readFileSync(out, 'utf8')))).toEqual([]);
  });

  it('draws as many sessions as an SVG bears, and says which and how to see others', () => {
    const out = at('many.svg');
    const path = at('initial-access.pcapng');
    const { status, stdout, stderr } = cli(['diagram', path, '--out', out]);
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toBe(
      'lwa-rekey: 14 sessions, of which 12 are drawn (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11): --session N draws another, and FILE.html has all\n',
    );
    expect(textsIn(out).filter(text => / · session \d+$/.test(text))).toHaveLength(12);
    const one = cli(['diagram', path, '--session', '13', '--out', out]);
    expect(one).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(textsIn(out).filter(text => / · session \d+$/.test(text))).toEqual([
      'initial-access.pcapng · session 13',
    ]);
    const page = at('many.html');
    expect(cli(['diagram', path, '--out', page])).toEqual({ status: 0, stdout: '', stderr: '' });
    const html = readFileSync(page, 'utf8');
    expect(html.match(/<svg/g)).toHaveLength(14);
    const [, station] = /id="session-13".*?station ([\da-f:]+)/s.exec(html)!;
    expect(textsIn(out)).toContain(station);
  });

  it('draws sessions with errors before others', () => {
    const own = at('errors.svg');
    const inputs = [at('initial-access.pcapng'), failed];
    expect(cli(['diagram', ...inputs, '--pmk', '00'.repeat(32), '--out', own]).status).toBe(0);
    const { findings } = JSON.parse(cli(['validate', ...inputs, '--pmk', '00'.repeat(32), '--json']).stdout);
    const wrong = findings.find((one: { severity: string }) => one.severity === 'error').session;
    expect(wrong).toBeGreaterThan(12);
    expect(textsIn(own).some(text => text.endsWith(`session ${wrong}`))).toBe(true);
  });

  it('draws what came before damage, and ends with 2; of what cannot be read at all it draws nothing', () => {
    const cut = at('cut.pcap');
    writeFileSync(cut, readFileSync(capture).subarray(0, 6000));
    const out = at('cut.svg');
    const { status, stderr } = cli(['diagram', cut, '--out', out]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*cut\.pcap[^\n]*\n$/);
    expect(arrowsOf(parseXml(readFileSync(out, 'utf8'))).length).toBeGreaterThan(0);
    const none = at('none.svg');
    expect(cli(['diagram', at('nosuch.pcap'), '--out', none]).status).toBe(2);
    expect(existsSync(none)).toBe(false);
  });

  it('says so where there is nothing to draw', () => {
    const empty = at('empty.pcap');
    writeFileSync(empty, readFileSync(capture).subarray(0, 24));
    const out = at('empty.svg');
    expect(cli(['diagram', empty, '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'lwa-rekey: nothing to draw: there is no session in what was read\n',
    });
    expect(textsIn(out)).toEqual(['nothing to draw']);
  });

  it.each([
    [['--out', 'x.txt'], '--out: x.txt is to end in .svg or .html'],
    [['--out', '-'], '--out: - is to end in .svg or .html'],
    [['--out', '.svg/'], /--out: \.svg\/ is to end/],
    [[], /required option '--out <file>'/],
    [['--out', 'no/such/folder/x.svg'], /no such file or folder/],
    [['--out', 'x.svg', '--session', '7'], '--session: there is no session 7, but session 0 only'],
    [['--out', 'x.svg', '--session', 'a'], /--session: 'a' is no integer/],
    [['--out', 'x.svg', '--from', '-1'], /--from: '-1' is no number of seconds/],
    [['--out', 'x.svg', '--from', '2', '--to', '1'], '--from: 2 is behind --to 1'],
    [['--out', 'x.svg', '--wt-counter', '1'], '--wt-counter goes with --kenb'],
  ])('ends with 2, and writes nothing, for %j', (args, message) => {
    const { status, stdout, stderr } = cli(['diagram', capture, ...args], undefined, folder);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(stderr).toMatch(message);
    expect(existsSync(at('x.svg'))).toBe(false);
    expect(readdirSync(folder).filter(name => name.endsWith('.partial'))).toEqual([]);
  });

  it('never takes the place of an input', () => {
    const path = at('in.svg');
    writeFileSync(path, readFileSync(capture));
    const { status, stderr } = cli(['diagram', path, '--out', path]);
    expect([status, stderr]).toEqual([2, `lwa-rekey: --out: ${path} is an input\n`]);
    expect(readFileSync(path).equals(readFileSync(capture))).toBe(true);
  });

  it('has the options of validate that tell keys and limits, and says what it ends with', () => {
    const options = (command: string) =>
      [...helpOf(command).matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name);
    const own = options('diagram');
    const other = options('validate').filter(
      name =>
        ![
          '--format',
          '--json',
          '--sarif',
          '--junit',
          '--output',
          '--show-keys',
          '--require-sessions',
          '--fail-on',
          '--write-accept',
        ].includes(name!),
    );
    expect(own).toEqual(expect.arrayContaining(other));
    expect(helpOf('diagram').replace(/\s+/g, ' ')).toContain('exit with 0 whatever is found');
  });

  it('draws the pictures of the README: as there, after npm start, they are drawn again', () => {
    const readme = readFileSync('README.md', 'utf8');
    const lines = [...readme.matchAll(/^npx \. (diagram .* --out (docs\/.*\.svg))$/gm)];
    const pictures = [...readme.matchAll(/^!\[[^\]]+\]\((.*)\)$/gm)].map(([, path]) => path);
    expect(lines.map(([, , path]) => path)).toEqual(pictures);
    expect(pictures).toEqual(['docs/option-1.svg', 'docs/option-2.svg']);
    mkdirSync(at('docs'), { recursive: true });
    for (const [, line, path] of lines) {
      expect(cli(line!.split(' '), undefined, folder)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(readFileSync(at(path!), 'utf8')).toBe(readFileSync(path!, 'utf8'));
    }
  });

  it('says so where nothing is drawn between --from and --to', () => {
    const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
    const drawn = (...args: string[]) => cli(['diagram', capture, '--out', at('none.svg'), ...args]);
    const said = (range: string): object => ({
      status: 0,
      stderr: expect.stringMatching(
        new RegExp(
          `^lwa-rekey: no message is drawn: there is none ${range}; the last is at \\d+\\.\\d{6}\\n$`,
        ),
      ),
    });
    expect(drawn('--from', '99')).toMatchObject(said('from 99 on'));
    expect(drawn('--from', '98', '--to', '99.5')).toMatchObject(said('from 98 to 99.5'));
    expect(drawn('--to', '0')).toMatchObject(said('up to 0'));
    expect(drawn('--from', '0', '--to', '99')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('draws as its example says', () => {
    const stdout = helpOf('diagram');
    const [, made, line] = /^ {2}lwa-rekey (generate .*)\n {2}lwa-rekey (diagram .*)$/m.exec(stdout)!;
    expect(made).toBe('generate rekey-option-2 --out out');
    expect(cli(line!.split(' '), undefined, folder)).toEqual({ status: 0, stdout: '', stderr: '' });
    const root = parseXml(readFileSync(at('option-2.svg'), 'utf8'));
    expect(allOf(root, 'desc')[0]!.text).toContain('Option 2: the UE had');
  });
});
