import { toHex } from '../../codecs/hex.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type At, distance, isBefore, SECOND } from '../at.js';
import type { WtSKwtEvent } from '../lte-events.js';
import type { ReportedSKwt } from '../report.js';
import type { Session } from '../session.js';
import { handOuts } from './s-kwt-hand-out.js';

/** What a side comes to have, or loses, and when. */
type SKwtStep = At & Omit<ReportedSKwt, 'frame' | 'time'>;

/** Nanoseconds in which what comes again is a copy of the packet: SCTP waits for a round trip at least. */
const COPIES = SECOND / 200n;

/** XwAP with which the eNB ends what the WT has of a UE (TS 36.463, 9.1.23 and 9.1.25). */
const RELEASES = ['WTReleaseRequest', 'WTReleaseConfirm'];

/** The names of the PMKs that a session knows, by their octets as hex. */
function namesOf(session: Session): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const proven = session.runs.flatMap(({ ptk }) => (ptk === undefined ? [] : [ptk.pmk]));
  for (const { pmk, name } of [...proven, ...session.pmks()]) {
    const octets = toHex(pmk);
    if (!names.has(octets)) names.set(octets, name);
  }
  return names;
}

/**
 * The frames in which LWA ends at the WT: by the eNB that added the UE last. Behind a handover without WT change, the release of
 * the source eNB ends no more than that one's connection (TS 36.463, 8.8.2 and 8.11.2).
 */
function endsAtWt({ story }: Session): readonly At[] {
  let enb: string | undefined;
  return story.signalled.filter(event => {
    if (event.kind !== 'xwap') return false;
    const { xw, view } = event;
    if (view.message === 'WTAdditionRequest') enb = xw.enb;
    return RELEASES.includes(view.message ?? '') && (enb === undefined || enb === xw.enb);
  });
}

/**
 * The frames in which LWA ends at the UE: by its release, by a handover that does not keep it, and with the connection
 * (TS 36.331, 5.3.5.4 and 5.3.12).
 */
const endsAtUe = ({ story }: Session): readonly At[] =>
  story.signalled.filter(
    event =>
      event.kind === 'rrc' &&
      event.message !== undefined &&
      (event.message.lwa?.isRelease === true ||
        event.message.handover?.keepsLwa === false ||
        event.message.name === 'rrcConnectionRelease'),
  );

/**
 * Which S-KWT each side is given, and when it ends, in the order of time: the UE by a WT Counter (TS 36.331, 5.6.14.2), the
 * WT by a WT Addition or Modification Request (TS 36.463, 8.8.2 and 8.9.2). The key of a WT Counter is known where KeNB is,
 * and where it is beyond doubt with which key of the WT it goes.
 */
export function sKwtsOf(session: Session): readonly SKwtStep[] {
  const { signalled } = session.story;
  const given = signalled.filter(event => event.kind === 'sKwt');
  if (given.length === 0) return [];
  const names = namesOf(session);
  const named = (octets: Uint8Array | undefined): { pmk?: string } => {
    const name = octets === undefined ? undefined : names.get(toHex(octets));
    return name === undefined ? {} : { pmk: name };
  };
  const refused = new Set(
    signalled.flatMap(event =>
      event.kind === 'xwapProcedure' && event.outcome === 'unsuccessful' ? [event.request.frame] : [],
    ),
  );
  const answers = new Map(
    signalled.flatMap(event =>
      event.kind === 'xwapProcedure' && event.response !== undefined
        ? [[event.request.frame, event.response]]
        : [],
    ),
  );
  /** Where the packet was sent again before there was an answer, the WT has it for sure only from the last time on. */
  const arrivalOf = (event: WtSKwtEvent): At => {
    const answer = answers.get(event.frame);
    return (
      signalled.findLast(
        again =>
          again.kind === 'sKwtAgain' &&
          isBefore(event, again) &&
          distance(event, again) > COPIES &&
          (answer === undefined || isBefore(again, answer)) &&
          equalConstantTime(again.sKwt, event.sKwt),
      ) ?? event
    );
  };
  const partners = new Map(
    handOuts(signalled)
      .filter(({ isDoubtful, isOfOtherKey }) => !isDoubtful && !isOfOtherKey)
      .map(({ wt, ue }) => [ue?.event, wt.sKwt]),
  );
  const steps = given.map((event): SKwtStep => {
    const { frame, time, side } = event;
    if (event.side === 'wt') {
      const { frame, time } = arrivalOf(event);
      const state = refused.has(event.frame) ? 'refused' : 'given';
      return { frame, time, side, state, ...named(event.sKwt) };
    }
    const { wtCounter, isSure, candidates } = event;
    const own = isSure && candidates.length === 1 ? candidates[0]!.sKwt : undefined;
    return { frame, time, side, state: 'given', wtCounter, ...named(partners.get(event) ?? own) };
  });
  const ends = [
    ...endsAtUe(session).map(({ frame, time }): SKwtStep => ({ frame, time, side: 'ue', state: 'released' })),
    ...endsAtWt(session).map(({ frame, time }): SKwtStep => ({ frame, time, side: 'wt', state: 'released' })),
  ];
  // A handover that brings LWA anew in the same message ends it first.
  const order = (a: SKwtStep, b: SKwtStep): number => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);
  const holds = new Set<string>();
  return [...ends, ...steps].sort(order).filter(({ side, state }) => {
    if (state !== 'released') holds.add(side);
    return state !== 'released' || holds.delete(side);
  });
}
