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
  'initial-access': '58b58e901d2b43a5b788efca43c938308cfb7b4fbf380a2f485cf571e599fd41',
  'rekey-option-2': '29028d9de3b9ecba0aac7bc97779a939a7ee4ee1bd6f2e0859afb20bfdc3b88c',
  'rekey-option-1-mic': '734e4c8070afde631b46f1d352630907ae0e4a571ff94817214b217271cba7d9',
  'rekey-option-1-pmkid': '164dd6101b40df35a4f41b4dff784db640bf1099529801c41c6449b5e2096a0e',
  'rekey-option-1-won-race': '29eb7ffa1c1a931464d4ff867167db21358eada5aa98edfd1ac996d5d8ba6979',
  'rekey-option-2-stale-supplicant': 'be5e7bb37f117278d9ddc7615de27311d5eeb9f2293f767aa3f26eca5908f94f',
  'rekey-ue-initiated': '8cf0b6cf0ccdfd9a2eb202144febc3d30cbb509ddf16e6a8d285b0fbc805614d',
  'rekey-rel13-release-and-add': '06e27a3f6ddbfbe0f8df5cc20bef0fc679698ce30f73b2a170aa11de92149cbe',
  'rekey-without-handover': 'aa09c19dc98ce653d433ec3ffe9b40b70b8e7e16734de260cb224ea25d886c6c',
  'wt-counter-wrap': '4b40987d14fcce3b455e142c0dc3454a99df7ccaa7120db6d176f73c5ecd67fc',
  'handover-without-wt-change': 'ac74a3347acb9a41ca383dfab36496514c86429d1a9fa6054928458ee745fe3a',
  'wt-modification-rejected': 'a72321bbcbeb73d790695cc86cb8dd63864a85bb7c890f1b0e79423ec9d73c8c',
  'wt-release-required': 'eaa0af10f90693e802c4157982f4daef9f45b99b478956d06229ca7b7da8aa8e',
  'out-of-reach': 'a46ff344931420ed042e680e1cbb3bd9b02a7b527e4431da451f4d10197b1a49',
  'association-timeout': '26a2779a209d0799e95a2c1309db756c7dfb8c25239d4377eaf72af936dcfd51',
  'group-rekey': 'f2e48ec01b9f297629784a05fb6124ab9f2ac948e5de8798a8c95ac2f6a50e9f',
  lossy: '62fe7d743f61edcbc011357e3b733b33ebbd385c6626c0167d3bf9df7bb41f70',
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
