import type { Infer } from '../../per/index.js';
import { ie, message } from '../containers.js';
import { ERABList, GTPtunnelEndpoint } from '../ies/bearer.js';
import { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { PLMNIdentity } from '../ies/node.js';
import { LWIPSeGWSecurityInfo, UEIdentity, UEXwAPID } from '../ies/ue.js';
import { MobilitySet } from '../ies/wlan.js';
import { ERABsAdmittedToBeAddedList } from './addition.js';

/** eNB → WT. TS 36.463, 9.1.27. */
export const LWIPAdditionRequest = message('LWIPAdditionRequest', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'UE-Identity': ie('reject', UEIdentity, 'mandatory'),
  'LWIP-SeGWSecurityInfo': ie('reject', LWIPSeGWSecurityInfo, 'mandatory'),
  ServingPLMN: ie('ignore', PLMNIdentity, 'optional'),
  eNBGTPtunnelEndpoint: ie('reject', GTPtunnelEndpoint, 'optional'),
  MobilitySet: ie('reject', MobilitySet, 'optional'),
});
export type LWIPAdditionRequest = Infer<typeof LWIPAdditionRequest>;

/** WT → eNB. TS 36.463, 9.1.28. */
export const LWIPAdditionRequestAcknowledge = message('LWIPAdditionRequestAcknowledge', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'LWIP-SeGWGTPtunnelEndpoint': ie('reject', GTPtunnelEndpoint, 'optional'),
  'E-RABs-Admitted-ToBeAdded-List': ie('ignore', ERABsAdmittedToBeAddedList, 'optional'),
  'E-RABs-NotAdmitted-List': ie('ignore', ERABList, 'optional'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type LWIPAdditionRequestAcknowledge = Infer<typeof LWIPAdditionRequestAcknowledge>;

/** WT → eNB. TS 36.463, 9.1.29. */
export const LWIPAdditionRequestReject = message('LWIPAdditionRequestReject', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type LWIPAdditionRequestReject = Infer<typeof LWIPAdditionRequestReject>;

/** eNB → WT. TS 36.463, 9.1.30. */
export const LWIPModificationRequest = message('LWIPModificationRequest', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  ServingPLMN: ie('ignore', PLMNIdentity, 'optional'),
  MobilitySet: ie('reject', MobilitySet, 'optional'),
});
export type LWIPModificationRequest = Infer<typeof LWIPModificationRequest>;

/** WT → eNB. TS 36.463, 9.1.31. */
export const LWIPModificationRequestAcknowledge = message('LWIPModificationRequestAcknowledge', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type LWIPModificationRequestAcknowledge = Infer<typeof LWIPModificationRequestAcknowledge>;

/** WT → eNB. TS 36.463, 9.1.32. */
export const LWIPModificationRequestReject = message('LWIPModificationRequestReject', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type LWIPModificationRequestReject = Infer<typeof LWIPModificationRequestReject>;

/** eNB → WT. TS 36.463, 9.1.33. */
export const LWIPReleaseRequest = message('LWIPReleaseRequest', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'optional'),
});
export type LWIPReleaseRequest = Infer<typeof LWIPReleaseRequest>;

/** WT → eNB. TS 36.463, 9.1.34. */
export const LWIPReleaseRequired = message('LWIPReleaseRequired', {
  'ENB-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('reject', UEXwAPID, 'mandatory'),
  Cause: ie('ignore', Cause, 'mandatory'),
});
export type LWIPReleaseRequired = Infer<typeof LWIPReleaseRequired>;

/** eNB → WT. TS 36.463, 9.1.35. */
export const LWIPReleaseConfirm = message('LWIPReleaseConfirm', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type LWIPReleaseConfirm = Infer<typeof LWIPReleaseConfirm>;
