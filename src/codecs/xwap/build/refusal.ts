import type { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { enbIdOf, type UePair, type UeXwapId, ueXwapId, wtIdOf } from './values.js';

/** A refusal of an addition. */
export interface AdditionReject {
  /** ENB UE XwAP ID of the request: 3 octets or 0..16777215. */
  readonly enbUeXwapId: UeXwapId;
  readonly cause: Cause;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

/** The IEs of a refusal of an addition. */
export const additionReject = ({ enbUeXwapId, cause, criticalityDiagnostics }: AdditionReject) => ({
  'ENB-UE-XwAP-ID': ueXwapId(enbUeXwapId, 'enbUeXwapId'),
  Cause: cause,
  CriticalityDiagnostics: criticalityDiagnostics,
});

/** A refusal that concerns a UE known to both. */
export interface UeReject extends UePair {
  readonly cause: Cause;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

/** The IEs of such a refusal. */
export const ueReject = (answer: UeReject) => ({
  'ENB-UE-XwAP-ID': enbIdOf(answer),
  'WT-UE-XwAP-ID': wtIdOf(answer),
  Cause: answer.cause,
  CriticalityDiagnostics: answer.criticalityDiagnostics,
});
