import { fingerprint } from '../../codecs/dot11/fingerprint.js';
import {
  ADDRESS_1,
  ADDRESS_2,
  carriesData,
  FRAME_TYPE,
  frameSubtype,
  frameType,
  headerLength,
  holdsHeader,
  isProtected,
} from '../../codecs/dot11/header.js';
import { toHex } from '../../codecs/hex.js';
import { get16 } from '../../codecs/layout/octets.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { MILLISECOND } from '../at.js';
import { newIp } from '../ip/index.js';
import { protocolOf } from '../ip/network.js';
import type { UnrelatedCaptures } from '../report.js';
import { mayHoldEapol } from '../wlan/msdu.js';
import { macNumber } from '../wlan/networks.js';

/** Tells whether captures that are read as one are of one event. */
export interface Relations {
  /** Takes an MPDU that a capture holds, and its {@link fingerprint}. */
  frame(mpdu: Uint8Array, print: number, time: bigint, capture: number): void;
  /** Takes a packet that may hold SCTP. */
  packet(linkType: number, bytes: Uint8Array, time: bigint, capture: number): void;
  /** Whether both are one, or share frames, directly or with others between them. */
  areRelated(a: number, b: number): boolean;
  /** Captures that show one link at the same time, and no frame of it that another has. @param names of the captures */
  unrelated(names: readonly string[]): readonly UnrelatedCaptures[];
}

/** When a capture shows a link. */
interface Span {
  readonly first: bigint;
  last: bigint;
}

/** Frames that are remembered, and links that are looked at. */
const REMEMBERED = 32_768;
const MOST_LINKS = 4096;
const LARGEST = 2 ** 53;
const BEACON = 8;
const PROBE_RESPONSE = 5;
/**
 * Nanoseconds by which captures that follow each other may overlap, as where a program goes on in another file: what it
 * gets of several interfaces comes up to so late.
 */
const TOLERATED = 300n * MILLISECOND;

/** Sets of captures, which grow together. */
function newGroups() {
  const above: number[] = [];
  const headOf = (capture: number): number => {
    let head = capture;
    while (above[head] !== undefined) head = above[head]!;
    return head;
  };
  return {
    headOf,
    join: (a: number, b: number): void => {
      const [one, other] = [headOf(a), headOf(b)];
      if (one !== other) above[Math.max(one, other)] = Math.min(one, other);
    },
  };
}

/** Whether both show the link at the same time, for longer than files do that follow each other. */
function overlap(a: Span, b: Span): boolean {
  const from = a.first > b.first ? a.first : b.first;
  const to = a.last < b.last ? a.last : b.last;
  const [one, other] = [a.last - a.first, b.last - b.first];
  const shorter = one < other ? one : other;
  return shorter > 0n && to - from >= (shorter / 2n < TOLERATED ? shorter / 2n : TOLERATED);
}

/**
 * Two sniffers of one event have frames in common, and so have the captures that such a one is to be read beside. Frames count
 * that no other transmission is like: those with a time stamp, a packet number or a nonce, and packets of SCTP, which has a tag
 * for each association. Captures without a link in common say nothing of each other.
 */
export function newRelations(): Relations {
  const ip = newIp();
  const related = newGroups();
  /** By their two ends: of the WLAN the addresses as numbers, as strings would take long; the lower one first. */
  const wlan = new Map<number, Map<number, Span[]>>();
  const sctp = new Map<string, Span[]>();
  let count = 0;
  let seen = new Map<number, number>();
  let most = LARGEST;

  const see = (print: number, capture: number): void => {
    if (print >= most) return;
    const before = seen.get(print);
    if (before === undefined) seen.set(print, capture);
    else if (before !== capture) related.join(before, capture);
    if (seen.size <= REMEMBERED) return;
    most /= 2;
    seen = new Map([...seen].filter(([other]) => other < most));
  };

  const show = <K>(links: Map<K, Span[]>, link: K, time: bigint, capture: number): void => {
    let spans = links.get(link);
    if (spans === undefined) {
      if (count >= MOST_LINKS) return;
      count++;
      spans = [];
      links.set(link, spans);
    }
    const span = spans[capture];
    if (span === undefined) spans[capture] = { first: time, last: time };
    else if (time > span.last) span.last = time;
  };

  const showWlan = (a: number, b: number, time: bigint, capture: number): void => {
    const lower = Math.min(a, b);
    let links = wlan.get(lower);
    if (links === undefined) {
      if (count >= MOST_LINKS) return;
      links = new Map();
      wlan.set(lower, links);
    }
    show(links, Math.max(a, b), time, capture);
  };

  return {
    frame: (mpdu, print, time, capture) => {
      if (!holdsHeader(mpdu)) return;
      const type = frameType(mpdu);
      if (type === FRAME_TYPE.management) {
        const subtype = frameSubtype(mpdu);
        if (subtype === BEACON || subtype === PROBE_RESPONSE) see(print, capture);
        return;
      }
      if (type !== FRAME_TYPE.data || !carriesData(mpdu)) return;
      if (!isProtected(mpdu) && !mayHoldEapol(mpdu, headerLength(mpdu))) return;
      see(print, capture);
      const isGroup = (mpdu[ADDRESS_1]! & 1) === 1;
      if (!isGroup) showWlan(macNumber(mpdu, ADDRESS_1), macNumber(mpdu, ADDRESS_2), time, capture);
    },
    packet: (linkType, bytes, time, capture) => {
      if (protocolOf(linkType, bytes) !== IP_PROTOCOL.sctp) return;
      const datagram = ip.datagram(linkType, bytes, time);
      if (datagram === undefined || datagram.payload.length < 4) return;
      const { source, destination, payload } = datagram;
      see(fingerprint(payload), capture);
      const ends = [`${toHex(source)} ${get16(payload, 0)}`, `${toHex(destination)} ${get16(payload, 2)}`];
      show(sctp, ends.sort().join(' '), time, capture);
    },
    areRelated: (a, b) => related.headOf(a) === related.headOf(b),
    unrelated: names => {
      const apart = newGroups();
      const linkOf = new Map<number, UnrelatedCaptures['link']>();
      const compare = (link: UnrelatedCaptures['link'], spans: readonly Span[]): void =>
        spans.forEach((span, a) => {
          spans.forEach((other, b) => {
            if (b <= a || related.headOf(a) === related.headOf(b) || !overlap(span, other)) return;
            apart.join(a, b);
            for (const one of [a, b]) if (!linkOf.has(one)) linkOf.set(one, link);
          });
        });
      for (const links of wlan.values()) for (const spans of links.values()) compare('wlan', spans);
      for (const spans of sctp.values()) compare('sctp', spans);
      const captures = [...linkOf.keys()].sort((a, b) => a - b);
      return [...new Set(captures.map(apart.headOf))].map(head => {
        const own = captures.filter(one => apart.headOf(one) === head);
        return {
          captures: own.map(one => names[one] ?? ''),
          link: own.some(one => linkOf.get(one) === 'wlan') ? 'wlan' : 'sctp',
        };
      });
    },
  };
}
