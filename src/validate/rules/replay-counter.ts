import { copyOf } from '../../codecs/copy.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { CLOCKS_APART, isBefore } from '../at.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { miscounted, questions } from '../watch/miscounted.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import type { Run } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';
import { listed } from '../wording.js';

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

/** Whether it is the AP's, with that counter: a MIC covers it, or the M2 that answers it. */
const isSure = (message: Message, answered: ReadonlySet<Message>): boolean =>
  message.record.message === 'M1' ? answered.has(message) : message.record.mic === 'valid';

/** Whether it is an M1 with the ANonce of its handshake. */
const isOfItsHandshake = ({ aNonce, run }: Message): boolean =>
  aNonce !== undefined && run !== undefined && !mayBeForged(run) && sameOctets(run.ptk?.aNonce, aNonce);

/** Whether M1 came out of its turn, and no M3 with a right MIC shows its ANonce to be the AP's. */
const mayBeForged = ({ contradicts, records }: Run): boolean =>
  contradicts !== undefined && !records.some(({ message, mic }) => message === 'M3' && mic === 'valid');

/** The M1 that are answered: each by an M2 of its own, with a right MIC. Anyone can send others with the same octets. */
function answeredIn(messages: readonly Message[]): ReadonlySet<Message> {
  const answered = new Set<Message>();
  const waiting = new Map<bigint, Message[]>();
  for (const message of messages) {
    const { record, counter, run } = message;
    const asked = waiting.get(counter) ?? [];
    waiting.set(counter, asked);
    if (isOfItsHandshake(message)) asked.push(message);
    if (record.message !== 'M2' || record.mic !== 'valid') continue;
    const i = asked.findIndex(m1 => m1.run === run);
    if (i >= 0) answered.add(asked.splice(i, 1)[0]!);
  }
  return answered;
}

/** M1 that no M2 answers, with the counter of a message that is the AP's: once for each handshake. */
function* unanswered(
  { inFrames }: Session,
  messages: readonly Message[],
  answered: ReadonlySet<Message>,
): Iterable<Observation> {
  const sure = new Map<Run | undefined, Map<bigint, Message>>();
  for (const message of messages) {
    if (!message.isOfAp || !isSure(message, answered)) continue;
    const own = sure.get(message.run) ?? new Map<bigint, Message>();
    sure.set(message.run, own.set(message.counter, message));
  }
  const found = new Map<Run | undefined, { readonly m1s: number[]; readonly others: Set<number> }>();
  for (const message of messages) {
    const { run, counter, record } = message;
    const other = sure.get(run)?.get(counter);
    if (other === undefined || answered.has(message) || !isOfItsHandshake(message)) continue;
    if (isSameFrame(other, message)) continue;
    const own = found.get(run) ?? { m1s: [], others: new Set() };
    found.set(run, own);
    own.m1s.push(record.frame);
    own.others.add(other.record.frame);
  }
  for (const { m1s, others } of found.values()) {
    const [is, has, it] = m1s.length === 1 ? ['is', 'has', 'it is'] : ['are', 'have', 'they are'];
    yield {
      frames: [...m1s, ...others].sort((a, b) => a - b),
      severity: 'warning',
      message: `M1 in ${inFrames(m1s)} ${is} not answered, and ${has} the replay counter of ${inFrames([...others].sort((a, b) => a - b))}: ${it} forged, or the AP uses a replay counter again.`,
    };
  }
}

/**
 * Whether it may be the frame that used the counter before, held by a second sniffer, and its sequence number damaged:
 * that does not come about twice.
 */
const mayBeCopy = ({ record }: Message, uses: readonly Message[]): boolean =>
  uses.length < 2 &&
  uses.every(
    ({ record: { message, time } }) => message === record.message && record.time - time < CLOCKS_APART,
  );

/** Whether they are the same frame, of which one copy is damaged. */
const isSameFrame = (a: Message, b: Message): boolean =>
  a.sequenceNumber !== undefined &&
  a.sequenceNumber === b.sequenceNumber &&
  a.record.message === b.record.message;

/** Uses of one counter that are remembered beside the first. */
const USES_KEPT = 4;

/** Whether a frame was not sent after another that stands before it in the capture, as a second sniffer may have it. */
const isLate = (message: Message, before: Message): boolean =>
  before.sequenceNumber !== undefined &&
  message.sequenceNumber !== undefined &&
  ((before.sequenceNumber - message.sequenceNumber) & 0xfff) < 0x800;

