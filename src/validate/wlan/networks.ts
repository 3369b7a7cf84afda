import { type Bss, newBss, newSession, type Session, type SessionHost } from '../session.js';

/**
 * Networks and stations that are followed at the same time. A capture with made-up addresses can name more
 * than memory holds; a real one does not come near it. Of those with nothing to report the oldest make room.
 */
export const MAX_NETWORKS = 20_000;
export const MAX_SESSIONS = 25_000;

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
  knownSession(bytes: Uint8Array, ap: number, station: number): Session | undefined;
  /** The session of the AP and the station at these offsets, taken up if it is not known; undefined beyond the limit. */
  session(bytes: Uint8Array, ap: number, station: number): Session | undefined;
  /** The sessions of a station, of 6 octets. */
  ofStation(station: Uint8Array): Iterable<Session>;
  /** In the order in which they were first seen. */
  readonly sessions: Iterable<Session>;
}

export function newNetworks(host: SessionHost): Networks {
  const { networks: mostNetworks = MAX_NETWORKS, sessions: mostSessions = MAX_SESSIONS } = host.limits;
  const networks = new Map<number, Bss>();
  const sessions = new Set<Session>();
  const ofStation = new Map<number, Set<Session>>();
  /** May hold some that have something to report by now. */
  const idleNetworks = new Set<Bss>();
  const idleSessions = new Set<Session>();

  const forgetNetwork = (): boolean => {
    for (const bss of idleNetworks) {
      idleNetworks.delete(bss);
      if (bss.stations.size > 0) continue;
      return networks.delete(macNumber(bss.address, 0));
    }
    return false;
  };

  const forgetSession = (): boolean => {
    for (const session of idleSessions) {
      idleSessions.delete(session);
      if (session.number !== undefined) continue;
      const { bss, station } = session;
      bss.stations.delete(macNumber(station, 0));
      bss.associated.delete(session);
      if (bss.stations.size === 0) idleNetworks.add(bss);
      const id = macNumber(station, 0);
      const own = ofStation.get(id);
      own?.delete(session);
      if (own?.size === 0) ofStation.delete(id);
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

  return {
    known,
    bss,
    knownSession: (bytes, ap, station) => known(bytes, ap)?.stations.get(macNumber(bytes, station)),
    session: (bytes, ap, station) => {
      const network = bss(bytes, ap);
      const id = macNumber(bytes, station);
      const found = network?.stations.get(id);
      if (found !== undefined || network === undefined) return found;
      if (sessions.size >= mostSessions && !forgetSession()) return undefined;
      const own = ofStation.get(id);
      const { whereabouts } = own?.values().next().value ?? {};
      const added = newSession(network, bytes.subarray(station, station + 6), host, whereabouts);
      network.stations.set(id, added);
      sessions.add(added);
      idleSessions.add(added);
      if (own === undefined) ofStation.set(id, new Set([added]));
      else own.add(added);
      return added;
    },
    ofStation: station => ofStation.get(macNumber(station, 0)) ?? [],
    sessions,
  };
}
