import { type At, between, distance } from './at.js';
import type { EventNamed } from './event.js';
import { type AfterLwa, afterLwa, endOfLwa } from './hand-out/after-lwa.js';
import type { FirstToHave } from './hand-out/first-to-have.js';
import { HAND_OUT_EVENTS } from './hand-out/hand-outs.js';
import { LONGEST_REKEY } from './hand-out/pairs.js';
import type { Rekey, Rekeys } from './hand-out/rekeys.js';
import type { MicVerdict } from './mic-verdict.js';
import type { Tracked } from './session.js';
import { reasonText } from './wlan/ending.js';
import type { Run, RunKind } from './wlan/run.js';
import { listed, MOST_LISTED } from './wording.js';

/** The frames of each message come in order, so that first and last are among their ends. */
export const firstFrame = (run: Run): number =>
  Math.min(...Object.values(run.frames).map(frames => frames[0]!));
const lastFrame = (run: Run): number => Math.max(...Object.values(run.frames).map(frames => frames.at(-1)!));

const names: Readonly<Record<RunKind, string>> = {
  initial: '4-way handshake',
  're-key': 're-key',
  group: 'group key handshake',
  ft: 'fast BSS transition',
};

const spanOf = (session: Tracked, run: Run): string =>
  `${names[run.kind]} ${session.span(firstFrame(run), lastFrame(run))}`;

/** The session in one sentence. @param rekeys those of the session */
export function verdictOf(session: Tracked, rekeys: Rekeys): string {
  const signalled = signallingOf(session, rekeys);
  if (session.isWithoutWlan) return sentence([signalled, 'the capture shows no WLAN association']);
  return sentence([signalled, handshakesOf(session)]);
}

