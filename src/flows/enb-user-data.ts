import { decodeLwaap, encodeLwaap } from '../codecs/rrc/lwaap.js';
import type { Clock } from './engine.js';
import type { GtpEnd, TunnelEnd } from './gtp-end.js';
import { ifDecodable } from './key-frame.js';
import {
  createDataSink,
  createDataSource,
  type DataSink,
  type DataSource,
  type DrbConfiguration,
  pdcpOf,
  type UserDataParameters,
} from './user-data.js';

/** The only DRB of a UE here: a number from 1 to 32 (TS 36.331, DRB-Identity), of which LWAAP has the 5 low bits. */
export const DRB = 1;

/**
 * A UE's bearer with PDCP and LWAAP at its eNB: the source of its downlink and the sink of its uplink. In a handover it goes with
 * the UE, as SN Status Transfer sees to it (TS 36.300, 10.1.2.1).
 */
export interface EnbBearer {
  readonly source: DataSource;
  readonly sink: DataSink;
  /** Takes downlink LWAAP PDUs; undefined while there is no way over WLAN, and they are lost. */
  downlink: ((lwaap: Uint8Array) => void) | undefined;
  /** Takes an uplink LWAAP PDU; one of another DRB is dropped. */
  readonly uplink: (lwaap: Uint8Array) => void;
}

/** @param arrived told of each uplink packet by its PDCP COUNT */
export function createEnbBearer(
  clock: Clock,
  userData: UserDataParameters,
  { drbId, snLength }: DrbConfiguration,
  arrived: (count: number) => void,
): EnbBearer {
  const sink = createDataSink(clock);
  const send = (sdu: Uint8Array, count: number): void => {
    const payload = pdcpOf(sdu, count, snLength);
    bearer.downlink?.(encodeLwaap({ header: { reserved: 0, drbId }, payload }));
  };
  const bearer: EnbBearer = {
    source: createDataSource(clock, userData, send),
    sink,
    downlink: undefined,
    uplink(octets) {
      const lwaap = ifDecodable(() => decodeLwaap(octets));
      if (lwaap?.header.drbId !== drbId) return;
      const count = sink.receive(lwaap.payload, snLength);
      if (count !== undefined) arrived(count);
    },
  };
  return bearer;
}

/** What an eNB holds of a UE's user data. */
export interface EnbUserData {
  readonly bearer: EnbBearer;
  /** The TEID that the WT is to send uplink to; undefined without a tunnel. */
  teid: number | undefined;
  /** Where the tunnel ends at the WT; undefined until the WT has said so. */
  wtTunnel: TunnelEnd | undefined;
}

/** The tunnels of an eNB to a WT, one for each UE that has LWA (TS 36.464). */
export interface EnbTunnels {
  /** Sets the eNB's end of a tunnel up. @returns its TEID, which no other has */
  open(ue: EnbUserData): number;
  /** Sends a downlink LWAAP PDU; without effect until the WT has named its end. */
  send(ue: EnbUserData, lwaap: Uint8Array): void;
  /** Ends the downlink, and the uplink after `grace` nanoseconds. */
  close(ue: EnbUserData, grace: number): void;
}

export function createEnbTunnels(clock: Clock, gtp: GtpEnd): EnbTunnels {
  const byTeid = new Map<number, EnbBearer>();
  let lastTeid = 0;
  gtp.receive = (teid, lwaap) => byTeid.get(teid)?.uplink(lwaap);
  return {
    open(ue) {
      ue.teid = ++lastTeid;
      byTeid.set(ue.teid, ue.bearer);
      return ue.teid;
    },
    send({ wtTunnel }, lwaap) {
      if (wtTunnel !== undefined) gtp.send(wtTunnel, lwaap);
    },
    close(ue, grace) {
      const { teid } = ue;
      if (teid !== undefined) clock.after(grace, () => byTeid.delete(teid));
      ue.teid = undefined;
      ue.wtTunnel = undefined;
      ue.bearer.downlink = undefined;
    },
  };
}
