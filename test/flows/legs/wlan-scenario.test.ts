import { describe, expect, it } from 'vitest';
import { decodeDot11 } from '../../../src/codecs/dot11/frame.js';
import { EncodeError } from '../../../src/codecs/error.js';
import {
  defineWlanScenario,
  type ScenarioWlan,
  simulate,
  type WlanScenarioSetUp,
} from '../../../src/flows/index.js';
import { faults, playOwn as played } from '../play.js';

/** One in which that happens. */
const scenarioOf = (play: (wlan: ScenarioWlan) => void, setUp: WlanScenarioSetUp = {}, durationMs = 3000) =>
  defineWlanScenario({
    name: 'own',
    title: '',
    durationMs,
    expect: { outcome: 'rekeyed' },
    setUp: () => setUp,
    play,
  });

const quiet = { overrides: { dataIntervalMs: 50 } };

describe('a scenario of the WLAN of one’s own', () => {
  it('has parameters of its own beside those that all have, and knows how long it lasts', () => {
    const seen: unknown[] = [];
    const scenario = defineWlanScenario({
      name: 'own',
      title: '',
      durationMs: 1500,
      parameters: { afterMs: { value: 500, says: '', source: '', most: 1000 } },
      expect: { outcome: 'associated' },
      setUp({ afterMs, durationMs }) {
        seen.push(afterMs, durationMs);
        return {};
      },
      play(wlan, values) {
        // @ts-expect-error There is none of this name.
        seen.push(values.beforeMs);
        wlan.at(values.afterMs, () => seen.push('at'));
      },
    });
    expect(Object.keys(scenario.parameters).slice(-2)).toEqual(['afterMs', 'durationMs']);
    const one = played(scenario, { overrides: { afterMs: 900, durationMs: 1000, ...quiet.overrides } });
    expect(seen).toEqual([900, 1000, undefined, 'at']);
    expect(one.measures.run.outcomes).toEqual(['associated']);
    expect(new Set(one.interfaces.map(({ name }) => name))).toEqual(new Set(['wlan']));
    expect(() => simulate(scenario, { overrides: { afterMs: 1001 } })).toThrow(/^parameters\.afterMs: /);
    const parameters = { akm: { value: '00-0F-AC:99', says: '', source: '' } };
    const define = () =>
      defineWlanScenario({ name: '', title: '', durationMs: 1, parameters, expect: scenario.expect });
    expect(define).toThrow(EncodeError);
  });

  it('gives either side a new S-KWT first: option 2, and option 1', () => {
    const [ueFirst, wtFirst] = (
      [
        ['ue', 'wt', 20],
        ['wt', 'ue', 5000],
      ] as const
    ).map(([first, second, delayMs]) =>
      played(
        scenarioOf(
          wlan => {
            wlan.afterStart(1000, ue => ue.giveSKwt(first, 7));
            wlan.afterStart(1000 + delayMs, ue => ue.giveSKwt(second, 7));
          },
          {},
          8000,
        ),
        quiet,
      ),
    );
    expect(ueFirst!.measures.run.outcomes).toEqual(['rekeyed']);
    expect(faults(ueFirst!)).toEqual([]);
    expect(ueFirst!.keys.pmks.map(({ wtCounter }) => wtCounter)).toEqual([0, 7]);
    expect(faults(wtFirst!)).toContain('stale-pmk');
  });

  it('has a WT that leaves a new S-KWT to the next association, if that is asked for', () => {
    const play = (wlan: ScenarioWlan) =>
      wlan.afterStart(1000, ue => {
        ue.giveSKwt('ue', 1);
        ue.giveSKwt('wt', 1);
      });
    const outcomes = (setUp: WlanScenarioSetUp) =>
      played(scenarioOf(play, setUp), quiet).report.sessions[0]!.handshakes.map(({ kind }) => kind);
    expect(outcomes({ wtRekeys: undefined })).toEqual(['initial', 're-key']);
    expect(outcomes({ wtRekeys: false })).toEqual(['initial']);
  });

  it('has UEs with flaws, and faults of its own: the WT repeats an M3, and its key is installed again', () => {
    let dataOfUe = 0;
    // The second data frame of the UE is M4.
    const tamper: NonNullable<WlanScenarioSetUp['tamper']> = {
      wlan: ({ from, octets }) =>
        from === 'ue' && decodeDot11(octets).kind === 'data' && ++dataOfUe === 2 ? [] : undefined,
    };
    const rules = (flaws: WlanScenarioSetUp['flaws']) => {
      dataOfUe = 0;
      return faults(
        played(
          scenarioOf(() => {}, { flaws, tamper }),
          quiet,
        ),
      );
    };
    expect(rules({})).toEqual([]);
    expect(rules({ reinstallsKeys: true })).toContain('key-reinstallation');
  });

  it.each([
    [{ wtCounter: 1 }, 'setUp.wtCounter'],
    [{ wtCounters: { enb: 1 } }, 'setUp.wtCounters.enb'],
    [{ wtCounters: { ue: 65_536 } }, 'setUp.wtCounters.ue'],
    [{ flaws: { ignoresRSNE: true } }, 'setUp.flaws.ignoresRSNE'],
    [{ tamper: { wifi: () => [] } }, 'setUp.tamper.wifi'],
    [{ tamper: { xw: () => [] } }, 'setUp.tamper.xw'],
  ])('is refused where it is set up with what there is not: %j', (setUp, path) => {
    expect(() => simulate(scenarioOf(() => {}, setUp as object))).toThrow(
      expect.objectContaining({ name: 'EncodeError', path }),
    );
  });

  it('takes times from the start of the run wherever they are set, and none that has passed', () => {
    const times: number[] = [];
    const scenario = scenarioOf(({ at, afterStart }) => {
      const isNow = (ms: number) => () => {
        expect(() => at(ms - 1, () => {})).toThrow(
          new RangeError(`${ms - 1} ms is no time to come: it is ${ms} ms`),
        );
        times.push(ms);
      };
      at(500, () => {
        at(800, isNow(800));
        afterStart(500, ({ startMs }) => isNow(startMs + 500)());
        expect(() => afterStart(100, () => {})).toThrow('250 ms is no time to come: it is 500 ms');
        expect(() => at(Number.NaN, () => {})).toThrow(RangeError);
      });
    });
    expect([...simulate(scenario, quiet).packets].length).toBeGreaterThan(10);
    expect(times).toEqual([650, 800]);
  });

  it.each([
    ['ue', 65_536, 'wtCounter'],
    ['enb', 1, 'side'],
  ])('refuses to give %s the S-KWT of WT Counter %i', (side, wtCounter, path) => {
    const scenario = scenarioOf(({ ues, at }) => at(1, () => ues[0]!.giveSKwt(side as 'ue', wtCounter)));
    expect(() => [...simulate(scenario).packets]).toThrow(expect.objectContaining({ path }));
  });
});
