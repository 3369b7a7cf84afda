import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from '../codecs/link/llc.js';
import { decodeLwaap, encodeLwaap } from '../codecs/rrc/lwaap.js';
import { deriveSKwt } from '../crypto/kdf3gpp.js';
import type { Ptk } from '../crypto/ptk.js';
import type { Clock } from './engine.js';
import { type GroupKey, ifDecodable, type Pmk } from './key-frame.js';
import type { KeyLog } from './keys.js';
import type { Radio } from './radio.js';
import type { Random } from './random.js';
import type { RsnPolicy } from './rsn.js';
import { createStation, type StationTiming } from './station.js';
import { createSupplicant, type SupplicantFlaws } from './supplicant.js';
import {
  createDataSink,
  createDataSource,
  type DataMeasure,
  type DrbConfiguration,
  pdcpOf,
  type UserDataParameters,
} from './user-data.js';

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
  /** Leaves the WLAN, until it is started again. */
  leave(): void;
  /** Told when a pairwise key is taken into use. */
  keyInUse: (pmk: Pmk) => void;
  /** Told when user data arrives under a key from this S-KWT. */
  dataArrived: (pmk: Pmk) => void;
  /** Ends the user data. */
  stopData(): void;
  state(): UeState;
  /** What arrived of the downlink, of which the network has sent so much. */
  downlink(sent: number): DataMeasure;
}

/** Where a UE stands. */
export interface UeState {
  /** How often it associated. */
  readonly associations: number;
  /** The PTK in use and the S-KWT that it is from; undefined without one. */
  readonly inUse: { readonly ptk: Ptk; readonly pmk: Pmk } | undefined;
  /** The S-KWT of the first pairwise key that it took into use. */
  readonly first: Pmk | undefined;
  /** The group keys that it was handed last. */
  readonly groupKeys: ReadonlyMap<GroupKey['kind'], GroupKey>;
  /** Packets that it sent. */
  readonly uplinkSent: number;
}

/** The station leaves the BSS (IEEE 802.11-2020, Table 9-49). */
const REASON_LEAVING = 3;

/** The WLAN side of a UE, and its keys. */
export function createUe(options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly radio: Radio;
  readonly ssid: string;
  /** The address of the access point that it is to join. */
  readonly bssid: Uint8Array;
  readonly policy: RsnPolicy;
  readonly timing: StationTiming;
  /** What the first S-KWT comes from, if the UE has been told: KeNB, 32 octets, and a WT Counter. */
  readonly keys: { readonly kenb: Uint8Array; readonly wtCounter: number } | undefined;
  /** Whether a new S-KWT serves a handshake within the association; see {@link createSupplicant}. */
  readonly takesNewPmkInPlace: boolean;
  readonly flaws?: SupplicantFlaws | undefined;
  readonly userData: UserDataParameters;
  /** The bearer that it has from the start. */
  readonly drb: DrbConfiguration;
  /** Of frames with user data, in Mb/s. */
  readonly dataRate: number;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}): Ue {
  const { clock, radio, bssid, policy, userData, keyLog, note } = options;
  let associations = 0;
  let inUse: { readonly ptk: Ptk; readonly pmk: Pmk } | undefined;
  /** What the key that opens what arrives is from: for a moment still the one before. */
  let receivesUnder: Pmk | undefined;
  let first: Pmk | undefined;
  const groupKeys = new Map<GroupKey['kind'], GroupKey>();
  const sink = createDataSink(clock);
  const dataHow = { rate: options.dataRate };
  let { drb } = options;

  const sKwtOf = (kenb: Uint8Array, wtCounter: number): Pmk =>
    keyLog.pmk('ue', radio.address, deriveSKwt(kenb, wtCounter), { kenb, wtCounter });

  const station = createStation({
    clock,
    radio,
    ssid: options.ssid,
    bssid,
    policy,
    timing: options.timing,
    note,
    host: {
      associated(rsne) {
        associations++;
        supplicant.reset(rsne);
      },
      disassociated() {
        inUse = undefined;
        receivesUnder = undefined;
      },
      receive(etherType, payload) {
        if (etherType === EAPOL_ETHERTYPE) supplicant.receive(payload);
        else if (etherType === LWAAP_ETHERTYPE) {
          const lwaap = ifDecodable(() => decodeLwaap(payload));
          if (lwaap?.header.drbId !== drb.drbId) return;
          sink.receive(lwaap.payload, drb.snLength);
          if (receivesUnder !== undefined) ue.dataArrived(receivesUnder);
        }
      },
    },
  });

  const supplicant = createSupplicant({
    random: options.random.split('supplicant'),
    policy,
    aa: bssid,
    spa: radio.address,
    pmk: options.keys && sKwtOf(options.keys.kenb, options.keys.wtCounter),
    takesNewPmkInPlace: options.takesNewPmkInPlace,
    flaws: options.flaws,
    host: {
      send: (eapol, how) => station.send(EAPOL_ETHERTYPE, eapol, how),
      installPairwise(ptk, pmk, direction) {
        station.installPairwise(ptk.tk, direction);
        if (direction === 'receive') {
          receivesUnder = pmk;
          return;
        }
        inUse = { ptk, pmk };
        first ??= pmk;
        keyLog.ptkInUse('ue', bssid, radio.address, ptk, pmk);
        source.start();
        ue.keyInUse(pmk);
      },
      installGroup: key => groupKeys.set(key.kind, key),
      deauthenticate: reason => station.leave(reason),
      note,
    },
  });

  const source = createDataSource(clock, userData, (sdu, count) => {
    const payload = pdcpOf(sdu, count, drb.snLength);
    station.send(
      LWAAP_ETHERTYPE,
      encodeLwaap({ header: { reserved: 0, drbId: drb.drbId }, payload }),
      dataHow,
    );
  });

  const ue: Ue = {
    address: radio.address,
    start: () => station.start(),
    takeWtCounter(kenb, wtCounter) {
      const pmk = sKwtOf(kenb, wtCounter);
      supplicant.setPmk(pmk);
      return pmk;
    },
    configureDrb(configuration) {
      drb = configuration;
    },
    reassociate: () => station.reassociate(),
    leave: () => station.stop(REASON_LEAVING),
    keyInUse: () => {},
    dataArrived: () => {},
    stopData: () => source.stop(),
    state: () => ({ associations, inUse, first, groupKeys, uplinkSent: source.sent() }),
    downlink: sent => sink.measure(sent),
  };
  return ue;
}
