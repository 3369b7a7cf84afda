import { type Names, onlyNames } from '../../check.js';
import { ifGiven } from '../../given.js';
import type { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import { ERABsToBeReleasedListRelConf, ERABsToBeReleasedListRelReq } from '../messages/release.js';
import type { XwAPPDU } from '../pdu.js';
import { type BearerToRelease, releasedByRelease } from './bearers.js';
import { xwapMessage } from './message.js';
import { elementsOf, enbIdOf, PAIR, type UePair, wtIdOf } from './values.js';

/** What a WT RELEASE REQUEST says. */
export interface WtReleaseRequest extends UePair {
  readonly cause?: Cause | undefined;
  /** 1..256 bearers */
  readonly bearers?: readonly BearerToRelease[] | undefined;
  /** The UE goes to another eNB without WT change: the WT is to keep what is not this eNB's. */
  readonly ueContextKept?: boolean | undefined;
}

const REQUEST: Names<WtReleaseRequest> = { ...PAIR, cause: true, bearers: true, ueContextKept: true };

/**
 * WT RELEASE REQUEST, eNB → WT; it has no answer. TS 36.463, 8.11 and 9.1.23.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtReleaseRequest(request: WtReleaseRequest): XwAPPDU {
  onlyNames('', request, REQUEST);
  return xwapMessage('WTReleaseRequest', {
    'ENB-UE-XwAP-ID': enbIdOf(request),
    'WT-UE-XwAP-ID': wtIdOf(request),
    Cause: request.cause,
    'E-RABs-ToBeReleased-List-RelReq': ifGiven(request.bearers, list =>
      elementsOf(ERABsToBeReleasedListRelReq, list.map(releasedByRelease)),
    ),
    'UE-ContextKeptIndicator': request.ueContextKept ? 'true' : undefined,
  });
}

/** A release that the WT asks for. */
export interface ReleaseRequired extends UePair {
  readonly cause: Cause;
}

/** The names of such a release. */
export const RELEASE_REQUIRED: Names<ReleaseRequired> = { ...PAIR, cause: true };

/**
 * WT RELEASE REQUIRED, WT → eNB. TS 36.463, 8.12 and 9.1.24.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtReleaseRequired(request: ReleaseRequired): XwAPPDU {
  onlyNames('', request, RELEASE_REQUIRED);
  return xwapMessage('WTReleaseRequired', {
    'ENB-UE-XwAP-ID': enbIdOf(request),
    'WT-UE-XwAP-ID': wtIdOf(request),
    Cause: request.cause,
  });
}

/** What a WT RELEASE CONFIRM says. */
export interface WtReleaseConfirm extends UePair {
  /** 1..256 bearers */
  readonly bearers?: readonly BearerToRelease[] | undefined;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const CONFIRM: Names<WtReleaseConfirm> = { ...PAIR, bearers: true, criticalityDiagnostics: true };

/**
 * WT RELEASE CONFIRM, eNB → WT. TS 36.463, 8.12.2 and 9.1.25.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtReleaseConfirm(answer: WtReleaseConfirm): XwAPPDU {
  onlyNames('', answer, CONFIRM);
  return xwapMessage('WTReleaseConfirm', {
    'ENB-UE-XwAP-ID': enbIdOf(answer),
    'WT-UE-XwAP-ID': wtIdOf(answer),
    'E-RABs-ToBeReleased-List-RelConf': ifGiven(answer.bearers, list =>
      elementsOf(ERABsToBeReleasedListRelConf, list.map(releasedByRelease)),
    ),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}
