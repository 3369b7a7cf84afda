import { decodeElements, type Element } from '../../codecs/dot11/element.js';
import {
  ADDRESS_2,
  addressAt,
  carriesData,
  FRAME_TYPE,
  frameType,
  headerLength,
  isProtected,
} from '../../codecs/dot11/header.js';
import { REASON } from '../../codecs/dot11/reason-codes.js';
import { put16le } from '../../codecs/layout/octets.js';
import { EAPOL_ETHERTYPE } from '../../codecs/link/llc.js';
import { type Clock, MICROSECOND } from '../engine/engine.js';
import { AddressMap } from '../memory/address-map.js';
import { kept } from '../memory/kept.js';
import type { Sealer } from './air.js';
import {
  addressed,
  BROADCAST,
  CAPABILITIES,
  contentAt,
  type DataFramer,
  dataFramer,
  groupDataFrame,
  isRobust,
  MANAGEMENT_BODY,
  managementFrame,
  ssidElement,
  supportedRates,
  type ToAll,
  wmmParameter,
} from './frames.js';
import { type KnownElements, readManagement } from './management.js';
import type { Radio, SendOptions } from './radio.js';
import { accessPointRsne, type RsnPolicy, rsneStatus } from './rsn.js';
import { saQueryResponse } from './sa-query.js';
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
  /** Starts its beacons. */
  start(): void;
  /** Sends to an associated station; what is not EAPOL is dropped while there is no pairwise key. */
  send(station: Uint8Array, etherType: number, payload: Uint8Array, options?: SendOptions): void;
  /** Sends to all. @param seal protects the frame under the GTK in use */
  sendToAll(content: ToAll, seal: (mpdu: Uint8Array) => Uint8Array): void;
  installPairwise(station: Uint8Array, ptk: Uint8Array): void;
  deauthenticate(station: Uint8Array, reason: number, comment: string): void;
}

/** 100 TU of 1024 µs, the usual beacon interval. */
const BEACON_INTERVAL_TU = 100;
/** In nanoseconds. */
export const BEACON_INTERVAL = BEACON_INTERVAL_TU * 1024 * MICROSECOND;
/** As in fixtures/captures: the first three beacons, and then about one in 10 s. */
const FIRST_BEACONS = 3;
const BEACON_INTERVALS_BETWEEN = 98;

const OPEN_SYSTEM = 0;
/** Status codes of IEEE 802.11-2020, Table 9-50. */
const STATUS = { success: 0, unspecifiedFailure: 1, unsupportedAlgorithm: 13, tooManyStations: 17 } as const;
/** The two high bits of an AID are set (9.4.1.8); the largest is 2007. */
const AID_MARK = 0xc000;
const MOST_AIDS = 2007;
/** Where the AID is in an association response: behind capabilities and status code. */
const AID = MANAGEMENT_BODY + 4;

interface Peer {
  readonly address: Uint8Array;
  /** 0 for none. */
  aid: number;
  isAssociated: boolean;
  key: TemporalKey | undefined;
}

/** The frames that access points of one network send, but for addresses; so much of them is the same. */
export interface AccessPointFrames {
  /** Beacon and probe response (9.3.3.2 and 9.3.3.10), whose timestamp, the first field of their body, the air writes. */
  readonly beacon: Uint8Array;
  readonly probeResponse: Uint8Array;
  /** The answer to a request for open system authentication, and to one for association, without an AID. */
  readonly authenticated: Uint8Array;
  readonly associated: Uint8Array;
  readonly data: DataFramer;
}

/** @throws EncodeError for an SSID of more than 32 octets */
export function accessPointFrames(ssid: string, policy: RsnPolicy): AccessPointFrames {
  const beginning = [ssidElement(ssid), supportedRates()];
  const end = [...decodeElements(accessPointRsne(policy)), wmmParameter()];
  const announcement = (elements: readonly Element[]) => ({
    timestamp: 0n,
    beaconInterval: BEACON_INTERVAL_TU,
    capabilityInformation: CAPABILITIES,
    elements,
  });
  return {
    beacon: managementFrame('beacon', announcement([...beginning, trafficIndicationMap(), ...end])),
    probeResponse: managementFrame('probe-response', announcement([...beginning, ...end])),
    authenticated: authenticationResponse(OPEN_SYSTEM, STATUS.success),
    associated: associationResponse('association-response', STATUS.success),
    data: dataFramer({ fromAccessPoint: true }),
  };
}

const authenticationResponse = (algorithm: number, statusCode: number): Uint8Array =>
  managementFrame('authentication', { algorithm, transaction: 2, statusCode, elements: [] });

type AssociationResponse = 'association-response' | 'reassociation-response';

