import { get24 } from '../../codecs/layout/octets.js';
import {
  wtAdditionRequestAcknowledge,
  wtAdditionRequestReject,
  wtAssociationConfirmation,
} from '../../codecs/xwap/build/addition.js';
import { resetResponse } from '../../codecs/xwap/build/interface.js';
import {
  wtModificationRequestAcknowledge,
  wtModificationRequestReject,
} from '../../codecs/xwap/build/modification.js';
import { wtReleaseRequired } from '../../codecs/xwap/build/release.js';
import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import type { asn1, BearerCause, XwAPPDU } from '../../codecs/xwap/index.js';
import { itemsOf } from '../../codecs/xwap/view.js';
import type { GtpEnd, TunnelEnd } from '../ip/gtp-end.js';
import { AddressMap } from '../memory/address-map.js';
import { kept } from '../memory/kept.js';
import { tellsUnknownId, type UnknownId, ueXwapIdsOf, unknownId } from '../xw/ue-xwap-ids.js';
import type { XwapEndpoint } from '../xw/xwap-endpoint.js';
import type { Diagnostics, XwapMessage } from '../xw/xwap-message.js';
import { type BearerHolder, type BearerModification, createWtBearers } from './bearers.js';
import { createWtTunnels } from './tunnels.js';
import type { Wt } from './wt.js';

/** What the Xw part of a WT is told of the node that it belongs to. */
export interface WtXwOptions {
  readonly wt: Wt;
  /** What it answers an XwSetupRequest with: its identity and its BSSs. */
  readonly setUpResponse: (criticalityDiagnostics: Diagnostics | undefined) => XwAPPDU;
  /** 4 octets: where GTP tunnels end. */
  readonly ip: Uint8Array;
  /** How many of the next WT Modification Requests of each UE it refuses. */
  readonly refusals: number;
  readonly note: (text: string) => void;
}

/** A UE-associated signalling connection. */
interface Connection extends BearerHolder {
  readonly endpoint: XwapEndpoint;
  readonly enbUeXwapId: number;
  /** Whether the WT has asked the eNB to end it, and the eNB has not confirmed. */
  isReleaseRequired: boolean;
}

/** What the Xw part of a WT knows of a UE. */
interface XwUe {
  readonly station: Uint8Array;
  readonly wtUeXwapId: number;
  /** By endpoint: two while a UE goes from one eNB to another without WT change. */
  connections: readonly Connection[];
  /** Whether WT Association Confirmation is still to be sent. */
  isConfirmationDue: boolean;
  refusals: number;
}

/** A connection and whose it is. */
interface Found {
  readonly ue: XwUe;
  readonly connection: Connection;
}

const NONE: readonly never[] = [];

const ifAny = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

/** Why none of what was asked for is admitted: one cause stands for all of them. */
const causeOf = (notAdmitted: readonly BearerCause[]): BearerCause['cause'] =>
  notAdmitted[0]?.cause ?? radioNetworkCause('unspecified');

const admitsAny = ({ added, modified, released }: BearerModification): boolean =>
  added.length + modified.length + released.length > 0;

const numberOf = (id: Uint8Array): number => get24(id, 0);

/** The WT's part in the procedures of XwAP (TS 36.463, 8.2, 8.7 to 8.9 and 8.11 to 8.13). */
export interface WtXw {
  /** Asks the eNB to end the LWA of a UE (TS 36.463, 8.12); without effect for a UE that the WT does not know. */
  requireRelease(station: Uint8Array, cause: asn1.Cause): void;
  /** Takes part in the Xw interface with another eNB: Xw-C and Xw-U. */
  serve(endpoint: XwapEndpoint, gtp: GtpEnd): void;
}

