import { isLeaving, REASON } from '../../codecs/dot11/reason-codes.js';
import type { RunEvent } from '../event.js';
import type { NamedPmk } from '../keys/given.js';
import type { Severity } from '../report.js';
import type { Observation, Watcher } from '../rule.js';
import type { Session } from '../session.js';
import { areUnacknowledged } from '../wlan/acks.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { pmkNamed } from '../wlan/pmkid.js';
import type { Run } from '../wlan/run.js';
import { isPtkUsed, LONGEST_WAIT } from '../wlan/run.js';
import { isFollowedByData } from '../wlan/traffic.js';
import { miscounted } from './miscounted.js';
import { type Objection, objectionsTo } from './objections.js';
import { watchRequests } from './requests.js';

/**
 * M2 that the AP answers with another M1, in a row: after as many it refuses them, whatever becomes of it, and after fewer if it
 * ends the association. An M2 or two may be lost on the way; and APs send M1 three times (dot11RSNAConfigPairwiseUpdateCount)
 * or four (hostapd).
 */
const REFUSED = 3;
const REFUSED_BEFORE_END = 2;

/** An M2 that the AP would not take. */
export interface Refusal {
  readonly m1: readonly number[];
  readonly m2: readonly number[];
  /** The end of the association on account of it, where the capture shows it. */
  readonly end: Ending | undefined;
  /** The PMK that the AP holds, where M1 names one that is known. */
  readonly ofAp: NamedPmk | undefined;
  /** Whether the AP acknowledged no M2, though it was sent again: it may not have received any. */
  readonly isUnheard: boolean;
  /** Whether each came after the AP had sent M1 again, so that it may have been too late for it. */
  readonly isLate: boolean;
  /** Whether it may have gone on in what the capture lacks. */
  readonly isOpen: boolean;
}

/**
 * The M2 of a run that the AP answered with M1 again and again, and never with M3, until it gave up. One repetition
 * proves little: that M2 may not have reached it.
 */
export function refusalOf(
  session: Session,
  { run, time }: Pick<RunEvent, 'run' | 'time'>,
): Refusal | undefined {
  const { frames, ending, pmkid } = run;
  if (run.complete || frames.M3 !== undefined || run.contradicts !== undefined || isInUse(session, run))
    return undefined;
  // The AP drops these whatever PMK it holds.
  const dropped = miscounted(run, 'M2');
  const answers = run.records.filter(record => isAnswer(run, record) && !dropped.includes(record));
  const refused = refusedIn(run, answers);
  // What ends the association much later has another reason.
  const isEnd = ending !== undefined && time - run.latestTime <= LONGEST_WAIT;
  const isRefused =
    isEnd &&
    ending.by === 'ap' &&
    (ending.reason === REASON.handshakeTimeout
      ? refused > 0
      : refused >= REFUSED_BEFORE_END && !isLeaving(ending.reason));
  const isLeft = isEnd && ending.by === 'station' && refused >= REFUSED_BEFORE_END;
  if (!isRefused && !isLeft && refused < REFUSED) return undefined;
  const m2 = answers.map(({ frame }) => frame);
  return {
    m1: frames.M1 ?? [],
    m2,
    end: isRefused || isLeft ? ending : undefined,
    ofAp: pmkid === undefined ? undefined : pmkNamed(session, pmkid),
    isUnheard: areUnacknowledged(session.acks, m2),
    isLate: areLate(run, answers),
    isOpen: !isRefused && refused < REFUSED,
  };
}

/** Whether a record is an M2 of this very handshake: by its MIC, or where no key is known by the M1 that it answers. */
const isAnswer = ({ ptk, counters }: Run, { message, mic, pmk, replayCounter }: EapolKeyRecord): boolean =>
  message === 'M2' &&
  (ptk === undefined ? counters.has(BigInt(replayCounter)) : mic === 'valid' && pmk === ptk.pmk.name);

/**
 * How many of these M2 the AP did not take: it sent M1 again, with a higher replay counter, which that M1 shows or the M2 that
 * answers it.
 */
function refusedIn({ records }: Run, answers: readonly EapolKeyRecord[]): number {
  const own = new Set(answers);
  const refused = new Set<string>();
  let highest = -1n;
  for (const record of records.toReversed()) {
    if (!own.has(record) && record.message !== 'M1') continue;
    const counter = BigInt(record.replayCounter);
    if (own.has(record) && counter < highest) refused.add(record.replayCounter);
    if (counter > highest) highest = counter;
  }
  return refused.size;
}

/** Whether M1 was sent again, with a higher replay counter, before each of these answers came. */
function areLate({ records }: Run, answers: readonly EapolKeyRecord[]): boolean {
  const own = new Set(answers);
  let asked = -1n;
  for (const record of records) {
    const counter = BigInt(record.replayCounter);
    if (record.message === 'M1' && counter > asked) asked = counter;
    if (own.has(record) && counter >= asked) return false;
  }
  return true;
}

