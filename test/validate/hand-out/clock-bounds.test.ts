import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { type At, CAPTURE, captureNumber } from '../../../src/validate/at.js';
import { type Certainty, certaintyOf } from '../../../src/validate/hand-out/clock-bounds.js';
import { keysOfFile, type Report, validate } from '../../../src/validate/index.js';
import { type Capture, captureOf } from '../lte/capture.js';

const MS = 1_000_000n;
const [UU, XW, WLAN] = [0, 1, 2];
const at = (capture: number, ms: number): At => ({
  frame: capture * CAPTURE + 1,
  time: BigInt(Math.round(ms * 1000)) * 1000n,
});
const areOneClock = (a: At, b: At): boolean => captureNumber(a) === captureNumber(b);

describe('that one place came before another', () => {
  const complete = at(UU, 1000);
  const given = at(XW, 1010);
  const certainty = (...known: readonly (readonly [At, At])[]): Certainty =>
    certaintyOf(
      complete,
      given,
      known.map(([before, after]) => ({ before, after })),
      areOneClock,
    );

  it('is sure by one clock, and assumed by two of which nothing is known', () => {
    expect(certaintyOf(at(UU, 1000), at(UU, 1000.001), [], areOneClock)).toBe('sure');
    expect(certainty()).toBe('assumed');
    expect(certainty([at(XW, 10), at(UU, 11)])).toBe('assumed');
  });

  it('is sure where clocks that are farther apart would turn around what is known', () => {
    expect(certainty([at(UU, 500), at(XW, 509)])).toBe('sure');
    expect(certainty([at(UU, 500), at(XW, 511)])).toBe('assumed');
  });

  it('is sure over a third clock', () => {
    expect(certainty([at(UU, 500), at(WLAN, 504)], [at(WLAN, 700), at(XW, 704)])).toBe('sure');
    expect(certainty([at(WLAN, 700), at(XW, 704)], [at(UU, 500), at(WLAN, 504)])).toBe('sure');
    expect(certainty([at(UU, 500), at(WLAN, 504)], [at(WLAN, 700), at(XW, 707)])).toBe('assumed');
  });

  it('takes the clocks to drift by 100 ppm', () => {
    expect(certainty([at(UU, 900), at(XW, 909.98)])).toBe('sure');
    expect(certainty([at(UU, -99_000), at(XW, -98_990.02)])).toBe('assumed');
    expect(certainty([at(UU, -99_000), at(XW, -98_999)])).toBe('assumed');
    expect(certainty([at(UU, -9000), at(XW, -8999)])).toBe('sure');
  });

  it('is sure also of clocks that cannot agree, where no difference turns it around', () => {
    expect(certainty([at(UU, 520), at(XW, 500)])).toBe('sure');
    expect(certainty([at(UU, 520), at(WLAN, 500)], [at(WLAN, 500), at(XW, 510)])).toBe('sure');
  });

  it('is unknown of clocks that cannot agree, where a difference turns it around', () => {
    expect(certainty([at(XW, 520), at(UU, 500)])).toBe('unknown');
    expect(certainty([at(XW, 520), at(WLAN, 500)], [at(WLAN, 500), at(UU, 510)])).toBe('unknown');
  });

  it('is unknown where one of them disagrees with a third, and assumed where both do', () => {
    expect(certainty([at(WLAN, 520), at(XW, 500)])).toBe('unknown');
    expect(certainty([at(WLAN, 520), at(UU, 500)])).toBe('unknown');
    expect(certainty([at(WLAN, 520), at(XW, 500)], [at(WLAN, 620), at(UU, 600)])).toBe('assumed');
  });

  it('is unknown where what is known contradicts itself', () => {
    expect(certainty([at(WLAN, 520), at(WLAN, 500)])).toBe('unknown');
    expect(certainty([at(UU, 520), at(WLAN, 500)], [at(WLAN, 600), at(UU, 610)])).toBe('unknown');
  });
});

const captures: Record<string, Capture> = {};

