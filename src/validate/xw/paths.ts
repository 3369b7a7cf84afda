import { toHex } from '../../codecs/hex.js';
import { forgetOldest } from '../bounded.js';
import type { Datagram } from '../ip/index.js';

/** An SCTP association, and the direction in which a packet of it goes. */
export type Place<A> = readonly [association: A, direction: 0 | 1];

/** What of an SCTP packet tells the association that it is of. */
export interface Header {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly verificationTag: number;
}

/** Which SCTP association a packet is of: an endpoint may have several addresses, between which a packet may change. */
export interface Paths<A> {
  /** The association of a packet: that of its addresses and ports, else that of its tag; undefined where there is none yet. */
  find(datagram: Datagram, header: Header): Place<A> | undefined;
  /** Takes up an association that begins with this packet, in the direction of {@link isForward}. */
  add(datagram: Datagram, header: Header, association: A): Place<A>;
  /** Forgets an association. */
  remove(association: A): void;
}

/** Paths and tags that are remembered: of more, those seen first are forgotten. */
const MAX_REMEMBERED = 8192;

const endsOf = ({ source, destination }: Datagram, { sourcePort, destinationPort }: Header) =>
  [`${toHex(source)} ${sourcePort}`, `${toHex(destination)} ${destinationPort}`] as const;

/** Whether a packet goes from the lower one of two addresses, or ports where these are the same. */
export function isForward(datagram: Datagram, header: Header): boolean {
  const [from, to] = endsOf(datagram, header);
  return from <= to;
}

const reversed = <A>([association, direction]: Place<A>): Place<A> => [association, direction === 0 ? 1 : 0];

/** Paths of associations, of which none is known. @typeParam A what is kept of an association */
export function newPaths<A>(): Paths<A> {
  /** By both ends, of packets from the first. */
  const byEnds = new Map<string, Place<A>>();
  /** A receiver knows its packets by a tag of 32 random bits (RFC 9260, 5.3.1 and 8.5). */
  const byTag = new Map<string, Place<A>>();

  const remember = (map: Map<string, Place<A>>, key: string, place: Place<A>): void => {
    map.set(key, place);
    forgetOldest(map, MAX_REMEMBERED);
  };
  const rememberEnds = (ends: readonly [string, string], place: Place<A>): void => {
    const [from, to] = ends;
    if (from <= to) remember(byEnds, `${from} ${to}`, place);
    else remember(byEnds, `${to} ${from}`, reversed(place));
  };
  const ofEnds = ([from, to]: readonly [string, string]): Place<A> | undefined => {
    if (from <= to) return byEnds.get(`${from} ${to}`);
    const known = byEnds.get(`${to} ${from}`);
    return known && reversed(known);
  };
  const rememberTag = ({ sourcePort, destinationPort, verificationTag }: Header, place: Place<A>): void => {
    const key = `${verificationTag} ${sourcePort} ${destinationPort}`;
    if (verificationTag !== 0 && !byTag.has(key)) remember(byTag, key, place);
  };

  return {
    find: (datagram, header) => {
      const ends = endsOf(datagram, header);
      const { sourcePort, destinationPort, verificationTag } = header;
      const known = ofEnds(ends);
      const place = known ?? byTag.get(`${verificationTag} ${sourcePort} ${destinationPort}`);
      if (place === undefined) return undefined;
      if (known === undefined) rememberEnds(ends, place);
      rememberTag(header, place);
      return place;
    },
    add: (datagram, header, association) => {
      const place: Place<A> = [association, isForward(datagram, header) ? 0 : 1];
      rememberEnds(endsOf(datagram, header), place);
      rememberTag(header, place);
      return place;
    },
    remove: association => {
      for (const map of [byEnds, byTag])
        for (const [key, [of]] of map) if (of === association) map.delete(key);
    },
  };
}
