import { copyOf } from '../../codecs/copy.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { type Bss, newBss, type Tracked } from '../session.js';
import { newSession, type SessionHost } from '../session-host.js';

/**
 * Networks and stations that are followed at the same time. A capture with made-up addresses can name more
 * than memory holds; a real one does not come near it. Of those with nothing to report the oldest make room.
 */
export const MAX_NETWORKS = 20_000;
export const MAX_SESSIONS = 25_000;

/** Stations that are followed because an AP refuses to authenticate them: a flood of made-up ones has it refuse each. */
const MOST_REFUSED = 1000;

/** A MAC address as an integer: what maps of stations are keyed by. */
export function macNumber(bytes: Uint8Array, offset: number): number {
  const high = (bytes[offset]! << 16) | (bytes[offset + 1]! << 8) | bytes[offset + 2]!;
  const low = (bytes[offset + 3]! << 16) | (bytes[offset + 4]! << 8) | bytes[offset + 5]!;
  return high * 0x1000000 + low;
}

/** The networks of a capture and the sessions in them. */
export interface Networks {
  /** The network of the AP whose address is at `offset`, if it is known. */
  known(bytes: Uint8Array, offset: number): Bss | undefined;
  /** The same, taken up if it is not; undefined beyond the limit. */
  bss(bytes: Uint8Array, offset: number): Bss | undefined;
  /** The session of the AP and the station at these offsets, if it is known. */
  knownSession(bytes: Uint8Array, ap: number, station: number): Tracked | undefined;
  /** The session of the AP and the station at these offsets, taken up if it is not known; undefined beyond the limit. */
  session(bytes: Uint8Array, ap: number, station: number): Tracked | undefined;
  /** The same for a station that the AP refuses to authenticate; undefined beyond a limit of its own, too. */
  refused(bytes: Uint8Array, ap: number, station: number): Tracked | undefined;
  /** The sessions of a station, of 6 octets. */
  ofStation(station: Uint8Array): Iterable<Tracked>;
  /** The AP of a link of an AP MLD, if it is known. */
  ofMld(mld: Uint8Array, linkId: number): Bss | undefined;
  /** Makes a session that of another pair of addresses, too: of another link, or of the MLDs. */
  alias(session: Tracked, bss: Bss, station: Uint8Array): void;
  /** In the order in which they were first seen. */
  readonly sessions: Iterable<Tracked>;
  /** All that are followed. */
  readonly all: Iterable<Bss>;
}

/**
 * Pairs of addresses by which a session is found: those of the MLDs, and of the links of the latest associations, of which each may
 * have other addresses of the station.
 */
const MOST_ALIASES = 64;

