import { toHex } from '../../codecs/hex.js';
import { isOctets } from '../../codecs/is-octets.js';
import { get16, get32 } from '../../codecs/layout/octets.js';
import type { GTPtunnelEndpoint } from '../../codecs/xwap/ies/bearer.js';
import type { XwapView } from '../../codecs/xwap/view.js';
import { type At, between, SECOND } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { Datagram } from '../ip/index.js';
import type { XwContext } from './contexts.js';

/** User data in tunnels that are gone with the connection of their UE. */
export interface LateData {
  readonly context: XwContext;
  readonly isFromWt: boolean;
  /** Where the connection ended, and how many gaps its association had by then. */
  readonly end: At;
  readonly gaps: number;
  readonly first: At;
  last: At;
  packets: number;
}

/** The tunnels of GTP-U over Xw that connections had (TS 36.463, 8.8.2 and 8.11.2; TS 29.281). */
export interface Tunnels {
  /** Takes the tunnels that a message gives a connection, or leaves it behind a release: one that had them before has them no more. */
  take(context: XwContext, view: XwapView): void;
  /** A connection is over. @param gaps those of its association so far */
  end(context: XwContext, at: At, gaps: number): void;
  /** A message is not read, which may have given tunnels anew. */
  lose(): void;
  /** Takes a UDP packet. */
  data(datagram: Datagram, at: At): void;
  /** What came too late, of each connection and direction. */
  readonly late: readonly LateData[];
}

/** Tunnels that are gone, connections, and late data that are remembered: of more, those that came first are forgotten. */
const MAX_REMEMBERED = 8192;
/** Ends of tunnels of one connection, and of all. */
const MAX_ENDS = 256;
const MAX_ALL_ENDS = 65_536;
/** Nanoseconds in which packets may be on their way, or wait at the node that is to send them. */
export const ON_ITS_WAY = SECOND;

const GTPU_PORT = 2152;
const UDP_HEADER = 8;
const GTPU_HEADER = 8;
/** Version 1, protocol type GTP; and the type of a G-PDU, which carries user data (TS 29.281, 5.1 and 6.1). */
const VERSION_1 = 0x30;
const G_PDU = 255;

const IPV4 = 4;
const IPV6 = 16;

interface End {
  readonly address: string;
  readonly teid: number;
  readonly isOfWt: boolean;
}

/** The addresses of an end as hex: IPv4, IPv6, or both, IPv4 first (TS 36.463, 9.2). */
function addressesIn(octets: Uint8Array): readonly string[] {
  const parts = octets.length === IPV4 + IPV6 ? [octets.subarray(0, IPV4), octets.subarray(IPV4)] : [octets];
  return parts.map(part => toHex(part));
}

/** The ends of tunnels within a message. That to which the WT forwards what it has not delivered has another name, but in a release. */
function* endsIn(value: unknown): Iterable<End> {
  if (typeof value !== 'object' || value === null || isOctets(value)) return;
  for (const [name, part] of Object.entries(value)) {
    if (name !== 'eNB-GTPtunnelEndpoint' && name !== 'wT-GTPtunnelEndpoint') yield* endsIn(part);
    else {
      const { transportLayerAddress, 'gTP-TEID': teid }: Partial<GTPtunnelEndpoint> = part ?? {};
      if (transportLayerAddress?.bytes === undefined || teid === undefined) continue;
      for (const address of addressesIn(transportLayerAddress.bytes))
        yield { address, teid: get32(teid, 0), isOfWt: name === 'wT-GTPtunnelEndpoint' };
    }
  }
}

/** The tunnels of a connection that is over, in one direction. */
interface Gone {
  readonly context: XwContext;
  readonly isFromWt: boolean;
  /** The addresses of the other node, as hex. */
  readonly sources: ReadonlySet<string>;
  readonly at: At;
  readonly gaps: number;
  late?: LateData;
}

const keyOf = ({ address, teid }: Pick<End, 'address' | 'teid'>): string => `${address} ${teid}`;

/** Tunnels of which none is known. */
export function newTunnels(): Tunnels {
  const endsOf = new Map<XwContext, Map<string, End>>();
  /** Which connection was given an end last: that it had before is over, as with a bearer that was released. */
  const ownerOf = new Map<string, XwContext>();
  /** By the end to which packets go. */
  const gone = new Map<string, Gone>();
  const late: LateData[] = [];

  return {
    late,
    take: (context, view) => {
      const [, what] = /^WT(Addition|Modification|Release)/.exec(view.message ?? '') ?? [];
      if (context.ue === undefined || what === undefined) return;
      for (const end of endsIn('ies' in view ? view.ies : undefined)) {
        const key = keyOf(end);
        // In a release it is where the WT forwards what it has not delivered, and may be a tunnel of before.
        if (what === 'Release') {
          ownerOf.delete(key);
          continue;
        }
        gone.delete(key);
        ownerOf.delete(key);
        ownerOf.set(key, context);
        forgetOldest(ownerOf, MAX_ALL_ENDS);
        const ends = endsOf.get(context) ?? new Map<string, End>();
        endsOf.set(context, ends.set(key, end));
        forgetOldest(ends, MAX_ENDS);
      }
      forgetOldest(endsOf, MAX_REMEMBERED);
    },
    end: (context, at, gaps) => {
      const ends = endsOf.get(context) ?? new Map<string, End>();
      endsOf.delete(context);
      /** What goes to this node. */
      const goneTo = (isOfWt: boolean): Gone => {
        const others = [...ends.values()].filter(other => other.isOfWt !== isOfWt);
        const sources = new Set(others.map(({ address }) => address));
        return { context, isFromWt: !isOfWt, sources, at, gaps };
      };
      const [toEnb, toWt] = [goneTo(false), goneTo(true)];
      for (const [key, { isOfWt }] of ends) {
        if (ownerOf.get(key) !== context) continue;
        ownerOf.delete(key);
        gone.set(key, isOfWt ? toWt : toEnb);
        forgetOldest(gone, MAX_REMEMBERED);
      }
    },
    lose: () => gone.clear(),
    data: ({ source, destination, payload }, at) => {
      if (gone.size === 0) return;
      if (payload.length < UDP_HEADER + GTPU_HEADER || get16(payload, 2) !== GTPU_PORT) return;
      if ((payload[UDP_HEADER]! & 0xf0) !== VERSION_1 || payload[UDP_HEADER + 1] !== G_PDU) return;
      const one = gone.get(keyOf({ address: toHex(destination), teid: get32(payload, UDP_HEADER + 4) }));
      if (one === undefined || between(one.at, at) <= ON_ITS_WAY) return;
      if (!one.sources.has(toHex(source))) return;
      if (one.late !== undefined) {
        one.late.last = at;
        one.late.packets++;
        return;
      }
      const { context, isFromWt, gaps } = one;
      one.late = { context, isFromWt, end: one.at, gaps, first: at, last: at, packets: 1 };
      if (late.length < MAX_REMEMBERED) late.push(one.late);
    },
  };
}
