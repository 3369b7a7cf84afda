import { REASON } from '../../codecs/dot11/reason-codes.js';
import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from '../../codecs/link/llc.js';
import type { Clock } from '../engine/engine.js';
import type { Random } from '../engine/random.js';
import { sKwtOf } from '../keys/derived.js';
import type { KeyLog } from '../keys/key-log.js';
import type { GroupKey, Pmk } from '../keys/wlan.js';
import {
  createDataSink,
  createDataSource,
  type DataMeasure,
  type DataSink,
  type DataSource,
  type DrbConfiguration,
  lwaapOf,
  NOTHING_SENT,
  pdcpInLwaap,
  pdcpOf,
  type SentData,
  type UserData,
} from '../user-data.js';
import type { Radio } from '../wlan/radio.js';
import type { AssociationRsne, KeyFrameFormat, RsnPolicy } from '../wlan/rsn.js';
import { createStation } from '../wlan/station.js';
import type { ConnectionFailure, PayloadOptions, Station, StationHost } from '../wlan/station-interface.js';
import type { StationProfile } from '../wlan/station-profile.js';
import {
  createSupplicant,
  type Supplicant,
  type SupplicantFlaws,
  type SupplicantHost,
} from '../wlan/supplicant.js';
import type { AnnouncedWlan } from './wlan-mobility-set.js';

/** Who is told of what happens at a UE. */
export interface UeObserver {
  /** Whether it may join this WLAN, which it has found. */
  mayJoin(wlan: AnnouncedWlan): boolean;
  /** The WLAN does not take it. */
  refused(): void;
  /** It has tried in vain to be connected to the WLAN. */
  failed(why: ConnectionFailure): void;
  /** A pairwise key is taken into use. */
  keyInUse(pmk: Pmk): void;
  /** User data arrives under a key from this S-KWT. */
  dataArrived(pmk: Pmk): void;
}

/** An LTE UE with its WLAN station, as seen from outside. */
export interface Ue {
  readonly address: Uint8Array;
  /** Joins the WLAN of the WT, and sends user data once it has a key. */
  start(): void;
  /** Derives the S-KWT of a WT Counter, the PMK of what handshakes follow (TS 33.401, G.2), and gives it. */
  takeWtCounter(kenb: Uint8Array, wtCounter: number): Pmk;
  /** Has this bearer from now on, and user data on it. */
  configureDrb(drb: DrbConfiguration): void;
  /**
   * Whether LWA carries the bearer (TS 36.331, drb-TypeLWA), as it does at first. Where it does not any more, what WLAN has not
   * confirmed goes over Uu: PDCP data recovery (TS 36.331, 5.6.14.3; TS 36.323, 5.9).
   */
  carryByLwa(isLwa: boolean): void;
  /** Takes a downlink PDCP PDU that comes over Uu. */
  receivePdcp(pdcp: Uint8Array): void;
  /** Sends an uplink PDCP PDU over Uu; undefined where user data goes over WLAN or not at all. */
  overUu: ((pdcp: Uint8Array) => void) | undefined;
  /** Leaves the association, if there is one, and enters it anew. */
  reassociate(): void;
  /** Leaves the WLAN if it may not join it any more, and looks for one that it may. */
  leaveIfForbidden(): void;
  /** Leaves the WLAN, until it is started again. */
  leave(): void;
  observer: UeObserver;
  state(): UeState;
  /** What arrived of the downlink, of which the network has sent so much. */
  downlink(sent: SentData): DataMeasure;
}

/** Where a UE stands. */
export interface UeState {
  /** How often it associated. */
  readonly associations: number;
  /** The PTK in use, as a whole, and the S-KWT that it is from; undefined without one. */
  readonly inUse: { readonly ptk: Uint8Array; readonly pmk: Pmk } | undefined;
  /** The S-KWT that it was told of last; undefined before any was. */
  readonly sKwt: Pmk | undefined;
  /** Whether it has refused the M3 of the WT, or tried in vain to be connected, three times or more. */
  readonly isInVain: boolean;
  /** The S-KWT of the first pairwise key that it took into use. */
  readonly first: Pmk | undefined;
  /** User data that it sent. */
  readonly uplinkSent: SentData;
  /** Whether LWA carries its bearer, as far as it has been told. */
  readonly isLwa: boolean;
}

