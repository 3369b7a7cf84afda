import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli, fixturePath, main, shell } from './run.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const capture = readFileSync(fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap'));
const HEADER = 24;
const recordEnd = (start: number): number => start + 16 + capture.readUInt32LE(start + 8);

/** The capture behind a beacon that comes again and again: more than a pipe holds, so that it is taken only by a reader. */
const beacons = Buffer.concat(
  Array.from({ length: 1e6 / recordEnd(0) }, () => capture.subarray(HEADER, recordEnd(HEADER))),
);
const head = Buffer.concat([capture.subarray(0, HEADER), beacons]);
const tail = capture.subarray(HEADER);
/** The same without the packet at the end. */
const whole = (): Buffer => {
  let last = HEADER;
  while (recordEnd(last) < capture.length) last = recordEnd(last);
  return Buffer.concat([head, capture.subarray(HEADER, last)]);
};

function started(args: readonly string[], options: readonly string[] = []) {
  const child = spawn(process.execPath, [...options, main, ...args], { cwd: folder });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', text => {
    stdout += text;
  });
  child.stderr.on('data', text => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<object>(resolve => {
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  const sent = (bytes: Uint8Array): Promise<void> =>
    new Promise(resolve => child.stdin.write(bytes, () => resolve()));
  return { child, ended, sent };
}

/** Names of the files in the folder that are still being written, as soon as there are any. */
async function partials(): Promise<string[]> {
  for (;;) {
    const names = readdirSync(folder).filter(name => /\.\d+\.partial$/.test(name));
    if (names.length > 0) return names;
    await setTimeout(20);
  }
}

describe('a capture from standard input', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends with %s, and the report is on what was read: a packet that is cut off is no damage',
    async signal => {
      const expected = cli(['validate', '-'], whole());
      expect(expected.stdout).toContain('Complete');
      const { child, ended, sent } = started(['validate', '-']);
      await sent(head);
      child.kill(signal);
      // The sender is still about to send this, and does not end.
      await sent(tail.subarray(0, -1));
      expect(await ended).toEqual({ ...expected, signal: null });
    },
  );

  it('ends so among others, and where the sender ends too', async () => {
    writeFileSync(join(folder, 'other.pcap'), capture);
    const args = ['validate', 'other.pcap', '-', '--json'];
    const { child, ended, sent } = started(args);
    await sent(head);
    child.kill('SIGINT');
    child.stdin.end(tail.subarray(0, -1));
    expect(await ended).toMatchObject({ status: 0, signal: null, stderr: '' });
  });

  it('keeps its exit where that is for an error', async () => {
    const { child, ended, sent } = started(['validate', '-', '--pmk', '00'.repeat(32), '--output', 'report']);
    // Handshakes that fail: under a key that is not theirs that is an error.
    const failed = readFileSync(fixturePath('captures/d-wpa2-psk-wrong-psk.pcap'));
    await sent(Buffer.concat([head, failed.subarray(HEADER)]));
    child.kill('SIGINT');
    expect(await ended).toEqual({ status: 1, signal: null, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'report'), 'utf8')).toContain('[wrong-pmk]');
  });

  it('is left by a second SIGINT', async () => {
    const { child, ended, sent } = started(['validate', '-', '--output', 'report']);
    await sent(head);
    const end = ended.then(() => true);
    do child.kill('SIGINT');
    while (!(await Promise.race([end, setTimeout(100, false)])));
    expect(await ended).toEqual({ status: null, signal: 'SIGINT', stdout: '', stderr: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s leaves nothing of what generate had begun',
    async signal => {
      const format = signal === 'SIGINT' ? 'pcap' : 'pcapng';
      const args = ['rekey-option-2', '--ues', '300', '--out', '.', '--format', format];
      const { child, ended } = started(['generate', ...args]);
      await partials();
      child.kill(signal);
      expect(await ended).toEqual({ status: null, signal, stdout: '', stderr: '' });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  describe('that comes as soon as there is a file', () => {
    const options = (): string[] => {
      const preload = join(folder, 'preload.mjs');
      writeFileSync(
        preload,
        `import fs from 'node:fs';
        import { syncBuiltinESMExports } from 'node:module';
        const { openSync } = fs;
        fs.openSync = (path, ...rest) => {
          const file = openSync(path, ...rest);
          if (String(path).endsWith('.partial')) process.kill(process.pid, 'SIGINT');
          return file;
        };
        syncBuiltinESMExports();`,
      );
      return ['--import', preload];
    };
    const ended = { status: null, signal: 'SIGINT', stdout: '', stderr: '' };

    it('leaves nothing', async () => {
      const args = ['generate', 'rekey-option-2', '--ues', '300', '--out', 'out'];
      expect(await started(args, options()).ended).toEqual(ended);
      expect(readdirSync(join(folder, 'out'))).toEqual([]);
    });

    it('is not lost where all is done before it is seen', async () => {
      const args = ['generate', 'rekey-option-2', '--out', 'out'];
      expect(await started(args, options()).ended).toMatchObject({ status: null, signal: 'SIGINT' });
    });
  });

  it('leaves nothing of a report', async () => {
    const { child, ended, sent } = started(['validate', '-', '--output', 'report']);
    await sent(head);
    expect(await partials()).toHaveLength(1);
    child.kill('SIGHUP');
    expect(await ended).toMatchObject({ status: null, signal: 'SIGHUP' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is the 143 that a shell sees', () => {
    const script = `'${process.execPath}' '${main}' generate rekey-option-2 --ues 300 --out . &
      until ls | grep -q partial; do sleep 0.1; done; kill -TERM $!; wait $!`;
    expect(shell(script, folder)).toMatchObject({ status: 143, stdout: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('a file that has the name of one which is still being written stays', () => {
  const script = `echo mine > report.partial; echo mine > report.$$.partial
    exec '${process.execPath}' '${main}' validate - --output report`;
  const path = fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap');
  expect(shell(`{ ${script}; } < "$1"`, folder, path)).toEqual({ status: 0, stdout: '', stderr: '' });
  const names = readdirSync(folder).sort();
  expect(names).toEqual(['report', expect.stringMatching(/^report\.\d+\.partial$/), 'report.partial']);
  for (const name of names.slice(1)) expect(readFileSync(join(folder, name), 'utf8')).toBe('mine\n');
});
