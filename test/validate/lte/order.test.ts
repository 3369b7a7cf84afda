import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { parseMac } from '../../../src/codecs/dot11/mac.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { type Overrides, scenarios } from '../../../src/flows/index.js';
import { type Keys, type Report, validate } from '../../../src/validate/index.js';
import { seeded } from '../seeded.js';
import { type Capture, captureOf, lteKeysOf } from './capture.js';

/** All that the keys file of a run tells. */
const keysOf = ({ keys }: Capture): Keys => ({
  ...lteKeysOf(keys),
  pmks: keys.pmks.map(({ name, hex, station }) => ({ name, pmk: fromHex(hex), station: parseMac(station) })),
});

/** The findings of a scenario that are no fault of the validator. */
const declaredIn = (name: string): ReadonlySet<string> =>
  new Set(scenarios.find(one => one.name === name)?.expect.findings);

/** Option 1 or 2, wherever a verdict names it. */
const optionsOf = ({ sessions }: Report): readonly string[] =>
  sessions.flatMap(({ verdict }) => /option \d/i.exec(verdict)?.[0].toLowerCase() ?? []);

const NOT_DUE = ['rrc-transaction-open', 'mac-i-wrong', 'wt-counter-reuse'];

/** @returns how many verdicts named the order */
async function expectRight(name: string, overrides: Overrides, seed = 1): Promise<number> {
  const capture = captureOf(name, overrides, seed);
  const declared = declaredIn(name);
  const truth = declared.has('wt-modification-before-rrc-complete') ? 'option 1' : 'option 2';
  let named = 0;
  for (const keys of [keysOf(capture), {}]) {
    const report = await validate(capture.packets, { keys }).report();
    const accused = report.findings.filter(
      ({ rule, severity }) => (severity === 'error' && !declared.has(rule)) || NOT_DUE.includes(rule),
    );
    expect(accused).toEqual([]);
    const lacking = report.findings.filter(({ rule }) => rule === 'capture-incomplete');
    expect(lacking.filter(({ message }) => /RRC|Uu/.test(message))).toEqual([]);
    const options = optionsOf(report);
    expect(options.filter(option => option !== truth)).toEqual([]);
    named += options.length;
  }
  return named;
}

const framings = ['gsmtap', 'pdcp'] as const;
const names = [
  'rekey-option-1-won-race',
  'rekey-option-2',
  'rekey-rel13-release-and-add',
  'rekey-ue-initiated',
  'rekey-without-handover',
  'handover-without-wt-change',
];
const each = framings.flatMap(uu => names.map(name => [name, uu] as const));

describe.each(each)('the order of %s over %s', (name, uu) => {
  it.each([0, 1, 5, 20])('is told right or not at all, with UEs %s ms apart', async ueSpacingMs => {
    for (const [uuJitterMs, seed] of [
      [2, 1],
      [15, 2],
      [60, 3],
    ] as const)
      await expectRight(name, { uu, ues: 3, ueSpacingMs, uuJitterMs }, seed);
  });

  it('is told right or not at all, with all that Uu and Xw may do', async () => {
    for (const seed of [1, 2, 3])
      await expectRight(name, { uu, ues: 4, ueSpacingMs: 7, uuLoss: 0.3, xwJitterMs: 5 }, seed);
  });
});

describe('the order', () => {
  it('is told of many UEs, where that of their messages leaves one answer', async () => {
    for (const uu of framings) {
      expect(await expectRight('rekey-option-2', { uu, ues: 5 })).toBeGreaterThanOrEqual(5);
      expect(await expectRight('rekey-option-1-won-race', { uu, ues: 5 })).toBeGreaterThanOrEqual(5);
    }
  });

  it('is not told by what is nearest', async () => {
    for (const seed of [1, 2, 3, 4, 5])
      await expectRight('rekey-option-2', { ues: 3, ueSpacingMs: 5, dataIntervalMs: 100 }, seed);
    await expectRight('lossy', { ues: 3 }, 5);
  });

  it('is told whatever is sent as a handover command comes', async () => {
    for (let stimulusAfterMs = 75; stimulusAfterMs <= 116; stimulusAfterMs += 8)
      for (const uu of framings) {
        // PDCP tells nothing without keys.
        const times = uu === 'pdcp' ? 1 : 2;
        expect(await expectRight('rekey-option-2', { uu, stimulusAfterMs })).toBe(times);
        expect(await expectRight('handover-without-wt-change', { uu, stimulusAfterMs })).toBe(times);
      }
    const late = { uu: 'pdcp', stimulusAfterMs: 75, uuJitterMs: 60 };
    expect(await expectRight('rekey-option-2', late, 4)).toBe(1);
    const early = { uu: 'pdcp', stimulusAfterMs: 112 };
    expect(await expectRight('rekey-option-1-won-race', early)).toBe(1);
  });
});

describe('captures that lack what a sniffer missed', () => {
  /** The number of the UE of a packet on Uu: its address ends with it. */
  const numberOf = ({ bytes }: Packet): number => {
    const { source, destination } = decodeIpv4(bytes);
    return (source[1] === 255 ? destination : source).at(-1)!;
  };
  const isUu = ({ linkType }: Packet): boolean => linkType === 101;
  const lacks: Readonly<Record<string, (packets: readonly Packet[], next: () => number) => Packet[]>> = {
    'the Uu of a UE': (packets, next) => {
      const gone = 1 + (next() % 6);
      return packets.filter(packet => !isUu(packet) || numberOf(packet) !== gone);
    },
    'the Uu of several UEs': (packets, next) => {
      const isThere = Array.from({ length: 7 }, () => next() % 2 === 0);
      return packets.filter(packet => !isUu(packet) || isThere[numberOf(packet)]);
    },
    'the beginning': (packets, next) => {
      const from = packets[0]!.time + BigInt(150 + (next() % 100)) * 1_000_000n;
      return packets.filter(({ time }) => time >= from);
    },
    'some of Uu': (packets, next) => packets.filter(packet => !isUu(packet) || next() % 10 > 0),
    'some of Xw': (packets, next) => packets.filter(({ linkType }) => linkType !== 1 || next() % 10 > 0),
  };

  it.each(Object.keys(lacks))('%s tie no UE to another, and tell no wrong order', async lack => {
    const next = seeded(1);
    for (const name of ['rekey-option-2', 'rekey-option-1-won-race'])
      for (const ueSpacingMs of [3, 10, 20, 50]) {
        const { packets } = captureOf(name, { ues: 6, ueSpacingMs });
        const left = lacks[lack]!(packets, next).map((packet, i) => ({ ...packet, frame: i + 1 }));
        const report = await validate(left).report();
        const truth = name === 'rekey-option-2' ? 'option 2' : 'option 1';
        expect(optionsOf(report).filter(option => option !== truth)).toEqual([]);
        for (const { ap, station, rrc } of report.sessions)
          for (const { frame } of ap === undefined ? [] : (rrc ?? []))
            expect(numberOf(left[Number(frame) - 1]!)).toBe(Number.parseInt(station!.slice(-2), 16));
      }
  });
});

describe('a verdict', () => {
  it('does not say that a capture lacks RRC that may be of another UE', async () => {
    const { packets } = captureOf('rekey-option-2', { ues: 3, ueSpacingMs: 0 });
    const { sessions } = await validate(packets).report();
    const verdicts = sessions.flatMap(({ ap, verdict }) => (ap === undefined ? [] : [verdict]));
    expect(verdicts.length).toBe(3);
    for (const verdict of verdicts) expect(verdict).toContain('no RRC message is known to be of this UE');
  });
});
