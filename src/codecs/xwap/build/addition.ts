import { type Names, onlyNames } from '../../check.js';
import { ifGiven } from '../../given.js';
import type { CriticalityDiagnostics } from '../ies/diagnostics.js';
import { ERABsAdmittedToBeAddedList, ERABsToBeAddedList } from '../messages/addition.js';
import type { XwAPPDU } from '../pdu.js';
import {
  type AdmittedBearer,
  admittedBearer,
  type BearerCause,
  type BearerToAdd,
  bearerToAdd,
  notAdmitted,
} from './bearers.js';
import { xwapMessage } from './message.js';
import { type AdditionReject, additionReject } from './refusal.js';
import {
  elementsOf,
  enbIdOf,
  mobilitySet,
  PAIR,
  securityInfo,
  type UePair,
  type UeXwapId,
  ueXwapId,
  type WlanId,
  wtIdOf,
} from './values.js';

/** What a WT ADDITION REQUEST says. */
export interface WtAdditionRequest {
  /** ENB UE XwAP ID: 3 octets or 0..16777215. */
  readonly enbUeXwapId: UeXwapId;
  /** The WLAN MAC address of the UE: 6 octets. */
  readonly ueIdentity: Uint8Array;
  /** S-KWT: 32 octets. */
  readonly sKwt?: Uint8Array | undefined;
  /** PLMN identity: 3 octets. */
  readonly servingPlmn?: Uint8Array | undefined;
  /** 1..256 bearers */
  readonly bearers: readonly BearerToAdd[];
  /** 1..1024 WLANs */
  readonly mobilitySet: readonly WlanId[];
  /** In a handover without WT change, the id of the UE at the WT so far: 3 octets or 0..16777215. */
  readonly wtUeXwapId?: UeXwapId | undefined;
}

const REQUEST: Names<WtAdditionRequest> = {
  ...PAIR,
  ueIdentity: true,
  sKwt: true,
  servingPlmn: true,
  bearers: true,
  mobilitySet: true,
};

/**
 * WT ADDITION REQUEST, eNB → WT: asks for LWA resources for a UE. TS 36.463, 8.8 and 9.1.14.
 * @throws EncodeError for a key of another length, ids out of range, a WLAN without identifier, names that there are not
 */
export function wtAdditionRequest(request: WtAdditionRequest): XwAPPDU {
  onlyNames('', request, REQUEST);
  return xwapMessage('WTAdditionRequest', {
    'ENB-UE-XwAP-ID': ueXwapId(request.enbUeXwapId, 'enbUeXwapId'),
    'UE-Identity': request.ueIdentity,
    WLANSecurityInfo: ifGiven(request.sKwt, securityInfo),
    ServingPLMN: request.servingPlmn,
    'E-RABs-ToBeAdded-List': elementsOf(ERABsToBeAddedList, request.bearers.map(bearerToAdd)),
    MobilitySet: mobilitySet(request.mobilitySet),
    'WT-UE-XwAP-ID': ifGiven(request.wtUeXwapId, id => ueXwapId(id, 'wtUeXwapId')),
  });
}

/** What a WT ADDITION REQUEST ACKNOWLEDGE says. */
export interface WtAdditionRequestAcknowledge extends UePair {
  /** 1..256 bearers */
  readonly admitted: readonly AdmittedBearer[];
  /** 1..256 bearers */
  readonly notAdmitted?: readonly BearerCause[] | undefined;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
  /** The MAC address of the WT, which the eNB passes to the UE: 6 octets. */
  readonly wtMacAddress?: Uint8Array | undefined;
}

const ACKNOWLEDGE: Names<WtAdditionRequestAcknowledge> = {
  ...PAIR,
  admitted: true,
  notAdmitted: true,
  criticalityDiagnostics: true,
  wtMacAddress: true,
};

/**
 * WT ADDITION REQUEST ACKNOWLEDGE, WT → eNB. TS 36.463, 8.8.2 and 9.1.15.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtAdditionRequestAcknowledge(answer: WtAdditionRequestAcknowledge): XwAPPDU {
  onlyNames('', answer, ACKNOWLEDGE);
  return xwapMessage('WTAdditionRequestAcknowledge', {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    'E-RABs-Admitted-ToBeAdded-List': elementsOf(
      ERABsAdmittedToBeAddedList,
      answer.admitted.map(admittedBearer),
    ),
    'E-RABs-NotAdmitted-List': notAdmitted(answer.notAdmitted),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
    'WT-MAC-Address': answer.wtMacAddress,
  });
}

/**
 * WT ADDITION REQUEST REJECT, WT → eNB. TS 36.463, 8.8.3 and 9.1.16.
 * @throws EncodeError for an id out of range, names that there are not
 */
export const wtAdditionRequestReject = (answer: AdditionReject): XwAPPDU =>
  xwapMessage('WTAdditionRequestReject', additionReject(answer));

/**
 * WT ASSOCIATION CONFIRMATION, WT → eNB: the UE has associated after its addition. TS 36.463, 8.13 and
 * 9.1.26.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtAssociationConfirmation(ue: UePair): XwAPPDU {
  onlyNames('', ue, PAIR);
  return xwapMessage('WTAssociationConfirmation', {
    'ENB-UE-XwAP-ID': enbIdOf(ue),
    'WT-UE-XwAP-ID': wtIdOf(ue),
  });
}
