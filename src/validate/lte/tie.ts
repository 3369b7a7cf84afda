import { MILLISECOND, SECOND } from '../at.js';
/** Finds which events of one kind brought about which of another, where their order leaves one answer. */
export interface Tie<C, E> {
  /**
   * Something happened to `who` that brings an event of the other kind about.
   * @param kindOf tells of which kind the effect is to be, once that is known: it has no effect of another kind
   */
  cause(who: C, time: bigint, kindOf?: () => number | undefined): void;
  /** By now, what happened to `who` so far has had its effect, seen or not. */
  over(who: C, time: bigint): void;
  /** An event of the other kind. @param kind see {@link cause} */
  effect(who: E, time: bigint, kind?: number): void;
  /** The pairs that are beyond doubt, of effects that are old enough at `now`. @param isEnd whether nothing more comes */
  settle(now: bigint, isEnd?: boolean): readonly (readonly [C, E])[];
}

/** How long a cause may take in a pair that is believed, and how long after an effect others are waited for: nanoseconds. */
const WINDOW = SECOND / 2n;
const PATIENCE = 300n * MILLISECOND;
/** What a cause has not brought about within this time, it never will: far more than RLC keeps trying. */
const LONGEST = 10n * SECOND;
/** Events that are kept: of more at a time, the order tells nothing. */
const MAX_KEPT = 512;

interface Instant<W> {
  readonly who: W;
  readonly time: bigint;
}
interface Cause<C> extends Instant<C> {
  /** Up to when it may have its effect. */
  readonly until: bigint;
  readonly kindOf: () => number | undefined;
}
interface Effect<E> extends Instant<E> {
  readonly kind: number | undefined;
}
type Step<C, E> = { readonly cause: Cause<C> } | { readonly effect: Effect<E> };
type Pair<C, E> = readonly [Cause<C>, Effect<E>];

/** Puts one into a list in the order of time, behind those at the same time. */
function insert<I extends Instant<unknown>>(list: readonly I[], one: I): readonly I[] {
  const at = list.findLastIndex(({ time }) => time <= one.time) + 1;
  return [...list.slice(0, at), one, ...list.slice(at)];
}

/** Causes and effects in the order of time; of the same time, causes come first. */
function inOrder<C, E>(causes: readonly Cause<C>[], effects: readonly Effect<E>[]): readonly Step<C, E>[] {
  const steps: Step<C, E>[] = [];
  let next = 0;
  for (const effect of effects) {
    for (; next < causes.length && causes[next]!.time <= effect.time; next++)
      steps.push({ cause: causes[next]! });
    steps.push({ effect });
  }
  return steps;
}

/**
 * Ties by the order alone: every effect has a cause of its own before it. A pair is beyond doubt where each way to give every
 * effect a cause holds it, however long each may take. Causes need have no effect.
 * @param isCauseFree whether one is still without its partner
 * @param isUncertain whether the capture lacks packets between these times, so that the true cause may be missing
 */
