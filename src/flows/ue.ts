import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from '../codecs/link/llc.js';
import { deriveSKwt } from '../crypto/kdf3gpp.js';
import type { Ptk } from '../crypto/ptk.js';
import type { Clock } from './engine.js';
import type { GroupKey, Pmk } from './key-frame.js';
import type { KeyLog } from './keys.js';
import type { Radio } from './radio.js';
import type { Random } from './random.js';
import type { RsnPolicy } from './rsn.js';
import { createStation, type StationTiming } from './station.js';
import { createSupplicant } from './supplicant.js';
import { createDataSink, createDataSource, type DataMeasure, type UserDataParameters } from './user-data.js';

/** An LTE UE with its WLAN station, as seen from outside. */
export interface Ue {
  readonly address: Uint8Array;
  /** Joins the WLAN of the WT, and sends user data once it has a key. */
  start(): void;
  /** Derives the S-KWT of a WT Counter, the PMK of what handshakes follow (TS 33.401, G.2). */
  takeWtCounter(wtCounter: number): void;
  /** Ends the user data. */
  stopData(): void;
  state(): UeState;
  /** What arrived of the downlink, of which the WT has sent so much. */
  downlink(sent: number): DataMeasure;
}

/** Where a UE stands. */
export interface UeState {
  /** How often it associated. */
  readonly associations: number;
  /** The PTK in use and the S-KWT that it is from; undefined without one. */
  readonly inUse: { readonly ptk: Ptk; readonly pmk: Pmk } | undefined;
  /** The group keys that it was handed last. */
  readonly groupKeys: ReadonlyMap<GroupKey['kind'], GroupKey>;
  /** Packets that it sent. */
  readonly uplinkSent: number;
}

/** A UE that knows its KeNB and the WT Counter for the WT that it is to associate with. */
export function createUe(options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly radio: Radio;
  readonly ssid: string;
  /** The address of the access point that it is to join. */
  readonly bssid: Uint8Array;
  readonly policy: RsnPolicy;
  readonly timing: StationTiming;
  /** 32 octets. */
  readonly kenb: Uint8Array;
  readonly wtCounter: number;
  /** Whether a new S-KWT serves a handshake within the association; see {@link createSupplicant}. */
  readonly takesNewPmkInPlace: boolean;
  readonly userData: UserDataParameters;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}): Ue {
  const { clock, radio, bssid, policy, kenb, userData, keyLog, note } = options;
  let associations = 0;
  let inUse: { readonly ptk: Ptk; readonly pmk: Pmk } | undefined;
  const groupKeys = new Map<GroupKey['kind'], GroupKey>();
  const sink = createDataSink(clock);

  const sKwtOf = (wtCounter: number): Pmk =>
    keyLog.pmk('ue', radio.address, deriveSKwt(kenb, wtCounter), { kenb, wtCounter });

  const station = createStation({
    clock,
    radio,
    ssid: options.ssid,
    bssid,
    policy,
    timing: options.timing,
    host: {
      associated(rsne) {
        associations++;
        supplicant.reset(rsne);
      },
      disassociated() {
        inUse = undefined;
      },
      receive(etherType, payload) {
        if (etherType === EAPOL_ETHERTYPE) supplicant.receive(payload);
        else if (etherType === LWAAP_ETHERTYPE) sink.receive(payload);
      },
    },
  });

  const supplicant = createSupplicant({
    random: options.random.split('supplicant'),
    policy,
    aa: bssid,
    spa: radio.address,
    pmk: sKwtOf(options.wtCounter),
    takesNewPmkInPlace: options.takesNewPmkInPlace,
    host: {
      send: (eapol, how) => station.send(EAPOL_ETHERTYPE, eapol, how),
      installPairwise(ptk, pmk, direction) {
        station.installPairwise(ptk.tk, direction);
        if (direction === 'receive') return;
        inUse = { ptk, pmk };
        keyLog.ptkInUse('ue', bssid, radio.address, ptk, pmk);
        source.start();
      },
      installGroup: key => groupKeys.set(key.kind, key),
      deauthenticate: reason => station.leave(reason),
      note,
    },
  });

  const source = createDataSource(clock, userData, lwaap =>
    station.send(LWAAP_ETHERTYPE, lwaap, { rate: userData.rate }),
  );

  return {
    address: radio.address,
    start: () => station.start(),
    takeWtCounter: wtCounter => supplicant.setPmk(sKwtOf(wtCounter)),
    stopData: () => source.stop(),
    state: () => ({ associations, inUse, groupKeys, uplinkSent: source.sent() }),
    downlink: sent => sink.measure(sent),
  };
}
