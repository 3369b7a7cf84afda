import { copyOf } from '../../codecs/copy.js';
import { toHex } from '../../codecs/hex.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { decodeSctp, verifySctpChecksum, XWAP_PORT, XWAP_PPID } from '../../codecs/link/sctp.js';
import type { MessageName, ProcedureName } from '../../codecs/xwap/index.js';
import { decodeXwap } from '../../codecs/xwap/pdu.js';
import { type Place, places } from '../../codecs/xwap/procedures.js';
import { viewXwap, type XwapView } from '../../codecs/xwap/view.js';
import type { At } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { Datagram } from '../ip/index.js';
import type { LteEvent, XwapUnexpectedEvent, XwEndEvent, XwEnds } from '../lte-events.js';
import { type Association, newAssociation, type UserMessage } from './association.js';
import {
  type ContextsOf,
  isPair,
  newContext,
  newContexts,
  newContextsOf,
  type XwContext,
} from './contexts.js';
import { sKwtIn } from './given-s-kwt.js';
import { idsIn, REPEATS_IDS } from './ids.js';
import { type Header, isForward, newPaths } from './paths.js';
import { problemsOf, type XwapProblem } from './problems.js';
import type { ProcedureEnd } from './procedures.js';
import { newRoles, type Roles } from './roles.js';
import { newStrays, type Stray, type Strays } from './strays.js';
import { type Misfit, newUnexpected, type Unexpected, type Unjudged } from './unexpected.js';

export type { XwContext, XwUe } from './contexts.js';

/** Follows the XwAP of a capture. */
export interface Xw {
  /** Takes an SCTP packet; one of another user of SCTP is passed over. */
  datagram(datagram: Datagram, at: At): void;
  /** Ends what is under way. */
  end(at: At): void;
}

/** PPIDs of XwAP: its own, and that of "Xw - Control Plane" (IANA). */
const PPIDS: readonly number[] = [XWAP_PPID, 59];
/** Associations that are followed at the same time: of more, the one begun first is forgotten. */
const MAX_ASSOCIATIONS = 1024;

const ADDITION = 'wTAdditionPreparation' satisfies ProcedureName;

interface Interface {
  readonly association: Association;
  readonly ends: readonly [string, string];
  readonly roles: Roles;
  readonly unexpected: Unexpected;
  readonly contexts: ContextsOf;
  /** What concerns no UE. */
  readonly common: XwContext;
  restarts: number;
  /** By direction, whether a checksum was right: then a wrong one is no matter of who computes it. */
  readonly hasChecksums: [boolean, boolean];
  /** By direction, whether the capture shows a packet. */
  readonly isSeen: [boolean, boolean];
  readonly strays: Strays;
}

/** The WT, in whose ids those of UEs there are; both ends as long as nothing tells which it is. */
const wtOf = ({ ends, roles: { wtDirection } }: Interface): string =>
  wtDirection === undefined ? ends.join(' ') : ends[wtDirection];

/** Whether a direction is that from the WT; undefined as long as nothing tells. */
const isFrom = ({ roles: { wtDirection } }: Interface, direction: 0 | 1): boolean | undefined =>
  wtDirection === undefined ? undefined : wtDirection === direction;

/** Whether the capture lacks something of which a context has not been told, or may. */
const hasMissed = (association: Association, { gapsTold }: XwContext): boolean =>
  association.hasHole || gapsTold !== association.gaps;

