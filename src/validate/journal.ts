import { type At, inOrder, isBefore } from './at.js';
import { surplusIn } from './bounded.js';
import type { EventNamed, EventsOf, ValidationEvent } from './event.js';
import type { GapEvent } from './lte-events.js';
import type { WtCounterEvent } from './uu/index.js';
import { COMPLETE, endsLwa, mayHoldLwa } from './uu/message.js';

type Kind = ValidationEvent['kind'];
/** An event of a session, or one that waits for it. */
type Noted = ValidationEvent | WtCounterEvent;

/** The events of a session that are judged together, when all are there. */
export interface Journal {
  /** Takes an event, if it is of a kind that is kept. */
  note(event: ValidationEvent): void;
  readonly of: EventsOf;
  /** How many messages of Uu and Xw, and gaps, made room for others. */
  forgotten: number;
}

/** Events of a sort that a journal keeps at least: half of them the first, half of them the latest. */
const MOST = 2048;

/** What a session keeps, whatever its rules ask for. */
export const OF_SESSIONS: ReadonlySet<Kind> = /* @__PURE__ */ new Set<Kind>([
  'sKwt',
  'sKwtAgain',
  'rrc',
  'rrcTransaction',
  'statusReport',
  'xwap',
  'xwapProcedure',
  'xwapUnexpected',
  'xwEnd',
  'gap',
  'pmkInUse',
  'association',
  'ending',
]);

/** RRC that tells nothing of LWA, security or mobility: measurement reports, NAS messages, and reconfigurations of the radio. */
function isRoutine(event: Noted, answers: ReadonlySet<number>): boolean {
  switch (event.kind) {
    case 'rrc': {
      const { message, macI, frame } = event;
      if (message === undefined || macI === 'invalid') return false;
      const { name, handover, lwa, status, wlanMacAddress, missing } = message;
      if ((handover ?? lwa ?? status ?? wlanMacAddress) !== undefined || missing.length > 0) return false;
      return (name === COMPLETE ? answers.has(frame) : !endsLwa(message)) && !mayHoldLwa(message);
    }
    case 'rrcTransaction':
      return (
        event.what === 'reconfiguration' && event.wtCounter === undefined && event.complete !== undefined
      );
    case 'xwap':
      return event.view.message === 'WTStatusReport';
    default:
      return false;
  }
}

/** Tells of each of these events whether it is routine. */
function routineIn(events: readonly Noted[]): (event: Noted) => boolean {
  const answers = new Set<number>();
  for (const event of events)
    if (event.kind === 'rrcTransaction' && isRoutine(event, answers)) answers.add(event.complete!.frame);
  return event => isRoutine(event, answers);
}

/** Without an RRC procedure its answer is gone, too: it would look like one to a request that the capture lacks. */
function without<E extends Noted>(events: readonly E[], gone: ReadonlySet<E>): E[] {
  const answers = new Set<number>();
  for (const event of gone)
    if (event.kind === 'rrcTransaction' && event.complete !== undefined) answers.add(event.complete.frame);
  return events.filter(event => !gone.has(event) && !(event.kind === 'rrc' && answers.has(event.frame)));
}

/** Events without the routine ones between the first and the latest `most` of these. */
export const withoutRoutine = <E extends Noted>(events: readonly E[], most: number): E[] => {
  const isRoutineHere = routineIn(events);
  return without(
    events,
    surplusIn(events, event => (isRoutineHere(event) ? 'routine' : undefined), most),
  );
};

/** On which link it is a blank that an event is not there any more. */
function linkOf(event: ValidationEvent): GapEvent['where'] | undefined {
  switch (event.kind) {
    case 'gap':
      return event.where;
    case 'sKwt':
      return event.side === 'ue' ? 'uu' : 'xw';
    case 'rrc':
    case 'rrcTransaction':
    case 'statusReport':
      return 'uu';
    case 'xwap':
    case 'xwapProcedure':
    case 'xwapUnexpected':
    case 'xwEnd':
    case 'sKwtAgain':
      return 'xw';
    default:
      return undefined;
  }
}

const isMessage = ({ kind }: Noted): boolean => kind === 'rrc' || kind === 'xwap' || kind === 'gap';

/** How many of these are messages of Uu and Xw, or gaps: what a report lists. */
export const messagesIn = (events: readonly Noted[]): number => events.filter(isMessage).length;

/**
 * A journal in which there is nothing. Of very many events it forgets some, of each sort by itself, so that rare ones stay: those of
 * a kind; of RRC what cannot be read; and what is routine. For rules the capture lacks what a journal forgets, but for the routine.
 * @param kinds what it keeps
 */
export function newJournal(kinds: ReadonlySet<Kind> = OF_SESSIONS): Journal {
  let kept: ValidationEvent[] = [];
  let room = 2 * MOST;
  const blanks: { uu?: GapEvent; xw?: GapEvent } = {};
  /** What was asked for since the last event, by kinds. */
  let asked: Map<string, readonly ValidationEvent[]> | undefined;

  const makeRoom = (): void => {
    kept.sort(inOrder);
    const isRoutineHere = routineIn(kept);
    const sortOf = (event: ValidationEvent): string => {
      if (isRoutineHere(event)) return 'routine';
      if (event.kind === 'gap') return `gap ${event.where}`;
      if (event.kind === 'pmkInUse') return `pmkInUse ${event.message}`;
      return event.kind === 'rrc' && event.message === undefined ? 'unreadable' : event.kind;
    };
    const gone = surplusIn(kept, sortOf, MOST);
    for (const event of gone) {
      const where = linkOf(event);
      if (where === undefined || isRoutineHere(event)) continue;
      const from = event.kind === 'gap' ? event.from : event;
      const blank = blanks[where] ?? { from, ...placeOf(event) };
      const to = isBefore(blank, event) ? event : blank;
      const earliest = isBefore(from, blank.from) ? from : blank.from;
      blanks[where] = { kind: 'gap', where, from: placeOf(earliest), ...placeOf(to), isForgotten: true };
    }
    const left = without(kept, gone);
    journal.forgotten += messagesIn(kept) - messagesIn(left);
    kept = left;
    room = kept.length + 2 * MOST;
  };

  const journal: Journal = {
    note: event => {
      if (!kinds.has(event.kind)) return;
      kept.push(event);
      asked = undefined;
      if (kept.length >= room) makeRoom();
    },
    of: <const K extends Kind>(wanted: readonly K[]) => {
      const is = (event: ValidationEvent): event is EventNamed<K> =>
        (wanted as readonly Kind[]).includes(event.kind);
      const id = wanted.join();
      const known = asked?.get(id);
      if (known !== undefined) return known as readonly EventNamed<K>[];
      const events = [...kept, ...Object.values(blanks)].filter(is).sort(inOrder);
      asked ??= new Map();
      asked.set(id, events);
      return events;
    },
    forgotten: 0,
  };
  return journal;
}

const placeOf = ({ frame, time }: At): At => ({ frame, time });
