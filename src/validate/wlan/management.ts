import { copyOf } from '../../codecs/copy.js';
import type { Element } from '../../codecs/dot11/element.js';
import { type Dot11Frame, decodeDot11 } from '../../codecs/dot11/frame.js';
import {
  ADDRESS_1,
  ADDRESS_2,
  ADDRESS_3,
  frameSubtype,
  isProtected,
  isRetry,
  sameAddress,
} from '../../codecs/dot11/header.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { type At, SECOND } from '../at.js';
import { remember } from '../bounded.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { Bss, Tracked } from '../session.js';
import { isAdmission } from './admission.js';
import type { Announcement } from './announcement.js';
import { finish, finishHeld, finishOverdue, hold, isToWait, lose } from './association-end.js';
import { isRefusing, refusesAuthentication } from './authentication.js';
import { announced } from './beacon.js';
import { type ClearEnding, doubt, endedAfterAll, leaveDoubt } from './doubt.js';
import { retryAll } from './eapol.js';
import type { Ending } from './ending.js';
import { learnFt, trackFtRequest, trackFtResponse } from './ft.js';
import { admitted, applied, enter, sessionOfMlds } from './links.js';
import type { Networks } from './networks.js';
import { openPairwise } from './open.js';
import { closeRun } from './open-runs.js';
import { flawOf } from './protection.js';
import { isUnderWay, type Run } from './run.js';
import { securityOf, ssidIn } from './security.js';
import { stationLeft } from './suspension.js';

/** Subtypes of management frames (IEEE 802.11-2020, Table 9-1). */
const ASSOCIATION_REQUEST = 0;
const REASSOCIATION_REQUEST = 2;
const BEACON = 8;
const PROBE_RESPONSE = 5;
const AUTHENTICATION = 11;

/**
 * Takes one management frame: what networks announce, who associates and how, and how it ends.
 * @param isCut whether the capture has cut its end off
 */
export function trackManagement(
  networks: Networks,
  ring: KeyRing,
  mpdu: Uint8Array,
  at: At,
  isCut: boolean,
): void {
  if (mpdu.length < ADDRESS_3 + 6) return;
  const subtype = frameSubtype(mpdu);
  if (subtype === BEACON || subtype === PROBE_RESPONSE) {
    const bss = networks.bss(mpdu, ADDRESS_2);
    if (bss === undefined) return;
    const isUnknown = bss.ssid === undefined;
    announced(bss, mpdu, isCut);
    // A handshake before it may be under a passphrase, which was not tried.
    if (isUnknown && bss.ssid !== undefined)
      for (const session of bss.stations.values()) retryAll(session, ring);
    return;
  }
  const fromAp = sameAddress(mpdu, ADDRESS_2, mpdu, ADDRESS_3);
  const [ap, station] = fromAp ? ([ADDRESS_2, ADDRESS_1] as const) : ([ADDRESS_1, ADDRESS_2] as const);
  const isGroup = (mpdu[ADDRESS_1]! & 1) === 1;
  const encrypted = isProtected(mpdu);
  if (isGroup) {
    if (!fromAp) return;
    const bss = networks.bss(mpdu, ap);
    // A copy may come when stations are associated that were not before.
    if (bss === undefined || isCopy(bss, bss, mpdu, at)) return;
    const frameOfAll = decodeDot11(mpdu, { lax: true }).value;
    for (const session of bss.associated) ended(session, frameOfAll, mpdu, at, 'ap');
    return;
  }
  if (subtype === AUTHENTICATION && !fromAp) {
    const begun = networks.knownSession(mpdu, ap, station);
    if (begun !== undefined) delete begun.admitted;
  }
  const isRefused = !encrypted && subtype === AUTHENTICATION && fromAp && refusesAuthentication(mpdu);
  if (!encrypted && !isRefused && !ofInterest.has(subtype)) return;
  const isRequest = !encrypted && (subtype === ASSOCIATION_REQUEST || subtype === REASSOCIATION_REQUEST);
  const session =
    (isRequest ? ofMlds(networks, mpdu, ap, station) : undefined) ??
    networks[isRefused ? 'refused' : 'session'](mpdu, ap, station);
  if (session === undefined) return;
  if (!encrypted && isCopy(session, session.bss, mpdu, at)) return;
  const opened = encrypted ? openPairwise(session, mpdu, session.management, fromAp, at) : undefined;
  // A packet number that came before is that of a copy, or of a replay, which its receiver drops (12.5.3.4.4).
  if (encrypted && opened?.use !== 'new') return;
  const clear = opened === undefined ? mpdu : inClear(mpdu, opened.body);
  const { value } = decodeDot11(clear, { lax: true });
  if (isAdmission(value)) endBefore(session, at, transitionOf(session, value, at));
  // There is something to tell, at the end at the latest.
  if (fromAp && isRefusing(value)) session.report();
  session.emit({ kind: 'management', ...at, fromAp, body: value, isProtected: encrypted, isCut });
  if (isEnd(value)) ended(session, value, mpdu, at, fromAp ? 'ap' : 'station');
  else take({ networks, session, ring, bss: networks.known(mpdu, ap)!, mpdu, station }, value, at);
}