/** The Xw side of a WT, which knows no eNB (TS 36.463). */
export function createWtXw(options: WtXwOptions): WtXw {
  const { wt, note } = options;
  /** By WT UE XwAP ID less 1, and by address. */
  const ues: (XwUe | undefined)[] = [];
  const ueOf = (id: Uint8Array): XwUe | undefined => ues[numberOf(id) - 1];
  const byStation = new AddressMap<XwUe>();
  const tunnels = createWtTunnels(wt);
  const bearers = createWtBearers(tunnels, options.ip);

  /** Nothing is left of a UE. */
  const forget = (ue: XwUe): void => {
    ues[ue.wtUeXwapId - 1] = undefined;
    // The eNB may have added the UE anew meanwhile.
    if (byStation.get(ue.station) !== ue) return;
    byStation.delete(ue.station);
    wt.removeUe(ue.station);
  };

  const end = (ue: XwUe, connection: Connection): void => {
    bearers.closeAll(connection);
    ue.connections = ue.connections.filter(one => one !== connection);
  };

  /** The connections with an eNB, as they are now. */
  const connectionsWith = (endpoint: XwapEndpoint): readonly Found[] =>
    ues.flatMap(ue =>
      (ue?.connections ?? NONE)
        .filter(connection => connection.endpoint === endpoint)
        .map(connection => ({ ue: ue!, connection })),
    );

  const withBoth = (endpoint: XwapEndpoint, enbId: Uint8Array, wtId: Uint8Array): Found | undefined => {
    const ue = ueOf(wtId);
    const number = numberOf(enbId);
    const connection = ue?.connections.find(one => one.endpoint === endpoint && one.enbUeXwapId === number);
    return connection && { ue: ue!, connection };
  };

  /** Ends a connection, and with the last one what is known of its UE. */
  const drop = ({ ue, connection }: Found): void => {
    end(ue, connection);
    if (ue.connections.length === 0) forget(ue);
  };

  /**
   * The connection that a message is of. Where both IDs are of connections, but not of one, these are released: nobody can tell
   * which of them the other end means (TS 36.413, 10.6).
   */
  const connectionOf = (endpoint: XwapEndpoint, enbId: Uint8Array, wtId: Uint8Array): Found | UnknownId => {
    const own = withBoth(endpoint, enbId, wtId);
    if (own !== undefined) return own;
    const number = numberOf(enbId);
    const ue = ueOf(wtId);
    const withIds = connectionsWith(endpoint).filter(
      found => found.ue === ue || found.connection.enbUeXwapId === number,
    );
    const isWtIdKnown = withIds.some(found => found.ue === ue);
    const isEnbIdKnown = withIds.some(({ connection }) => connection.enbUeXwapId === number);
    if (isWtIdKnown && isEnbIdKnown) withIds.forEach(drop);
    return unknownId(isEnbIdKnown, isWtIdKnown);
  };

  wt.keyInUse = station => {
    const ue = byStation.get(station);
    if (ue === undefined || !ue.isConfirmationDue) return;
    ue.isConfirmationDue = false;
    const { wtUeXwapId } = ue;
    for (const { endpoint, enbUeXwapId } of ue.connections)
      endpoint.send(wtAssociationConfirmation({ enbUeXwapId, wtUeXwapId }), 'ue');
  };

  const add = (
    endpoint: XwapEndpoint,
    gtp: GtpEnd,
    { ies }: XwapMessage<'WTAdditionRequest'>,
    criticalityDiagnostics: Diagnostics | undefined,
  ): void => {
    const enbUeXwapId = numberOf(ies['ENB-UE-XwAP-ID']);
    const reject = (cause: asn1.Cause): void =>
      endpoint.send(wtAdditionRequestReject({ enbUeXwapId, cause, criticalityDiagnostics }), 'ue');
    const given = ies['WT-UE-XwAP-ID'];
    const ueWithId = given && ueOf(given);
    const known = ueWithId === byStation.get(ies['UE-Identity']) ? ueWithId : undefined;
    const sKwt = ies.WLANSecurityInfo?.['wT-Security-Key'].bytes;
    if (known === undefined && (given !== undefined || sKwt === undefined)) {
      reject(radioNetworkCause(given === undefined ? 'security-failure' : 'unknown-WT-UE-XwAP-ID'));
      return;
    }
    const ue: XwUe = known ?? {
      station: kept(ies['UE-Identity']),
      wtUeXwapId: ues.push(undefined),
      connections: NONE,
      isConfirmationDue: true,
      refusals: options.refusals,
    };
    const connection: Connection = { endpoint, gtp, enbUeXwapId, isReleaseRequired: false, bearers: NONE };
    const { admitted, notAdmitted } = bearers.add(
      ue.station,
      connection,
      itemsOf(ies['E-RABs-ToBeAdded-List']),
    );
    if (admitted.length === 0) {
      reject(causeOf(notAdmitted));
      return;
    }
    ue.connections = ue.connections.length === 0 ? [connection] : [...ue.connections, connection];
    ues[ue.wtUeXwapId - 1] = ue;
    byStation.set(ue.station, ue);
    if (known === undefined) wt.addUe(ue.station, sKwt!);
    else if (sKwt !== undefined) wt.setSKwt(ue.station, sKwt);
    const held = wt.sKwt(ue.station)!.name;
    note(
      known === undefined
        ? `the WT expects the UE, with ${held}`
        : `the WT knows the UE by its WT UE XwAP ID: the association goes on, under ${held}`,
    );
    const { wtUeXwapId } = ue;
    endpoint.send(
      wtAdditionRequestAcknowledge({
        enbUeXwapId,
        wtUeXwapId,
        admitted,
        notAdmitted: ifAny(notAdmitted),
        criticalityDiagnostics,
      }),
      'ue',
    );
  };

  const modify = (
    endpoint: XwapEndpoint,
    { ies }: XwapMessage<'WTModificationRequest'>,
    criticalityDiagnostics: Diagnostics | undefined,
  ): void => {
    const enbUeXwapId = ies['ENB-UE-XwAP-ID'];
    const wtUeXwapId = ies['WT-UE-XwAP-ID'];
    const reject = (cause: asn1.Cause): void =>
      endpoint.send(
        wtModificationRequestReject({ enbUeXwapId, wtUeXwapId, cause, criticalityDiagnostics }),
        'ue',
      );
    const found = connectionOf(endpoint, enbUeXwapId, wtUeXwapId);
    if (typeof found === 'string') {
      reject(radioNetworkCause(found));
      return;
    }
    const { ue, connection } = found;
    const context = ies['UE-ContextInformationWTModReq'];
    const sKwt = context?.wLANSecurityInfo?.['wT-Security-Key'].bytes;
    if (sKwt !== undefined && ue.refusals > 0) {
      ue.refusals--;
      note('the WT refuses the new S-KWT and goes on with the old one');
      reject(radioNetworkCause('security-failure'));
      return;
    }
    const changed = context && bearers.modify(ue.station, connection, context);
    if (changed !== undefined && sKwt === undefined && ies.MobilitySet === undefined && !admitsAny(changed)) {
      reject(causeOf(changed.notAdmitted));
      return;
    }
    endpoint.send(
      wtModificationRequestAcknowledge({
        enbUeXwapId,
        wtUeXwapId,
        added: changed && ifAny(changed.added),
        modified: changed && ifAny(changed.modified),
        released: changed && ifAny(changed.released),
        notAdmitted: changed && ifAny(changed.notAdmitted),
        criticalityDiagnostics,
      }),
      'ue',
    );
    if (sKwt === undefined) return;
    wt.setSKwt(ue.station, sKwt);
    note(`the WT now holds ${wt.sKwt(ue.station)!.name}`);
  };

  const release = (endpoint: XwapEndpoint, { ies }: XwapMessage<'WTReleaseRequest'>): void => {
    const found = connectionOf(endpoint, ies['ENB-UE-XwAP-ID'], ies['WT-UE-XwAP-ID']);
    // The last message of a connection gets no answer, whatever it is of (TS 36.413, 10.6).
    if (typeof found === 'string') return;
    const { ue, connection } = found;
    end(ue, connection);
    if (ies['UE-ContextKeptIndicator'] === 'true' && ue.connections.length > 0) {
      note('UE context kept: the WT goes on with the UE for the target eNB');
      return;
    }
    note('the WT ends the association and knows the UE no more');
    ue.connections.forEach(bearers.closeAll);
    forget(ue);
  };

  /** From here on the WT may stop (TS 36.463, 8.12.2). All that the eNB sent has arrived by now, as Xw keeps its order. */
  const confirmRelease = (endpoint: XwapEndpoint, { ies }: XwapMessage<'WTReleaseConfirm'>): void => {
    const found = withBoth(endpoint, ies['ENB-UE-XwAP-ID'], ies['WT-UE-XwAP-ID']);
    if (found?.connection.isReleaseRequired !== true) return;
    note('the eNB has confirmed: the WT ends the association and knows the UE no more');
    drop(found);
  };

  const dropAll = (endpoint: XwapEndpoint): void => connectionsWith(endpoint).forEach(drop);

  /** Reset (TS 36.463, 8.7). */
  const reset = (endpoint: XwapEndpoint, criticalityDiagnostics: Diagnostics | undefined): void => {
    note('the eNB resets Xw: the WT knows its UEs no more');
    dropAll(endpoint);
    endpoint.send(resetResponse({ criticalityDiagnostics }), 'common');
  };

  const requireRelease = (ue: XwUe, connection: Connection, cause: asn1.Cause): void => {
    const { endpoint, enbUeXwapId } = connection;
    connection.isReleaseRequired = true;
    endpoint.send(wtReleaseRequired({ enbUeXwapId, wtUeXwapId: ue.wtUeXwapId, cause }), 'ue');
  };

  /** A bearer without a tunnel serves nobody, nor does a connection without a bearer: the eNB is to end it (8.12). */
  const dropTunnel = (endpoint: XwapEndpoint, tunnel: TunnelEnd): void => {
    for (const { ue, connection } of connectionsWith(endpoint)) {
      if (!bearers.closeEnded(connection, tunnel)) continue;
      note('the eNB has no such tunnel: the WT asks it to release the UE');
      requireRelease(ue, connection, radioNetworkCause('unspecified'));
    }
  };

  /** A connection that the eNB does not know is no more at either end (TS 36.413, 10.6). */
  const takeErrorIndication = (endpoint: XwapEndpoint, message: XwapMessage<'ErrorIndication'>): void => {
    const { enb, wt: wtId } = ueXwapIdsOf(message);
    if (enb === undefined || wtId === undefined || !tellsUnknownId(message)) return;
    const found = withBoth(endpoint, enb, wtId);
    if (found === undefined) return;
    note('the eNB does not know the UE: the WT releases it');
    drop(found);
  };

  return {
    requireRelease(station, cause) {
      const ue = byStation.get(station);
      if (ue === undefined) return;
      for (const connection of ue.connections) requireRelease(ue, connection, cause);
    },
    serve(endpoint, gtp) {
      tunnels.serve(gtp);
      gtp.ended = tunnel => dropTunnel(endpoint, tunnel);
      endpoint.lost = () => {
        note('Xw is lost: the WT knows the UEs of this eNB no more');
        dropAll(endpoint);
      };
      endpoint.receive = (message, diagnostics) => {
        switch (message.message) {
          case 'XwSetupRequest':
            // It resets the interface (8.2.1), of which the eNB may have lost the association.
            dropAll(endpoint);
            return endpoint.send(options.setUpResponse(diagnostics), 'common');
          case 'WTAdditionRequest':
            return add(endpoint, gtp, message, diagnostics);
          case 'WTModificationRequest':
            return modify(endpoint, message, diagnostics);
          case 'WTReleaseRequest':
            return release(endpoint, message);
          case 'WTReleaseConfirm':
            return confirmRelease(endpoint, message);
          case 'Reset':
            return reset(endpoint, diagnostics);
          case 'ErrorIndication':
            return takeErrorIndication(endpoint, message);
          default:
            if (message.outcome === 'initiatingMessage') endpoint.refuse(message);
        }
      };
    },
  };
}
