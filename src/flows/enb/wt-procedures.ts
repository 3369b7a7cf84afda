import { get24 } from '../../codecs/layout/octets.js';
import { wtAdditionRequest } from '../../codecs/xwap/build/addition.js';
import { wtModificationRequest } from '../../codecs/xwap/build/modification.js';
import { wtReleaseRequest } from '../../codecs/xwap/build/release.js';
import { elementaryProcedures } from '../../codecs/xwap/procedures.js';
import { itemsOf } from '../../codecs/xwap/view.js';
import { ipv4TunnelOf } from '../ip/gtp-end.js';
import type { XwapResponse } from '../xw/procedures.js';
import { tellsUnknownId } from '../xw/ue-xwap-ids.js';
import type { XwapMessage } from '../xw/xwap-message.js';
import type { EnbConfiguration } from './configuration.js';
import type { WtAnswer } from './rekey.js';
import { ERAB } from './rrc.js';
import type { EnbUe } from './ue-context.js';
import { DRB, type EnbTunnels } from './user-data.js';
import { type EnbXw, MODIFICATION } from './xw.js';

/** Non-GBR, default bearer (TS 23.203, Table 6.1.7). */
const QOS = { qci: 9, priorityLevel: 15 };

const ADDITION = elementaryProcedures.wTAdditionPreparation.procedureCode;

/** What an eNB asks of its WT for a UE (TS 36.463, 8.8, 8.9 and 8.11). */
export interface WtProcedures {
  /**
   * WT Addition: with an S-KWT, or of a UE that the WT knows by `wtUeXwapId` from another eNB. Where the WT admits it too late, it
   * is released again.
   */
  add(
    ue: EnbUe,
    given: {
      readonly wlanMacAddress: Uint8Array;
      readonly sKwt?: Uint8Array;
      readonly wtUeXwapId?: number;
    },
    answered: (isAdded: boolean) => void,
  ): void;
  /** WT Modification with another S-KWT. */
  giveSKwt(ue: EnbUe, sKwt: Uint8Array, answered: (answer: WtAnswer) => void): void;
  /** WT Release, without effect where there is no connection. @param ueContextKept whether the UE goes on with another eNB */
  release(ue: EnbUe, ueContextKept?: boolean): void;
  /** The connection is no more, as the WT does not know it. */
  lose(ue: EnbUe): void;
  /** The connection is no more, as the WT has ended it. */
  end(ue: EnbUe): void;
}

/** The procedures of an eNB with its WT. */
export function createWtProcedures(
  configuration: EnbConfiguration,
  tunnels: EnbTunnels,
  xw: EnbXw,
  host: {
    /** Gives a UE another ENB UE XwAP ID. */
    renumber(ue: EnbUe): void;
    /** Remarks on the message that is being received. */
    note(text: string): void;
  },
): WtProcedures {
  /** @param grace nanoseconds for which uplink is still taken */
  const forget = (ue: EnbUe, grace: number): void => {
    tunnels.close(ue, grace);
    ue.bearer.downlink = undefined;
    ue.releasedWtUeXwapId = ue.wtUeXwapId;
    ue.wtUeXwapId = undefined;
  };

  /** What the WT has admitted the UE with. */
  const take = (ue: EnbUe, { ies }: XwapMessage<'WTAdditionRequestAcknowledge'>): void => {
    const [bearer] = itemsOf(ies['E-RABs-Admitted-ToBeAdded-List']);
    ue.wtUeXwapId = get24(ies['WT-UE-XwAP-ID'], 0);
    ue.wtTunnel = bearer && ipv4TunnelOf(bearer['wT-GTPtunnelEndpoint']);
  };

  const releaseLate = (
    ue: EnbUe,
    enbUeXwapId: number,
    response: XwapResponse,
    ueContextKept: boolean,
  ): void => {
    if (response.message !== 'WTAdditionRequestAcknowledge') return;
    host.note('the WT has answered too late: the eNB releases it again');
    const wtUeXwapId = get24(response.ies['WT-UE-XwAP-ID'], 0);
    ue.releasedWtUeXwapId = wtUeXwapId;
    xw.send(ue, wtReleaseRequest({ enbUeXwapId, wtUeXwapId, ueContextKept }));
  };

  return {
    add(ue, { wlanMacAddress, sKwt, wtUeXwapId }, answered) {
      const { enbUeXwapId } = ue;
      const enbTunnel = { address: configuration.ip, teid: tunnels.open(ue) };
      const pdu = wtAdditionRequest({
        enbUeXwapId,
        ueIdentity: wlanMacAddress,
        bearers: [{ erabId: ERAB, qos: QOS, enbTunnel, drbIdentity: DRB }],
        mobilitySet: configuration.mobilitySet,
        sKwt,
        wtUeXwapId,
      });
      const takeAnswer = (response: XwapResponse | undefined): void => {
        const isAdded = response?.message === 'WTAdditionRequestAcknowledge';
        if (response === undefined) host.renumber(ue);
        if (isAdded) take(ue, response);
        else tunnels.close(ue, 0);
        answered(isAdded);
      };
      xw.request(ue, ADDITION, pdu, takeAnswer, late =>
        releaseLate(ue, enbUeXwapId, late, wtUeXwapId !== undefined),
      );
    },
    giveSKwt(ue, sKwt, answered) {
      const { enbUeXwapId, wtUeXwapId } = ue;
      if (wtUeXwapId === undefined) {
        answered('connection lost');
        return;
      }
      xw.request(ue, MODIFICATION, wtModificationRequest({ enbUeXwapId, wtUeXwapId, sKwt }), response => {
        if (ue.wtUeXwapId === undefined) answered('connection lost');
        else if (response === undefined) answered('none in time');
        else if (tellsUnknownId(response)) {
          forget(ue, 0);
          answered('UE unknown');
        } else answered(response.message === 'WTModificationRequestAcknowledge' ? 'accepted' : 'refused');
      });
    },
    release(ue, ueContextKept = false) {
      const { enbUeXwapId, wtUeXwapId } = ue;
      if (wtUeXwapId === undefined) return;
      // No answer tells when the WT has the request: what it sends until then is still taken.
      forget(ue, configuration.responseTimeout);
      xw.send(ue, wtReleaseRequest({ enbUeXwapId, wtUeXwapId, ueContextKept }));
    },
    lose: ue => forget(ue, 0),
    end: ue => forget(ue, configuration.responseTimeout),
  };
}
