import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseXml } from '../report/xml.js';
import { cli, fixturePath, jsonOf } from './run.js';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
  const both = ['rekey-option-2', 'rekey-option-1-mic'];
  cli(['generate', ...both, '--set', 'dataIntervalMs=50', '--out', folder]);
  cli(['generate', ...both, '--set', 'dataIntervalMs=50', '--format', 'pcap', '--out', folder]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const unrelated = (...captures: string[]) => jsonOf(...captures).unrelatedCaptures;
const links = (scenario: string): string[] =>
  ['uu', 'xw', 'wlan'].map(link => at(`${scenario}.${link}.pcap`));
const option1 = (): string => at('rekey-option-1-mic.pcapng');
const option2 = (): string => at('rekey-option-2.pcapng');

/** A pcap of packets of another, by their numbers from 0, with its clock ahead by so many seconds. */
function partOf(path: string, name: string, isIn: (packet: number) => boolean, ahead = 0): string {
  const bytes = readFileSync(path);
  const kept = [bytes.subarray(0, 24)];
  for (let from = 24, i = 0; from < bytes.length; i++) {
    const end = from + 16 + bytes.readUInt32LE(from + 8);
    if (isIn(i)) {
      const packet = Buffer.from(bytes.subarray(from, end));
      packet.writeUInt32LE(packet.readUInt32LE(0) + ahead, 0);
      kept.push(packet);
    }
    from = end;
  }
  writeFileSync(at(name), Buffer.concat(kept));
  return at(name);
}

describe('captures of several events that overlap in time', () => {
  it('are told of, in every format', () => {
    const captures = [option2(), option1()];
    const said = `warning: ${captures[0]} and ${captures[1]} seem to be of several events: they show the same AP and station at the same time, but no frame of it that another has`;
    const text = cli(['validate', ...captures]);
    expect(text.stdout).toContain(`\n${said}; `);
    expect(text.stderr).toBe('');
    const json = cli(['validate', ...captures, '--json']);
    expect(JSON.parse(json.stdout).unrelatedCaptures).toEqual([{ captures, link: 'wlan' }]);
    expect(json.stderr).toContain(`lwa-rekey: ${said}`);
    const sarif = JSON.parse(cli(['validate', ...captures, '--sarif']).stdout).runs[0];
    expect(sarif.invocations[0].toolExecutionNotifications).toMatchObject([
      { level: 'warning', message: { text: expect.stringContaining(said) } },
    ]);
    const [suite] = parseXml(cli(['validate', ...captures, '--junit']).stdout).children;
    expect(suite!.attributes).toMatchObject({ name: 'captures', skipped: '2' });
    expect(suite!.children.at(-1)!.text).toContain(said);
    const drawn = cli(['diagram', ...captures, '--out', at('both.html')]);
    expect(drawn.stderr).toContain(said);
    expect(readFileSync(at('both.html'), 'utf8')).toContain('seem to be of several events');
  });

  it('are those of one link alone, too', () => {
    const [wlan, xw] = ['wlan', 'xw'].map(link => [
      at(`rekey-option-2.${link}.pcap`),
      at(`rekey-option-1-mic.${link}.pcap`),
    ]) as [string[], string[]];
    expect(unrelated(...wlan)).toEqual([{ captures: wlan, link: 'wlan' }]);
    expect(unrelated(...xw)).toEqual([{ captures: xw, link: 'sctp' }]);
  });

  it('are told from those of one event beside them', () => {
    const captures = [...links('rekey-option-2'), at('rekey-option-1-mic.wlan.pcap')];
    expect(unrelated(...captures)).toEqual([{ captures: [captures[2], captures[3]], link: 'wlan' }]);
  });
});

describe('captures of one event', () => {
  it('may be one of each link', () => {
    for (const scenario of ['rekey-option-2', 'rekey-option-1-mic'])
      expect(unrelated(...links(scenario))).toEqual([]);
  });

  it('have frames in common, on any link, and their clocks may differ', () => {
    expect(unrelated(option2(), option2())).toEqual([]);
    for (const link of ['wlan', 'xw']) {
      const path = at(`rekey-option-2.${link}.pcap`);
      const a = partOf(path, 'a.pcap', i => i % 3 !== 0);
      const b = partOf(path, 'b.pcap', i => i % 3 !== 1, link === 'wlan' ? 7 : 0);
      expect(unrelated(a, b)).toEqual([]);
    }
    // The first and the last have none but with the one between them.
    const path = at('rekey-option-2.wlan.pcap');
    // Every other packet is an acknowledgement.
    const ends = [partOf(path, 'some.pcap', i => i % 4 < 2), partOf(path, 'others.pcap', i => i % 4 > 1)];
    expect(unrelated(...ends)).toMatchObject([{ captures: ends }]);
    expect(unrelated(...ends, path)).toEqual([]);
  });

  it('may follow each other', () => {
    const path = at('rekey-option-2.wlan.pcap');
    expect(
      unrelated(
        partOf(path, 'a.pcap', i => i < 60),
        partOf(path, 'b.pcap', i => i >= 60),
      ),
    ).toEqual([]);
  });
});

describe('validate --each', () => {
  it('tells of each capture what it tells of it alone, in one report, and ends with 1 for an error in any', () => {
    const captures = [option2(), option1()];
    const each = cli(['validate', '--each', ...captures, '--json']);
    expect([each.status, each.stderr]).toEqual([1, '']);
    const json = JSON.parse(each.stdout);
    const alone = captures.map(capture => jsonOf(capture));
    expect(json.packets).toBe(alone[0].packets + alone[1].packets);
    expect(json.sessions.map(({ capture }: { capture: string }) => capture)).toEqual(captures);
    expect(json.sessions.map(({ verdict }: { verdict: string }) => verdict)).toEqual(
      alone.map(one => one.sessions[0].verdict),
    );
    type Told = { session: number; frames: (number | { frame: number; capture: string })[] };
    const expected = alone.flatMap(({ findings }, session) =>
      findings.map((finding: Told) => ({
        ...finding,
        session,
        frames: finding.frames.map(frame => ({ capture: captures[session], frame })),
      })),
    );
    expect(json.findings).toEqual(expected);
    expect(json.unrelatedCaptures).toEqual([]);
    expect(cli(['validate', '--each', option2()]).status).toBe(0);
  });

  it('names the capture in text, JUnit and SARIF', () => {
    const captures = [option2(), option1()];
    const { status, stdout } = cli(['validate', '--each', ...captures]);
    expect(status).toBe(1);
    for (const capture of captures) expect(stdout.split('\n')).toContain(capture);
    const suites = parseXml(cli(['validate', '--each', ...captures, '--junit']).stdout).children;
    const ends = '02:57:54:00:00:01 02:55:45:00:00:01';
    expect(suites.map(({ attributes }) => attributes.name)).toEqual([
      'captures',
      ...captures.map(capture => `${capture} ${ends}`),
    ]);
    const { results, artifacts } = JSON.parse(cli(['validate', '--each', ...captures, '--sarif']).stdout)
      .runs[0];
    expect(artifacts).toHaveLength(2);
    const stale = results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'stale-pmk');
    expect(stale).toMatchObject([{ locations: [{ physicalLocation: { artifactLocation: { index: 1 } } }] }]);
  });

  it('goes on behind a capture that cannot be read, and ends with 2', () => {
    const captures = [at('nosuch.pcap'), option1()];
    const { status, stdout } = cli(['validate', '--each', ...captures, '--json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      damaged: [{ capture: captures[0] }],
      sessions: [{ capture: captures[1] }],
    });
  });

  it('says that a key fits nothing where it fits none of them', () => {
    const keysOf = (scenario: string): string[] => ['--keys', at(`${scenario}.keys.json`)];
    const given = [
      ...keysOf('rekey-option-1-mic'),
      ...keysOf('rekey-option-2'),
      '--pmk',
      `X=${'ab'.repeat(32)}`,
    ];
    expect(jsonOf('--each', option2(), option1(), ...given).unmatchedKeys).toEqual([
      { source: '--pmk X', keys: 1 },
    ]);
  });
});

