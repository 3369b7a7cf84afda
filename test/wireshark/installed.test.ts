/** The folder as it is: generated anew, among the plugins of Wireshark, and its profile. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcapngWriter } from '../../src/codecs/capture/pcapng-writer.js';
import { run } from '../flows/play.js';
import { tshark, wireshark } from '../wireshark.js';
import { DISSECTORS, FOLDER } from './xw.js';

describe('the schema of XwAP in Lua', () => {
  it('is what the declarations give', () => {
    const script = new URL('../../scripts/wireshark-schema.js', import.meta.url).pathname;
    const folder = mkdtempSync(join(tmpdir(), 'schema-'));
    const made = join(folder, 'made.lua');
    try {
      expect(spawnSync(process.execPath, [script, made])).toMatchObject({ status: 0 });
      const schema = readFileSync(join(FOLDER, 'xwap-schema.lua'), 'utf8');
      expect(readFileSync(made, 'utf8') === schema, 'npm run wireshark-schema').toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

wireshark.describe('the folder among the plugins, and its profile', () => {
  const configuration = mkdtempSync(join(tmpdir(), 'wireshark-'));
  const capture = join(configuration, 'rekey.pcapng');
  let keyOptions: readonly string[];
  beforeAll(() => {
    for (const [from, to] of [
      ['', 'plugins'],
      ['profile', 'profiles'],
    ] as const) {
      mkdirSync(join(configuration, to));
      cpSync(join(FOLDER, from), join(configuration, to, 'lwa-rekey'), { recursive: true });
    }
    const { interfaces, packets, keys } = run('rekey-option-2', { durationMs: 1500 });
    keyOptions = keys.wireshark.options;
    const writer = pcapngWriter({ interfaces });
    writeFileSync(capture, Buffer.concat([writer.header(), ...packets.map(writer.packet)]));
  });
  afterAll(() => rmSync(configuration, { recursive: true }));

  /** What it prints with that configuration folder alone. */
  const tsharkThere = (args: readonly string[]): string =>
    tshark(args, { WIRESHARK_CONFIG_DIR: configuration, HOME: configuration });

  it.each([
    ['by itself', []],
    ['with the option too', DISSECTORS],
  ])('dissects, %s', (_, options) => {
    const printed = tsharkThere(['-r', capture, ...options, '-T', 'fields', '-e', 'xwap.message']);
    expect(printed.split('\n')).toContain('WTModificationRequest');
  });

  it('knows each filter of README.md', () => {
    const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    const cells = [...readme.matchAll(/^\| (`xwap.*?) \|/gm)].flatMap(([, cell]) => cell!.split(', '));
    expect(cells.length).toBeGreaterThan(10);
    const filters = cells.map(cell => `(${cell.slice(1, -1)})`);
    const printed = tsharkThere([
      '-r',
      capture,
      '-Y',
      filters.join(' || '),
      '-T',
      'fields',
      '-e',
      'xwap.message',
    ]);
    expect(printed).toContain('WTModificationRequest');
    // tshark refuses what is no field.
    expect(() => tsharkThere(['-r', capture, '-Y', 'xwap.nosuch'])).toThrow(/xwap\.nosuch/);
  });

  it('has a field of one type for each name', () => {
    const types = new Map<string, string>();
    const doubtful: string[] = [];
    for (const line of tsharkThere(['-G', 'fields']).split('\n')) {
      const [kind, , name = '', type = '', protocol] = line.split('\t');
      if (kind !== 'F' || protocol !== 'xwap') continue;
      expect(name).toMatch(/^xwap\.[A-Za-z]\w+$/);
      if ((types.get(name) ?? type) !== type) doubtful.push(name);
      types.set(name, type);
    }
    expect(doubtful).toEqual([]);
    expect(types.size).toBeGreaterThan(200);
  });

  it('knows when frames begin: an Ack comes SIFS behind a frame', () => {
    const acks = (options: readonly string[]): readonly number[] =>
      tsharkThere([
        ...['-r', capture, ...options, '-Y', 'wlan.fc.type_subtype == 0x1d && wlan_radio.ifs'],
        ...['-T', 'fields', '-e', 'wlan_radio.ifs'],
      ])
        .trimEnd()
        .split('\n')
        .map(Number);
    for (const options of [['-C', 'lwa-rekey'], keyOptions]) {
      const spaces = acks(options);
      expect(spaces.length).toBeGreaterThan(100);
      // aSIFSTime at 5 GHz, and up to two symbols of the FCS, which Wireshark does not count where it is not captured.
      expect(Math.min(...spaces)).toBeGreaterThanOrEqual(16);
      expect(Math.max(...spaces)).toBeLessThanOrEqual(16 + 2 * 4);
    }
  });

  it('shows interface and comment in columns, colors what a reader looks for, and checks CRC32c', () => {
    const handed = tsharkThere([
      ...['-C', 'lwa-rekey', '-r', capture],
      ...['-Y', 'xwap.message == "WTModificationRequest"', '-T', 'tabs'],
    ]);
    const columns = handed.split('\n')[0]!.split('\t');
    expect([columns[2], columns.at(-1)]).toEqual(['xw', 'the WT now holds S-KWT #2']);
    expect(columns.at(-2)).toMatch(/^WTModificationRequest /);

    const fields = ['xwap.message', 'frame.coloring_rule.name', 'sctp.checksum.status', 'lwaap.DRBID'];
    const rows = tsharkThere([
      ...['-C', 'lwa-rekey', '-r', capture, '--color'],
      ...['-T', 'fields', ...fields.flatMap(field => ['-e', field])],
    ])
      .trimEnd()
      .split('\n')
      .map(line => line.split('\t'));
    const colors = new Set(rows.map(row => row[1]));
    for (const rule of ['Turning point', 'EAPOL', 'XwAP', 'User data', 'Beacon, acknowledgment'])
      expect(colors).toContain(rule);
    const request = rows.find(([message]) => message === 'WTModificationRequest')!;
    expect(request.slice(1, 3)).toEqual(['Turning point', '1']);
    expect(rows.filter(row => row[3] !== '').length).toBeGreaterThan(100);
  });
});
