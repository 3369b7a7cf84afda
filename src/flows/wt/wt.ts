import { formatMac } from '../../codecs/dot11/mac.js';
import { REASON } from '../../codecs/dot11/reason-codes.js';
import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from '../../codecs/link/llc.js';
import { requireCipherSuite } from '../../crypto/cipher-suite.js';
import type { Clock } from '../engine/engine.js';
import type { Numbers, Random } from '../engine/random.js';
import type { KeyLog } from '../keys/key-log.js';
import type { GroupKey, Pmk } from '../keys/wlan.js';
import { AddressMap } from '../memory/address-map.js';
import { type AccessPoint, accessPointFrames, createAccessPoint } from '../wlan/access-point.js';
import {
  type Authenticator,
  type AuthenticatorHost,
  type AuthenticatorProfile,
  createAuthenticator,
} from '../wlan/authenticator.js';
import type { ToAll } from '../wlan/frames.js';
import { type GroupKeySet, groupKeySet } from '../wlan/group-key-set.js';
import { createGroupSealer } from '../wlan/group-temporal-key.js';
import type { Radio, SendOptions } from '../wlan/radio.js';
import { accessPointRsne, agreedPolicy, type KeyFrameFormat, type RsnPolicy } from '../wlan/rsn.js';

/** A WLAN termination, as seen from outside: its Xw endpoint and one BSS or several. */
export interface Wt {
  /** Starts its access points. */
  start(): void;
  /** Knows a UE from now on, and the S-KWT to authenticate it with (WT Addition, TS 36.463, 8.8). */
  addUe(station: Uint8Array, sKwt: Uint8Array): void;
  /** Ends a UE's association and knows it no more (WT Release, TS 36.463, 8.11). */
  removeUe(station: Uint8Array): void;
  /**
   * Takes a new S-KWT of a UE that it knows, and starts a 4-way handshake if the UE is associated (WT Modification,
   * TS 36.463, 8.9); with `rekeysInPlace` false it leaves that to the UE, unless a handshake is under way.
   */
  setSKwt(station: Uint8Array, sKwt: Uint8Array): void;
  /** Gives each associated UE a new GTK, and a new IGTK with management frame protection. */
  renewGroupKeys(): void;
  /** Sends to all that are associated and have a pairwise key, in each BSS where somebody is. */
  sendToAll(content: ToAll): void;
  /** Sends an LWAAP PDU to a UE, if it is associated and has a pairwise key. */
  sendLwaap(station: Uint8Array, lwaap: Uint8Array): void;
  /** Told when a pairwise key is taken into use for a UE. */
  keyInUse: (station: Uint8Array, pmk: Pmk) => void;
  /** Takes an LWAAP PDU of a UE, which arrived under a key from this S-KWT. */
  lwaapArrived: (station: Uint8Array, lwaap: Uint8Array, pmk: Pmk) => void;
  /** The PTK in use for a UE and the S-KWT that it is from; undefined without one. */
  inUse(station: Uint8Array): { readonly ptk: Uint8Array; readonly pmk: Pmk } | undefined;
  /** The S-KWT that the WT holds for a UE; undefined for one that it does not know. */
  sKwt(station: Uint8Array): Pmk | undefined;
}

interface Bss {
  readonly address: Uint8Array;
  readonly accessPoint: AccessPoint;
  /** For its group keys, and for its authenticators. */
  readonly numbers: Numbers;
  readonly random: Random;
  readonly authenticators: AuthenticatorProfile;
  /** Those that stations are handed. */
  groupKeys: GroupKeySet;
  /** What protects frames to all, and the keys that it is from: undefined before the first such frame. */
  sealer: { readonly of: GroupKeySet; readonly seal: (mpdu: Uint8Array) => Uint8Array } | undefined;
}

/** What a UE's context needs of its WT. */
interface UeHost {
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
  readonly keyInUse: (station: Uint8Array, pmk: Pmk) => void;
}

/** What the WT holds of a UE. A class, as there may be many thousands. */
class WtUe implements AuthenticatorHost {
  readonly station: Uint8Array;
  /** Undefined when the UE has been removed. */
  sKwt: Pmk | undefined;
  previousSKwt: Pmk | undefined;
  /** The BSS that the UE is associated with. */
  bss: Bss | undefined;
  authenticator: Authenticator | undefined;
  inUse: { readonly ptk: Uint8Array; readonly pmk: Pmk } | undefined;
  readonly #host: UeHost;

