import type { Packet } from '../codecs/capture/packet.js';
import { CAPTURE, captureNumber } from './at.js';
import { captureNames } from './capture-names.js';
import { requireOptions, requirePacket, type ValidateOptions } from './input.js';
import { newIntake } from './intake/intake.js';
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
export const NO_PACKET = 'nothing was checked: there is no packet';
const NOTHING =
  'nothing was checked: no packet holds 802.11 of an association, EAPOL-Key, RRC or XwAP that can be read';

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
  const keys = copiedKeys(options.keys ?? {});
  const fits = newKeyFits(keys);
  const ring = keyRing(keys, fits, station => air.hasStation(station));
  const host: SessionHost = {
    reported,
    pmks: ring.given,
    named: ring.named,
    limits,
    clocksApart: () => intake.apart,
    areOneClock: (a, b) => intake.areOneClock(a, b),
    seenUntil: at => intake.seenUntil(at),
    hasOtherAps: session => signalling.hasOtherAps(session),
    stranger: () => signalling.stranger(),
    shownNetworks: () => air.shownNetworks(),
    inFrames: (frames, count) => inFrames(frames.map(placeOf), count),
    span: (first, last) => spanOf(placeOf(first), placeOf(last)),
    begun: session => {
      if (!session.isWithoutWlan) signalling.follow(session);
    },
    proven: (session, pmk) => signalling.proven(session, pmk, intake.lastTime),
    watch: newWatching(rules, found, allRules),
  };
  const air = newAir(ring, host);
  const learn = (pmk: LearnedPmk): boolean => {
    const isNew = ring.add(pmk);
    if (isNew) air.keyCame(pmk);
    return isNew;
  };
  const signalling = newSignalling(keys, host, learn, fits);
  const intake = newIntake(air, signalling, captures, captureOf);
  let packets = 0;
  let isOver = false;

  const take = (): readonly Finding[] => {
    if (recent.length === 0) return NONE;
    const taken = recent;
    for (const finding of taken) findings.push(finding);
    recent = [];
    return taken;
  };

  const unchecked = ({ unreadPackets }: Pick<Report, 'unreadPackets'>): readonly Unchecked[] => {
    const isUnread = packets > 0 && unreadPackets.reduce((sum, of) => sum + of.packets, 0) === packets;
    const of = isMerged || capture === undefined ? {} : { capture };
    return isUnread ? [] : [{ ...of, message: packets === 0 ? NO_PACKET : NOTHING }];
  };

  const end = (): readonly Finding[] => {
    if (!isOver) {
      const last = intake.end();
      signalling.end(last);
      air.end(last);
    }
    isOver = true;
    return take();
  };

  const known = (): Report => {
    // Group frames from before any association count once, for the first session of their network.
    const shown = shownSessions(reported, findings);
    const firstOf = new Map(shown.sessions.toReversed().map(session => [session.bss, session]));
    const view: View = { refOf, secondsOf: time => secondsBetween(intake.firstTime ?? time, time), showKeys };
    const { unrelatedCaptures, ...ofPackets } = intake.summary();
    return {
      packets,
      ...ofPackets,
      unchecked: reported.length > 0 ? [] : unchecked(ofPackets),
      unrelatedCaptures,
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
      intake.packet(packet, (packet.frame ?? packets) + (packet.capture ?? 0) * CAPTURE);
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
