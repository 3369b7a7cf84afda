import { DOT11_LINK_TYPES, isDot11LinkType } from '../codecs/dot11/physical.js';
import type {
  AcceptedFinding,
  DamagedPackets,
  Report,
  SessionReport,
  UnmatchedKeys,
  UnorderedPackets,
  UnreadableHeaders,
  UnreadPackets,
  UnrelatedCaptures,
} from '../validate/report.js';
import { plural, type ReportContext } from './shown.js';

/** What is to be known of the input of a report as a whole. */
export interface Note {
  /** The capture that it concerns; undefined where that is not known, or all are. */
  readonly capture?: string | undefined;
  readonly text: string;
}

/** What is to be known, behind the capture where it is of one. */
export const noteText = ({ capture, text }: Note): string =>
  capture === undefined ? text : `${capture}: ${text}`;

const inCapture = (capture: string | undefined): string => (capture === undefined ? '' : ` in ${capture}`);

const isOrAre = (count: number): string => (count === 1 ? 'is' : 'are');
const wasOrWere = (count: number): string => (count === 1 ? 'was' : 'were');

/** Which one of packets it is that is named. */
const firstOf = (packets: number, frame: number): string =>
  packets === 1 ? `frame ${frame}` : `the first is frame ${frame}`;

/** `500 packets of link type 147 in b.pcap were not read`. */
const unreadText = ({ linkType, packets, capture }: UnreadPackets): string =>
  `${plural(packets, 'packet')} of link type ${linkType}${inCapture(capture)} ${wasOrWere(packets)} not read`;

/** `3 packets in b.pcap are earlier than others before, by up to 1200.5 ms (the first is frame 7): …`. */
const unorderedText = ({ packets, behindMs, frame, capture }: UnorderedPackets): string =>
  `${plural(packets, 'packet')}${inCapture(capture)} ${isOrAre(packets)} earlier than others before, by ${packets === 1 ? '' : 'up to '}${behindMs} ms (${firstOf(packets, frame)}): the order may be wrong`;

/** `12 frames in b.pcap are damaged, with a wrong FCS, and left out (the first is frame 7)`. */
const damagedText = ({ packets, frame, capture }: DamagedPackets): string =>
  `${plural(packets, 'frame')}${inCapture(capture)} ${isOrAre(packets)} damaged, with a wrong FCS, and left out (${firstOf(packets, frame)})`;

/** `50 packets in b.pcap have a radiotap header that cannot be read (the first is frame 60: …)`. */
const unreadableText = ({ linkType, packets, frame, error, capture }: UnreadableHeaders): string => {
  const counted = plural(packets, 'packet');
  const first = firstOf(packets, frame);
  if (!isDot11LinkType(linkType))
    return `${counted}${inCapture(capture)} ${wasOrWere(packets)} not read (${first}): ${error}`;
  return `${counted}${inCapture(capture)} ${packets === 1 ? 'has' : 'have'} a ${DOT11_LINK_TYPES[linkType]} header that cannot be read (${first}: ${error})`;
};

/** Names that are told, where there are many. */
const MOST_NAMES = 4;

/** Names, of many the first. */
const namesOf = (names: readonly string[]): string => {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names.slice(0, -1);
  const left = names.length - shown.length;
  return `${shown.join(', ')} and ${left === 1 ? names.at(-1) : `${left} more`}`;
};

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
  `${plural(frames, 'data frame')} ${isOrAre(frames)} of networks and stations beyond the number that is followed, and left out`;

const NONE_FORGOTTEN = { eapolKeyFrames: 0, handshakes: 0, messages: 0 };

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
    const others = `${plural(messages, 'message')} of management, RRC and XwAP${inCapture(capture)} made room for others, and ${isOrAre(messages)} not listed`;
    return [
      ...(frames + handshakes === 0 ? [] : [{ capture, text: eapol }]),
      ...(messages === 0 ? [] : [{ capture, text: others }]),
    ];
  });
}

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

/** Notes on packets of captures. */
const ofCaptures = <T extends { readonly capture?: string }>(
  list: readonly T[],
  textOf: (one: T) => string,
): readonly Note[] => list.map(one => ({ capture: one.capture, text: textOf(one) }));

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
  ...(untrackedFrames === 0 ? [] : [{ text: untrackedText(untrackedFrames) }]),
  ...forgottenNotes(sessions),
  ...ofCaptures(unreadPackets, unreadText),
  ...ofCaptures(unorderedPackets, unorderedText),
  ...ofCaptures(damagedPackets, damagedText),
  ...ofCaptures(unreadableHeaders, unreadableText),
  ...unrelatedCaptures.map(one => ({ text: unrelatedText(one) })),
  ...unmatchedKeys.map(one => ({ text: unmatchedText(one) })),
  ...unusedAccepted.map(one => ({ text: unusedText(one) })),
];
