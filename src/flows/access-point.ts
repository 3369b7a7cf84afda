import { copyOf } from '../codecs/copy.js';
import { decodeElements, type Element } from '../codecs/dot11/element.js';
import {
  ADDRESS_2,
  addressAt,
  FRAME_TYPE,
  frameType,
  headerLength,
  isProtected,
} from '../codecs/dot11/header.js';
import { EAPOL_ETHERTYPE } from '../codecs/link/llc.js';
import { addressKey } from './air.js';
import { type Clock, MICROSECOND } from './engine.js';
import {
  CAPABILITIES,
  type DataFramer,
  dataFramer,
  decodeManagement,
  hasSsid,
  isRobust,
  managementFrame,
  payloadOf,
  ssidElement,
  supportedRates,
  tidOf,
  wmmParameter,
  writeTsf,
} from './frames.js';
import type { Radio, SendOptions } from './radio.js';
import { accessPointRsne, isAcceptable, type RsnPolicy, rsneIn } from './rsn.js';
import { createTemporalKey, NOT_OPENED, type TemporalKey } from './temporal-key.js';

/** What an access point tells the WT that it belongs to. */
export interface AccessPointHost {
  /** A station has associated, with this RSNE; EAPOL frames alone pass until a pairwise key is installed. */
  associated(station: Uint8Array, rsne: Uint8Array): void;
  disassociated(station: Uint8Array): void;
  receive(station: Uint8Array, etherType: number, payload: Uint8Array): void;
}

/** An access point of a WT: one BSS. */
export interface AccessPoint {
  readonly address: Uint8Array;
  /** Starts its beacons. */
  start(): void;
  /** Sends to an associated station; what is not EAPOL is dropped while there is no pairwise key. */
  send(station: Uint8Array, etherType: number, payload: Uint8Array, options?: SendOptions): void;
  installPairwise(station: Uint8Array, tk: Uint8Array): void;
  deauthenticate(station: Uint8Array, reason: number, comment: string): void;
}

/** 100 TU of 1024 µs, the usual beacon interval. */
const BEACON_INTERVAL_TU = 100;
const BEACON_INTERVAL = BEACON_INTERVAL_TU * 1024 * MICROSECOND;
/** As in fixtures/captures: the first three beacons, and then about one in 10 s. */
const FIRST_BEACONS = 3;
const BEACON_INTERVALS_BETWEEN = 98;

const OPEN_SYSTEM = 0;
/** Status codes of IEEE 802.11-2020, Table 9-50. */
const STATUS = { success: 0, unsupportedAlgorithm: 13, invalidElement: 40 } as const;
/** The two high bits of an AID are set (9.4.1.8); the largest is 2007. */
const AID_MARK = 0xc000;
const MOST_AIDS = 2007;
const BROADCAST = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

interface Peer {
  readonly address: Uint8Array;
  aid: number;
  isAssociated: boolean;
  key: TemporalKey | undefined;
  readonly framers: Map<number, DataFramer>;
}

