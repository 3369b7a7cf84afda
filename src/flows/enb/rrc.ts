import {
  bearerReconfiguration,
  lwaReconfiguration,
  lwaRelease,
} from '../../codecs/rrc/build/reconfiguration.js';
import { type DLDCCHMessage, DlDcch } from '../../codecs/rrc/dl-dcch.js';
import type { EnbConfiguration } from './configuration.js';
import { DRB } from './user-data.js';

/** The identity of the only E-RAB of a UE here. */
export const ERAB = 5;

/** What an eNB tells its UEs of LWA: encoded RRCConnectionReconfigurations, which nobody may write into. */
export interface LwaMessages {
  /** The UE gets SRB2 and the DRB, and LWA not yet, or not at all. */
  establish(transactionId: number): Uint8Array;
  /** LWA begins. @param hasDrb whether the UE has the DRB already; where not, it gets SRB2 as well (TS 36.331, 4.2.2) */
  start(transactionId: number, wtCounter: number, hasDrb: boolean): Uint8Array;
  /** The UE is to derive another S-KWT, and go on with it. */
  rekey(transactionId: number, wtCounter: number): Uint8Array;
  release(transactionId: number): Uint8Array;
}

type Build = (transactionId: number, wtCounter: number) => DLDCCHMessage;

/** Encodes what `build` gives, but once for as long as the same is asked for: one UE after another is told the same. */
const encodedOnce = (build: Build): ((transactionId: number, wtCounter: number) => Uint8Array) => {
  let lastTransaction = -1;
  let lastCounter = -1;
  let octets: Uint8Array;
  return (transactionId, wtCounter) => {
    if (transactionId !== lastTransaction || wtCounter !== lastCounter) {
      octets = DlDcch.encode(build(transactionId, wtCounter));
      lastTransaction = transactionId;
      lastCounter = wtCounter;
    }
    return octets;
  };
};

/** The messages of an eNB that is configured so (TS 36.331, 5.6.14.2 and 5.6.14.3). */
export function createLwaMessages({
  mobilitySet,
  associationTimer,
  pdcpSnLength,
}: EnbConfiguration): LwaMessages {
  /** Of an S-KWT that is new to the UE, with the mobility set and without. */
  const joining = { add: mobilitySet, associationTimer, successReport: true } as const;
  const supervised = { associationTimer, successReport: true } as const;
  /** The DRB with LWA, and where the UE is yet to have it. */
  const drb = { drbId: DRB, lwa: true, reordering: 100, uplink: { viaWlan: true } } as const;
  // No PDCP here makes status reports.
  const establish = { epsBearerId: ERAB, pdcpSnLength, statusReport: false } as const;
  const newDrb = { ...drb, establish };
  const started = (isFirst: boolean): Build => {
    const bearers = [isFirst ? newDrb : drb];
    return (transactionId, wtCounter) =>
      lwaReconfiguration({
        transactionId,
        establishSrb2: isFirst,
        bearers,
        wtCounter,
        mobilitySet: joining,
      });
  };
  const bearers = encodedOnce(transactionId =>
    bearerReconfiguration({ transactionId, establishSrb2: true, bearers: [{ drbId: DRB, establish }] }),
  );
  const start = encodedOnce(started(false));
  const startWithDrb = encodedOnce(started(true));
  const release = encodedOnce(transactionId =>
    lwaRelease({ transactionId, bearers: [{ drbId: DRB, lwa: false }] }),
  );
  return {
    establish: transactionId => bearers(transactionId, 0),
    start: (transactionId, wtCounter, hasDrb) => (hasDrb ? start : startWithDrb)(transactionId, wtCounter),
    rekey: encodedOnce((transactionId, wtCounter) =>
      lwaReconfiguration({ transactionId, wtCounter, mobilitySet: supervised }),
    ),
    release: transactionId => release(transactionId, 0),
  };
}
