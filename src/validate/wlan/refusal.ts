import type { NamedPmk } from '../keys/keys.js';
import { pmkNamed } from '../keys/pmkid.js';
import type { Ending, Run, Session } from '../session.js';

/** Reason code: IEEE 802.11-2020, Table 9-49. */
const HANDSHAKE_TIMEOUT = 15;
/** As often as authenticators send M1 (dot11RSNAConfigPairwiseUpdateCount is 3; hostapd sends 4). */
const TRIES = 4;

/** An M2 that the AP would not take. */
export interface Refusal {
  readonly m1: readonly number[];
  readonly m2: readonly number[];
  /** The end of the association by the AP, where the capture shows it. */
  readonly end: Ending | undefined;
  /** The PMK that the AP holds, where M1 names one that is known. */
  readonly ofAp: NamedPmk | undefined;
}

/**
 * The M2 of a run that the AP answered with M1 again and again, and never with M3, until it gave up. One repetition
 * proves little: that M2 may not have reached it.
 */
export function refusalOf(session: Session, run: Run): Refusal | undefined {
  const { M1: m1 = [], M2: m2 = [], M3 } = run.frames;
  const first = m2[0];
  if (run.complete || M3 !== undefined || run.contradicts !== undefined || first === undefined)
    return undefined;
  const isEnd = run.ending?.by === 'ap' && run.ending.reason === HANDSHAKE_TIMEOUT;
  if (!m1.some(frame => frame > first) || (!isEnd && m2.length < TRIES)) return undefined;
  return {
    m1,
    m2,
    end: isEnd ? run.ending : undefined,
    ofAp: run.pmkid === undefined ? undefined : pmkNamed(session, run.pmkid),
  };
}

/** The frames of a refusal, in their order. */
export const framesOf = ({ m1, m2, end }: Refusal): readonly number[] =>
  [...m1, ...m2, ...(end === undefined ? [] : [end.frame])].sort((a, b) => a - b);

/** ` It gives up in frame 100, reason 15.` */
export const givesUp = (session: Session, { end }: Refusal): string =>
  end === undefined ? '' : ` It gives up in ${session.inFrames([end.frame])}, reason ${end.reason}.`;

/**
 * Whether the station is still on a PMK that was its PMK before: one that a handshake of this session was completed
 * or frames were protected under, or one that was given before the PMK that the AP names.
 */
export function isStale(session: Session, run: Run, { ofAp }: Refusal): boolean {
  const pmk = run.ptk?.pmk;
  if (pmk === undefined || pmk === ofAp) return false;
  const wasUsed = session.ptks.some(ptk => ptk.pmk === pmk && ptk.pns.some(({ distinct }) => distinct > 0));
  if (wasUsed || session.completed.has(pmk)) return true;
  const order = session.pmks();
  return ofAp !== undefined && order.indexOf(pmk) < order.indexOf(ofAp);
}
