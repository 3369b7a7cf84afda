import type { NewKeyMeasure } from './meter.js';
import type { DataMeasure } from './user-data.js';

/** How a run went for a UE. */
export type Outcome =
  /** It is not over: not all of its packets have been taken. */
  | 'running'
  /** Both sides use a PTK from the S-KWT that the UE associated with. */
  | 'associated'
  /** Both use one from a new S-KWT, within the same association. */
  | 'rekeyed'
  /** Both use one from a new S-KWT, after another association. */
  | 'reassociated'
  /** LWA was there, and has been released at both ends: user data goes over LTE. */
  | 'released'
  /** The run ended while an association, a re-key or the release of LWA was under way: a longer one shows what comes of it. */
  | 'unfinished'
  /**
   * They do not use a PTK from the S-KWT that the WT holds, and are not about to: the S-KWTs differ for good, LWA was released or never
   * began, the UE has refused M3, or has tried in vain three times.
   */
  | 'failed';

/** What a run showed of a UE. */
export interface UeMeasure {
  readonly station: string;
  readonly outcome: Outcome;
  /** Name of the S-KWT that the PTK in use at the UE is from; undefined without one. */
  readonly sKwt: string | undefined;
  /** How often the UE associated. */
  readonly associations: number;
  /** User data from the UE to the eNB; without an eNB, to the WT. */
  readonly uplink: DataMeasure;
  /** And back: from its first packet on it counts what could not be sent, for want of a tunnel or an association, as lost. */
  readonly downlink: DataMeasure;
  /** What the last stimulus took until user data flowed under a new key, each direction to its end; undefined if it did not, or there was none. */
  readonly newKey: NewKeyMeasure | undefined;
}

/** What a run showed of all its UEs: sums, and of what has no sum the worst. */
export interface RunMeasure {
  /** Each once. */
  readonly outcomes: readonly Outcome[];
  /** The most of a UE. */
  readonly associations: number;
  /** The longest of a UE in one direction, in nanoseconds; undefined where no user data was sent. */
  readonly suspension: number | undefined;
  /** Packets of user data, and how many of them did not arrive, or behind one that was sent later. */
  readonly sent: number;
  readonly lost: number;
  readonly reordered: number;
  /** The most of a UE, each figure by itself; undefined where no UE has one. */
  readonly newKey: NewKeyMeasure | undefined;
}

/** What a run showed. */
export interface Measures {
  readonly run: RunMeasure;
  readonly ues: readonly UeMeasure[];
}

/** The measures of a run from those of its UEs. */
export function measuresOf(ues: readonly UeMeasure[]): Measures {
  const outcomes = new Set<Outcome>();
  let associations = 0;
  let suspension: number | undefined;
  let sent = 0;
  let lost = 0;
  let reordered = 0;
  let newKey: NewKeyMeasure | undefined;
  for (const ue of ues) {
    outcomes.add(ue.outcome);
    associations = Math.max(associations, ue.associations);
    for (const flow of [ue.uplink, ue.downlink]) {
      if (flow.sent > 0) suspension = Math.max(suspension ?? 0, flow.suspension);
      sent += flow.sent;
      lost += flow.lost;
      reordered += flow.reordered;
    }
    if (ue.newKey !== undefined)
      newKey = {
        after: Math.max(newKey?.after ?? 0, ue.newKey.after),
        messages: Math.max(newKey?.messages ?? 0, ue.newKey.messages),
        roundTrips: Math.max(newKey?.roundTrips ?? 0, ue.newKey.roundTrips),
      };
  }
  return { run: { outcomes: [...outcomes], associations, suspension, sent, lost, reordered, newKey }, ues };
}
