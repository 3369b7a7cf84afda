import { toHex } from '../../codecs/hex.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type At, distance, inOrder, isBefore, MILLISECOND } from '../at.js';
import type { ValidationEvent } from '../event.js';
import type { WtSKwtEvent, XwEndEvent, XwEnds } from '../lte-events.js';
import type { ReportedSKwt } from '../report.js';
import type { Tracked } from '../session.js';
import { endsLwa } from '../uu/message.js';
import { HAND_OUT_EVENTS, handOuts } from './hand-outs.js';
import { refusedFrames } from './told-and-given.js';

/** What a side comes to have, or loses, and when. */
type SKwtStep = At & Omit<ReportedSKwt, 'frame' | 'time'>;

/** Nanoseconds in which what comes again is a copy of the packet: SCTP waits for a round trip at least. */
const COPIES = 5n * MILLISECOND;

/** The names of the PMKs that a session knows, by their octets as hex. */
function namesOf(session: Tracked): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const proven = session.runs.flatMap(({ ptk }) => (ptk === undefined ? [] : [ptk.pmk]));
  for (const { pmk, name } of [...proven, ...session.pmks()]) {
    const octets = toHex(pmk);
    if (!names.has(octets)) names.set(octets, name);
  }
  return names;
}

/**
 * The frames in which the WT has no more of the UE, as it was last added or given a key: by a release, and by a reset of the only
 * Xw interface over which it has it. Connections of several eNBs are of one UE at the WT where the request to add it names its WT
 * UE XwAP ID, as at a handover without WT change; else they are apart, as where the UE moves to another WT (TS 36.463, 8.8.2 and
 * 8.11.2).
 */
function endsAtWt(events: readonly ValidationEvent[], refused: ReadonlySet<number>): readonly At[] {
  /** By connection, what the WT has of the UE: called after the connection that began it. */
  const heldOver = new Map<string, string>();
  let current: { readonly held: string; readonly wt: string | undefined } | undefined;
  const connectionOf = ({ enb, enbUeXwapId, wt }: XwEnds): string => `${wt} ${enb} ${enbUeXwapId}`;

  const take = (xw: XwEnds, isKnownUe: boolean): void => {
    const connection = connectionOf(xw);
    const known = heldOver.get(connection);
    const joined = isKnownUe ? (known ?? (current?.wt === xw.wt ? current?.held : undefined)) : undefined;
    current = { held: joined ?? connection, wt: xw.wt };
    heldOver.set(connection, current.held);
  };
  const isEnd = ({ xw, cause }: XwEndEvent): boolean => {
    const connection = connectionOf(xw);
    const held = heldOver.get(connection);
    heldOver.delete(connection);
    if (cause === 'release') for (const [other, its] of heldOver) if (its === held) heldOver.delete(other);
    if (cause === 'kept') return false;
    if (held === undefined) return current === undefined;
    return held === current?.held && ![...heldOver.values()].includes(held);
  };

  return events.filter(event => {
    if (event.kind === 'xwEnd') return isEnd(event);
    if (refused.has(event.frame)) return false;
    if (event.kind === 'sKwt' && event.side === 'wt') take(event.xw, event.isRekey);
    else if (event.kind === 'xwap' && event.view.message === 'WTAdditionRequest')
      take(event.xw, event.view.ies['WT-UE-XwAP-ID'] !== undefined);
    return false;
  });
}

/** The frames in which LWA ends at the UE, or shows that it has. */
const endsAtUe = (events: readonly ValidationEvent[]): readonly At[] =>
  events.filter(event => event.kind === 'rrc' && event.message !== undefined && endsLwa(event.message));

/**
 * Which S-KWT each side is given, and when it ends, in the order of time: the UE by a WT Counter (TS 36.331, 5.6.14.2), the
 * WT by a WT Addition or Modification Request (TS 36.463, 8.8.2 and 8.9.2). The key of a WT Counter is known where KeNB is,
 * and where it is beyond doubt with which key of the WT it goes.
 */
export function sKwtStepsOf(session: Tracked): readonly SKwtStep[] {
  const signalled = session.journal.of(HAND_OUT_EVENTS);
  const given = signalled.filter(event => event.kind === 'sKwt');
  if (given.length === 0) return [];
  const names = namesOf(session);
  const named = (octets: Uint8Array | undefined): { pmk?: string } => {
    const name = octets === undefined ? undefined : names.get(toHex(octets));
    return name === undefined ? {} : { pmk: name };
  };
  const refused = refusedFrames(signalled);
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
    ...endsAtUe(signalled).map(
      ({ frame, time }): SKwtStep => ({ frame, time, side: 'ue', state: 'released' }),
    ),
    ...endsAtWt(signalled, refused).map(
      ({ frame, time }): SKwtStep => ({ frame, time, side: 'wt', state: 'released' }),
    ),
  ];
  // A handover that brings LWA anew in the same message ends it first.
  const holds = new Set<string>();
  return [...ends, ...steps].sort(inOrder).filter(({ side, state }) => {
    if (state === 'given') holds.add(side);
    return state !== 'released' || holds.delete(side);
  });
}
