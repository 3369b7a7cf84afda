import { akmSuite } from '../crypto/akm.js';
import { cipherSuite } from '../crypto/cipher-suite.js';
import type { Finding, FrameRef, Report, SessionKey, SessionReport, Severity } from '../validate/report.js';
import type { Rule } from '../validate/rule.js';

/** What is told of a rule: all but how it checks. */
export type RuleInfo = Pick<Rule, 'id' | 'severity' | 'clause' | 'explanation'>;

/** What is told beside the report: of this package, its rules, and the captures. */
export interface ReportContext {
  /** Of this package, if left out. */
  readonly version?: string | undefined;
  /** The rules that were applied; all of this package, if left out. */
  readonly rules?: readonly RuleInfo[] | undefined;
  /** Paths of the captures that were read, `-` for standard input. */
  readonly captures: readonly string[];
  /** Captures that could not be read to their end, and why. */
  readonly damaged?: readonly { readonly capture: string; readonly message: string }[] | undefined;
}

/** The number of a frame in its capture. */
export const frameNumber = (ref: FrameRef): number => (typeof ref === 'number' ? ref : ref.frame);

/** The capture that a frame is in, where it is named. */
export const captureOf = (ref: FrameRef): string | undefined =>
  typeof ref === 'number' ? undefined : ref.capture;

/** What tells a frame from any other of a report. */
export const frameKey = (ref: FrameRef): string =>
  typeof ref === 'number' ? `${ref}` : `${ref.frame} ${ref.capture}`;

/**
 * A session in a few words: `02:e4:1b:7a:90:01 02:13:c5:5d:08:f2`, AP first; `UE` where no WLAN was seen; behind the name of its
 * capture, where it has one.
 */
export const sessionName = ({ capture, ap, station }: SessionReport): string => {
  const ends = [ap, station].filter(address => address !== undefined).join(' ') || 'UE';
  return capture === undefined ? ends : `${capture} ${ends}`;
};

/** `AP 02:e4:1b:7a:90:01  station 02:13:c5:5d:08:f2`. */
export const whoIs = ({ ap, station }: SessionReport): string =>
  [ap === undefined ? '' : `AP ${ap}`, station === undefined ? '' : `station ${station}`]
    .filter(peer => peer !== '')
    .join('  ') || 'UE without WLAN';

/** `1 packet`, `2 packets`. */
export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `PSK (00-0F-AC:2), CCMP-128`; nothing where no suite is known. */
export const suitesText = ({ akm, pairwiseCipher }: SessionReport): string => {
  if (akm === undefined) return '';
  const cipher =
    pairwiseCipher === undefined ? '' : `, ${cipherSuite(pairwiseCipher)?.name ?? pairwiseCipher}`;
  return `${akmSuite(akm)?.name ?? 'AKM'} (${akm})${cipher}`;
};

/** `66 packets, 1 session: 1 error, 0 warnings, 0 notes`, and behind it how many findings are accepted, and so not counted. */
export function summaryOf({ packets, sessions, findings }: Report): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const count = (severity: Severity): number => open.filter(f => f.severity === severity).length;
  const accepted = findings.length - open.length;
  return `${plural(packets, 'packet')}, ${plural(sessions.length, 'session')}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}${accepted === 0 ? '' : `, ${accepted} accepted`}`;
}

/** `error`, or `accepted error`. */
export const severityText = ({ severity, accepted }: Pick<Finding, 'severity' | 'accepted'>): string =>
  `${accepted === undefined ? '' : 'accepted '}${severity}`;

/** Why a finding is accepted, ` (as in bug 7)`; nothing where that is not said. */
export const reasonText = ({ accepted }: Pick<Finding, 'accepted'>): string =>
  accepted?.reason === undefined ? '' : ` (${accepted.reason})`;

/** `error: The MIC of …`, `accepted error (as in bug 7): The MIC of …`. */
export const findingText = (finding: Finding): string =>
  `${severityText(finding)}${reasonText(finding)}: ${finding.message}`;

/** The gravest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** As what a finding can be shown: its severity, unless it is accepted. */
export type Standing = Severity | 'accepted';

/** The gravest first. */
export const STANDINGS: readonly Standing[] = [...SEVERITIES, 'accepted'];

/** What a finding is shown as. */
export const standingOf = ({ severity, accepted }: Pick<Finding, 'severity' | 'accepted'>): Standing =>
  accepted === undefined ? severity : 'accepted';

/** The gravest first, those that are accepted last; those of one standing in their order. */
export const bySeverity = (findings: readonly Finding[]): Finding[] =>
  STANDINGS.flatMap(standing => findings.filter(finding => standingOf(finding) === standing));

/** The place of the gravest of findings among the severities: 0 for an error; behind them all where there is none, or only accepted ones. */
export const gravity = (findings: readonly Finding[]): number =>
  findings.reduce((least, one) => Math.min(least, STANDINGS.indexOf(standingOf(one))), SEVERITIES.length);

/** The findings of each session. */
export function findingsBySession({ sessions, findings }: Report): readonly (readonly Finding[])[] {
  const of = sessions.map((): Finding[] => []);
  for (const finding of findings) of[finding.session]?.push(finding);
  return of;
}

/** The name of a file without its folders. */
export const baseName = (file: string): string => file.replace(/^.*[\\/](?=.)/s, '');

/** `0 02:00:00:aa:00:00 and 02:00:00:bb:00:00, 1 …`: the addresses on each link; empty without multi-link operation. */
export const linksText = ({ links = [] }: SessionReport): string =>
  links.map(({ linkId, ap = 'unknown', station }) => `${linkId} ${ap} and ${station}`).join(', ');

/** `GTK 1 of frame 28`, with the key itself where it is to be shown. */
export function foundKeyText({ kind, keyId, linkId, frame, hex }: SessionKey): string {
  const capture = captureOf(frame);
  const where = `${frameNumber(frame)}${capture === undefined ? '' : ` in ${capture}`}`;
  const id = keyId === undefined ? '' : ` ${keyId}`;
  const link = linkId === undefined ? '' : ` of link ${linkId}`;
  return `${kind.toUpperCase()}${id}${link} of frame ${where}${hex === undefined ? '' : `: ${hex}`}`;
}
