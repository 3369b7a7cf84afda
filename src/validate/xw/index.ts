import { copyOf } from '../../codecs/copy.js';
import { toHex } from '../../codecs/hex.js';
import { isOctets } from '../../codecs/is-octets.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { decodeSctp, verifySctpChecksum, XWAP_PORT, XWAP_PPID } from '../../codecs/link/sctp.js';
import type { BitString } from '../../codecs/per/index.js';
import type { MessageName, ProcedureName } from '../../codecs/xwap/index.js';
import { decodeXwap } from '../../codecs/xwap/pdu.js';
import { places } from '../../codecs/xwap/procedures.js';
import { viewXwap, type XwapView } from '../../codecs/xwap/view.js';
import type { At } from '../at.js';
import type { Datagram } from '../ip/index.js';
import type { LteEvent, WtSKwtEvent, XwEndEvent, XwEnds } from '../lte-events.js';
import { type Association, newAssociation, type UserMessage } from './association.js';
import {
  type ContextsOf,
  isPair,
  newContext,
  newContexts,
  newContextsOf,
  type XwContext,
} from './contexts.js';
import { type Header, isForward, newPaths } from './paths.js';
import { problemsOf, type XwapProblem } from './problems.js';
import type { ProcedureEnd } from './procedures.js';

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
  /** The direction from the WT, once a message has told it. */
  wtDirection: 0 | 1 | undefined;
  readonly contexts: ContextsOf;
  /** What concerns no UE. */
  readonly common: XwContext;
  restarts: number;
  /** By direction, whether a checksum was right: then a wrong one is no matter of who computes it. */
  readonly hasChecksums: [boolean, boolean];
  /** By direction, whether the capture shows a packet. */
  readonly isSeen: [boolean, boolean];
}

/** The WT, in whose ids those of UEs there are; both ends as long as nothing tells which it is. */
const wtOf = ({ ends, wtDirection }: Interface): string =>
  wtDirection === undefined ? ends.join(' ') : ends[wtDirection];

/** Whether the capture lacks something of which a context has not been told, or may. */
const hasMissed = (association: Association, { gapsTold }: XwContext): boolean =>
  association.hasHole || gapsTold !== association.gaps;

/** @param emit takes what is said of a UE, or of the interface */
export function newXw(emit: (context: XwContext, event: LteEvent) => void): Xw {
  const interfaces = new Set<Interface>();
  const paths = newPaths<Interface>();
  let latest: At = { frame: 0, time: 0n };

  const endsOf = ({ ends, wtDirection }: Interface, { enbUeXwapId, wtUeXwapId }: XwContext): XwEnds => ({
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
    one.association.end(at);
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
    const one: Interface = {
      association: newAssociation(),
      ends: isFromFirst ? [from, to] : [to, from],
      wtDirection: undefined,
      contexts: newContextsOf(),
      common: newContext(undefined, undefined, undefined),
      restarts: 0,
      hasChecksums: [false, false],
      isSeen: [false, false],
    };
    ownersOf.set(one.common, one);
    interfaces.add(one);
    if (interfaces.size > MAX_ASSOCIATIONS)
      for (const oldest of interfaces) {
        endInterface(oldest, latest, true);
        interfaces.delete(oldest);
        paths.remove(oldest);
        break;
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
    }
    if (view.message === 'WTAdditionRequestAcknowledge' && found?.procedures.isOpen(ADDITION) === true)
      found.hasPair = enbId !== undefined && wtId !== undefined;
    return found ?? one.common;
  };

  const followProcedure = (
    one: Interface,
    context: XwContext,
    view: XwapView,
    octets: Uint8Array,
    isFromWt: boolean | undefined,
    at: At,
  ): void => {
    const place = places.find(({ message }) => message.asn1Name === view.message);
    if (place === undefined) return;
    const { procedure, outcome } = place;
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
    const sender = places.find(({ message }) => message.asn1Name === view.message)?.sender;
    if (error === undefined && (sender === 'WT' || sender === 'eNB'))
      one.wtDirection ??= sender === 'WT' ? direction : direction === 0 ? 1 : 0;
    const contradicted = otherPair(one, view);
    const context = contradicted ?? contextOf(one, view);
    tellGaps(one, context);
    const isFromWt = one.wtDirection === undefined ? undefined : one.wtDirection === direction;
    const problems = [...problemsOf(value, error, view), ...(contradicted === undefined ? [] : [WRONG_PAIR])];
    emit(context, { kind: 'xwap', ...at, xw: endsOf(one, context), isFromWt, view, problems });
    const given = sKwtIn(view);
    if (given !== undefined) {
      const xw = endsOf(one, context);
      emit(context, { kind: 'sKwt', side: 'wt', ...at, xw, ...given });
    }
    if (error === undefined) followProcedure(one, context, view, octets, isFromWt, at);
  };

  /** A message that came before need not have come to the WT then: an S-KWT in it may be there only now. */
  const takeAgain = (one: Interface, { octets }: UserMessage, at: At): void => {
    const { value } = decodeXwap(copyOf(octets), { lax: true });
    const view = viewXwap(value);
    const given = sKwtIn(view);
    if (given !== undefined) emit(contextOf(one, view, true), { kind: 'sKwtAgain', ...at, sKwt: given.sKwt });
  };

  /** Whether a packet is to be taken as it is: an altered one its receiver drops. */
  const isIntact = (one: Interface, direction: 0 | 1, { payload, isCut }: Datagram): boolean => {
    if (isCut) return true;
    if (verifySctpChecksum(payload) === 'good') {
      one.hasChecksums[direction] = true;
      return true;
    }
    // Where no checksum of a sender was right yet, it is its network card that computes them, behind the capture.
    return !one.hasChecksums[direction];
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
      one.isSeen[direction] = true;
      if (!isIntact(one, direction, datagram)) {
        one.association.lose(direction, at);
        return;
      }
      const messages = one.association.take(direction, chunks, at);
      if (error !== undefined) one.association.lose(direction, at);
      if (one.association.restarts !== one.restarts) {
        one.restarts = one.association.restarts;
        resetContexts(one, at);
        close(one.common, at, true);
      }
      for (const message of messages.filter(isXwap))
        if (message.isAgain) takeAgain(one, message, at);
        else takeMessage(one, direction, message, at);
    },
    end: at => {
      for (const one of interfaces) endInterface(one, at, false);
    },
  };
}