describe('a capture without packets', () => {
  const header = fixturePath('captures/pcapng/test002.pcapng');
  const message = 'nothing was checked: there is no packet';

  it('is told of, in every format', () => {
    expect(cli(['validate', header])).toEqual({
      status: 0,
      stdout: `0 packets, 0 sessions: 0 errors, 0 warnings, 0 notes\n${message}\n`,
      stderr: '',
    });
    expect(jsonOf(header).unchecked).toEqual([{ message }]);
    const [suite] = parseXml(cli(['validate', header, '--junit']).stdout).children;
    expect(suite!.attributes).toMatchObject({ tests: '1', skipped: '1' });
    const sarif = JSON.parse(cli(['validate', header, '--sarif']).stdout).runs[0];
    expect(sarif.invocations[0].toolExecutionNotifications).toMatchObject([{ message: { text: message } }]);
  });

  it('is told of by its name beside another, with --each and without', () => {
    expect(jsonOf('--each', option2(), header).unchecked).toEqual([{ capture: header, message }]);
    expect(cli(['validate', '--each', option2(), header]).stdout).toContain(`\n${header}: ${message}\n`);
    expect(jsonOf(option2(), header).unchecked).toEqual([{ capture: header, message }]);
  });

  it('ends with 2 where sessions are required', () => {
    const required = (...args: string[]) => {
      const { status, stderr } = cli(['validate', '--require-sessions', ...args]);
      return [status, stderr];
    };
    const said = 'lwa-rekey: --require-sessions: there is no session';
    expect(required(header)).toEqual([2, `${said}\n`]);
    expect(required(option2())).toEqual([0, '']);
    expect(required(option2(), header)).toEqual([0, '']);
    expect(required('--each', option2(), header)).toEqual([2, `${said} in ${header}\n`]);
    expect(required('--each', option1())).toEqual([1, '']);
  });
});
