import {
  ADDRESS_1,
  ADDRESS_2,
  ADDRESS_3,
  carriesData,
  FRAME_TYPE,
  frameType,
  headerLength,
  isProtected,
  sameAddress,
} from '../../codecs/dot11/header.js';
import { isGroupAddress } from '../../codecs/dot11/mac.js';
import { REASON } from '../../codecs/dot11/reason-codes.js';
import { get16le } from '../../codecs/layout/octets.js';
import { EAPOL_ETHERTYPE } from '../../codecs/link/llc.js';
import type { Timer } from '../engine/engine.js';
import type { GroupKey } from '../keys/wlan.js';
import { type ConnectionMonitor, createConnectionMonitor } from './connection-monitor.js';
import {
  addressed,
  BROADCAST,
  contentAt,
  isAnnouncement,
  isEnd,
  isRobust,
  MANAGEMENT_BODY,
  managementFrame,
} from './frames.js';
import { InstalledGroupKey } from './group-temporal-key.js';
import { readManagement } from './management.js';
import type { FrameReceiver, Radio } from './radio.js';
import { createSaQuery, type SaQuery } from './sa-query.js';
import type { ConnectionFailure, PayloadOptions, Station, StationHost } from './station-interface.js';
import { type AssociationRequest, CURRENT_AP_ADDRESS, type StationProfile } from './station-profile.js';
import { STATION_TIMING } from './station-timing.js';
import { createTemporalKey, NOT_OPENED, type TemporalKey } from './temporal-key.js';

const TRIES = 3;
const SUCCESS = 0;

/**
 * A station that scans, authenticates (open system), associates, and comes back when it is sent away
 * (IEEE 802.11-2020, 11.1.4.3.2 and 11.3).
 * @param bssid the address of the access point that it is to join
 */
export const createStation = (
  profile: StationProfile,
  own: { readonly radio: Radio; readonly bssid: Uint8Array; readonly host: StationHost },
): Station => new ClientStation(profile, own.radio, own.bssid, own.host);

/** The key ID behind the first two packet number octets of CCMP and GCMP (IEEE 802.11-2020, 12.5.3.2). */
const keyIdOf = (mpdu: Uint8Array): number => (mpdu[headerLength(mpdu) + 3] ?? 0) >> 6;

/** A class, as each UE has one. */
class ClientStation implements Station, FrameReceiver {
  readonly #profile: StationProfile;
  readonly #radio: Radio;
  readonly #bssid: Uint8Array;
  readonly #host: StationHost;
  #state: 'idle' | 'scanning' | 'authenticating' | 'associating' | 'associated' = 'idle';
  /** The RSNE that the scan has found. */
  #found: Uint8Array | undefined;
  /** What the association is, or is to be, made with. */
  #request: AssociationRequest | undefined;
  /** Whether it was associated with the same access point just before. */
  #isReassociation = false;
  /** How often the present request has been sent. */
  #tries = 0;
  #timer: Timer | undefined;
  #transmitKey: TemporalKey | undefined;
  #receiveKey: TemporalKey | undefined;
  /** The GTKs in use: an old one may still be, until all have the new one. */
  #gtk: InstalledGroupKey | undefined = undefined;
  #otherGtk: InstalledGroupKey | undefined = undefined;
  /** Associations one after the other that ended before they had a key. */
  #failures = 0;
  /** Attempts to be connected, one after the other, that were in vain. */
  #vainAttempts = 0;
  /** Undefined until a frame gets no Ack. */
  #monitor: ConnectionMonitor | undefined = undefined;
  /** Undefined until there is doubt about the association. */
  #saQuery: SaQuery | undefined = undefined;

  constructor(profile: StationProfile, radio: Radio, bssid: Uint8Array, host: StationHost) {
    this.#profile = profile;
    this.#radio = radio;
    this.#bssid = bssid;
    this.#host = host;
    radio.receiver = this;
  }

  start(): void {
    this.#scan();
  }

  get isInVain(): boolean {
    return this.#vainAttempts >= TRIES;
  }

  leave(reason: number): void {
    this.#deauthenticate(reason);
    this.#lose();
  }