/** Ends the association before another one, where a frame told of its end. */
function endBefore(session: Tracked, at: At, transition?: Run): void {
  finishHeld(session, transition);
  const taken = endedAfterAll(session, at);
  const [end] = taken;
  if (end === undefined) return;
  lose(session, at, { taken, transition });
  finish(session, end.ending, end.runs, end.at, transition);
}

/**
 * Begins the association that the station asked for amid another one, where M1 comes in clear: under the keys of before it would be
 * protected (IEEE 802.11-2020, 12.6.20), so the capture lacks the response.
 */
export function admitUnseen(session: Tracked, at: At): void {
  const { applicant, keyed } = session;
  if (!keyed || applicant === undefined || at.time - applicant.time > LONGEST_RETRY) return;
  session.applicant = undefined;
  session.beforeRequest = undefined;
  endBefore(session, at);
  restart(session, undefined, at);
  session.admitted = at.time;
  enter(session);
}

/** The session of the MLDs whose station asks to associate, where it is known by other addresses than these. */
function ofMlds(networks: Networks, mpdu: Uint8Array, ap: number, station: number): Tracked | undefined {
  if (networks.knownSession(mpdu, ap, station) !== undefined) return undefined;
  const bss = networks.known(mpdu, ap);
  if (bss?.link === undefined) return undefined;
  const elements = elementsOf(decodeDot11(mpdu, { lax: true }).value);
  return sessionOfMlds(networks, bss, mpdu.subarray(station, station + 6), elements);
}

/** Association, reassociation and the ends of both: subtypes that a session is told by, beside an authentication that fails. */
const ofInterest: ReadonlySet<number> = new Set([0, 1, 2, 3, 10, 12]);

/** Management frames that a copy is looked for among, and the nanoseconds that it may come behind. */
const HEARD_KEPT = 8;
const LATEST_COPY = 5n * SECOND;

/**
 * Whether a frame in clear is one that came before, sent again by the MAC sublayer or held by a second capture: the same
 * octets, but for the Retry bit, and the Duration field, which goes by the rate.
 */
function isCopy(of: Pick<Tracked | Bss, 'heard'>, bss: Bss, mpdu: Uint8Array, { time }: At): boolean {
  const masked = copyOf(mpdu);
  masked[1]! &= ~0x08;
  masked.fill(0, 2, 4);
  const first = of.heard.find(one => time - one.time < LATEST_COPY && sameOctets(one.mpdu, masked));
  if (first !== undefined) {
    const behind = time - first.time;
    if (!isRetry(mpdu) && behind > bss.lag) bss.lag = behind;
    return true;
  }
  of.heard = remember(of.heard, { mpdu: masked, time }, HEARD_KEPT);
  return false;
}

