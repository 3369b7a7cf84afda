import { copyOf } from '../codecs/copy.js';
import type { At } from './at.js';
import type { EapolKeyEvent, ValidationEvent } from './event.js';
import type { Journal } from './journal.js';
import type { NamedPmk } from './keys/given.js';
import type { Limits } from './limits.js';
import type { Severity } from './report.js';
import type { Story } from './story.js';
import type { Acks } from './wlan/acks.js';
import type { Announcement } from './wlan/announcement.js';
import type { Claim } from './wlan/claims.js';
import type { ClearBehindEnd, ClearEnding, DoubtedEnding, LostAssociation } from './wlan/doubt.js';
import type { EapolKeyRecord } from './wlan/eapol-key-record.js';
import type { Gap } from './wlan/gaps.js';
import type { LearnedMlds, Peers } from './wlan/peers.js';
import type { Run } from './wlan/run.js';
import type { FoundKey, GroupKey, IntegrityKey, ProvenPtk } from './wlan/session-keys.js';
import type { Traffic } from './wlan/traffic.js';
import type { Unopened } from './wlan/unopened.js';

/** What a station chose: suites by selector. */
export interface Security {
  readonly akm: string;
  readonly pairwiseCipher: string;
  readonly groupCipher: string;
  /** Whether the station says that it can protect management frames. */
  readonly isMfpCapable?: boolean;
  /** Whether it keeps the A-MSDU Present bit under the MIC where its peer does (9.4.2.24.4); undefined where no RSNE was seen. */
  readonly isSppCapable?: boolean;
}

/** What the fast BSS transition hierarchy is derived from, beside the key (IEEE 802.11-2020, 12.7.1.6). */
export interface FtParameters {
  readonly mdid: Uint8Array;
  readonly r0khId: Uint8Array;
  readonly r1khId: Uint8Array;
}

/** Which AP let a station in last, and where in the capture. */
export interface Whereabouts {
  admission?: At & { readonly bss: Bss };
}

/** An EAPOL-Key frame and where it belongs; rules are told of it as it is. */
export interface PendingFrame extends EapolKeyEvent {
  readonly bytes: Uint8Array;
  /** Another one than before once the MIC tells which ANonce an M2 answers. */
  run: Run | undefined;
}

/** What copies of an EAPOL-Key frame are known by. */
export type RecentFrame = Pick<PendingFrame, 'record' | 'bytes' | 'sequenceNumber'>;

/** Frames that were encrypted, and how many of them no known key opened. */
export interface ProtectedCount {
  decrypted: number;
  undecrypted: number;
}

/** A protected data frame that no known key opens. */
interface ClosedFrame extends At {
  /** The PTKs that were known by then. */
  readonly ptks: readonly ProvenPtk[];
}

/** An MSDU of which some fragments have been seen. */
export interface Reassembly {
  readonly sequenceNumber: number;
  readonly parts: Uint8Array[];
}

/** A frame that a copy may come of, without the Retry bit and the Duration field. */
interface Heard {
  readonly mpdu: Uint8Array;
  readonly time: bigint;
}

/** A link of multi-link operation, as far as it is known: its AP, and the address of the station on it. */
export interface SessionLink {
  readonly linkId: number;
  bss?: Bss | undefined;
  station?: Uint8Array | undefined;
}

/** What a station says of itself in a request to associate: its MLD, and its addresses on other links, where it is one. */
export interface Applicant {
  /** Nanoseconds since 1970 at the request. */
  readonly time: bigint;
  readonly mld: Uint8Array | undefined;
  readonly links: readonly { readonly linkId: number; readonly station: Uint8Array | undefined }[];
}