/** A scenario of which each link is a capture of its own, the clock of one of them off. */
async function apart(
  name: string,
  link: number,
  ms: number,
  isKeyed = true,
  isThere: (packet: Packet) => boolean = () => true,
): Promise<Report> {
  const capture = captures[name] ?? captureOf(name, { dataIntervalMs: 100 });
  captures[name] = capture;
  const links = [101, 1, 127];
  const counts = [0, 0, 0];
  const packets = capture.packets
    .filter(isThere)
    .map(packet => {
      const own = links.indexOf(packet.linkType);
      const time = packet.time + (own === link ? BigInt(ms) * MS : 0n);
      counts[own]!++;
      return { ...packet, capture: own, frame: counts[own], time };
    })
    .toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const keys = isKeyed ? keysOfFile(capture.keys) : {};
  return validate(packets, { captures: ['uu', 'xw', 'wlan'], keys }).report();
}

const verdict = ({ sessions }: Report): string => sessions[0]!.verdict;
const told = ({ findings }: Report): readonly string[] =>
  findings.filter(({ severity }) => severity !== 'note').map(({ rule, severity }) => `${severity} ${rule}`);

describe('captures of Uu, Xw and WLAN whose clocks nothing aligns', () => {
  it('tell option 2 as what takes clocks that agree', async () => {
    const report = await apart('rekey-option-2', UU, 0);
    expect(told(report)).toEqual([]);
    expect(verdict(report)).toMatch(
      /^Option 2: the UE had WT Counter 0 before the WT, the RRCConnectionReconfigurationComplete in frame 7 of uu came [45](\.\d)? ms before the WT Modification Request in frame \d+ of xw, if the clocks of the two captures agree; /,
    );
  });

  it('do not blame the eNB of option 2 for a clock of Uu that is late', async () => {
    const report = await apart('rekey-option-2', UU, 20);
    expect(told(report)).toEqual(['warning wt-modification-before-rrc-complete']);
    expect(report.findings[0]!.message).toMatch(
      /of uu, if the clocks of the two captures agree: option 1\.$/,
    );
    expect(verdict(report)).toMatch(
      /^Option 1: .* of xw came 1\d(\.\d)? ms before .* of uu, if the clocks of the two captures agree; /,
    );
  });

  it.each(['rekey-option-1-mic', 'rekey-option-1-pmkid', 'rekey-option-1-won-race', 'rekey-ue-initiated'])(
    'tell %s for sure, as no difference of the clocks explains it, also where one is off',
    async name => {
      for (const [link, ms] of [
        [UU, 0],
        [UU, 20],
        [XW, -500],
        [WLAN, -20],
        [WLAN, 100],
      ] as const)
        for (const isKeyed of [true, false]) {
          const report = await apart(name, link, ms, isKeyed);
          expect(told(report)).toContain('error wt-modification-before-rrc-complete');
          expect(verdict(report)).toMatch(/^Option 1: (?!.*clocks)/);
        }
    },
  );

  it('tell option 1 for sure also where that of the WLAN lacks the first association', async () => {
    const [first] = captureOf('rekey-option-1-mic', { dataIntervalMs: 100 }).packets;
    const isThere = ({ linkType, time }: Packet): boolean =>
      linkType !== 127 || time - first!.time > 1000n * MS;
    const report = await apart('rekey-option-1-mic', UU, 0, true, isThere);
    expect(told(report)).toContain('error wt-modification-before-rrc-complete');
  });

  it.each(
    ['rekey-option-2', 'rekey-rel13-release-and-add', 'handover-without-wt-change'].flatMap(name =>
      [UU, XW, WLAN].map(link => [name, ['Uu', 'Xw', 'WLAN'][link], link] as const),
    ),
  )('blame nobody of %s where the clock of %s is off', async (name, _, link) => {
    for (const ms of [-2000, -200, -60, 20, 200, 1000]) {
      const errors = told(await apart(name, link, ms)).filter(one => one.startsWith('error'));
      expect(errors, `${ms} ms`).toEqual([]);
    }
  });
});
