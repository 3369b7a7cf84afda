import type { Packet } from '../../codecs/capture/packet.js';
import { dot11Of } from '../../codecs/dot11/physical.js';
import { DecodeError } from '../../codecs/error.js';
import { CAPTURE } from '../at.js';

/** Packets of one capture and one link type whose frame was not found. */
export interface UnreadableHeaders {
  /** LINKTYPE_ number. */
  readonly linkType: number;
  /** The number of the capture, from 0. */
  readonly capture: number;
  packets: number;
  /** The first of them. */
  frame: number;
  /** What is wrong with its header. */
  readonly error: string;
}

/** Counts packets whose frame cannot be found, as the header in front of it is damaged or holds something else. */
export interface HeaderCheck {
  /**
   * Takes such a packet.
   * @param error what is wrong, where its header can be read
   */
  unreadable(
    packet: Pick<Packet, 'linkType' | 'capture'>,
    bytes: Uint8Array,
    frame: number,
    error?: string,
  ): void;
  /** What was counted by now. */
  all(): readonly UnreadableHeaders[];
}

function errorOf(linkType: number, bytes: Uint8Array): string {
  try {
    dot11Of({ linkType, bytes });
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
  throw new TypeError('the header can be read');
}

/** A count of no packets yet. */
export function newHeaderCheck(): HeaderCheck {
  const counts = new Map<number, UnreadableHeaders>();
  return {
    unreadable: ({ linkType, capture = 0 }, bytes, frame, error) => {
      const id = linkType + capture * CAPTURE;
      const known = counts.get(id);
      if (known !== undefined) {
        known.packets++;
        // Of some it shows late that nothing tells the receiver.
        if (frame < known.frame) known.frame = frame;
      } else
        counts.set(id, { linkType, capture, packets: 1, frame, error: error ?? errorOf(linkType, bytes) });
    },
    all: () => [...counts.values()],
  };
}
