import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import { scenarios } from '../../src/flows/index.js';
import { faults, play, type Run, run } from './play.js';

/** Of times, octets and comments. */
const hashOf = ({ packets }: Run): string => {
  const hash = createHash('sha256');
  for (const { time, bytes, comments = [] } of packets)
    hash.update(`${time} ${bytes.length} ${comments.join('\n')}\n`).update(bytes);
  return hash.digest('hex');
};

const each = scenarios.map(s => [s.name, s] as const);

describe('every scenario', () => {
  it.each(each)('%s comes out as it declares, and the validator reads it so', (name, scenario) => {
    const played = play(name);
    const { outcome, findings = [] } = scenario.expect;
    expect(played.measures.run.outcomes).toEqual([outcome]);
    expect([...new Set(faults(played))].sort()).toEqual([...findings].sort());
    const [session] = played.report.sessions;
    const handshakes = session?.handshakes.filter(h => h.kind !== 'group') ?? [];
    if (outcome === 'failed') expect(handshakes.filter(h => h.complete)).toEqual([]);
    else {
      expect(handshakes.at(-1)).toMatchObject({
        kind: outcome === 'rekeyed' ? 're-key' : 'initial',
        complete: true,
        // Where LWA has been released no key is in use any more.
        pmk: outcome === 'released' ? played.keys.pmks.at(-1)!.name : played.measures.ues[0]!.sKwt,
      });
      expect(session!.protectedFrames.undecrypted).toBe(0);
      expect(session!.protectedFrames.decrypted).toBeGreaterThan(100);
    }
  });

  it.each(each)('%s comes out so for each of many UEs, on one timeline', (name, scenario) => {
    const ues = scenario.parameters.uu === undefined ? 3 : 20;
    // A probe request that is lost costs a UE 5 s; the re-key is to find all associated.
    const late = name === 'lossy' ? { stimulusAfterMs: 20_000, durationMs: 30_000, dataIntervalMs: 500 } : {};
    const played = play(name, { ues, dataIntervalMs: 50, ...late });
    expect(played.measures.ues.map(ue => ue.outcome)).toEqual(new Array(ues).fill(scenario.expect.outcome));
    expect([...new Set(faults(played))].sort()).toEqual([...(scenario.expect.findings ?? [])].sort());
    expect(played.report.sessions.every(s => s.protectedFrames.undecrypted === 0)).toBe(true);
    let last = 0n;
    for (const packet of played.packets) {
      expect(packet.time >= last).toBe(true);
      last = packet.time;
      expect(played.interfaces[packet.interface]!.linkType).toBe(packet.linkType);
      expect(packet.originalLength).toBe(packet.bytes.length);
    }
  });

  it.each(each)(
    '%s: one seed, the same octets; another, other keys and times, and the same outcome',
    (name, scenario) => {
      const seeds = [2, 3, 'another'];
      const runs = seeds.map(seed => run(name, {}, seed));
      expect(hashOf(run(name, {}, 2))).toBe(hashOf(runs[0]!));
      expect(runs.map(one => one.measures.run.outcomes)).toEqual(seeds.map(() => [scenario.expect.outcome]));
      const distinct = (values: readonly unknown[]) => new Set(values).size;
      const of = (secrets: (one: Run) => readonly string[]): readonly string[] => runs.flatMap(secrets);
      const secrets = of(({ keys }) => [...keys.kenbs, ...keys.pmks, ...keys.gtks].map(key => key.hex));
      expect(distinct(secrets)).toBe(secrets.length);
      const tks = of(({ keys }) => keys.ptks.map(ptk => ptk.tk));
      expect(distinct(tks)).toBe(tks.length);
      expect(distinct(runs.map(one => one.packets.map(p => p.time).join()))).toBe(seeds.length);
    },
  );
});

