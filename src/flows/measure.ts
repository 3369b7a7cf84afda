import type { NewKeyMeasure } from './meter.js';
import type { Outcome } from './scenario.js';
import type { DataMeasure } from './user-data.js';

/** What a run showed of a UE. */
export interface UeMeasure {
  readonly station: string;
  readonly outcome: Outcome;
  /** Name of the S-KWT that the PTK in use at the UE is from; undefined without one. */
  readonly sKwt: string | undefined;
  /** How often the UE associated. */
  readonly associations: number;
  readonly uplink: DataMeasure;
  readonly downlink: DataMeasure;
  /** What the last stimulus took until user data flowed under a new key; undefined if it did not, or there was none. */
  readonly newKey: NewKeyMeasure | undefined;
}

/** What a run showed. */
export interface Measures {
  readonly ues: readonly UeMeasure[];
}