/** Messages whose ids need not be a pair: it is new, or they repeat those of a message that was wrong (TS 36.413, 10.6). */
const REPEATS_IDS: ReadonlySet<MessageName> = /* @__PURE__ */ new Set<MessageName>([
  'WTAdditionRequest',
  'WTAdditionRequestAcknowledge',
  'ErrorIndication',
  ...places.filter(({ outcome }) => outcome === 'unsuccessfulOutcome').map(({ message }) => message.asn1Name),
]);

const WRONG_PAIR: XwapProblem = { kind: 'id-pair', ie: undefined, path: 'XwAP-PDU' };

/** The UE of a message: UE XwAP IDs and WLAN MAC address, as hex. */
function idsIn(view: XwapView) {
  const ies = ('ies' in view ? view.ies : {}) as Readonly<Record<string, unknown>>;
  const hexOf = (name: string): string | undefined => {
    const id = ies[name];
    return isOctets(id) ? toHex(id) : undefined;
  };
  return {
    enbId: hexOf('ENB-UE-XwAP-ID'),
    wtId: hexOf('WT-UE-XwAP-ID'),
    station: hexOf('UE-Identity'),
  };
}

const requestIn = (procedure: ProcedureName) =>
  places.find(place => place.procedure === procedure && place.outcome === 'initiatingMessage')!;
const requestOf = (procedure: ProcedureName): MessageName => requestIn(procedure).message.asn1Name;

const hasResponse = (procedure: ProcedureName): boolean =>
  places.some(place => place.procedure === procedure && place.outcome === 'successfulOutcome');

/** Octets of an S-KWT (TS 33.401, A.16). */
const S_KWT = 32;

/** WLANSecurityInfo of the messages that carry it (TS 36.463, 9.1.14 and 9.1.17). */
function sKwtIn(view: XwapView): Pick<WtSKwtEvent, 'procedure' | 'isRekey' | 'sKwt'> | undefined {
  const info =
    view.message === 'WTAdditionRequest'
      ? view.ies.WLANSecurityInfo
      : view.message === 'WTModificationRequest'
        ? view.ies['UE-ContextInformationWTModReq']?.wLANSecurityInfo
        : undefined;
  // Of a message that is cut or altered, the IE may be there without it, or with another length.
  const key: Partial<BitString> | undefined = info?.['wT-Security-Key'];
  if (key?.bytes?.length !== S_KWT) return undefined;
  const sKwt = key.bytes;
  if (view.message !== 'WTAdditionRequest')
    return { procedure: 'eNBInitiatedWTModification', isRekey: true, sKwt };
  return {
    procedure: ADDITION,
    isRekey: view.ies['WT-UE-XwAP-ID'] !== undefined,
    sKwt,
  };
}
