import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { deriveAlgorithmKey, deriveSKwt } from '../../../src/crypto/kdf3gpp.js';
import { play, run, secondsOf } from '../play.js';

describe('the keys file', () => {
  it('tells when each side held an S-KWT, and when it used it: one that the WT refused it never held', () => {
    const { keys } = run('wt-modification-rejected');
    const [first, refused, last] = keys.pmks;
    expect([refused!.from.ue, refused!.from.wt, refused!.inUseFrom]).toEqual([
      expect.any(Number),
      undefined,
      {},
    ]);
    for (const pmk of [first!, last!])
      for (const side of ['ue', 'wt'] as const) {
        expect(pmk.inUseFrom[side]!).toBeGreaterThan(pmk.from[side]!);
        const ptk = keys.ptks.find(one => one.pmk === pmk.name)!;
        expect(ptk.from[side]).toBe(pmk.inUseFrom[side]);
      }
  });

  it('holds the order of option 2: the UE has the key before the WT, and option 1 the other way round', () => {
    const heldBy = (name: string) => run(name).keys.pmks[1]!.from;
    const [option2, option1] = [heldBy('rekey-option-2'), heldBy('rekey-option-1-mic')];
    expect(option2.ue!).toBeLessThan(option2.wt!);
    expect(option1.wt!).toBeLessThan(option1.ue!);
  });

  it('has times of the packets at which they are taken into use', () => {
    const { keys, packets } = run('rekey-option-2');
    const at = (comment: string): number => secondsOf(packets.find(p => p.comments?.includes(comment))!);
    expect(keys.ptks[1]!.from.wt).toBe(at('the WT takes the PTK from S-KWT #2 into use'));
    expect(keys.pmks[1]!.from.wt).toBe(at('the WT now holds S-KWT #2'));
  });

  it('holds keys that derive from one another', () => {
    const { keys } = run('wt-counter-wrap');
    expect(keys.kenbs.length).toBe(2);
    for (const { hex, rrcInt, rrcEnc } of keys.kenbs) {
      expect(toHex(deriveAlgorithmKey(fromHex(hex), 'rrc-int', 2))).toBe(rrcInt);
      expect(toHex(deriveAlgorithmKey(fromHex(hex), 'rrc-enc', 2))).toBe(rrcEnc);
    }
    for (const { hex, kenb, wtCounter } of keys.pmks)
      expect(toHex(deriveSKwt(fromHex(kenb!), wtCounter!))).toBe(hex);
  });

  it('holds the keys that the validator finds in the octets', () => {
    const { keys, report } = play('rekey-rel13-release-and-add');
    const found = (kind: string) =>
      new Set(report.sessions[0]!.keys.flatMap(key => (key.kind === kind ? [key.hex] : [])));
    expect(found('ptk')).toEqual(new Set(keys.ptks.map(({ kck, kek, tk }) => kck + kek + tk)));
    expect(found('gtk')).toEqual(new Set(keys.gtks.map(gtk => gtk.hex)));
  });

  it('is described whole in docs/keys-file.md', () => {
    const text = readFileSync(new URL('../../../docs/keys-file.md', import.meta.url), 'utf8');
    const { keys } = run('rekey-option-2', { akm: '00-0F-AC:6', managementFrameProtection: true });
    const entries = Object.values(keys).flatMap(value => (Array.isArray(value) ? value : []));
    const names = new Set([...Object.keys(keys), ...entries.flatMap(entry => Object.keys(entry)), 'options']);
    expect(names.size).toBeGreaterThan(20);
    expect([...names].filter(name => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
