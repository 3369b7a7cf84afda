import { type Infer, optional, size } from '../../per/index.js';
import { maxnoofBearers } from '../constants.js';
import { extensible, ie, listOfSingleContainers, message, named } from '../containers.js';
import {
  DRBIdentity,
  ERABID,
  ERABList,
  ERABQoSParameters,
  GTPtunnelEndpoint,
  LWAWLANAC,
} from '../ies/bearer.js';
import { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { PLMNIdentity } from '../ies/node.js';
import { UEXwAPID, WLANSecurityInfo } from '../ies/ue.js';
import { MobilitySet } from '../ies/wlan.js';

export const ERABsToBeAddedModReqItem = named(
  'E-RABs-ToBeAdded-ModReqItem',
  extensible(
    {
      'e-RAB-ID': ERABID,
      'e-RAB-QoS-Parameters': ERABQoSParameters,
      'eNB-GTPtunnelEndpoint': GTPtunnelEndpoint,
    },
    { 'DRB-Identity': ie('reject', DRBIdentity, 'optional') },
  ),
);
export type ERABsToBeAddedModReqItem = Infer<typeof ERABsToBeAddedModReqItem>;

export const ERABsToBeAddedListModReq = listOfSingleContainers(size(1, maxnoofBearers), {
  'E-RABs-ToBeAdded-ModReqItem': ie('ignore', ERABsToBeAddedModReqItem, 'mandatory'),
});
export type ERABsToBeAddedListModReq = Infer<typeof ERABsToBeAddedListModReq>;

export const ERABsToBeModifiedModReqItem = named(
  'E-RABs-ToBeModified-ModReqItem',
  extensible({
    'e-RAB-ID': ERABID,
    'e-RAB-QoS-Parameters': optional(ERABQoSParameters),
    'eNB-GTPtunnelEndpoint': optional(GTPtunnelEndpoint),
  }),
);
export type ERABsToBeModifiedModReqItem = Infer<typeof ERABsToBeModifiedModReqItem>;

export const ERABsToBeModifiedListModReq = listOfSingleContainers(size(1, maxnoofBearers), {
  'E-RABs-ToBeModified-ModReqItem': ie('ignore', ERABsToBeModifiedModReqItem, 'mandatory'),
});
export type ERABsToBeModifiedListModReq = Infer<typeof ERABsToBeModifiedListModReq>;

/** dL-GTPtunnelEndpoint is where the WT forwards what it has not delivered. */
export const ERABsToBeReleasedModReqItem = named(
  'E-RABs-ToBeReleased-ModReqItem',
  extensible({ 'e-RAB-ID': ERABID, 'dL-GTPtunnelEndpoint': optional(GTPtunnelEndpoint) }),
);
export type ERABsToBeReleasedModReqItem = Infer<typeof ERABsToBeReleasedModReqItem>;

export const ERABsToBeReleasedListModReq = listOfSingleContainers(size(1, maxnoofBearers), {
  'E-RABs-ToBeReleased-ModReqItem': ie('ignore', ERABsToBeReleasedModReqItem, 'mandatory'),
});
export type ERABsToBeReleasedListModReq = Infer<typeof ERABsToBeReleasedListModReq>;

/** wLANSecurityInfo is the new key; without an id of its own, unlike in WTAdditionRequest. */
export const UEContextInformationWTModReq = named(
  'UE-ContextInformationWTModReq',
  extensible({
    wLANSecurityInfo: optional(WLANSecurityInfo),
    'e-RABs-ToBeAdded': optional(ERABsToBeAddedListModReq),
    'e-RABs-ToBeModified': optional(ERABsToBeModifiedListModReq),
    'e-RABs-ToBeReleased': optional(ERABsToBeReleasedListModReq),
  }),
);
export type UEContextInformationWTModReq = Infer<typeof UEContextInformationWTModReq>;

export const ERABsAdmittedToBeAddedModAckItem = named(
  'E-RABs-Admitted-ToBeAdded-ModAckItem',
  extensible(
    {
      'e-RAB-ID': ERABID,
      'wT-GTPtunnelEndpoint': GTPtunnelEndpoint,
    },
    { 'LWA-WLAN-AC': ie('ignore', LWAWLANAC, 'optional') },
  ),
);
export type ERABsAdmittedToBeAddedModAckItem = Infer<typeof ERABsAdmittedToBeAddedModAckItem>;

export const ERABsAdmittedToBeAddedModAckList = named(
  'E-RABs-Admitted-ToBeAdded-ModAckList',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-Admitted-ToBeAdded-ModAckItem': ie('ignore', ERABsAdmittedToBeAddedModAckItem, 'mandatory'),
  }),
);
export type ERABsAdmittedToBeAddedModAckList = Infer<typeof ERABsAdmittedToBeAddedModAckList>;

