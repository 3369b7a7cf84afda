import type { Clock } from '../engine/engine.js';
import { AddressMap } from '../memory/address-map.js';
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
import type { Wt } from './wt.js';

/** Where the user data of UEs ends in the network. */
export interface NetworkData {
  /** What arrived of a UE's uplink, of which it has sent so much. */
  uplink(station: Uint8Array, sent: SentData): DataMeasure;
  /** What was sent to a UE. */
  downlinkSent(station: Uint8Array): SentData;
  /** Nanoseconds that user data takes at most from the WT to there, or back. */
  readonly delay: number;
}

/** Lets user data begin and end at a WT that has no eNB: the downlink of a UE begins as it has a pairwise key. */
export function createWtUserData(
  clock: Clock,
  wt: Wt,
  userData: UserData,
  drb: DrbConfiguration,
): NetworkData {
  interface UeData {
    readonly source: DataSource;
    readonly sink: DataSink;
  }
  const ueAt = new AddressMap<UeData>();
  wt.keyInUse = station => {
    let ue = ueAt.get(station);
    if (ue === undefined) {
      const source = createDataSource(clock, userData, (sdu, count) =>
        wt.sendLwaap(station, lwaapOf(pdcpOf(sdu, count, drb.snLength), drb)),
      );
      ue = { source, sink: createDataSink(clock) };
      ueAt.set(station, ue);
    }
    ue.source.start();
  };
  wt.lwaapArrived = (station, lwaap) => {
    const pdcp = pdcpInLwaap(lwaap, drb);
    if (pdcp !== undefined) ueAt.get(station)?.sink.receive(pdcp, drb.snLength);
  };
  return {
    uplink: (station, sent) =>
      (ueAt.get(station)?.sink ?? createDataSink(clock)).measure(sent, userData.interval),
    downlinkSent: station => ueAt.get(station)?.source.sent() ?? NOTHING_SENT,
    delay: 0,
  };
}