/** What the UEs of a run have in common. */
export interface UeProfile {
  readonly clock: Clock;
  readonly station: StationProfile;
  readonly policy: RsnPolicy;
  /** Whether a new S-KWT serves a handshake within the association; see {@link createSupplicant}. */
  readonly takesNewPmkInPlace: boolean;
  readonly flaws?: SupplicantFlaws | undefined;
  readonly userData: UserData;
  /** Of frames with user data, in Mb/s. */
  readonly dataRate: number;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}

/** What a UE has of its own. */
export interface UeOptions {
  readonly random: Random;
  readonly radio: Radio;
  /** The address of the access point that it is to join. */
  readonly bssid: Uint8Array;
  /** What the first S-KWT comes from, if the UE has been told: KeNB, 32 octets, and a WT Counter. */
  readonly keys: { readonly kenb: Uint8Array; readonly wtCounter: number } | undefined;
  /** The bearer that it has from the start. */
  readonly drb: DrbConfiguration;
}

/** As many PDCP PDUs are kept until they are confirmed: half of the sequence numbers of 12 bits (TS 36.323, 5.1.1). */
const MOST_UNCONFIRMED = 2048;

/** The WLAN side of a UE, and its keys. */
export const createUe = (profile: UeProfile, options: UeOptions): Ue => new WlanUe(profile, options);

/** A class, as there may be many thousands. */
class WlanUe implements Ue, StationHost, SupplicantHost {
  readonly address: Uint8Array;
  observer: UeObserver = NOBODY;
  overUu: ((pdcp: Uint8Array) => void) | undefined = undefined;
  readonly #profile: UeProfile;
  readonly #bssid: Uint8Array;
  readonly #station: Station;
  readonly #supplicant: Supplicant;
  #drb: DrbConfiguration;
  #associations = 0;
  #inUse: UeState['inUse'];
  /** What the key that opens what arrives is from: for a moment still the one before. */
  #receivesUnder: Pmk | undefined;
  #first: Pmk | undefined;
  /** Whether it has left the WT for what M3 told, and has had no key since. */
  #hasRefused = false;
  /** Undefined until there is user data. */
  #source: DataSource | undefined;
  #sink: DataSink | undefined;
  #isLwa = true;
  /** Whether its bearer is one of LWA. */
  #isLwaWanted = true;
  /** The uplink PDCP PDUs that WLAN has not confirmed, by COUNT, where they may go over Uu. */
  #unconfirmed: Map<number, Uint8Array> | undefined = undefined;