/** All that is followed of one (AP, station) pair; with multi-link operation of the two MLDs. */
export interface Tracked {
  /** With multi-link operation, the AP and the station of the link on which they associated last. */
  bss: Bss;
  station: Uint8Array;
  /** With multi-link operation, all links of the association that are known; else none. */
  links: readonly SessionLink[];
  /** Under which addresses it is found, where they are more than one pair. */
  aliases?: { readonly bss: Bss; readonly station: Uint8Array }[];
  /** The station of the latest request, as long as it is not answered. */
  applicant?: Applicant | undefined;
  /** Takes it that a handshake names an address on a link of the two MLDs. */
  readonly joinLink: (side: 'ap' | 'station', linkId: number, address: Uint8Array) => void;
  /** That which took it over, as it turned out to be of the same MLDs. */
  absorbedBy?: Tracked;
  /** Shared by the sessions of a station. */
  readonly whereabouts: Whereabouts;
  /** Whether it is that of a UE of which the capture shows no WLAN association, only Uu or Xw. */
  isWithoutWlan: boolean;
  /** Its place in reports; undefined as long as there is nothing to report. */
  number: number | undefined;
  /** Makes it one to report. */
  readonly report: () => void;
  /** By frame, how grave a finding is that names it: errors and warnings. */
  told?: Map<number, Severity>;
  /** Tells the rules of an event. */
  readonly emit: (event: ValidationEvent) => void;
  /** Whether a rule wants events of that kind. */
  readonly isWatched: (kind: ValidationEvent['kind']) => boolean;
  /** Says that the AP names this PMK, one of those given, by its PMKID. */
  readonly named: (pmk: NamedPmk) => void;
  /** Says that a MIC proves the station to have this PMK. */
  readonly proven: (pmk: Uint8Array) => void;
  /**
   * `frame 19`, `frames 19 and 21`; with several captures each frame with its capture. Of very many it names the first, and says how
   * many more there are: more than `frames` holds, where `count` says so.
   */
  readonly inFrames: (frames: readonly number[], count?: number) => string;
  /** `19`, `19–25`; with several captures with their capture. */
  readonly span: (first: number, last: number) => string;
  /** The PMKs given that may be the station's, in the order in which they were given. */
  readonly pmks: () => readonly NamedPmk[];
  /** Nanoseconds up to which the order of two packets of different links is not sure. */
  readonly clocksApart: () => bigint;
  /** Whether two places are of one capture, or of two that share frames, by which their clocks are aligned. */
  readonly areOneClock: (a: At, b: At) => boolean;
  /** The time of the latest packet of the capture that a place is in: of several, each has its own end. */
  readonly seenUntil: (at: At) => bigint;
  /** Whether the capture shows the station with another AP, too. */
  readonly hasOtherAps: () => boolean;
  /**
   * Of the session of a UE that has no WLAN association in the capture: that of the station of which no LTE is there, if there is but
   * one such UE with an address and one such station. Known at the end.
   */
  readonly stranger: () => Session | undefined;
  /** The networks that beacons or probe responses of the capture show. */
  readonly shownNetworks: () => readonly Bss[];
  /** What the caller allows. */
  readonly limits: Limits;
  /** The MLD addresses that the association, or the latest M1 and M2, named: of multi-link operation. */
  readonly mld: LearnedMlds;
  security?: Security;
  /** What was known of an association before the station asked for another one, as long as that is not answered. */
  beforeRequest?: { readonly [P in 'security' | 'announced' | 'ft']: Tracked[P] | undefined } | undefined;
  /** The SSID that the station asked for, as long as it is not answered. */
  asked?: Uint8Array | undefined;
  /** The SSID that it asked for as the AP let it in last: anybody can announce another one. */
  ssid?: Uint8Array;
  /** What the AP announced last before the station asked to associate. */
  announced?: Announcement | undefined;
  ft?: FtParameters;
  /**
   * Nanoseconds since 1970 at the latest response that lets the station into the association; undefined once it is over, or the
   * station begins anew.
   */
  admitted?: bigint;
  /** How many others there were before the handshake was complete for which the AP has not begun it anew. */
  readmissions: number;
  /** Whether a 4-way handshake of this association is complete, or its keys are in use, so that another one is a re-key. */
  keyed: boolean;
  eapolKeyFrames: EapolKeyRecord[];
  runs: Run[];
  /** How many of them made room for others. */
  readonly forgotten: { eapolKeyFrames: number; handshakes: number };
  /** The latest 4-way handshake completed under each PMK; that which was completed last comes last. */
  readonly completed: Map<NamedPmk, Run>;
  /**
   * Of this association: the latest run of the 4-way and of the group key handshake, and of any kind; and the 4-way handshake
   * before, of which an answer may come late.
   */
  latest: { pairwise?: Run; group?: Run; any?: Run; before?: Run };
  /** Runs that are not over. */
  open: Run[];
  /** Newest first, as many as a late frame may refer to. */
  aNonces: Uint8Array[];
  sNonces: Uint8Array[];
  /** That in use comes first: its TK opened a frame last, or its handshake was completed since. */
  ptks: ProvenPtk[];
  /** Frames whose MIC no known PTK makes, the newest first: a nonce that comes later may show it right. */
  pending: PendingFrame[];
  /** The latest EAPOL-Key frames, the newest first, to know copies of them by. */
  recent: RecentFrame[];
  /** The IGTKs of this association. */
  integrityKeys: readonly IntegrityKey[];
  /** Frames that would end the association, which their receiver drops, as long as it is not known what became of them. */
  doubted: DoubtedEnding[];
  /** Handshakes that are complete by what anyone can send, as long as it is not known what came of them. */
  claims: readonly Claim[];
  /** Those in clear that their receiver takes, as long as what follows may belie them. */
  held: readonly ClearEnding[];
  /** The association before, where the capture tells in clear that it is over. */
  lost?: LostAssociation | undefined;
  /** Data in clear behind it, the latest, as long as what follows may show that it goes on. */
  clearBehindEnd: readonly ClearBehindEnd[];
  /** Whether an end of this association was belied. */
  isBelied: boolean;
  /** The latest management frames in clear, the newest first, to know copies of them by. */
  heard: readonly Heard[];
  found: FoundKey[];
  /** The events that are judged together. */
  readonly journal: Journal;
  readonly story: Story;
  readonly data: ProtectedCount;
  /** Protected data frames that the capture has cut short: no key opens one. */
  cutFrames: number;
  readonly management: ProtectedCount;
  /**
   * By direction, from the station and from the AP: the latest protected data frame that no known key opens, unless its sender goes on
   * behind it under the keys of before. Then it is damaged or forged, and no sign of keys that came into use.
   */
  readonly closed: [ClosedFrame | undefined, ClosedFrame | undefined];
  /** By direction: from the station, from the AP. */
  readonly reassembly: [Reassembly | undefined, Reassembly | undefined];
  /** The packet numbers of frames that no known key opens. */
  unopened?: Unopened;
  /** Frames that packet numbers show to be missing, the latest gaps first. */
  gaps: Gap[];
  /**
   * How many frames, of those behind a place (without one: of all) and from one side (or from both), are known to be missing or too
   * damaged to open, by the packet numbers around them.
   */
  readonly missing: (since?: At, fromAp?: boolean) => number;
  readonly acks: Acks;
  /** By direction: from the station, from the AP. */
  readonly traffic: readonly [Traffic, Traffic];
  /** The handshake around which user data paused the longest. */
  suspension?: Run;
}

