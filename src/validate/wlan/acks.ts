import type { At } from '../at.js';

/** What is known of the Acks for the frames of a station. */
export interface Acks {
  /** Whether the capture shows the AP to acknowledge any data frame of the station. */
  areHeard: boolean;
  /** EAPOL-Key frames that the MAC sublayer sent again, by the first of each: by then it had no Ack. */
  readonly sentAgain: Set<number>;
  /** EAPOL-Key frames of which one transmission has an Ack. */
  readonly acknowledged: Set<number>;
  /** The latest Ack for a frame of the station that is not in the capture. */
  ofUnseen: At | undefined;
}

/** What is known before any Ack. */
export const newAcks = (): Acks => ({
  areHeard: false,
  sentAgain: new Set(),
  acknowledged: new Set(),
  ofUnseen: undefined,
});

/** Whether all of these frames were sent again, and none acknowledged, in a capture that shows Acks for others. */
export const areUnacknowledged = (acks: Acks, frames: readonly number[]): boolean =>
  acks.areHeard && frames.every(frame => acks.sentAgain.has(frame) && !acks.acknowledged.has(frame));
