import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** The way without a handshake that the WT starts: the UE uses the new key by a reassociation. */
export const rekeyUeInitiated = defineLteScenario({
  name: 'rekey-ue-initiated',
  title: 'Handover; the WT holds the new S-KWT ready; once the UE has it too, the UE reassociates to use it',
  parameters: stimulusParameters,
  durationMs: 3000,
  expect: { outcome: 'reassociated', findings: ['wt-modification-before-rrc-complete'] },
  setUp: () => ({
    order: 'wt-first',
    wtRekeys: false,
    ueReassociates: true,
  }),
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
