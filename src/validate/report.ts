import type { HandshakeMessage } from '../crypto/handshake.js';
import type { MicVerdict } from './mic-verdict.js';
import type { RunKind, RunMessage } from './wlan/run.js';

/**
 * A frame: its number as Wireshark counts, the first packet of the file being 1; where there are several captures, with
 * the capture that it is in.
 */
export type FrameRef = number | { readonly capture: string; readonly frame: number };

/** One EAPOL-Key frame of a session. */
export interface EapolKeyFrame {
  readonly frame: FrameRef;
  /** Seconds since the first packet, a decimal number; left out where that is not known. */
  readonly time?: string;
  readonly message: HandshakeMessage;
  readonly replayCounter: string;
  /** Whether the frame that carried it was encrypted; left out where it was captured over Ethernet. */
  readonly protected?: boolean;
  readonly mic: MicVerdict;
  /** The name of the PMK under which the MIC is valid. */
  readonly pmk?: string;
  /** Of M1, the name of the PMK whose PMKID is in it (IEEE 802.11-2020, 12.7.6.2), told when the handshake is over. */
  readonly pmkidOf?: string;
}

/** A run of the 4-way handshake, the group key handshake, or a fast BSS transition, from its first message on. */
export interface HandshakeReport {
  readonly kind: RunKind;
  /** Frames of each message, repetitions included. */
  readonly frames: Readonly<Partial<Record<RunMessage, readonly FrameRef[]>>>;
  /**
   * Whether its last message came, as its receiver takes it: M4 or G2, or the reassociation response with which a fast BSS transition
   * succeeds.
   */
  readonly complete: boolean;
  /** Set where its last message is not in the capture, and data in both directions under the keys of the handshake shows that it came. */
  readonly shownByData?: true;
  readonly pmk?: string;
}

/** A message beside the EAPOL-Key frames. */
export interface ReportedMessage {
  readonly frame: FrameRef;
  /** Seconds since the first packet, a decimal number; left out where that is not known. */
  readonly time?: string;
  readonly message: string;
  /** What in it matters most: `reason 15`, `WT Counter 2`. */
  readonly detail?: string;
}

/** A management frame between station and AP. */
export interface ReportedManagement extends ReportedMessage {
  readonly from: 'ap' | 'station';
}

/** An RRC message of the UE. */
export interface ReportedRrc extends ReportedMessage {
  readonly direction: 'uplink' | 'downlink';
  /** `none` where the capture shows no MAC-I, as in GSMTAP. */
  readonly macI: MicVerdict;
}

/** An XwAP message that concerns the UE; without `from` where nothing tells which end is the WT. */
export interface ReportedXw extends ReportedMessage {
  readonly from?: 'enb' | 'wt';
}

/** An S-KWT that one side is given, or that ends there. */
export interface ReportedSKwt {
  readonly frame: FrameRef;
  /** Seconds since the first packet, a decimal number; left out where that is not known. */
  readonly time?: string;
  readonly side: 'ue' | 'wt';
  /** `refused`: the WT was to have it, and did not take it; `released`: LWA ends here, and what the side had with it. */
  readonly state: 'given' | 'refused' | 'released';
  /** What the UE derives it from; of the UE only. */
  readonly wtCounter?: number;
  /** The name of the key, as that of a PMK elsewhere; left out where it is not known. */
  readonly pmk?: string;
}

/** A new S-KWT for a WT that has the UE, or that gets it from another eNB. */
export interface RekeyReport {
  /** The WT Modification or Addition Request with the S-KWT. */
  readonly given: FrameRef;
  /** The message that tells the UE the WT Counter; left out, as are the next two, where nothing tells for sure which it is. */
  readonly told?: FrameRef;
  readonly wtCounter?: number;
  /** The RRCConnectionReconfigurationComplete with which the UE confirms that. */
  readonly confirmed?: FrameRef;
  /** Set where the WT answered that it does not take the S-KWT. */
  readonly refused?: true;
  /** Who had the S-KWT first: the WT in option 1, the UE in option 2; left out where the capture does not tell. */
  readonly first?: 'ue' | 'wt';
  /** Set where `first` is so only if the clocks of two captures agree. */
  readonly ifClocksAgree?: true;
}

