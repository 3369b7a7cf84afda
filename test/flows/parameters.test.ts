import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import { type Overrides, scenarios, simulate } from '../../src/flows/index.js';
import { lteParameters } from '../../src/flows/legs/lte-parameters.js';
import { LINKTYPE, rrcOf } from './events.js';
import { type Run, run, secondsOf } from './play.js';

/** User data that is sparse: what is asked for here does not depend on it. */
const sparse = (name: string, overrides: Overrides = {}): Run =>
  run(name, { dataIntervalMs: 50, ...overrides });
const outcomeOf = (name: string, overrides: Overrides = {}): string =>
  sparse(name, overrides).measures.run.outcomes.join();
const countOf = ({ packets }: Run, comment: RegExp): number =>
  packets.flatMap(p => p.comments ?? []).filter(text => comment.test(text)).length;

describe('each number', () => {
  const numbers = scenarios.flatMap(({ name, parameters }) =>
    Object.entries(parameters).flatMap(([parameter, { value, least = 0, most, among }]) =>
      typeof value === 'number' && parameter !== 'ues'
        ? [[name, parameter, among ?? [least, most!]] as const]
        : [],
    ),
  );

  /** What goes with a bound, so that there is a range. */
  const PARTNERS: Readonly<Record<string, Overrides>> = {
    'exchangeLeastMs: 1000': { exchangeMostMs: 1000 },
    'exchangeMostMs: 0': { exchangeLeastMs: 0 },
  };
  /** What happens in the course of a run, and so before its end … */
  const EVENTS = ['stimulusAfterMs', 'rekeyAfterMs', 'renewalAfterMs'];
  /** … and what follows after some ms. */
  const FOLLOWING: Readonly<Record<string, number>> = { wtAfterUeMs: 1000, withheldMs: 1500 };

  it('has bounds, with which every scenario can be played, but that nothing happens behind the end of the run', () => {
    const refused = new Map<string, number>();
    for (const [name, parameter, bounds] of numbers)
      for (const bound of bounds) {
        const about = `${name}, ${parameter}: ${bound}`;
        expect(bound, about).toBeTypeOf('number');
        const scenario = scenarios.find(s => s.name === name)!;
        const play = (): void => {
          const partner = PARTNERS[`${parameter}: ${bound}`];
          const { packets } = simulate(scenario, { overrides: { ...partner, [parameter]: bound } });
          let left = 200;
          for (const _ of packets) if (left-- === 0) break;
        };
        const event = EVENTS.find(one => one in scenario.parameters);
        const isMost = bound === bounds[1] && (parameter === event || parameter in FOLLOWING);
        const isOver = parameter === 'durationMs' ? bound === 0 : isMost;
        if (event === undefined || !isOver) {
          expect(play, about).not.toThrow();
          continue;
        }
        const duration = parameter === 'durationMs' ? bound : scenario.parameters.durationMs!.value;
        const before = parameter in FOLLOWING ? `, with ${FOLLOWING[parameter]} ms before it,` : '';
        const reason = `is${before} more than durationMs, ${duration}: the run is over by then`;
        const late = parameter in FOLLOWING ? parameter : event;
        expect(play, about).toThrow(new EncodeError(`parameters.${late}`, reason));
        refused.set(parameter, (refused.get(parameter) ?? 0) + 1);
      }
    expect(Object.fromEntries(refused)).toEqual({
      durationMs: 17,
      stimulusAfterMs: 15,
      rekeyAfterMs: 1,
      renewalAfterMs: 1,
      wtAfterUeMs: 1,
      withheldMs: 1,
    });
  });

  it('of UEs has bounds: the C-RNTIs of a cell, and what an XwSetupResponse can name', () => {
    const refused = (overrides: Overrides) => () =>
      simulate(scenarios.find(s => s.name === 'initial-access')!, { overrides });
    expect(refused({ ues: 65_464 })).toThrow(/^parameters\.ues: is to be an integer from 1 to 65463$/);
    expect(refused({ ues: 4097, uesPerBss: 1 })).toThrow(
      /^parameters\.uesPerBss: is too small: it makes 4097 BSSs/,
    );
    const ssid = 'x'.repeat(32);
    expect(refused({ ues: 1500, uesPerBss: 1, ssid })).toThrow(/^parameters\.uesPerBss: is too small/);
    expect(refused({ ues: 1400, uesPerBss: 1, ssid })).not.toThrow();
  });

  it('of BSSs that a mobility set names one by one has a bound: what RRC has room for', () => {
    const set = (overrides: Overrides) => () =>
      run('initial-access', { ues: 33, uesPerBss: 1, dataIntervalMs: 0, durationMs: 100, ...overrides });
    for (const mobilitySet of ['bssid', 'both']) {
      expect(set({ mobilitySet })).toThrow(EncodeError);
      expect(set({ mobilitySet })).toThrow(
        /^parameters\.mobilitySet: names 33 BSSs one by one, of which RRC has room for 32: more uesPerBss make fewer$/,
      );
      expect(set({ mobilitySet, ues: 32 })).not.toThrow();
    }
    expect(set({ mobilitySet: 'ssid' })).not.toThrow();
  });

  it('of ms between packets of user data is 0, or what a channel may carry', () => {
    const set = (dataIntervalMs: number) => () => run('wlan-initial', { dataIntervalMs, durationMs: 100 });
    expect(set(0.099)).toThrow(EncodeError);
    expect(set(0.099)).toThrow(
      /^parameters\.dataIntervalMs: is to be 0, for none, or at least 0\.1: no channel carries more$/,
    );
    expect(set(0.1)).not.toThrow();
    expect(set(0)).not.toThrow();
  });

  it.each(scenarios.flatMap(s => ('stimulusAfterMs' in s.parameters ? [[s.name, s] as const] : [])))(
    '%s: a stimulus comes before the end of the run',
    (_, scenario) => {
      const set = (overrides: Overrides) => () => simulate(scenario, { overrides });
      const late = set({ stimulusAfterMs: 5000, durationMs: 3000 });
      expect(late).toThrow(EncodeError);
      expect(late).toThrow(
        /^parameters\.stimulusAfterMs: is more than durationMs, 3000: the run is over by then$/,
      );
      expect(set({ stimulusAfterMs: 3000, durationMs: 3000 })).not.toThrow();
    },
  );

  it('wlan-rekey: the UE is told of a new WT Counter before the end of the run', () => {
    const set = (overrides: Overrides) => () =>
      simulate(scenarios.find(s => s.name === 'wlan-rekey')!, { overrides });
    expect(set({ rekeyAfterMs: 3001 })).toThrow(
      /^parameters\.rekeyAfterMs: is more than durationMs, 3000: the run is over by then$/,
    );
    expect(set({ rekeyAfterMs: 2980 })).not.toThrow();
    expect(set({ rekeyAfterMs: 2981 })).toThrow(
      /^parameters\.wtAfterUeMs: is, with 2981 ms before it, more than durationMs, 3000: the run is over by then$/,
    );
  });

  it('attack-group-key-reinstallation: G1 is withheld to an end before that of the run, and so the attack succeeds', () => {
    const withheld = (withheldMs: number) => sparse('attack-group-key-reinstallation', { withheldMs });
    expect(countOf(withheld(7500), /^attacker: hands over the G1/)).toBe(1);
    expect(() => withheld(7501)).toThrow(
      /^parameters\.withheldMs: is, with 1500 ms before it, more than durationMs, 9000: the run is over by then$/,
    );
  });
});