/** Whether the keys of the handshake are in use, so that the capture lacks its end. */
const isInUse = (session: Session, run: Run): boolean => isPtkUsed(run) || isFollowedByData(session, run);

/** The frames of a refusal, in their order. */
export const framesOf = ({ m1, m2, end }: Refusal): readonly number[] =>
  [...m1, ...m2, ...(end === undefined ? [] : [end.frame])].sort((a, b) => a - b);

/** It is no error of a peer where the air may have lost M2 or brought it late, or the capture lost what follows. */
export const severityOf = ({ isUnheard, isLate, isOpen }: Refusal): { readonly severity?: Severity } =>
  isUnheard || isLate || isOpen ? { severity: 'warning' } : {};

/** What else there is to say: ` It gives up in frame 100, reason 15.` */
export function tailOf(session: Session, { m2, end, isUnheard, isLate }: Refusal): string {
  const { inFrames } = session;
  const ends =
    end === undefined
      ? ''
      : ` ${end.by === 'ap' ? 'It gives up' : 'The station leaves'} in ${inFrames([end.frame])}${reasonText(end)}.`;
  if (isUnheard)
    return `${ends} The AP acknowledged no M2 in the capture, though each was sent again: it may not have received them.`;
  return isLate
    ? `${ends} ${m2.length === 1 ? 'M2' : 'Each M2'} came after M1 was sent again: it may have been too late.`
    : ends;
}

/**
 * Whether there is a sign of a second PMK, beside that the AP takes no M2: M1 names one, or more than one was given or came to
 * light.
 */
export const isAnotherKnown = (session: Session, { ofAp }: Refusal): boolean =>
  ofAp !== undefined || session.pmks().length > 1;

/**
 * Whether it seems that the AP has no key to open M2 with, which is protected: M1 would be, too, if the AP had one (IEEE
 * 802.11-2020, 12.6.20).
 */
export function cannotOpen({ records }: Run): boolean {
  const isSentSo = (message: 'M1' | 'M2', isProtected: boolean): boolean =>
    records.some(record => record.message === message && record.protected === isProtected);
  return isSentSo('M2', true) && !isSentSo('M1', true) && isSentSo('M1', false);
}

/**
 * Whether the station is still on a PMK that was its PMK before: one that a handshake of this session was completed
 * or frames were protected under, or one that was given before the PMK that the AP names.
 */
export function isStale(session: Session, run: Run, { ofAp }: Refusal): boolean {
  const pmk = run.ptk?.pmk;
  if (pmk === undefined || pmk === ofAp || (ofAp === undefined && cannotOpen(run))) return false;
  const wasUsed = session.ptks.some(ptk => ptk.pmk === pmk && isPtkUsed({ ptk }));
  if (wasUsed || session.completed.has(pmk)) return true;
  const order = session.pmks();
  return ofAp !== undefined && order.indexOf(pmk) < order.indexOf(ofAp);
}

/** Faults that an AP takes, which are remembered. */
const MOST_OVERCOME = 256;

/**
 * A watcher that judges each 4-way handshake whose M2 the AP refuses, when it is over.
 * @param judge is told what else than the PMK the AP may have against all of these M2; nothing where M1 names another PMK, or where
 *   the AP took an M2 with the same fault before
 */
export function watchRefusals(
  session: Session,
  judge: (run: Run, refusal: Refusal, objections: readonly Objection[]) => Iterable<Observation>,
): Required<Pick<Watcher, 'management' | 'ending' | 'eapolKey' | 'run'>> {
  const { watcher, requested } = watchRequests();
  const found = new WeakMap<EapolKeyRecord, readonly Objection[]>();
  /** By id. */
  const overcome = new Set<string>();
  const allOf = (records: readonly EapolKeyRecord[]): readonly Objection[] => {
    const [first = [], ...rest] = records.map(record => found.get(record) ?? []);
    return first.filter(({ id }) => rest.every(other => other.some(one => one.id === id)));
  };
  return {
    ...watcher,
    eapolKey(event) {
      if (event.record.message !== 'M2' || event.isCopy) return undefined;
      const objections = objectionsTo(session, event, requested());
      if (objections.length > 0) found.set(event.record, objections);
      return undefined;
    },
    run({ run, time }) {
      const m2 = run.records.filter(({ message, mic }) => message === 'M2' && mic !== 'invalid');
      if (run.frames.M3 !== undefined)
        for (const record of m2)
          for (const { id } of found.get(record) ?? []) if (overcome.size < MOST_OVERCOME) overcome.add(id);
      const refusal = refusalOf(session, { run, time });
      if (refusal === undefined) return undefined;
      const { ofAp } = refusal;
      const isOther = run.ptk !== undefined && ofAp !== undefined && ofAp !== run.ptk.pmk;
      const refused = m2.filter(({ frame }) => refusal.m2.includes(frame));
      const objections = isOther ? [] : allOf(refused).filter(({ id }) => !overcome.has(id));
      return judge(run, refusal, objections);
    },
  };
}
