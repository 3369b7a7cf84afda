import { copyOf } from '../copy.js';
import { sameOctets } from '../same-octets.js';

/** A piece of a datagram. */
export interface Piece<Id> {
  /** Tells datagrams apart: addresses, protocol and identification, or as much of these as is not always the same. */
  readonly datagram: Id;
  /** Octets from the start of the datagram. */
  readonly offset: number;
  readonly isLast: boolean;
  readonly octets: Uint8Array;
}

/** Puts datagrams together from their pieces (RFC 791, 3.2; RFC 8200, 4.5). */
export interface Reassembly<Id> {
  /** The datagram that this piece completes, if it does. */
  take(piece: Piece<Id>): Uint8Array | undefined;
  /** Octets that are kept. */
  readonly octets: number;
}

/** How much is kept of datagrams that are not whole, and for how long: of more, those begun first are forgotten. */
export interface Keeping {
  readonly datagrams: number;
  readonly octets: number;
  /** For how long pieces wait for the others, by a clock; for ever if left out. */
  readonly expiry?: { readonly wait: number; readonly clock: { readonly now: number } };
}

/** A datagram of 65535 octets has 120 pieces where links carry 576 octets, the least that IPv4 asks for. */
const MAX_PIECES = 128;
const MAX_LENGTH = 0xffff;

type Place = Pick<Piece<unknown>, 'offset' | 'octets'>;

interface Datagram {
  /** What the clock showed at its first piece. */
  readonly since: number;
  /** In the order of their offsets. */
  pieces: Place[];
  octets: number;
  /** Octets of the whole, once the last piece is there. */
  length: number | undefined;
  /** Overlapping pieces say different things to different receivers: no more of it is put together (RFC 5722). */
  isRefused: boolean;
}

const end = ({ offset, octets }: Place): number => offset + octets.length;

const isSame = (a: Place, b: Place): boolean => a.offset === b.offset && sameOctets(a.octets, b.octets);

/**
 * What puts datagrams together. One whose pieces overlap without being the same, or go beyond its end, is given up, with all that
 * comes of it as long as it is kept (RFC 5722).
 * @param keeping its numbers are taken as they are
 */
export function newReassembly<Id>({ expiry, ...most }: Keeping): Reassembly<Id> {
  const datagrams = new Map<Id, Datagram>();
  let octets = 0;

  const forget = (id: Id, datagram: Datagram): void => {
    octets -= datagram.octets;
    datagrams.delete(id);
  };

  const refuse = (datagram: Datagram): void => {
    octets -= datagram.octets;
    datagram.octets = 0;
    datagram.pieces = [];
    datagram.isRefused = true;
  };

  const makeRoom = (): void => {
    for (const [id, datagram] of datagrams) {
      if (datagrams.size <= most.datagrams && octets <= most.octets) return;
      forget(id, datagram);
    }
  };

  /** Those begun first come first. */
  const expire = (now: number, wait: number): void => {
    for (const [id, datagram] of datagrams) {
      if (now - datagram.since < wait) return;
      forget(id, datagram);
    }
  };

  /** @returns whether the piece is new, and fits those that are there */
  const insert = (datagram: Datagram, piece: Piece<Id>): boolean => {
    const { pieces, length } = datagram;
    const next = pieces.findIndex(other => other.offset >= piece.offset);
    const index = next < 0 ? pieces.length : next;
    const [before, after] = [pieces[index - 1], pieces[index]];
    if (after !== undefined && isSame(after, piece)) return false;
    const overlaps =
      (before !== undefined && end(before) > piece.offset) ||
      (after !== undefined && end(piece) > after.offset) ||
      (length !== undefined && (piece.isLast || end(piece) > length)) ||
      (piece.isLast && after !== undefined);
    if (overlaps || end(piece) > MAX_LENGTH || pieces.length >= MAX_PIECES) {
      refuse(datagram);
      return false;
    }
    // A copy, because a piece must not keep the file's chunk in memory.
    pieces.splice(index, 0, { offset: piece.offset, octets: copyOf(piece.octets) });
    datagram.octets += piece.octets.length;
    octets += piece.octets.length;
    if (piece.isLast) datagram.length = end(piece);
    return true;
  };

  return {
    take: piece => {
      const id = piece.datagram;
      const now = expiry?.clock.now ?? 0;
      // Before it is looked for: identifications come again.
      if (expiry !== undefined) expire(now, expiry.wait);
      let datagram = datagrams.get(id);
      if (datagram === undefined) {
        datagram = { since: now, pieces: [], octets: 0, length: undefined, isRefused: false };
        datagrams.set(id, datagram);
      }
      if (datagram.isRefused || !insert(datagram, piece) || datagram.octets !== datagram.length) {
        makeRoom();
        return undefined;
      }
      const whole = new Uint8Array(datagram.length);
      for (const one of datagram.pieces) whole.set(one.octets, one.offset);
      forget(id, datagram);
      return whole;
    },
    get octets() {
      return octets;
    },
  };
}
