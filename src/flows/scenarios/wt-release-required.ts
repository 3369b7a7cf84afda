import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

const CAUSES = [
  'reduce-load',
  'resource-optimisation',
  'switch-off-ongoing',
  'wLAN-not-available',
  'radio-connection-with-UE-lost',
  'unspecified',
] as const;

/** A WT that ends LWA by itself: user data goes back over LTE. */
export const wtReleaseRequired = defineLteScenario({
  name: 'wt-release-required',
  title:
    'The WT asks the eNB to release a UE: WT Release Required, Confirm, deauthentication, RRC release of LWA, user data over LTE',
  parameters: {
    ...stimulusParameters,
    stimulusAfterMs: {
      ...stimulusParameters.stimulusAfterMs,
      says: 'ms from the start of a UE until the WT asks for its release',
    },
    releaseCause: {
      value: 'reduce-load',
      says: 'the cause that the WT gives',
      source: 'free among the radio network causes of TS 36.463, 9.2.4, that a WT has for a release',
      among: CAUSES,
    },
  },
  durationMs: 2000,
  expect: { outcome: 'released', findings: ['lwa-failed'] },
  play(network, values) {
    const cause = radioNetworkCause(values.releaseCause as (typeof CAUSES)[number]);
    network.afterStart(values.stimulusAfterMs, ue => ue.requireRelease(cause));
  },
});
