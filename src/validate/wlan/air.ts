import {
  ADDRESS_2,
  carriesData,
  FRAME_TYPE,
  frameType,
  headerLength,
  holdsHeader,
  isProtected,
  isRetry,
  sequenceNumber,
} from '../../codecs/dot11/header.js';
import { messageOf } from '../../crypto/handshake.js';
import type { At } from '../at.js';
import type { NamedPmk } from '../keys/given.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { Bss, Tracked } from '../session.js';
import type { SessionHost } from '../session-host.js';
import { newAckWatch } from './ack-watch.js';
import { finishHeld, finishOverdue, takeClear } from './association-end.js';
import { leaveDoubt } from './doubt.js';
import { retryAll, trackEapolKey } from './eapol.js';
import { handedGtk } from './group-keys.js';
import { joinLink } from './links.js';
import { admitUnseen, trackManagement } from './management.js';
import { holdsUserData, isOfEapol, mayHoldEapol, msdusOf } from './msdu.js';
import { newNetworks } from './networks.js';
import { openGroup, openPairwise } from './open.js';
import { closeRuns, closeSilentRuns } from './open-runs.js';
import { type Pair, pairOf } from './pair.js';
import { readEapolKey } from './read-eapol-key.js';
import { newRoom } from './room.js';
import { keyingOf } from './run.js';
import type { ProvenPtk } from './session-keys.js';
import { handshakeSeen, userDataSeen } from './suspension.js';
import { trackUnopened } from './unopened.js';
import { restartUnseen, wiredEapolKey } from './wired.js';

/** What is followed of a capture's 802.11 frames. */
export interface Air {
  /**
   * Takes the next frame, an MPDU without FCS.
   * @param isDamaged tells whether its FCS is wrong; it costs time, and is asked once at most
   * @param isCut whether the capture has cut its end off
   */
  frame(mpdu: Uint8Array, frame: number, time: bigint, isDamaged: () => boolean, isCut?: boolean): void;
  /**
   * Takes an EAPOL-Key frame that a host sends or is sent, in the Ethernet frame that holds it.
   * @param start where EAPOL begins
   */
  ethernet(bytes: Uint8Array, start: number, at: At): void;
  /** A PMK came to light, for one station, or for any: it is in the ring by now. */
  keyCame(pmk: NamedPmk): void;
  /** Whether a station is followed, with whichever AP. */
  hasStation(station: Uint8Array): boolean;
  /** The networks that beacons or probe responses show. */
  shownNetworks(): readonly Bss[];
  /** There are no more. */
  end(at: At): void;
  /** Data frames, protected or with EAPOL, of networks and stations beyond the limit. */
  readonly untracked: number;
}

/**
 * How often a key that came to light is tried on a frame that no key fits yet. A key that comes behind the handshake under it is
 * rare; made-up stations and made-up keys of unknown UEs would multiply.
 */
const MOST_RETRIES = 200_000;

function isM1(eapol: Uint8Array): boolean {
  const key = readEapolKey(eapol);
  return key !== undefined && messageOf(key) === 'M1';
}

