import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as codecs from '../../src/codecs/index.js';
import { DecodeError } from '../../src/codecs/index.js';
import * as rrc from '../../src/codecs/rrc/index.js';
import * as xwap from '../../src/codecs/xwap/index.js';

const all: Readonly<Record<string, unknown>> = { ...codecs, ...rrc, ...xwap };
const decoders = Object.keys(all).filter(name => name.startsWith('decode'));

/** Octets that are whole in hardly any format. */
const cut = [0, 1, 2, 3, 7, 9, 27, 65].flatMap(length =>
  [0, 0x08, 0x45, 0x5a, 0xff].map(octet => new Uint8Array(length).fill(octet)),
);

/** Whether a decoder throws for some of them under `lax`; it throws nothing but a DecodeError. */
function throwsUnderLax(name: string): boolean {
  const decode = all[name] as (bytes: Uint8Array, ...more: readonly unknown[]) => unknown;
  // That of a DRB is told the length of the sequence number before the options.
  const more = name === 'decodePdcpDrb' ? [12, { lax: true }] : [{ lax: true }];
  return cut.some(bytes => {
    try {
      decode(bytes, ...more);
      return false;
    } catch (error) {
      expect(error, name).toBeInstanceOf(DecodeError);
      return true;
    }
  });
}

describe('the decoders', () => {
  it('are there for each message that a protocol sends', () => {
    for (const name of ['decodeXwap', 'decodeDlDcch', 'decodeUlDcch', 'decodeLwaap', 'decodeEapolKey'])
      expect(decoders).toContain(name);
  });

  it('are lax where they are asked to be, but for those that DecodeOptions lists', () => {
    const source = readFileSync(new URL('../../src/codecs/error.ts', import.meta.url), 'utf8');
    const [, comment] = /\/\*\*((?:(?!\*\/).)*)\*\/\nexport interface DecodeOptions/s.exec(source)!;
    const listed = [...comment!.matchAll(/`(decode\w+)`/g)].map(([, name]) => name);
    expect(listed.length).toBeGreaterThan(0);
    expect(decoders.filter(throwsUnderLax).sort()).toEqual(listed);
  });

  it('have an encoder each, but for the headers that docs/library.md names, and for captures', () => {
    const single = decoders.filter(name => !(name.replace('decode', 'encode') in all));
    // Blocks are encoded one by one, and captures written packet by packet.
    expect(single.sort()).toEqual([
      'decodeAvs',
      'decodeBlocks',
      'decodeCapture',
      'decodePpi',
      'decodePrism',
      'decodeRadiotap',
    ]);
    const page = readFileSync('docs/library.md', 'utf8');
    expect(page).toMatch(/Prism, AVS\s+and PPI are only read, and radiotap is written by `radiotapHeader`/);
  });
});