export function newTie<C, E>(options: {
  readonly isCauseFree: (who: C) => boolean;
  readonly isEffectFree: (who: E) => boolean;
  readonly isUncertain: (from: bigint, to: bigint) => boolean;
}): Tie<C, E> {
  const { isCauseFree, isEffectFree } = options;
  let causes: readonly Cause<C>[] = [];
  let effects: readonly Effect<E>[] = [];
  /** Effects up to this time have been weighed since anything changed. */
  let weighed: bigint | undefined;
  /** Where causes must be missing, as there were too few of them, or too many to keep: the first and the last such time. */
  let lacking: { readonly from: bigint; readonly to: bigint } | undefined;

  const lack = (from: bigint, to: bigint): void => {
    lacking = {
      from: lacking === undefined || from < lacking.from ? from : lacking.from,
      to: lacking === undefined || to > lacking.to ? to : lacking.to,
    };
  };

  const isUncertain = ({ time }: Effect<E>): boolean =>
    (lacking !== undefined && lacking.from <= time && time - LONGEST <= lacking.to) ||
    options.isUncertain(time - LONGEST, time);

  /** The pairs that every way to give these effects a cause has. */
  const forced = (steps: readonly Step<C, E>[]): readonly Pair<C, E>[] => {
    const pairs: Pair<C, E>[] = [];
    /** Causes that may be left over for what follows, up to when; and which it is, where there is but one that can be. */
    let left = 0;
    let until = 0n;
    let only: Cause<C> | undefined;
    for (const step of steps) {
      const { time } = 'cause' in step ? step.cause : step.effect;
      if (time > until) left = 0;
      if ('cause' in step) {
        const { cause } = step;
        only = left === 0 ? cause : undefined;
        until = left === 0 || cause.until > until ? cause.until : until;
        left++;
        continue;
      }
      if (isUncertain(step.effect)) {
        // It may have one of these causes, or one that is missing.
        only = undefined;
        continue;
      }
      if (left === 0) {
        lack(time - LONGEST, time);
        continue;
      }
      if (only !== undefined) pairs.push([only, step.effect]);
      only = undefined;
      left--;
    }
    return pairs;
  };

  /** Whether every effect of the one can be of a cause of its own of the other. */
  const areAllOf = (e: E, c: C): boolean => {
    const own = causes.filter(({ who }) => who === c);
    return effects
      .filter(({ who }) => who === e)
      .every(({ time }, i) => own[i] !== undefined && own[i].time <= time);
  };

  /** Those pairs that nothing speaks against: neither has two partners, or one of another kind. */
  const consistent = (pairs: readonly Pair<C, E>[]): readonly Pair<C, E>[] => {
    const causeOf = new Map<E, C>();
    const effectOf = new Map<C, E>();
    const contrary = new Set<C | E>();
    for (const [{ who: c, kindOf }, { who: e, kind, time }] of pairs) {
      const known = kindOf();
      const isOther =
        (causeOf.get(e) ?? c) !== c ||
        (effectOf.get(c) ?? e) !== e ||
        (known !== undefined && kind !== undefined && known !== kind) ||
        !areAllOf(e, c);
      if (isOther) {
        for (const who of [c, e, causeOf.get(e), effectOf.get(c)]) if (who !== undefined) contrary.add(who);
        lack(time - LONGEST, time);
      }
      causeOf.set(e, c);
      effectOf.set(c, e);
    }
    return pairs.filter(
      ([cause, effect]) =>
        !contrary.has(cause.who) &&
        !contrary.has(effect.who) &&
        !isUncertain(effect) &&
        effect.time - cause.time <= WINDOW,
    );
  };

  const weigh = (): readonly Pair<C, E>[] => {
    const pairs = [...forced(inOrder(causes, effects))];
    const kinds = new Set(effects.flatMap(({ kind }) => kind ?? []));
    // Alone, those of one kind have as many ways to be paired or more, but for causes known to be of another.
    if (kinds.size > 1 || causes.some(({ kindOf }) => kindOf() !== undefined))
      for (const kind of kinds) {
        const itsCauses = causes.filter(({ kindOf }) => (kindOf() ?? kind) === kind);
        const itsEffects = effects.filter(effect => effect.kind === kind);
        pairs.push(...forced(inOrder(itsCauses, itsEffects)));
      }
    return consistent(pairs);
  };

  const trim = <I extends Instant<unknown>>(list: readonly I[]): readonly I[] => {
    if (list.length <= MAX_KEPT) return list;
    const [oldest, next] = list;
    if (next!.time - oldest!.time <= LONGEST) lack(oldest!.time, oldest!.time);
    return list.slice(1);
  };

  return {
    cause: (who, time, kindOf = () => undefined) => {
      if (isCauseFree(who)) causes = trim(insert(causes, { who, time, until: time + LONGEST, kindOf }));
    },
    over: (who, time) => {
      causes = causes.map(one =>
        one.who === who && one.time <= time && time < one.until ? { ...one, until: time } : one,
      );
    },
    effect: (who, time, kind) => {
      if (!isEffectFree(who)) return;
      effects = trim(insert(effects, { who, time, kind }));
      if (weighed !== undefined && time <= weighed) weighed = time - 1n;
    },
    settle: (now, isEnd = false) => {
      const isDue = ({ time }: Effect<E>): boolean => isEnd || now - time >= PATIENCE;
      if (!isEnd && !effects.some(one => isDue(one) && (weighed === undefined || one.time > weighed)))
        return [];
      causes = causes.filter(({ who }) => isCauseFree(who));
      effects = effects.filter(({ who }) => isEffectFree(who));
      const pairs = weigh().filter(([, effect]) => isDue(effect));
      if (pairs.length > 0) weighed = undefined;
      else weighed = now - PATIENCE;
      const tied = new Map(pairs.map(([cause, effect]) => [cause.who, effect.who]));
      return [...tied];
    },
  };
}
