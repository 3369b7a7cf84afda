import { copyOf } from '../../codecs/copy.js';
import type { MessageName, ProcedureName } from '../../codecs/xwap/index.js';
import { decodeXwap } from '../../codecs/xwap/pdu.js';
import { type Place, places } from '../../codecs/xwap/procedures.js';
import { viewXwap, type XwapView } from '../../codecs/xwap/view.js';
import type { At } from '../at.js';
import type { Datagram } from '../ip/index.js';
import type { LteEvent, XwapUnexpectedEvent, XwEndEvent } from '../lte-events.js';
import { newAssociation } from './association.js';
import { isPair, newContext, newContexts, newContextsOf, type XwContext } from './contexts.js';
import { sKwtIn } from './given-s-kwt.js';
import { idsIn, REPEATS_IDS } from './ids.js';
import { endsOf, hasMissed, type Interface, isOfWt, wtOf } from './interface.js';
import { problemsOf, type XwapProblem } from './problems.js';
import type { ProcedureEnd } from './procedures.js';
import { newRoles } from './roles.js';
import { newStrays, type Stray } from './strays.js';
import { type LateData, newTunnels } from './tunnels.js';
import { type IdsAre, type Misfit, newUnexpected, type Unjudged } from './unexpected.js';

/** Follows the XwAP messages of interfaces: of which UE each is, and what it brings. */
export interface Messages {
  /** An interface of which nothing has come. @param ends addresses as hex: what comes from the first goes in direction 0 */
  begin(ends: readonly [string, string]): Interface;
  /** Takes the next message of an interface. */
  take(one: Interface, direction: 0 | 1, octets: Uint8Array, at: At): void;
  /** The same message came before, but need not have come to the WT then: an S-KWT in it may be there only now. */
  takeAgain(one: Interface, octets: Uint8Array, at: At): void;
  /** Takes a UDP packet, which may be user data of a UE. */
  takeData(datagram: Datagram, at: At): void;
  /** Takes a message that came under another verification tag than that of the association. */
  takeStray(one: Interface, direction: 0 | 1, octets: Uint8Array, at: At): void;
  /** The association was set up anew: nothing of before is left. */
  restart(one: Interface, at: At): void;
  /** There is nothing more of an interface. @param isNeedless whether what is under way need not end for that */
  end(one: Interface, at: At, isNeedless: boolean): void;
}

const ADDITION = 'wTAdditionPreparation' satisfies ProcedureName;

const WRONG_PAIR: XwapProblem = { kind: 'id-pair', ie: undefined, path: 'XwAP-PDU' };

const requestIn = (procedure: ProcedureName) =>
  places.find(place => place.procedure === procedure && place.outcome === 'initiatingMessage')!;
const requestOf = (procedure: ProcedureName): MessageName => requestIn(procedure).message.asn1Name;

const hasResponse = (procedure: ProcedureName): boolean =>
  places.some(place => place.procedure === procedure && place.outcome === 'successfulOutcome');

/** A message as far as it can be read: from a copy, because what is kept of it must not keep the file's chunk in memory. */
function read(captured: Uint8Array) {
  const octets = copyOf(captured);
  const { value, error } = decodeXwap(octets, { lax: true });
  return { octets, value, error, view: viewXwap(value) };
}

/**
 * @param interfaces those that are followed
 * @param emit takes what is said of a UE, or of the interface
 */
