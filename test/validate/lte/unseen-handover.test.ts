import { expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { parseMac } from '../../../src/codecs/dot11/mac.js';
import { fromHex } from '../../../src/codecs/hex.js';
import type { KeysFile } from '../../../src/flows/index.js';
import { type Keys, type Report, validator } from '../../../src/validate/index.js';
import { type Capture, captureOf, lteKeysOf } from './capture.js';

/** A handover that falls into a gap of the capture: GSMTAP does not show that it is missing. */

const pmksOf = ({ pmks }: KeysFile) =>
  pmks.map(({ name, hex, station }) => ({ name, pmk: fromHex(hex), station: parseMac(station) }));
const keysOf = (keys: KeysFile): Keys => ({ ...lteKeysOf(keys), pmks: pmksOf(keys) });

function reportOf(packets: readonly Packet[], keys: Keys = {}): Report {
  const own = validator({ keys });
  for (const packet of packets) own.packet(packet);
  return own.report();
}

const capture = (name: string): Capture => captureOf(name, { dataIntervalMs: 50 });
/** Without these frames, of the numbers that editcap has for them. */
const without = (packets: readonly Packet[], from: number, to: number): readonly Packet[] =>
  packets.filter(({ frame }) => frame! < from || frame! > to);
const errorsOf = ({ findings }: Report, ...rules: readonly string[]): readonly string[] =>
  findings.flatMap(({ rule, severity, message }) =>
    severity === 'error' && rules.includes(rule) ? [message] : [],
  );
const verdictOf = ({ sessions }: Report): string => sessions.map(({ verdict }) => verdict).join(' ');

const RULES = ['wt-counter-reuse', 'xwap-key-mismatch'];

it.each(['rekey-option-1-won-race', 'rekey-option-1-mic'])(
  'a WT Counter whose key for the WT is in the gap is not taken for one used again: %s',
  name => {
    const { packets, keys } = capture(name);
    const cut = without(packets, 130, 170);
    expect(errorsOf(reportOf(cut, keysOf(keys)), ...RULES)).toEqual([]);
    expect(errorsOf(reportOf(cut), ...RULES)).toEqual([]);
  },
);

it('a counter that starts again is no error where only a handover that is missing explains it', () => {
  const { packets, keys } = capture('wt-counter-wrap');
  const cut = without(packets, 144, 153);
  const { findings } = reportOf(cut);
  expect(findings.filter(({ rule }) => rule === 'wt-counter-reuse')).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('and the capture lacks no handover') },
  ]);
  const report = reportOf(cut, keysOf(keys));
  expect(report.findings.filter(({ rule }) => RULES.includes(rule))).toEqual([]);
  expect(verdictOf(report)).toMatch(/^Option 2: the UE had WT Counter 0 before the WT/);
});

it.each([
  [130, 168],
  [130, 170],
  [144, 168],
  [140, 167],
])(
  'the key from another KeNB that was given is that of its WT Counter: without frames %i to %i',
  (from, to) => {
    const { packets, keys } = capture('wt-modification-rejected');
    const report = reportOf(without(packets, from, to), keysOf(keys));
    expect(verdictOf(report)).not.toContain('another S-KWT');
    expect(verdictOf(report)).toMatch(/option 2: the UE had WT Counter 1 before the WT/i);
    expect(errorsOf(report, ...RULES)).toEqual([]);
  },
);

it('a key that the UE has is from a KeNB that was not given, where it is from none that was', () => {
  const { packets, keys } = capture('wt-counter-wrap');
  const known = lteKeysOf(keys, { first: true });
  const report = reportOf(without(packets, 144, 153), known);
  expect(verdictOf(report)).not.toContain('another S-KWT');
  expect(errorsOf(report, ...RULES)).toEqual([]);
});

it('a key of an addition is not held against one that the WT was given in the gap, and has', () => {
  const { packets, keys } = captureOf('rekey-option-2-stale-supplicant', { dataIntervalMs: 200 });
  expect(errorsOf(reportOf(without(packets, 23, 149), keysOf(keys)), ...RULES)).toEqual([]);
});

it('a key of an addition is not held against the WT Counter of a re-key, where RRC begins with that', () => {
  const { packets, keys } = captureOf('rekey-option-1-won-race', { dataIntervalMs: 200, uu: 'pdcp' });
  expect(errorsOf(reportOf(without(packets, 10, 115), keysOf(keys)), ...RULES)).toEqual([]);
});

it('a key that both sides use is not called another, where its KeNB is not given and RRC begins behind the handover', () => {
  const { packets, keys } = captureOf('wt-modification-rejected', { dataIntervalMs: 200 });
  const cut = packets.filter(({ interface: link, frame }) => link !== 0 || frame! > 67);
  const report = reportOf(cut, lteKeysOf(keys, { first: true }));
  expect(verdictOf(report)).not.toContain('another S-KWT');
  expect(errorsOf(report, ...RULES)).toEqual([]);
});

it.each([
  ['initial-access', 'rekey-without-handover'],
  ['rekey-option-2', 'wt-counter-wrap'],
  ['rekey-without-handover', 'initial-access'],
  ['wt-counter-wrap', 'wt-counter-wrap'],
])('two runs of one station, one behind the other: %s and %s', (first, second) => {
  const [a, b] = [captureOf(first, { dataIntervalMs: 50 }, 1), captureOf(second, { dataIntervalMs: 50 }, 2)];
  const later = a.packets.at(-1)!.time - b.packets[0]!.time + 2_000_000_000n;
  const packets = [...a.packets, ...b.packets.map(packet => ({ ...packet, time: packet.time + later }))].map(
    (packet, i) => ({ ...packet, frame: i + 1 }),
  );
  const [of, and] = [keysOf(a.keys), keysOf(b.keys)];
  const keys = { kenbs: [...of.kenbs!, ...and.kenbs!], pmks: [...of.pmks!, ...and.pmks!] };
  expect(errorsOf(reportOf(packets, keys), ...RULES)).toEqual([]);
  expect(errorsOf(reportOf(packets), ...RULES)).toEqual([]);
});
