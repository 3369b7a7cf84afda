import { forgetOldest } from '../bounded.js';
import type { ValidationEvent } from '../event.js';
import type { Observation, Rule, Watcher } from '../rule.js';
import type { Tracked } from '../session.js';
import { newRepeats, type Repeats } from './repeats.js';

type Kind = ValidationEvent['kind'];

const NONE: readonly number[] = [];

/** Sets up what rules watch of a session. */
export type Watching = (session: Tracked) => Pick<Tracked, 'emit' | 'isWatched'>;

/** Frames that findings name which are kept: of more, the latest. */
const MOST_KEPT = 16_384;

/** Keeps which frames a finding names, for rules that have nothing to add to what others say. */
function noteTold(session: Tracked, rule: Rule, { frames, severity = rule.severity }: Observation): void {
  if (severity === 'note') return;
  session.told ??= new Map();
  for (const frame of frames) {
    if (session.told.get(frame) !== 'error') session.told.set(frame, severity);
    forgetOldest(session.told, MOST_KEPT);
  }
}

/**
 * Lets `rules` watch sessions, of which there may be very many: a rule's watcher of a session is made when the first
 * event comes that it has a handler for. Which those are the first session tells: a rule handles the same kinds of events
 * of every session.
 * @param found takes what a rule observes
 * @param folded rules whose observations of one kind are told together beyond the first ones
 */
export function newWatching(
  rules: readonly Rule[],
  found: (session: Tracked, rule: Rule, observation: Observation) => void,
  folded: readonly Rule[] = rules,
): Watching {
  /** By kind of event, the places in `rules` of those that handle it. */
  let concerned: ReadonlyMap<Kind, readonly number[]> | undefined;

  const learn = (watchers: readonly Watcher[]): ReadonlyMap<Kind, readonly number[]> => {
    const byKind = new Map<Kind, number[]>();
    for (const [place, watcher] of watchers.entries())
      for (const kind of Object.keys(watcher) as Kind[])
        byKind.set(kind, [...(byKind.get(kind) ?? []), place]);
    return byKind;
  };

  return session => {
    let own: (Watcher | undefined)[] = [];
    let repeats: Repeats | undefined;
    if (concerned === undefined) {
      const watchers = rules.map(rule => rule.watch(session));
      concerned = learn(watchers);
      own = watchers;
    }
    const places = concerned;
    return {
      emit: event => {
        const { kind } = event;
        for (const place of places.get(kind) ?? NONE) {
          const rule = rules[place]!;
          let watcher = own[place];
          if (watcher === undefined) {
            watcher = rule.watch(session);
            own[place] = watcher;
          }
          const handle = watcher[kind] as
            | ((event: ValidationEvent) => Iterable<Observation> | undefined)
            | undefined;
          const observations = handle?.call(watcher, event);
          // Most events bring none, and there are very many.
          if (observations === undefined) continue;
          for (const observation of observations) {
            noteTold(session, rule, observation);
            repeats ??= newRepeats(session);
            if (!folded.includes(rule) || repeats.take(rule, observation)) found(session, rule, observation);
          }
        }
        if (kind !== 'end') return;
        for (const [rule, observation] of repeats?.rest() ?? []) found(session, rule, observation);
        own = [];
      },
      isWatched: kind => places.has(kind),
    };
  };
}
