import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import {
  defineLteScenario,
  type ScenarioNetwork,
  type SimulateOptions,
  simulate,
} from '../../../src/flows/index.js';
import { commentsOf, eventsOf, only } from '../events.js';
import { type Played, playOwn as played } from '../play.js';

/** One in which that happens. */
const scenarioOf = (
  play: (network: ScenarioNetwork) => void,
  setUp: Parameters<typeof defineLteScenario>[0]['setUp'] = undefined,
  durationMs = 4000,
) => defineLteScenario({ name: 'own', title: '', durationMs, expect: { outcome: 'rekeyed' }, setUp, play });

const quiet = { overrides: { dataIntervalMs: 50 } };
const handovers = (one: Played) =>
  commentsOf(one).flatMap(comment => /^handover to PCI \d+[^:]*/.exec(comment)?.[0] ?? []);

describe('a scenario of one’s own', () => {
  it('has parameters of its own beside those that all have, and one in place of one of these', () => {
    const seen: unknown[] = [];
    const scenario = defineLteScenario({
      name: 'own',
      title: '',
      durationMs: 2500,
      parameters: {
        ues: { value: 2, says: 'number of UEs', source: 'free', most: 3 },
        afterMs: { value: 1000, says: 'ms until the re-key', source: 'free', most: 1500 },
      },
      expect: { outcome: 'rekeyed' },
      setUp(values) {
        seen.push(values.ues);
        return {};
      },
      play(network, values) {
        seen.push(values.afterMs);
        // @ts-expect-error There is none of this name.
        seen.push(values.beforeMs);
        network.afterStart(values.afterMs, ue => ue.rekey());
      },
    });
    expect(Object.keys(scenario.parameters).slice(-2)).toEqual(['afterMs', 'durationMs']);
    expect(scenario.parameters.durationMs!.value).toBe(2500);
    const one = played(scenario, { overrides: { afterMs: 900, dataIntervalMs: 50 } });
    expect(seen).toEqual([2, 900, undefined]);
    expect(one.measures.ues.map(({ outcome }) => outcome)).toEqual(['rekeyed', 'rekeyed']);
    expect(() => simulate(scenario, { overrides: { ues: 4 } })).toThrow(/^parameters\.ues: /);
    expect(() => simulate(scenario, { overrides: { beforeMs: 4 } })).toThrow(/^parameters\.beforeMs: /);
  });

  it.each([
    ['ues', 'many', /^parameters\.ues: is to be a number/],
    ['uuLoss', 2, /^parameters\.uuLoss: is to be a number from 0 to 1/],
    ['uu', 'rlc', /^parameters\.uu: is to be one of gsmtap, pdcp/],
  ])('has no default for %s that the network does not take: %s', (name, value, error) => {
    const parameters = { [name]: { value, says: '', source: '' } };
    const expected = { outcome: 'rekeyed' } as const;
    const define = () =>
      defineLteScenario({ name: '', title: '', durationMs: 1, parameters, expect: expected });
    expect(define).toThrow(EncodeError);
    expect(define).toThrow(error);
  });

  it.each([
    [{ refusal: 2 }, 'setUp.refusal'],
    [{ tamper: { uudata: () => [] } }, 'setUp.tamper.uudata'],
  ])('is refused where it sets the network up with what there is not: %j', (setUp: object, path) => {
    expect(() =>
      simulate(
        scenarioOf(
          () => {},
          () => setUp,
        ),
      ),
    ).toThrow(expect.objectContaining({ name: 'EncodeError', path }));
  });

  it('hands a UE over as often as it likes, forth and back, also where the cells are of two eNBs', () => {
    const play = (network: ScenarioNetwork) => {
      for (const afterMs of [500, 1500]) network.afterStart(afterMs, ue => ue.handOver());
      network.afterStart(2500, ue => ue.rekey());
    };
    const [one, two] = [false, true].map(targetIsOtherEnb =>
      played(
        scenarioOf(play, () => ({ targetIsOtherEnb })),
        quiet,
      ),
    );
    expect(handovers(one!)).toEqual(['handover to PCI 202', 'handover to PCI 101']);
    expect(handovers(two!)).toEqual([
      'handover to PCI 202, of another eNB',
      'handover to PCI 101, of another eNB',
    ]);
    for (const { measures, keys, report } of [one!, two!]) {
      expect(measures.run.outcomes).toEqual(['rekeyed']);
      expect(keys.pmks).toHaveLength(4);
      expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    }
  });

  it('lets one procedure of a UE wait for another, and nothing happen on the way to another eNB', () => {
    const both = scenarioOf(network =>
      network.afterStart(1000, ue => {
        ue.handOver();
        ue.rekey();
      }),
    );
    expect(played(both, quiet).keys.pmks).toHaveLength(3);
    const onTheWay = (...rekeys: readonly number[]) =>
      scenarioOf(
        network => {
          network.afterStart(1000, ue => ue.handOver());
          for (const afterMs of rekeys) network.afterStart(afterMs, ue => ue.rekey());
        },
        () => ({ targetIsOtherEnb: true }),
      );
    const { keys, measures } = played(onTheWay(1060), quiet);
    expect(keys.pmks).toHaveLength(2);
    expect(measures).toEqual(played(onTheWay(), quiet).measures);
  });

  it('singles out UEs, by the addresses that measures have, and times', () => {
    const scenario = scenarioOf(({ ues, at }) => {
      at(ues[1]!.startMs + 1000, () => ues[1]!.requireRelease());
      at(ues[2]!.startMs + 1000, () => ues[2]!.rekey());
    });
    const overrides = { ues: 3, ...quiet.overrides };
    expect(played(scenario, { overrides }).measures.ues.map(({ outcome }) => outcome)).toEqual([
      'associated',
      'released',
      'rekeyed',
    ]);
    let stations: readonly string[] = [];
    const named = scenarioOf(({ ues }) => {
      stations = ues.map(({ station }) => station);
    });
    expect(played(named, { overrides }).measures.ues.map(({ station }) => station)).toEqual(stations);
  });

  it('says that a UE has not started', () => {
    const { packets } = simulate(scenarioOf(({ ues, at }) => at(149, () => ues[0]!.rekey())));
    expect(() => [...packets]).toThrow(new RangeError('the UE 02:55:45:00:00:01 has not started yet'));
  });

  it('has faults of its own, anew in each run; those that simulate is given take their place', () => {
    const scenario = scenarioOf(
      network => network.afterStart(1000, ue => ue.rekey()),
      () => {
        let fromUes = 0;
        return { tamper: { uu: ({ from }) => (from === 'ue' && ++fromUes > 2 ? [] : undefined) } };
      },
    );
    const completes = (options: SimulateOptions) =>
      only(eventsOf(played(scenario, { ...quiet, ...options })), 'complete').length;
    expect([completes({}), completes({})]).toEqual([1, 1]);
    expect(completes({ tamper: { uu: () => undefined } })).toBe(2);
    expect(completes({ tamper: { xw: () => undefined } })).toBe(1);
  });
});
