import { expect, it } from 'vitest';
import {
  plmnIdentity,
  radioNetworkCause,
  reset,
  wtAdditionRequestAcknowledge,
  wtAssociationConfirmation,
  wtConfigurationUpdate,
  wtModificationRequest,
  wtReleaseRequired,
  type XwAPPDU,
  xwSetupRequest,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { createXwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { playEnb } from '../enb/script.js';
import { addition, pair, playWt, type ScriptedXw, scriptXw, wlans } from './script.js';

/** What goes back, each on which stream. */
const answers = (script: ScriptedXw, ...messages: readonly (XwAPPDU | Uint8Array)[]): readonly string[] => {
  const from = script.sent.length;
  for (const message of messages) script.tell(message);
  return script.sent.slice(from).map(({ message }, i) => `${message} on ${script.streams[from + i]}`);
};

const cause = radioNetworkCause('unspecified');
const octetsOfNothing = Uint8Array.of(0, 7, 0, 5);

it('a WT answers on stream 0 what concerns no UE, and on another what does (TS 36.462, 7)', () => {
  expect(
    answers(
      playWt().connect(),
      xwSetupRequest({ plmn: plmnIdentity('001', '01'), id: { macro: 1 } }),
      addition,
      wtModificationRequest({ ...pair, sKwt: new Uint8Array(32) }),
      // Refused, as they are not for a WT.
      wtAssociationConfirmation(pair),
      wtConfigurationUpdate({ add: wlans }),
      octetsOfNothing,
      reset({ cause }),
    ),
  ).toEqual([
    'XwSetupResponse on 0',
    'WTAdditionRequestAcknowledge on 1',
    'WTModificationRequestAcknowledge on 1',
    'ErrorIndication on 1',
    'WTConfigurationUpdateFailure on 0',
    'ErrorIndication on 0',
    'ResetResponse on 0',
  ]);
});

it('so does an eNB', () => {
  const wt = scriptXw();
  const { enb, attach } = playEnb(createXwapEndpoint(wt.sctp));
  wt.tell(xwSetupResponse({ wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 }, wlans }));
  enb.startLwa(attach());
  expect(wt.streams).toEqual([0, 1]);
  const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 1 };
  expect(
    answers(
      wt,
      wtAdditionRequestAcknowledge({ ...pair, admitted: [{ erabId: 5, wtTunnel }] }),
      wtReleaseRequired({ ...pair, wtUeXwapId: 9, cause }),
      wtReleaseRequired({ ...pair, cause }),
      reset({ cause }),
    ),
  ).toEqual(['ErrorIndication on 1', 'WTReleaseConfirm on 1', 'ResetResponse on 0']);
});