/** Without an AID. */
const associationResponse = (kind: AssociationResponse, statusCode: number): Uint8Array =>
  managementFrame(kind, {
    capabilityInformation: CAPABILITIES,
    statusCode,
    aid: 0,
    elements: [supportedRates(), wmmParameter()],
  });

/** An access point with open system authentication and association (IEEE 802.11-2020, 11.3). */
export function createAccessPoint(options: {
  readonly clock: Clock;
  readonly radio: Radio;
  /** When its TSF timer is 0, which is a TBTT (11.1.3.2): nanoseconds from the start of the run. */
  readonly tsfStart: number;
  readonly ssid: string;
  readonly policy: RsnPolicy;
  readonly frames: AccessPointFrames;
  readonly host: AccessPointHost;
  /** Remarks on the frame that is being received. */
  readonly note: (text: string) => void;
}): AccessPoint {
  const { clock, radio, tsfStart, ssid, policy, frames, host, note } = options;
  const bssid = radio.address;
  const isMfp = policy.groupManagementCipher !== undefined;
  const peers = new AddressMap<Peer>();
  /** Stations that a frame is on its way to which sends them away. */
  const leaving = new AddressMap<true>();
  /** Whether a peer has the AID that is the index; 0 is none. */
  const takenAids = [true];
  let beacons = 0;

  const beacon = (): void => {
    beacons++;
    radio.sendReady(addressed(frames.beacon, BROADCAST, bssid, bssid));
    clock.after((beacons < FIRST_BEACONS ? 1 : BEACON_INTERVALS_BETWEEN) * BEACON_INTERVAL, beacon);
  };

  /** The RSNE that was asked for last, and what is answered: station after station asks for the same. */
  let lastAsked: Uint8Array | undefined;
  let lastStatus = rsneStatus(policy, lastAsked);
  const statusOf = (rsne: Uint8Array | undefined): number => {
    if (rsne !== lastAsked) {
      lastStatus = rsneStatus(policy, rsne);
      lastAsked = rsne;
    }
    return lastStatus;
  };

  const forget = (peer: Peer): void => {
    peers.delete(peer.address);
    if (peer.aid !== 0) takenAids[peer.aid] = false;
    if (peer.isAssociated) host.disassociated(peer.address);
  };

  const receiveManagement = (from: Uint8Array, mpdu: Uint8Array): void => {
    const frame = readManagement(mpdu);
    const peer = peers.get(from);
    switch (frame?.kind) {
      case 'probe-request':
        if (frame.elements.ssid === ssid) radio.send(addressed(frames.probeResponse, from, bssid, bssid));
        return;
      case 'authentication':
        if (frame.transaction === 1) authenticate(from, peer, frame.algorithm);
        return;
      case 'association-request':
        if (peer !== undefined) associate(peer, frame.elements, 'association-response');
        return;
      case 'reassociation-request':
        if (peer !== undefined) associate(peer, frame.elements, 'reassociation-response');
        return;
      case 'deauthentication':
      case 'disassociation':
        if (peer !== undefined) forget(peer);
    }
  };

  const authenticate = (from: Uint8Array, peer: Peer | undefined, algorithm: number): void => {
    if (algorithm !== OPEN_SYSTEM) {
      const refusal = authenticationResponse(algorithm, STATUS.unsupportedAlgorithm);
      radio.send(addressed(refusal, from, bssid, bssid));
      return;
    }
    if (peer !== undefined) forget(peer);
    const address = kept(from);
    peers.set(address, { address, aid: 0, isAssociated: false, key: undefined });
    radio.send(addressed(frames.authenticated, from, bssid, bssid));
  };

  /** The lowest AID that no peer has, as hostapd 2.10 gives it; 0 if there is none left. */
  const takeAid = (): number => {
    const free = takenAids.indexOf(false);
    const aid = free === -1 ? takenAids.length : free;
    if (aid > MOST_AIDS) return 0;
    takenAids[aid] = true;
    return aid;
  };

  /** As hostapd 2.10 finds it: the SSID first, the AID last. */
  const statusFor = (peer: Peer, asked: KnownElements): number => {
    if (asked.ssid !== undefined && asked.ssid !== ssid) return STATUS.unspecifiedFailure;
    const status = statusOf(asked.rsne);
    if (status !== STATUS.success) return status;
    if (peer.aid === 0) peer.aid = takeAid();
    return peer.aid === 0 ? STATUS.tooManyStations : STATUS.success;
  };

  const associate = (peer: Peer, asked: KnownElements, kind: AssociationResponse): void => {
    const status = statusFor(peer, asked);
    const isAccepted = status === STATUS.success;
    const response =
      isAccepted && kind === 'association-response' ? frames.associated : associationResponse(kind, status);
    const mpdu = addressed(response, peer.address, bssid, bssid);
    put16le(mpdu, AID, AID_MARK | peer.aid);
    radio.send(mpdu, {
      rate: undefined,
      // As hostapd does, the station counts as associated once it has acknowledged the response.
      done(acknowledged) {
        if (!acknowledged || !isAccepted || peers.get(peer.address) !== peer) return;
        if (peer.isAssociated) host.disassociated(peer.address);
        peer.isAssociated = true;
        radio.startOver(peer.address);
        host.associated(peer.address, asked.rsne!);
      },
      comment: undefined,
    });
  };

  /** Sends a frame that ends an association. */
  const sendAway = (station: Uint8Array, frame: Uint8Array, comment: string, key?: Sealer): void => {
    leaving.set(station, true);
    const options = { rate: undefined, done: () => leaving.delete(station), comment };
    if (key === undefined) radio.send(frame, options);
    else radio.sendSealed(frame, key, options);
  };

  /**
   * Sends a station away that takes itself for associated (11.3): it has not heard of the end, or somebody else has left in its name.
   * One that has been answered may be so indeed, as hostapd 2.10 has it too: the Ack may be under way, or lost.
   */
  const refuseClass3 = (mpdu: Uint8Array, peer: Peer | undefined): void => {
    if ((peer !== undefined && peer.aid !== 0) || leaving.get(mpdu, ADDRESS_2) !== undefined) return;
    const station = kept(addressAt(mpdu, ADDRESS_2));
    const kind = peer === undefined ? 'deauthentication' : 'disassociation';
    const body = managementFrame(kind, { reasonCode: REASON.invalidClass3, elements: [] });
    const frame = addressed(body, station, bssid, bssid);
    sendAway(station, frame, 'the WT has data of a UE that is not associated: reason 7');
  };

  const receiveData = (peer: Peer, mpdu: Uint8Array, opened: Uint8Array | undefined): void => {
    if (!carriesData(mpdu)) return;
    const content = opened === undefined ? contentAt(mpdu, headerLength(mpdu)) : contentAt(opened, 0);
    // The controlled port (12.7.6.1): in clear, nothing but EAPOL passes.
    if (content !== undefined && (opened !== undefined || content.etherType === EAPOL_ETHERTYPE))
      host.receive(peer.address, content.etherType, content.payload);
  };

  const receive = (mpdu: Uint8Array): void => {
    const peer = peers.get(mpdu, ADDRESS_2);
    const isSealed = isProtected(mpdu);
    if (frameType(mpdu) !== FRAME_TYPE.management) {
      const opened = isSealed ? peer?.key?.openBody(mpdu) : undefined;
      if (isSealed && opened === undefined) note(NOT_OPENED);
      if (peer?.isAssociated !== true) {
        if (frameType(mpdu) === FRAME_TYPE.data) refuseClass3(mpdu, peer);
      } else if (!isSealed || opened !== undefined) receiveData(peer, mpdu, opened);
      return;
    }
    const clear = isSealed ? peer?.key?.open(mpdu) : mpdu;
    const answer = isSealed && clear !== undefined ? saQueryResponse(clear) : undefined;
    if (clear === undefined) note(NOT_OPENED);
    else if (answer !== undefined)
      radio.sendSealed(addressed(answer, peer!.address, bssid, bssid), peer!.key!);
    // With management frame protection only a protected frame ends an association that has a key (11.13).
    else if (isSealed || !isMfp || peer?.key === undefined || !isRobust(clear))
      receiveManagement(addressAt(mpdu, ADDRESS_2), clear);
  };
  radio.receiver = { receive };

  return {
    start() {
      clock.after(tsfStart + BEACON_INTERVAL - clock.now, beacon);
    },
    send(station, etherType, payload, sendOptions) {
      const peer = peers.get(station);
      const isEapol = etherType === EAPOL_ETHERTYPE;
      if (peer === undefined || !peer.isAssociated || (peer.key === undefined && !isEapol)) return;
      const frame = frames.data(etherType, peer.address, bssid, payload);
      if (peer.key === undefined) radio.send(frame, sendOptions);
      else if (isEapol) radio.sendSealed(frame, peer.key, sendOptions);
      else radio.send(frame, sendOptions, peer.key);
    },
    sendToAll: (content, seal) => radio.sendSealed(groupDataFrame(bssid, content), { seal }),
    installPairwise(station, ptk) {
      const peer = peers.get(station);
      if (peer !== undefined) peer.key = createTemporalKey(policy.pairwiseCipher, ptk);
    },
    deauthenticate(station, reason, comment) {
      const peer = peers.get(station);
      const body = managementFrame('deauthentication', { reasonCode: reason, elements: [] });
      const frame = addressed(body, station, bssid, bssid);
      sendAway(station, frame, comment, isMfp ? peer?.key : undefined);
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
