import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseXml } from '../report/xml.js';
import { cli, fixturePath, jsonOf } from './run.js';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
  writeFileSync(at('user0.pcap'), pcapOf(147, 500));
  writeFileSync(at('usb.pcap'), pcapOf(189, 2));
  writeFileSync(at('empty.pcap'), '');
  writeFileSync(at('ether.pcap'), pcapOf(1, 3));
  writeFileSync(at('none.pcap'), pcapOf(1, 0));
  writeFileSync(at('cut.pcap'), readFileSync(wlan).subarray(0, 4000));
});
afterAll(() => rmSync(folder, { recursive: true }));

const wlan = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
const READ = '0, 1, 12, 14, 101, 105, 108, 113, 119, 127, 163, 192, 228, 229, 239, 276';

/** A pcap file of that many packets of a link type. */
function pcapOf(linkType: number, packets: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65535, 16);
  header.writeUInt32LE(linkType, 20);
  const record = Buffer.alloc(16 + 4);
  record.writeUInt32LE(4, 8);
  record.writeUInt32LE(4, 12);
  return Buffer.concat([header, ...Array.from({ length: packets }, () => record)]);
}

const sarifOf = (...args: string[]) =>
  JSON.parse(cli(['validate', ...args, '--sarif']).stdout).runs[0].invocations[0];
const casesOf = (...args: string[]) =>
  parseXml(cli(['validate', ...args, '--junit']).stdout).children[0]!.children;

describe('a capture of a link type that is not read', () => {
  it('is told of beside one that is', () => {
    const captures = [at('user0.pcap'), wlan];
    const said = `500 packets of link type 147 in ${captures[0]} were not read`;
    const unchecked = 'nothing was checked: no packet is of a link type that is read';
    const text = cli(['validate', ...captures]);
    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout).toContain(`\n${said}\n565 packets, 1 session: `);
    expect(text.stdout.endsWith(`\n${captures[0]}: ${unchecked}\n`)).toBe(true);
    expect(jsonOf(...captures)).toMatchObject({
      unreadPackets: [{ linkType: 147, packets: 500, capture: captures[0] }],
      unchecked: [{ message: unchecked, capture: captures[0] }],
      damaged: [],
    });
    expect(sarifOf(...captures)).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [
        { level: 'warning', message: { text: said } },
        { level: 'warning', message: { text: unchecked } },
      ],
    });
    const [skipped, passed] = casesOf(...captures).map(one => one.children);
    expect(passed).toEqual([]);
    expect(skipped).toMatchObject([
      { name: 'skipped', attributes: { message: `warning: ${unchecked}` } },
      { name: 'system-out', text: said },
    ]);
  });

  it('is one line on standard error, alone', () => {
    const { status, stdout, stderr } = cli(['validate', '-'], pcapOf(189, 1));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`lwa-rekey: -: link type 189 is none of those that are read: ${READ}\n`);
    expect(cli(['validate', '-'], pcapOf(1, 1)).status).toBe(0);
    cli(['validate', at('usb.pcap'), '--output', at('none.txt')]);
    expect(existsSync(at('none.txt'))).toBe(false);
  });

  it('is a report, too, for programs and CI servers', () => {
    const capture = at('usb.pcap');
    const message = `${capture}: link type 189 is none of those that are read: ${READ}`;
    for (const format of ['--json', '--sarif', '--junit'])
      expect(cli(['validate', capture, format])).toMatchObject({
        status: 2,
        stderr: `lwa-rekey: ${message}\n`,
      });
    expect(jsonOf(capture)).toEqual({
      packets: 2,
      unreadPackets: [{ linkType: 189, packets: 2 }],
      unorderedPackets: [],
      unchecked: [],
      unrelatedCaptures: [],
      damagedPackets: [],
      unreadableHeaders: [],
      unmatchedKeys: [],
      untrackedFrames: 0,
      damaged: [{ capture, message }],
      sessions: [],
      findings: [],
    });
    expect(sarifOf(capture)).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: message } }, { level: 'warning' }],
    });
    expect(casesOf(capture)[0]!.children.map(({ name, text }) => [name, text])).toEqual([
      ['error', message],
      ['system-out', '2 packets of link type 189 were not read'],
    ]);
  });

  it('is blamed for itself alone', () => {
    const captures = ['user0.pcap', 'nosuch.pcap', 'usb.pcap'].map(at);
    const lines = [
      `lwa-rekey: ${captures[1]}: no such file or folder`,
      `lwa-rekey: ${captures[0]}: link type 147 is none of those that are read: ${READ}; docs/captures.md tells how to convert what srsRAN writes`,
      `lwa-rekey: ${captures[2]}: link type 189 is none of those that are read: ${READ}`,
    ];
    const { status, stdout, stderr } = cli(['validate', ...captures]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toEqual(lines);
    expect(jsonOf(...captures).damaged).toEqual(
      [1, 0, 2].map((n, i) => ({ capture: captures[n], message: lines[i]!.slice('lwa-rekey: '.length) })),
    );
  });
});