describe('an SSID', () => {
  it.each(['x', 'a network of thirty-two octets !', 'caf\u00e9', '\ufefflwa', '\0', '"\n'])(
    '%j is that of a network that UEs find and may join',
    ssid => {
      for (const name of ['wlan-initial', 'initial-access'])
        expect(outcomeOf(name, { ssid })).toBe('associated');
    },
  );

  it('is of 1 to 32 octets in UTF-8', () => {
    const set = (ssid: string) => () => run('wlan-initial', { ssid });
    for (const ssid of ['', 'x'.repeat(33), '\u20ac'.repeat(11)])
      expect(set(ssid)).toThrow(/^parameters\.ssid: is to be 1 to 32 octets of UTF-8, not (0|33)$/);
    expect(set('lwa\ud800')).toThrow(
      /^parameters\.ssid: has a lone surrogate, which UTF-8 has no octets for$/,
    );
  });
});

describe('one parameter changes the outcome where the protocol says so', () => {
  it.each([
    [300, 'rekeyed', 1],
    [1300, 'rekeyed', 2],
    [2300, 'rekeyed', 3],
    // Behind the answer to the fourth and last M1, and before the deauthentication: too late for this handshake.
    [3300, 'reassociated', 4],
    [4100, 'reassociated', 4],
  ])(
    'option 1 with RRC %i ms behind the WT: %s, behind %i wrong MICs',
    (rrcAfterWtMs, outcome, wrongMics) => {
      const played = sparse('rekey-option-1-mic', { rrcAfterWtMs, durationMs: 9000 });
      expect(played.measures.run.outcomes).toEqual([outcome]);
      expect(countOf(played, /^M2 MIC fails at the WT/)).toBe(wrongMics);
    },
  );

  it('an RRC message inside the retry window saves the variant with a PMKID too', () => {
    expect(outcomeOf('rekey-option-1-pmkid', { rrcAfterWtMs: 1500 })).toBe('rekeyed');
  });

  it.each([
    'rekey-option-2',
    'rekey-without-handover',
    'wt-counter-wrap',
    'handover-without-wt-change',
    'rekey-option-1-won-race',
    'wlan-rekey',
  ])('%s fails with a supplicant that keeps its PMK', name => {
    expect(outcomeOf(name, { durationMs: 9000 })).toBe('rekeyed');
    expect(outcomeOf(name, { durationMs: 9000, takesNewPmkInPlace: false })).toBe('reassociated');
  });

  it('rekey-option-2-stale-supplicant succeeds with one that takes it', () => {
    expect(outcomeOf('rekey-option-2-stale-supplicant', { takesNewPmkInPlace: true })).toBe('rekeyed');
  });

  it('a supplicant that keeps its PMK does not answer an M1 that names another', () => {
    const stale = (pmkidInM1: boolean) => sparse('rekey-option-2-stale-supplicant', { pmkidInM1 });
    expect(countOf(stale(false), /^M2 MIC fails/)).toBe(4);
    expect(countOf(stale(true), /^M2 MIC fails/)).toBe(0);
    expect(countOf(stale(true), /^M1 carries a PMKID that is not that of S-KWT #1|, try \d of 4$/)).toBe(7);
  });

  it.each([
    [0, 'rekeyed', 2],
    [3, 'rekeyed', 5],
    [4, 'released', 5],
  ])('a WT that refuses %i times: %s, with %i S-KWTs', (refusals, outcome, sKwts) => {
    const played = sparse('wt-modification-rejected', { refusals });
    expect(played.measures.run.outcomes).toEqual([outcome]);
    expect(played.keys.pmks.length).toBe(sKwts);
  });

  it('a UE within reach of the WLAN has no T351 that expires', () => {
    expect(outcomeOf('association-timeout', { loss: 0 })).toBe('associated');
  });

  it('a longer T351 expires later', () => {
    const rrc = (associationTimerS: number) =>
      sparse('association-timeout', { associationTimerS })
        .packets.filter(p => p.linkType === LINKTYPE.uu)
        .map(rrcOf);
    expect(rrc(10)).toContain('failureTimeout');
    expect(rrc(30)).not.toContain('failureTimeout');
  });

  it('the last WT Counter makes another KeNB necessary', () => {
    expect(sparse('rekey-without-handover', { wtCounter: 0xfffe }).keys.kenbs.length).toBe(1);
    expect(sparse('rekey-without-handover', { wtCounter: 0xffff }).keys.kenbs.length).toBe(2);
    expect(sparse('wt-counter-wrap', { wtCounter: 5 }).keys.kenbs.length).toBe(1);
  });

  it('a UE that is as slow as it may be reaches the target cell before T304 expires', () => {
    const { rrcProcessingMs, handoverInterruptionMs } = lteParameters;
    const slowest = {
      rrcProcessingMs: rrcProcessingMs.most,
      handoverInterruptionMs: handoverInterruptionMs.most,
    };
    const { packets } = sparse('rekey-option-2', slowest);
    const uu = packets.filter(p => p.linkType === LINKTYPE.uu);
    const command = uu.findIndex(p => rrcOf(p) === 'handover');
    expect(rrcOf(uu[command + 1]!)).toBe('complete');
    expect(secondsOf(uu[command + 1]!) - secondsOf(uu[command]!)).toBeLessThan(1);
  });

  it.each([
    ['handoverInterruptionMs', 45, 145, 100],
    // Once for the handover, once for the re-key.
    ['rrcProcessingMs', 15, 90, 150],
    // Once for the WT Modification Request, once for the user data behind it.
    ['xwDelayMs', 5, 55, 100],
  ])('%s adds to the time until data flows under the new key', (parameter, before, after, difference) => {
    const time = (value: number) =>
      sparse('rekey-option-2', { [parameter]: value }).measures.ues[0]!.newKey!.after / 1e6;
    const added = time(after) - time(before);
    // The next packet of user data is up to 50 ms away.
    expect(Math.abs(added - difference)).toBeLessThan(55);
  });
});
