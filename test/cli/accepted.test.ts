import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedOfFile } from '../../src/report/index.js';
import { parseXml } from '../report/xml.js';
import { cli, fixturePath, shell } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-accepted-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Captures in which the gravest finding is of this severity. */
const captures = {
  error: fixturePath('rules/wt-modification-before-rrc-complete-broken.pcapng'),
  warning: fixturePath('rules/deauthentication-reason-broken.pcapng'),
  note: fixturePath('rules/akm-unknown-broken.pcapng'),
};
const { error: failing } = captures;
const rule = 'wt-modification-before-rrc-complete';

/** A file in the folder, of its own, that holds this. */
function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const acceptedFile = (name: string, ...accepted: object[]) => fileOf(name, JSON.stringify({ accepted }));

describe('--fail-on', () => {
  it.each([
    ['error', [1, 0, 0]],
    ['warning', [1, 1, 0]],
    ['note', [1, 1, 1]],
    ['never', [0, 0, 0]],
  ])('%s: an error, a warning and a note exit with %j', (failOn, expected) => {
    const exits = Object.values(captures).map(name => cli(['validate', name, '--fail-on', failOn]).status);
    expect(exits).toEqual(expected);
  });

  it('says what JUnit shows as a failure', () => {
    const failures = (...args: string[]) =>
      parseXml(cli(['validate', captures.warning, '--junit', ...args]).stdout).children[1]!.attributes
        .failures;
    expect([failures(), failures('--fail-on', 'warning')]).toEqual(['0', '1']);
  });

  it('knows no other', () => {
    const { status, stderr } = cli(['validate', failing, '--fail-on', 'warnings']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('error, warning, note, never')]);
  });
});

describe('--accept', () => {
  it('takes findings as known in every format', () => {
    const path = acceptedFile('known.json', { rule, reason: 'option 1 is tested' });
    const outputs = ['text', 'json', 'sarif', 'junit'].map(format => {
      const { status, stdout, stderr } = cli(['validate', failing, '--accept', path, '--format', format]);
      expect([format, status, stderr]).toEqual([format, 0, '']);
      return stdout;
    });
    const [text, json, sarif, junit] = outputs as [string, string, string, string];
    expect(text).toMatch(/^ {2}accepted error \(option 1 is tested\): The WT was given /m);
    expect(text).toMatch(/0 errors, 0 warnings, 0 notes, 1 accepted\n$/);
    expect(JSON.parse(json).findings[0].accepted).toEqual({ reason: 'option 1 is tested' });
    expect(JSON.parse(json).unusedAccepted).toEqual([]);
    expect(JSON.parse(sarif).runs[0].results[0].suppressions).toHaveLength(1);
    expect(parseXml(junit).children[1]!.attributes).toMatchObject({ failures: '0', skipped: '1' });
  });

  it('tells of an entry that nothing matches, on standard error where the report is not read', () => {
    const path = acceptedFile('unused.json', { rule }, { rule: 'gone', ssid: 'lab' });
    const line = 'the accepted gone of "lab" was not found: its entry can be removed';
    const text = cli(['validate', failing, '--accept', path]);
    expect([text.status, text.stdout.includes(`\n${line}\n`), text.stderr]).toEqual([0, true, '']);
    for (const format of ['json', 'sarif', 'junit'])
      expect(cli(['validate', failing, '--accept', path, '--format', format]).stderr).toBe(
        `lwa-rekey: ${line}\n`,
      );
  });

  it.each([
    ['{"accepted":[{"rule":"x","staton":"y"}]}', 'accepted[0]: is to have none but rule,'],
    ['{}', 'accepted: is to be a list'],
    ['accepted', 'is no JSON: not a file of accepted findings'],
  ])('refuses %s', (content, message) => {
    const path = fileOf('wrong.json', content);
    const { status, stdout, stderr } = cli(['validate', failing, '--accept', path]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^lwa-rekey: [^\n]*\n$/);
    expect(stderr).toContain(`${path}: ${message}`);
    expect(cli(['validate', failing, '--accept', `${path}.none`]).stderr).toContain('no such file');
  });
});

