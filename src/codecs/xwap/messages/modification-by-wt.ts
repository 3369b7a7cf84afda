import { type Infer, optional, size } from '../../per/index.js';
import { maxnoofBearers } from '../constants.js';
import { extensible, ie, listOfSingleContainers, message, named } from '../containers.js';
import { ERABID, GTPtunnelEndpoint, LWAWLANAC } from '../ies/bearer.js';
import { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { UEXwAPID } from '../ies/ue.js';

export const ERABsToBeReleasedModReqdItem = named(
  'E-RABs-ToBeReleased-ModReqdItem',
  extensible({ 'e-RAB-ID': ERABID, cause: Cause }),
);
export type ERABsToBeReleasedModReqdItem = Infer<typeof ERABsToBeReleasedModReqdItem>;

export const ERABsToBeReleasedModReqdList = named(
  'E-RABs-ToBeReleased-ModReqdList',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-ToBeReleased-ModReqdItem': ie('ignore', ERABsToBeReleasedModReqdItem, 'mandatory'),
  }),
);
export type ERABsToBeReleasedModReqdList = Infer<typeof ERABsToBeReleasedModReqdList>;

export const ERABsToBeModifiedModReqdItem = named(
  'E-RABs-ToBeModified-ModReqdItem',
  extensible(
    {
      'e-RAB-ID': ERABID,
      'wT-GTPtunnelEndpoint': optional(GTPtunnelEndpoint),
    },
    { 'LWA-WLAN-AC': ie('ignore', LWAWLANAC, 'optional') },
  ),
);
export type ERABsToBeModifiedModReqdItem = Infer<typeof ERABsToBeModifiedModReqdItem>;

export const ERABsToBeModifiedModReqdList = named(
  'E-RABs-ToBeModified-ModReqdList',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-ToBeModified-ModReqdItem': ie('ignore', ERABsToBeModifiedModReqdItem, 'mandatory'),
  }),
);
export type ERABsToBeModifiedModReqdList = Infer<typeof ERABsToBeModifiedModReqdList>;

/** dL-GTPtunnelEndpoint is where the WT forwards what it has not delivered. */
export const ERABsConfirmedToBeReleasedModReqdItem = named(
  'E-RABs-Confirmed-ToBeReleased-ModReqdItem',
  extensible({ 'e-RAB-ID': ERABID, 'dL-GTPtunnelEndpoint': optional(GTPtunnelEndpoint) }),
);
export type ERABsConfirmedToBeReleasedModReqdItem = Infer<typeof ERABsConfirmedToBeReleasedModReqdItem>;

export const ERABsConfirmedToBeReleasedModReqdList = named(
  'E-RABs-Confirmed-ToBeReleased-ModReqdList',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-Confirmed-ToBeReleased-ModReqdItem': ie(
      'ignore',
      ERABsConfirmedToBeReleasedModReqdItem,
      'mandatory',
    ),
  }),
);
export type ERABsConfirmedToBeReleasedModReqdList = Infer<typeof ERABsConfirmedToBeReleasedModReqdList>;

export const ERABsConfirmedToBeModifiedModReqdItem = named(
  'E-RABs-Confirmed-ToBeModified-ModReqdItem',
  extensible({ 'e-RAB-ID': ERABID }),
);
export type ERABsConfirmedToBeModifiedModReqdItem = Infer<typeof ERABsConfirmedToBeModifiedModReqdItem>;

export const ERABsConfirmedToBeModifiedModReqdList = named(
  'E-RABs-Confirmed-ToBeModified-ModReqdList',
  listOfSingleContainers(size(1, maxnoofBearers), {
    'E-RABs-Confirmed-ToBeModified-ModReqdItem': ie(
      'ignore',
      ERABsConfirmedToBeModifiedModReqdItem,
      'mandatory',
    ),
  }),
);
export type ERABsConfirmedToBeModifiedModReqdList = Infer<typeof ERABsConfirmedToBeModifiedModReqdList>;

/** WT → eNB. TS 36.463, 9.1.20. */
export const WTModificationRequired = message('WTModificationRequired', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  'E-RABs-ToBeReleased-ModReqdList': ie('ignore', ERABsToBeReleasedModReqdList, 'optional'),
  'E-RABs-ToBeModified-ModReqdList': ie('ignore', ERABsToBeModifiedModReqdList, 'optional'),
});
export type WTModificationRequired = Infer<typeof WTModificationRequired>;

/** eNB → WT. TS 36.463, 9.1.21. */
export const WTModificationConfirm = message('WTModificationConfirm', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'E-RABs-Confirmed-ToBeReleased-ModReqdList': ie(
    'ignore',
    ERABsConfirmedToBeReleasedModReqdList,
    'optional',
  ),
  'E-RABs-Confirmed-ToBeModified-ModReqdList': ie(
    'ignore',
    ERABsConfirmedToBeModifiedModReqdList,
    'optional',
  ),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTModificationConfirm = Infer<typeof WTModificationConfirm>;

/** eNB → WT. TS 36.463, 9.1.22. */
export const WTModificationRefuse = message('WTModificationRefuse', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTModificationRefuse = Infer<typeof WTModificationRefuse>;
