import { copyOf } from '../../codecs/copy.js';

/** A piece of a datagram. */
export interface Piece {
  /** Tells datagrams apart: addresses, protocol and identification. */
  readonly datagram: string;
  /** Octets from the start of the datagram. */
  readonly offset: number;
  readonly isLast: boolean;
  readonly octets: Uint8Array;
}

/** Puts datagrams together from their pieces (RFC 791, 3.2; RFC 8200, 4.5). */
export interface Reassembly {
  /** The datagram that this piece completes, if it does. */
  take(piece: Piece): Uint8Array | undefined;
  /** Octets that are kept. */
  readonly octets: number;
}

/** What is kept of datagrams that are not whole: of more, those begun first are forgotten. */
const MAX_DATAGRAMS = 256;
const MAX_OCTETS = 1 << 20;
/** A datagram of 65535 octets has 120 pieces where links carry 576 octets, the least that IPv4 asks for. */
const MAX_PIECES = 128;
const MAX_LENGTH = 0xffff;

interface Datagram {
  /** In the order of their offsets. */
  pieces: Piece[];
  octets: number;
  /** Octets of the whole, once the last piece is there. */
  length: number | undefined;
  /** Overlapping pieces say different things to different receivers: no more of it is put together (RFC 5722). */
  isRefused: boolean;
}

const end = ({ offset, octets }: Piece): number => offset + octets.length;

const isSame = (a: Piece, b: Piece): boolean =>
  a.offset === b.offset &&
  a.octets.length === b.octets.length &&
  a.octets.every((octet, i) => octet === b.octets[i]);

export function newReassembly(): Reassembly {
  const datagrams = new Map<string, Datagram>();
  let octets = 0;

  const forget = (id: string, datagram: Datagram): void => {
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
      if (datagrams.size <= MAX_DATAGRAMS && octets <= MAX_OCTETS) return;
      forget(id, datagram);
    }
  };

  /** @returns whether the piece is new, and fits those that are there */
  const insert = (datagram: Datagram, piece: Piece): boolean => {
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
    pieces.splice(index, 0, { ...piece, octets: copyOf(piece.octets) });
    datagram.octets += piece.octets.length;
    octets += piece.octets.length;
    if (piece.isLast) datagram.length = end(piece);
    return true;
  };

  return {
    take: piece => {
      const id = piece.datagram;
      let datagram = datagrams.get(id);
      if (datagram === undefined) {
        datagram = { pieces: [], octets: 0, length: undefined, isRefused: false };
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