  constructor(profile: UeProfile, { random, radio, bssid, keys, drb }: UeOptions) {
    this.address = radio.address;
    this.#profile = profile;
    this.#bssid = bssid;
    this.#drb = drb;
    this.#station = createStation(profile.station, { radio, bssid, host: this });
    this.#supplicant = createSupplicant({
      numbers: random.numbers('supplicant'),
      policy: profile.policy,
      aa: bssid,
      spa: radio.address,
      pmk: keys && this.#sKwtOf(keys.kenb, keys.wtCounter),
      takesNewPmkInPlace: profile.takesNewPmkInPlace,
      flaws: profile.flaws,
      host: this,
    });
  }

  start(): void {
    this.#station.start();
  }

  takeWtCounter(kenb: Uint8Array, wtCounter: number): Pmk {
    const pmk = this.#sKwtOf(kenb, wtCounter);
    this.#supplicant.setPmk(pmk);
    return pmk;
  }

  configureDrb(drb: DrbConfiguration): void {
    this.#drb = drb;
  }

  carryByLwa(isLwa: boolean): void {
    this.#isLwaWanted = isLwa;
    // It goes over Uu for as long as there is no way over WLAN yet.
    if (isLwa && this.#isOverUu && this.#inUse === undefined) return;
    this.#isLwa = isLwa;
    if (!this.#isOverUu) return;
    for (const pdcp of this.#unconfirmed?.values() ?? []) this.overUu?.(pdcp);
    this.#unconfirmed = undefined;
  }

  receivePdcp(pdcp: Uint8Array): void {
    this.#sink ??= createDataSink(this.#profile.clock);
    this.#sink.receive(pdcp, this.#drb.snLength);
  }

  reassociate(): void {
    this.#station.reassociate();
  }

  leaveIfForbidden(): void {
    this.#station.leaveIfForbidden();
  }

  leave(): void {
    this.#station.stop(REASON.leaving);
  }

  state(): UeState {
    return {
      associations: this.#associations,
      inUse: this.#inUse,
      sKwt: this.#supplicant.pmk,
      isInVain: this.#hasRefused || this.#station.isInVain,
      first: this.#first,
      uplinkSent: this.#source?.sent() ?? NOTHING_SENT,
      isLwa: this.#isLwaWanted,
    };
  }

  downlink(sent: SentData): DataMeasure {
    const { clock, userData } = this.#profile;
    return (this.#sink ?? createDataSink(clock)).measure(sent, userData.interval);
  }

  mayJoin(): boolean {
    return this.observer.mayJoin({ ssid: this.#profile.station.ssid, bssid: this.#bssid });
  }

  refused(): void {
    this.observer.refused();
  }

  failed(why: ConnectionFailure): void {
    this.observer.failed(why);
  }

  associated(rsne: AssociationRsne): void {
    this.#associations++;
    this.#supplicant.reset(rsne);
  }

  disassociated(): void {
    this.#inUse = undefined;
    this.#receivesUnder = undefined;
  }

  receive(etherType: number, payload: Uint8Array): void {
    if (etherType === EAPOL_ETHERTYPE) this.#supplicant.receive(payload);
    else if (etherType === LWAAP_ETHERTYPE) this.#receiveLwaap(payload);
  }

  #receiveLwaap(payload: Uint8Array): void {
    const pdcp = pdcpInLwaap(payload, this.#drb);
    if (pdcp === undefined) return;
    this.receivePdcp(pdcp);
    if (this.#receivesUnder !== undefined) this.observer.dataArrived(this.#receivesUnder);
  }

  send(eapol: Uint8Array, how: PayloadOptions): void {
    this.#station.send(EAPOL_ETHERTYPE, eapol, how);
  }

  installPairwise(
    ptk: Uint8Array,
    pmk: Pmk,
    format: KeyFrameFormat,
    direction: 'transmit' | 'receive',
  ): void {
    this.#station.installPairwise(ptk, direction);
    if (direction === 'receive') {
      this.#receivesUnder = pmk;
      return;
    }
    this.#inUse = { ptk, pmk };
    this.#first ??= pmk;
    this.#hasRefused = false;
    this.#isLwa = this.#isLwaWanted;
    this.#profile.keyLog.ptkInUse('ue', this.#bssid, this.address, ptk, format, pmk);
    this.#startData();
    this.observer.keyInUse(pmk);
  }

  installGroup(key: GroupKey): void {
    // No group addressed management frame is sent here that an IGTK would protect.
    if (key.kind === 'GTK') this.#station.installGtk(key);
  }

  deauthenticate(reason: number): void {
    this.#hasRefused = true;
    this.#station.leave(reason);
  }

  note(text: string): void {
    this.#profile.note(text);
  }

  #startData(): void {
    const { clock, userData } = this.#profile;
    if (userData.interval === 0) return;
    this.#source ??= createDataSource(clock, userData, (sdu, count) => {
      const pdcp = pdcpOf(sdu, count, this.#drb.snLength);
      if (this.#isOverUu) this.overUu?.(pdcp);
      else this.#sendOverWlan(pdcp, this.overUu && this.#confirming(pdcp, count));
    });
    this.#source.start();
  }

  get #isOverUu(): boolean {
    return !this.#isLwa && this.overUu !== undefined;
  }

  #sendOverWlan(pdcp: Uint8Array, done: PayloadOptions['done']): void {
    const how = { rate: this.#profile.dataRate, done, comment: undefined };
    this.#station.send(LWAAP_ETHERTYPE, lwaapOf(pdcp, this.#drb), how);
  }

  /** Keeps a PDU until what it gives is told that the access point has acknowledged it. */
  #confirming(pdcp: Uint8Array, count: number): PayloadOptions['done'] {
    this.#unconfirmed ??= new Map();
    const unconfirmed = this.#unconfirmed;
    unconfirmed.set(count, pdcp);
    unconfirmed.delete(count - MOST_UNCONFIRMED);
    return isAcknowledged => {
      if (isAcknowledged) unconfirmed.delete(count);
    };
  }

  #sKwtOf(kenb: Uint8Array, wtCounter: number): Pmk {
    const { keyLog } = this.#profile;
    return keyLog.pmk('ue', this.address, sKwtOf(kenb, wtCounter), { kenb, wtCounter });
  }
}

const NOBODY: UeObserver = {
  mayJoin: () => true,
  refused() {},
  failed() {},
  keyInUse() {},
  dataArrived() {},
};