/** Parts of a sentence as one. */
function sentence(parts: readonly string[]): string {
  const text = parts.filter(part => part !== '').join('; ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

type Signalled = readonly EventNamed<(typeof HAND_OUT_EVENTS)[number]>[];

/** What Uu and Xw say of who had a new S-KWT first, and of what came after LWA. */
function signallingOf(session: Tracked, { rekeys, contrary }: Rekeys): string {
  const signalled = session.journal.of(HAND_OUT_EVENTS);
  const at = (frame: number): string => `in frame ${session.span(frame, frame)}`;
  const untold = untoldIn(signalled, session);
  const isContrary = contrary.ue || contrary.wt;
  const handedOut = rekeys.map(rekey => rekeyText(rekey, isContrary, signalled, untold, at));
  const afterEnd = afterLwa(signalled, session).map(after => {
    const so = after.isSure ? '' : 'as far as the capture shows RRC, ';
    return `${so}LWA had ended at the UE, by ${endOfLwa(after, at)}, ${CAME[after.what]} ${at(after.at.frame)}`;
  });
  return [...afterEnd, ...handedOut].join('; ');
}

/**
 * Who had a new S-KWT first, or why that is not told.
 * @param isContrary whether times do not tell it
 * @param untold what there is to say where nothing tells the UE of it
 */
function rekeyText(
  { wt, ue, use, first, isRefused, isDoubtful, isOfOtherKey }: Rekey,
  isContrary: boolean,
  signalled: Signalled,
  untold: (wt: At) => string,
  at: (frame: number) => string,
): string {
  const isAddition = wt.procedure === 'wTAdditionPreparation';
  const inWt = `the WT ${isAddition ? 'Addition' : 'Modification'} Request ${at(wt.frame)}`;
  if (use !== undefined)
    return `the WT refused ${inWt}, and yet uses its S-KWT, as ${use.message} ${at(use.frame)} shows`;
  if (isRefused) return `the WT refused ${inWt}`;
  const given = `${inWt} gives the WT a new S-KWT`;
  if (first === undefined && isContrary)
    return `${given}, and the times of Xw and of the WLAN contradict each other: who had it first is not sure`;
  if (ue === undefined) return `${given}${untold(wt)}`;
  const { complete, request, event } = ue;
  if (ue.isUnread)
    return `${given}, and what tells the UE of it may be ${at(request.frame)}, which could not be read whole`;
  if (event === undefined)
    return `${given}, and the capture lacks what told the UE of it${wronglyAnswered(request, signalled, at)}`;
  if (isDoubtful) return `${given}, and the capture lacks what tells which WT Counter it goes with`;
  const counter = `WT Counter ${event.wtCounter}`;
  if (isOfOtherKey)
    return `${inWt} gives the WT another S-KWT than that of ${counter}, which the UE is told ${at(request.frame)}`;
  const told = `the UE is told of ${counter} ${at(request.frame)}`;
  const confirmed =
    complete === undefined ? undefined : `the RRCConnectionReconfigurationComplete ${at(complete.frame)}`;
  if (first?.side === 'wt')
    return `option 1: the WT had the S-KWT of ${counter} before the UE, ${inWt} came ${before(first)} ${confirmed ?? `the RRCConnectionReconfiguration ${at(request.frame)}`}${ifClocksAgree(first)}`;
  if (confirmed === undefined) return `${told} and does not confirm it, ${inWt} gives the WT the S-KWT`;
  if (first?.side === 'ue')
    return `option 2: the UE had ${counter} before the WT, ${confirmed} came ${before(first)} ${inWt}${ifClocksAgree(first)}`;
  return `${told} and ${inWt} gives the WT the S-KWT, in which order the capture does not tell for sure`;
}

/** The WT Counter that an answer, of which the capture lacks the request, may yet confirm, under another transaction identifier. */
function wronglyAnswered(answer: At, signalled: Signalled, at: (frame: number) => string): string {
  const open = signalled.find(
    one => one.kind === 'rrcTransaction' && one.otherAnswer?.frame === answer.frame,
  );
  return open?.kind === 'rrcTransaction' && open.wtCounter !== undefined
    ? `, unless that is WT Counter ${open.wtCounter} ${at(open.request.frame)}, which the UE then answers with a wrong transaction identifier ${at(answer.frame)}`
    : '';
}

/** What there is to say of RRC where none is known to tell the UE of the S-KWT that the WT is given at a place. */
function untoldIn(signalled: Signalled, { span }: Tracked): (wt: At) => string {
  const rrc = signalled.filter(event => event.kind === 'rrc');
  const end = rrc.findLastIndex(({ message }) => message !== undefined) + 1;
  const unread = rrc[end];
  /** Among others that can be read. */
  const others = rrc.slice(0, end).filter(({ message, isUplink }) => message === undefined && !isUplink);
  return wt => {
    if (unread !== undefined && between(wt, unread) <= LONGEST_REKEY)
      return `, and what RRC tells the UE cannot be read from frame ${span(unread.frame, unread.frame)} on: a KeNB opens what is ciphered`;
    const hidden = others.find(other => distance(other, wt) <= LONGEST_REKEY);
    if (hidden !== undefined)
      return `, and what tells the UE of it may be in frame ${span(hidden.frame, hidden.frame)}, which could not be read`;
    return rrc.length > 0
      ? ' that no RRC message in the capture tells the UE of'
      : ', and no RRC message is known to be of this UE';
  };
}

const CAME: Readonly<Record<AfterLwa['what'], string>> = {
  statusReport: 'when it reported the status of its WLAN connection',
  wtCounter: 'when it was told a WT Counter',
  modification: 'when the WT was given another S-KWT',
};

/** `before`, or with what it takes to be so: clocks of two captures that agree to so many milliseconds. */
const before = ({ isAssumed, margin }: FirstToHave): string =>
  isAssumed ? `${Number(margin / 100_000n) / 10} ms before` : 'before';
const ifClocksAgree = ({ isAssumed }: FirstToHave): string =>
  isAssumed ? ', if the clocks of the two captures agree' : '';

/** What the capture lacks of handshakes that were complete all the same. */
const LACKING = { initial: 'M4', ft: 'the response that lets the station in' } as const;

/**
 * Whether it was complete though the capture lacks its last message: the AP sends nothing under a new PTK before M4 (IEEE
 * 802.11-2020, 12.7.6.5), nor before it lets the station in.
 */
export const isShownByData = ({ kind, complete, ptk, frames }: Run): boolean =>
  (kind === 'ft' || (kind === 'initial' && frames.M4 === undefined)) &&
  !complete &&
  ptk?.pns.every(({ distinct }) => distinct > 0) === true;

/** Whether a MIC of it was checked, and no PMK that is known makes it. */
const isUnderOther = ({ ptk, records }: Run): boolean =>
  ptk === undefined && records.some(({ mic }) => mic === 'invalid');

function handshakesOf(session: Tracked): string {
  const { runs, eapolKeyFrames, forgotten } = session;
  const span = (run: Run): string => spanOf(session, run);
  if (runs.length === 0)
    return `no handshake in the capture${eapolKeyFrames.length === 0 ? ', nor a whole EAPOL-Key frame' : ', only requests for one'}`;
  const complete = runs.filter(run => run.complete);
  const proven = runs.filter(isShownByData);
  const unfinished = runs.filter(run => !run.complete && !proven.includes(run));
  // Anyone can begin a handshake. Where they are too many to name, those come first that no one can make up.
  const failed =
    unfinished.length > MOST_LISTED
      ? unfinished.toSorted((a, b) => Number(a.ptk === undefined) - Number(b.ptk === undefined))
      : unfinished;
  const pmks = [...new Set(complete.flatMap(run => (run.ptk === undefined ? [] : [run.ptk.pmk.name])))];
  const areKnown = complete.every(run => run.ptk !== undefined);
  const others = complete.some(isUnderOther) ? ['a PMK that is not known'] : [];
  const under = pmks.length === 0 ? '' : ` under ${listed([...pmks, ...others])}`;
  const each = complete.map(run =>
    pmks.length === 0 || (pmks.length === 1 && areKnown)
      ? span(run)
      : `${span(run)} (${run.ptk?.pmk.name ?? (isUnderOther(run) ? 'PMK not known' : 'not verified')})`,
  );
  return [
    complete.length === 0 ? '' : `complete${under}: ${listed(each)}`,
    ...(['initial', 'ft'] as const).map(kind => {
      const of = proven.filter(run => run.kind === kind);
      return of.length === 0
        ? ''
        : `complete, as data in both directions under its keys show, though ${LACKING[kind]} is not in the capture: ${listed(of.map(run => detailed(session, run)))}`;
    }),
    failed.length === 0 ? '' : `not complete: ${listed(failed.map(run => detailed(session, run)))}`,
    forgotten.handshakes === 0 ? '' : `${forgotten.handshakes} more, which made room for others`,
    micsOf(session),
  ]
    .filter(part => part !== '')
    .join('; ');
}

/** `re-key 1184–4806 (station on Xw S-KWT #1; ended by the AP in frame 6006, reason 15)`. */
function detailed(session: Tracked, run: Run): string {
  const { ending, ptk, frames } = run;
  const isOnlyAnswered = frames.M2 !== undefined && frames.M3 === undefined;
  const details = [
    ptk === undefined ? '' : `${isOnlyAnswered ? 'station on' : 'under'} ${ptk.pmk.name}`,
    ending === undefined
      ? ''
      : `ended by the ${ending.by === 'ap' ? 'AP' : 'station'} in frame ${session.span(ending.frame, ending.frame)}${reasonText(ending)}`,
  ].filter(part => part !== '');
  return `${spanOf(session, run)}${details.length === 0 ? '' : ` (${details.join('; ')})`}`;
}

/** What there is to say of MICs that are not right. */
function micsOf({ eapolKeyFrames }: Tracked): string {
  const count = (mic: MicVerdict): number => eapolKeyFrames.filter(frame => frame.mic === mic).length;
  const [valid, wrong, unverified] = [count('valid'), count('invalid'), count('unverified')];
  const parts = [
    wrong === 0 ? '' : `${wrong} wrong MIC${wrong === 1 ? '' : 's'}`,
    unverified === 0 ? '' : `${unverified} MIC${unverified === 1 ? '' : 's'} not verified`,
    wrong > 0 && valid === 0 ? 'no key given fits' : '',
  ];
  return parts.filter(part => part !== '').join(', ');
}
