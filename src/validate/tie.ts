/** Finds which events of one kind brought about which of another, where time alone can tell. */
export interface Tie<C, E> {
  /** Something happened to `who` that brings an event of the other kind about. */
  cause(who: C, time: bigint): void;
  /** An event of the other kind. */
  effect(who: E, time: bigint): void;
  /** The pairs that are beyond doubt, of effects that are old enough at `now`. */
  settle(now: bigint): readonly (readonly [C, E])[];
}

/** How long a cause may take, and how long after an effect others are waited for: nanoseconds. */
const WINDOW = 500_000_000n;
const PATIENCE = 300_000_000n;
/** The next one that comes into question has to be this many times as far away, and this much on top. */
const MARGIN_FACTOR = 2n;
const MARGIN = 1_000_000n;
/** Events that are kept: with more at a time, time tells nothing. */
const MAX_KEPT = 256;

interface Instant<W> {
  readonly who: W;
  readonly time: bigint;
}

/**
 * @param isFree whether one is still without its partner
 * @param isUncertain whether the capture lacks packets between these times, so that the true partner may be missing
 */
export function newTie<C, E>(options: {
  readonly isCauseFree: (who: C) => boolean;
  readonly isEffectFree: (who: E) => boolean;
  readonly isUncertain: (from: bigint, to: bigint) => boolean;
}): Tie<C, E> {
  const { isCauseFree, isEffectFree, isUncertain } = options;
  let causes: readonly Instant<C>[] = [];
  let effects: readonly Instant<E>[] = [];
  /** Effects whose cause could not be told: that may change once another has found its own. */
  let inDoubt = new Set<Instant<E>>();

  const keep = <W>(list: readonly Instant<W>[], one: Instant<W>): readonly Instant<W>[] =>
    [...list.filter(({ time }) => one.time - time <= 2n * (WINDOW + PATIENCE)), one].slice(-MAX_KEPT);

  /** Whether `distance` is beyond doubt the least: the others are much farther. */
  const isDistinct = (distance: bigint, others: readonly bigint[]): boolean =>
    others.every(other => other > MARGIN_FACTOR * distance + MARGIN);

  const partnerOf = (effect: Instant<E>): Instant<C> | undefined => {
    const before = causes.filter(
      ({ who, time }) => time <= effect.time && effect.time - time <= WINDOW && isCauseFree(who),
    );
    const nearest = before.reduce<Instant<C> | undefined>(
      (best, one) => (best === undefined || one.time > best.time ? one : best),
      undefined,
    );
    if (nearest === undefined || isUncertain(effect.time - WINDOW, effect.time)) return undefined;
    const distance = effect.time - nearest.time;
    const otherCauses = before.filter(({ who }) => who !== nearest.who).map(({ time }) => effect.time - time);
    const otherEffects = effects
      .filter(({ who, time }) => who !== effect.who && time >= nearest.time && isEffectFree(who))
      .map(({ time }) => time - nearest.time);
    return isDistinct(distance, otherCauses) && isDistinct(distance, otherEffects) ? nearest : undefined;
  };

  return {
    cause: (who, time) => {
      if (isCauseFree(who)) causes = keep(causes, { who, time });
    },
    effect: (who, time) => {
      if (!isEffectFree(who)) return;
      effects = keep(effects, { who, time });
      if (inDoubt.size > MAX_KEPT) inDoubt = new Set(effects.filter(one => inDoubt.has(one)));
    },
    settle: now => {
      const pairs: (readonly [C, E])[] = [];
      for (const effect of effects) {
        if (now - effect.time < PATIENCE || inDoubt.has(effect) || !isEffectFree(effect.who)) continue;
        const partner = partnerOf(effect);
        if (partner === undefined) inDoubt.add(effect);
        else pairs.push([partner.who, effect.who]);
      }
      if (pairs.length > 0) inDoubt = new Set();
      return pairs;
    },
  };
}
