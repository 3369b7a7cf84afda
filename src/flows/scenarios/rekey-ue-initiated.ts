import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** The way without a handshake that the WT starts: the UE uses the new key by a reassociation. */
export const rekeyUeInitiated = defineScenario({
  name: 'rekey-ue-initiated',
  title: 'Handover; the WT holds the new S-KWT ready; once the UE has it too, the UE reassociates to use it',
  parameters: {
    ...stimulusParameters,
    ...durationOf(3000),
  },
  expect: { outcome: 'reassociated', findings: ['wt-modification-before-rrc-complete'] },
  play(stage, values) {
    const lte = setUpLte(stage, values, {
      strategy: { order: 'wt-first', rrcDelay: 0 },
      wtRekeys: false,
      ueReassociates: true,
    });
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
