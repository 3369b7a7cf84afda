import { CLOCKS_APART } from '../at.js';
import type { EapolKeyEvent } from '../event.js';
import type { RunMessage } from '../report.js';
import type { Observation, Rule } from '../rule.js';
import { type Session, sameOctets } from '../session.js';
import type { Run } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';

/** EAPOL-Key frames of an association that are compared; more than these hold no handshake together. */
const FRAMES_KEPT = 4096;

/** A replay counter that does not grow, or an answer with a counter that nobody asked with. */
export const replayCounter: Rule = {
  id: 'replay-counter',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2 d',
  explanation:
    "The AP repeats or lowers the key replay counter, though each message of an association, repetitions included, must have a higher one; or an answer has a counter that none of the AP's messages has. The other side takes such a frame for a replay, and drops it silently.",
  watch: session => {
    let events: EapolKeyEvent[] = [];
    const judge = (): Iterable<Observation> => {
      const taken = events;
      events = [];
      return [...ofAp(session, taken), ...ofStation(session, taken)];
    };
    return {
      eapolKey(event) {
        if (!event.isCopy && event.run !== undefined && events.length < FRAMES_KEPT) events.push(event);
        return undefined;
      },
      association: judge,
      ending: judge,
      end: judge,
    };
  },
};

/** Whether it is the AP's, with that counter: a MIC covers it, or the M2 that repeats it and is made with its ANonce. */
function isSure({ record, key, run }: EapolKeyEvent, answered: ReadonlySet<bigint>): boolean {
  if (record.message !== 'M1') return record.mic === 'valid';
  return (
    run !== undefined &&
    !mayBeForged(run) &&
    answered.has(key.keyReplayCounter) &&
    sameOctets(run.ptk?.aNonce, key.keyNonce)
  );
}

/** Whether M1 came out of its turn, and no M3 with a right MIC shows its ANonce to be the AP's. */
const mayBeForged = ({ contradicts, records }: Run): boolean =>
  contradicts !== undefined && !records.some(({ message, mic }) => message === 'M3' && mic === 'valid');

/** What each answer answers. */
const questions: Readonly<Partial<Record<string, RunMessage>>> = { M2: 'M1', M4: 'M3', G2: 'G1' };

const isOfAp = ({ key }: EapolKeyEvent): boolean => key.keyInformation.keyAck;

/** Counters that the answers with a right MIC repeat. */
const answeredIn = (events: readonly EapolKeyEvent[]): ReadonlySet<bigint> =>
  new Set(
    events.flatMap(event =>
      !isOfAp(event) && event.record.mic === 'valid' ? [event.key.keyReplayCounter] : [],
    ),
  );

/**
 * Whether it may be the frame that used the counter before, held by a second sniffer, and its sequence number damaged:
 * that does not come about twice.
 */
const mayBeCopy = (event: EapolKeyEvent, uses: readonly EapolKeyEvent[]): boolean =>
  uses.length < 2 &&
  uses.every(
    ({ record, time }) => record.message === event.record.message && event.time - time < CLOCKS_APART,
  );

/** Uses of one counter that are remembered. */
const USES_KEPT = 4;

/** Whether a frame was not sent after another that stands before it in the capture, as a second sniffer may have it. */
const isLate = (event: EapolKeyEvent, before: EapolKeyEvent): boolean =>
  before.sequenceNumber !== undefined &&
  event.sequenceNumber !== undefined &&
  ((before.sequenceNumber - event.sequenceNumber) & 0xfff) < 0x800;

