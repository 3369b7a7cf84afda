import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** A WT that refuses a new S-KWT: it keeps the old one while the UE has the new one. */
export const wtModificationRejected = defineLteScenario({
  name: 'wt-modification-rejected',
  title:
    'The WT answers with WT Modification Request Reject, security-failure; the eNB tries again with another WT Counter',
  parameters: {
    ...stimulusParameters,
    refusals: {
      value: 1,
      says: 'WT Modification Requests that the WT refuses',
      source: 'one shows the recovery; with more than 3 the eNB gives up LWA',
      most: 1000,
      isInteger: true,
    },
  },
  durationMs: 3000,
  expect: { outcome: 'rekeyed' },
  setUp: values => ({ refusals: values.refusals }),
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
