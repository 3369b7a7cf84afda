import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCapture } from './make-capture.js';
import { table } from './measure.js';

const RUNS = 5;

/** The median wall time of a whole process, in seconds; undefined if the tool is not installed. */
function seconds(command, args) {
  const times = [];
  for (let i = 0; i <= RUNS; i++) {
    const start = process.hrtime.bigint();
    const { error, status, stderr } = spawnSync(command, args, { maxBuffer: 2 ** 28, encoding: 'utf8' });
    if (error?.code === 'ENOENT') return undefined;
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
    // The first run warms the file cache.
    if (i > 0) times.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1];
}

/** The most memory that `validate` takes, in MB. */
function memory(cli, capture) {
  const script = `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));
    await import(${JSON.stringify(cli)});`;
  const { stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, 'validate', capture, '--json'],
    {
      maxBuffer: 2 ** 28,
      encoding: 'utf8',
    },
  );
  return Number(stderr) / 1024;
}

/** Reads a capture of 100 MB for its EAPOL frames, with this program and with others. */
export function benchReadCapture() {
  const folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-bench-'));
  try {
    const capture = join(folder, 'short-frames.pcap');
    const { frames, eapol } = makeCapture(capture, 100e6);
    const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
    const own = seconds(process.execPath, [cli, 'validate', capture, '--json']);
    const others = [
      [
        'hcxpcapngtool',
        seconds('hcxpcapngtool', ['-o', join(folder, 'x.22000'), capture]),
        'lwa-rekey is faster',
      ],
      ['tshark -Y eapol', seconds('tshark', ['-r', capture, '-Y', 'eapol']), 'over 3 times'],
    ];
    const row = (what, time, ...more) => [
      what,
      time === undefined ? 'not installed' : `${time.toFixed(2)} s, ${(time / own).toFixed(2)} times`,
      ...more,
    ];
    table(`Capture of 100 MB, ${frames} frames, ${eapol} of them EAPOL-Key (whole processes)`, [
      row('lwa-rekey validate', own, `${memory(cli, capture).toFixed(0)} MB at most (aim: under 150)`),
      ...others.map(([what, time, aim]) => row(what, time, `aim: ${aim}`)),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