/**
 * What a rule reads of the session that it watches, as far as it is known by now: it goes on to change, so a rule copies what it needs
 * later. Lists, and what they hold, are not to be written to.
 */
export type Session = ReadOnly<
  Pick<
    Tracked,
    | 'absorbedBy'
    | 'acks'
    | 'areOneClock'
    | 'bss'
    | 'clocksApart'
    | 'closed'
    | 'completed'
    | 'cutFrames'
    | 'data'
    | 'eapolKeyFrames'
    | 'found'
    | 'hasOtherAps'
    | 'inFrames'
    | 'isWithoutWlan'
    | 'keyed'
    | 'latest'
    | 'limits'
    | 'links'
    | 'missing'
    | 'mld'
    | 'number'
    | 'pmks'
    | 'ptks'
    | 'runs'
    | 'security'
    | 'seenUntil'
    | 'station'
    | 'story'
    | 'shownNetworks'
    | 'stranger'
    | 'told'
    | 'traffic'
    | 'whereabouts'
  >
>;

/** A type whose members are read, and whose lists and maps are not written to. */
type ReadOnly<T> = {
  readonly [K in keyof T]: T[K] extends (infer E)[]
    ? readonly E[]
    : T[K] extends Map<infer K, infer V>
      ? ReadonlyMap<K, V>
      : T[K];
};

/** Which link of an AP MLD an AP is. */
export interface ApLink {
  readonly mld: Uint8Array;
  readonly linkId: number;
}

/** An access point and what its network is known to be. */
export interface Bss {
  readonly address: Uint8Array;
  /** Of an AP that is affiliated with an AP MLD, as it or another one of the MLD says. */
  link?: ApLink;
  ssid?: Uint8Array;
  groupCipher?: string;
  /** What its beacons and probe responses announced, the latest first. */
  announcements: readonly Announcement[];
  groupKeys: GroupKey[];
  /** The latest management frames that it sent to all, but for those that announce it. */
  heard: readonly Heard[];
  /** Nanoseconds by which its management frames came again at the most, but for repetitions: by a second sniffer, or replayed. */
  lag: bigint;
  /** Group-addressed frames that no key opened yet, the latest ones, each with where it is counted. */
  unopened: { readonly mpdu: Uint8Array; readonly count: ProtectedCount }[];
  readonly stations: Map<number, Tracked>;
  /** Those of them that an association response or an EAPOL-Key frame shows, up to the end that a frame tells. */
  readonly associated: Set<Tracked>;
  /** Group-addressed frames seen while no station was associated. */
  readonly unclaimed: ProtectedCount;
}

/** The network of an AP of which nothing but its address, 6 octets, is known. The address is copied. */
export function newBss(address: Uint8Array): Bss {
  return {
    address: copyOf(address),
    announcements: [],
    groupKeys: [],
    heard: [],
    lag: 0n,
    unopened: [],
    stations: new Map(),
    associated: new Set(),
    unclaimed: { decrypted: 0, undecrypted: 0 },
  };
}

/**
 * The addresses that PTK and PMKID come from: those of the link, or with multi-link operation those of the MLDs (IEEE Std
 * 802.11be-2024, 12.7.1.3). Undefined where that of the AP MLD is not known.
 */
export function peersOf({ bss, station, mld }: Session): Peers | undefined {
  if (mld.station === undefined) return { ap: bss.address, station };
  return mld.ap && { ap: mld.ap, station: mld.station };
}

/** The address by which a station is known beyond one link. */
export const identityOf = ({ mld, station }: Pick<Session, 'mld' | 'station'>): Uint8Array =>
  mld.station ?? station;

/** The AP of a link; that of the association where the link is not one of multi-link operation. */
export const bssOf = ({ bss, links }: Session, linkId: number | undefined): Bss | undefined =>
  linkId === undefined ? bss : links.find(link => link.linkId === linkId)?.bss;

/** Whether keys come from other addresses than frames of the link have. */
export const isMultiLink = ({ mld }: Session): boolean => mld.station !== undefined;
