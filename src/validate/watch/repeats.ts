import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';

/** What rules observe of a session, which may come very often: of each kind the first ones are told one by one, and the rest together. */
export interface Repeats {
  /** Takes note of one. @returns whether it is to be told now */
  take(rule: Rule, observation: Observation): boolean;
  /** There are no more. @returns what tells of the rest, by rule */
  rest(): Iterable<readonly [Rule, Observation]>;
}

/** Observations of one kind that are told one by one, and frames of the others. */
const MOST_TOLD = 8;
const MOST_FRAMES = 1024;
/** Kinds that a rule tells apart; who forges messages can make up many. */
const MOST_KINDS = 16;

/** Numbers, hexadecimal ones among them, and lists of them. */
const NUMBERS = /(?:\bframes? )?\b[\da-f]*\d[\da-f]*(?:(?:, | and )[\da-f]*\d[\da-f]*)*\b(?: more\b)?/g;

/** The same for messages that say the same of other frames. */
const kindOf = ({ severity, message }: Observation): string => `${severity} ${message.replace(NUMBERS, '#')}`;

interface Kind {
  readonly first: Observation;
  count: number;
  /** Of those that are not told one by one. */
  readonly frames: number[];
  countOfFrames: number;
}

/** Of a session of which nothing has been observed. */
export function newRepeats({ inFrames }: Pick<Session, 'inFrames'>): Repeats {
  const byRule = new Map<Rule, Map<string, Kind>>();
  return {
    take(rule, observation) {
      const kinds = byRule.get(rule) ?? new Map<string, Kind>();
      byRule.set(rule, kinds);
      const id = kindOf(observation);
      const known = kinds.has(id) || kinds.size < MOST_KINDS ? id : 'others';
      const kind = kinds.get(known) ?? { first: observation, count: 0, frames: [], countOfFrames: 0 };
      kinds.set(known, kind);
      kind.count++;
      if (kind.count <= MOST_TOLD) return true;
      const { frames } = observation;
      kind.countOfFrames += frames.length;
      kind.frames.push(...frames.slice(0, MOST_FRAMES - kind.frames.length));
      return false;
    },
    *rest() {
      for (const [rule, kinds] of byRule)
        for (const { first, count, frames, countOfFrames } of kinds.values()) {
          const more = count - MOST_TOLD;
          if (more <= 0) continue;
          const like = first.frames.length === 0 ? 'the first ones' : `that of ${inFrames(first.frames)}`;
          const where = frames.length === 0 ? '' : `, in ${inFrames(frames, countOfFrames)}`;
          const message = `${more === 1 ? 'One more finding is' : `${more} more findings are`} of the same kind as ${like}${where}.`;
          yield [rule, { frames, severity: first.severity, message }];
        }
    },
  };
}
