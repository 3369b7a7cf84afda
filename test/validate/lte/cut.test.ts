import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { type Keys, type Report, validate } from '../../../src/validate/index.js';
import { seeded } from '../seeded.js';
import { captureOf, lteKeysOf, lteScenarios, RADIOTAP } from './capture.js';

const optionsOf = ({ sessions }: Report): readonly string[] =>
  sessions.flatMap(({ verdict }) =>
    (verdict.match(/option [12]|another S-KWT/gi) ?? []).map(o => o.toLowerCase()),
  );
const errorsOf = ({ findings }: Report): readonly string[] =>
  findings.flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []));

/** What is said of a capture without the packets of these frames, and not of the whole. */
function newIn(packets: readonly Packet[], keys: Keys) {
  const reportOn = (left: readonly Packet[]) => validate(left, { keys }).report();
  const whole = reportOn(packets);
  return async (isThere: (packet: Packet) => boolean): Promise<readonly string[]> => {
    const { sessions, findings } = await whole;
    const known = new Set([...optionsOf(await whole), ...errorsOf(await whole)]);
    const report = await reportOn(packets.filter(isThere));
    expect(sessions.length + findings.length).toBeGreaterThan(0);
    return [...optionsOf(report), ...errorsOf(report)].filter(one => !known.has(one));
  };
}

const given = [
  ['no key', () => ({})],
  ['every KeNB', lteKeysOf],
] as const;

describe.each(given)('what is said with %s', (_, keysOf) => {
  it.each(lteScenarios)('holds whichever packet of %s is missing', async name => {
    const { packets, keys } = captureOf(name);
    const newWithout = newIn(packets, keysOf(keys));
    for (const cut of packets) {
      const added = await newWithout(packet => packet !== cut);
      expect(added, `without ${cut.frame}`).toEqual([]);
    }
  });

  it.each(['rekey-option-1-won-race', 'wt-modification-rejected'])(
    'holds whichever two packets of Uu and Xw in %s are missing',
    async name => {
      const { packets, keys } = captureOf(name);
      const newWithout = newIn(packets, keysOf(keys));
      const lte = packets.filter(({ linkType, bytes }) => linkType !== RADIOTAP && bytes.length > 70);
      for (const [i, one] of lte.entries())
        for (const other of lte.slice(i + 1)) {
          const added = await newWithout(packet => packet !== one && packet !== other);
          expect(added, `without ${one.frame} and ${other.frame}`).toEqual([]);
        }
    },
  );

  it.each(lteScenarios)('holds where much of Uu and Xw in %s is missing', async name => {
    for (const uu of ['gsmtap', 'pdcp'] as const) {
      const { packets, keys } = captureOf(name, { uu });
      const newWithout = newIn(packets, keysOf(keys));
      const next = seeded(name.length);
      for (const percent of [5, 10, 20, 20, 30, 40]) {
        const added = await newWithout(({ linkType }) => linkType === RADIOTAP || next() % 100 >= percent);
        expect(added).toEqual([]);
      }
    }
  });
});

describe('the verdict on option 1 without its WT Addition Request', () => {
  it.each([[[8]], [[8, 9]]])('does not say option 2, without frames %j', async frames => {
    const { packets } = captureOf('rekey-option-1-mic');
    const left = packets.filter(({ frame }) => !frames.includes(frame!));
    const { sessions } = await validate(left).report();
    expect(sessions[0]!.verdict).toMatch(
      frames.length === 2
        ? /^The WT Modification Request in frame 38 gives the WT a new S-KWT, and the capture lacks what tells which WT Counter it goes with;/
        : /^Option 1: the WT had the S-KWT of WT Counter 0 before the UE/,
    );
  });
});
