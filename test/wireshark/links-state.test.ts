/** What the dissector of XwAP keeps of requests and answers: of which file, for how long, and how much. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { sharkd, tshark, wireshark } from '../wireshark.js';
import { acknowledged, ENB, modification, type Timed, timed, WT, writeCapture } from './links.js';
import { FOLDER } from './xw.js';

const folder = mkdtempSync(join(tmpdir(), 'wireshark-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** The path of a new capture. */
function captureOf(packets: readonly Timed[]): string {
  const path = join(folder, `${++files}.pcap`);
  writeCapture(path, packets);
  return path;
}

wireshark.describe('the state of the dissector of XwAP', () => {
  it('is that of the file that is open, and what is shown does not change with each look', () => {
    const configuration = mkdtempSync(join(folder, 'plugins-'));
    mkdirSync(join(configuration, 'plugins'));
    cpSync(FOLDER, join(configuration, 'plugins', 'lwa-rekey'), { recursive: true });
    const asked = captureOf(timed([[ENB, WT, modification(1)]]));
    const both = captureOf(
      timed([
        [WT, ENB, acknowledged(1)],
        [ENB, WT, modification(1)],
        [ENB, WT, modification(1)],
        [WT, ENB, acknowledged(1)],
      ]),
    );
    const columns = ['response_in', 'response_to', 'retransmission_of'].map(field => `xwap.${field}:0`);
    const [column0, column1, column2] = columns;
    const load = (file: string) => ({ method: 'load', params: { file } });
    // For each filter the frames are dissected once more.
    const frames = (filter: string) => ({ method: 'frames', params: { filter, column0, column1, column2 } });
    const replies = sharkd(
      [
        load(asked),
        frames('xwap'),
        load(both),
        frames('xwap.message'),
        frames('xwap || ip'),
        load(both),
        frames('sctp'),
        load(asked),
        frames('ip'),
      ],
      { WIRESHARK_CONFIG_DIR: configuration, HOME: configuration },
    );
    const rows = (reply: unknown) => (reply as { c: string[] }[]).map(({ c }) => c);
    const inBoth = [
      ['', '', ''],
      ['4', '', ''],
      ['4', '', '2'],
      ['', '2', ''],
    ];
    expect([1, 3, 4, 6, 8].map(i => rows(replies[i]))).toEqual([
      [['', '', '']],
      inBoth,
      inBoth,
      inBoth,
      [['', '', '']],
    ]);
  });

  it('grows with the requests alone, and is given back', () => {
    const script = fileURLToPath(new URL('links-memory.lua', import.meta.url));
    const nothing = join(folder, 'nothing.pcap');
    writeCapture(nothing, []);
    const printed = tshark(['-X', `lua_script:${script}`, '-X', `lua_script1:${FOLDER}`, '-r', nothing]);
    const [answered, empty, full, more, reset] = printed.split('\t').map(Number);
    expect(answered).toBe(2000);
    // A request and its answer take 0.4 KiB.
    expect(full! - empty!).toBeGreaterThan(2000 * 0.1);
    expect(full! - empty!).toBeLessThan(2000);
    expect(Math.abs(more! - full!)).toBeLessThan(16);
    expect(Math.abs(reset! - empty!)).toBeLessThan(16);
  });
}, ['sharkd']);