  stop(reason: number): void {
    if (this.#state === 'associated')
      this.#deauthenticate(reason, `the UE leaves the WLAN: reason ${reason}`);
    this.#dropKeys();
    this.#timer?.cancel();
    this.#failures = 0;
    this.#vainAttempts = 0;
    this.#state = 'idle';
  }

  leaveIfForbidden(): void {
    if (this.#state === 'idle' || this.#state === 'scanning' || this.#host.mayJoin()) return;
    if (this.#state === 'associated')
      this.#deauthenticate(
        REASON.leaving,
        'the UE leaves the WLAN, which it may not be in any more: reason 3',
      );
    this.#dropKeys();
    this.#scanLater();
  }

  reassociate(): void {
    if (this.#state !== 'associated') return;
    this.#deauthenticate(
      // As wpa_supplicant 2.10, where it reassociates with the same BSS.
      REASON.invalidAuthentication,
      'the UE leaves the association to enter it anew: reason 2',
    );
    this.#dropKeys();
    this.#authenticate(true);
  }

  send(etherType: number, payload: Uint8Array, how?: PayloadOptions): void {
    const key = this.#transmitKey;
    if (this.#state !== 'associated' || (key === undefined && etherType !== EAPOL_ETHERTYPE)) return;
    const frame = this.#profile.frameData(etherType, this.#radio.address, this.#bssid, payload);
    if (key === undefined || how?.isClear === true) this.#radio.send(frame, how);
    else if (etherType === EAPOL_ETHERTYPE) this.#radio.sendSealed(frame, key, how);
    else this.#radio.send(frame, how, key);
  }

  installPairwise(ptk: Uint8Array, direction: 'transmit' | 'receive'): void {
    const key = createTemporalKey(this.#profile.policy.pairwiseCipher, ptk);
    if (direction === 'transmit') {
      this.#transmitKey = key;
      this.#timer?.cancel();
    } else this.#receiveKey = key;
    this.#failures = 0;
    this.#vainAttempts = 0;
  }

  installGtk(gtk: GroupKey): void {
    const last = this.#gtkWith(gtk.keyId);
    if (last !== this.#gtk) this.#otherGtk = this.#gtk;
    this.#gtk = new InstalledGroupKey(this.#profile.policy.groupCipher, gtk, last);
  }

  #gtkWith(keyId: number): InstalledGroupKey | undefined {
    if (this.#gtk?.key.keyId === keyId) return this.#gtk;
    return this.#otherGtk?.key.keyId === keyId ? this.#otherGtk : undefined;
  }

  receive(mpdu: Uint8Array): void {
    this.#monitor?.stop();
    const isOpened = isProtected(mpdu);
    if (frameType(mpdu) === FRAME_TYPE.management) {
      const clear = isOpened ? this.#receiveKey?.open(mpdu) : mpdu;
      if (clear === undefined) this.#profile.note(NOT_OPENED);
      // With management frame protection only a protected frame ends an association that has a key (11.13).
      else if (isOpened || !this.#profile.isMfp || this.#receiveKey === undefined || !isRobust(clear)) {
        if (isOpened) this.#saQuery?.receive(clear);
        this.#receiveManagement(clear);
      } else this.#doubt(clear);
      return;
    }
    if (isOpened && isGroupAddress(mpdu, ADDRESS_1)) {
      this.#receiveFromAll(mpdu);
      return;
    }
    const body = isOpened ? this.#receiveKey?.openBody(mpdu) : mpdu;
    if (body === undefined) {
      this.#profile.note(NOT_OPENED);
      return;
    }
    if (this.#state !== 'associated' || !sameAddress(mpdu, ADDRESS_2, this.#bssid, 0)) return;
    if (!carriesData(mpdu)) return;
    const content = contentAt(body, isOpened ? 0 : headerLength(mpdu));
    // The controlled port (12.7.6.1): in clear, nothing but EAPOL passes.
    if (content !== undefined && (isOpened || content.etherType === EAPOL_ETHERTYPE))
      this.#host.receive(content.etherType, content.payload);
  }

  missesPeer(): void {
    if (this.#state !== 'associated' || this.#transmitKey === undefined) return;
    const ask = (done: (isAcknowledged: boolean) => void): void =>
      this.#radio.send(addressed(this.#profile.nullData, this.#bssid, this.#radio.address, this.#bssid), {
        done,
        comment: 'no Ack has come: the UE asks whether the WT is still in reach',
      });
    this.#monitor ??= createConnectionMonitor(this.#profile.clock, ask, () => {
      this.#radio.drop();
      this.#lose();
    });
    this.#monitor.doubt();
  }

  /**
   * A frame that anybody may have sent. Where it says that the access point knows of no association, that is asked, under
   * protection (11.13), as wpa_supplicant 2.10 does.
   */
  #doubt(mpdu: Uint8Array): void {
    if (this.#state !== 'associated' || !isEnd(mpdu) || !sameAddress(mpdu, ADDRESS_3, this.#bssid, 0)) return;
    const reason = get16le(mpdu, MANAGEMENT_BODY);
    if (reason !== REASON.invalidClass2 && reason !== REASON.invalidClass3) return;
    this.#saQuery ??= createSaQuery(
      this.#profile.clock,
      frame => this.#sendManagement(frame),
      () => {
        this.#deauthenticate(REASON.invalidAuthentication, 'no answer to SA Query: the UE leaves, reason 2');
        this.#lose();
      },
    );
    this.#saQuery.begin();
  }

  /** A protected group addressed data frame. */
  #receiveFromAll(mpdu: Uint8Array): void {
    const taken = this.#gtkWith(keyIdOf(mpdu))?.take(mpdu);
    if (taken === undefined) this.#profile.note(NOT_OPENED);
    else if (taken === 'again') this.#profile.note('the UE takes this group addressed frame once more');
  }

  #receiveManagement(mpdu: Uint8Array): void {
    if (!sameAddress(mpdu, ADDRESS_3, this.#bssid, 0)) return;
    if (isAnnouncement(mpdu) && this.#state !== 'scanning') return;
    const frame = readManagement(mpdu);
    if (frame === undefined) return;
    const { kind, statusCode, elements } = frame;
    switch (kind) {
      case 'beacon':
      case 'probe-response':
        if (this.#state === 'scanning' && elements.ssid === this.#profile.ssid) this.#found = elements.rsne;
        return;
      case 'authentication':
        if (this.#state !== 'authenticating' || frame.transaction !== 2) return;
        if (statusCode === SUCCESS) this.#associate();
        else this.#refuse();
        return;
      case 'association-response':
      case 'reassociation-response':
        if (this.#state !== 'associating') return;
        if (statusCode === SUCCESS) this.#enterAssociation();
        else this.#refuse();
        return;
      case 'deauthentication':
      case 'disassociation':
        if (this.#state === 'idle' || this.#state === 'scanning') return;
        this.#radio.drop();
        this.#lose();
    }
  }

  #setTimer(delay: number, action: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#profile.clock.after(delay, action);
  }

  #scan(): void {
    this.#state = 'scanning';
    this.#found = undefined;
    this.#radio.send(addressed(this.#profile.probeRequest, BROADCAST, this.#radio.address, BROADCAST));
    this.#setTimer(STATION_TIMING.scan, () => this.#choose());
  }

  #choose(): void {
    if (this.#state !== 'scanning') return;
    if (this.#found === undefined || !this.#host.mayJoin()) {
      this.#tryLater();
      return;
    }
    this.#request = this.#profile.requestFor(this.#found);
    this.#authenticate(false);
  }

  #authenticate(isReassociation: boolean): void {
    this.#state = 'authenticating';
    this.#isReassociation = isReassociation;
    this.#tries = 0;
    this.#try();
  }

  #associate(): void {
    this.#state = 'associating';
    this.#tries = 0;
    this.#try();
  }

  /** Sends the request of the present state, and again where no answer comes. */
  #try(): void {
    this.#tries++;
    const frame = addressed(this.#frameToTry(), this.#bssid, this.#radio.address, this.#bssid);
    if (this.#state === 'associating' && this.#isReassociation) frame.set(this.#bssid, CURRENT_AP_ADDRESS);
    this.#radio.send(frame);
    this.#setTimer(STATION_TIMING.answer, () => {
      if (this.#tries < TRIES) this.#try();
      else this.#tryLater();
    });
  }

  #frameToTry(): Uint8Array {
    if (this.#state === 'authenticating') return this.#profile.authenticationRequest;
    return this.#isReassociation ? this.#request!.reassociation : this.#request!.association;
  }

  #scanLater(delay: number = STATION_TIMING.scanInterval): void {
    this.#state = 'idle';
    this.#setTimer(delay, () => this.#scan());
  }

  /** The access point was not reached. */
  #tryLater(delay?: number): void {
    this.#scanLater(delay);
    this.#countVain('out of reach');
  }

  #countVain(why: ConnectionFailure): void {
    this.#vainAttempts++;
    if (this.isInVain) this.#host.failed(why);
  }