/** @param emit takes what is said of a UE, or of the interface */
export function newXw(emit: (context: XwContext, event: LteEvent) => void): Xw {
  const interfaces = new Set<Interface>();
  const paths = newPaths<Interface>();
  let latest: At = { frame: 0, time: 0n };

  const endsOf = (
    { ends, roles: { wtDirection } }: Interface,
    { enbUeXwapId, wtUeXwapId }: XwContext,
  ): XwEnds => ({
    enb: wtDirection === undefined ? undefined : ends[wtDirection === 0 ? 1 : 0],
    wt: wtDirection === undefined ? undefined : ends[wtDirection],
    enbUeXwapId,
    wtUeXwapId,
  });

  const ownersOf = new WeakMap<XwContext, Interface>();
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
    { context, place, direction, at }: Omit<Unjudged, 'isOfUnknown'>,
    misfit: Misfit,
    isSure: boolean,
  ): void => {
    const { asn1Name: message } = place.message;
    tellUnexpected(one, context, { ...at, message, isFromWt: isFrom(one, direction), misfit, isSure });
  };

  const tellStray = (one: Interface, { context, ...stray }: Stray, direction: 0 | 1, isSure: boolean): void =>
    tellUnexpected(one, context, { ...stray, isFromWt: isFrom(one, direction), misfit: 'tag', isSure });

  const contextsOf = ({ contexts: { byEnbId, byWtId } }: Interface): ReadonlySet<XwContext> =>
    new Set([...byEnbId.values(), ...byWtId.values()]);

  /** A connection of a UE is over: its ids may mean another UE from now on. */
  const endContext = (one: Interface, context: XwContext, cause: XwEndEvent['cause'], at: At): void => {
    tellGaps(one, context);
    close(context, at, true);
    if (context.ue !== undefined) emit(context, { kind: 'xwEnd', ...at, xw: endsOf(one, context), cause });
    contexts.end(one.contexts, wtOf(one), context, cause === 'kept');
  };

  /** Nothing of UEs outlives a reset (TS 36.463, 8.7.1), nor that the interface is set up (8.2.1), as it is behind SCTP. */
  const resetContexts = (one: Interface, at: At): void => {
    for (const context of contextsOf(one)) endContext(one, context, 'reset', at);
  };

  const endInterface = (one: Interface, at: At, isNeedless: boolean): void => {
    one.strays.end();
    one.association.end(at);
    one.unexpected.end();
    for (const context of contextsOf(one)) {
      tellGaps(one, context);
      close(context, at, isNeedless);
      if (isNeedless) contexts.end(one.contexts, wtOf(one), context, true);
    }
    tellGaps(one, one.common);
    close(one.common, at, isNeedless);
  };

  const newInterface = ({ source, destination }: Datagram, isFromFirst: boolean): Interface => {
    const [from, to] = [toHex(source), toHex(destination)];
    const association = newAssociation();
    const one: Interface = {
      association,
      ends: isFromFirst ? [from, to] : [to, from],
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
    interfaces.add(one);
    const [oldest] = forgetOldest(interfaces, MAX_ASSOCIATIONS) ?? [];
    if (oldest !== undefined) {
      endInterface(oldest, latest, true);
      paths.remove(oldest);
    }
    return one;
  };

  /**
   * Whether ids mean another UE than that of the context, as the capture lacks what gave them to one: a WT acknowledges no addition
   * that it was not asked for, and ids that are a pair stay one.
   */
  const isOfOther = ({ association }: Interface, view: XwapView, context: XwContext): boolean => {
    const { enbId, wtId } = idsIn(view);
    const isAcknowledge = view.message === 'WTAdditionRequestAcknowledge';
    if (isAcknowledge && context.enbUeXwapId === enbId && context.procedures.isOpen(ADDITION)) return false;
    const isOther = !isPair(context, enbId, wtId);
    return isAcknowledge
      ? isOther || hasMissed(association, context)
      : isOther && hasMissed(association, context);
  };

  /** The context that a message is of, though its ids are no pair: unless what is missing may have made them one. */
  const otherPair = ({ contexts: own, association }: Interface, view: XwapView): XwContext | undefined => {
    if (view.message === null || REPEATS_IDS.has(view.message)) return undefined;
    const { enbId, wtId } = idsIn(view);
    const context = contexts.contradicted(own, enbId, wtId);
    return context !== undefined && !hasMissed(association, context) ? context : undefined;
  };

  /** Whether both ids of a message have never been those of a UE, as far as that is remembered: unless it may give them to one. */
  const isUnknown = (one: Interface, view: XwapView): boolean => {
    const { enbId, wtId } = idsIn(view);
    if (view.message === null || enbId === undefined || wtId === undefined) return false;
    const { contexts: own } = one;
    if (REPEATS_IDS.has(view.message) || /^LWIPAddition/.test(view.message) || own.isForgetful) return false;
    if (contexts.known(own, enbId, wtId) !== undefined || own.ended.get(enbId)?.wtUeXwapId !== undefined)
      return false;
    // Two nodes may have another association, which has given them.
    return ![...interfaces].some(other => other !== one && other.ends.join() === one.ends.join());
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
      found.hasPair = enbId !== undefined && wtId !== undefined;
    return found ?? one.common;
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
        endContext(one, context, view.ies['UE-ContextKeptIndicator'] === 'true' ? 'kept' : 'release', at);
        break;
      case 'WTReleaseConfirm':
        endContext(one, context, 'release', at);
        break;
      case 'WTAdditionRequestReject':
        close(context, at, true);
        contexts.end(one.contexts, wtOf(one), context, false);
        break;
    }
  };

  const takeMessage = (one: Interface, direction: 0 | 1, message: UserMessage, at: At): void => {
    // A copy, because what is kept of it must not keep the file's chunk in memory.
    const octets = copyOf(message.octets);
    const { value, error } = decodeXwap(octets, { lax: true });
    const view = viewXwap(value);
    const place = places.find(({ message }) => message.asn1Name === view.message);
    if (error === undefined && place !== undefined && place.sender !== 'either') {
      one.roles.take(place.sender, direction);
      if (one.roles.isSure && isFrom(one, direction) !== (place.sender === 'WT')) {
        const { enbId, wtId } = idsIn(view);
        const context = contexts.known(one.contexts, enbId, wtId) ?? one.common;
        tellGaps(one, context);
        tellMisfit(one, { context, place, direction, at }, 'direction', true);
        return;
      }
    }
    const contradicted = otherPair(one, view);
    const isOfUnknown = contradicted === undefined && isUnknown(one, view);
    const context = contradicted ?? contextOf(one, view);
    tellGaps(one, context);
    const isFromWt = isFrom(one, direction);
    const problems = [...problemsOf(value, error, view), ...(contradicted === undefined ? [] : [WRONG_PAIR])];
    emit(context, { kind: 'xwap', ...at, xw: endsOf(one, context), isFromWt, view, octets, problems });
    const given = sKwtIn(view);
    if (given !== undefined) {
      const xw = endsOf(one, context);
      emit(context, { kind: 'sKwt', side: 'wt', ...at, xw, ...given });
    }
    if (error !== undefined || place === undefined) {
      one.unexpected.lose();
      return;
    }
    if (contradicted === undefined) one.unexpected.take({ context, place, direction, isOfUnknown, at });
    followProcedure(one, context, place, view, octets, isFromWt, at);
  };

  /** A message that came before need not have come to the WT then: an S-KWT in it may be there only now. */
  const takeAgain = (one: Interface, { octets }: UserMessage, at: At): void => {
    const { value } = decodeXwap(copyOf(octets), { lax: true });
    const view = viewXwap(value);
    const given = sKwtIn(view);
    if (given !== undefined) emit(contextOf(one, view, true), { kind: 'sKwtAgain', ...at, sKwt: given.sKwt });
  };

  const keepStray = (one: Interface, direction: 0 | 1, octets: Uint8Array, at: At): void => {
    const view = viewXwap(decodeXwap(copyOf(octets), { lax: true }).value);
    const { enbId, wtId } = idsIn(view);
    const context = contexts.known(one.contexts, enbId, wtId) ?? one.common;
    one.strays.keep(direction, { ...at, context, message: view.message ?? 'XwAP message' });
  };

  return {
    datagram: (datagram, at) => {
      if (datagram.protocol !== IP_PROTOCOL.sctp) return;
      latest = at;
      const { value, error } = decodeSctp(datagram.payload, { lax: true });
      const { sourcePort, destinationPort, verificationTag = 0, chunks } = value;
      if (sourcePort === undefined || destinationPort === undefined || chunks === undefined) return;
      const header: Header = { sourcePort, destinationPort, verificationTag };
      const isXwPort = sourcePort === XWAP_PORT || destinationPort === XWAP_PORT;
      const isXwap = ({
        payloadProtocolIdentifier: ppid,
      }: Pick<UserMessage, 'payloadProtocolIdentifier'>): boolean => isXwPort || PPIDS.includes(ppid);
      const isKnown = isXwPort || chunks.some(chunk => chunk.chunk === 'DATA' && isXwap(chunk));
      const known = paths.find(datagram, header);
      if (!isKnown && known === undefined) return;
      const [one, direction] =
        known ?? paths.add(datagram, header, newInterface(datagram, isForward(datagram, header)));
      // Where no checksum of a sender was right yet, its network card computes them, behind the capture. A cut packet has none.
      const isGood = !datagram.isCut && verifySctpChecksum(datagram.payload) === 'good';
      if (!datagram.isCut && !isGood && one.hasChecksums[direction]) {
        one.association.lose(direction, error === undefined ? chunks : undefined, at);
        return;
      }
      const { belonging, messages } = one.association.take(direction, verificationTag, chunks, at);
      if (belonging === 'stray') {
        for (const chunk of chunks)
          if (chunk.chunk === 'DATA' && isXwap(chunk)) keepStray(one, direction, chunk.userData, at);
        return;
      }
      const isAnew = one.association.restarts !== one.restarts;
      if (belonging === 'own' || belonging === 'taken-up') {
        if (isGood) one.hasChecksums[direction] = true;
        one.isSeen[direction] = true;
        if (isAnew) one.strays.anew();
        else one.strays.settle(direction);
      }
      if (error !== undefined) one.association.lose(direction, undefined, at);
      if (isAnew) {
        one.restarts = one.association.restarts;
        resetContexts(one, at);
        close(one.common, at, true);
      }
      for (const message of messages.filter(isXwap))
        if (message.isAgain) takeAgain(one, message, at);
        else takeMessage(one, direction, message, at);
      one.unexpected.settle();
    },
    end: at => {
      for (const one of interfaces) endInterface(one, at, false);
    },
  };
}

const WRONG_PAIR: XwapProblem = { kind: 'id-pair', ie: undefined, path: 'XwAP-PDU' };

const requestIn = (procedure: ProcedureName) =>
  places.find(place => place.procedure === procedure && place.outcome === 'initiatingMessage')!;
const requestOf = (procedure: ProcedureName): MessageName => requestIn(procedure).message.asn1Name;

const hasResponse = (procedure: ProcedureName): boolean =>
  places.some(place => place.procedure === procedure && place.outcome === 'successfulOutcome');
