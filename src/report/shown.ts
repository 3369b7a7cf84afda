import { DOT11_LINK_TYPES, isDot11LinkType } from '../codecs/dot11/physical.js';
import { akmSuite } from '../crypto/akm.js';
import { cipherSuite } from '../crypto/cipher-suite.js';
import type {
  AcceptedFinding,
  DamagedPackets,
  Finding,
  FrameRef,
  Report,
  SessionKey,
  SessionReport,
  Severity,
  UnmatchedKeys,
  UnorderedPackets,
  UnreadableHeaders,
  UnreadPackets,
  UnrelatedCaptures,
} from '../validate/report.js';
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

const inCapture = (capture: string | undefined): string => (capture === undefined ? '' : ` in ${capture}`);

/** `500 packets of link type 147 in b.pcap were not read`. */
const unreadText = ({ linkType, packets, capture }: UnreadPackets): string =>
  `${plural(packets, 'packet')} of link type ${linkType}${inCapture(capture)} ${packets === 1 ? 'was' : 'were'} not read`;

/** `3 packets in b.pcap are earlier than packets before them, by up to 1200.5 ms, … ` */
const unorderedText = ({ packets, behindMs, frame, capture }: UnorderedPackets): string => {
  const first = packets === 1 ? `frame ${frame}` : `the first is frame ${frame}`;
  return `${plural(packets, 'packet')}${inCapture(capture)} ${packets === 1 ? 'is' : 'are'} earlier than others before, by ${packets === 1 ? '' : 'up to '}${behindMs} ms (${first}): the order may be wrong`;
};

/** `12 frames in b.pcap are damaged: their FCS is wrong (…)` */
const damagedText = ({ packets, frame, capture }: DamagedPackets): string => {
  const first = packets === 1 ? `frame ${frame}` : `the first is frame ${frame}`;
  return `${plural(packets, 'frame')}${inCapture(capture)} ${packets === 1 ? 'is' : 'are'} damaged, with a wrong FCS, and left out (${first})`;
};

/** `50 packets in b.pcap have a radiotap header that cannot be read (the first is frame 60: …)` */
const unreadableText = ({ linkType, packets, frame, error, capture }: UnreadableHeaders): string => {
  const counted = plural(packets, 'packet');
  const first = packets === 1 ? `frame ${frame}` : `the first is frame ${frame}`;
  if (!isDot11LinkType(linkType))
    return `${counted} of EAPOL${inCapture(capture)} ${packets === 1 ? 'was' : 'were'} not read: ${error} (${first}); capture in monitor mode, or on one device`;
  return `${counted}${inCapture(capture)} ${packets === 1 ? 'has' : 'have'} a ${DOT11_LINK_TYPES[linkType]} header that cannot be read (${first}: ${error})`;
};

/** Names that are told, where there are many. */
const MOST_NAMES = 4;

/** `no packet is under any of the 4 keys of wrong.keys.json`; or why nothing could be tried. */
function unmatchedText({ source, keys, untried, apsWithoutSsid: aps }: UnmatchedKeys): string {
  const none = `no packet is under ${keys === 1 ? source : `any of the ${keys} keys of ${source}`}`;
  if (aps !== undefined) {
    const noSsid = `the capture shows no SSID of AP ${aps.length === 1 ? aps[0]! : namesOf(aps)}`;
    return untried === true
      ? `${noSsid}: ${source} was not tried; give --ssid`
      : `${none}; ${noSsid}, where it was not tried: give --ssid`;
  }
  return untried === true
    ? `${source} could not be tried: there is no WT Counter to derive S-KWT from; give --wt-counter`
    : none;
}

/** What is to be known of the input of a report as a whole. */
export interface Note {
  /** The capture that it concerns; undefined where that is not known, or all are. */
  readonly capture: string | undefined;
  readonly text: string;
}

/** What is to be known, behind the capture where it is of one. */
export const noteText = ({ capture, text }: Note): string =>
  capture === undefined ? text : `${capture}: ${text}`;

/** Names, of many the first. */
const namesOf = (names: readonly string[]): string => {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names.slice(0, -1);
  const left = names.length - shown.length;
  return `${shown.join(', ')} and ${left === 1 ? names.at(-1) : `${left} more`}`;
};

/** `warning: a.pcap and b.pcap seem to be of several events: …`. */
export const unrelatedText = ({ captures, link }: UnrelatedCaptures): string => {
  const what = link === 'wlan' ? 'the same AP and station' : 'the same SCTP association';
  return `warning: ${namesOf(captures)} seem to be of several events: they show ${what} at the same time, but no frame of it that another has; what is told of them as one may be wrong, and --each validates each by itself`;
};

