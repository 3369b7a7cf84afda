import { copyOf } from '../codecs/copy.js';
import { toHex } from '../codecs/hex.js';
import {
  itemsOf,
  radioNetworkCause,
  type WtId,
  wtAdditionRequestAcknowledge,
  wtAdditionRequestReject,
  wtAssociationConfirmation,
  wtModificationRequestAcknowledge,
  wtModificationRequestReject,
  xwSetupResponse,
} from '../codecs/xwap/index.js';
import type { Wt } from './wt.js';
import type { XwapEndpoint, XwapMessage } from './xwap-endpoint.js';

/** What the Xw part of a WT is told of the node that it belongs to. */
export interface WtXwOptions {
  readonly wt: Wt;
  readonly id: WtId;
  readonly ssid: string;
  readonly bssids: readonly Uint8Array[];
  /** 4 octets: where GTP tunnels end. */
  readonly ip: Uint8Array;
  /** How many of the next WT Modification Requests of each UE it refuses. */
  readonly refusals: number;
  readonly note: (text: string) => void;
}

/** A UE-associated signalling connection. */
interface Connection {
  readonly endpoint: XwapEndpoint;
  readonly enbUeXwapId: Uint8Array;
}

/** What the Xw part of a WT knows of a UE. */
interface UeContext {
  readonly station: Uint8Array;
  readonly wtUeXwapId: number;
  /** By endpoint: two while a UE goes from one eNB to another without WT change. */
  connections: readonly Connection[];
  /** Whether WT Association Confirmation is still to be sent. */
  isConfirmationDue: boolean;
  refusals: number;
}

const numberOf = (id: Uint8Array): number => (id[0]! << 16) | (id[1]! << 8) | id[2]!;

/** The WT's part in the procedures of XwAP (TS 36.463, 8.2, 8.8, 8.9, 8.11 and 8.13). */
export interface WtXw {
  /** Takes part in the Xw interface with another eNB. */
  serve(endpoint: XwapEndpoint): void;
}

export function createWtXw(options: WtXwOptions): WtXw {
  const { wt, note } = options;
  /** By WT UE XwAP ID, and by address. */
  const byId = new Map<number, UeContext>();
  const byStation = new Map<string, UeContext>();
  let lastId = 0;

  wt.keyInUse = station => {
    const ue = byStation.get(toHex(station));
    if (ue === undefined || !ue.isConfirmationDue) return;
    ue.isConfirmationDue = false;
    const { wtUeXwapId } = ue;
    for (const { endpoint, enbUeXwapId } of ue.connections)
      endpoint.send(wtAssociationConfirmation({ enbUeXwapId, wtUeXwapId }), 'ue');
  };

  const setUp = (endpoint: XwapEndpoint): void => {
    const ssid = new TextEncoder().encode(options.ssid);
    endpoint.send(
      xwSetupResponse({ wtId: options.id, wlans: options.bssids.map(bssid => ({ bss: { bssid }, ssid })) }),
      'common',
    );
  };

  const add = (
    endpoint: XwapEndpoint,
    { ies }: Extract<XwapMessage, { message: 'WTAdditionRequest' }>,
  ): void => {
    // Copies of what is kept: views would keep the packet that they are of.
    const enbUeXwapId = copyOf(ies['ENB-UE-XwAP-ID']);
    const given = ies['WT-UE-XwAP-ID'];
    const kept = given && byId.get(numberOf(given));
    const sKwt = ies.WLANSecurityInfo?.['wT-Security-Key'].bytes;
    if (kept === undefined && (given !== undefined || sKwt === undefined)) {
      const cause = radioNetworkCause(given === undefined ? 'security-failure' : 'unknown-WT-UE-XwAP-ID');
      endpoint.send(wtAdditionRequestReject({ enbUeXwapId, cause }), 'ue');
      return;
    }
    const ue: UeContext = kept ?? {
      station: copyOf(ies['UE-Identity']),
      wtUeXwapId: ++lastId,
      connections: [],
      isConfirmationDue: true,
      refusals: options.refusals,
    };
    ue.connections = [...ue.connections, { endpoint, enbUeXwapId }];
    byId.set(ue.wtUeXwapId, ue);
    byStation.set(toHex(ue.station), ue);
    if (kept === undefined) wt.addUe(ue.station, copyOf(sKwt!));
    else if (sKwt !== undefined) wt.setSKwt(ue.station, copyOf(sKwt));
    const held = wt.sKwt(ue.station)!.name;
    note(
      kept === undefined
        ? `the WT expects the UE, with ${held}`
        : `the WT knows the UE by its WT UE XwAP ID: the association goes on, under ${held}`,
    );
    const admitted = itemsOf(ies['E-RABs-ToBeAdded-List']).map(bearer => ({
      erabId: Number(bearer['e-RAB-ID']),
      wtTunnel: { address: options.ip, teid: ue.wtUeXwapId },
    }));
    endpoint.send(wtAdditionRequestAcknowledge({ enbUeXwapId, wtUeXwapId: ue.wtUeXwapId, admitted }), 'ue');
  };

  const modify = (
    endpoint: XwapEndpoint,
    { ies }: Extract<XwapMessage, { message: 'WTModificationRequest' }>,
  ): void => {
    const pair = { enbUeXwapId: ies['ENB-UE-XwAP-ID'], wtUeXwapId: ies['WT-UE-XwAP-ID'] };
    const ue = byId.get(numberOf(pair.wtUeXwapId));
    if (ue === undefined) {
      const cause = radioNetworkCause('unknown-WT-UE-XwAP-ID');
      endpoint.send(wtModificationRequestReject({ ...pair, cause }), 'ue');
      return;
    }
    const sKwt = ies['UE-ContextInformationWTModReq']?.wLANSecurityInfo?.['wT-Security-Key'].bytes;
    if (sKwt !== undefined && ue.refusals > 0) {
      ue.refusals--;
      note('the WT refuses the new S-KWT and goes on with the old one, which the UE no longer has');
      endpoint.send(
        wtModificationRequestReject({ ...pair, cause: radioNetworkCause('security-failure') }),
        'ue',
      );
      return;
    }
    endpoint.send(wtModificationRequestAcknowledge(pair), 'ue');
    if (sKwt === undefined) return;
    wt.setSKwt(ue.station, copyOf(sKwt));
    note(`the WT now holds ${wt.sKwt(ue.station)!.name}`);
  };

  const release = (
    endpoint: XwapEndpoint,
    { ies }: Extract<XwapMessage, { message: 'WTReleaseRequest' }>,
  ): void => {
    const ue = byId.get(numberOf(ies['WT-UE-XwAP-ID']));
    if (ue === undefined) return;
    ue.connections = ue.connections.filter(one => one.endpoint !== endpoint);
    if (ies['UE-ContextKeptIndicator'] === 'true' && ue.connections.length > 0) {
      note('UE context kept: the WT goes on with the UE for the target eNB');
      return;
    }
    note('the WT ends the association and knows the UE no more');
    byId.delete(ue.wtUeXwapId);
    byStation.delete(toHex(ue.station));
    wt.removeUe(ue.station);
  };

  return {
    serve(endpoint) {
      endpoint.receive = message => {
        switch (message.message) {
          case 'XwSetupRequest':
            return setUp(endpoint);
          case 'WTAdditionRequest':
            return add(endpoint, message);
          case 'WTModificationRequest':
            return modify(endpoint, message);
          case 'WTReleaseRequest':
            return release(endpoint, message);
        }
      };
    },
  };
}