/** An access point with open system authentication and association (IEEE 802.11-2020, 11.3). */
export function createAccessPoint(options: {
  readonly clock: Clock;
  readonly radio: Radio;
  readonly ssid: string;
  readonly policy: RsnPolicy;
  readonly host: AccessPointHost;
  /** Remarks on the frame that is being received. */
  readonly note: (text: string) => void;
}): AccessPoint {
  const { clock, radio, ssid, policy, host, note } = options;
  const bssid = radio.address;
  const rsne = accessPointRsne(policy);
  const [rsnElement] = decodeElements(rsne);
  const isMfp = policy.groupManagementCipher !== undefined;
  const peers = new Map<number, Peer>();
  let lastAid = 0;
  let beacons = 0;

  const beginning = [ssidElement(ssid), supportedRates()];
  const end = [rsnElement!, wmmParameter()];
  const beaconElements = [...beginning, trafficIndicationMap(), ...end];
  const probeResponseElements = [...beginning, ...end];
  const associationResponseElements = [supportedRates(), wmmParameter()];

  /** Beacon and probe response (9.3.3.2 and 9.3.3.10) with the TSF timer in µs. */
  const announcement = (elements: readonly Element[]) => ({
    timestamp: BigInt(Math.floor(clock.now / MICROSECOND)),
    beaconInterval: BEACON_INTERVAL_TU,
    capabilityInformation: CAPABILITIES,
    elements,
  });

  /** Beacons differ in their timestamp alone, the first field of their body. */
  const firstBeacon = managementFrame('beacon', BROADCAST, bssid, bssid, announcement(beaconElements));
  const beacon = (): void => {
    beacons++;
    const mpdu = copyOf(firstBeacon);
    writeTsf(mpdu, headerLength(mpdu), clock.now);
    radio.send(mpdu);
    clock.after((beacons < FIRST_BEACONS ? 1 : BEACON_INTERVALS_BETWEEN) * BEACON_INTERVAL, beacon);
  };

  const framerOf = (peer: Peer, etherType: number): DataFramer => {
    const known = peer.framers.get(etherType);
    if (known !== undefined) return known;
    const tid = tidOf(etherType);
    const framer = dataFramer({ fromAccessPoint: true, station: peer.address, bssid, tid, etherType });
    peer.framers.set(etherType, framer);
    return framer;
  };

  const forget = (peer: Peer): void => {
    peers.delete(addressKey(peer.address));
    if (peer.isAssociated) host.disassociated(peer.address);
  };

  const receiveManagement = (from: Uint8Array, mpdu: Uint8Array): void => {
    const frame = decodeManagement(mpdu);
    const peer = peers.get(addressKey(from));
    switch (frame?.kind) {
      case 'probe-request':
        if (hasSsid(frame.elements, ssid))
          radio.send(
            managementFrame('probe-response', from, bssid, bssid, announcement(probeResponseElements)),
          );
        return;
      case 'authentication': {
        if (frame.transaction !== 1) return;
        const isOpen = frame.algorithm === OPEN_SYSTEM;
        if (isOpen) {
          if (peer !== undefined) forget(peer);
          const address = from.slice();
          peers.set(addressKey(address), {
            address,
            aid: 0,
            isAssociated: false,
            key: undefined,
            framers: new Map(),
          });
        }
        const statusCode = isOpen ? STATUS.success : STATUS.unsupportedAlgorithm;
        const body = { algorithm: frame.algorithm, transaction: 2, statusCode, elements: [] };
        radio.send(managementFrame('authentication', from, bssid, bssid, body));
        return;
      }
      case 'association-request':
        if (peer !== undefined) associate(peer, rsneIn(frame.elements), 'association-response');
        return;
      case 'reassociation-request':
        if (peer !== undefined) associate(peer, rsneIn(frame.elements), 'reassociation-response');
        return;
      case 'deauthentication':
      case 'disassociation':
        if (peer !== undefined) forget(peer);
    }
  };

  const associate = (
    peer: Peer,
    stationRsne: Uint8Array | undefined,
    response: 'association-response' | 'reassociation-response',
  ): void => {
    const isAccepted = stationRsne !== undefined && isAcceptable(policy, stationRsne);
    if (isAccepted && peer.aid === 0) {
      lastAid = (lastAid % MOST_AIDS) + 1;
      peer.aid = lastAid;
    }
    const body = {
      capabilityInformation: CAPABILITIES,
      statusCode: isAccepted ? STATUS.success : STATUS.invalidElement,
      aid: AID_MARK | peer.aid,
      elements: associationResponseElements,
    };
    radio.send(managementFrame(response, peer.address, bssid, bssid, body), {
      // As hostapd does, the station counts as associated once it has acknowledged the response.
      done(acknowledged) {
        if (!acknowledged || !isAccepted || peers.get(addressKey(peer.address)) !== peer) return;
        if (peer.isAssociated) host.disassociated(peer.address);
        peer.isAssociated = true;
        host.associated(peer.address, stationRsne);
      },
    });
  };

  radio.receive = mpdu => {
    const peer = peers.get(addressKey(mpdu, ADDRESS_2));
    const clear = isProtected(mpdu) ? peer?.key?.open(mpdu) : mpdu;
    if (clear === undefined) {
      note(NOT_OPENED);
      return;
    }
    const isOpened = clear !== mpdu;
    if (frameType(clear) === FRAME_TYPE.management) {
      // With management frame protection only a protected frame ends an association that has a key (11.13).
      if (isOpened || !isMfp || peer?.key === undefined || !isRobust(clear))
        receiveManagement(addressAt(mpdu, ADDRESS_2), clear);
      return;
    }
    if (peer === undefined || !peer.isAssociated) return;
    const content = payloadOf(clear);
    // The controlled port (12.7.6.1): in clear, nothing but EAPOL passes.
    if (content !== undefined && (isOpened || content.etherType === EAPOL_ETHERTYPE))
      host.receive(peer.address, content.etherType, content.payload);
  };

  return {
    address: bssid,
    start() {
      clock.after(BEACON_INTERVAL, beacon);
    },
    send(station, etherType, payload, sendOptions) {
      const peer = peers.get(addressKey(station));
      const isEapol = etherType === EAPOL_ETHERTYPE;
      if (peer === undefined || !peer.isAssociated || (peer.key === undefined && !isEapol)) return;
      const frame = framerOf(peer, etherType)(payload);
      radio.send(peer.key === undefined ? frame : peer.key.seal(frame), sendOptions);
    },
    installPairwise(station, tk) {
      const peer = peers.get(addressKey(station));
      if (peer !== undefined) peer.key = createTemporalKey(policy.pairwiseCipher, tk);
    },
    deauthenticate(station, reason, comment) {
      const peer = peers.get(addressKey(station));
      const body = { reasonCode: reason, elements: [] };
      const frame = managementFrame('deauthentication', station, bssid, bssid, body);
      radio.send(isMfp && peer?.key !== undefined ? peer.key.seal(frame) : frame, { comment });
      if (peer !== undefined) forget(peer);
    },
  };
}

/** TIM (9.4.2.5): DTIM count 0 and period 1, nothing buffered. */
const trafficIndicationMap = (): Element => ({
  element: 'unknown',
  id: 5,
  body: Uint8Array.of(0, 1, 0, 0),
});
