import type { Infer } from '../../per/index.js';
import { ie, message } from '../containers.js';
import { Cause, CriticalityDiagnostics, TimeToWait } from '../ies/diagnostics.js';
import { ENBNeighbourList, GlobalENBID, WTID } from '../ies/node.js';
import { UEXwAPID } from '../ies/ue.js';
import {
  WLANIdentifierList,
  WLANIdentifiersToDeleteExtensionList,
  WLANIdentifiersToDeleteList,
} from '../ies/wlan.js';

/** eNB → WT. TS 36.463, 9.1.1. */
export const XwSetupRequest = message('XwSetupRequest', {
  'Global-ENB-ID': ie('reject', GlobalENBID, 'mandatory'),
});
export type XwSetupRequest = Infer<typeof XwSetupRequest>;

/** WT → eNB. TS 36.463, 9.1.2. */
export const XwSetupResponse = message('XwSetupResponse', {
  WTID: ie('reject', WTID, 'mandatory'),
  'WLANIdentifier-List': ie('reject', WLANIdentifierList, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
  'eNBNeighbour-List': ie('reject', ENBNeighbourList, 'optional'),
});
export type XwSetupResponse = Infer<typeof XwSetupResponse>;

/** WT → eNB. TS 36.463, 9.1.3. */
export const XwSetupFailure = message('XwSetupFailure', {
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
  TimeToWait: ie('ignore', TimeToWait, 'optional'),
});
export type XwSetupFailure = Infer<typeof XwSetupFailure>;

/** WT → eNB. TS 36.463, 9.1.4. */
export const WTConfigurationUpdate = message('WTConfigurationUpdate', {
  'WLANIdentifiersToAdd-List': ie('reject', WLANIdentifierList, 'optional'),
  'WLANIdentifiersToModify-List': ie('reject', WLANIdentifierList, 'optional'),
  'WLANIdentifiersToDelete-List': ie('reject', WLANIdentifiersToDeleteList, 'optional'),
  'WLANIdentifiersToDeleteExtension-List': ie('reject', WLANIdentifiersToDeleteExtensionList, 'optional'),
  'eNBNeighbour-List': ie('reject', ENBNeighbourList, 'optional'),
});
export type WTConfigurationUpdate = Infer<typeof WTConfigurationUpdate>;

/** eNB → WT. TS 36.463, 9.1.5. */
export const WTConfigurationUpdateAcknowledge = message('WTConfigurationUpdateAcknowledge', {
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTConfigurationUpdateAcknowledge = Infer<typeof WTConfigurationUpdateAcknowledge>;

/** eNB → WT. TS 36.463, 9.1.6. */
export const WTConfigurationUpdateFailure = message('WTConfigurationUpdateFailure', {
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
  TimeToWait: ie('ignore', TimeToWait, 'optional'),
});
export type WTConfigurationUpdateFailure = Infer<typeof WTConfigurationUpdateFailure>;

/** either way. TS 36.463, 9.1.11. */
export const ErrorIndication = message('ErrorIndication', {
  'ENB-UE-XwAP-ID': ie('ignore', UEXwAPID, 'optional'),
  'WT-UE-XwAP-ID': ie('ignore', UEXwAPID, 'optional'),
  Cause: ie('ignore', Cause, 'optional'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type ErrorIndication = Infer<typeof ErrorIndication>;

/** either way. TS 36.463, 9.1.12. */
export const Reset = message('Reset', {
  Cause: ie('ignore', Cause, 'mandatory'),
});
export type Reset = Infer<typeof Reset>;

/** either way. TS 36.463, 9.1.13. */
export const ResetResponse = message('ResetResponse', {
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type ResetResponse = Infer<typeof ResetResponse>;
