/**
 * EAPOL-Key in Linux cooked captures (`tcpdump -i any`), whose header names the sender of a packet, and not the receiver. On a
 * station that is its AP. What an AP sends is for the station that answers it: an answer has the replay counter of what it
 * answers, and an AP changes ANonce for each station and each handshake (IEEE 802.11-2020, 12.7.2 and 12.7.6).
 */
import type { Packet } from '../../codecs/capture/packet.js';
import { concat } from '../../codecs/concat.js';
import { copyOf } from '../../codecs/copy.js';
import { linkOf } from '../../codecs/dot11/cooked.js';
import type { EapolKey } from '../../codecs/dot11/eapol-key.js';
import { fingerprint } from '../../codecs/dot11/fingerprint.js';
import { toHex } from '../../codecs/hex.js';
import { decodeLinuxCookedV1, decodeLinuxCookedV2 } from '../../codecs/link/linux-cooked.js';
import { EAPOL_ETHERTYPE } from '../../codecs/link/llc.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { type At, between, distance, MILLISECOND, SECOND } from '../at.js';
import { forgetOldest } from '../bounded.js';
import { LINKTYPE } from '../ip/network.js';
import { hostEapolKey } from '../wlan/wired.js';

/** Of an Ethernet frame, whose header names both ends. */
export const ETHERNET_HEADER = 14;
const ETHER_TYPE = /* @__PURE__ */ Uint8Array.of(EAPOL_ETHERTYPE >> 8, EAPOL_ETHERTYPE & 0xff);

/** What a cooked header says of the way of a packet: it came for this host, or this host sent it. */
const TO_US = 0;
const FROM_US = 4;
const ADDRESS = 6;

/** How long what an AP sent waits for an answer: hostapd sends it again after a second, with another counter. */
const ANSWERED_WITHIN = 5n * SECOND;
/** Nanoseconds within which `any` shows a packet again: on a bridge, or where one host has both ends. */
const SHOWN_AGAIN = 50n * MILLISECOND;
/** At the most; the oldest makes room. */
const MOST_DEVICES = 256;
const MOST_WAITING = 256;
const MOST_STATIONS = 1024;
const MOST_REMEMBERED = 256;

/** An EAPOL-Key frame, of which one end is known. */
interface Cooked extends At {
  /** Not its octets: they would keep those of the file in memory. */
  readonly packet: Pick<Packet, 'linkType' | 'capture'>;
  readonly isSent: boolean;
  readonly from: Uint8Array;
  readonly eapol: Uint8Array;
  readonly key: EapolKey;
}

/** What an AP sent to one of its stations last. */
interface Station {
  readonly address: Uint8Array;
  readonly ap: Uint8Array;
  /** Of the 4-way handshake. */
  readonly aNonce: Uint8Array | undefined;
  readonly counter: bigint;
}

/** A device of the host, or all of them in a capture that does not tell them apart. */
interface Device {
  /** Its address as an AP, and the AP that it heard last. */
  own?: Uint8Array;
  heard?: Uint8Array;
  /** By address. */
  readonly stations: Map<string, Station>;
  /** Frames of which the other end is not known yet, in the order of the capture. */
  waiting: Cooked[];
}

/** An EAPOL-Key frame with both ends. */
export interface EthernetFrame {
  readonly bytes: Uint8Array;
  readonly at: At;
}

/** Finds the receivers of EAPOL-Key frames in Linux cooked captures. */
export interface CookedEapol {
  /**
   * Takes a packet of EAPOL; what is no EAPOL-Key is left out, as is what goes to others.
   * @returns what is known by now to go from whom to whom, in the order of the capture
   */
  packet(packet: Packet, bytes: Uint8Array, frame: number): readonly EthernetFrame[];
  /** There are no more. */
  end(): void;
}

/** @returns nothing for what is no EAPOL-Key, and for what the host overheard */
function read(packet: Packet, bytes: Uint8Array, frame: number): Cooked | undefined {
  const header =
    packet.linkType === LINKTYPE.linuxCookedV2 ? decodeLinuxCookedV2(bytes) : decodeLinuxCookedV1(bytes);
  const { packetType, addressLength, address, payload } = header;
  const isSent = packetType === FROM_US;
  if ((!isSent && packetType !== TO_US) || addressLength !== ADDRESS) return undefined;
  // It may wait, and the octets be overwritten.
  const found = hostEapolKey(copyOf(payload));
  const { linkType, capture = 0, time } = packet;
  const from = copyOf(address, 0, ADDRESS);
  return found && { packet: { linkType, capture }, frame, time, isSent, from, ...found };
}

/** What tells devices apart: the capture, the interface there, and with version 2 the device itself. */
const deviceOf = (packet: Packet, bytes: Uint8Array): string => {
  const index = packet.linkType === LINKTYPE.linuxCookedV2 ? decodeLinuxCookedV2(bytes).interfaceIndex : 0;
  return `${packet.capture ?? 0} ${linkOf(packet)} ${index}`;
};

/** Only an AP sets Key Ack (IEEE 802.11-2020, 12.7.2). */
const isOfAp = ({ key }: Cooked): boolean => key.keyInformation.keyAck;

/** The ANonce of a 4-way handshake; none in a group handshake. */
const aNonceOf = ({ keyInformation, keyNonce }: EapolKey): Uint8Array | undefined =>
  keyInformation.keyType ? keyNonce : undefined;