/** A management frame as it was before protection. */
function inClear(mpdu: Uint8Array, body: Uint8Array): Uint8Array {
  const clear = new Uint8Array(24 + body.length);
  clear.set(mpdu.subarray(0, 24));
  clear[1]! &= ~0xc0;
  clear.set(body, 24);
  return clear;
}

const elementsOf = (frame: Partial<Dot11Frame>): readonly Element[] =>
  'elements' in frame && frame.elements !== undefined ? frame.elements : [];

/** A frame of an association, and whose it is. */
interface Taken {
  readonly networks: Networks;
  readonly session: Tracked;
  readonly ring: KeyRing;
  readonly bss: Bss;
  readonly mpdu: Uint8Array;
  /** Where the address of the station is. */
  readonly station: number;
}

function take(taken: Taken, frame: Partial<Dot11Frame>, at: At): void {
  const { session, ring, bss } = taken;
  const elements = elementsOf(frame);
  switch (frame.kind) {
    case 'association-request':
    case 'reassociation-request':
      if (session.keyed) {
        const { security, announced, ft } = session;
        session.beforeRequest ??= { security, announced, ft };
      }
      if (isFromElsewhere(session, frame)) stationLeft(session);
      applied(session, bss, elements, at);
      session.asked = ssidIn(elements);
      session.announced = announcedTo(bss, session.asked);
      if (session.asked !== undefined) session.bss.ssid ??= session.asked;
      learnFt(session, elements);
      trackSecurity(session, ring, elements, at);
      return;
    case 'association-response':
    case 'reassociation-response':
      answered(taken, elements, frame, at);
  }
}

/**
 * What an AP announced last to who asks for an SSID: it may have another network under the same address, or somebody who borrows
 * that. Undefined where it announced nothing.
 */
const announcedTo = ({ announcements }: Bss, ssid: Uint8Array | undefined): Announcement | undefined =>
  announcements.find(({ elements }) => {
    const named = ssidIn(elements);
    return named === undefined || ssid === undefined || sameOctets(named, ssid);
  }) ?? announcements[0];

/** Whether a request says that the station comes from another AP: with multi-link operation from another MLD. */
const isFromElsewhere = ({ bss, mld }: Tracked, frame: Partial<Dot11Frame>): boolean =>
  frame.kind === 'reassociation-request' &&
  frame.currentApAddress !== undefined &&
  ![bss.address, mld.ap].some(address => sameOctets(address, frame.currentApAddress!));

/** The fast BSS transition whose request a frame answers; one that was answered may be so again. */
function transitionOf({ latest }: Tracked, frame: Partial<Dot11Frame>, { time }: At): Run | undefined {
  const run = latest.any;
  if (frame.kind !== 'reassociation-response' || run?.kind !== 'ft') return undefined;
  return !run.complete || time - run.latestTime < LONGEST_RETRY ? run : undefined;
}

/** The response to a request: a refusal leaves the association that there may be as it is. */
function answered(
  { networks, session, bss, mpdu, station }: Taken,
  elements: readonly Element[],
  frame: Partial<Extract<Dot11Frame, { readonly kind: 'association-response' | 'reassociation-response' }>>,
  at: At,
): void {
  const success = isAdmission(frame);
  const transition = transitionOf(session, frame, at);
  if (!success) Object.assign(session, session.beforeRequest);
  session.beforeRequest = undefined;
  // Anybody can ask for any network; it is one of the AP's if the AP lets the station in.
  if (success && session.asked !== undefined) {
    session.ssid = session.asked;
    session.bss.ssid = session.asked;
  }
  session.asked = undefined;
  if (success && transition?.complete !== true) {
    if (transition === undefined && isAgain(session, at)) session.readmissions++;
    else restart(session, transition, at);
    admitted(networks, session, bss, mpdu.subarray(station, station + 6), elements);
    session.admitted = at.time;
    session.whereabouts.admission = { ...at, bss: session.bss };
    enter(session);
  }
  session.applicant = undefined;
  if (success) learnFt(session, elements);
  if (transition !== undefined) trackFtResponse(session, transition, elements, frame.statusCode, at);
}

