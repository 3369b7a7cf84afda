/** A PMK and the name by which comments and the keys file speak of it. */
export interface Pmk {
  readonly name: string;
  /** 32 octets: the S-KWT. */
  readonly key: Uint8Array;
}

/** A group key as it is handed to a station. */
export interface GroupKey {
  readonly kind: 'GTK' | 'IGTK';
  /** 1 or 2 for a GTK, 4 or 5 for an IGTK. */
  readonly keyId: number;
  readonly key: Uint8Array;
  /** The last packet number that was sent under it, as its sender counts on, or as who was handed it was told. */
  pn: bigint;
}
