import { REASON } from '../../codecs/dot11/reason-codes.js';
import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from '../../codecs/link/llc.js';
import { decodeLwaap, encodeLwaap } from '../../codecs/rrc/lwaap.js';
import type { Clock } from '../engine/engine.js';
import { ifDecodable } from '../engine/if-decodable.js';
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
  NOTHING_SENT,
  pdcpOf,
  type SentData,
  type UserData,
} from '../user-data.js';
import type { Radio } from '../wlan/radio.js';
import type { AssociationRsne, KeyFrameFormat, RsnPolicy } from '../wlan/rsn.js';
import {
  createStation,
  type PayloadOptions,
  type Station,
  type StationHost,
  type StationProfile,
} from '../wlan/station.js';
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
  /** The S-KWT of the first pairwise key that it took into use. */
  readonly first: Pmk | undefined;
  /** The group keys that it was handed last. */
  readonly groupKeys: ReadonlyMap<GroupKey['kind'], GroupKey>;
  /** User data that it sent. */
  readonly uplinkSent: SentData;
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

/** The WLAN side of a UE, and its keys. */
export const createUe = (profile: UeProfile, options: UeOptions): Ue => new WlanUe(profile, options);

/** A class, as there may be many thousands. */
class WlanUe implements Ue, StationHost, SupplicantHost {
  readonly address: Uint8Array;
  observer: UeObserver = NOBODY;
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
  #gtk: GroupKey | undefined;
  #igtk: GroupKey | undefined;
  /** Undefined until there is user data. */
  #source: DataSource | undefined;
  #sink: DataSink | undefined;

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
    const groupKeys = new Map<GroupKey['kind'], GroupKey>();
    if (this.#gtk !== undefined) groupKeys.set('GTK', this.#gtk);
    if (this.#igtk !== undefined) groupKeys.set('IGTK', this.#igtk);
    return {
      associations: this.#associations,
      inUse: this.#inUse,
      first: this.#first,
      groupKeys,
      uplinkSent: this.#source?.sent() ?? NOTHING_SENT,
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
    const lwaap = ifDecodable(() => decodeLwaap(payload));
    if (lwaap?.header.drbId !== this.#drb.drbId) return;
    this.#sink ??= createDataSink(this.#profile.clock);
    this.#sink.receive(lwaap.payload, this.#drb.snLength);
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
    this.#profile.keyLog.ptkInUse('ue', this.#bssid, this.address, ptk, format, pmk);
    this.#startData();
    this.observer.keyInUse(pmk);
  }

  installGroup(key: GroupKey): void {
    if (key.kind === 'GTK') this.#gtk = key;
    else this.#igtk = key;
  }

  deauthenticate(reason: number): void {
    this.#station.leave(reason);
  }

  note(text: string): void {
    this.#profile.note(text);
  }

  #startData(): void {
    const { clock, userData, dataRate } = this.#profile;
    if (userData.interval === 0) return;
    this.#source ??= createDataSource(clock, userData, (sdu, count) => {
      const { drbId, snLength } = this.#drb;
      const payload = pdcpOf(sdu, count, snLength);
      const lwaap = encodeLwaap({ header: { reserved: 0, drbId }, payload });
      this.#station.send(LWAAP_ETHERTYPE, lwaap, { rate: dataRate });
    });
    this.#source.start();
  }

  #sKwtOf(kenb: Uint8Array, wtCounter: number): Pmk {
    const { keyLog } = this.#profile;
    return keyLog.pmk('ue', this.address, sKwtOf(kenb, wtCounter), { kenb, wtCounter });
  }
}

const NOBODY: UeObserver = { mayJoin: () => true, refused() {}, keyInUse() {}, dataArrived() {} };
