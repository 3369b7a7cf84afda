import type { Packet } from '../codecs/capture/packet.js';
import { linkOf, uncooked } from '../codecs/dot11/cooked.js';
import { FCS_LENGTH } from '../codecs/dot11/fcs.js';
import { fingerprint } from '../codecs/dot11/fingerprint.js';
import { DOT11_LINK_TYPES, type Dot11Stripper, dot11Stripper } from '../codecs/dot11/physical.js';
import { CAPTURE, captureNumber, milliseconds } from './at.js';
import { captureNames } from './capture-names.js';
import { requireOptions, requirePacket, type ValidateOptions } from './input.js';
import { ETHERNET_HEADER, newCookedEapol } from './intake/cooked.js';
import { copyFilter } from './intake/copies.js';
import { newDamageCheck } from './intake/damage.js';
import { type DuplicateFilter, duplicateFilter } from './intake/duplicates.js';
import { headerErrorOf } from './intake/headers.js';
import { newTimeOrder } from './intake/order.js';
import { newRelations } from './intake/relations.js';
import { count, type Tally } from './intake/tally.js';
import { IP_LINK_TYPES, isCookedEapol, kindOf, startOfEapol } from './ip/network.js';
import { newTzsp } from './ip/tzsp.js';
import { newKeyFits } from './keys/fits.js';
import { copiedKeys, keyRing, type LearnedPmk } from './keys/key-ring.js';
import { newSignalling } from './lte/signalling.js';
import type { Finding, FrameRef, Report, Unchecked } from './report.js';
import type { Observation, Rule } from './rule.js';
import { rules as allRules } from './rules/index.js';
import type { Tracked } from './session.js';
import type { SessionHost } from './session-host.js';
import { namesFor, secondsBetween, sessionReport, type View } from './session-report.js';
import { apsWithoutSsid, shownSessions } from './shown-sessions.js';
import { newWatching } from './watch/watchers.js';
import { newAir } from './wlan/air.js';
import { inFrames, spanOf } from './wording.js';

/**
 * A validator takes packets one by one, in the order of their captures, and gives its report when there are no more. Packets of
 * several interfaces of a capture are put in the order of time, those that are not far apart; so it may hold some back.
 */
export interface Validator {
  /**
   * @returns what the packet brought to light, or those before it that were held back
   * @throws TypeError for what is no packet, and for every packet after `end` or `report`
   */
  packet(packet: Packet): readonly Finding[];
  /** There are no more packets. @returns what that brought to light */
  end(): readonly Finding[];
  /**
   * All that is known so far, for who watches while packets come. It ends nothing and changes nothing of what comes after, and it
   * lacks what `end` brings to light and the packets that are held back. What it calls missing, not complete, not verified or of no
   * use (`unmatchedKeys`) may still come.
   */
  soFar(): Report;
  /** All that is known, the findings of before included; ends what has not been ended. */
  report(): Report;
}

const NONE: readonly Finding[] = [];

/** Why nothing was checked. */
const NO_PACKET = 'nothing was checked: there is no packet';
const NOTHING = 'nothing was checked: no packet holds 802.11 of an association, RRC or XwAP that can be read';

/** Why EAPOL-Key in a Linux cooked packet is not read: no answer tells which station it is for, or two may. */
const COOKED_EAPOL = 'a Linux cooked header does not tell whom EAPOL is sent to';

/**
 * Follows the 802.11 sessions of a capture: which EAPOL-Key frame is which message, whether its MIC is right
 * and under which PMK, the keys that follow, and the frames that they open (IEEE 802.11-2020, 12.7).
 * Beside it, what UEs signal over Uu and Xw: RRC (GSMTAP, or PDCP in Wireshark's framing) and XwAP over SCTP, tied to the
 * WLAN sessions of the same UEs. Packets of other link types are counted and passed over.
 * It copies the keys given, which may be cleared at once; its own copies are kept as long as it is held.
 * @throws EncodeError, with the path as `keys.pmks[0].pmk`, for keys that are none: a PMK that is not 32, 48 or 64 octets long,
 *   a KeNB or KASME that is not 32, a station's address that is not 6, an SSID of more than 32, a passphrase that is not 8 to
 *   63 characters from space to tilde, an EARFCN, NAS COUNT or UE id out of its range; for limits that are no numbers; and for
 *   options, kinds of keys and limits that there are not
 */
