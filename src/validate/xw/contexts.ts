import { forgetOldest } from '../bounded.js';
import { newProcedures, type Procedures } from './procedures.js';

/** A UE, as the XwAP of any eNB shows it. */
export interface XwUe {
  /** Its WLAN MAC address as hex, once a WT ADDITION REQUEST names it. */
  station: string | undefined;
}

/** A UE-associated signalling connection of one Xw interface, or what concerns the interface itself. */
export interface XwContext {
  /** Undefined for what concerns the interface. */
  readonly ue: XwUe | undefined;
  enbUeXwapId: string | undefined;
  wtUeXwapId: string | undefined;
  /** Whether the ids are a pair for certain: WT ADDITION REQUEST and its answer are in the capture (TS 36.463, 8.8). */
  hasPair: boolean;
  readonly procedures: Procedures;
  /**
   * Whether it may be over at one end without a release, as an ERROR INDICATION names it (TS 36.413, 10.6), or its UE was there
   * already under the same id.
   */
  isDisputed: boolean;
  /** Whether a message of the eNB ended it, and none that it sent before was still to come (RFC 9260, 6.5). */
  isReleased: boolean;
  /**
   * How much its association lacked when it began, by a WT ADDITION REQUEST in view; undefined where the capture need not show all of
   * it from there on.
   */
  begun: number | undefined;
  /** How many of the gaps of its association it has been told of. */
  gapsTold: number;
}

/** The contexts of one association by the ids of each end. */
export interface ContextsOf {
  readonly byEnbId: Map<string, XwContext>;
  readonly byWtId: Map<string, XwContext>;
  /** Those that ended last, by the id of the eNB: messages may have crossed the end. */
  readonly ended: Map<string, XwContext>;
  /** Whether one is not remembered any more. */
  isForgetful: boolean;
}

/** The contexts of an association that has none yet. */
export const newContextsOf = (): ContextsOf => ({
  byEnbId: new Map(),
  byWtId: new Map(),
  ended: new Map(),
  isForgetful: false,
});

/** UEs and their contexts over all Xw interfaces. */
export interface Contexts {
  /**
   * The context for a WT ADDITION REQUEST.
   * @param wt the WT, in whose ids `wtUeXwapId` is
   * @param wtUeXwapId given where the WT has the UE from another eNB already (TS 36.463, 8.8.2)
   */
  add(
    own: ContextsOf,
    wt: string,
    enbUeXwapId: string,
    station: string | undefined,
    wtUeXwapId: string | undefined,
  ): XwContext;
  /**
   * The context of which the ids are no pair, though one of them is its own (TS 36.413, 10.6); undefined where nothing is known
   * against them.
   */
  contradicted(
    own: ContextsOf,
    enbUeXwapId: string | undefined,
    wtUeXwapId: string | undefined,
  ): XwContext | undefined;
  /** The context that has one of these ids. */
  known(
    own: ContextsOf,
    enbUeXwapId: string | undefined,
    wtUeXwapId: string | undefined,
  ): XwContext | undefined;
  /**
   * The context with these ids, taken up if it is not known: a capture may begin in the middle.
   * @param isOther whether the ids may mean another UE by now than that of the context
   */
  find(
    own: ContextsOf,
    wt: string,
    enbUeXwapId: string | undefined,
    wtUeXwapId: string | undefined,
    isOther: (context: XwContext) => boolean,
  ): XwContext | undefined;
  /**
   * Forgets a context, as its ids may mean another UE from now on.
   * @param isKept whether the WT keeps the UE, and so its id there, for another eNB (TS 36.463, 8.11.2)
   */
  end(own: ContextsOf, wt: string, context: XwContext, isKept: boolean): void;
}

/** Contexts and UEs that are followed at the same time: of more, those begun first are forgotten. */
const MAX_CONTEXTS = 50_000;
/** Contexts of an association that ended, and are remembered. */
const ENDED_KEPT = 64;

/** A context of which nothing but its UE and its ids, each as hex, is known; undefined what is not. */
export const newContext = (
  ue: XwUe | undefined,
  enbUeXwapId: string | undefined,
  wtUeXwapId: string | undefined,
): XwContext => ({
  ue,
  enbUeXwapId,
  wtUeXwapId,
  hasPair: false,
  procedures: newProcedures(),
  isDisputed: false,
  isReleased: false,
  begun: undefined,
  gapsTold: 0,
});

/** Whether both ids are those of the context, as far as they are known. */
export const isPair = (
  context: XwContext,
  enbUeXwapId: string | undefined,
  wtUeXwapId: string | undefined,
): boolean =>
  (context.enbUeXwapId ?? enbUeXwapId) === (enbUeXwapId ?? context.enbUeXwapId) &&
  (context.wtUeXwapId ?? wtUeXwapId) === (wtUeXwapId ?? context.wtUeXwapId);

