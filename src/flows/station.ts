import { decodeElements } from '../codecs/dot11/element.js';
import { ADDRESS_2, ADDRESS_3, FRAME_TYPE, frameType, isProtected } from '../codecs/dot11/header.js';
import { EAPOL_ETHERTYPE } from '../codecs/link/llc.js';
import { addressKey } from './air.js';
import { type Clock, MILLISECOND, SECOND, type Timer } from './engine.js';
import {
  CAPABILITIES,
  type DataFramer,
  dataFramer,
  decodeManagement,
  hasSsid,
  isAnnouncement,
  isRobust,
  managementFrame,
  payloadOf,
  ssidElement,
  supportedRates,
  tidOf,
  wmmInformation,
} from './frames.js';
import type { Radio, SendOptions } from './radio.js';
import { type AssociationRsne, agreedPolicy, type RsnPolicy, rsneIn, stationRsne } from './rsn.js';
import { createTemporalKey, NOT_OPENED, type TemporalKey } from './temporal-key.js';

/** Intervals of a station's own, in nanoseconds. */
export interface StationTiming {
  /** From the probe request to the choice of an access point. */
  readonly scan: number;
  /** From a scan that found none to the next. */
  readonly scanInterval: number;
  /** To the answer to an authentication or association request, which is sent up to three times. */
  readonly answer: number;
  /** From a deauthentication to the next scan … */
  readonly reconnect: number;
  /** … and where the first handshake of an association failed, which is what a wrong key does: so much times the failures. */
  readonly wrongKeyPause: number;
}

/**
 * wpa_supplicant 2.10 and mac80211: `scan`, `reconnect` and `wrongKeyPause` as measured in fixtures/captures (one channel
 * scanned; d and e2), `scanInterval` its scan_interval, `answer` IEEE80211_AUTH_TIMEOUT (net/mac80211/mlme.c).
 */
export const wpaSupplicantTiming: StationTiming = {
  scan: 70 * MILLISECOND,
  scanInterval: 5 * SECOND,
  answer: 200 * MILLISECOND,
  reconnect: 130 * MILLISECOND,
  wrongKeyPause: 10 * SECOND,
};

/** What a station tells the UE that it belongs to. */
export interface StationHost {
  /** Associated; EAPOL frames alone pass until a pairwise key is installed. */
  associated(rsne: AssociationRsne): void;
  disassociated(): void;
  receive(etherType: number, payload: Uint8Array): void;
}

/** How a station sends a payload. */
export interface PayloadOptions extends SendOptions {
  /** Without protection though there is a pairwise key. */
  readonly isClear?: boolean;
}

/** The WLAN station of a UE. */
export interface Station {
  /** Joins the network, again and again until it is associated. */
  start(): void;
  /** Deauthenticates, and joins anew. */
  leave(reason: number): void;
  /** Deauthenticates if it is associated, and joins no more until it is started again. */
  stop(reason: number): void;
  /** Leaves the association and enters it again, without a scan (11.3.5.4); without effect if there is none. */
  reassociate(): void;
  /** Sends to the access point; what is not EAPOL is dropped while there is no pairwise key. */
  send(etherType: number, payload: Uint8Array, options?: PayloadOptions): void;
  /** Takes a temporal key into use for one direction (MLME-SETKEYS, IEEE 802.11-2020, 6.3.19). */
  installPairwise(tk: Uint8Array, direction: 'transmit' | 'receive'): void;
}

/** What wpa_supplicant 2.10 says as it reassociates with the same BSS (Table 9-49). */
const REASON_PREVIOUS_AUTHENTICATION = 2;
const TRIES = 3;
const OPEN_SYSTEM = 0;
const SUCCESS = 0;
/** Beacon intervals that a station may sleep through; it does not sleep here. */
const LISTEN_INTERVAL = 5;
const BROADCAST = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'scanning'; found: Uint8Array | undefined }
  | {
      readonly name: 'authenticating' | 'associating';
      readonly rsne: AssociationRsne;
      /** Whether it was associated with the same access point just now. */
      readonly isReassociation: boolean;
    }
  | { readonly name: 'associated'; readonly rsne: AssociationRsne };

