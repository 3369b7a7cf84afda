import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** A refresh of S-KWT alone: the KeNB stays. */
export const rekeyWithoutHandover = defineLteScenario({
  name: 'rekey-without-handover',
  title: 'The eNB refreshes S-KWT with a new WT Counter under the same KeNB, and tells the UE first',
  parameters: stimulusParameters,
  durationMs: 3000,
  expect: { outcome: 'rekeyed' },
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.rekey()),
});
