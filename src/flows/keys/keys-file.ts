/** A side of the WLAN leg. */
export type Side = 'ue' | 'wt';

/** Seconds from the start of the run at which each side got a key, or took it into use; a side that never did is left out. */
export type InUseFrom = Partial<Record<Side, number>>;

/** An S-KWT: the PMK of a UE's association with the WT. */
export interface PmkEntry {
  /** `S-KWT #1`, `S-KWT #2` … of this station, in the order in which a side was first given it. */
  readonly name: string;
  readonly hex: string;
  readonly station: string;
  /** What it was derived from, where the UE derived it. */
  readonly kenb?: string;
  readonly wtCounter?: number;
  /** When each side first held it … */
  readonly from: InUseFrom;
  /** … and when it first took a PTK from it into use. */
  readonly inUseFrom: InUseFrom;
}

/** A KeNB with the keys of SRB1 that follow from it for 128-EIA2 and 128-EEA2. */
export interface KenbEntry {
  /** `KeNB #1`, `KeNB #2` … of this station. */
  readonly name: string;
  readonly hex: string;
  readonly station: string;
  /** Physical cell identity of the cell in which it is used. */
  readonly pci: number;
  readonly rrcInt: string;
  readonly rrcEnc: string;
  /** The UE id under which a capture with PDCP shows it. */
  readonly pdcpUeId: number;
  readonly from: Partial<Record<'ue' | 'enb', number>>;
}

/** A pairwise transient key with its parts. */
export interface PtkEntry {
  readonly ap: string;
  readonly station: string;
  /** Name of the PMK that it is from. */
  readonly pmk: string;
  readonly kck: string;
  readonly kek: string;
  readonly tk: string;
  readonly from: InUseFrom;
}

/** A group key. */
export interface GroupKeyEntry {
  readonly ap: string;
  readonly keyId: number;
  readonly hex: string;
  readonly from: InUseFrom;
}

/** The keys of a run, as `SCENARIO.keys.json` holds them. */
export interface KeysFile {
  readonly scenario: string;
  readonly seed: number | string;
  /** Empty without an LTE leg. */
  readonly kenbs: readonly KenbEntry[];
  readonly pmks: readonly PmkEntry[];
  readonly ptks: readonly PtkEntry[];
  readonly gtks: readonly GroupKeyEntry[];
  readonly igtks: readonly GroupKeyEntry[];
  readonly wireshark: {
    /** Arguments that let Wireshark and tshark decrypt the capture. */
    readonly options: readonly string[];
    /** Arguments that go with the dissectors of this package alone: without them Wireshark refuses these. */
    readonly dissectorOptions: readonly string[];
  };
}

/**
 * A keys file whose lists are made entry by entry as they are read, as often as they are: those of thousands of UEs need
 * not be in memory at once.
 */
export type KeysFileLists = Omit<KeysFile, keyof KeyLists> & KeyLists;

/** The lists of a keys file, entry by entry. */
export interface KeyLists {
  readonly kenbs: Iterable<KenbEntry>;
  readonly pmks: Iterable<PmkEntry>;
  readonly ptks: Iterable<PtkEntry>;
  readonly gtks: Iterable<GroupKeyEntry>;
  readonly igtks: Iterable<GroupKeyEntry>;
  readonly wireshark: {
    readonly options: Iterable<string>;
    readonly dissectorOptions: readonly string[];
  };
}

/** A keys file with all its entries, from the lists that make them. */
export const wholeKeysFile = (lists: KeysFileLists): KeysFile => ({
  scenario: lists.scenario,
  seed: lists.seed,
  kenbs: [...lists.kenbs],
  pmks: [...lists.pmks],
  ptks: [...lists.ptks],
  gtks: [...lists.gtks],
  igtks: [...lists.igtks],
  wireshark: {
    options: [...lists.wireshark.options],
    dissectorOptions: lists.wireshark.dissectorOptions,
  },
});
