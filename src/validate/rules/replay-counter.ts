import { copyOf } from '../../codecs/copy.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { CLOCKS_APART } from '../at.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import { miscounted, questions } from '../wlan/miscounted.js';
import type { Run } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';

/** EAPOL-Key frames that are compared; of an association with more, those of handshakes that are over are judged by then. */
const FRAMES_KEPT = 4096;

/** A replay counter that does not grow, or an answer with a counter that nobody asked with. */
export const replayCounter: Rule = {
  id: 'replay-counter',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2 d',
  explanation:
    "The AP repeats or lowers the key replay counter, though each message of an association, repetitions included, must have a higher one; or an answer has a counter that none of the AP's messages has. The other side takes such a frame for a replay, and drops it silently.",
  watch: session => {
    let kept: Omit<Message, 'run'>[] = [];
    const judged = (messages: readonly Message[]): readonly Observation[] => [
      ...ofAp(session, messages),
      ...ofStation(session, messages),
    ];
    const judge = (): Iterable<Observation> => {
      const messages = inRuns(kept, session.runs);
      kept = [];
      return judged(messages);
    };
    const judgeOver = (): Iterable<Observation> => {
      const messages = inRuns(kept, session.runs);
      const isOver = ({ run }: Message): boolean => run?.isOver !== false;
      kept = messages.filter(message => !isOver(message)).slice(-FRAMES_KEPT / 2);
      return judged(messages.filter(isOver));
    };
    return {
      eapolKey({ record, key, run, isCopy, sequenceNumber }) {
        if (isCopy || run === undefined) return undefined;
        kept.push({
          record,
          sequenceNumber,
          counter: key.keyReplayCounter,
          isOfAp: key.keyInformation.keyAck,
          aNonce: record.message === 'M1' ? copyOf(key.keyNonce) : undefined,
        });
        return kept.length < FRAMES_KEPT ? undefined : judgeOver();
      },
      association: judge,
      ending: judge,
      end: judge,
    };
  },
};

/** A message of a handshake, and no more of it than is compared: there may be very many of them. */
interface Message extends Pick<EapolKeyEvent, 'record' | 'sequenceNumber'> {
  readonly counter: bigint;
  readonly isOfAp: boolean;
  /** That of M1. */
  readonly aNonce: Uint8Array | undefined;
  /** The handshake that it is of by now. */
  readonly run: Run | undefined;
}

/** Messages with their handshakes, which are among the latest. */
function inRuns(messages: readonly Omit<Message, 'run'>[], runs: readonly Run[]): readonly Message[] {
  const runOf = new Map<EapolKeyRecord, Run | undefined>(messages.map(({ record }) => [record, undefined]));
  let missing = messages.length;
  for (const run of runs.toReversed()) {
    if (missing === 0) break;
    for (const record of run.records)
      if (runOf.has(record)) {
        runOf.set(record, run);
        missing--;
      }
  }
  return messages.map(message => ({ ...message, run: runOf.get(message.record) }));
}

/** Whether it is the AP's, with that counter: a MIC covers it, or the M2 that repeats it and is made with its ANonce. */
function isSure({ record, counter, aNonce, run }: Message, answered: ReadonlySet<bigint>): boolean {
  if (record.message !== 'M1') return record.mic === 'valid';
  return (
    run !== undefined &&
    !mayBeForged(run) &&
    answered.has(counter) &&
    aNonce !== undefined &&
    sameOctets(run.ptk?.aNonce, aNonce)
  );
}

/** Whether M1 came out of its turn, and no M3 with a right MIC shows its ANonce to be the AP's. */
const mayBeForged = ({ contradicts, records }: Run): boolean =>
  contradicts !== undefined && !records.some(({ message, mic }) => message === 'M3' && mic === 'valid');

/** Counters that the answers with a right MIC repeat. */
const answeredIn = (messages: readonly Message[]): ReadonlySet<bigint> =>
  new Set(
    messages.flatMap(({ record, counter, isOfAp }) => (!isOfAp && record.mic === 'valid' ? [counter] : [])),
  );

/**
 * Whether it may be the frame that used the counter before, held by a second sniffer, and its sequence number damaged:
 * that does not come about twice.
 */
const mayBeCopy = ({ record }: Message, uses: readonly Message[]): boolean =>
  uses.length < 2 &&
  uses.every(
    ({ record: { message, time } }) => message === record.message && record.time - time < CLOCKS_APART,
  );

/** Uses of one counter that are remembered. */
const USES_KEPT = 4;

/** Whether a frame was not sent after another that stands before it in the capture, as a second sniffer may have it. */
const isLate = (message: Message, before: Message): boolean =>
  before.sequenceNumber !== undefined &&
  message.sequenceNumber !== undefined &&
  ((before.sequenceNumber - message.sequenceNumber) & 0xfff) < 0x800;

