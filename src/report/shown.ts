import type {
  EapolKeyFrame,
  Finding,
  HandshakeReport,
  SessionKey,
  SessionReport,
} from '../validate/report.js';
import type { Rule } from '../validate/rule.js';

/** A frame by its number, as Wireshark counts; of several captures together with the capture that it is in. */
export type FrameRef = number | { readonly capture: string; readonly frame: number };

/** Where and when something was seen. */
interface Seen {
  readonly frame: FrameRef;
  /** Seconds from the first packet, in decimal digits: `12.000345`. */
  readonly time?: string;
}

/** An RRC message of the session's UE (TS 36.331). */
export interface ShownRrc extends Seen {
  readonly direction: 'uplink' | 'downlink';
  readonly message: string;
  readonly detail?: string;
  /** Its message authentication code (TS 33.401, B.2). */
  readonly macI?: 'valid' | 'invalid' | 'unverified' | 'none';
}

/** An XwAP message on the session's UE (TS 36.463). */
export interface ShownXw extends Seen {
  readonly from: 'enb' | 'wt';
  readonly message: string;
  readonly detail?: string;
}

/** A management frame between the session's station and its AP. */
export interface ShownManagement extends Seen {
  readonly from: 'ap' | 'station';
  readonly kind: string;
  readonly detail?: string;
}

/** A place where the capture lost packets. */
export interface ShownGap extends Seen {
  readonly where: string;
}

type At<T> = Omit<T, 'frame'> & Seen;

/** A session as the writers of this folder read it: the validator's, its frames named by number or with a capture. */
export interface ShownSession
  extends Omit<SessionReport, 'ap' | 'station' | 'eapolKeyFrames' | 'handshakes' | 'keys'> {
  /** The only capture that it was seen in, where there are several. */
  readonly capture?: string;
  /** Missing, as `station` is, where a UE was seen on Uu or Xw only. */
  readonly ap?: string;
  readonly station?: string;
  readonly eapolKeyFrames: readonly At<EapolKeyFrame>[];
  readonly handshakes: readonly (Omit<HandshakeReport, 'frames'> & {
    readonly frames: Readonly<Partial<Record<string, readonly FrameRef[]>>>;
  })[];
  readonly keys: readonly At<SessionKey>[];
  readonly rrc?: readonly ShownRrc[];
  readonly xw?: readonly ShownXw[];
  readonly management?: readonly ShownManagement[];
  readonly missing?: readonly ShownGap[];
}

/** A finding, its frames named by number or with a capture. */
export interface ShownFinding extends Omit<Finding, 'frames'> {
  readonly frames: readonly FrameRef[];
}

/** A report as the writers of this folder read it; any `Report` of the validator is one. */
export interface ShownReport {
  readonly packets: number;
  readonly untrackedFrames: number;
  readonly sessions: readonly ShownSession[];
  readonly findings: readonly ShownFinding[];
}

/** What is told of a rule: all but how it checks. */
export type RuleInfo = Pick<Rule, 'id' | 'severity' | 'clause' | 'explanation'>;

/** What the formats for CI servers name beside the report. */
export interface ReportContext {
  /** Of this package. */
  readonly version: string;
  /** The rules that were applied. */
  readonly rules: readonly RuleInfo[];
  /** Paths of the captures that were read, `-` for standard input. */
  readonly captures: readonly string[];
  /** Captures that could not be read to their end, and why. */
  readonly damaged?: readonly { readonly capture: string; readonly message: string }[];
}

/** The number of a frame in its capture. */
export const frameNumber = (ref: FrameRef): number => (typeof ref === 'number' ? ref : ref.frame);

/** The capture that a frame is in, where it is named. */
export const captureOf = (ref: FrameRef): string | undefined =>
  typeof ref === 'number' ? undefined : ref.capture;

/** What tells a frame from any other of a report. */
export const frameKey = (ref: FrameRef): string =>
  typeof ref === 'number' ? `${ref}` : `${ref.frame} ${ref.capture}`;

/** A session in a few words: `02:e4:1b:7a:90:01 02:13:c5:5d:08:f2`, AP first; `UE` where no WLAN was seen. */
export const sessionName = ({ ap, station }: ShownSession): string =>
  [ap, station].filter(address => address !== undefined).join(' ') || 'UE';
