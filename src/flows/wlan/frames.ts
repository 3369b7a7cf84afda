import type { Element } from '../../codecs/dot11/element.js';
import { type Dot11Frame, encodeDot11, type FrameOf } from '../../codecs/dot11/frame.js';
import { frameControl } from '../../codecs/dot11/frame-control.js';
import {
  ADDRESS_1,
  ADDRESS_2,
  ADDRESS_3,
  carriesData,
  FRAME_TYPE,
  frameSubtype,
  frameType,
  headerLength,
  isQosData,
  qosControlOffset,
} from '../../codecs/dot11/header.js';
import { MAC_LENGTH } from '../../codecs/dot11/mac.js';
import { fromHex } from '../../codecs/hex.js';
import { put32le } from '../../codecs/layout/octets.js';
import { EAPOL_ETHERTYPE, etherTypeAt, snap } from '../../codecs/link/llc.js';
import { MICROSECOND } from '../engine/engine.js';
import { transient } from '../memory/transient.js';

/** Management frames that stations and access points exchange here. */
export type ManagementKind =
  | 'beacon'
  | 'probe-request'
  | 'probe-response'
  | 'authentication'
  | 'association-request'
  | 'association-response'
  | 'reassociation-request'
  | 'reassociation-response'
  | 'disassociation'
  | 'deauthentication'
  | 'action';

/** The fields of a frame's body. */
export type BodyOf<K extends ManagementKind> = Omit<
  FrameOf<K>,
  | 'kind'
  | 'frameControl'
  | 'duration'
  | 'address1'
  | 'address2'
  | 'address3'
  | 'sequenceControl'
  | 'htControl'
  | 'fcs'
>;

/** Written by the radio as it sends. */
const UNSET = { duration: 0, sequenceControl: { fragmentNumber: 0, sequenceNumber: 0 } } as const;

/** The address of all. */
export const BROADCAST: Uint8Array = /* @__PURE__ */ new Uint8Array(MAC_LENGTH).fill(0xff);

/**
 * A management frame (IEEE 802.11-2020, 9.3.3.1), its addresses still to be written. Frames that differ in these, or in a
 * field or two of their body, are encoded once, and made from that with {@link addressed}.
 */
export function managementFrame<K extends ManagementKind>(kind: K, body: BodyOf<K>): Uint8Array {
  const header = { frameControl: frameControl(kind), address1: BROADCAST, address2: BROADCAST };
  return encodeDot11({ kind, ...UNSET, ...header, address3: BROADCAST, ...body } as unknown as Dot11Frame);
}

/** Where the body of a management frame starts. */
export const MANAGEMENT_BODY = 24;

/** A copy of a frame with these addresses; it is {@link transient}. */
export function addressed(
  frame: Uint8Array,
  to: Uint8Array,
  from: Uint8Array,
  bssid: Uint8Array,
): Uint8Array {
  const mpdu = transient(frame.length);
  mpdu.set(frame);
  writeAddress(mpdu, ADDRESS_1, to);
  writeAddress(mpdu, ADDRESS_2, from);
  writeAddress(mpdu, ADDRESS_3, bssid);
  return mpdu;
}

/** A loop: for so few octets `set` costs more than what it does. */
const writeAddress = (mpdu: Uint8Array, at: number, address: Uint8Array): void => {
  for (let i = 0; i < MAC_LENGTH; i++) mpdu[at + i] = address[i]!;
};

/** Writes the TSF timer, 64 bits of µs, least significant octet first, at `offset`. @param now in nanoseconds */
export function writeTsf(bytes: Uint8Array, offset: number, now: number): void {
  const microseconds = Math.floor(now / MICROSECOND);
  put32le(bytes, offset, microseconds);
  put32le(bytes, offset + 4, microseconds / 0x1_0000_0000);
}

/** Makes data frames between a station and its access point; they are {@link transient}. */
export type DataFramer = (
  etherType: number,
  station: Uint8Array,
  bssid: Uint8Array,
  payload: Uint8Array,
) => Uint8Array;

/**
 * QoS data with LLC/SNAP between stations and their access point, which is also where the data comes from or goes to.
 * All but addresses and payload is the same in each frame with an EtherType, and encoded once.
 */
export function dataFramer({ fromAccessPoint }: { readonly fromAccessPoint: boolean }): DataFramer {
  const starts = new Map<number, Uint8Array>();
  const startOf = (etherType: number): Uint8Array => {
    const known = starts.get(etherType);
    if (known !== undefined) return known;
    const start = encodeDot11({
      kind: 'data',
      frameControl: frameControl('qos-data', { fromDs: fromAccessPoint, toDs: !fromAccessPoint }),
      ...UNSET,
      address1: BROADCAST,
      address2: BROADCAST,
      address3: BROADCAST,
      qosControl: { amsduPresent: false, ackPolicy: 0, eosp: false, tid: tidFor(etherType), upper: 0 },
      payload: snap(etherType, new Uint8Array(0)),
    });
    starts.set(etherType, start);
    return start;
  };
  return (etherType, station, bssid, payload) => {
    const start = startOf(etherType);
    const mpdu = transient(start.length + payload.length);
    mpdu.set(start);
    writeAddress(mpdu, ADDRESS_1, fromAccessPoint ? station : bssid);
    writeAddress(mpdu, ADDRESS_2, fromAccessPoint ? bssid : station);
    writeAddress(mpdu, ADDRESS_3, bssid);
    mpdu.set(payload, start.length);
    return mpdu;
  };
}

