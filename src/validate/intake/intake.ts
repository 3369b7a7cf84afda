import type { Packet } from '../../codecs/capture/packet.js';
import { linkOf, uncooked } from '../../codecs/dot11/cooked.js';
import { FCS_LENGTH } from '../../codecs/dot11/fcs.js';
import { fingerprint } from '../../codecs/dot11/fingerprint.js';
import {
  DOT11_LINK_TYPES,
  type Dot11Packet,
  type Dot11Stripper,
  dot11Stripper,
} from '../../codecs/dot11/physical.js';
import { type At, CAPTURE, captureNumber, milliseconds } from '../at.js';
import { newCarried } from '../ip/carried.js';
import { IP_LINK_TYPES, isCookedEapol, kindOf, lowerLayerOf, startOfEapol } from '../ip/network.js';
import type { Signalling } from '../lte/signalling.js';
import type { Report } from '../report.js';
import type { Air } from '../wlan/air.js';
import { ETHERNET_HEADER, newCookedEapol } from './cooked.js';
import { copyFilter } from './copies.js';
import { newDamageCheck } from './damage.js';
import { duplicateFilter } from './duplicates.js';
import { headerErrorOf } from './headers.js';
import { newTimeOrder } from './order.js';
import { newRelations } from './relations.js';
import { count, type Tally } from './tally.js';

/** Takes packets, and hands on what they hold, in the order of time and each once; what it cannot read it counts. */
export interface Intake {
  /** @param frame its number among those of all captures: see {@link CAPTURE} */
  packet(packet: Packet, frame: number): void;
  /** There are no more. @returns where the last packet was */
  end(): At;
  /** Nanoseconds since 1970 of the first packet, and of the latest one; of that 0 as long as there is none. */
  readonly firstTime: bigint | undefined;
  readonly lastTime: bigint;
  /** Nanoseconds up to which the order of two packets of different links is not sure. */
  readonly apart: bigint;
  /** Whether two places are of one capture, or of two that share frames. */
  areOneClock(a: At, b: At): boolean;
  /** The time of the latest packet of the capture that a place is in. */
  seenUntil(at: At): bigint;
  /** What a report tells of the packets, beside their number. */
  summary(): Pick<
    Report,
    'unreadPackets' | 'unorderedPackets' | 'damagedPackets' | 'unreadableHeaders' | 'unrelatedCaptures'
  >;
}

/** Why EAPOL-Key in a Linux cooked packet is not read: no answer tells which station it is for, or two may. */
const COOKED_EAPOL =
  'EAPOL behind a Linux cooked header does not tell whom it is sent to; capture in monitor mode, or on one device';
/** Why MAC and RLC are not. */
const LOWER_LAYER =
  'in which RRC is in pieces that are not put together; docs/captures.md tells how to convert it';
/** Above all LINKTYPE_ numbers: packets of these layers are counted apart from EAPOL behind the same header. */
const LOWER_LAYERS = 0x10000;

/** Packets in packets that are taken out: more are made up. */
const MOST_NESTED = 8;

/** The link types that are read, in the order of their numbers: those of 802.11 frames, and those that carry IP. */
export const READ_LINK_TYPES: readonly number[] = /* @__PURE__ */ [
  ...Object.keys(DOT11_LINK_TYPES).map(Number),
  ...IP_LINK_TYPES,
].sort((a, b) => a - b);

/**
 * @param captures the names of those that are read as one; of a single one none
 * @param captureOf gives how a report names a capture, by its number
 */
