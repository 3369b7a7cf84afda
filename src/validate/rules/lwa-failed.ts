import { formatMac } from '../../codecs/dot11/mac.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { EventNamed } from '../event.js';
import { completesIn } from '../hand-out/told-and-given.js';
import type { RrcEvent, StatusReportEvent, XwapEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import type { Bss, Session } from '../session.js';
import { COMPLETE, endsLwa, LONGEST_ON_UU, type WlanIdentifiers } from '../uu/message.js';
import { watchToEnd } from '../watch/to-end.js';
import { listed } from '../wording.js';
import { causeIn, keepsUe } from '../xw/cause.js';

const KINDS = [
  'rrc',
  'rrcTransaction',
  'statusReport',
  'sKwt',
  'xwap',
  'xwEnd',
  'gap',
  'association',
  'ending',
  'pmkInUse',
] as const;
type Watched = EventNamed<(typeof KINDS)[number]>;

/** LWA that comes to nothing, or ends because the WLAN fails: who says so, and what led to it. */
export const lwaFailed: Rule = {
  id: 'lwa-failed',
  severity: 'warning',
  clause: 'TS 36.331, 5.6.14.2 and 5.6.15.2 to 5.6.15.4; TS 36.463, 8.8, 8.11 and 8.12',
  explanation:
    'The UE reports that its WLAN connection failed, the WT refuses the UE or asks for its release, or an eNB sets LWA up without a WLAN for the UE to look for, or releases the WT before it has told the UE of LWA, or without keeping the UE for another eNB. User data goes on over LTE alone, and the status or the cause says at which end to look.',
  watch: session =>
    watchToEnd(KINDS, function* (events) {
      const { inFrames } = session;
      const found = (at: At, message: string, before?: At) => ({
        frames: before === undefined ? [at.frame] : [before.frame, at.frame],
        message: `${message}.`,
      });
      const isShared = events.some(event => event.kind === 'sKwt' && event.side === 'ue' && event.isShared);
      /** Whether it is told of LWA as it was set up last: what follows from a failure is none of its own. */
      let isObserved = false;
      let addition: XwapEvent | undefined;
      for (const event of events) {
        if (setsUp(event)) isObserved = false;
        if (event.kind === 'statusReport' && event.status === 'successfulAssociation') isObserved = false;
        if (isAdditionRequest(event) && !(addition && isAgain(events, addition, event))) addition = event;
        if (event.kind === 'xwEnd' && addition && isOfOneConnection(addition, event)) addition = undefined;
        if (isObserved) continue;
        if (event.kind === 'statusReport' && event.status.startsWith('failure')) {
          isObserved = true;
          const what = `reports ${event.status} in ${inFrames([event.frame])}`;
          yield found(
            event,
            isShared
              ? `The UE, or another of the same sender of GSMTAP, ${what}`
              : `The UE ${what}${causeOf(session, events, event)}`,
          );
        }
        if (
          addition !== undefined &&
          event.kind === 'rrc' &&
          !isShared &&
          namesNoWlan(events, addition, event, session.clocksApart())
        ) {
          isObserved = true;
          yield found(
            event,
            `The WT is asked for LWA in ${inFrames([addition.frame])} and the UE told WT Counter ${event.message?.lwa?.wtCounter} in ${inFrames([event.frame])}, but no WLAN to look for, as far as the capture shows RRC`,
            addition,
          );
        }
        if (event.kind !== 'xwap') continue;
        const cause = causeIn(event.view);
        const why = cause === undefined ? '' : `, cause ${cause}`;
        const { message } = event.view;
        if (message === 'WTReleaseRequired' || message === 'WTAdditionRequestReject') {
          isObserved = true;
          const what = message === 'WTReleaseRequired' ? 'asks for the release of' : 'refuses';
          yield found(event, `The WT ${what} the UE in ${inFrames([event.frame])}${why}`);
          continue;
        }
        if (message !== 'WTReleaseRequest' || keepsUe(event.view)) continue;
        const taking = takenOver(events, event);
        if (taking !== undefined) {
          isObserved = true;
          yield found(
            event,
            `The eNB releases the WT in ${inFrames([event.frame])}${why} without UE Context Kept Indicator, after another eNB had added the UE there in ${inFrames([taking.frame])}: the WT releases the UE`,
            taking,
          );
        } else if (addition !== undefined && isInVain(events, addition, event, session.clocksApart())) {
          isObserved = true;
          const { frame } = addition;
          const answer = answerTo(events, addition, event);
          const after =
            answer === undefined ? '' : `, though the WT acknowledged that in ${inFrames([answer.frame])}`;
          yield found(
            event,
            `The eNB releases the WT in ${inFrames([event.frame])}${why}, and has not told the UE of LWA since it asked for it in ${inFrames([frame])}${after}`,
            addition,
          );
        }
      }
    }),
};

const isAdditionRequest = (event: Watched): event is XwapEvent =>
  event.kind === 'xwap' && event.view.message === 'WTAdditionRequest';

const isRrc = (event: Watched): event is RrcEvent => event.kind === 'rrc';

/** Whether the UE is on a WLAN by then, or says whether it is. */
const showsWlan = (event: Watched): boolean =>
  event.kind === 'association' ||
  event.kind === 'pmkInUse' ||
  event.kind === 'statusReport' ||
  (event.kind === 'xwap' && event.view.message === 'WTAssociationConfirmation');

/** Whether LWA begins with an event, or is to begin. */
const setsUp = (event: Watched): boolean =>
  (event.kind === 'rrc' && event.macI !== 'invalid' && event.message?.lwa?.addsWlans === true) ||
  isAdditionRequest(event);

const isOfOneConnection = (a: Pick<XwapEvent, 'xw'>, b: Pick<XwapEvent, 'xw'>): boolean =>
  a.xw.enb === b.xw.enb && a.xw.wt === b.xw.wt && a.xw.enbUeXwapId === b.xw.enbUeXwapId;

/** Whether a UE that the WT has accepted is asked for again: it may have been told of LWA before. */
const isAgain = (events: readonly Watched[], addition: XwapEvent, again: XwapEvent): boolean =>
  isOfOneConnection(addition, again) && answerTo(events, addition, again) !== undefined;

/**
 * The request by which another eNB added the UE that the WT has from this one already (TS 36.463, 8.8.2), and which it has not
 * released, nor the WT refused: a release of the UE ends that connection, too, if it does not have it kept (8.11.2).
 */
function takenOver(events: readonly Watched[], release: XwapEvent): XwapEvent | undefined {
  const { enb, wt, wtUeXwapId } = release.xw;
  const taking = events.findLast(
    (event): event is XwapEvent =>
      event.kind === 'xwap' &&
      isBefore(event, release) &&
      event.xw.enb !== enb &&
      event.xw.wt === wt &&
      event.xw.wtUeXwapId === wtUeXwapId &&
      event.view.message === 'WTAdditionRequest' &&
      event.view.ies['WT-UE-XwAP-ID'] !== undefined,
  );
  if (taking === undefined || enb === undefined || isBlind(events, 'xw', taking, release)) return undefined;
  const isOver = events.some(
    event =>
      isBefore(taking, event) &&
      isBefore(event, release) &&
      ((event.kind === 'xwEnd' && event.xw.enb !== enb) ||
        (event.kind === 'xwap' && event.view.message === 'WTAdditionRequestReject')),
  );
  return isOver ? undefined : taking;
}

/** The acknowledge between an addition and a release of the same UE. */
const answerTo = (events: readonly Watched[], addition: At, release: At): At | undefined =>
  events.find(
    event =>
      event.kind === 'xwap' &&
      event.view.message === 'WTAdditionRequestAcknowledge' &&
      isBefore(addition, event) &&
      isBefore(event, release),
  );

/**
 * Whether the WT was asked for resources and released, and the UE told nothing of LWA: as far as RRC is in view up to the release,
 * with nothing missing, and the UE is not going elsewhere.
 * @param apart nanoseconds up to which the order of two events of different links is not sure
 */
function isInVain(
  events: readonly Watched[],
  addition: XwapEvent,
  release: XwapEvent,
  apart: bigint,
): boolean {
  const { view } = addition;
  if (!isOfOneConnection(addition, release)) return false;
  if (view.message !== 'WTAdditionRequest' || view.ies['WT-UE-XwAP-ID'] !== undefined) return false;
  // An eNB that gives up does so soon; what comes later may follow from messages that no sniffer got.
  if (between(addition, release) > SECOND) return false;
  if (isBlind(events, 'uu', addition, release) || isBlind(events, 'xw', addition, release)) return false;
  const isSeen = (isThere: (at: At) => boolean): boolean =>
    events.some(event => isRrc(event) && event.message !== undefined && isThere(event));
  const isSeenBefore = isSeen(at => isBefore(at, release)) || between(addition, release) <= LONGEST_ON_UU;
  if (!isSeenBefore || !isSeen(at => isBefore(release, at))) return false;
  return !events.some(
    event =>
      event.time + apart >= addition.time &&
      event.time <= release.time + apart &&
      event !== addition &&
      event !== release &&
      (showsWlan(event) ||
        (isRrc(event) &&
          (event.message?.name === COMPLETE ||
            event.message?.lwa !== undefined ||
            event.message?.handover !== undefined ||
            (event.message !== undefined && endsLwa(event.message))))),
  );
}

/** Nanoseconds in which the UE is told of WLANs, and the capture shows RRC beyond: no clause sets a time, and an eNB takes far less. */
const TOLD = 5n * SECOND;

/**
 * Whether the UE is told the WT Counter of LWA that is set up, and of no WLAN: it cannot associate then (TS 36.331, 5.6.14.2), and
 * does not. That it has none from before shows by what ended its LWA, or began its connection.
 * @param apart nanoseconds up to which the order of two events of different links is not sure
 */
function namesNoWlan(
  events: readonly Watched[],
  addition: XwapEvent,
  told: RrcEvent,
  apart: bigint,
): boolean {
  const { macI, message } = told;
  if (macI === 'invalid' || message?.lwa?.wtCounter === undefined || !message.isWhole) return false;
  const { view } = addition;
  if (view.message !== 'WTAdditionRequest' || view.ies['WT-UE-XwAP-ID'] !== undefined) return false;
  if (between(addition, told) > SECOND || between(addition, told) < apart) return false;
  if (answerTo(events, addition, told) === undefined) return false;
  const rrc = events.filter(isRrc).filter(event => event.message !== undefined);
  const since = rrc.findLast(
    event => !isBefore(told, event) && (endsLwa(event.message!) || event.message?.lwa?.addsWlans),
  );
  if (since === undefined || since.message?.lwa?.addsWlans) return false;
  const due = { frame: told.frame, time: told.time + TOLD + apart };
  if (isBlind(events, 'uu', since, due) || !rrc.some(event => isBefore(due, event))) return false;
  const { answers } = completesIn(events);
  const next = events.find(event => isAdditionRequest(event) && isBefore(told, event));
  return !events.some(event => {
    if (!isBefore(since, event) || (next !== undefined && isBefore(next, event))) return false;
    if (showsWlan(event)) return event.time + apart >= told.time;
    if (event.kind !== 'rrc' || event.message === undefined) return false;
    const { name, lwa } = event.message;
    const isEnd = isBefore(told, event) && isBefore(event, due) && endsLwa(event.message);
    // An answer without its request: that may have named a WLAN.
    return lwa?.addsWlans === true || (name === COMPLETE && !answers.has(event.frame)) || isEnd;
  });
}

/** What led to a report of failure, as far as the capture shows. */
function causeOf(session: Session, events: readonly Watched[], report: StatusReportEvent): string {
  const earlier = events.filter(event => isBefore(event, report));
  const begun = earlier.findLast(setsUp);
  const expired = report.status === 'failureTimeout' ? ': T351 expired' : '';
  // Of a WLAN that no sniffer heard nothing is known.
  const shown = session.shownNetworks();
  const last = earlier.findLast(
    ({ kind }) => kind === 'ending' || kind === 'association' || kind === 'pmkInUse',
  );
  if (last !== undefined && (begun === undefined || isBefore(begun, last))) {
    const what = last.kind === 'ending' ? 'ended' : last.kind === 'association' ? 'began' : undefined;
    return what === undefined
      ? expired
      : `${expired}; its association ${what} in ${session.inFrames([last.frame])}`;
  }
  if (!session.isWithoutWlan || session.stranger() !== undefined) return expired;
  const wlans = earlier.flatMap(event => (event.kind === 'rrc' ? (event.message?.lwa?.wlans ?? []) : []));
  const isHidden = begun === undefined || isBlind(events, 'uu', begun, report);
  const none = `${expired}${expired === '' ? ':' : ', and'} the capture shows no association of it`;
  if (shown.length === 0) return none;
  if (wlans.length === 0 || isHidden || shown.some(bss => wlans.some(wlan => mayBe(bss, wlan)))) return none;
  return `${none}. RRC names it ${listed(wlans.map(nameOf))}, and the capture shows only ${listed(shown.map(bssNameOf))}`;
}

/** Whether a network may be the one that these identifiers name: a hidden one may have any SSID. */
const mayBe = (bss: Bss, { ssid, bssid }: WlanIdentifiers): boolean =>
  (bssid === undefined || sameOctets(bssid, bss.address)) &&
  (ssid === undefined || bss.ssid === undefined || sameOctets(ssid, bss.ssid));

const bssNameOf = ({ address, ssid }: Bss): string => nameOf({ bssid: address, ssid });

const nameOf = ({ ssid, bssid }: WlanIdentifiers): string =>
  [
    bssid && `the BSSID ${formatMac(bssid)}`,
    ssid && `the SSID ${JSON.stringify(new TextDecoder().decode(ssid))}`,
  ]
    .filter(part => part !== undefined)
    .join(' with ');