/** @param forgotten told of contexts beyond the limit */
export function newContexts(forgotten: (context: XwContext) => void): Contexts {
  const all = new Map<XwContext, ContextsOf>();
  const byStation = new Map<string, XwUe>();
  const byWtUeId = new Map<string, XwUe>();

  const remove = (own: ContextsOf, context: XwContext): void => {
    all.delete(context);
    const { enbUeXwapId, wtUeXwapId } = context;
    if (enbUeXwapId !== undefined && own.byEnbId.get(enbUeXwapId) === context)
      own.byEnbId.delete(enbUeXwapId);
    if (wtUeXwapId !== undefined && own.byWtId.get(wtUeXwapId) === context) own.byWtId.delete(wtUeXwapId);
  };

  const take = (own: ContextsOf, context: XwContext): XwContext => {
    all.set(context, own);
    if (context.enbUeXwapId !== undefined) own.byEnbId.set(context.enbUeXwapId, context);
    if (context.wtUeXwapId !== undefined) own.byWtId.set(context.wtUeXwapId, context);
    const [oldest, itsOwn] = forgetOldest(all, MAX_CONTEXTS) ?? [];
    if (oldest !== undefined && itsOwn !== undefined) {
      forgotten(oldest);
      remove(itsOwn, oldest);
      itsOwn.isForgetful = true;
    }
    return context;
  };

  const learnWtId = (
    own: ContextsOf,
    wt: string,
    context: XwContext,
    wtUeXwapId: string | undefined,
  ): void => {
    if (wtUeXwapId === undefined || context.wtUeXwapId === wtUeXwapId) return;
    if (context.wtUeXwapId !== undefined) own.byWtId.delete(context.wtUeXwapId);
    context.wtUeXwapId = wtUeXwapId;
    own.byWtId.set(wtUeXwapId, context);
    if (context.ue !== undefined) {
      byWtUeId.set(`${wt} ${wtUeXwapId}`, context.ue);
      forgetOldest(byWtUeId, MAX_CONTEXTS);
    }
  };

  const ueOf = (wt: string, station: string | undefined, wtUeXwapId: string | undefined): XwUe => {
    const wtUeId = wtUeXwapId && `${wt} ${wtUeXwapId}`;
    const known =
      (wtUeId === undefined ? undefined : byWtUeId.get(wtUeId)) ??
      (station === undefined ? undefined : byStation.get(station));
    const ue =
      known !== undefined && (station === undefined || (known.station ?? station) === station)
        ? known
        : { station };
    ue.station ??= station;
    if (ue.station !== undefined) byStation.set(ue.station, ue);
    if (wtUeId !== undefined) byWtUeId.set(wtUeId, ue);
    forgetOldest(byStation, MAX_CONTEXTS);
    forgetOldest(byWtUeId, MAX_CONTEXTS);
    return ue;
  };

  const end: Contexts['end'] = (own, wt, context, isKept) => {
    remove(own, context);
    const { ue, enbUeXwapId, wtUeXwapId } = context;
    const wtUeId = `${wt} ${wtUeXwapId}`;
    if (!isKept && byWtUeId.get(wtUeId) === ue) byWtUeId.delete(wtUeId);
    if (enbUeXwapId === undefined) return;
    own.ended.delete(enbUeXwapId);
    own.ended.set(enbUeXwapId, context);
    if (forgetOldest(own.ended, ENDED_KEPT) !== undefined) own.isForgetful = true;
  };

  const known: Contexts['known'] = (own, enbUeXwapId, wtUeXwapId) =>
    (enbUeXwapId === undefined ? undefined : own.byEnbId.get(enbUeXwapId)) ??
    (wtUeXwapId === undefined ? undefined : own.byWtId.get(wtUeXwapId));

  return {
    add: (own, wt, enbUeXwapId, station, wtUeXwapId) => {
      const before = own.byEnbId.get(enbUeXwapId);
      // The same request again: no answer has given the UE an id at the WT.
      if (before !== undefined && before.wtUeXwapId === wtUeXwapId && before.ue?.station === station)
        return before;
      if (before !== undefined) end(own, wt, before, false);
      return take(own, newContext(ueOf(wt, station, wtUeXwapId), enbUeXwapId, wtUeXwapId));
    },
    find: (own, wt, enbUeXwapId, wtUeXwapId, isOther) => {
      if (enbUeXwapId === undefined && wtUeXwapId === undefined) return undefined;
      const context = known(own, enbUeXwapId, wtUeXwapId);
      if (context !== undefined && !isOther(context)) {
        // What repeats the ids of a message that was wrong gives no others (TS 36.413, 10.6).
        if (!context.hasPair) learnWtId(own, wt, context, wtUeXwapId);
        return context;
      }
      if (context !== undefined) end(own, wt, context, false);
      const ended = enbUeXwapId === undefined ? undefined : own.ended.get(enbUeXwapId);
      const isLate = ended !== undefined && ended.wtUeXwapId === wtUeXwapId && !isOther(ended);
      const ue = isLate ? ended.ue : ueOf(wt, undefined, wtUeXwapId);
      return take(own, newContext(ue, enbUeXwapId, wtUeXwapId));
    },
    known,
    contradicted: (own, enbUeXwapId, wtUeXwapId) => {
      if (enbUeXwapId === undefined || wtUeXwapId === undefined) return undefined;
      const context = known(own, enbUeXwapId, wtUeXwapId);
      if (context?.hasPair !== true) return undefined;
      return isPair(context, enbUeXwapId, wtUeXwapId) ? undefined : context;
    },
    end,
  };
}