/** Packets that the capture lacks, before this frame. */
export interface ReportedGap {
  readonly frame: FrameRef;
  readonly time?: string;
  readonly where: 'uu' | 'xw';
}

/** A key that the session came to. */
export interface SessionKey {
  readonly kind: 'ptk' | 'gtk' | 'igtk' | 'bigtk';
  /** The frame that proved or carried it. */
  readonly frame: FrameRef;
  /** Of a group key. */
  readonly keyId?: number;
  /** Of a group key that an AP MLD handed out: the link that it is for. */
  readonly linkId?: number;
  /** Only where keys were asked for. */
  readonly hex?: string;
}

/** A link of multi-link operation. */
export interface ReportedLink {
  readonly linkId: number;
  /** The addresses that frames on the link have; that of the AP is left out where nothing tells it. */
  readonly ap?: string;
  readonly station: string;
}

/** What a capture holds of one (AP, station) pair, with multi-link operation of one (AP MLD, station MLD) pair. */
export interface SessionReport {
  /** The capture that it is in, where each of several was validated by itself. */
  readonly capture?: string;
  /** With multi-link operation the address of the AP MLD. Left out for a UE of which the capture shows no WLAN association. */
  readonly ap?: string;
  /** Left out where nothing tells the UE's WLAN address, and for what concerns an Xw interface. */
  readonly station?: string;
  /** The links of the latest association, of multi-link operation only. */
  readonly links?: readonly ReportedLink[];
  /** Octets that are no UTF-8 text are shown as U+FFFD. */
  readonly ssid?: string;
  readonly akm?: string;
  readonly pairwiseCipher?: string;
  readonly groupCipher?: string;
  readonly eapolKeyFrames: readonly EapolKeyFrame[];
  readonly handshakes: readonly HandshakeReport[];
  /**
   * How many more there were, which made room for others; left out where there were none. EAPOL-Key frames and handshakes were checked
   * as the others. `messages` are those of `management`, `rrc`, `xw` and `missing`.
   */
  readonly forgotten?: {
    readonly eapolKeyFrames: number;
    readonly handshakes: number;
    readonly messages: number;
  };
  /** Data frames that were encrypted. */
  readonly protectedFrames: { readonly decrypted: number; readonly undecrypted: number };
  /** Management frames that were encrypted. */
  readonly protectedManagementFrames: { readonly decrypted: number; readonly undecrypted: number };
  readonly keys: readonly SessionKey[];
  /** Authentication, association and their ends. */
  readonly management: readonly ReportedManagement[];
  /** Left out where the capture shows none of the UE. */
  readonly rrc?: readonly ReportedRrc[];
  readonly xw?: readonly ReportedXw[];
  readonly missing?: readonly ReportedGap[];
  /** In the order of time; left out where the capture shows none given. */
  readonly sKwts?: readonly ReportedSKwt[];
  /** In the order of time; left out where the capture shows none. */
  readonly rekeys?: readonly RekeyReport[];
  /**
   * The longest pause of protected user data around a handshake, in milliseconds: in each direction from the last frame
   * before to the first after. A direction without user data on both sides is left out.
   */
  readonly suspension?: {
    readonly uplinkMs?: number;
    readonly downlinkMs?: number;
    /** The first frame of the handshake. */
    readonly around: FrameRef;
  };
  /** What the session came to, in one sentence for people, whose words may change. */
  readonly verdict: string;
}

/** How grave a finding is: an `error` makes the command end with 1, unless it is told otherwise. */
export type Severity = 'error' | 'warning' | 'note';

/** Something that a rule has to say of a session. It holds no key material. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Index into `sessions`. */
  readonly session: number;
  readonly frames: readonly FrameRef[];
  readonly message: string;
  /** Set where it is known, and accepted, with why where that is said. */
  readonly accepted?: { readonly reason?: string };
}

/** Findings that are known, and accepted: those of the rule that agree in all else that is said here. */
export interface AcceptedFinding {
  readonly rule: string;
  /** The gravest that is accepted. */
  readonly severity?: Severity | undefined;
  readonly ap?: string | undefined;
  readonly station?: string | undefined;
  readonly ssid?: string | undefined;
  /** The path of the capture, or the end of it; `*` stands for any characters of a name. */
  readonly capture?: string | undefined;
  /** How many are accepted, all if left out. */
  readonly count?: number | undefined;
  readonly reason?: string | undefined;
}

