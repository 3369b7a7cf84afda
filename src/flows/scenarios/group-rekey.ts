import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** A new GTK within the association. */
export const groupRekey = defineLteScenario({
  name: 'group-rekey',
  title: 'The WT hands out a new GTK in the group key handshake',
  parameters: {
    ...stimulusParameters,
    stimulusAfterMs: {
      ...stimulusParameters.stimulusAfterMs,
      says: 'ms from the start of the last UE until the WT hands out the new GTK to all',
    },
  },
  durationMs: 3000,
  expect: { outcome: 'associated' },
  play: ({ ues, at, renewGroupKeys }, values) =>
    at(ues.at(-1)!.startMs + values.stimulusAfterMs, renewGroupKeys),
});