/** Follows the 802.11 frames of a capture, of which none has come. */
export function newAir(ring: KeyRing, host: SessionHost): Air {
  const networks = newNetworks(host, joinLink);
  const acks = newAckWatch(networks);
  const makeRoom = newRoom(networks.sessions, { ofSession: host.limits.eapolKeyFrames });
  let untracked = 0;
  let retries = 0;
  /** Sessions with EAPOL-Key frames that no key fitted, at least when it was looked last. */
  const unproven = new Set<Tracked>();

  const toGroup = (mpdu: Uint8Array, pair: Pair, frame: number, time: bigint, isCut: boolean): void => {
    const bss = networks.bss(mpdu, pair.ap);
    if (bss === undefined) {
      untracked++;
      return;
    }
    const [first] = bss.associated;
    if (isCut && first !== undefined) first.cutFrames++;
    openGroup(bss, mpdu, frame, time);
  };

  /** A data frame in clear: of interest where there ought to be none. */
  const inClear = (
    mpdu: Uint8Array,
    pair: Pair,
    start: number,
    frame: number,
    time: bigint,
    isDamaged = () => false,
  ): void => {
    const session = pair.isGroup
      ? handedGtk(networks.known(mpdu, pair.ap))
      : networks.knownSession(mpdu, pair.ap, pair.station);
    const { isGroup } = pair;
    if (session !== undefined) finishOverdue(session, { frame, time });
    if (session === undefined || (!session.keyed && session.lost === undefined)) return;
    if (!session.isWatched('clearData') || !holdsUserData(mpdu, start, isGroup) || isDamaged()) return;
    takeClear(session, { kind: 'clearData', frame, time, fromAp: pair.ap === ADDRESS_2, isGroup, mpdu });
  };

  /**
   * Takes note of a protected frame of an association that has no keys yet, as far as the capture shows: it lacks M4, or the
   * response of a transition.
   * @param ptk that it is under; undefined where no known key opens it
   */
  const keysSeen = (session: Tracked, ptk: ProvenPtk | undefined): void => {
    const run = keyingOf(session.latest);
    // What ends the association may have come before M4.
    if (run === undefined || run.isOver || run.ending !== undefined) return;
    // One under keys that are not known may be of before, and held by a second sniffer, as long as there is no M3.
    if (ptk === undefined ? session.ptks.length > 0 || run.frames.M3 === undefined : ptk !== run.ptk) return;
    run.isInUse = true;
    session.keyed = true;
  };

  const data = (
    mpdu: Uint8Array,
    frame: number,
    time: bigint,
    isDamaged: () => boolean,
    isCut: boolean,
  ): void => {
    const start = headerLength(mpdu);
    const pair = pairOf(networks, mpdu);
    if (pair === undefined || mpdu.length <= start) return;
    const encrypted = isProtected(mpdu);
    if (pair.isGroup) {
      if (!encrypted) inClear(mpdu, pair, start, frame, time, isDamaged);
      else if (!isDamaged()) toGroup(mpdu, pair, frame, time, isCut);
      return;
    }
    if (!encrypted && !mayHoldEapol(mpdu, start)) {
      inClear(mpdu, pair, start, frame, time, isDamaged);
      return;
    }
    const known = networks.knownSession(mpdu, pair.ap, pair.station);
    // A frame that is only counted is not worth a look: a large capture without keys is full of these. One that opens is: its
    // sequence number, which no MIC covers, tells repetitions from packet numbers that are used twice.
    const isLookedAt = !encrypted || known === undefined || known.ptks.length > 0;
    if (isLookedAt && isDamaged()) return;
    const session = known ?? networks.session(mpdu, pair.ap, pair.station);
    if (session === undefined) {
      untracked++;
      return;
    }
    const at = { frame, time };
    const fromAp = pair.ap === ADDRESS_2;
    if (session.open.length > 0) closeSilentRuns(session, at);
    const opened = encrypted ? openPairwise(session, mpdu, session.data, fromAp, at) : undefined;
    finishOverdue(session, at);
    const body = encrypted ? opened?.body : mpdu.subarray(start);
    if (encrypted && opened === undefined) {
      session.closed[fromAp ? 1 : 0] = { ...at, ptks: session.ptks };
      trackUnopened(session, mpdu, fromAp, at, () => !isLookedAt && isDamaged());
    }
    if (encrypted && isCut) session.cutFrames++;
    if (encrypted && !session.keyed) keysSeen(session, opened?.ptk);
    const isPart = isOfEapol(session, mpdu, fromAp);
    let isEapol = false;
    let sent: number | undefined;
    if (body !== undefined)
      for (const eapol of msdusOf(session, mpdu, body, fromAp)) {
        isEapol = true;
        makeRoom(session);
        if (!encrypted && fromAp && session.applicant !== undefined && isM1(eapol)) admitUnseen(session, at);
        sent = trackEapolKey(session, ring, eapol, at, {
          isProtected: encrypted,
          isRetry: isRetry(mpdu),
          fromAp,
          sequenceNumber: sequenceNumber(mpdu),
        });
        if (session.pending.length > 0) unproven.add(session);
      }
    if (!fromAp) acks.sent(session, sent);
    if (isEapol) handshakeSeen(session, at);
    else if (encrypted) userDataSeen(session, fromAp, at);
    if (!encrypted && !isPart) inClear(mpdu, pair, start, frame, time);
    if ((encrypted || isEapol) && session.isWatched('data'))
      session.emit({ kind: 'data', ...at, fromAp, isProtected: encrypted, mpdu, body, isEapol });
  };

  return {
    frame: (mpdu, frame, time, isDamaged, isCut = false) => {
      if (!holdsHeader(mpdu)) return;
      const type = frameType(mpdu);
      acks.next(mpdu, { frame, time });
      if (type === FRAME_TYPE.data && carriesData(mpdu)) data(mpdu, frame, time, isDamaged, isCut);
      else if (type === FRAME_TYPE.management && !isDamaged())
        trackManagement(networks, ring, mpdu, { frame, time }, isCut);
    },
    ethernet: (bytes, start, at) => {
      const found = wiredEapolKey(bytes, start);
      if (found === undefined) return;
      const { eapol, key, ap, station } = found;
      const session = networks.session(bytes, ap, station);
      if (session === undefined) untracked++;
      else {
        makeRoom(session);
        closeSilentRuns(session, at);
        restartUnseen(session, key, at);
        const fromAp = key.keyInformation.keyAck;
        const mac = { isProtected: undefined, isRetry: false, fromAp, sequenceNumber: undefined };
        trackEapolKey(session, ring, eapol, at, mac);
        if (session.pending.length > 0) unproven.add(session);
      }
    },
    hasStation: station => {
      for (const _ of networks.ofStation(station)) return true;
      return false;
    },
    shownNetworks: () => [...networks.all].filter(({ announcements }) => announcements.length > 0),
    keyCame: pmk => {
      // What keys came before were tried when they came, or when the frame did.
      const alone: KeyRing = {
        ...ring,
        candidates: () => {
          retries++;
          return [pmk];
        },
      };
      for (const session of pmk.station === undefined ? unproven : networks.ofStation(pmk.station)) {
        if (retries >= MOST_RETRIES) return;
        if (session.pending.length > 0) retryAll(session, alone);
        else unproven.delete(session);
      }
    },
    end: at => {
      for (const session of networks.sessions) {
        finishHeld(session);
        leaveDoubt(session, at);
        closeRuns(session, at);
        session.emit({ kind: 'end', ...at, of: session.journal.of });
      }
    },
    get untracked() {
      return untracked;
    },
  };
}