export function validator(options: ValidateOptions = {}): Validator {
  requireOptions(options);
  const { rules = allRules, captures = [], capture, showKeys = false, limits = {} } = options;
  const isMerged = captures.length > 1;
  const { captureOf, refOf } = namesFor(options);
  const names = captureNames(captures);
  /** As sentences name frames: with the capture where there are several. */
  const placeOf = (frame: number): FrameRef =>
    isMerged ? { capture: names[captureNumber({ frame })] ?? '', frame: frame % CAPTURE } : frame;
  const findings: Finding[] = [];
  let recent: Finding[] = [];
  const found = (session: Tracked, rule: Rule, { frames, message, severity }: Observation): void => {
    session.report();
    recent.push({
      rule: rule.id,
      severity: severity ?? rule.severity,
      session: session.number!,
      frames: frames.map(refOf),
      message,
    });
  };
  const reported: Tracked[] = [];
  const copies = copyFilter();
  const keys = copiedKeys(options.keys ?? {});
  const fits = newKeyFits(keys);
  const ring = keyRing(keys, fits, station => air.hasStation(station));
  const host: SessionHost = {
    reported,
    pmks: ring.given,
    named: ring.named,
    limits,
    clocksApart: () => copies.apart,
    areOneClock: (a, b) => relations?.areRelated(captureNumber(a), captureNumber(b)) ?? true,
    seenUntil: at => lastTimes[captureNumber(at)] ?? lastTime,
    hasOtherAps: session => signalling.hasOtherAps(session),
    stranger: () => signalling.stranger(),
    shownNetworks: () => air.shownNetworks(),
    inFrames: (frames, count) => inFrames(frames.map(placeOf), count),
    span: (first, last) => spanOf(placeOf(first), placeOf(last)),
    begun: session => {
      if (!session.isWithoutWlan) signalling.follow(session);
    },
    proven: (session, pmk) => signalling.proven(session, pmk, lastTime),
    watch: newWatching(rules, found),
  };
  const air = newAir(ring, host);
  const learn = (pmk: LearnedPmk): boolean => {
    const isNew = ring.add(pmk);
    if (isNew) air.keyCame(pmk);
    return isNew;
  };
  const signalling = newSignalling(keys, host, learn, fits);
  const duplicates: DuplicateFilter | undefined = isMerged ? duplicateFilter() : undefined;
  const relations = isMerged ? newRelations() : undefined;
  const isDuplicate = (mpdu: Uint8Array, time: bigint, of: number): boolean => {
    if (duplicates === undefined) return false;
    const print = fingerprint(mpdu);
    relations?.frame(mpdu, print, time, of);
    return duplicates.isDuplicate(mpdu, time, of, print);
  };
  const strippers = new Map<number, Dot11Stripper | undefined>();
  const { isDamaged, damaged, damage } = newDamageCheck();
  const unreadable: Tally<{ readonly linkType: number; readonly error: string }> = new Map();
  const cooked = newCookedEapol(({ linkType }, frame) => {
    count(unreadable, frame, () => ({ linkType, error: COOKED_EAPOL }), linkType);
  });
  const tzsp = newTzsp();
  /** Packets of link types that are not read. */
  const unread: Tally<{ readonly linkType: number }> = new Map();
  let packets = 0;
  let first: bigint | undefined;
  let lastFrame = 0;
  let lastTime = 0n;
  /** By number of the capture. */
  const lastTimes: bigint[] = [];
  let isOver = false;

  const take = (): readonly Finding[] => {
    if (recent.length === 0) return NONE;
    const taken = recent;
    for (const finding of taken) findings.push(finding);
    recent = [];
    return taken;
  };

  const takePacket = (captured: Packet, octets: Uint8Array, frame: number): void => {
    const packet = uncooked(captured, octets);
    const bytes = packet === captured ? octets : packet.bytes;
    const id = linkOf(packet) + (packet.capture ?? 0) * CAPTURE;
    let strip = strippers.get(id);
    if (strip === undefined && !strippers.has(id)) {
      strip = dot11Stripper(packet.linkType);
      strippers.set(id, strip);
    }
    const { time, linkType } = packet;
    first ??= time;
    lastFrame = frame;
    lastTime = time;
    lastTimes[packet.capture ?? 0] = time;
    const isRead = strip !== undefined || IP_LINK_TYPES.includes(linkType);
    if (packet.badFcs === true && isRead) {
      damaged(frame);
      return;
    }
    const dot11 = strip?.(bytes, packet.originalLength, packet.fcsLength);
    if (dot11 !== undefined) {
      const { mpdu, badFcs } = dot11;
      // As much as an FCS may be missing without harm.
      const isCut = packet.originalLength - bytes.length > FCS_LENGTH;
      const check = (): boolean => isDamaged(dot11, id, frame);
      if (badFcs) check();
      else if (duplicates === undefined) air.frame(mpdu, frame, time, check, isCut);
      // What an interface has in common with another capture shows, too, whether its FCS are right.
      else if (!check() && !isDuplicate(mpdu, time, packet.capture ?? 0))
        air.frame(mpdu, frame, time, () => false, isCut);
    } else if (strip !== undefined)
      count(unreadable, frame, () => ({ linkType, error: headerErrorOf(linkType, bytes) }), linkType);
    else {
      if (isRead) {
        relations?.packet(linkType, bytes, time, packet.capture ?? 0);
        if (!copies.isCopy(bytes, time, kindOf(linkType, bytes), packet.capture)) {
          const eapol = startOfEapol(linkType, bytes);
          const sniffed = eapol < 0 ? tzsp(packet, bytes) : undefined;
          if (eapol >= 0) air.ethernet(bytes, eapol, { frame, time });
          else if (isCookedEapol(linkType, bytes))
            for (const one of cooked.packet(packet, bytes, frame))
              air.ethernet(one.bytes, ETHERNET_HEADER, one.at);
          else if (sniffed !== undefined) takePacket(sniffed, sniffed.bytes, frame);
          else signalling.packet(linkType, bytes, { frame, time });
        }
      } else count(unread, frame, () => ({ linkType }), linkType);
    }
  };
  const order = newTimeOrder(takePacket);

  const unchecked = (): readonly Unchecked[] => {
    const isUnread = packets > 0 && [...unread.values()].reduce((sum, of) => sum + of.packets, 0) === packets;
    const of = isMerged || capture === undefined ? {} : { capture };
    return isUnread ? [] : [{ ...of, message: packets === 0 ? NO_PACKET : NOTHING }];
  };

  const end = (): readonly Finding[] => {
    if (!isOver) {
      order.end();
      cooked.end();
      const last = { frame: lastFrame, time: lastTime };
      signalling.end(last);
      air.end(last);
    }
    isOver = true;
    return take();
  };

  /** As a report tells of a tally. */
  const counted = <D extends object>(tally: Tally<D>) =>
    [...tally.values()].map(of => ({ ...of, frame: of.frame % CAPTURE, ...captureOf(captureNumber(of)) }));

  const known = (): Report => {
    // Group frames from before any association count once, for the first session of their network.
    const shown = shownSessions(reported, findings);
    const firstOf = new Map(shown.sessions.toReversed().map(session => [session.bss, session]));
    const view: View = { refOf, secondsOf: time => secondsBetween(first ?? time, time), showKeys };
    return {
      packets,
      unreadPackets: counted(unread).map(({ frame, ...rest }) => rest),
      unorderedPackets: counted(order.behind).map(({ most, ...rest }) => ({
        ...rest,
        behindMs: milliseconds(most),
      })),
      damagedPackets: counted(damage),
      unreadableHeaders: counted(unreadable),
      unchecked: reported.length > 0 ? [] : unchecked(),
      unrelatedCaptures: relations?.unrelated(captures) ?? [],
      unmatchedKeys: fits.unmatched(() => apsWithoutSsid(shown.sessions)),
      untrackedFrames: air.untracked,
      sessions: shown.sessions.map(session => ({
        ...(capture === undefined ? {} : { capture }),
        ...sessionReport(session, firstOf.get(session.bss) === session, view),
      })),
      findings: shown.findings,
    };
  };

  return {
    packet: packet => {
      requirePacket(packet);
      if (isOver) throw new TypeError('the validation has ended');
      packets++;
      order.push(packet, (packet.frame ?? packets) + (packet.capture ?? 0) * CAPTURE);
      return take();
    },
    end,
    soFar: known,
    report: () => {
      end();
      return known();
    },
  };
}

/** The link types that are read, in the order of their numbers: those of 802.11 frames, and those that carry IP. */
export const READ_LINK_TYPES: readonly number[] = /* @__PURE__ */ [
  ...Object.keys(DOT11_LINK_TYPES).map(Number),
  ...IP_LINK_TYPES,
].sort((a, b) => a - b);