  constructor(host: UeHost, station: Uint8Array, sKwt: Pmk) {
    this.#host = host;
    this.station = station;
    this.sKwt = sKwt;
  }

  send(eapol: Uint8Array, how: SendOptions): void {
    this.bss?.accessPoint.send(this.station, EAPOL_ETHERTYPE, eapol, how);
  }

  installPairwise(ptk: Uint8Array, pmk: Pmk, format: KeyFrameFormat): void {
    const { address, accessPoint } = this.bss!;
    accessPoint.installPairwise(this.station, ptk);
    this.inUse = { ptk, pmk };
    this.#host.keyLog.ptkInUse('wt', address, this.station, ptk, format, pmk);
    this.#host.note(`the WT takes the PTK from ${pmk.name} into use`);
    this.#host.keyInUse(this.station, pmk);
  }

  deauthenticate(reason: number, comment: string): void {
    this.bss?.accessPoint.deauthenticate(this.station, reason, comment);
  }

  micFailed(tried: Pmk, fits: (pmk: Pmk) => boolean): void {
    const { previousSKwt } = this;
    const why =
      previousSKwt !== undefined && fits(previousSKwt)
        ? `: it is right under ${previousSKwt.name}, on which the UE still is`
        : '';
    this.#host.note(`M2 MIC fails at the WT under ${tried.name}${why}`);
  }

  note(text: string): void {
    this.#host.note(text);
  }
}

