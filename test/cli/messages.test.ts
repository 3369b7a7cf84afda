import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, decodeCapture, encodeBlock } from '../../src/codecs/capture/index.js';
import { cli, fixturePath } from './run.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
  expect(cli(['generate', 'rekey-option-2', '--out', folder]).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const handshake = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');

interface Line {
  readonly frame: unknown;
  readonly time: string;
  readonly format: string;
  readonly name: string;
  readonly octets: string;
  readonly value: unknown;
}
const linesOf = (stdout: string): Line[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));

describe('messages', () => {
  it('lists messages in columns', () => {
    const { status, stdout, stderr } = cli(['messages', at('rekey-option-2.pcapng')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const rows = stdout.trimEnd().split('\n');
    expect(rows).toHaveLength(23);
    expect(rows[0]).toMatch(/^ +5 {2}00:00:00\.\d{6} {2}enb +xwap +XwSetupRequest$/);
    expect(rows[20]).toMatch(/^1237 {2}00:00:01\.\d{6} {2}ap +eapol-key +M3 +02:55:45:00:00:01$/);
  });

  it('gives octets and values, which decode gives for the octets', () => {
    const lines = linesOf(cli(['messages', '--json', at('rekey-option-2.pcapng')]).stdout);
    expect(new Set(lines.map(({ format }) => format)).size).toBe(4);
    for (const format of new Set(lines.map(line => line.format))) {
      const of = lines.filter(line => line.format === format);
      const decoded = cli(['decode', format], of.map(({ octets }) => `${octets}\n`).join(''));
      expect(linesOf(decoded.stdout)).toEqual(of.map(({ value }) => value));
    }
    expect(lines[0]!.time).toMatch(/^1767225600\.\d{9}$/);
  });

  it('tells any time that a capture may have, before 1970 and behind the last year of calendars', () => {
    const packets = decodeCapture(readFileSync(handshake));
    const timesOf = (offset: bigint): string[] => {
      // Seconds that are added to each time (if_tsoffset), in units of half a second (if_tsresol).
      const options = [
        { code: 9, value: Uint8Array.of(0x81) },
        { code: 14, value: new Uint8Array(new BigInt64Array([offset]).buffer) },
      ];
      const of = { byteOrder: 'little' } as const;
      const head = { ...of, majorVersion: 1, minorVersion: 0, sectionLength: 2n ** 64n - 1n, options: [] };
      const blocks: readonly Block[] = [
        { type: 'SHB', ...head },
        { type: 'IDB', ...of, linkType: packets[0]!.linkType, reserved: 0, snapLength: 0, options },
        ...packets.map(({ bytes, originalLength }): Block => {
          const time = { timestampHigh: 0, timestampLow: 3 };
          return { type: 'EPB', ...of, interfaceId: 0, ...time, originalLength, bytes, options: [] };
        }),
      ];
      writeFileSync(at('times.pcapng'), Buffer.concat(blocks.map(encodeBlock)));
      const { status, stdout, stderr } = cli(['messages', at('times.pcapng')]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const [, clock = ''] = /^ *\d+ {2}(\S+)/.exec(stdout) ?? [];
      return [clock, linesOf(cli(['messages', '--json', at('times.pcapng')]).stdout)[0]!.time];
    };
    expect(timesOf(0n)).toEqual(['00:00:01.500000', '1.500000000']);
    expect(timesOf(-3n)).toEqual(['23:59:58.500000', '-1.500000000']);
    expect(timesOf(2n ** 62n)).toEqual(['07:45:05.500000', `${2n ** 62n + 1n}.500000000`]);
    expect(timesOf(-(2n ** 63n))).toEqual(['08:29:53.500000', `-${2n ** 63n - 2n}.500000000`]);
  });

  it('names the captures of several', () => {
    const each = linesOf(cli(['messages', '--json', '--each', handshake, handshake]).stdout);
    expect(each.map(({ name }) => name)).toEqual(['M1', 'M2', 'M3', 'M4', 'M1', 'M2', 'M3', 'M4']);
    expect(each[0]!.frame).toEqual({ capture: handshake, frame: expect.any(Number) });
    expect(linesOf(cli(['messages', '--json', handshake, handshake]).stdout)).toHaveLength(4);
  });

  it('gives what came before the damage, and ends with 2', () => {
    const whole = readFileSync(handshake);
    writeFileSync(at('cut.pcap'), whole.subarray(0, whole.length - 5));
    const { status, stdout, stderr } = cli(['messages', at('cut.pcap')]);
    expect(status).toBe(2);
    expect(stderr).toContain('cut.pcap');
    expect(stdout).toContain('M4');
  });

  it('says where there is none', () => {
    writeFileSync(at('empty.pcap'), readFileSync(handshake).subarray(0, 24));
    expect(cli(['messages', at('empty.pcap')])).toEqual({
      status: 0,
      stdout: '',
      stderr: expect.stringContaining('there is no EAPOL-Key, RRC or XwAP message that can be read'),
    });
  });

  it('takes no limits, and no operand that is no capture', () => {
    expect(cli(['messages', '--limit-suspension', '5', handshake]).status).toBe(2);
    expect(cli(['messages', 'ab'.repeat(32)]).status).toBe(2);
  });
});
