import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** Option 2: the UE first, the WT once the UE has confirmed. */
export const rekeyOption2 = defineLteScenario({
  name: 'rekey-option-2',
  title:
    'Handover; then the eNB tells the UE the new WT Counter first, and gives the WT the new S-KWT after that',
  parameters: stimulusParameters,
  durationMs: 3000,
  expect: { outcome: 'rekeyed' },
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
