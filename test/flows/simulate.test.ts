import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import { scenarios, simulate } from '../../src/flows/index.js';
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
  'initial-access': 'ad51b394f04c3f002d55799c8a59c03afbe8311d955cd45e5f410d8d455721db',
  'rekey-option-2': 'a0a251defd1d1a6731e001b1e7d4a6a4cfee3202a3a217cb8050d687ca91da60',
  'rekey-option-1-mic': '205c9c3a77e1fc58e7d3026fbb7384eed7d08350b875c4b9de95c1b40fc43b5a',
  'rekey-option-1-pmkid': '766772283cf236eddc22851f00ca06ce4edca6706e8b270cbd5f367f972d44a4',
  'rekey-option-1-won-race': '6e468def1e00b828643f6365396c6021f43667f2fec04b04bb9a7a95f6b787a4',
  'rekey-option-2-stale-supplicant': '5ca73cf808b69fe1979efca78be781a8293a10136319c4c05b81a164e7f2bcdc',
  'rekey-ue-initiated': 'b1bc2d0bcead4aec3e0a1bc89239a95bb3445e340ef6fbf987b57edd57fa4096',
  'rekey-rel13-release-and-add': 'b55ae30a6dfab825f6d153ad30593e0e9732fe02d9b74b4f8590761202473b3b',
  'rekey-without-handover': '17a3726d969a64be368ed84d913709a3bc32b13a8c05bfec46b6752d916c0b0e',
  'wt-counter-wrap': '1524e399334892d9df0e27c061b950efaba9a5b166df02add311472d9d71d517',
  'handover-without-wt-change': 'f4bc445177820cdbbfb5f7cbb5957db23921ee8727746235a5a62fc2f5b02077',
  'wt-modification-rejected': '4072e586c7cd944a102b0aa27afcc49bbe4b4ec0a7b823abec0373f7b6c687bb',
  'wt-release-required': 'f83c610dcf6f2954aa6607c419cd85fc99c8ca22623571389c21294843b5135d',
  'out-of-reach': '874fc32f98393d8d4bbef1d4ad1cbb48ffc4252abd1dfcfae5fce92625ebf8e1',
  'association-timeout': 'c9ca85ac8d614a1d33048059be5e7a0d91cedfae336338fdbea76d7496584317',
  'group-rekey': '9896b6e44d2776010ea837fbf697c204d43f1630219ce2b953fb7e55ed4eb1a4',
  lossy: '49b4cd4e59017c722609f8b4f566e9ec53f82990691bd5ed3c8327e94bcf922c',
  'attack-wrong-pmk': '3b2dae83ce044d9d3b92e9e9d0be2e6d902e1fe452cb3478228dc13397bc17ed',
  'attack-flipped-mic': '80939b582ada47ff94f5dc3d96cf5b6d8e53fae2889709ea44493e1e6095bde5',
  'attack-forged-m1': '3134c2ed64a88c10c61549fb98adba5f3ce786822df50c78ea2030bdc3932148',
  'attack-key-reinstallation': '805a0efa59ab72600cba511b6da6496c363bd9d2e0f080ff1aa40b09162593e0',
  'attack-group-key-reinstallation': '135a7fd1117dd5b0e9383bdc5b64c9431fb2645a1a09d4a08937031b3149cc56',
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

it.each([Number.NaN, Number.POSITIVE_INFINITY, null, 1n, {}])('refuses the seed %s', seed => {
  expect(() => simulate(scenarios[0]!, { seed: seed as never })).toThrow(
    expect.objectContaining({ name: 'EncodeError', path: 'seed' }),
  );
});
