import { type Infer, size } from '../../per/index.js';
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
import { UEIdentity, UEXwAPID, WLANSecurityInfo, WTMACAddress } from '../ies/ue.js';
import { MobilitySet } from '../ies/wlan.js';

export const ERABsToBeAddedItem = named(
  'E-RABs-ToBeAdded-Item',
  extensible(
    {
      'e-RAB-ID': ERABID,
      'e-RAB-QoS-Parameters': ERABQoSParameters,
      'eNB-GTPtunnelEndpoint': GTPtunnelEndpoint,
    },
    { 'DRB-Identity': ie('reject', DRBIdentity, 'optional') },
  ),
);
export type ERABsToBeAddedItem = Infer<typeof ERABsToBeAddedItem>;

export const ERABsToBeAddedList = named(
  'E-RABs-ToBeAdded-List',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-ToBeAdded-Item': ie('reject', ERABsToBeAddedItem, 'mandatory'),
  }),
);
export type ERABsToBeAddedList = Infer<typeof ERABsToBeAddedList>;

export const ERABsAdmittedToBeAddedItem = named(
  'E-RABs-Admitted-ToBeAdded-Item',
  extensible(
    {
      'e-RAB-ID': ERABID,
      'wT-GTPtunnelEndpoint': GTPtunnelEndpoint,
    },
    { 'LWA-WLAN-AC': ie('ignore', LWAWLANAC, 'optional') },
  ),
);
export type ERABsAdmittedToBeAddedItem = Infer<typeof ERABsAdmittedToBeAddedItem>;

export const ERABsAdmittedToBeAddedList = named(
  'E-RABs-Admitted-ToBeAdded-List',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-Admitted-ToBeAdded-Item': ie('ignore', ERABsAdmittedToBeAddedItem, 'mandatory'),
  }),
);
export type ERABsAdmittedToBeAddedList = Infer<typeof ERABsAdmittedToBeAddedList>;

/** eNB → WT. TS 36.463, 9.1.14. */
export const WTAdditionRequest = message('WTAdditionRequest', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'UE-Identity': ie('reject', UEIdentity, 'mandatory'),
  WLANSecurityInfo: ie('reject', WLANSecurityInfo, 'optional'),
  ServingPLMN: ie('ignore', PLMNIdentity, 'optional'),
  'E-RABs-ToBeAdded-List': ie('reject', ERABsToBeAddedList, 'mandatory'),
  MobilitySet: ie('reject', MobilitySet, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'optional'),
});
export type WTAdditionRequest = Infer<typeof WTAdditionRequest>;

/** WT → eNB. TS 36.463, 9.1.15. */
export const WTAdditionRequestAcknowledge = message('WTAdditionRequestAcknowledge', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'E-RABs-Admitted-ToBeAdded-List': ie('ignore', ERABsAdmittedToBeAddedList, 'mandatory'),
  'E-RABs-NotAdmitted-List': ie('ignore', ERABList, 'optional'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
  'WT-MAC-Address': ie('ignore', WTMACAddress, 'optional'),
});
export type WTAdditionRequestAcknowledge = Infer<typeof WTAdditionRequestAcknowledge>;

/** WT → eNB. TS 36.463, 9.1.16. */
export const WTAdditionRequestReject = message('WTAdditionRequestReject', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTAdditionRequestReject = Infer<typeof WTAdditionRequestReject>;

/** WT → eNB. TS 36.463, 9.1.26. */
export const WTAssociationConfirmation = message('WTAssociationConfirmation', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
});
export type WTAssociationConfirmation = Infer<typeof WTAssociationConfirmation>;