export const ERABsAdmittedToBeModifiedModAckItem = named(
  'E-RABs-Admitted-ToBeModified-ModAckItem',
  extensible(
    {
      'e-RAB-ID': ERABID,
      'wT-GTPtunnelEndpoint': optional(GTPtunnelEndpoint),
    },
    { 'LWA-WLAN-AC': ie('ignore', LWAWLANAC, 'optional') },
  ),
);
export type ERABsAdmittedToBeModifiedModAckItem = Infer<typeof ERABsAdmittedToBeModifiedModAckItem>;

export const ERABsAdmittedToBeModifiedModAckList = named(
  'E-RABs-Admitted-ToBeModified-ModAckList',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-Admitted-ToBeModified-ModAckItem': ie('ignore', ERABsAdmittedToBeModifiedModAckItem, 'mandatory'),
  }),
);
export type ERABsAdmittedToBeModifiedModAckList = Infer<typeof ERABsAdmittedToBeModifiedModAckList>;

export const ERABsAdmittedToBeReleasedModAckItem = named(
  'E-RABs-Admitted-ToBeReleased-ModAckItem',
  extensible({ 'e-RAB-ID': ERABID }),
);
export type ERABsAdmittedToBeReleasedModAckItem = Infer<typeof ERABsAdmittedToBeReleasedModAckItem>;

export const ERABsAdmittedToBeReleasedModAckList = named(
  'E-RABs-Admitted-ToBeReleased-ModAckList',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-Admitted-ToBeReleased-ModAckItem': ie('ignore', ERABsAdmittedToBeReleasedModAckItem, 'mandatory'),
  }),
);
export type ERABsAdmittedToBeReleasedModAckList = Infer<typeof ERABsAdmittedToBeReleasedModAckList>;

/** eNB → WT. TS 36.463, 9.1.17. */
export const WTModificationRequest = message('WTModificationRequest', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  ServingPLMN: ie('ignore', PLMNIdentity, 'optional'),
  'UE-ContextInformationWTModReq': ie('reject', UEContextInformationWTModReq, 'optional'),
  MobilitySet: ie('reject', MobilitySet, 'optional'),
});
export type WTModificationRequest = Infer<typeof WTModificationRequest>;

/** WT → eNB. TS 36.463, 9.1.18. */
export const WTModificationRequestAcknowledge = message('WTModificationRequestAcknowledge', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'E-RABs-Admitted-ToBeAdded-ModAckList': ie('ignore', ERABsAdmittedToBeAddedModAckList, 'optional'),
  'E-RABs-Admitted-ToBeModified-ModAckList': ie('ignore', ERABsAdmittedToBeModifiedModAckList, 'optional'),
  'E-RABs-Admitted-ToBeReleased-ModAckList': ie('ignore', ERABsAdmittedToBeReleasedModAckList, 'optional'),
  'E-RABs-NotAdmitted-List': ie('ignore', ERABList, 'optional'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTModificationRequestAcknowledge = Infer<typeof WTModificationRequestAcknowledge>;

/** WT → eNB. TS 36.463, 9.1.19. */
export const WTModificationRequestReject = message('WTModificationRequestReject', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTModificationRequestReject = Infer<typeof WTModificationRequestReject>;
