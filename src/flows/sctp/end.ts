/** One end of an SCTP association, over a link that carries Ethernet frames. */
export interface SctpEnd {
  /** Sets the association up; the other end answers. */
  connect(): void;
  /**
   * Sends a user message in order on `stream`; before the association is there it waits.
   * @throws EncodeError for one that the other end has no room for
   */
  send(stream: number, message: Uint8Array): void;
  /** Takes each user message once, in the order in which they were sent. */
  receive: (message: Uint8Array) => void;
  /**
   * Told that the association is no more, or could not be set up, and with it what was still to be sent (RFC 9260, 11.2.4). The
   * end can set another one up.
   */
  lost: () => void;
}
