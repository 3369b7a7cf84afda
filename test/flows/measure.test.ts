import { describe, expect, it } from 'vitest';
import { scenarios, simulate } from '../../src/flows/index.js';
import { type Measures, measuresOf, type UeMeasure } from '../../src/flows/measure.js';
import { measuresTable } from '../../src/report/index.js';

const flow = (sent: number, received: number, suspension: number, reordered = 0) => ({
  sent,
  received,
  lost: sent - received,
  reordered,
  suspension,
  suspendedAt: 0,
});
const ue = (changes: Partial<UeMeasure>): UeMeasure => ({
  station: '02:00:00:00:00:01',
  outcome: 'rekeyed',
  sKwt: 'S-KWT #2',
  associations: 1,
  uplink: flow(100, 100, 5e6),
  downlink: flow(100, 100, 5e6),
  newKey: { after: 40e6, messages: 9, roundTrips: 4 },
  ...changes,
});

describe('the measures of a run', () => {
  it('have no outcome but `running` until all packets have been taken', () => {
    const simulation = simulate(scenarios.find(({ name }) => name === 'rekey-option-2')!, {
      overrides: { ues: 2 },
    });
    const outcomes = (): readonly string[] => {
      const { run, ues } = simulation.measures();
      return [...run.outcomes, ...ues.map(({ outcome }) => outcome)];
    };
    const running = ['running', 'running', 'running'];
    expect(outcomes()).toEqual(running);
    let packets = 0;
    let associations = 0;
    for (const _ of simulation.packets) {
      if (packets++ % 200 === 0) expect(outcomes()).toEqual(running);
      associations = simulation.measures().run.associations;
      if (associations > 0 && packets > 1000) break;
    }
    expect(associations).toBe(1);
    expect(outcomes()).toEqual(running);
    const { run } = simulation.measures();
    expect(measuresTable([{ scenario: 'one', ues: 2, measure: run }])).toMatch(/^one +2 +running +1 /m);
    expect([...simulation.packets].length).toBeGreaterThan(0);
    expect(outcomes()).toEqual(['rekeyed', 'rekeyed', 'rekeyed']);
  });

  it('are sums of losses, and the worst of all else', () => {
    const { run, ues }: Measures = measuresOf([
      ue({ uplink: flow(100, 97, 20e6, 2), associations: 2, outcome: 'reassociated' }),
      ue({ downlink: flow(50, 49, 31e6), newKey: { after: 35e6, messages: 12, roundTrips: 3 } }),
      ue({ newKey: undefined }),
    ]);
    expect(ues.length).toBe(3);
    expect(run).toEqual({
      outcomes: ['reassociated', 'rekeyed'],
      associations: 2,
      suspension: 31e6,
      sent: 550,
      lost: 4,
      reordered: 2,
      newKey: { after: 40e6, messages: 12, roundTrips: 4 },
    });
  });

  it('have no suspension without a packet that is sent, and no new key without data under one', () => {
    const none = flow(0, 0, 0);
    const { run } = measuresOf([ue({ uplink: none, downlink: flow(30, 0, 150e6), newKey: undefined })]);
    expect(run).toMatchObject({ suspension: 150e6, lost: 30, newKey: undefined });
    expect(measuresOf([ue({ uplink: none, downlink: none })]).run.suspension).toBeUndefined();
    expect(measuresOf([]).run).toMatchObject({ outcomes: [], associations: 0, suspension: undefined });
  });

  it('are a line each in the table, with - for what there is not', () => {
    const nothing = { uplink: flow(0, 0, 0), downlink: flow(0, 0, 0), newKey: undefined, associations: 0 };
    const lines = measuresTable([
      { scenario: 'one', ues: 2, measure: measuresOf([ue({ uplink: flow(100, 97, 12.34e6, 2) })]).run },
      { scenario: 'another', ues: 1, measure: measuresOf([ue({ ...nothing, outcome: 'failed' })]).run },
    ]).split('\n');
    expect(lines.slice(1).map(line => line.split(/ +/))).toEqual([
      ['one', '2', 'rekeyed', '1', '12.3', '3', '2', '40.0', '9', '4'],
      ['another', '1', 'failed', '0', '-', '-', '-', '-', '-', '-'],
    ]);
  });
});