/** Packets of a link type that is not read. */
export interface UnreadPackets {
  /** LINKTYPE_ number. */
  readonly linkType: number;
  readonly packets: number;
  /** The capture that they are in, where there are several. */
  readonly capture?: string;
}

/** Packets whose times go back, too far to put them in the order of time. */
export interface UnorderedPackets {
  readonly packets: number;
  /** Milliseconds by which they are behind others before them, at the most. */
  readonly behindMs: number;
  /** The number of the first in its capture. */
  readonly frame: number;
  /** The capture that they are in, where there are several. */
  readonly capture?: string;
}

/** What was read, and why nothing in it was checked. */
export interface Unchecked {
  /** One sentence. */
  readonly message: string;
  /** The capture, where each of several is validated by itself. */
  readonly capture?: string;
}

/** Captures that overlap in time on one link, and have no frame of it in common: of several events, most likely. */
export interface UnrelatedCaptures {
  /** As {@link FrameRef} names them. */
  readonly captures: readonly string[];
  /** The link: one station at one AP, or one SCTP association. */
  readonly link: 'wlan' | 'sctp';
}

/**
 * Packets that are damaged, 802.11 frames by their FCS or by what the capturing device says, others by what the capture says, and
 * were left out.
 */
export interface DamagedPackets {
  /** Those that were found: of a session without keys, protected data frames are not looked at. */
  readonly packets: number;
  /** The number of the first in its capture. */
  readonly frame: number;
  /** The capture that they are in, where there are several. */
  readonly capture?: string;
}

/**
 * Packets of 802.11 whose frame cannot be found: the header in front of it is damaged, or it says that something else follows. And
 * of other link types EAPOL-Key under Linux cooked of which nothing tells the receiver, and MAC and RLC of LTE.
 */
export interface UnreadableHeaders {
  /** LINKTYPE_ number. */
  readonly linkType: number;
  readonly packets: number;
  /** The number of the first in its capture. */
  readonly frame: number;
  /** What is wrong with the header of the first. */
  readonly error: string;
  /** The capture that they are in, where there are several. */
  readonly capture?: string;
}

/** Keys that were given, and that nothing in the capture is under. */
export interface UnmatchedKeys {
  /** Where they came from, by their `source`; or else the name of the key. */
  readonly source: string;
  /** How many came from there. */
  readonly keys: number;
  /**
   * Set where none of them could be tried: S-KWTs follow from them and a WT Counter, of which nothing tells one; or the PSK follows from a
   * passphrase and an SSID, of which the captures show none.
   */
  readonly untried?: true;
  /** For a passphrase that was given without an SSID: the APs at which it was not tried, as the captures do not show theirs. */
  readonly apsWithoutSsid?: readonly string[];
}

/** All that is known of a capture; `validate --json` prints it. */
export interface Report {
  readonly packets: number;
  /** An entry for each link type that is not read; where there are several captures, for each of each. */
  readonly unreadPackets: readonly UnreadPackets[];
  /** An entry for each capture in which times go back. */
  readonly unorderedPackets: readonly UnorderedPackets[];
  /** Why nothing was checked; empty where something was, or where no packet is of a link type that is read. */
  readonly unchecked: readonly Unchecked[];
  /** An entry for all captures that are read as one, though they seem to be of several events. */
  readonly unrelatedCaptures: readonly UnrelatedCaptures[];
  /** An entry for each capture with damaged frames. */
  readonly damagedPackets: readonly DamagedPackets[];
  /** An entry for each link type of packets whose frame cannot be found; where there are several captures, for each of each. */
  readonly unreadableHeaders: readonly UnreadableHeaders[];
  /** An entry for each source of keys of which nothing in the capture is under any. */
  readonly unmatchedKeys: readonly UnmatchedKeys[];
  /** Data frames, protected or with EAPOL, of networks and stations beyond the number that is followed. */
  readonly untrackedFrames: number;
  /** Where findings are accepted: what was accepted, and was not found. */
  readonly unusedAccepted?: readonly AcceptedFinding[];
  readonly sessions: readonly SessionReport[];
  readonly findings: readonly Finding[];
}
