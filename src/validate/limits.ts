/** How much a validator takes, and how much it tolerates. */
export interface Limits {
  /** Milliseconds that a handshake may suspend user data in a direction; without it any number. */
  readonly suspensionMs?: number | undefined;
  /** Pairs of AP and station that are followed at the same time; 25 000 if left out. */
  readonly sessions?: number | undefined;
  /** Networks that are followed at the same time; 20 000 if left out. */
  readonly networks?: number | undefined;
  /**
   * EAPOL-Key frames that a session keeps, and handshakes with fast BSS transitions; 16 384 if left out. The earliest and the least
   * proven make room for more.
   */
  readonly eapolKeyFrames?: number | undefined;
}
