import type { PdcpSnLength } from '../codecs/rrc/pdcp.js';
import type { Clock } from './engine.js';
import type { GtpEnd } from './gtp-end.js';
import {
  createDataSink,
  createDataSource,
  type DataSink,
  type DataSource,
  pdcpOf,
  type UserDataParameters,
} from './user-data.js';

/**
 * A UE's bearer with PDCP at its eNB: the source of its downlink and the sink of its uplink. In a handover it goes with
 * the UE, as SN Status Transfer sees to it (TS 36.300, 10.1.2.1).
 */
export interface EnbBearer {
  readonly source: DataSource;
  readonly sink: DataSink;
  /** Takes downlink PDCP PDUs; undefined while there is no way over WLAN, and they are lost. */
  downlink: ((pdcp: Uint8Array) => void) | undefined;
  /** Takes an uplink PDCP PDU. */
  readonly uplink: (pdcp: Uint8Array) => void;
}

/** @param arrived told of each uplink packet by its PDCP COUNT */
export function createEnbBearer(
  clock: Clock,
  userData: UserDataParameters,
  snLength: PdcpSnLength,
  arrived: (count: number) => void,
): EnbBearer {
  const sink = createDataSink(clock);
  const send = (sdu: Uint8Array, count: number): void => bearer.downlink?.(pdcpOf(sdu, count, snLength));
  const bearer: EnbBearer = {
    source: createDataSource(clock, userData, send),
    sink,
    downlink: undefined,
    uplink(pdcp) {
      const count = sink.receive(pdcp, snLength);
      if (count !== undefined) arrived(count);
    },
  };
  return bearer;
}

/** The ends of GTP tunnels at an eNB, through which a WT sends uplink (TS 36.464). */
export interface EnbTunnels {
  /** Gives a TEID, which no other has. */
  open(bearer: EnbBearer): number;
  close(teid: number): void;
}

export function createEnbTunnels(gtp: GtpEnd): EnbTunnels {
  const byTeid = new Map<number, EnbBearer>();
  let lastTeid = 0;
  gtp.receive = (teid, pdcp) => byTeid.get(teid)?.uplink(pdcp);
  return {
    open(bearer) {
      byTeid.set(++lastTeid, bearer);
      return lastTeid;
    },
    close: teid => byTeid.delete(teid),
  };
}
