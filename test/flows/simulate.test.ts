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
  'wlan-initial': '53732476c3e461e1fddab7c04e940a4f3990c1655d4d956bcd5fb57bc45ba7ad',
  'wlan-rekey': '49b1ad26808d032aefc9ba11ffe8f0b3a7ea28e25740ca99277d5a081e749001',
  'initial-access': '528de940b4996dbe78e97ca81ca8be90ca37b8c43e970dff63114ce9dd2eccc7',
  'rekey-option-2': '2b2a81cce94022511482cf87039a927b48e88aa012a15c64f596c0b07c68d575',
  'rekey-option-1-mic': '6401e70a324f17c80f967e0023a753f0c328b10f62094afdcdf8fb7019dbe83a',
  'rekey-option-1-pmkid': '9f7111671be885a4989721665fb872bcd36a67aa3edae474ea523deb0eb3eaff',
  'rekey-option-1-won-race': 'df4f12577fc89b5fa9f7f528a9cce9b5011aa7e54fe4dd3bbafd8055d95df46b',
  'rekey-option-2-stale-supplicant': 'd027e586aeda9879f26983603d633f64f02a2cbfaf05673db59438872616c446',
  'rekey-ue-initiated': '927759927cbc5e12acccdb82fdbbece0e68989868f151d444db19d6c10c2ec52',
  'rekey-rel13-release-and-add': '9b9cfc2ade516b6f7a0e9dd0e1cecc2ac1e9128f1c6abc85342d91777587946b',
  'rekey-without-handover': 'f77baa5495bb5d517607bc5fb7e2ac9d262931ed82f306a92d5661535009315f',
  'wt-counter-wrap': 'aa270e41e96ec2cf88617f71838a51f14ae6c9aa412e62726a270ccac5fb7f50',
  'handover-without-wt-change': '5ad3d82e4fda62dd7eae47a6f0c862615855823cd110f16773de35732663e08f',
  'wt-modification-rejected': '7ca562f8ebf387956606ece681604b6ccd5933d17fac5c3f593bf5226ced5d0c',
  'wt-release-required': '2b5cad0fa0b8ba2509305531dcb3ae6cd27c90751a424c4a5ae687fd04576492',
  'association-timeout': '25b9fdb8fcb42caffceb191cfd7389c0fc4f0902e8cfd776cccf1ace8901ea69',
  'group-rekey': 'e548785e9c00dc1b2ff9ad1e1ca57edab6bb9f3c0d6bf04faa0933184819979b',
  lossy: 'd0ee88b4a510c259ccdea0553b7e0b07cd47563762690a29f49cba39414505a8',
  'attack-wrong-pmk': '3b2dae83ce044d9d3b92e9e9d0be2e6d902e1fe452cb3478228dc13397bc17ed',
  'attack-flipped-mic': '80939b582ada47ff94f5dc3d96cf5b6d8e53fae2889709ea44493e1e6095bde5',
  'attack-forged-m1': '3134c2ed64a88c10c61549fb98adba5f3ce786822df50c78ea2030bdc3932148',
  'attack-key-reinstallation': '805a0efa59ab72600cba511b6da6496c363bd9d2e0f080ff1aa40b09162593e0',
  'attack-group-key-reinstallation': '762268ec7f167623cea4ee5f2fbfbf97baf0ec08890c3928b8d391fd4de470b0',
  'attack-downgraded-rsne': 'e17e055c14f1c728b9779fccfd5a623582d6eeb1a95d12e909eaa6e51aa21aeb',
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
