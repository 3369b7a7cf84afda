import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** The baseline of Release 13: a handover ends LWA, and it is set up again at the target. */
export const rekeyRel13ReleaseAndAdd = defineLteScenario({
  name: 'rekey-rel13-release-and-add',
  title:
    'Handover without handoverWithoutWT-Change: the UE releases LWA, the eNB releases the WT, and LWA is set up again',
  parameters: stimulusParameters,
  durationMs: 3000,
  expect: { outcome: 'reassociated' },
  setUp: () => ({ keepsLwa: false }),
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
