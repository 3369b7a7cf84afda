import { type Names, onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import { ifGiven } from '../../given.js';
import type { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { ERABsAdmittedToBeAddedList } from '../messages/addition.js';
import type { XwAPPDU } from '../pdu.js';
import {
  type AdmittedBearer,
  admittedBearer,
  type BearerCause,
  type GtpTunnel,
  gtpTunnel,
  notAdmitted,
} from './bearers.js';
import { xwapMessage } from './message.js';
import { type AdditionReject, additionReject, type UeReject, ueReject } from './refusal.js';
import { RELEASE_REQUIRED, type ReleaseRequired } from './release.js';
import {
  bitsIn,
  elementsOf,
  enbIdOf,
  mobilitySet,
  PAIR,
  radioNetworkCause,
  type UePair,
  type UeXwapId,
  ueXwapId,
  type WlanId,
  wtIdOf,
} from './values.js';

/** What an LWIP ADDITION REQUEST says. */
export interface LwipAdditionRequest {
  /** ENB UE XwAP ID: 3 octets or 0..16777215. */
  readonly enbUeXwapId: UeXwapId;
  /** The WLAN MAC address of the UE: 6 octets. */
  readonly ueIdentity: Uint8Array;
  /** LWIP-PSK: 32 octets. */
  readonly lwipPsk: Uint8Array;
  /** The identity of the UE as initiator of IKE: octets, of any number. */
  readonly ikeInitiatorIdentity: Uint8Array;
  /** PLMN identity: 3 octets. */
  readonly servingPlmn?: Uint8Array | undefined;
  readonly enbTunnel?: GtpTunnel | undefined;
  /** 1..1024 WLANs */
  readonly mobilitySet?: readonly WlanId[] | undefined;
}

const ADDITION: Names<LwipAdditionRequest> = {
  enbUeXwapId: true,
  ueIdentity: true,
  lwipPsk: true,
  ikeInitiatorIdentity: true,
  servingPlmn: true,
  enbTunnel: true,
  mobilitySet: true,
};

/**
 * LWIP ADDITION REQUEST, eNB → WT. TS 36.463, 9.1.27.
 * @throws EncodeError for a key of another length, an id out of range, a WLAN without identifier, names that there are not
 */
export function lwipAdditionRequest(request: LwipAdditionRequest): XwAPPDU {
  onlyNames('', request, ADDITION);
  const { lwipPsk, ikeInitiatorIdentity } = request;
  if (lwipPsk.length !== 32)
    throw new EncodeError('lwipPsk', `must be of 32 octets, is of ${lwipPsk.length}`);
  return xwapMessage('LWIPAdditionRequest', {
    'ENB-UE-XwAP-ID': ueXwapId(request.enbUeXwapId, 'enbUeXwapId'),
    'UE-Identity': request.ueIdentity,
    'LWIP-SeGWSecurityInfo': {
      'lWIP-PSK': bitsIn(lwipPsk),
      'iKE-Initiator-Identity': ikeInitiatorIdentity,
    },
    ServingPLMN: request.servingPlmn,
    eNBGTPtunnelEndpoint: ifGiven(request.enbTunnel, gtpTunnel),
    MobilitySet: ifGiven(request.mobilitySet, mobilitySet),
  });
}

/** What an LWIP ADDITION REQUEST ACKNOWLEDGE says. */
export interface LwipAdditionRequestAcknowledge extends UePair {
  /** Of the LWIP security gateway. */
  readonly seGwTunnel?: GtpTunnel | undefined;
  /** 1..256 bearers */
  readonly admitted?: readonly AdmittedBearer[] | undefined;
  /** 1..256 bearers */
  readonly notAdmitted?: readonly BearerCause[] | undefined;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const ADDITION_ACKNOWLEDGE: Names<LwipAdditionRequestAcknowledge> = {
  ...PAIR,
  seGwTunnel: true,
  admitted: true,
  notAdmitted: true,
  criticalityDiagnostics: true,
};

/**
 * LWIP ADDITION REQUEST ACKNOWLEDGE, WT → eNB. TS 36.463, 9.1.28.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function lwipAdditionRequestAcknowledge(answer: LwipAdditionRequestAcknowledge): XwAPPDU {
  onlyNames('', answer, ADDITION_ACKNOWLEDGE);
  return xwapMessage('LWIPAdditionRequestAcknowledge', {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    'LWIP-SeGWGTPtunnelEndpoint': ifGiven(answer.seGwTunnel, gtpTunnel),
    'E-RABs-Admitted-ToBeAdded-List': ifGiven(answer.admitted, list =>
      elementsOf(ERABsAdmittedToBeAddedList, list.map(admittedBearer)),
    ),
    'E-RABs-NotAdmitted-List': notAdmitted(answer.notAdmitted),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}

/**
 * LWIP ADDITION REQUEST REJECT, WT → eNB. TS 36.463, 9.1.29.
 * @throws EncodeError for an id out of range, names that there are not
 */
export const lwipAdditionRequestReject = (answer: AdditionReject): XwAPPDU =>
  xwapMessage('LWIPAdditionRequestReject', additionReject(answer));

/** What an LWIP MODIFICATION REQUEST says. */
export interface LwipModificationRequest extends UePair {
  /** radioNetwork: unspecified, if left out. */
  readonly cause?: Cause | undefined;
  /** PLMN identity: 3 octets. */
  readonly servingPlmn?: Uint8Array | undefined;
  /** 1..1024 WLANs */
  readonly mobilitySet?: readonly WlanId[] | undefined;
}

const MODIFICATION: Names<LwipModificationRequest> = {
  ...PAIR,
  cause: true,
  servingPlmn: true,
  mobilitySet: true,
};

/**
 * LWIP MODIFICATION REQUEST, eNB → WT. TS 36.463, 9.1.30.
 * @throws EncodeError for ids out of range, a WLAN without identifier, names that there are not
 */
export function lwipModificationRequest(request: LwipModificationRequest): XwAPPDU {
  onlyNames('', request, MODIFICATION);
  return xwapMessage('LWIPModificationRequest', {
    'ENB-UE-XwAP-ID': enbIdOf(request),
    'WT-UE-XwAP-ID': wtIdOf(request),
    Cause: request.cause ?? radioNetworkCause('unspecified'),
    ServingPLMN: request.servingPlmn,
    MobilitySet: ifGiven(request.mobilitySet, mobilitySet),
  });
}

/** An answer with nothing but diagnostics. */
export interface UeAnswer extends UePair {
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const UE_ANSWER: Names<UeAnswer> = { ...PAIR, criticalityDiagnostics: true };

/**
 * LWIP MODIFICATION REQUEST ACKNOWLEDGE, WT → eNB. TS 36.463, 9.1.31.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function lwipModificationRequestAcknowledge(answer: UeAnswer): XwAPPDU {
  onlyNames('', answer, UE_ANSWER);
  return xwapMessage('LWIPModificationRequestAcknowledge', {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}

/**
 * LWIP MODIFICATION REQUEST REJECT, WT → eNB. TS 36.463, 9.1.32.
 * @throws EncodeError for ids out of range, names that there are not
 */
export const lwipModificationRequestReject = (answer: UeReject): XwAPPDU =>
  xwapMessage('LWIPModificationRequestReject', ueReject(answer));

/** What an LWIP RELEASE REQUEST says. */
export interface LwipReleaseRequest extends UePair {
  readonly cause?: Cause | undefined;
}

const RELEASE: Names<LwipReleaseRequest> = { ...PAIR, cause: true };

/**
 * LWIP RELEASE REQUEST, eNB → WT; it has no answer. TS 36.463, 9.1.33.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function lwipReleaseRequest(request: LwipReleaseRequest): XwAPPDU {
  onlyNames('', request, RELEASE);
  return xwapMessage('LWIPReleaseRequest', {
    'ENB-UE-XwAP-ID': enbIdOf(request),
    'WT-UE-XwAP-ID': wtIdOf(request),
    Cause: request.cause,
  });
}

/**
 * LWIP RELEASE REQUIRED, WT → eNB. TS 36.463, 9.1.34.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function lwipReleaseRequired(request: ReleaseRequired): XwAPPDU {
  onlyNames('', request, RELEASE_REQUIRED);
  return xwapMessage('LWIPReleaseRequired', {
    'ENB-UE-XwAP-ID': enbIdOf(request),
    'WT-UE-XwAP-ID': wtIdOf(request),
    Cause: request.cause,
  });
}

/**
 * LWIP RELEASE CONFIRM, eNB → WT. TS 36.463, 9.1.35.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function lwipReleaseConfirm(answer: UeAnswer): XwAPPDU {
  onlyNames('', answer, UE_ANSWER);
  return xwapMessage('LWIPReleaseConfirm', {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}
