import { describe, expect, it } from 'vitest';
import { alignClocks, clockSampler, mergeCaptures, type Packet } from '../../src/codecs/capture/index.js';
import { fromHex } from '../../src/codecs/hex.js';
import { type Report, validate } from '../../src/validate/index.js';
import { type Played, type Run, run, validated } from '../flows/play.js';
import { type ManifestCapture, manifestOf, packetsOf, reportOn } from '../manifest.js';
import { seeded } from './seeded.js';

/** Those that show one thing each in another file format or link layer add nothing here. */
const captures = ['captures', 'captures/lab'].flatMap(folder =>
  manifestOf(folder)
    .filter(({ file }) => !/^(format-|link-)/.test(file))
    .map(capture => [capture.file, folder, capture] as const),
);

const MILLISECOND = 1_000_000n;

/** What two sniffers got of a capture: the beginning and the end, in common the middle, each with losses of its own. */
function heardByTwo(packets: readonly Packet[], skew: bigint, ppm: number): [Packet[], Packet[]] {
  const next = seeded(packets.length);
  const [a, b]: [Packet[], Packet[]] = [[], []];
  for (const [i, packet] of packets.entries()) {
    const inFirst = i < packets.length * 0.7;
    const inSecond = i >= packets.length * 0.2;
    const lost = inFirst && inSecond ? next() % 10 : 9;
    const since = packet.time - packets[0]!.time;
    const drift = (since * BigInt(ppm)) / 1_000_000n;
    if (inFirst && lost !== 0) a.push(packet);
    if (inSecond && lost !== 1) b.push({ ...packet, time: packet.time + skew + drift });
  }
  return [a, b];
}

async function mergedReport(heard: readonly Packet[][], capture: ManifestCapture): Promise<Report> {
  const clocks = alignClocks(
    heard.map(packets => {
      const sampler = clockSampler();
      for (const packet of packets) sampler.packet(packet);
      return sampler.samples();
    }),
  );
  const pmks = Object.entries(capture.pmks).map(([name, hex]) => ({ name, pmk: fromHex(hex) }));
  const options = { keys: { pmks }, captures: ['a.pcap', 'b.pcap'] };
  return validate(mergeCaptures(heard, clocks), options).report();
}

/** What does not depend on which capture a frame is of. */
const essence = ({ sessions, findings }: Report) => ({
  sessions: sessions.map(({ ap, station, eapolKeyFrames, handshakes, keys, ...session }) => ({
    ap,
    station,
    eapolKeyFrames: eapolKeyFrames.map(({ frame, time, ...rest }) => rest),
    handshakes: handshakes.map(({ kind, complete, pmk }) => ({ kind, complete, pmk })),
    keys: keys.map(({ kind, keyId }) => ({ kind, keyId })),
    protectedFrames: session.protectedFrames,
    protectedManagementFrames: session.protectedManagementFrames,
  })),
  findings: findings.map(({ rule, severity, frames }) => ({ rule, severity, frames: frames.length })),
});

describe.each([
  ['5 ms', 5n * MILLISECOND, 0],
  ['-5 ms', -5n * MILLISECOND, 0],
  ['2 s', 2000n * MILLISECOND, 20],
  ['-2 s', -2000n * MILLISECOND, -20],
])('two sniffers whose clocks differ by %s', (_, skew, ppm) => {
  it.each(captures)('%s: tell the same together as one that heard all', async (file, folder, capture) => {
    const packets = packetsOf(`${folder}/${file}`);
    const merged = await mergedReport(heardByTwo(packets, skew, ppm), capture);
    expect(essence(merged)).toEqual(essence(reportOn(packets, capture)));
    expect(merged.unrelatedCaptures).toEqual([]);
  });
});

it('frames that both hold are counted once, and one that is sent twice is counted twice', async () => {
  const [, folder, capture] = captures.find(([file]) => file === 'mod-retries.pcap')!;
  const packets = packetsOf(`${folder}/mod-retries.pcap`);
  const both = await mergedReport([packets, packets], capture);
  expect(essence(both)).toEqual(essence(reportOn(packets, capture)));
});

describe('one file of two sniffers whose clocks differ, and who lose a tenth of the frames', () => {
  /** Link type of radiotap. */
  const WLAN = 127;
  const offsets = [100, 400, 600, 1000, 2000, 4000];
  const errorsOf = ({ report }: Played): string[] =>
    report.findings.filter(f => f.severity === 'error').map(f => f.rule);
  const heardWith = (one: Run, ms: number, loss: number): Run => {
    const next = seeded(ms);
    const isHeard = ({ linkType }: Packet) => linkType !== WLAN || next() % 100 >= loss;
    const second = one.packets
      .filter(({ linkType }) => linkType === WLAN)
      .map(packet => ({ ...packet, time: packet.time + BigInt(ms) * MILLISECOND }));
    const packets = [...one.packets.filter(isHeard), ...second.filter(isHeard)];
    return { ...one, packets: packets.sort((a, b) => Number(a.time - b.time)) };
  };
  const rekey = run('wlan-rekey', { dataIntervalMs: 5, durationMs: 5000 });
  const attack = run('attack-key-reinstallation', { dataIntervalMs: 5 });

  it.each(offsets)('shows no error of healthy peers, %i ms apart', ms => {
    for (const loss of [0, 10]) expect(errorsOf(validated(heardWith(rekey, ms, loss)))).toEqual([]);
  });

  it.each(offsets)('shows a key that is installed again, %i ms apart', ms => {
    expect(errorsOf(validated(heardWith(attack, ms, 0)))).toEqual(['key-reinstallation', 'pn-reuse']);
    expect(errorsOf(validated(heardWith(attack, ms, 10)))).toEqual(['key-reinstallation', 'pn-reuse']);
  });
});