function* ofAp({ inFrames }: Session, events: readonly EapolKeyEvent[]): Iterable<Observation> {
  const answered = answeredIn(events);
  let highest: EapolKeyEvent | undefined;
  let before: EapolKeyEvent | undefined;
  const ptks = new Set<ProvenPtk | undefined>([undefined]);
  const inClear = new Set(
    events.flatMap(({ record, run }) => (record.message === 'M2' && !record.protected ? [run?.ptk] : [])),
  );
  const byCounter = new Map<bigint, EapolKeyEvent[]>();
  for (const event of events) {
    if (!isOfAp(event) || !isSure(event, answered)) continue;
    const { record, key, frame } = event;
    const counter = key.keyReplayCounter;
    const top = highest?.key.keyReplayCounter ?? -1n;
    // A handshake in clear from a counter further down may well be that of an association which the capture lacks.
    // So may one of which M1 is lacking too, or that begins where the one before stopped, if its PTK is a new one.
    const isAnew =
      (!record.protected || inClear.has(event.run?.ptk)) &&
      before?.run !== event.run &&
      ((record.message === 'M1' && counter < top) || (counter <= top && !ptks.has(event.run?.ptk)));
    const uses = byCounter.get(counter) ?? [];
    const same = isAnew && counter < top ? undefined : uses[0];
    // The same frame, of which one copy is damaged.
    const isCopy = uses.some(
      use =>
        use.sequenceNumber !== undefined &&
        use.sequenceNumber === event.sequenceNumber &&
        use.record.message === record.message,
    );
    const isAllowed = isAnew && event.run?.isAnew === true;
    if (!isAllowed && counter <= top && !isCopy && (same !== undefined || !isLate(event, highest!))) {
      const with_ = same ?? highest!;
      const unless = isAnew ? ', unless a new association is missing in the capture' : '';
      yield {
        frames: [with_.frame, frame],
        ...(isAnew || (same !== undefined && mayBeCopy(event, uses)) ? { severity: 'warning' } : {}),
        message:
          same === undefined
            ? `The AP goes back to replay counter ${counter} in ${inFrames([frame])} (${record.message}) after ${top} in ${inFrames([with_.frame])} (${with_.record.message})${unless}.`
            : `The AP uses replay counter ${counter} in ${inFrames([frame])} (${record.message}) again, after ${inFrames([same.frame])} (${same.record.message})${unless}.`,
      };
    }
    if (isAnew) byCounter.clear();
    if (!isCopy) byCounter.set(counter, [...(isAnew ? [] : uses), event].slice(-USES_KEPT));
    if (isAnew || counter > top) highest = event;
    ptks.add(event.run?.ptk);
    before = event;
  }
}

function* ofStation({ inFrames }: Session, events: readonly EapolKeyEvent[]): Iterable<Observation> {
  const answered = answeredIn(events);
  const asked = new Set(events.filter(isOfAp).map(({ key }) => key.keyReplayCounter));
  /** From the end: the lowest counter that the AP surely has from a frame on, with a PTK: it is that of one association. */
  const lowest = new Map<ProvenPtk | undefined, EapolKeyEvent>();
  const found: Observation[] = [];
  for (const event of events.toReversed()) {
    const { record, key, frame } = event;
    const counter = key.keyReplayCounter;
    if (isOfAp(event)) {
      const before = lowest.get(event.run?.ptk);
      if (isSure(event, answered) && (before === undefined || counter < before.key.keyReplayCounter))
        lowest.set(event.run?.ptk, event);
      continue;
    }
    if (record.mic !== 'valid' || asked.has(counter)) continue;
    // So long afterwards that no two clocks disagree the AP is below it still: it never had it.
    const after = lowest.get(event.run?.ptk);
    const isAhead =
      after !== undefined && after.time - event.time > CLOCKS_APART && after.key.keyReplayCounter < counter;
    // Where the capture has no such message at all there is nothing that it would contradict.
    const question = questions[record.message];
    if (!isAhead && (question === undefined || event.run?.frames[question] === undefined)) continue;
    found.push({
      frames: [frame],
      ...(isAhead ? {} : { severity: 'warning' }),
      message: `${record.message} in ${inFrames([frame])} has replay counter ${counter}, which is that of no message of the AP${
        isAhead
          ? `: it goes on with ${after.key.keyReplayCounter} in ${inFrames([after.frame])}`
          : ' in the capture; that message is missing, or damaged in the capture'
      }.`,
    });
  }
  yield* found.toReversed();
}