/** Pinned, so that a change of the octets is made on purpose: it breaks every capture that a seed stands for. */
const PINNED: Readonly<Record<string, string>> = {
  'wlan-initial': '8031f3739f7b36f1dd81b4590bf476902569742db55871609bc5c8e497419858',
  'wlan-rekey': '88fcde3ed6c5354cbf448e60e9019f53743554e598e842be1d11bdfaf2378c32',
  'initial-access': 'e24c7f33e158ced6a4c68f921b1fc8a657067368d0ecae19cb49054efeccd2b4',
  'rekey-option-2': 'd65ce1d1df25d210bd14fc9b30e3e2748908598e951d2f94a02c742a370e3e23',
  'rekey-option-1-mic': 'acd32f0f65b5dc2199172d7c572dd0c657b1b435d27824849582d4e973bb63ba',
  'rekey-option-1-pmkid': 'b29e95fc43e5d8deecd93d94f6ee540c3745e90107b0784879e7815fafaef5bc',
  'rekey-option-1-won-race': '90de0e2e8848d4e19e6c8bdaef856c8107469614961ce77a5a056949bc970b2b',
  'rekey-option-2-stale-supplicant': 'e58f98523165b4176a28630aef836745101d2a9622507874c03f5772ba9c0996',
  'rekey-ue-initiated': 'fd047c2452040715d84a29d987cb5f8dfd342c4e4fed8484c96a2e337f6813d1',
  'rekey-rel13-release-and-add': '50a4d7578c7fcf9faca6c370f0f88b993bbcd112d1f86b84450b4d9338a8aaa2',
  'rekey-without-handover': '30ad74132a4c79dc278b6f5cc46d9c9813952349355fecd666ee8c49c42e082e',
  'wt-counter-wrap': '998181e73681e5bf0ac45c6e22605bf9fa71b99be08612251528cd9d8d167cc4',
  'handover-without-wt-change': '8dd8b87fae52427de8bc7cd283f3c0e112d872897764ab0d8db2f3a4f8960a47',
  'wt-modification-rejected': '184f7cad74e3ebe3465b8bed4325dfcb891ff58452e990907bb496247b5f7d27',
  'wt-release-required': 'e70391e934ed797868d547b2ca255e4f82ef44a7219c0edb9d09da7c2331d089',
  'association-timeout': '2969a6a2e6b055c9afcf93d54b1ef6b2c9a34f64053e2b28531605269b5a6cd4',
  'group-rekey': '37e506da292bd1363e456a9428d9886992138c325852e542c39ee10af20783f9',
  lossy: '26f4c7b77b72ce983d4afc90447299042e9f91e2c422bcb460b61d868b995d50',
  'attack-wrong-pmk': 'cbbf480cbe8a4e1bb33afc761485178b05fc160d48984f945612593bb779fcb9',
  'attack-flipped-mic': 'ce295814b82df85e400cf23d5535dea78ad33a30e3a7a21f97b3ab8244edab2b',
  'attack-forged-m1': '772c8783378a8b1af4ff23b9976e99707b1f2cec929e52588708cb4c5d107b68',
  'attack-key-reinstallation': '5990be7ac5bce1ca32856472da74a399361b48cd3f3b6d030386b5f2c2de4727',
  'attack-group-key-reinstallation': '875ac63b856939c24ba75b9cf8c1272a8718d1ac50219a6d0a63553041340d56',
  'attack-downgraded-rsne': 'b023a59d18e7398fd9dd26706f4845bf800457966f0acf58bf397ab2d394f075',
};

describe('the capture of seed 1', () => {
  it.each(scenarios.map(s => [s.name] as const))('%s is what it was', name => {
    expect(hashOf(play(name))).toBe(PINNED[name]);
  });
});

describe('overrides', () => {
  const refused = (overrides: Parameters<typeof play>[1]) => () => play('wlan-initial', overrides);
  it.each([
    [{ uess: 1 }, /parameters\.uess: is none of ues, /],
    [{ ues: 'many' }, /parameters\.ues: is to be a number/],
    [{ ues: 0 }, /parameters\.ues: is to be an integer from 1 to 1000000/],
    [{ ues: 1.5 }, /an integer/],
    [{ loss: 2 }, /parameters\.loss: is to be a number from 0 to 1/],
    [{ loss: Number.NaN }, /parameters\.loss/],
    [{ dataRate: 7 }, /one of 6, 9, 12/],
    [{ exchangeLeastMs: 5 }, /parameters\.exchangeMostMs: is less than exchangeLeastMs, 5/],
    [{ ssid: 'ä'.repeat(17) }, /parameters\.ssid: is to be 1 to 32 octets of UTF-8, not 34/],
    [{ constructor: 1 }, /parameters\.constructor: is none of/],
    [{ ues: 100_000, ueSpacingMs: 60_000 }, /parameters\.ueSpacingMs: is too long: the last of 100000 UEs/],
  ])('refuses %o', (overrides, message) => {
    expect(refused(overrides)).toThrow(EncodeError);
    expect(refused(overrides)).toThrow(message);
  });
});

describe('many UEs', () => {
  it('keep their associations apart', () => {
    const played = play('wlan-rekey', { ues: 40, dataIntervalMs: 0 });
    expect(new Set(played.measures.ues.map(ue => ue.outcome))).toEqual(new Set(['rekeyed']));
    expect(played.report.sessions.length).toBe(40);
    expect(new Set(played.keys.gtks.map(key => key.ap)).size).toBe(5);
    expect(faults(played)).toEqual([]);
  });
});
