import { decodeLwaap } from '../../codecs/rrc/lwaap.js';
import { ifDecodable } from '../engine/if-decodable.js';
import type { GtpEnd, TunnelEnd } from '../ip/gtp-end.js';
import { AddressMap } from '../memory/address-map.js';
import type { Wt } from './wt.js';

/** A bearer of a UE at the WT, with its tunnel to an eNB. */
export interface WtBearer {
  readonly station: Uint8Array;
  readonly erabId: number;
  /** 5 bits; undefined for a bearer that is for downlink alone (TS 36.463, 8.8.2). */
  readonly drbId: number | undefined;
  readonly gtp: GtpEnd;
  /** Where the tunnel ends at the WT: what the eNB sends downlink to. */
  readonly teid: number;
  /** Where it ends at the eNB. */
  enbTunnel: TunnelEnd;
}

/**
 * The user plane of a WT. LWAAP PDUs cross it as they are: their header is the eNB's and the UE's (TS 36.300, 22A.1; TS
 * 36.464, 5.1).
 */
export interface WtTunnels {
  /** Takes what arrives from an eNB. */
  serve(gtp: GtpEnd): void;
  /** Sets a tunnel up and gives it a TEID, which no other has. */
  open(bearer: Omit<WtBearer, 'teid'>): WtBearer;
  close(bearer: WtBearer): void;
}

/**
 * Downlink goes to the UE and bearer that the TEID stands for, uplink through the oldest tunnel of its UE and DRB: in a
 * handover without WT change that of the source eNB, until it is closed. A PDU without a tunnel is dropped.
 */
export function createWtTunnels(wt: Wt): WtTunnels {
  const byTeid = new Map<number, WtBearer>();
  const byStation = new AddressMap<readonly WtBearer[]>();
  let lastTeid = 0;

  wt.lwaapArrived = (station, octets) => {
    const bearers = byStation.get(station);
    const lwaap = bearers && ifDecodable(() => decodeLwaap(octets));
    const bearer = lwaap && bearers?.find(({ drbId }) => drbId === lwaap.header.drbId);
    bearer?.gtp.send(bearer.enbTunnel, octets);
  };

  return {
    serve(gtp) {
      gtp.receive = (teid, payload) => {
        const bearer = byTeid.get(teid);
        if (bearer?.gtp !== gtp) return false;
        wt.sendLwaap(bearer.station, payload);
        return true;
      };
    },
    open({ station, erabId, drbId, gtp, enbTunnel }) {
      const bearer: WtBearer = { station, erabId, drbId, gtp, teid: ++lastTeid, enbTunnel };
      byTeid.set(bearer.teid, bearer);
      const others = byStation.get(station);
      byStation.set(station, others === undefined ? [bearer] : [...others, bearer]);
      return bearer;
    },
    close(bearer) {
      const left = byStation.get(bearer.station)?.filter(one => one !== bearer) ?? [];
      byTeid.delete(bearer.teid);
      if (left.length > 0) byStation.set(bearer.station, left);
      else byStation.delete(bearer.station);
    },
  };
}
