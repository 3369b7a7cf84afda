import { type Infer, optional, size } from '../../per/index.js';
import { maxnoofBearers } from '../constants.js';
import { extensible, ie, listOfSingleContainers, message, named } from '../containers.js';
import { ERABID, GTPtunnelEndpoint } from '../ies/bearer.js';
import { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { UEContextKeptIndicator, UEXwAPID } from '../ies/ue.js';

/** wT-GTPtunnelEndpoint is where the WT forwards what it has not delivered. */
export const ERABsToBeReleasedRelReqItem = named(
  'E-RABs-ToBeReleased-RelReqItem',
  extensible({ 'e-RAB-ID': ERABID, 'wT-GTPtunnelEndpoint': optional(GTPtunnelEndpoint) }),
);
export type ERABsToBeReleasedRelReqItem = Infer<typeof ERABsToBeReleasedRelReqItem>;

export const ERABsToBeReleasedListRelReq = named(
  'E-RABs-ToBeReleased-List-RelReq',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-ToBeReleased-RelReqItem': ie('ignore', ERABsToBeReleasedRelReqItem, 'mandatory'),
  }),
);
export type ERABsToBeReleasedListRelReq = Infer<typeof ERABsToBeReleasedListRelReq>;

/** wT-GTPtunnelEndpoint is where the WT forwards what it has not delivered. */
export const ERABsToBeReleasedRelConfItem = named(
  'E-RABs-ToBeReleased-RelConfItem',
  extensible({ 'e-RAB-ID': ERABID, 'wT-GTPtunnelEndpoint': optional(GTPtunnelEndpoint) }),
);
export type ERABsToBeReleasedRelConfItem = Infer<typeof ERABsToBeReleasedRelConfItem>;

export const ERABsToBeReleasedListRelConf = named(
  'E-RABs-ToBeReleased-List-RelConf',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-ToBeReleased-RelConfItem': ie('ignore', ERABsToBeReleasedRelConfItem, 'mandatory'),
  }),
);
export type ERABsToBeReleasedListRelConf = Infer<typeof ERABsToBeReleasedListRelConf>;

/** eNB → WT. TS 36.463, 9.1.23. */
export const WTReleaseRequest = message('WTReleaseRequest', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'optional'),
  'E-RABs-ToBeReleased-List-RelReq': ie('ignore', ERABsToBeReleasedListRelReq, 'optional'),
  'UE-ContextKeptIndicator': ie('ignore', UEContextKeptIndicator, 'optional'),
});
export type WTReleaseRequest = Infer<typeof WTReleaseRequest>;

/** WT → eNB. TS 36.463, 9.1.24. */
export const WTReleaseRequired = message('WTReleaseRequired', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
});
export type WTReleaseRequired = Infer<typeof WTReleaseRequired>;

/** eNB → WT. TS 36.463, 9.1.25. */
export const WTReleaseConfirm = message('WTReleaseConfirm', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'E-RABs-ToBeReleased-List-RelConf': ie('ignore', ERABsToBeReleasedListRelConf, 'optional'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTReleaseConfirm = Infer<typeof WTReleaseConfirm>;
