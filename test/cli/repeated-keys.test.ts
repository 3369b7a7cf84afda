import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestOf } from '../manifest.js';
import { cli, fixturePath, jsonOf, QUIET } from './run.js';

const WRONG = 'ab'.repeat(32);

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
  cli(['generate', 'rekey-option-2', ...QUIET, '--uu', 'pdcp', '--out', folder]);
  cli(['generate', 'rekey-without-handover', ...QUIET, '--format', 'pcap', '--out', folder]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The KeNBs of a scenario that was generated, as hex. */
const kenbsOf = (scenario: string): string[] =>
  JSON.parse(readFileSync(at(`${scenario}.keys.json`), 'utf8')).kenbs.map((one: { hex: string }) => one.hex);
const pmksOf = (json: ReturnType<typeof jsonOf>): string[] =>
  json.sessions[0].handshakes.map(({ pmk }: { pmk?: string }) => pmk);

const initial = manifestOf('captures')[0]!;
const capture = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
const pmk = Object.values(initial.pmks)[0]!;

describe('a key option that is given again', () => {
  it('adds a KeNB', () => {
    const [first, second] = kenbsOf('rekey-option-2') as [string, string];
    const macs = (...args: string[]): string[] =>
      jsonOf(at('rekey-option-2.pcapng'), ...args).sessions[0].rrc.map((one: { macI: string }) => one.macI);
    const both = macs('--kenb', first, '--kenb', `behind the handover=${second}`);
    expect(both.filter(mac => mac === 'unverified')).toEqual([]);
    for (const one of [first, second]) expect(macs('--kenb', one)).toContain('unverified');
    expect(macs('--kenb', second, '--kenb', first)).toEqual(both);
  });

  it('adds a WT Counter, for each KeNB', () => {
    const [kenb] = kenbsOf('rekey-without-handover') as [string];
    const wlan = at('rekey-without-handover.wlan.pcap');
    const counters = ['--wt-counter', '0', '--wt-counter', '1'];
    expect(pmksOf(jsonOf(wlan, '--kenb', kenb, ...counters))).toEqual(['S-KWT(0)', 'S-KWT(1)']);
    const several = ['--kenb', WRONG, '--kenb', `own=${kenb}`, ...counters];
    const json = jsonOf(wlan, ...several);
    expect(pmksOf(json)).toEqual(['S-KWT(own, 0)', 'S-KWT(own, 1)']);
    expect(json.unmatchedKeys).toMatchObject([{ source: '--kenb KeNB #1', keys: 3 }]);
  });

  it('adds a KASME, and a NAS COUNT for each', () => {
    const args = ['--kasme', WRONG, '--kasme', `X=${WRONG}`, '--nas-count', '1', '--nas-count', '2'];
    expect(jsonOf(capture, ...args).unmatchedKeys).toMatchObject([
      { source: '--kasme KASME #1', keys: 2 },
      { source: '--kasme X', keys: 2 },
    ]);
  });

  it('adds a keys file', () => {
    const files = [WRONG, pmk].map((hex, i) => {
      const path = at(`${i}.json`);
      writeFileSync(path, JSON.stringify({ pmks: [{ name: `K${i}`, hex }] }));
      return path;
    });
    for (const order of [files, files.toReversed()]) {
      const json = jsonOf(capture, ...order.flatMap(file => ['--keys', file]));
      expect(pmksOf(json)).toEqual(['K1']);
      expect(json.unmatchedKeys).toMatchObject([{ source: files[0], keys: 1 }]);
    }
    // Each of them is read, and so is none to be written.
    for (const file of files) {
      const both = files.flatMap(one => ['--keys', one]);
      expect(cli(['validate', capture, ...both, '--output', file])).toMatchObject({
        status: 2,
        stderr: `lwa-rekey: --output: ${file} is an input\n`,
      });
    }
  });

  it('adds a passphrase, and an SSID for each', () => {
    const { ssid } = jsonOf(capture).sessions[0];
    const passphrase = 'correct horse battery';
    const given = ['--passphrase', 'not that one', '--passphrase', passphrase, '--ssid', 'x', '--ssid', ssid];
    const { unmatchedKeys } = jsonOf(capture, ...given);
    expect(unmatchedKeys).toMatchObject([
      { source: '--passphrase #1', keys: 2 },
      { source: '--passphrase #2', keys: 2 },
    ]);
    expect(JSON.stringify(unmatchedKeys)).not.toContain('horse');
  });
});

describe('hex digits on the command line', () => {
  it('may stand behind 0x', () => {
    expect(cli(['validate', capture, '--pmk', `0x${pmk}`])).toEqual(cli(['validate', capture, '--pmk', pmk]));
    expect(cli(['decode', 'lwaap', '0x04800001'])).toEqual(cli(['decode', 'lwaap', '04800001']));
  });
});