/** Whether two frames of an AP are for one station: of one 4-way handshake, which has an ANonce of its own. */
const isOfOne = (a: Cooked, b: Cooked): boolean => {
  const nonce = aNonceOf(b.key);
  return a === b || (nonce !== undefined && sameOctets(aNonceOf(a.key), nonce) && sameOctets(a.from, b.from));
};

/** Puts `entry` behind all others of a map that has `most` at the most. */
function putLast<K, V>(map: Map<K, V>, key: K, entry: V, most: number): void {
  map.delete(key);
  map.set(key, entry);
  forgetOldest(map, most);
}

/**
 * The station that a frame of an AP is for: the one whose handshake has its ANonce, or the only one whose replay counter is lower,
 * if it counts on that. With the first counter an association begins, of whichever station.
 */
function stationFor({ stations, waiting }: Device, { from, key }: Cooked): Station | undefined {
  const nonce = aNonceOf(key);
  const ofAp = [...stations.values()].filter(({ ap }) => sameOctets(ap, from));
  if (nonce !== undefined) {
    const known = ofAp.find(({ aNonce }) => sameOctets(aNonce, nonce));
    if (known !== undefined) return known;
    if (waiting.some(one => isOfAp(one) && sameOctets(aNonceOf(one.key), nonce))) return undefined;
  }
  // Of another, whose counter is lower, the capture may lack the latest.
  const [next, ...others] = ofAp.filter(({ counter }) => counter > 0n && counter < key.keyReplayCounter);
  return others.length === 0 && next?.counter === key.keyReplayCounter - 1n ? next : undefined;
}

/**
 * Begins to follow the EAPOL-Key frames of Linux cooked captures.
 * @param lost is handed each of which nothing tells the receiver
 */
export function newCookedEapol(lost: (packet: Cooked['packet'], frame: number) => void): CookedEapol {
  const devices = new Map<string, Device>();
  /** When frames were handed on, by their octets. */
  const shown = new Map<number, bigint>();
  let found: EthernetFrame[] = [];

  const printOf = ({ from, eapol }: Cooked): number => fingerprint(concat([from, eapol]));
  const isShown = (one: Cooked): boolean => {
    const time = shown.get(printOf(one));
    return time !== undefined && distance({ ...one, time }, one) <= SHOWN_AGAIN;
  };

  const giveUp = (one: Cooked): void => {
    if (!isShown(one)) lost(one.packet, one.frame);
  };

  const emit = (one: Cooked, to: Uint8Array): void => {
    if (isShown(one)) return;
    const { from, eapol, frame, time } = one;
    putLast(shown, printOf(one), time, MOST_REMEMBERED);
    found.push({ bytes: concat([to, from, ETHER_TYPE, eapol]), at: { frame, time } });
  };

  const wait = (device: Device, one: Cooked): void => {
    device.waiting.push(one);
    if (device.waiting.length > MOST_WAITING) giveUp(device.waiting.shift()!);
  };

  /** Takes those out of what waits for which `isWanted`. */
  const taken = (device: Device, isWanted: (one: Cooked) => boolean): Cooked[] => {
    const wanted = device.waiting.filter(isWanted);
    if (wanted.length > 0) device.waiting = device.waiting.filter(one => !wanted.includes(one));
    return wanted;
  };

  const toStation = (device: Device, one: Cooked, address: Uint8Array): void => {
    const id = toHex(address);
    const aNonce = aNonceOf(one.key) ?? device.stations.get(id)?.aNonce;
    const counter = one.key.keyReplayCounter;
    putLast(device.stations, id, { address, ap: one.from, aNonce, counter }, MOST_STATIONS);
    emit(one, address);
  };

  const fromAp = (device: Device, one: Cooked): void => {
    device[one.isSent ? 'own' : 'heard'] = one.from;
    for (const before of taken(device, other => !isOfAp(other) && other.isSent !== one.isSent))
      emit(before, one.from);
    const station = stationFor(device, one);
    if (station === undefined) wait(device, one);
    else toStation(device, one, station.address);
  };

  const fromStation = (device: Device, one: Cooked): void => {
    const { keyReplayCounter: counter } = one.key;
    const asked = device.waiting.filter(
      other => isOfAp(other) && other.isSent !== one.isSent && other.key.keyReplayCounter === counter,
    );
    const all = taken(device, other => asked.some(each => isOfOne(each, other)));
    // Of two stations, either may be the one that answers.
    if (asked.every(each => isOfOne(asked[0]!, each)))
      for (const each of all) toStation(device, each, one.from);
    else for (const each of all) giveUp(each);
    const ap = device.stations.get(toHex(one.from))?.ap ?? device[one.isSent ? 'heard' : 'own'];
    if (ap === undefined) wait(device, one);
    else emit(one, ap);
  };

  return {
    packet: (packet, bytes, frame) => {
      const one = read(packet, bytes, frame);
      if (one === undefined) return [];
      const id = deviceOf(packet, bytes);
      const device: Device = devices.get(id) ?? { stations: new Map(), waiting: [] };
      const [oldest] = devices.size < MOST_DEVICES || devices.has(id) ? [] : devices.values();
      for (const without of oldest?.waiting ?? []) giveUp(without);
      putLast(devices, id, device, MOST_DEVICES);
      found = [];
      for (const late of taken(device, other => between(other, one) > ANSWERED_WITHIN)) giveUp(late);
      if (isOfAp(one)) fromAp(device, one);
      else fromStation(device, one);
      return found;
    },
    end: () => {
      for (const device of devices.values()) for (const one of taken(device, () => true)) giveUp(one);
    },
  };
}
