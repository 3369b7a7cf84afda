import type { Clock } from '../engine/engine.js';
import type { SendTampered } from '../engine/tamper.js';
import type { GtpEnd, TunnelEnd } from '../ip/gtp-end.js';
import type { Meter } from '../meter.js';
import {
  createDataSink,
  createDataSource,
  type DataMeasure,
  type DataSink,
  type DataSource,
  type DrbConfiguration,
  lwaapOf,
  NOTHING_SENT,
  pdcpInLwaap,
  pdcpOf,
  type SentData,
  type UserData,
} from '../user-data.js';

/** The only DRB of a UE here: a number from 1 to 32 (TS 36.331, DRB-Identity), of which LWAAP has the 5 low bits. */
export const DRB = 1;

/** What the bearers of all UEs have in common. */
export interface EnbBearerCommon {
  readonly clock: Clock;
  readonly userData: UserData;
  readonly drb: DrbConfiguration;
}

/**
 * A UE's bearer with PDCP and LWAAP at its eNB: the source of its downlink and the sink of its uplink. In a handover it goes with
 * the UE, as SN Status Transfer sees to it (TS 36.300, 10.1.2.1). A class, as each UE has one.
 */
export class EnbBearer {
  // Not before the first packet: without user data there is none.
  #source: DataSource | undefined = undefined;
  #sink: DataSink | undefined = undefined;
  /** Takes downlink LWAAP PDUs; undefined while there is no way over WLAN. */
  downlink: ((lwaap: Uint8Array) => void) | undefined = undefined;
  /** Takes downlink PDCP PDUs meanwhile, over Uu; undefined where they are lost. */
  overUu: ((pdcp: Uint8Array) => void) | undefined = undefined;
  /** Shows downlink LWAAP PDUs to a fault; undefined without one. */
  tamper: SendTampered | undefined = undefined;
  readonly #common: EnbBearerCommon;
  readonly #meter: Pick<Meter, 'uplinkAtEnb'>;

  /** @param meter told of each uplink packet by its PDCP COUNT */
  constructor(common: EnbBearerCommon, meter: Pick<Meter, 'uplinkAtEnb'>) {
    this.#common = common;
    this.#meter = meter;
  }

  /** Starts the downlink, unless it runs. */
  start(): void {
    const { clock, userData } = this.#common;
    if (userData.interval === 0) return;
    this.#source ??= createDataSource(clock, userData, (sdu, count) => this.#send(sdu, count));
    this.#source.start();
  }

  /** The downlink so far. */
  sent(): SentData {
    return this.#source?.sent() ?? NOTHING_SENT;
  }

  /** What arrived of the uplink. @param sent by its source; none of it is under way any more */
  measure(sent: SentData): DataMeasure {
    const { clock, userData } = this.#common;
    return (this.#sink ?? createDataSink(clock)).measure(sent, userData.interval);
  }

  /** Takes an uplink LWAAP PDU; one of another DRB is dropped. */
  uplink(lwaap: Uint8Array): void {
    const pdcp = pdcpInLwaap(lwaap, this.#common.drb);
    const count = pdcp && this.receivePdcp(pdcp);
    if (count !== undefined) this.#meter.uplinkAtEnb(count);
  }

  /** Takes an uplink PDCP PDU. @returns the PDCP COUNT of a packet that had not arrived before */
  receivePdcp(pdcp: Uint8Array): number | undefined {
    this.#sink ??= createDataSink(this.#common.clock);
    return this.#sink.receive(pdcp, this.#common.drb.snLength);
  }

  #send(sdu: Uint8Array, count: number): void {
    const { drb } = this.#common;
    const pdcp = pdcpOf(sdu, count, drb.snLength);
    if (this.downlink === undefined) {
      this.overUu?.(pdcp);
      return;
    }
    const lwaap = lwaapOf(pdcp, drb);
    if (this.tamper === undefined) this.downlink(lwaap);
    // What is held back until there is no way any more is lost.
    else this.tamper(lwaap, one => this.downlink?.(one));
  }
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
  /** Ends it, for uplink after `grace` nanoseconds. */
  close(ue: EnbUserData, grace: number): void;
}

/** The tunnels of an eNB that has none yet. It takes what `gtp` receives. */
export function createEnbTunnels(clock: Clock, gtp: GtpEnd): EnbTunnels {
  const byTeid = new Map<number, EnbBearer>();
  let lastTeid = 0;
  gtp.receive = (teid, lwaap) => {
    const bearer = byTeid.get(teid);
    bearer?.uplink(lwaap);
    return bearer !== undefined;
  };
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
    },
  };
}
