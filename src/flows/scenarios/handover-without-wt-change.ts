import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** A handover between eNBs in Release 14: the WT keeps what it has of the UE, and option 2 follows. */
export const handoverWithoutWtChange = defineLteScenario({
  name: 'handover-without-wt-change',
  title:
    'Handover to another eNB, which adds the WT by its WT UE XwAP ID; the source eNB releases it with UE Context Kept; option 2',
  parameters: stimulusParameters,
  durationMs: 3000,
  expect: { outcome: 'rekeyed' },
  setUp: () => ({ targetIsOtherEnb: true }),
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