export function newMessages(
  interfaces: Iterable<Interface>,
  emit: (context: XwContext, event: LteEvent) => void,
): Messages {
  let latest: At = { frame: 0, time: 0n };
  const ownersOf = new WeakMap<XwContext, Interface>();
  const tunnels = newTunnels();

  const emitEnd = (context: XwContext, end: ProcedureEnd | undefined): void => {
    const owner = ownersOf.get(context);
    if (end !== undefined && owner !== undefined)
      emit(context, {
        kind: 'xwapProcedure',
        xw: endsOf(owner, context),
        message: requestOf(end.procedure),
        isOneWay: owner.isSeen.includes(false),
        ...end,
      });
  };
  const close = (context: XwContext, at: At, isNeedless: boolean): void => {
    for (const end of context.procedures.end(at, isNeedless)) emitEnd(context, end);
  };

  const contexts = newContexts(context => close(context, latest, true));

  /** Tells a context of the gaps since it was told last: before anything else is said of it. */
  const tellGaps = ({ association }: Interface, context: XwContext): void => {
    const gap = association.gapSince(context.gapsTold);
    context.gapsTold = association.gaps;
    if (gap !== undefined) emit(context, { kind: 'gap', where: 'xw', from: gap.from, ...gap.at });
  };

  const tellUnexpected = (
    one: Interface,
    context: XwContext,
    found: Omit<XwapUnexpectedEvent, 'kind' | 'xw'>,
  ): void => emit(context, { kind: 'xwapUnexpected', xw: endsOf(one, context), ...found });

  const tellMisfit = (
    one: Interface,
    { context, place, direction, octets, at }: Unjudged,
    misfit: Misfit,
    isSure: boolean,
  ): void => {
    const { asn1Name: message } = place.message;
    tellUnexpected(one, context, {
      ...at,
      message,
      isFromWt: isOfWt(one, direction),
      misfit,
      isSure,
      octets,
    });
  };

  const tellStray = (one: Interface, { context, ...stray }: Stray, direction: 0 | 1, isSure: boolean): void =>
    tellUnexpected(one, context, { ...stray, isFromWt: isOfWt(one, direction), misfit: 'tag', isSure });

  const tellLate = (one: Interface, { context, first, isFromWt, end, last, packets }: LateData): void =>
    emit(context, { kind: 'lateData', ...first, xw: endsOf(one, context), isFromWt, end, last, packets });

  const contextsOf = ({ contexts: { byEnbId, byWtId } }: Interface): ReadonlySet<XwContext> =>
    new Set([...byEnbId.values(), ...byWtId.values()]);

  /** A connection of a UE is over: its ids may mean another UE from now on. */
  const endContext = (one: Interface, context: XwContext, cause: XwEndEvent['cause'], at: At): void => {
    tellGaps(one, context);
    close(context, at, true);
    // A reset leaves open from when on the eNB takes it that the WT has the UE again.
    if (cause !== 'reset') tunnels.end(context, at, one.association.gaps);
    if (context.ue !== undefined) emit(context, { kind: 'xwEnd', ...at, xw: endsOf(one, context), cause });
    contexts.end(one.contexts, wtOf(one), context, cause === 'kept');
  };

  /** Nothing of UEs outlives a reset (TS 36.463, 8.7.1), nor that the interface is set up (8.2.1), as it is behind SCTP. */
  const resetContexts = (one: Interface, at: At): void => {
    for (const context of contextsOf(one)) endContext(one, context, 'reset', at);
  };

  /**
   * Whether ids mean another UE than that of the context, as the capture lacks what gave them to one: a WT acknowledges no addition
   * that it was not asked for, and ids that are a pair stay one.
   */
  const isOfOther = (one: Interface, view: XwapView, context: XwContext): boolean => {
    const { enbId, wtId } = idsIn(view);
    const isAcknowledge = view.message === 'WTAdditionRequestAcknowledge';
    if (isAcknowledge && context.enbUeXwapId === enbId && context.procedures.isOpen(ADDITION)) return false;
    const isOther = !isPair(context, enbId, wtId);
    return isAcknowledge ? isOther || hasMissed(one, context) : isOther && hasMissed(one, context);
  };

  /** The context that a message is of, though its ids are no pair: unless what is missing may have made them one. */
  const otherPair = (one: Interface, view: XwapView): XwContext | undefined => {
    if (view.message === null || REPEATS_IDS.has(view.message)) return undefined;
    const { enbId, wtId } = idsIn(view);
    const context = contexts.contradicted(one.contexts, enbId, wtId);
    return context !== undefined && !hasMissed(one, context) ? context : undefined;
  };

  /** What is wrong with the ids of a message, before it takes effect; as far as ids that have ended are remembered. */
  const judgeIds = (one: Interface, view: XwapView): IdsAre | undefined => {
    const { enbId, wtId, station } = idsIn(view);
    const { message } = view;
    const { contexts: own, unexpected } = one;
    if (message === null || enbId === undefined || /^LWIP/.test(message)) return undefined;
    const [known, ended] = [own.byEnbId.get(enbId), own.ended.get(enbId)];
    if (message === 'WTAdditionRequest') {
      const isOther = known?.ue?.station !== station || known?.wtUeXwapId !== wtId;
      const isInUse = known?.hasPair === true && !known.isDisputed && unexpected.isWholeSince(known);
      return isOther && isInUse ? 'in-use' : undefined;
    }
    if (message === 'WTModificationRequest' && known === undefined && ended?.isReleased === true)
      return ended.wtUeXwapId === wtId && unexpected.isWholeSince(ended) ? 'released' : undefined;
    if (own.isForgetful) return undefined;
    const isOfAddition = /^WTAdditionRequest/.test(message);
    if (isOfAddition ? ended !== undefined : ended?.wtUeXwapId !== undefined) return undefined;
    if (!isOfAddition && (wtId === undefined || REPEATS_IDS.has(message))) return undefined;
    if (contexts.known(own, enbId, isOfAddition ? undefined : wtId) !== undefined) return undefined;
    // Two nodes may have another association, which has given them.
    return [...interfaces].some(other => other !== one && other.ends.join() === one.ends.join())
      ? undefined
      : 'unknown';
  };

  const contextOf = (one: Interface, view: XwapView, isAgain = false): XwContext => {
    const { enbId, wtId, station } = idsIn(view);
    const wt = wtOf(one);
    const found =
      view.message === 'WTAdditionRequest' && enbId !== undefined && !isAgain
        ? contexts.add(one.contexts, wt, enbId, station, wtId)
        : contexts.find(one.contexts, wt, enbId, wtId, context => isOfOther(one, view, context));
    if (found !== undefined && !ownersOf.has(found)) {
      ownersOf.set(found, one);
      // What was lost before it began does not concern it, but for what was lost just before.
      found.gapsTold = Math.max(0, one.association.gaps - 1);
      // An answer that was due to the one that had its id before may still come; or that was the answer to this one, in a capture
      // of two sniffers whose clocks differ.
      const before = enbId === undefined ? undefined : one.contexts.ended.get(enbId);
      const isNew = before === undefined || (before.begun !== undefined && !before.procedures.areDue);
      if (view.message === 'WTAdditionRequest' && !isAgain && isNew)
        one.unexpected.begin(found, before === undefined);
    }
    if (view.message === 'WTAdditionRequestAcknowledge' && found?.procedures.isOpen(ADDITION) === true)
      found.hasPair = enbId !== undefined && wtId !== undefined && !found.isDisputed;
    return found ?? one.common;
  };

  /** The context that has ids of a message, which changes nothing of it; else that of the interface. */
  const namedIn = (one: Interface, view: XwapView): XwContext => {
    const { enbId, wtId } = idsIn(view);
    return contexts.known(one.contexts, enbId, wtId) ?? one.common;
  };

  const followProcedure = (
    one: Interface,
    context: XwContext,
    { procedure, outcome }: Place,
    view: XwapView,
    octets: Uint8Array,
    isFromWt: boolean | undefined,
    at: At,
  ): void => {
    if (view.message === 'ErrorIndication') {
      context.isDisputed = true;
      const code = view.ies.CriticalityDiagnostics?.procedureCode;
      const named = places.find(({ procedureCode }) => procedureCode === code)?.procedure;
      const isFromAsked = (procedure: ProcedureName): boolean =>
        isFromWt === undefined || requestIn(procedure).sender !== (isFromWt ? 'WT' : 'eNB');
      emitEnd(context, context.procedures.error(named, at, isFromAsked));
    } else if (outcome !== 'initiatingMessage')
      emitEnd(context, context.procedures.response(procedure, outcome === 'successfulOutcome', at));
    else if (hasResponse(procedure)) emitEnd(context, context.procedures.request(procedure, octets, at));
    switch (view.message) {
      case 'Reset':
      case 'XwSetupRequest':
        resetContexts(one, at);
        break;
      case 'WTReleaseRequest':
        context.isReleased = !one.association.hasHole;
        endContext(one, context, view.ies['UE-ContextKeptIndicator'] === 'true' ? 'kept' : 'release', at);
        break;
      case 'WTReleaseConfirm':
        context.isReleased = !one.association.hasHole;
        endContext(one, context, 'release', at);
        break;
      case 'WTAdditionRequestReject':
        close(context, at, true);
        contexts.end(one.contexts, wtOf(one), context, false);
        break;
    }
  };

  return {
    begin: ends => {
      const association = newAssociation();
      const one: Interface = {
        association,
        ends,
        roles: newRoles(),
        unexpected: newUnexpected(association, (...of) => tellMisfit(one, ...of)),
        contexts: newContextsOf(),
        common: newContext(undefined, undefined, undefined),
        restarts: 0,
        hasChecksums: [false, false],
        isSeen: [false, false],
        strays: newStrays(association, (...of) => tellStray(one, ...of)),
      };
      ownersOf.set(one.common, one);
      return one;
    },
    take: (one, direction, captured, at) => {
      latest = at;
      const { octets, value, error, view } = read(captured);
      const place = places.find(({ message }) => message.asn1Name === view.message);
      if (error === undefined && place !== undefined && place.sender !== 'either') {
        one.roles.take(place.sender, direction);
        if (one.roles.isSure && isOfWt(one, direction) !== (place.sender === 'WT')) {
          const context = namedIn(one, view);
          tellGaps(one, context);
          tellUnexpected(one, context, {
            ...at,
            message: place.message.asn1Name,
            isFromWt: isOfWt(one, direction),
            misfit: 'direction',
            isSure: true,
            octets,
          });
          return;
        }
      }
      const contradicted = otherPair(one, view);
      const idsAre = contradicted === undefined ? judgeIds(one, view) : undefined;
      const context = contradicted ?? contextOf(one, view);
      // Which of two pairs of ids the nodes then take for that of the UE is open.
      if (idsAre === 'in-use') context.isDisputed = true;
      tellGaps(one, context);
      const isFromWt = isOfWt(one, direction);
      const problems = [
        ...problemsOf(value, error, view),
        ...(contradicted === undefined ? [] : [WRONG_PAIR]),
      ];
      emit(context, { kind: 'xwap', ...at, xw: endsOf(one, context), isFromWt, view, octets, problems });
      const given = sKwtIn(view);
      if (given !== undefined) {
        const xw = endsOf(one, context);
        emit(context, { kind: 'sKwt', side: 'wt', ...at, xw, ...given });
      }
      if (error !== undefined || place === undefined) {
        one.unexpected.lose();
        tunnels.lose();
        return;
      }
      tunnels.take(context, view);
      if (contradicted === undefined) one.unexpected.take({ context, place, direction, idsAre, octets, at });
      followProcedure(one, context, place, view, octets, isFromWt, at);
    },
    takeAgain: (one, captured, at) => {
      latest = at;
      const { view } = read(captured);
      const given = sKwtIn(view);
      if (given !== undefined)
        emit(contextOf(one, view, true), { kind: 'sKwtAgain', ...at, sKwt: given.sKwt });
    },
    takeData: tunnels.data,
    takeStray: (one, direction, captured, at) => {
      const { view } = read(captured);
      one.strays.keep(direction, {
        ...at,
        context: namedIn(one, view),
        message: view.message ?? 'XwAP message',
      });
    },
    restart: (one, at) => {
      resetContexts(one, at);
      close(one.common, at, true);
    },
    end: (one, at, isNeedless) => {
      one.strays.end();
      one.association.end(at);
      one.unexpected.end();
      const { gaps, hasHole } = one.association;
      for (const late of tunnels.late)
        if (ownersOf.get(late.context) === one && late.gaps === gaps && !hasHole) tellLate(one, late);
      for (const context of contextsOf(one)) {
        tellGaps(one, context);
        close(context, at, isNeedless);
        if (isNeedless) contexts.end(one.contexts, wtOf(one), context, true);
      }
      tellGaps(one, one.common);
      close(one.common, at, isNeedless);
    },
  };
}