/** A WT without UEs: its access points, one to a radio, and what it holds of UEs. */
export function createWt(options: {
  readonly clock: Clock;
  readonly random: Random;
  /** Of its BSSs: the radio of the access point, and when its TSF timer is 0; see {@link createAccessPoint}. */
  readonly bsses: readonly { readonly radio: Radio; readonly tsfStart: number }[];
  readonly ssid: string;
  readonly policy: RsnPolicy;
  readonly sendsPmkid: boolean;
  readonly rekeysInPlace: boolean;
  /** Of frames with user data, in Mb/s. */
  readonly dataRate: number;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}): Wt {
  const { clock, policy, keyLog, note } = options;
  const dataHow = { rate: options.dataRate };
  const rsne = accessPointRsne(policy);
  const frames = accessPointFrames(options.ssid, policy);
  const ues: WtUe[] = [];
  const ueAt = new AddressMap<WtUe>();
  const ueOf = (station: Uint8Array): WtUe => {
    const ue = ueAt.get(station);
    if (ue === undefined) throw new Error('the WT does not know this UE');
    return ue;
  };

  const createBss = ({ radio, tsfStart }: (typeof options.bsses)[number]): Bss => {
    const { address } = radio;
    const name = `bss ${formatMac(address)}`;
    const numbers = options.random.numbers(name);
    const accessPoint = createAccessPoint({
      clock,
      radio,
      tsfStart,
      ssid: options.ssid,
      policy,
      frames,
      note,
      host: {
        associated: (station, rsne) => associated(bss, station, rsne),
        disassociated,
        receive,
      },
    });
    const authenticators: AuthenticatorProfile = {
      clock,
      aa: address,
      groupKeys: () => bss.groupKeys,
      sendsPmkid: options.sendsPmkid,
    };
    const groupKeys = newGroupKeys(numbers, address, true);
    const bss: Bss = {
      address,
      accessPoint,
      numbers,
      random: options.random.split(name),
      authenticators,
      groupKeys,
      sealer: undefined,
    };
    return bss;
  };

  /** Key IDs 1 and 2 take turns, 4 and 5 for an IGTK, so that the old key stays valid until all have the new one. */
  const newGroupKeys = (numbers: Numbers, aa: Uint8Array, isOdd: boolean): GroupKeySet => {
    const fresh = (kind: GroupKey['kind'], cipher: string, firstId: number): GroupKey => ({
      kind,
      keyId: isOdd ? firstId : firstId + 1,
      key: numbers.octets(requireCipherSuite(cipher).keyLength),
      pn: 0n,
    });
    const { groupCipher, groupManagementCipher } = policy;
    const keys = [
      fresh('GTK', groupCipher, 1),
      ...(groupManagementCipher === undefined ? [] : [fresh('IGTK', groupManagementCipher, 4)]),
    ];
    for (const key of keys) keyLog.groupKeyInUse(aa, key);
    return groupKeySet(keys, rsne);
  };

  /** Protects frames to all of a BSS: under new keys once its stations have them, as hostapd 2.10 (src/ap/wpa_auth.c, SETKEYSDONE). */
  const sealerOf = (bss: Bss, stations: readonly WtUe[]): ((mpdu: Uint8Array) => Uint8Array) => {
    const { groupKeys } = bss;
    const last = bss.sealer;
    if (last !== undefined && (last.of === groupKeys || stations.some(ue => ue.authenticator?.isBusy)))
      return last.seal;
    const seal = createGroupSealer(policy.groupCipher, groupKeys.keys[0]!);
    bss.sealer = { of: groupKeys, seal };
    return seal;
  };

  const receive = (station: Uint8Array, etherType: number, payload: Uint8Array): void => {
    const ue = ueAt.get(station);
    if (etherType === EAPOL_ETHERTYPE) ue?.authenticator?.receive(payload);
    else if (etherType === LWAAP_ETHERTYPE && ue?.inUse !== undefined)
      wt.lwaapArrived(station, payload, ue.inUse.pmk);
  };

  const associated = (bss: Bss, station: Uint8Array, stationRsne: Uint8Array): void => {
    const ue = ueAt.get(station);
    if (ue?.sKwt === undefined) {
      bss.accessPoint.deauthenticate(station, REASON.invalidAuthentication, 'the WT does not know this UE');
      return;
    }
    ue.bss = bss;
    ue.authenticator = createAuthenticator(bss.authenticators, {
      numbers: bss.random.numbers(`${formatMac(station)} at ${clock.now}`),
      policy: agreedPolicy(policy, stationRsne),
      spa: ue.station,
      rsne: stationRsne,
      host: ue,
    });
    ue.authenticator.start(ue.sKwt);
  };

  const disassociated = (station: Uint8Array): void => {
    const ue = ueAt.get(station);
    if (ue === undefined) return;
    ue.authenticator?.stop();
    ue.authenticator = undefined;
    ue.bss = undefined;
    ue.inUse = undefined;
  };

  const ueHost: UeHost = { keyLog, note, keyInUse: (station, pmk) => wt.keyInUse(station, pmk) };
  const bsses = options.bsses.map(createBss);

  const wt: Wt = {
    start() {
      for (const { accessPoint } of bsses) accessPoint.start();
    },
    addUe(station, sKwt) {
      const known = ueAt.get(station);
      if (known !== undefined) {
        known.sKwt = keyLog.pmk('wt', station, sKwt);
        known.previousSKwt = undefined;
        return;
      }
      const ue = new WtUe(ueHost, station, keyLog.pmk('wt', station, sKwt));
      ues.push(ue);
      ueAt.set(station, ue);
    },
    setSKwt(station, sKwt) {
      const ue = ueOf(station);
      ue.previousSKwt = ue.sKwt;
      ue.sKwt = keyLog.pmk('wt', station, sKwt);
      const { authenticator } = ue;
      if (options.rekeysInPlace || authenticator?.isHandshaking) authenticator?.start(ue.sKwt);
    },
    removeUe(station) {
      const ue = ueOf(station);
      ue.sKwt = undefined;
      ue.bss?.accessPoint.deauthenticate(
        station,
        REASON.invalidAuthentication,
        'the WT releases this UE: reason 2',
      );
    },
    renewGroupKeys() {
      for (const bss of bsses) {
        const isOdd = bss.groupKeys.keys[0]!.keyId !== 1;
        bss.groupKeys = newGroupKeys(bss.numbers, bss.address, isOdd);
      }
      for (const ue of ues) ue.authenticator?.renewGroupKeys();
    },
    sendToAll(content) {
      for (const bss of bsses) {
        const stations = ues.filter(ue => ue.bss === bss);
        if (stations.some(ue => ue.inUse !== undefined))
          bss.accessPoint.sendToAll(content, sealerOf(bss, stations));
      }
    },
    sendLwaap(station, lwaap) {
      ueAt.get(station)?.bss?.accessPoint.send(station, LWAAP_ETHERTYPE, lwaap, dataHow);
    },
    keyInUse: () => {},
    lwaapArrived: () => {},
    inUse: station => ueAt.get(station)?.inUse,
    sKwt: station => ueAt.get(station)?.sKwt,
  };
  return wt;
}