/** Why nothing was checked, but for captures of which it is told that they are damaged. */
export const uncheckedOf = (
  { unchecked, packets }: Report,
  { captures, damaged = [] }: Pick<ReportContext, 'captures' | 'damaged'>,
): readonly Note[] => {
  const isDamaged = (capture: string): boolean => damaged.some(one => one.capture === capture);
  return unchecked.flatMap(({ message: text, capture }) =>
    (capture === undefined ? packets === 0 && captures.every(isDamaged) : isDamaged(capture))
      ? []
      : [{ capture, text }],
  );
};

/** `3 data frames are of networks and stations beyond the number that is followed`. */
const untrackedText = (frames: number): string =>
  `${plural(frames, 'data frame')} ${frames === 1 ? 'is' : 'are'} of networks and stations beyond the number that is followed, and left out`;

/** By capture, `4097 EAPOL-Key frames and 12 handshakes made room for others: …`, and the same of other messages. */
function forgottenNotes(sessions: readonly SessionReport[]): readonly Note[] {
  const counts = new Map<string | undefined, NonNullable<SessionReport['forgotten']>>();
  for (const { capture, forgotten } of sessions) {
    if (forgotten === undefined) continue;
    const { eapolKeyFrames, handshakes, messages } = counts.get(capture) ?? NONE_FORGOTTEN;
    counts.set(capture, {
      eapolKeyFrames: eapolKeyFrames + forgotten.eapolKeyFrames,
      handshakes: handshakes + forgotten.handshakes,
      messages: messages + forgotten.messages,
    });
  }
  return [...counts].flatMap(([capture, { eapolKeyFrames: frames, handshakes, messages }]) => {
    const eapol = `${plural(frames, 'EAPOL-Key frame')}${handshakes === 0 ? '' : ` and ${plural(handshakes, 'handshake')}`}${inCapture(capture)} made room for others: they were checked when they came, and are not listed`;
    const others = `${plural(messages, 'message')} of management, RRC and XwAP${inCapture(capture)} made room for others, and ${messages === 1 ? 'is' : 'are'} not listed`;
    return [
      ...(frames + handshakes === 0 ? [] : [{ capture, text: eapol }]),
      ...(messages === 0 ? [] : [{ capture, text: others }]),
    ];
  });
}

const NONE_FORGOTTEN = { eapolKeyFrames: 0, handshakes: 0, messages: 0 };

/** `the accepted stale-pmk of "lab" in b.pcap was not found: …`. */
export const unusedText = ({ rule, severity, ap, station, ssid, capture }: AcceptedFinding): string => {
  const where = [
    ...(ap === undefined ? [] : [`AP ${ap}`]),
    ...(station === undefined ? [] : [`station ${station}`]),
    ...(ssid === undefined ? [] : [`"${ssid}"`]),
  ].join(', ');
  const what = `${severity === undefined ? '' : `${severity} `}${rule}`;
  return `the accepted ${what}${where === '' ? '' : ` of ${where}`}${inCapture(capture)} was not found: its entry can be removed`;
};

/** What was not followed, kept or read, is not in order or damaged, and which captures, keys and accepted findings do not fit. */
export const notesOf = ({
  untrackedFrames,
  sessions,
  unreadPackets,
  unorderedPackets,
  damagedPackets,
  unreadableHeaders,
  unrelatedCaptures,
  unmatchedKeys,
  unusedAccepted = [],
}: Report): readonly Note[] => [
  ...(untrackedFrames === 0 ? [] : [{ capture: undefined, text: untrackedText(untrackedFrames) }]),
  ...forgottenNotes(sessions),
  ...unreadPackets.map(one => ({ capture: one.capture, text: unreadText(one) })),
  ...unorderedPackets.map(one => ({ capture: one.capture, text: unorderedText(one) })),
  ...damagedPackets.map(one => ({ capture: one.capture, text: damagedText(one) })),
  ...unreadableHeaders.map(one => ({ capture: one.capture, text: unreadableText(one) })),
  ...unrelatedCaptures.map(one => ({ capture: undefined, text: unrelatedText(one) })),
  ...unmatchedKeys.map(one => ({ capture: undefined, text: unmatchedText(one) })),
  ...unusedAccepted.map(one => ({ capture: undefined, text: unusedText(one) })),
];
