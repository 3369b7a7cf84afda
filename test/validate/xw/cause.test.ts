import { expect, it } from 'vitest';
import {
  viewXwap,
  wtAdditionRequestAcknowledge,
  wtModificationRequestReject,
  wtReleaseRequest,
} from '../../../src/codecs/xwap/index.js';
import { xwDetail } from '../../../src/validate/xw/cause.js';
import { acknowledge, addition, IDS, modification, sKwtOf } from '../lte/peer.js';

const cause = { choice: 'radioNetwork', value: 'security-failure' } as const;

it.each([
  ['with S-KWT', addition(sKwtOf(0))],
  ['with S-KWT', modification(sKwtOf(1))],
  ['', addition(undefined)],
  ['', acknowledge()],
  ['UE context kept', wtReleaseRequest({ ...IDS, ueContextKept: true })],
  ['security-failure', wtModificationRequestReject({ ...IDS, cause })],
  [
    'bearers 6 and 7 not admitted',
    wtAdditionRequestAcknowledge({
      ...IDS,
      admitted: [{ erabId: 5, wtTunnel: { address: Uint8Array.of(192, 0, 2, 65), teid: 5 } }],
      notAdmitted: [6, 7].map(erabId => ({ erabId, cause })),
    }),
  ],
  [
    'bearer 6 not admitted',
    wtAdditionRequestAcknowledge({ ...IDS, admitted: [], notAdmitted: [{ erabId: 6, cause }] }),
  ],
])('says %j of a message', (detail, message) => {
  expect(xwDetail(viewXwap(message))).toBe(detail);
});