describe('--write-accept', () => {
  const all = Object.values(captures);

  it('writes a file under which nothing fails, and keeps its reasons', () => {
    const path = join(folder, 'written.json');
    const read = () => JSON.parse(readFileSync(path, 'utf8')).accepted;
    expect(cli(['validate', '--each', ...all, '--write-accept', path]).status).toBe(0);
    const [first, ...others] = read();
    expect([first, others]).toMatchObject([
      { rule, severity: 'error', capture: `${rule}-broken.pcapng` },
      [],
    ]);
    expect(cli(['validate', '--each', ...all, '--accept', path]).status).toBe(0);
    expect(cli(['validate', '--each', ...all, '--accept', path, '--fail-on', 'warning']).status).toBe(1);

    const reason = 'option 1 is tested';
    writeFileSync(path, JSON.stringify({ accepted: [{ ...first, reason }, { rule: 'gone' }] }));
    const both = ['--accept', path, '--write-accept', path, '--fail-on', 'note'];
    expect(cli(['validate', '--each', ...all, ...both]).status).toBe(0);
    expect(read()[0]).toEqual({ ...first, reason });
    const rules = read().map((entry: { rule: string }) => entry.rule);
    expect(rules).toEqual(expect.arrayContaining([rule, 'deauthentication-reason', 'akm-unknown']));
    expect(rules).not.toContain('gone');
    expect(cli(['validate', '--each', ...all, '--accept', path, '--fail-on', 'note']).status).toBe(0);
  });

  it('writes nothing where a capture is damaged, and never over an input', () => {
    const cut = fileOf('cut.pcapng', '');
    writeFileSync(cut, readFileSync(failing).subarray(0, -10));
    const path = join(folder, 'none.json');
    const damaged = cli(['validate', cut, '--write-accept', path]);
    expect([damaged.status, existsSync(path)]).toEqual([2, false]);
    expect(damaged.stderr).toContain(`--write-accept: ${path} is not written`);
    const own = cli(['validate', cut, '--write-accept', cut]);
    expect([own.status, own.stderr]).toEqual([2, `lwa-rekey: --write-accept: ${cut} is an input\n`]);
    const accept = acceptedFile('a.json', { rule });
    const over = cli(['validate', failing, '--accept', accept, '--output', accept]);
    expect([over.status, over.stderr]).toEqual([2, `lwa-rekey: --output: ${accept} is an input\n`]);
  });
});

describe('docs/validate-json.md', () => {
  const page = readFileSync('docs/validate-json.md', 'utf8');

  it('shows a file that can be read', () => {
    const [, , file] = page.split('```json\n');
    expect(acceptedOfFile(JSON.parse(file!.split('```')[0]!))).toHaveLength(2);
  });

  it('has a command for a workflow that fails for new findings only', () => {
    const [, command] = /- run: \|\n((?: {10}.*\n)+)/.exec(page)!;
    const run = () => shell(command!.replaceAll('npx lwa-rekey', 'lwa'), folder);
    mkdirSync(join(folder, 'captures'));
    const capture = (name: keyof typeof captures) =>
      copyFileSync(captures[name], join(folder, 'captures', `${name}.pcapng`));
    capture('warning');
    fileOf('keys.json', '{"pmks":[]}');
    acceptedFile('accepted.json', { rule, capture: 'known.pcapng' });
    expect(run().status).toBe(0);
    capture('error');
    expect(run().status).toBe(1);
    acceptedFile('accepted.json', { rule, capture: 'captures/error.*' });
    expect(run()).toEqual({ status: 0, stdout: '', stderr: '' });
    const { results } = JSON.parse(readFileSync(join(folder, 'validate.sarif'), 'utf8')).runs[0];
    expect(results.length).toBeGreaterThan(1);
    for (const { suppressions, ruleId } of results)
      expect(suppressions).toHaveLength(ruleId === rule ? 1 : 0);
  });
});
