import { type Names, onlyNames } from '../../check.js';
import { given, ifGiven } from '../../given.js';
import type { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import {
  ERABsAdmittedToBeAddedModAckList,
  ERABsAdmittedToBeModifiedModAckList,
  ERABsAdmittedToBeReleasedModAckList,
  ERABsToBeAddedListModReq,
  ERABsToBeModifiedListModReq,
  ERABsToBeReleasedListModReq,
  type UEContextInformationWTModReq,
} from '../messages/modification.js';
import type { XwAPPDU } from '../pdu.js';
import {
  type AdmittedBearer,
  admittedBearer,
  type BearerCause,
  type BearerToAdd,
  type BearerToModify,
  type BearerToRelease,
  bearerOnly,
  bearerToAdd,
  bearerToModify,
  notAdmitted,
  releasedByModification,
  type WtBearer,
  wtBearer,
} from './bearers.js';
import { xwapMessage } from './message.js';
import { type UeReject, ueReject } from './refusal.js';
import {
  elementsOf,
  enbIdOf,
  mobilitySet,
  PAIR,
  radioNetworkCause,
  securityInfo,
  type UePair,
  type WlanId,
  wtIdOf,
} from './values.js';

/** What a WT MODIFICATION REQUEST says; a re-key has `sKwt` and the ids only. */
export interface WtModificationRequest extends UePair {
  /** radioNetwork: unspecified, if left out; no cause is reserved for re-keying. */
  readonly cause?: Cause | undefined;
  /** PLMN identity: 3 octets. */
  readonly servingPlmn?: Uint8Array | undefined;
  /** The new S-KWT: 32 octets. */
  readonly sKwt?: Uint8Array | undefined;
  /** 1..256 bearers */
  readonly bearersToAdd?: readonly BearerToAdd[] | undefined;
  /** 1..256 bearers */
  readonly bearersToModify?: readonly BearerToModify[] | undefined;
  /** 1..256 bearers */
  readonly bearersToRelease?: readonly BearerToRelease[] | undefined;
  /** 1..1024 WLANs */
  readonly mobilitySet?: readonly WlanId[] | undefined;
}

const REQUEST: Names<WtModificationRequest> = {
  ...PAIR,
  cause: true,
  servingPlmn: true,
  sKwt: true,
  bearersToAdd: true,
  bearersToModify: true,
  bearersToRelease: true,
  mobilitySet: true,
};

/** Undefined if the request changes nothing of the context. */
function contextOf(request: WtModificationRequest): UEContextInformationWTModReq | undefined {
  const { sKwt, bearersToAdd, bearersToModify, bearersToRelease } = request;
  if ((sKwt ?? bearersToAdd ?? bearersToModify ?? bearersToRelease) === undefined) return undefined;
  return given({
    wLANSecurityInfo: sKwt && securityInfo(sKwt),
    'e-RABs-ToBeAdded': ifGiven(bearersToAdd, list =>
      elementsOf(ERABsToBeAddedListModReq, list.map(bearerToAdd)),
    ),
    'e-RABs-ToBeModified': ifGiven(bearersToModify, list =>
      elementsOf(ERABsToBeModifiedListModReq, list.map(bearerToModify)),
    ),
    'e-RABs-ToBeReleased': ifGiven(bearersToRelease, list =>
      elementsOf(ERABsToBeReleasedListModReq, list.map(releasedByModification)),
    ),
  });
}

/**
 * WT MODIFICATION REQUEST, eNB → WT: a new S-KWT, other bearers or another mobility set for a UE:
 * `wtModificationRequest({ enbUeXwapId, wtUeXwapId, sKwt })`. TS 36.463, 8.9 and 9.1.17.
 * @throws EncodeError for a key of another length, ids out of range, a WLAN without identifier, names that there are not
 */
export function wtModificationRequest(request: WtModificationRequest): XwAPPDU {
  onlyNames('', request, REQUEST);
  return xwapMessage('WTModificationRequest', {
    'ENB-UE-XwAP-ID': enbIdOf(request),
    'WT-UE-XwAP-ID': wtIdOf(request),
    Cause: request.cause ?? radioNetworkCause('unspecified'),
    ServingPLMN: request.servingPlmn,
    'UE-ContextInformationWTModReq': contextOf(request),
    MobilitySet: ifGiven(request.mobilitySet, mobilitySet),
  });
}

/** What a WT MODIFICATION REQUEST ACKNOWLEDGE says; the answer to a re-key has the ids only. */
export interface WtModificationRequestAcknowledge extends UePair {
  /** 1..256 bearers */
  readonly added?: readonly AdmittedBearer[] | undefined;
  /** 1..256 bearers */
  readonly modified?: readonly WtBearer[] | undefined;
  /** 1..256 E-RAB IDs, 0..15 */
  readonly released?: readonly number[] | undefined;
  /** 1..256 bearers */
  readonly notAdmitted?: readonly BearerCause[] | undefined;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const ACKNOWLEDGE: Names<WtModificationRequestAcknowledge> = {
  ...PAIR,
  added: true,
  modified: true,
  released: true,
  notAdmitted: true,
  criticalityDiagnostics: true,
};

/**
 * WT MODIFICATION REQUEST ACKNOWLEDGE, WT → eNB. TS 36.463, 8.9.2 and 9.1.18.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtModificationRequestAcknowledge(answer: WtModificationRequestAcknowledge): XwAPPDU {
  onlyNames('', answer, ACKNOWLEDGE);
  return xwapMessage('WTModificationRequestAcknowledge', {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    'E-RABs-Admitted-ToBeAdded-ModAckList': ifGiven(answer.added, list =>
      elementsOf(ERABsAdmittedToBeAddedModAckList, list.map(admittedBearer)),
    ),
    'E-RABs-Admitted-ToBeModified-ModAckList': ifGiven(answer.modified, list =>
      elementsOf(ERABsAdmittedToBeModifiedModAckList, list.map(wtBearer)),
    ),
    'E-RABs-Admitted-ToBeReleased-ModAckList': ifGiven(answer.released, list =>
      elementsOf(ERABsAdmittedToBeReleasedModAckList, list.map(bearerOnly)),
    ),
    'E-RABs-NotAdmitted-List': notAdmitted(answer.notAdmitted),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}

/**
 * WT MODIFICATION REQUEST REJECT, WT → eNB. TS 36.463, 8.9.3 and 9.1.19.
 * @throws EncodeError for ids out of range, names that there are not
 */
export const wtModificationRequestReject = (answer: UeReject): XwAPPDU =>
  xwapMessage('WTModificationRequestReject', ueReject(answer));
