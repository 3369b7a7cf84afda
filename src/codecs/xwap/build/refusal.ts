import { type Names, onlyNames } from '../../check.js';
import type { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { enbIdOf, PAIR, type UePair, type UeXwapId, ueXwapId, wtIdOf } from './values.js';

/** A refusal of an addition. */
export interface AdditionReject {
  /** ENB UE XwAP ID of the request: 3 octets or 0..16777215. */
  readonly enbUeXwapId: UeXwapId;
  readonly cause: Cause;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const ADDITION_REJECT: Names<AdditionReject> = {
  enbUeXwapId: true,
  cause: true,
  criticalityDiagnostics: true,
};

/** The IEs of a refusal of an addition. */
export const additionReject = (answer: AdditionReject) => {
  onlyNames('', answer, ADDITION_REJECT);
  return {
    'ENB-UE-XwAP-ID': ueXwapId(answer.enbUeXwapId, 'enbUeXwapId'),
    Cause: answer.cause,
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  };
};

/** A refusal that concerns a UE known to both. */
export interface UeReject extends UePair {
  readonly cause: Cause;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const UE_REJECT: Names<UeReject> = { ...PAIR, cause: true, criticalityDiagnostics: true };

/** The IEs of such a refusal. */
export const ueReject = (answer: UeReject) => {
  onlyNames('', answer, UE_REJECT);
  return {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    Cause: answer.cause,
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  };
};
