import type { Element } from '../codecs/dot11/element.js';
import { type Dot11Frame, decodeDot11, encodeDot11, type FrameOf } from '../codecs/dot11/frame.js';
import { frameControl } from '../codecs/dot11/frame-control.js';
import { carriesData, frameSubtype, headerLength } from '../codecs/dot11/header.js';
import { concat } from '../codecs/dot11/tlv.js';
import { fromHex } from '../codecs/hex.js';
import { EAPOL_ETHERTYPE, etherTypeAt, snap } from '../codecs/link/llc.js';
import { MICROSECOND } from './engine.js';
import { ifDecodable } from './key-frame.js';

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
  | 'deauthentication';

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

/** A management frame (IEEE 802.11-2020, 9.3.3.1). */
export function managementFrame<K extends ManagementKind>(
  kind: K,
  to: Uint8Array,
  from: Uint8Array,
  bssid: Uint8Array,
  body: BodyOf<K>,
): Uint8Array {
  const header = { frameControl: frameControl(kind), address1: to, address2: from, address3: bssid };
  return encodeDot11({ kind, ...UNSET, ...header, ...body } as unknown as Dot11Frame);
}

/** Writes the TSF timer, 64 bits of µs, least significant octet first, at `offset`. @param now in nanoseconds */
export function writeTsf(bytes: Uint8Array, offset: number, now: number): void {
  let rest = Math.floor(now / MICROSECOND);
  for (let i = offset; i < offset + 8; i++) {
    bytes[i] = rest & 0xff;
    rest = Math.floor(rest / 256);
  }
}

/** Makes the frames of one kind of payload from a station to its access point or back. */
export type DataFramer = (payload: Uint8Array) => Uint8Array;

/**
 * QoS data with LLC/SNAP between a station and its access point, which is also where the data comes from or goes to. All
 * that stands before the payload is the same in each frame, and encoded once.
 */
export function dataFramer(options: {
  readonly fromAccessPoint: boolean;
  readonly station: Uint8Array;
  readonly bssid: Uint8Array;
  readonly tid: number;
  readonly etherType: number;
}): DataFramer {
  const { fromAccessPoint, station, bssid, tid } = options;
  const start = encodeDot11({
    kind: 'data',
    frameControl: frameControl('qos-data', { fromDs: fromAccessPoint, toDs: !fromAccessPoint }),
    ...UNSET,
    address1: fromAccessPoint ? station : bssid,
    address2: fromAccessPoint ? bssid : station,
    address3: bssid,
    qosControl: { amsduPresent: false, ackPolicy: 0, eosp: false, tid, upper: 0 },
    payload: snap(options.etherType, new Uint8Array(0)),
  });
  return payload => concat([start, payload]);
}

/** EAPOL goes as voice does (mac80211, net/mac80211/wme.c), all else as best effort. */
export const tidOf = (etherType: number): number => (etherType === EAPOL_ETHERTYPE ? 7 : 0);

/** The EtherType and payload of a data frame in clear; undefined for a frame without. */
export function payloadOf(mpdu: Uint8Array): { etherType: number; payload: Uint8Array } | undefined {
  if (!carriesData(mpdu)) return undefined;
  const start = headerLength(mpdu);
  const etherType = etherTypeAt(mpdu, start);
  return etherType < 0 ? undefined : { etherType, payload: mpdu.subarray(start + LLC_SNAP_LENGTH) };
}

const LLC_SNAP_LENGTH = 8;

/** A management frame as it arrived; undefined for octets that are none. */
export const decodeManagement = (mpdu: Uint8Array): Dot11Frame | undefined =>
  ifDecodable(() => decodeDot11(mpdu));

/** Supported Rates of the OFDM PHY, in units of 500 kb/s: 6, 12 and 24 Mb/s are basic (IEEE 802.11-2020, 9.4.2.3). */
export const supportedRates = (): Element => ({
  element: 'Supported Rates',
  rates: Uint8Array.of(0x8c, 0x12, 0x98, 0x24, 0xb0, 0x48, 0x60, 0x6c),
});

/** Vendor Specific of 00-50-F2, type 2: WMM, as the access point announces it and as a station asks for it. */
export const wmmParameter = (): Element => wmm('0101010003a4000027a4000042435e0062322f00');
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

/** Whether `elements` name this SSID. */
export function hasSsid(elements: readonly Element[], ssid: string): boolean {
  const found = elements.find(e => e.element === 'SSID');
  return found !== undefined && new TextDecoder().decode(found.ssid) === ssid;
}

/** Capability Information: ESS, and Privacy (IEEE 802.11-2020, 9.4.1.4). */
export const CAPABILITIES = 0x0011;

/** Whether a management frame is a beacon or a probe response: what a station has no use for unless it scans. */
export const isAnnouncement = (mpdu: Uint8Array): boolean =>
  frameSubtype(mpdu) === 8 || frameSubtype(mpdu) === 5;

/** Disassociation and deauthentication, the robust management frames among those used here (IEEE 802.11-2020, 11.12). */
export const isRobust = (mpdu: Uint8Array): boolean => frameSubtype(mpdu) === 10 || frameSubtype(mpdu) === 12;