function* ofAp({ inFrames }: Session, messages: readonly Message[]): Iterable<Observation> {
  const answered = answeredIn(messages);
  let highest: Message | undefined;
  let before: Message | undefined;
  const ptks = new Set<ProvenPtk | undefined>([undefined]);
  const inClear = new Set(
    messages.flatMap(({ record, run }) => (record.message === 'M2' && !record.protected ? [run?.ptk] : [])),
  );
  const byCounter = new Map<bigint, Message[]>();
  for (const message of messages) {
    if (!message.isOfAp || !isSure(message, answered)) continue;
    const { record, counter, run } = message;
    const { frame } = record;
    const top = highest?.counter ?? -1n;
    // A handshake in clear from a counter further down may well be that of an association which the capture lacks.
    // So may one of which M1 is lacking too, or that begins where the one before stopped, if its PTK is a new one.
    const isAnew =
      (!record.protected || inClear.has(run?.ptk)) &&
      before?.run !== run &&
      ((record.message === 'M1' && counter < top) || (counter <= top && !ptks.has(run?.ptk)));
    const uses = byCounter.get(counter) ?? [];
    const same = isAnew && counter < top ? undefined : uses[0];
    // The same frame, of which one copy is damaged.
    const isCopy = uses.some(
      use =>
        use.sequenceNumber !== undefined &&
        use.sequenceNumber === message.sequenceNumber &&
        use.record.message === record.message,
    );
    const isAllowed = isAnew && run?.isAnew === true;
    if (!isAllowed && counter <= top && !isCopy && (same !== undefined || !isLate(message, highest!))) {
      const with_ = same ?? highest!;
      const unless = isAnew ? ', unless a new association is missing in the capture' : '';
      yield {
        frames: [with_.record.frame, frame],
        ...(isAnew || (same !== undefined && mayBeCopy(message, uses)) ? { severity: 'warning' } : {}),
        message:
          same === undefined
            ? `The AP goes back to replay counter ${counter} in ${inFrames([frame])} (${record.message}) after ${top} in ${inFrames([with_.record.frame])} (${with_.record.message})${unless}.`
            : `The AP uses replay counter ${counter} in ${inFrames([frame])} (${record.message}) again, after ${inFrames([same.record.frame])} (${same.record.message})${unless}.`,
      };
    }
    if (isAnew) byCounter.clear();
    if (!isCopy) byCounter.set(counter, [...(isAnew ? [] : uses), message].slice(-USES_KEPT));
    if (isAnew || counter > top) highest = message;
    ptks.add(run?.ptk);
    before = message;
  }
}

const isAnswer = (message: string): message is keyof typeof questions => message in questions;

/**
 * Answers that repeat a counter of no message, once for each handshake.
 * @param told takes them
 */
function* unasked(
  { inFrames }: Pick<Session, 'inFrames'>,
  messages: readonly Message[],
  told: Set<EapolKeyRecord>,
): Iterable<Observation> {
  for (const run of new Set(messages.map(({ run }) => run)))
    for (const answer of Object.keys(questions)) {
      if (run === undefined || !isAnswer(answer)) continue;
      const answers = miscounted(run, answer);
      const last = answers.at(-1);
      if (last === undefined) continue;
      for (const record of answers) told.add(record);
      const asked = run.records
        .slice(0, run.records.indexOf(last))
        .flatMap(({ message, frame }) => (message === questions[answer] ? [frame] : []));
      const frames = answers.map(({ frame }) => frame);
      yield {
        frames: [...asked, ...frames].sort((a, b) => a - b),
        message: `The station answers ${questions[answer]} in ${inFrames(asked)} with ${answer} in ${inFrames(frames)}, all of which have replay counter ${last.replayCounter}: no ${questions[answer]} has it, and the AP drops such an answer.`,
      };
    }
}

function* ofStation({ inFrames }: Session, messages: readonly Message[]): Iterable<Observation> {
  const answered = answeredIn(messages);
  const asked = new Set(messages.flatMap(({ isOfAp, counter }) => (isOfAp ? [counter] : [])));
  /** From the end: the lowest counter that the AP surely has from a frame on, with a PTK: it is that of one association. */
  const lowest = new Map<ProvenPtk | undefined, Message>();
  const told = new Set<EapolKeyRecord>();
  yield* unasked({ inFrames }, messages, told);
  const found: Observation[] = [];
  for (const message of messages.toReversed()) {
    const { record, counter, isOfAp, run } = message;
    const { frame, time } = record;
    if (isOfAp) {
      const before = lowest.get(run?.ptk);
      if (isSure(message, answered) && (before === undefined || counter < before.counter))
        lowest.set(run?.ptk, message);
      continue;
    }
    const isAsked = asked.has(counter) || run?.counters.has(counter) === true;
    if (record.mic !== 'valid' || isAsked || told.has(record)) continue;
    // So long afterwards that no two clocks disagree the AP is below it still: it never had it.
    const after = lowest.get(run?.ptk);
    const isAhead = after !== undefined && after.record.time - time > CLOCKS_APART && after.counter < counter;
    // Where the capture has no such message at all there is nothing that it would contradict.
    const isToAnother = isAnswer(record.message) && run?.frames[questions[record.message]] !== undefined;
    if (!isAhead && !isToAnother) continue;
    found.push({
      frames: [frame],
      ...(isAhead ? {} : { severity: 'warning' }),
      message: `${record.message} in ${inFrames([frame])} has replay counter ${counter}, which is that of no message of the AP${
        isAhead
          ? `: it goes on with ${after.counter} in ${inFrames([after.record.frame])}`
          : ' in the capture; that message is missing, or damaged in the capture'
      }.`,
    });
  }
  yield* found.toReversed();
}
