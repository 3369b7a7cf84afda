import type { RunMeasure } from '../flows/index.js';
import { columns } from './columns.js';

/** A run as a row of the table of measures. */
export interface MeasuredRun {
  readonly scenario: string;
  readonly ues: number;
  readonly measure: RunMeasure;
}

const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
const shown = (value: number | undefined): string => (value === undefined ? '-' : `${value}`);

const HEAD = [
  'scenario',
  'UEs',
  'outcome',
  'assoc.',
  'suspended ms',
  'lost',
  'reordered',
  'new key ms',
  'frames',
  'round trips',
] as const;

/**
 * Sets runs side by side, a line each behind a head: the longest suspension of user data, packets lost and reordered,
 * and the time, the frames and the round trips from the last stimulus until data flowed under a new key. With several
 * UEs losses are those of all, all else is that of the UE with the most. `-` stands for what a run does not have.
 */
export function measuresTable(runs: readonly MeasuredRun[]): string {
  const rows = runs.map(({ scenario, ues, measure: { newKey, ...run } }) => [
    scenario,
    `${ues}`,
    run.outcomes.join(', '),
    `${run.associations}`,
    run.suspension === undefined ? '-' : ms(run.suspension),
    run.sent === 0 ? '-' : `${run.lost}`,
    run.sent === 0 ? '-' : `${run.reordered}`,
    newKey === undefined ? '-' : ms(newKey.after),
    shown(newKey?.messages),
    shown(newKey?.roundTrips),
  ]);
  return columns([HEAD, ...rows], [1, 3, 4, 5, 6, 7, 8, 9]).join('\n');
}