export function newIntake(
  air: Pick<Air, 'frame' | 'ethernet'>,
  signalling: Pick<Signalling, 'packet'>,
  captures: readonly string[],
  captureOf: (number: number) => { readonly capture?: string },
): Intake {
  const copies = copyFilter();
  const relations = captures.length > 1 ? newRelations() : undefined;
  const isDuplicate = duplicateFilter();
  const strippers = new Map<number, Dot11Stripper | undefined>();
  const { isDamaged, damaged, damage } = newDamageCheck();
  const unreadable: Tally<{ readonly linkType: number; readonly error: string }> = new Map();
  const cooked = newCookedEapol(({ linkType }, frame) => {
    count(unreadable, frame, () => ({ linkType, error: COOKED_EAPOL }), linkType);
  });
  const carried = newCarried();
  /** Packets of link types that are not read. */
  const unread: Tally<{ readonly linkType: number }> = new Map();
  let firstTime: bigint | undefined;
  let lastFrame = 0;
  let lastTime = 0n;
  /** By number of the capture. */
  const lastTimes: bigint[] = [];

  /** @param link the interface, of all captures */
  const takeDot11 = (
    dot11: Dot11Packet,
    link: number,
    { time, capture = 0 }: Packet,
    frame: number,
    isCut: boolean,
  ): void => {
    const { mpdu, badFcs } = dot11;
    const check = (): boolean => isDamaged(dot11, link, frame);
    if (badFcs) check();
    else if (relations === undefined) air.frame(mpdu, frame, time, check, isCut);
    // What an interface has in common with another capture shows, too, whether its FCS are right.
    else if (!check()) {
      const print = fingerprint(mpdu);
      relations.frame(mpdu, print, time, capture);
      if (!isDuplicate(print, time, capture)) air.frame(mpdu, frame, time, () => false, isCut);
    }
  };

  const takeIp = (packet: Packet, bytes: Uint8Array, at: At, nested: number): void => {
    const { linkType, capture = 0 } = packet;
    relations?.packet(linkType, bytes, at.time, capture);
    if (copies.isCopy(bytes, at.time, kindOf(linkType, bytes), capture)) return;
    const eapol = startOfEapol(linkType, bytes);
    const inner = eapol < 0 && nested < MOST_NESTED ? carried(packet, bytes) : undefined;
    if (eapol >= 0) air.ethernet(bytes, eapol, at);
    else if (isCookedEapol(linkType, bytes))
      for (const one of cooked.packet(packet, bytes, at.frame))
        air.ethernet(one.bytes, ETHERNET_HEADER, one.at);
    else if (inner !== undefined) take(inner, inner.bytes, at.frame, nested + 1);
    else {
      const layer = lowerLayerOf(linkType, bytes);
      if (layer === undefined) signalling.packet(linkType, bytes, at);
      else {
        const about = () => ({ linkType, error: `${layer}, ${LOWER_LAYER}` });
        count(unreadable, at.frame, about, LOWER_LAYERS + linkType);
      }
    }
  };

  const take = (captured: Packet, octets: Uint8Array, frame: number, nested = 0): void => {
    const packet = uncooked(captured, octets);
    const bytes = packet === captured ? octets : packet.bytes;
    const { time, linkType, capture = 0 } = packet;
    const link = linkOf(packet) + capture * CAPTURE;
    let strip = strippers.get(link);
    if (strip === undefined && !strippers.has(link)) {
      strip = dot11Stripper(linkType);
      strippers.set(link, strip);
    }
    firstTime ??= time;
    lastFrame = frame;
    lastTime = time;
    lastTimes[capture] = time;
    if (strip === undefined && !IP_LINK_TYPES.includes(linkType)) {
      count(unread, frame, () => ({ linkType }), linkType);
      return;
    }
    if (packet.badFcs === true) {
      damaged(frame);
      return;
    }
    if (strip === undefined) {
      takeIp(packet, bytes, { frame, time }, nested);
      return;
    }
    const dot11 = strip(bytes, packet.originalLength, packet.fcsLength);
    // As much as an FCS may be missing without harm.
    const isCut = packet.originalLength - bytes.length > FCS_LENGTH;
    if (dot11 !== undefined) takeDot11(dot11, link, packet, frame, isCut);
    else count(unreadable, frame, () => ({ linkType, error: headerErrorOf(linkType, bytes) }), linkType);
  };
  const order = newTimeOrder(take);

  /** As a report tells of a tally. */
  const counted = <D extends object>(tally: Tally<D>) =>
    [...tally.values()].map(of => ({ ...of, frame: of.frame % CAPTURE, ...captureOf(captureNumber(of)) }));

  return {
    packet: order.push,
    end: () => {
      order.end();
      cooked.end();
      return { frame: lastFrame, time: lastTime };
    },
    get firstTime() {
      return firstTime;
    },
    get lastTime() {
      return lastTime;
    },
    get apart() {
      return copies.apart;
    },
    areOneClock: (a, b) => relations?.areRelated(captureNumber(a), captureNumber(b)) ?? true,
    seenUntil: at => lastTimes[captureNumber(at)] ?? lastTime,
    summary: () => ({
      unreadPackets: counted(unread).map(({ frame, ...rest }) => rest),
      unorderedPackets: counted(order.behind).map(({ most, ...rest }) => ({
        ...rest,
        behindMs: milliseconds(most),
      })),
      damagedPackets: counted(damage),
      unreadableHeaders: counted(unreadable),
      unrelatedCaptures: relations?.unrelated(captures) ?? [],
    }),
  };
}