describe('a capture in which there is nothing to check', () => {
  const said =
    'nothing was checked: no packet holds 802.11 of an association, EAPOL-Key, RRC or XwAP that can be read';

  it('says so, in text and JSON', () => {
    const capture = at('ether.pcap');
    expect(cli(['validate', capture])).toEqual({
      status: 0,
      stdout: `3 packets, 0 sessions: 0 errors, 0 warnings, 0 notes\n${said}\n`,
      stderr: '',
    });
    const json = cli(['validate', capture, '--json']);
    expect([json.status, json.stderr]).toEqual([0, `lwa-rekey: ${said}\n`]);
    expect(JSON.parse(json.stdout)).toEqual({
      packets: 3,
      unreadPackets: [],
      unorderedPackets: [],
      unchecked: [{ message: said }],
      unrelatedCaptures: [],
      damagedPackets: [],
      unreadableHeaders: [],
      unmatchedKeys: [],
      untrackedFrames: 0,
      damaged: [],
      sessions: [],
      findings: [],
    });
  });

  it('is no test that passed on a CI server', () => {
    const capture = at('ether.pcap');
    const [one] = casesOf(capture);
    expect(one!.children.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['skipped', { message: `warning: ${said}` }],
    ]);
    expect(sarifOf(capture)).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: 'warning', message: { text: said } }],
    });
  });

  it('is told of where it holds no packet, beside another', () => {
    const captures = [wlan, at('none.pcap')];
    const message = 'nothing was checked: there is no packet';
    const { status, stdout, stderr } = cli(['validate', ...captures, '--json']);
    expect([status, stderr]).toEqual([0, `lwa-rekey: ${captures[1]}: ${message}\n`]);
    expect(JSON.parse(stdout)).toMatchObject({
      unchecked: [{ message, capture: captures[1] }],
      sessions: [{}],
      damaged: [],
    });
    expect(
      casesOf(...captures).map(one => one.children.map(({ name, attributes }) => [name, attributes])),
    ).toEqual([[], [['skipped', { message: `warning: ${message}` }]]]);
  });

  it('is not one beside a capture in which there is something', () => {
    expect(cli(['validate', at('ether.pcap'), wlan, '--json'])).toMatchObject({ status: 0, stderr: '' });
    expect(casesOf(at('ether.pcap'), wlan).flatMap(one => one.children)).toEqual([]);
  });
});

describe('damage in JSON', () => {
  it.each(['cut.pcap', 'empty.pcap', 'nosuch.pcap'])('is told of %s', name => {
    const capture = at(name);
    const { status, stdout, stderr } = cli(['validate', capture, '--json']);
    expect(status).toBe(2);
    const { damaged, packets } = JSON.parse(stdout);
    expect(damaged).toEqual([{ capture, message: stderr.slice('lwa-rekey: '.length, -1) }]);
    expect(damaged[0].message.startsWith(`${capture}: `)).toBe(true);
    expect(packets > 0).toBe(name === 'cut.pcap');
  });

  it('is told of the capture that has it', () => {
    expect(jsonOf(wlan, at('cut.pcap')).damaged).toMatchObject([{ capture: at('cut.pcap') }]);
  });
});