  #refuse(): void {
    this.#scanLater();
    this.#host.refused();
  }

  #enterAssociation(): void {
    this.#state = 'associated';
    this.#radio.startOver(this.#bssid);
    // An access point that has heard no Ack of its response knows of no association.
    this.#setTimer(STATION_TIMING.handshake, () => {
      this.#deauthenticate(REASON.leaving, 'no handshake has come to an end: the UE leaves, reason 3');
      this.#dropKeys();
      this.#tryLater(STATION_TIMING.afterNoHandshake);
    });
    this.#host.associated(this.#request!.rsne);
  }

  #dropKeys(): void {
    this.#saQuery?.stop();
    this.#monitor?.stop();
    this.#transmitKey = undefined;
    this.#receiveKey = undefined;
    this.#gtk = undefined;
    this.#otherGtk = undefined;
    if (this.#state === 'associated') this.#host.disassociated();
  }

  /** The association, or the attempt at one, is over. */
  #lose(): void {
    const { reconnect, wrongKeyPauses } = STATION_TIMING;
    const hasFailed = this.#state === 'associated' && this.#transmitKey === undefined;
    this.#failures = hasFailed ? this.#failures + 1 : 0;
    this.#dropKeys();
    const wrongKey = hasFailed && wrongKeyPauses.find(({ failures }) => this.#failures <= failures);
    this.#scanLater(wrongKey ? wrongKey.pause : reconnect);
    if (hasFailed) this.#countVain('no key');
  }

  #deauthenticate(reason: number, comment?: string): void {
    this.#sendManagement(managementFrame('deauthentication', { reasonCode: reason, elements: [] }), comment);
  }

  /** Sends a robust management frame, its addresses still to be written. */
  #sendManagement(unaddressed: Uint8Array, comment?: string): void {
    const frame = addressed(unaddressed, this.#bssid, this.#radio.address, this.#bssid);
    const key = this.#profile.isMfp ? this.#transmitKey : undefined;
    if (key === undefined) this.#radio.send(frame, { comment });
    else this.#radio.sendSealed(frame, key, { comment });
  }
}