function trackSecurity(session: Tracked, ring: KeyRing, elements: readonly Element[], at: At): void {
  const security = securityOf(elements);
  if (security !== undefined) {
    session.security = security;
    session.report();
  }
  trackFtRequest(session, ring, security, elements, at);
}

/** Nanoseconds within which a station that has no response yet asks again. */
const LONGEST_RETRY = 5n * SECOND;

/**
 * Whether a response is another one to a station that asked again, as it had none yet, and not a new association. An answer to
 * M1 or M3 may be on its way, though the AP may begin its handshake anew.
 */
const isAgain = ({ keyed, admitted }: Tracked, { time }: At): boolean =>
  !keyed && admitted !== undefined && time - admitted < LONGEST_RETRY;

/**
 * A new association: its handshake is an initial one. Nonces of the one before are still known, as an answer to its last M1 may
 * come behind the response.
 */
export function restart(session: Tracked, transition: Run | undefined, at: At): void {
  for (const run of session.open) if (run !== transition) closeRun(session, run, at);
  lose(session, at, { transition });
  session.isBelied = false;
  session.keyed = false;
  session.readmissions = 0;
  session.latest = transition === undefined ? {} : { any: transition };
  session.pending = [];
  session.integrityKeys = [];
  session.emit({ kind: 'association', ...at });
}

type EndFrame = Extract<Dot11Frame, { readonly kind: 'deauthentication' | 'disassociation' }>;
const isEnd = (frame: Partial<Dot11Frame>): frame is Partial<EndFrame> & Pick<EndFrame, 'kind'> =>
  frame.kind === 'deauthentication' || frame.kind === 'disassociation';

/** Takes the end that a frame tells, if its receiver takes the frame. */
function ended(
  session: Tracked,
  frame: Partial<Dot11Frame>,
  mpdu: Uint8Array,
  at: At,
  by: Ending['by'],
): void {
  if (!isEnd(frame)) return;
  const isToAll = (mpdu[ADDRESS_1]! & 1) === 1;
  const ending: Ending = {
    frame: at.frame,
    kind: frame.kind,
    by,
    reason: frame.reasonCode,
    ...(isToAll ? { isToAll: true } : {}),
  };
  const runs = runsToEnd(session);
  const age = session.admitted === undefined ? undefined : at.time - session.admitted;
  const flaw = isProtected(mpdu) ? undefined : flawOf(session, frame, mpdu, at, { by, isToAll });
  if (flaw !== undefined) {
    doubt(session, { ending, flaw, isToAll, at, age, runs, ptks: session.ptks });
    return;
  }
  leaveDoubt(session, at);
  finishOverdue(session, at);
  // An IGTK is what a frame to all was checked with.
  const isClear = !isProtected(mpdu) && !(isToAll && session.integrityKeys.length > 0);
  const end: ClearEnding = { ending, isToAll, at, age, runs, ptks: session.ptks };
  if (isClear && isToWait(session, end)) hold(session, end);
  else {
    finishHeld(session);
    if (isClear) lose(session, at, { ends: [end] });
    finish(session, ending, runs, at);
  }
}

/** The runs that an end is told of: the latest, and the 4-way handshake that goes on beside one for group keys. */
function runsToEnd({ latest: { any, pairwise } }: Tracked): readonly Run[] {
  const latest = any === undefined || any.isOver ? [] : [any];
  return pairwise === undefined || pairwise === any || !isUnderWay(pairwise) ? latest : [...latest, pairwise];
}
