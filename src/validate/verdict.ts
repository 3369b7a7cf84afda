import { between, distance } from './at.js';
import { type AfterLwa, afterLwa, endOfLwa } from './hand-out/after-lwa.js';
import type { FirstToHave } from './hand-out/first-to-have.js';
import { HAND_OUT_EVENTS } from './hand-out/hand-outs.js';
import { LONGEST_REKEY } from './hand-out/pairs.js';
import type { Rekeys } from './hand-out/rekeys.js';
import type { RrcEvent } from './lte-events.js';
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

/** What Uu and Xw say of who had a new S-KWT first. */
function signallingOf(session: Tracked, { rekeys, contrary }: Rekeys): string {
  const { journal, span } = session;
  const signalled = journal.of(HAND_OUT_EVENTS);
  const rrc = signalled.filter(event => event.kind === 'rrc');
  const hasRrc = rrc.length > 0;
  const unread = unreadIn(rrc);
  const at = (frame: number): string => `in frame ${span(frame, frame)}`;
  const handedOut = rekeys.map(rekey => {
    const { wt, ue, use, first } = rekey;
    const isAddition = wt.procedure === 'wTAdditionPreparation';
    const inWt = `the WT ${isAddition ? 'Addition' : 'Modification'} Request ${at(wt.frame)}`;
    if (use !== undefined)
      return `the WT refused ${inWt}, and yet uses its S-KWT, as ${use.message} ${at(use.frame)} shows`;
    if (rekey.isRefused) return `the WT refused ${inWt}`;
    if (first === undefined && (contrary.ue || contrary.wt))
      return `${inWt} gives the WT a new S-KWT, and the times of Xw and of the WLAN contradict each other: who had it first is not sure`;
    if (ue === undefined && unread.from !== undefined && between(wt, unread.from) <= LONGEST_REKEY)
      return `${inWt} gives the WT a new S-KWT, and what RRC tells the UE cannot be read from frame ${span(unread.from.frame, unread.from.frame)} on: a KeNB opens what is ciphered`;
    const hidden = unread.others.find(other => distance(other, wt) <= LONGEST_REKEY);
    if (ue === undefined && hidden !== undefined)
      return `${inWt} gives the WT a new S-KWT, and what tells the UE of it may be ${at(hidden.frame)}, which could not be read`;
    if (ue === undefined)
      return hasRrc
        ? `${inWt} gives the WT a new S-KWT that no RRC message in the capture tells the UE of`
        : `${inWt} gives the WT a new S-KWT, and no RRC message is known to be of this UE`;
    if (ue.isUnread)
      return `${inWt} gives the WT a new S-KWT, and what tells the UE of it may be ${at(ue.request.frame)}, which could not be read whole`;
    if (ue.event === undefined) {
      const open = signalled.find(
        one => one.kind === 'rrcTransaction' && one.otherAnswer?.frame === ue.request.frame,
      );
      const unless =
        open?.kind === 'rrcTransaction' && open.wtCounter !== undefined
          ? `, unless that is WT Counter ${open.wtCounter} ${at(open.request.frame)}, which the UE then answers with a wrong transaction identifier ${at(ue.request.frame)}`
          : '';
      return `${inWt} gives the WT a new S-KWT, and the capture lacks what told the UE of it${unless}`;
    }
    if (rekey.isDoubtful)
      return `${inWt} gives the WT a new S-KWT, and the capture lacks what tells which WT Counter it goes with`;
    const { complete, request, event } = ue;
    const counter = `WT Counter ${event.wtCounter}`;
    if (rekey.isOfOtherKey)
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
  });
  const afterEnd = afterLwa(signalled, session).map(after => {
    const so = after.isSure ? '' : 'as far as the capture shows RRC, ';
    return `${so}LWA had ended at the UE, by ${endOfLwa(after, at)}, ${CAME[after.what]} ${at(after.at.frame)}`;
  });
  return [...afterEnd, ...handedOut].join('; ');
}

const CAME: Readonly<Record<AfterLwa['what'], string>> = {
  statusReport: 'when it reported the status of its WLAN connection',
  wtCounter: 'when it was told a WT Counter',
  modification: 'when the WT was given another S-KWT',
};

/** The RRC that cannot be read: where that begins which goes on to the end, and downlink messages among others that can be read. */
function unreadIn(rrc: readonly RrcEvent[]) {
  const isUnread = ({ message }: RrcEvent): boolean => message === undefined;
  const end = rrc.findLastIndex(one => !isUnread(one)) + 1;
  return {
    from: rrc[end],
    others: rrc.slice(0, end).filter(one => isUnread(one) && !one.isUplink),
  };
}

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
        : `complete, as data in both directions under its keys show, though ${LACKING[kind]} is not in the capture: ${listed(of.map(run => failure(session, run)))}`;
    }),
    failed.length === 0 ? '' : `not complete: ${listed(failed.map(run => failure(session, run)))}`,
    forgotten.handshakes === 0 ? '' : `${forgotten.handshakes} more, which made room for others`,
    micsOf(session),
  ]
    .filter(part => part !== '')
    .join('; ');
}

function failure(session: Tracked, run: Run): string {
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
  const count = (mic: string): number => eapolKeyFrames.filter(frame => frame.mic === mic).length;
  const [valid, wrong, unverified] = [count('valid'), count('invalid'), count('unverified')];
  const parts = [
    wrong === 0 ? '' : `${wrong} wrong MIC${wrong === 1 ? '' : 's'}`,
    unverified === 0 ? '' : `${unverified} MIC${unverified === 1 ? '' : 's'} not verified`,
    wrong > 0 && valid === 0 ? 'no key given fits' : '',
  ];
  return parts.filter(part => part !== '').join(', ');
}
