import { copyOf } from '../codecs/copy.js';
import type { EapolKey } from '../codecs/dot11/eapol-key.js';
import type { HandshakeMessage } from '../crypto/handshake.js';
import type { PreparedKey } from '../crypto/mpdu.js';
import type { NamedPmk } from './keys.js';
import type { EapolKeyFrame } from './report.js';

/** The suites that a station chose, by selector. */
export interface Security {
  readonly akm: string;
  readonly pairwiseCipher: string;
  readonly groupCipher: string;
}

/** What the fast BSS transition hierarchy is derived from, beside the key (IEEE 802.11-2020, 12.7.1.6). */
export interface FtParameters {
  readonly mdid: Uint8Array;
  readonly r0khId: Uint8Array;
  readonly r1khId: Uint8Array;
}

/** A temporal key of either kind, ready to open frames. */
export interface TemporalKey {
  readonly key: PreparedKey;
  /** Of a group key; a pairwise one is tried whatever key ID a frame names. */
  readonly keyId?: number;
}

/** A PTK under which a MIC was right. */
export interface ProvenPtk {
  readonly pmk: NamedPmk;
  readonly aNonce: Uint8Array;
  readonly sNonce: Uint8Array;
  readonly ptk: Uint8Array;
  readonly kck: Uint8Array;
  readonly kek: Uint8Array;
  readonly akm: string;
  /** The frame that proved it. */
  readonly frame: number;
}

/** The messages of a run: of a handshake, or of a fast BSS transition (IEEE 802.11-2020, 13.5 and 13.7). */
export type RunMessage =
  | Exclude<HandshakeMessage, 'request'>
  | 'reassociation-request'
  | 'reassociation-response';

/** One run of a handshake. */
export interface Run {
  readonly kind: 'initial' | 're-key' | 'group' | 'ft';
  /** Frames of each message in the order in which they came, repetitions included. */
  readonly frames: Partial<Record<RunMessage, number[]>>;
  /** The PMKID that M1 names (IEEE 802.11-2020, 12.7.6.2). */
  pmkid?: Uint8Array;
  aNonce?: Uint8Array;
  /** Replay counters of the AP's messages: an answer repeats one of them. */
  readonly counters: Set<bigint>;
  ptk?: ProvenPtk;
  complete: boolean;
  /** The end of the association that the run was part of, where a frame told it. */
  ending?: Ending;
}

/** An EAPOL-Key frame whose MIC could not be checked yet. */
export interface PendingFrame {
  readonly record: EapolKeyFrame;
  readonly key: EapolKey;
  readonly bytes: Uint8Array;
}

/** A key for the report. */
export interface FoundKey {
  readonly kind: 'ptk' | 'gtk' | 'igtk' | 'bigtk';
  readonly frame: number;
  readonly keyId?: number;
  readonly octets: Uint8Array;
}

/** The end of an association, as a frame told it. */
export interface Ending {
  readonly frame: number;
  readonly kind: 'deauthentication' | 'disassociation';
  readonly by: 'ap' | 'station';
  readonly reason: number;
}

/** Frames that were encrypted, and how many of them no known key opened. */
export interface ProtectedCount {
  decrypted: number;
  undecrypted: number;
}

/** An MSDU of which some fragments have been seen. */
export interface Reassembly {
  readonly sequenceNumber: number;
  readonly parts: Uint8Array[];
}

/** All that is followed of one (AP, station) pair. */
export interface Session {
  readonly bss: Bss;
  readonly station: Uint8Array;
  security?: Security;
  ft?: FtParameters;
  /** Between an association response of success and the end that a frame tells. */
  associated: boolean;
  /** Whether a 4-way handshake of this association is complete, so that another one is a re-key. */
  keyed: boolean;
  readonly eapolKeyFrames: EapolKeyFrame[];
  readonly runs: Run[];
  /** The latest run of the 4-way and of the group key handshake. */
  latest: { pairwise?: Run; group?: Run };
  /** Newest first, as many as a late frame may refer to. */
  aNonces: Uint8Array[];
  sNonces: Uint8Array[];
  ptks: ProvenPtk[];
  /** The key that opened a frame last comes first. */
  temporalKeys: TemporalKey[];
  pending: PendingFrame[];
  readonly found: FoundKey[];
  readonly data: ProtectedCount;
  readonly management: ProtectedCount;
  /** By direction: from the station, from the AP. */
  readonly reassembly: [Reassembly | undefined, Reassembly | undefined];
}

/** An access point and what its network is known to be. */
export interface Bss {
  readonly address: Uint8Array;
  ssid?: Uint8Array;
  groupCipher?: string;
  /** Octets of the last beacon that was read: another length is read again. */
  beaconLength: number;
  groupKeys: TemporalKey[];
  /** Group-addressed frames that no key opened yet, the latest ones, each with where it is counted. */
  unopened: { readonly mpdu: Uint8Array; readonly count: ProtectedCount }[];
  readonly stations: Map<number, Session>;
  /** Group-addressed frames seen while no station was associated. */
  readonly unclaimed: ProtectedCount;
}

/** Puts `item` first in a list that keeps at most `limit`. */
export function remember<T>(list: readonly T[], item: T, limit: number): T[] {
  return [item, ...list.filter(other => other !== item)].slice(0, limit);
}

export function newBss(address: Uint8Array): Bss {
  return {
    address: copyOf(address),
    beaconLength: -1,
    groupKeys: [],
    unopened: [],
    stations: new Map(),
    unclaimed: { decrypted: 0, undecrypted: 0 },
  };
}

export function newSession(bss: Bss, station: Uint8Array): Session {
  return {
    bss,
    station: copyOf(station),
    associated: false,
    keyed: false,
    eapolKeyFrames: [],
    runs: [],
    latest: {},
    aNonces: [],
    sNonces: [],
    ptks: [],
    temporalKeys: [],
    pending: [],
    found: [],
    data: { decrypted: 0, undecrypted: 0 },
    management: { decrypted: 0, undecrypted: 0 },
    reassembly: [undefined, undefined],
  };
}