function* ofAp(session: Session, messages: readonly Message[]): Iterable<Observation> {
  const { inFrames } = session;
  const answered = answeredIn(messages);
  yield* unanswered(session, messages, answered);
  let highest: Message | undefined;
  let before: Message | undefined;
  const ptks = new Set<ProvenPtk | undefined>([undefined]);
  const inClear = new Set(
    messages.flatMap(({ record, run }) => (record.message === 'M2' && !record.protected ? [run?.ptk] : [])),
  );
  const byCounter = new Map<bigint, Message[]>();
  /** By the first message of a counter, those that have it, too. */
  const again = new Map<Message, { readonly uses: Message[]; readonly unless: string; mayBe: boolean }>();
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
    const isCopy = uses.some(use => isSameFrame(use, message));
    const isAllowed = isAnew && run?.isAnew === true;
    if (!isAllowed && counter <= top && !isCopy && (same !== undefined || !isLate(message, highest!))) {
      const unless = isAnew ? ', unless a new association is missing in the capture' : '';
      const mayBe = isAnew || (same !== undefined && mayBeCopy(message, uses));
      if (same === undefined)
        yield {
          frames: [highest!.record.frame, frame],
          ...(mayBe ? { severity: 'warning' } : {}),
          message: `The AP goes back to replay counter ${counter} in ${inFrames([frame])} (${record.message}) after ${top} in ${inFrames([highest!.record.frame])} (${highest!.record.message})${unless}.`,
        };
      else {
        const of = again.get(same) ?? { uses: [], unless, mayBe };
        again.set(same, of);
        of.uses.push(message);
        of.mayBe &&= mayBe;
      }
    }
    if (isAnew) byCounter.clear();
    if (!isCopy) {
      const all = [...(isAnew ? [] : uses), message];
      byCounter.set(counter, [all[0]!, ...all.slice(1).slice(-USES_KEPT)]);
    }
    if (isAnew || counter > top) highest = message;
    ptks.add(run?.ptk);
    before = message;
  }
  for (const [first, { uses, unless, mayBe }] of again) {
    const frames = uses.map(({ record }) => record.frame);
    const messages = listed([...new Set(uses.map(({ record }) => record.message))]);
    yield {
      frames: [first.record.frame, ...frames],
      ...(mayBe ? { severity: 'warning' } : {}),
      message: `The AP uses replay counter ${first.counter} in ${inFrames(frames)} (${messages}) again, after ${inFrames([first.record.frame])} (${first.record.message})${unless}.`,
    };
  }
}

const isAnswer = (message: string): message is keyof typeof questions => message in questions;

/** Messages in a row that a capture may well lack, each with a counter of its own: APs try so often. */
const MOST_LACKING = 4n;

/**
 * Whether an answer may be to a message that the capture lacks, as the AP counts one by one: its counter is between those of the
 * AP, soon behind them, or before them, where no message came before it or another answer has the counter of one.
 * @param asked the counters of the AP
 * @param after of its messages behind the answer, that with the lowest
 */
function mayBeToLost({ record, counter, run }: Message, asked: readonly bigint[], after?: Message): boolean {
  const { message } = record;
  if (!asked.some(one => one < counter)) {
    const { records = [] } = run ?? {};
    return (
      !records.some(
        one => isAnswer(message) && one.message === questions[message] && isBefore(one, record),
      ) || records.some(one => one.message === message && asked.includes(BigInt(one.replayCounter)))
    );
  }
  if (asked.some(one => one > counter)) return true;
  return asked.some(one => counter - one <= MOST_LACKING) && (after === undefined || after.counter > counter);
}

/**
 * Answers that repeat a counter of no message, once for each handshake.
 * @param observed takes them
 */
function* unasked(
  { inFrames }: Pick<Session, 'inFrames'>,
  messages: readonly Message[],
  observed: Set<EapolKeyRecord>,
): Iterable<Observation> {
  for (const run of new Set(messages.map(({ run }) => run)))
    for (const answer of Object.keys(questions)) {
      if (run === undefined || !isAnswer(answer)) continue;
      const answers = miscounted(run, answer);
      const last = answers.at(-1);
      if (last === undefined) continue;
      for (const record of answers) observed.add(record);
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
  const observed = new Set<EapolKeyRecord>();
  yield* unasked({ inFrames }, messages, observed);
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
    if (record.mic !== 'valid' || isAsked || observed.has(record)) continue;
    // So long afterwards that no two clocks disagree the AP is below it still: it never had it.
    const after = lowest.get(run?.ptk);
    const isAhead = after !== undefined && after.record.time - time > CLOCKS_APART && after.counter < counter;
    // Where the capture has no such message at all there is nothing that it would contradict.
    const isToAnother = isAnswer(record.message) && run?.frames[questions[record.message]] !== undefined;
    if (!isAhead && (!isToAnother || mayBeToLost(message, [...asked], after))) continue;
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