/**
 * A station that scans, authenticates (open system), associates, and comes back when it is sent away
 * (IEEE 802.11-2020, 11.1.4.3.2 and 11.3).
 */
export function createStation(options: {
  readonly clock: Clock;
  readonly radio: Radio;
  readonly ssid: string;
  readonly bssid: Uint8Array;
  readonly policy: RsnPolicy;
  readonly timing: StationTiming;
  readonly host: StationHost;
  /** Remarks on the frame that is being received. */
  readonly note: (text: string) => void;
}): Station {
  const { clock, radio, ssid, bssid, policy, timing, host, note } = options;
  const own = radio.address;
  let state: State = { name: 'idle' };
  let timer: Timer | undefined;
  let transmitKey: TemporalKey | undefined;
  let receiveKey: TemporalKey | undefined;
  /** Associations one after the other that ended before they had a key. */
  let failures = 0;

  const framers = new Map<number, DataFramer>();
  const framerOf = (etherType: number): DataFramer => {
    const known = framers.get(etherType);
    if (known !== undefined) return known;
    const tid = tidOf(etherType);
    const framer = dataFramer({ fromAccessPoint: false, station: own, bssid, tid, etherType });
    framers.set(etherType, framer);
    return framer;
  };

  const setTimer = (delay: number, action: () => void): void => {
    timer?.cancel();
    timer = clock.after(delay, action);
  };

  const scan = (): void => {
    state = { name: 'scanning', found: undefined };
    const elements = [ssidElement(ssid), supportedRates()];
    radio.send(managementFrame('probe-request', BROADCAST, own, BROADCAST, { elements }));
    setTimer(timing.scan, () => {
      if (state.name !== 'scanning') return;
      if (state.found === undefined) setTimer(timing.scanInterval, scan);
      else {
        const station = stationRsne(agreedPolicy(policy, state.found));
        authenticate({ accessPoint: state.found, station }, false, 1);
      }
    });
  };

  const authenticate = (rsne: AssociationRsne, isReassociation: boolean, tries: number): void => {
    state = { name: 'authenticating', rsne, isReassociation };
    const body = { algorithm: OPEN_SYSTEM, transaction: 1, statusCode: SUCCESS, elements: [] };
    radio.send(managementFrame('authentication', bssid, own, bssid, body));
    setTimer(timing.answer, () =>
      tries < TRIES ? authenticate(rsne, isReassociation, tries + 1) : scanLater(),
    );
  };

  const associate = (rsne: AssociationRsne, isReassociation: boolean, tries: number): void => {
    state = { name: 'associating', rsne, isReassociation };
    const [element] = decodeElements(rsne.station);
    const body = {
      capabilityInformation: CAPABILITIES,
      listenInterval: LISTEN_INTERVAL,
      elements: [ssidElement(ssid), supportedRates(), element!, wmmInformation()],
    };
    radio.send(
      isReassociation
        ? managementFrame('reassociation-request', bssid, own, bssid, { ...body, currentApAddress: bssid })
        : managementFrame('association-request', bssid, own, bssid, body),
    );
    setTimer(timing.answer, () =>
      tries < TRIES ? associate(rsne, isReassociation, tries + 1) : scanLater(),
    );
  };

  const scanLater = (delay = timing.scanInterval): void => {
    state = { name: 'idle' };
    setTimer(delay, scan);
  };

  const enterAssociation = (rsne: AssociationRsne): void => {
    timer?.cancel();
    state = { name: 'associated', rsne };
    host.associated(rsne);
  };

  const dropKeys = (): void => {
    transmitKey = undefined;
    receiveKey = undefined;
    if (state.name === 'associated') host.disassociated();
  };

  /** The association, or the attempt at one, is over. */
  const lose = (): void => {
    const failed = state.name === 'associated' && transmitKey === undefined;
    failures = failed ? failures + 1 : 0;
    dropKeys();
    scanLater(failed ? failures * timing.wrongKeyPause : timing.reconnect);
  };

  const deauthenticate = (reason: number, comment?: string): void => {
    const body = { reasonCode: reason, elements: [] };
    const frame = managementFrame('deauthentication', bssid, own, bssid, body);
    const isMfp = policy.groupManagementCipher !== undefined;
    radio.send(isMfp && transmitKey !== undefined ? transmitKey.seal(frame) : frame, { comment });
  };

  const receiveManagement = (mpdu: Uint8Array): void => {
    if (addressKey(mpdu, ADDRESS_3) !== addressKey(bssid)) return;
    if (isAnnouncement(mpdu) && state.name !== 'scanning') return;
    const frame = decodeManagement(mpdu);
    if (frame === undefined) return;
    switch (frame.kind) {
      case 'beacon':
      case 'probe-response':
        if (state.name === 'scanning' && hasSsid(frame.elements, ssid)) state.found = rsneIn(frame.elements);
        return;
      case 'authentication':
        if (state.name !== 'authenticating' || frame.transaction !== 2) return;
        if (frame.statusCode === SUCCESS) associate(state.rsne, state.isReassociation, 1);
        else scanLater();
        return;
      case 'association-response':
      case 'reassociation-response':
        if (state.name !== 'associating') return;
        if (frame.statusCode === SUCCESS) enterAssociation(state.rsne);
        else scanLater();
        return;
      case 'deauthentication':
      case 'disassociation':
        if (state.name !== 'idle' && state.name !== 'scanning') lose();
    }
  };

  const receive = (mpdu: Uint8Array): void => {
    const clear = isProtected(mpdu) ? receiveKey?.open(mpdu) : mpdu;
    if (clear === undefined) {
      note(NOT_OPENED);
      return;
    }
    const isOpened = clear !== mpdu;
    if (frameType(clear) === FRAME_TYPE.management) {
      // With management frame protection only a protected frame ends an association that has a key (11.13).
      const mustBeProtected = policy.groupManagementCipher !== undefined && receiveKey !== undefined;
      if (isOpened || !mustBeProtected || !isRobust(clear)) receiveManagement(clear);
      return;
    }
    if (state.name !== 'associated' || addressKey(mpdu, ADDRESS_2) !== addressKey(bssid)) return;
    const content = payloadOf(clear);
    // The controlled port (12.7.6.1): in clear, nothing but EAPOL passes.
    if (content !== undefined && (isOpened || content.etherType === EAPOL_ETHERTYPE))
      host.receive(content.etherType, content.payload);
  };
  radio.receive = receive;

  return {
    start: scan,
    leave(reason) {
      deauthenticate(reason);
      lose();
    },
    stop(reason) {
      if (state.name === 'associated') deauthenticate(reason, `the UE leaves the WLAN: reason ${reason}`);
      dropKeys();
      timer?.cancel();
      failures = 0;
      state = { name: 'idle' };
    },
    reassociate() {
      if (state.name !== 'associated') return;
      const { rsne } = state;
      deauthenticate(
        REASON_PREVIOUS_AUTHENTICATION,
        'the UE leaves the association to enter it anew: reason 2',
      );
      dropKeys();
      authenticate(rsne, true, 1);
    },
    send(etherType, payload, { isClear = false, ...how } = {}) {
      const isEapol = etherType === EAPOL_ETHERTYPE;
      if (state.name !== 'associated' || (transmitKey === undefined && !isEapol)) return;
      const frame = framerOf(etherType)(payload);
      const mpdu = isClear || transmitKey === undefined ? frame : transmitKey.seal(frame);
      radio.send(mpdu, how);
    },
    installPairwise(tk, direction) {
      const key = createTemporalKey(policy.pairwiseCipher, tk);
      if (direction === 'transmit') transmitKey = key;
      else receiveKey = key;
      failures = 0;
    },
  };
}