/** What the network sends to all. */
export interface ToAll extends Content {
  /** Who sends it: 6 octets. */
  readonly source: Uint8Array;
}

/** A data frame of an access point to all, without QoS (mac80211, net/mac80211/tx.c), with LLC/SNAP. */
export const groupDataFrame = (bssid: Uint8Array, { source, etherType, payload }: ToAll): Uint8Array =>
  encodeDot11({
    kind: 'data',
    frameControl: frameControl('data', { fromDs: true }),
    ...UNSET,
    address1: BROADCAST,
    address2: bssid,
    address3: source,
    payload: snap(etherType, payload),
  });

/** A Null frame of a station to its access point (IEEE 802.11-2020, 9.3.2.1), its addresses still to be written. */
export const nullDataFrame = (): Uint8Array =>
  encodeDot11({
    kind: 'null',
    frameControl: frameControl('null', { toDs: true }),
    ...UNSET,
    address1: BROADCAST,
    address2: BROADCAST,
    address3: BROADCAST,
  });

/** EAPOL goes as voice does (mac80211, net/mac80211/wme.c), all else as best effort. */
export const EAPOL_TID = 7;
const tidFor = (etherType: number): number => (etherType === EAPOL_ETHERTYPE ? EAPOL_TID : 0);

/** The TID of a QoS data frame, 0 to 15 (IEEE 802.11-2020, 9.2.4.5.2); undefined for any other frame. */
export const tidOf = (mpdu: Uint8Array): number | undefined =>
  isQosData(mpdu) ? mpdu[qosControlOffset(mpdu)]! & 0x0f : undefined;

const LLC_SNAP_LENGTH = 8;

/** What the body of a data frame holds. */
export interface Content {
  readonly etherType: number;
  readonly payload: Uint8Array;
}

/** The EtherType and payload of a data frame in clear; undefined for a frame without. */
export const payloadOf = (mpdu: Uint8Array): Content | undefined =>
  carriesData(mpdu) ? contentAt(mpdu, headerLength(mpdu)) : undefined;

/** The EtherType and payload behind LLC/SNAP at `offset`; undefined where there is none. */
export function contentAt(bytes: Uint8Array, offset: number): Content | undefined {
  const etherType = etherTypeAt(bytes, offset);
  return etherType < 0 ? undefined : { etherType, payload: bytes.subarray(offset + LLC_SNAP_LENGTH) };
}

/** Supported Rates of the OFDM PHY, in units of 500 kb/s: 6, 12 and 24 Mb/s are basic (IEEE 802.11-2020, 9.4.2.3). */
export const supportedRates = (): Element => ({
  element: 'Supported Rates',
  rates: Uint8Array.of(0x8c, 0x12, 0x98, 0x24, 0xb0, 0x48, 0x60, 0x6c),
});

/** Vendor Specific of 00-50-F2, type 2: WMM, as an access point announces it. */
export const wmmParameter = (): Element => wmm('0101010003a4000027a4000042435e0062322f00');
/** The same without parameters, as a station asks for it. */
export const wmmInformation = (): Element => wmm('000100');

const wmm = (content: string): Element => ({
  element: 'Vendor Specific',
  oui: '00-50-F2',
  content: fromHex(`02${content}`),
});

/** An SSID element. */
export const ssidElement = (ssid: string): Element => ({
  element: 'SSID',
  ssid: new TextEncoder().encode(ssid),
});

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of the octets of an SSID. */
export const ssidText = (ssid: Uint8Array): string => utf8.decode(ssid);

/** Capability Information: ESS, and Privacy (IEEE 802.11-2020, 9.4.1.4). */
export const CAPABILITIES = 0x0011;

/** Whether a management frame is a beacon or a probe response: what a station has no use for unless it scans. */
export const isAnnouncement = (mpdu: Uint8Array): boolean =>
  frameSubtype(mpdu) === 8 || frameSubtype(mpdu) === 5;

/** Whether a frame has a timestamp: a beacon or a probe response (IEEE 802.11-2020, 9.3.3.2 and 9.3.3.10). */
export const hasTimestamp = (mpdu: Uint8Array): boolean =>
  frameType(mpdu) === FRAME_TYPE.management && isAnnouncement(mpdu) && mpdu.length >= MANAGEMENT_BODY + 8;

/** Whether a management frame is a disassociation or a deauthentication. */
export const isEnd = (mpdu: Uint8Array): boolean => frameSubtype(mpdu) === 10 || frameSubtype(mpdu) === 12;

/** These, and action frames: the robust management frames among those used here (IEEE 802.11-2020, 11.12). */
export const isRobust = (mpdu: Uint8Array): boolean => isEnd(mpdu) || frameSubtype(mpdu) === 13;
