import type { DLDCCHMessage } from '../dl-dcch.js';
import type { RRCConnectionReleaseR8IEs } from '../messages/rrc-connection-release.js';
import type { ULDCCHMessage } from '../ul-dcch.js';

/**
 * The answer to an RRCConnectionReconfiguration, under the new keys if it was a handover (TS 36.331, 5.3.5.3, 5.3.5.4).
 * @param transactionId 0 to 3, that of the reconfiguration
 */
export const reconfigurationComplete = (transactionId = 0): ULDCCHMessage => ({
  message: {
    choice: 'c1',
    value: {
      choice: 'rrcConnectionReconfigurationComplete',
      value: {
        'rrc-TransactionIdentifier': transactionId,
        criticalExtensions: { choice: 'rrcConnectionReconfigurationComplete-r8', value: {} },
      },
    },
  },
});

/**
 * The message that sends a UE to RRC_IDLE, and ends LWA with that (TS 36.331, 5.3.8, 5.3.12).
 * @param transactionId 0 to 3
 */
export const connectionRelease = (
  releaseCause: RRCConnectionReleaseR8IEs['releaseCause'] = 'other',
  transactionId = 0,
): DLDCCHMessage => ({
  message: {
    choice: 'c1',
    value: {
      choice: 'rrcConnectionRelease',
      value: {
        'rrc-TransactionIdentifier': transactionId,
        criticalExtensions: {
          choice: 'c1',
          value: { choice: 'rrcConnectionRelease-r8', value: { releaseCause } },
        },
      },
    },
  },
});
