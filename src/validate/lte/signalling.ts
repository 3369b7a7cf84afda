import { fromHex, toHex } from '../../codecs/hex.js';
import type { At } from '../at.js';
import type { KeyFits } from '../keys/fits.js';
import type { LearnedPmk } from '../keys/key-ring.js';
import type { LteEvent } from '../lte-events.js';
import { identityOf, newBss, type Session, type Tracked } from '../session.js';
import { newSession, type SessionHost } from '../session-host.js';
import type { LteKeys } from '../uu/kenb.js';
import { type DerivedSKwt, newLte } from './lte.js';
import type { LteUe } from './part.js';

/** What Uu and Xw show of UEs, told to the sessions that they have on the WLAN. */
export interface Signalling {
  /** Takes a packet of any link type. */
  packet(linkType: number, bytes: Uint8Array, at: At): void;
  /** A session has begun, or goes on: what is said of its station from now on is its own. */
  follow(session: Tracked): void;
  /** A MIC proves that the station of a session has this PMK, at this time at the latest. */
  proven(session: Tracked, pmk: Uint8Array, time: bigint): void;
  /** Whether its station has a session with another AP, too. */
  hasOtherAps(session: Tracked): boolean;
  /** See {@link Session.stranger}. */
  stranger(): Session | undefined;
  /** There are no more packets. */
  end(at: At): void;
}

/** Events of UEs that have no session yet. More than these wait for none. */
const MAX_WAITING = 200_000;

/**
 * Follows the LTE half of a capture. What it says of a UE goes to the session of its WLAN association: to the latest,
 * where there are several; where there is none, it waits for the first, and for the end of the capture.
 * @param learn takes the S-KWTs that messages carry, or that follow from the KeNBs given, and says whether it is a new one
 * @param fits is told which of the keys given are right
 */
export function newSignalling(
  keys: LteKeys,
  host: SessionHost,
  learn: (pmk: LearnedPmk) => boolean,
  fits: KeyFits,
): Signalling {
  const latest = new Map<string, Tracked>();
  /** Stations with several sessions. */
  const roaming = new Set<string>();
  const waiting = new Map<LteUe, LteEvent[]>();
  /** By station, which UE waits. */
  const waitingFor = new Map<string, LteUe>();
  let count = 0;
  /** S-KWTs that came to light over Xw. */
  const given = new Map<LteUe, number>();
  /** Those of them that came to light before it was known whose they are, as hex. */
  const early = new Set<string>();
  /** The sessions of UEs without a WLAN association in the capture. */
  const alone = new Map<LteUe, Tracked>();
  /** The sessions that were told something of a UE. */
  const ofUes = new WeakSet<Tracked>();
  let stranger: Tracked | undefined;
  /** Of all that have none. */
  const noBss = newBss(new Uint8Array(6));

  const sessionOf = (ue: LteUe): Tracked | undefined =>
    (ue.station === undefined ? undefined : latest.get(ue.station)) ?? alone.get(ue);

  const isolate = (ue: LteUe): void => {
    const station = ue.station === undefined ? new Uint8Array(6) : fromHex(ue.station);
    const session = newSession(noBss, station, host);
    session.isWithoutWlan = true;
    alone.set(ue, session);
    release(ue, session);
  };

  const release = (ue: LteUe, session: Tracked): void => {
    session.journal.forgotten += ue.forgotten;
    ue.forgotten = 0;
    const events = waiting.get(ue) ?? [];
    waiting.delete(ue);
    count -= events.length;
    for (const event of events) tell(session, event, ue.kind === 'ue');
  };

  const tell = (session: Tracked, event: LteEvent, isOfUe: boolean): void => {
    // Of an interface there is nothing to report but what is wrong with it.
    if (isOfUe && event.kind !== 'gap') session.report();
    if (isOfUe) ofUes.add(session);
    session.emit(event);
  };

  const said = (ue: LteUe, event: LteEvent): void => {
    const isForKenb =
      event.kind === 'rrc' ? event.macI !== 'none' : event.kind === 'sKwt' && event.side === 'ue';
    if (isForKenb) fits.tries();
    if (event.kind === 'sKwt' && event.side === 'wt') {
      fits.pmk(event.sKwt);
      const count = (given.get(ue) ?? 0) + 1;
      const station = ue.station === undefined ? {} : { station: fromHex(ue.station) };
      const isNew = learn({ name: `Xw S-KWT #${count}`, pmk: event.sKwt, ...station });
      if (early.delete(toHex(event.sKwt)) || isNew) given.set(ue, count);
    }
    const session = sessionOf(ue);
    if (session !== undefined) {
      release(ue, session);
      tell(session, event, ue.kind === 'ue');
      return;
    }
    const events = waiting.get(ue);
    if (events === undefined) waiting.set(ue, [event]);
    else events.push(event);
    if (ue.station !== undefined) waitingFor.set(ue.station, ue);
    count++;
    if (count <= MAX_WAITING) return;
    const [oldest] = waiting.keys();
    if (oldest !== undefined) isolate(oldest);
  };

  /** Once, as each UE without an association may ask. */
  const findStranger = (): Tracked | undefined => {
    if ([...alone.keys()].filter(({ station }) => station !== undefined).length > 1) return undefined;
    const [one, ...others] = [...latest.values()].filter(session => !ofUes.has(session));
    return others.length === 0 ? one : undefined;
  };

  const derived = (candidates: readonly DerivedSKwt[], wtCounter: number): void => {
    for (const { sKwt, kenb, roots } of candidates)
      learn({ name: `S-KWT(${kenb}, ${wtCounter})`, pmk: sKwt, roots });
  };
  const givenToWt = (pmk: Uint8Array, count: number): void => {
    fits.pmk(pmk);
    if (learn({ name: `Xw S-KWT #${count}`, pmk })) early.add(toHex(pmk));
  };
  const lte = newLte(keys, said, derived, host.clocksApart, givenToWt, fits.root);

  return {
    packet: lte.packet,
    follow: session => {
      const station = toHex(identityOf(session));
      if (latest.get(station) === session) return;
      if (latest.has(station)) roaming.add(station);
      latest.set(station, session);
      lte.station(station);
      const ue = waitingFor.get(station);
      waitingFor.delete(station);
      if (ue !== undefined) release(ue, session);
    },
    hasOtherAps: session => roaming.has(toHex(identityOf(session))),
    stranger: () => stranger,
    proven: (session, pmk, time) => lte.proven(toHex(identityOf(session)), pmk, time),
    end: at => {
      lte.end(at);
      for (const ue of [...waiting.keys()]) {
        const session = sessionOf(ue);
        if (session === undefined) isolate(ue);
        else release(ue, session);
      }
      stranger = findStranger();
      for (const session of alone.values()) session.emit({ kind: 'end', ...at, of: session.journal.of });
    },
  };
}
