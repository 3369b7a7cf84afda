import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeCapture, mergeCaptures, pcapngWriter } from '../../src/codecs/capture/index.js';
import {
  type Finding,
  type Keys,
  type Rule,
  type ValidateOptions,
  validate,
  validator,
} from '../../src/validate/index.js';

const folder = new URL('../../fixtures/rules/', import.meta.url);

/** A packet of a small capture: an MPDU (LINKTYPE_IEEE802_11) without more, at 1 ms after the one before. */
export type Sample =
  | Uint8Array
  | { readonly linkType: number; readonly bytes: Uint8Array; readonly ms?: number | undefined };

const LINKTYPE_IEEE802_11 = 105;
const START = 1_767_225_600_000_000_000n;
const MILLISECOND = 1_000_000n;

/** The pcapng file of these packets, an interface for each link type; `ms` is from the start of the capture. */
export function captureOf(samples: readonly Sample[]): Uint8Array {
  const linkTypes = [
    ...new Set(samples.map(one => (one instanceof Uint8Array ? LINKTYPE_IEEE802_11 : one.linkType))),
  ];
  const writer = pcapngWriter({ interfaces: linkTypes.map(linkType => ({ linkType })) });
  let last = -1;
  const blocks = samples.map(one => {
    const { linkType, bytes, ms } =
      one instanceof Uint8Array ? { linkType: LINKTYPE_IEEE802_11, bytes: one, ms: undefined } : one;
    last = ms ?? last + 1;
    return writer.packet({
      time: START + BigInt(last) * MILLISECOND,
      bytes,
      interface: linkTypes.indexOf(linkType),
    });
  });
  return Uint8Array.from([writer.header(), ...blocks].flatMap(block => [...block]));
}

/** What the validator finds in the packets of a capture file, under all rules. */
export function findingsOf(
  capture: Uint8Array,
  keys: Keys,
  options: ValidateOptions = {},
): readonly Finding[] {
  const own = validator({ ...options, keys });
  for (const packet of decodeCapture(capture)) own.packet(packet);
  return own.report().findings;
}

/** What it finds in several captures that are read as one, under the names `0.pcapng`, `1.pcapng` …. */
export async function findingsOfMerged(
  captures: readonly (readonly Sample[])[],
  keys: Keys,
): Promise<readonly Finding[]> {
  const names = captures.map((_, i) => `${i}.pcapng`);
  const packets = mergeCaptures(captures.map(samples => decodeCapture(captureOf(samples))));
  return (await validate(packets, { keys, captures: names }).report()).findings;
}

/**
 * Tests a rule on the two small captures that stand for it, `fixtures/rules/ID-broken.pcapng` and `ID-sound.pcapng`:
 * the one breaks it, and the other, as like the first as can be, does not. With WRITE_FIXTURES=1 they are written first.
 * @param broken and `sound` build them
 * @param others ids of rules that `broken` cannot help but break too
 */
export function testRule(
  rule: Rule,
  samples: {
    readonly keys: Keys;
    readonly broken: readonly Sample[];
    readonly sound: readonly Sample[];
    readonly others?: readonly string[];
    readonly options?: ValidateOptions;
  },
): void {
  const { keys, broken, sound, others = [], options } = samples;
  const check = (kind: string, built: readonly Sample[]): readonly Finding[] => {
    const file = new URL(`${rule.id}-${kind}.pcapng`, folder);
    if (process.env.WRITE_FIXTURES === '1') {
      if (!existsSync(folder)) mkdirSync(folder);
      writeFileSync(file, captureOf(built));
    }
    const stored = new Uint8Array(readFileSync(file));
    expect(stored).toEqual(captureOf(built));
    return findingsOf(stored, keys, options);
  };

  describe(`${rule.id}: its captures`, () => {
    it('one breaks the rule', () => {
      const found = check('broken', broken);
      expect(found.map(finding => finding.rule)).toContain(rule.id);
      const errors = found.filter(finding => finding.severity === 'error').map(finding => finding.rule);
      expect(errors.filter(id => id !== rule.id && !others.includes(id))).toEqual([]);
    });

    it('the other does not', () => {
      const found = check('sound', sound);
      expect(found.filter(finding => finding.rule === rule.id || finding.severity === 'error')).toEqual([]);
    });
  });
}
