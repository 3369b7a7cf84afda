import { type Names, onlyNames } from '../../check.js';
import { ifGiven } from '../../given.js';
import type { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import {
  ERABsConfirmedToBeModifiedModReqdList,
  ERABsConfirmedToBeReleasedModReqdList,
  ERABsToBeModifiedModReqdList,
  ERABsToBeReleasedModReqdList,
} from '../messages/modification-by-wt.js';
import type { XwAPPDU } from '../pdu.js';
import {
  type BearerCause,
  type BearerToRelease,
  bearerCause,
  bearerOnly,
  releasedByModification,
  type WtBearer,
  wtBearer,
} from './bearers.js';
import { xwapMessage } from './message.js';
import { type UeReject, ueReject } from './refusal.js';
import { elementsOf, enbIdOf, PAIR, type UePair, wtIdOf } from './values.js';

/** What a WT MODIFICATION REQUIRED says. */
export interface WtModificationRequired extends UePair {
  readonly cause: Cause;
  /** 1..256 bearers that the WT will carry no more */
  readonly bearersToRelease?: readonly BearerCause[] | undefined;
  /** 1..256 bearers with a new tunnel or access category */
  readonly bearersToModify?: readonly WtBearer[] | undefined;
}

const REQUIRED: Names<WtModificationRequired> = {
  ...PAIR,
  cause: true,
  bearersToRelease: true,
  bearersToModify: true,
};

/**
 * WT MODIFICATION REQUIRED, WT → eNB. TS 36.463, 8.10 and 9.1.20.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtModificationRequired(request: WtModificationRequired): XwAPPDU {
  onlyNames('', request, REQUIRED);
  return xwapMessage('WTModificationRequired', {
    'ENB-UE-XwAP-ID': enbIdOf(request),
    'WT-UE-XwAP-ID': wtIdOf(request),
    Cause: request.cause,
    'E-RABs-ToBeReleased-ModReqdList': ifGiven(request.bearersToRelease, list =>
      elementsOf(ERABsToBeReleasedModReqdList, list.map(bearerCause)),
    ),
    'E-RABs-ToBeModified-ModReqdList': ifGiven(request.bearersToModify, list =>
      elementsOf(ERABsToBeModifiedModReqdList, list.map(wtBearer)),
    ),
  });
}

/** What a WT MODIFICATION CONFIRM says. */
export interface WtModificationConfirm extends UePair {
  /** 1..256 bearers */
  readonly released?: readonly BearerToRelease[] | undefined;
  /** 1..256 E-RAB IDs, 0..15 */
  readonly modified?: readonly number[] | undefined;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const CONFIRM: Names<WtModificationConfirm> = {
  ...PAIR,
  released: true,
  modified: true,
  criticalityDiagnostics: true,
};

/**
 * WT MODIFICATION CONFIRM, eNB → WT. TS 36.463, 8.10.2 and 9.1.21.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtModificationConfirm(answer: WtModificationConfirm): XwAPPDU {
  onlyNames('', answer, CONFIRM);
  return xwapMessage('WTModificationConfirm', {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    'E-RABs-Confirmed-ToBeReleased-ModReqdList': ifGiven(answer.released, list =>
      elementsOf(ERABsConfirmedToBeReleasedModReqdList, list.map(releasedByModification)),
    ),
    'E-RABs-Confirmed-ToBeModified-ModReqdList': ifGiven(answer.modified, list =>
      elementsOf(ERABsConfirmedToBeModifiedModReqdList, list.map(bearerOnly)),
    ),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}

/**
 * WT MODIFICATION REFUSE, eNB → WT. TS 36.463, 8.10.3 and 9.1.22.
 * @throws EncodeError for ids out of range, names that there are not
 */
export const wtModificationRefuse = (answer: UeReject): XwAPPDU =>
  xwapMessage('WTModificationRefuse', ueReject(answer));
