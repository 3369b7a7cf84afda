import { resetResponse } from '../../codecs/xwap/build/interface.js';
import { wtModificationConfirm, wtModificationRefuse } from '../../codecs/xwap/build/modification-by-wt.js';
import { wtReleaseConfirm } from '../../codecs/xwap/build/release.js';
import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import type { XwAPPDU } from '../../codecs/xwap/index.js';
import { itemsOf } from '../../codecs/xwap/view.js';
import { ipv4TunnelOf, type TunnelEnd } from '../ip/gtp-end.js';
import type { Diagnostics, XwapMessage } from '../xw/xwap-message.js';
import { ERAB } from './rrc.js';
import type { EnbUe } from './ue-context.js';

/** What the procedures that a WT starts need of its eNB. */
export interface WtInitiatedHost {
  /** Sends a message of the connection of a UE. */
  send(ue: EnbUe, pdu: XwAPPDU): void;
  /** The connections of these UEs with the WT are no more, and with them their LWA. @param why behind the comment on its release */
  connectionsEnded(ues: readonly EnbUe[], why: string): void;
  /** Ends the LWA of a UE, with WT Release Request. @param why behind the comment on it */
  releaseLwa(ue: EnbUe, why: string): void;
  /** Whether a WT Modification Request of this UE is still to be answered. */
  isModifying(ue: EnbUe): boolean;
  /** Remarks on the message that is being received. */
  note(text: string): void;
}

/** The eNB's part in what a WT asks for by itself (TS 36.463, 8.7, 8.10 and 8.12). */
export interface WtInitiated {
  /** @param isPresent whether the message is of the connection that the UE has, and not of the one released last */
  releaseRequired(
    ue: EnbUe,
    message: XwapMessage<'WTReleaseRequired'>,
    diagnostics: Diagnostics | undefined,
    isPresent: boolean,
  ): void;
  modificationRequired(
    ue: EnbUe,
    message: XwapMessage<'WTModificationRequired'>,
    diagnostics: Diagnostics | undefined,
  ): void;
  /** @param ues that have a connection @returns the response */
  reset(ues: readonly EnbUe[], diagnostics: Diagnostics | undefined): XwAPPDU;
}

/** What a WT Modification Required asks for; undefined where it cannot be. */
function askedFor({
  ies,
}: XwapMessage<'WTModificationRequired'>):
  | { readonly isRelease: boolean; readonly tunnel: TunnelEnd | undefined }
  | undefined {
  const released = itemsOf(ies['E-RABs-ToBeReleased-ModReqdList'] ?? []);
  const modified = itemsOf(ies['E-RABs-ToBeModified-ModReqdList'] ?? []);
  const all = [...released, ...modified];
  if (all.length === 0 || all.some(item => Number(item['e-RAB-ID']) !== ERAB)) return undefined;
  if (released.length > 0) return { isRelease: true, tunnel: undefined };
  const endpoints = modified.flatMap(item => item['wT-GTPtunnelEndpoint'] ?? []);
  const tunnels = endpoints.map(ipv4TunnelOf);
  return tunnels.includes(undefined) ? undefined : { isRelease: false, tunnel: tunnels.at(-1) };
}

/** What an eNB does as the WT requires it (TS 36.463, 8.7, 8.10 and 8.12). @param host what sends its answers, and carries them out */
export function createWtInitiated(host: WtInitiatedHost): WtInitiated {
  return {
    releaseRequired(ue, { ies }, criticalityDiagnostics, isPresent) {
      const pair = { enbUeXwapId: ies['ENB-UE-XwAP-ID'], wtUeXwapId: ies['WT-UE-XwAP-ID'] };
      // No tunnel for what the WT has not delivered: all that is sent to it is there before the answer.
      host.send(ue, wtReleaseConfirm({ ...pair, criticalityDiagnostics }));
      // It may have crossed a WT Release Request.
      if (!isPresent) return;
      host.note(`the WT requires the release of the UE, ${String(ies.Cause.value)}: the eNB confirms`);
      host.connectionsEnded([ue], ', as the WT requires it');
    },
    modificationRequired(ue, message, criticalityDiagnostics) {
      const { ies } = message;
      const pair = { enbUeXwapId: ies['ENB-UE-XwAP-ID'], wtUeXwapId: ies['WT-UE-XwAP-ID'] };
      const asked = askedFor(message);
      if (host.isModifying(ue) || asked === undefined) {
        // The eNB's own modification goes first (8.10.4).
        const cause = radioNetworkCause(host.isModifying(ue) ? 'procedure-cancelled' : 'unspecified');
        host.send(ue, wtModificationRefuse({ ...pair, cause, criticalityDiagnostics }));
        return;
      }
      if (asked.isRelease) {
        host.send(
          ue,
          wtModificationConfirm({ ...pair, released: [{ erabId: ERAB }], criticalityDiagnostics }),
        );
        host.note('the WT carries the only bearer of the UE no more: the eNB releases LWA');
        host.releaseLwa(ue, ', as no bearer is left at the WT');
        return;
      }
      if (asked.tunnel !== undefined) ue.wtTunnel = asked.tunnel;
      host.send(ue, wtModificationConfirm({ ...pair, modified: [ERAB], criticalityDiagnostics }));
    },
    reset(ues, criticalityDiagnostics) {
      host.note('the WT resets Xw: the eNB releases the LWA of its UEs');
      host.connectionsEnded(ues, ', as the WT has reset Xw');
      return resetResponse({ criticalityDiagnostics });
    },
  };
}
