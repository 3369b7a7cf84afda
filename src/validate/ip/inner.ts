/** A packet within a packet: of a tunnel, or of a sniffer that sends what it hears to a host. */
export interface Inner {
  /** The LINKTYPE_ number of what it is. */
  readonly linkType: number;
  readonly bytes: Uint8Array;
  /** Octets of FCS behind an 802.11 frame; undefined where that is to be found out. */
  readonly fcsLength?: number | undefined;
  readonly badFcs?: true | undefined;
}