/** @param joinLink does what {@link Tracked.joinLink} is asked for */
export function newNetworks(
  host: SessionHost,
  joinLink: (networks: Networks, session: Tracked, ...named: Parameters<Tracked['joinLink']>) => void,
): Networks {
  const { networks: mostNetworks = MAX_NETWORKS, sessions: mostSessions = MAX_SESSIONS } = host.limits;
  const networks = new Map<number, Bss>();
  const sessions = new Set<Tracked>();
  const ofStation = new Map<number, Set<Tracked>>();
  /** May hold some that have something to report by now. */
  const idleNetworks = new Set<Bss>();
  const idleSessions = new Set<Tracked>();
  let refused = 0;

  const forgetNetwork = (): boolean => {
    for (const bss of idleNetworks) {
      idleNetworks.delete(bss);
      if (bss.stations.size > 0) continue;
      return networks.delete(macNumber(bss.address, 0));
    }
    return false;
  };

  /** A session is no longer found by a pair of addresses. */
  const forgetPair = (session: Tracked, { bss, station }: Pick<Tracked, 'bss' | 'station'>): void => {
    const id = macNumber(station, 0);
    if (bss.stations.get(id) === session) bss.stations.delete(id);
    if (bss.stations.size === 0) idleNetworks.add(bss);
    const own = ofStation.get(id);
    own?.delete(session);
    if (own?.size === 0) ofStation.delete(id);
  };

  const forgetSession = (): boolean => {
    for (const session of idleSessions) {
      idleSessions.delete(session);
      if (session.number !== undefined) continue;
      for (const pair of session.aliases ?? [session]) {
        forgetPair(session, pair);
        pair.bss.associated.delete(session);
      }
      return sessions.delete(session);
    }
    return false;
  };

  const known = (bytes: Uint8Array, offset: number): Bss | undefined =>
    networks.get(macNumber(bytes, offset));

  const bss = (bytes: Uint8Array, offset: number): Bss | undefined => {
    const found = known(bytes, offset);
    if (found !== undefined || (networks.size >= mostNetworks && !forgetNetwork())) return found;
    const added = newBss(bytes.subarray(offset, offset + 6));
    networks.set(macNumber(bytes, offset), added);
    idleNetworks.add(added);
    return added;
  };

  const addOfStation = (id: number, session: Tracked): void => {
    const own = ofStation.get(id);
    if (own === undefined) ofStation.set(id, new Set([session]));
    else own.add(session);
  };

  const result: Networks = {
    known,
    bss,
    knownSession: (bytes, ap, station) => known(bytes, ap)?.stations.get(macNumber(bytes, station)),
    session: (bytes, ap, station) => {
      const network = bss(bytes, ap);
      const id = macNumber(bytes, station);
      const found = network?.stations.get(id);
      if (found !== undefined || network === undefined) return found;
      if (sessions.size >= mostSessions && !forgetSession()) return undefined;
      const { whereabouts } = ofStation.get(id)?.values().next().value ?? {};
      const address = bytes.subarray(station, station + 6);
      const added = newSession(network, address, host, whereabouts, (...named) => joinLink(result, ...named));
      network.stations.set(id, added);
      sessions.add(added);
      idleSessions.add(added);
      addOfStation(id, added);
      return added;
    },
    refused: (bytes, ap, station) => {
      const found = result.knownSession(bytes, ap, station);
      if (found !== undefined || refused >= MOST_REFUSED) return found;
      refused++;
      return result.session(bytes, ap, station);
    },
    ofStation: station => ofStation.get(macNumber(station, 0)) ?? [],
    ofMld: (mld, linkId) => {
      for (const one of networks.values())
        if (one.link?.linkId === linkId && sameOctets(one.link.mld, mld)) return one;
      return undefined;
    },
    alias: (session, network, station) => {
      const id = macNumber(station, 0);
      const before = network.stations.get(id);
      if (before === session) return;
      if (before !== undefined && isTraffic(before)) {
        absorb(session, before);
        sessions.delete(before);
      }
      network.stations.set(id, session);
      session.aliases ??= [{ bss: session.bss, station: session.station }];
      session.aliases.push({ bss: network, station: copyOf(station) });
      addOfStation(id, session);
      if (session.aliases.length > MOST_ALIASES) forgetPair(session, session.aliases.shift()!);
    },
    sessions,
    get all() {
      return networks.values();
    },
  };
  return result;
}

/** Whether nothing but protected frames is known of a session: it may be that of another link of two MLDs. */
const isTraffic = ({ eapolKeyFrames, runs, story, keyed }: Tracked): boolean =>
  !keyed && eapolKeyFrames.length === 0 && runs.length === 0 && story.management.length === 0;

/** Counts the frames of `before` as those of the session of the two MLDs whose link it turned out to be. */
function absorb(session: Tracked, before: Tracked): void {
  before.absorbedBy = session;
  for (const count of ['data', 'management'] as const)
    for (const kind of ['decrypted', 'undecrypted'] as const) session[count][kind] += before[count][kind];
  session.cutFrames += before.cutFrames;
  if (before.number !== undefined) session.report();
}
