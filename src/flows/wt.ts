import { formatMac } from '../codecs/dot11/mac.js';
import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from '../codecs/link/llc.js';
import { requireCipherSuite } from '../crypto/cipher-suite.js';
import type { Ptk } from '../crypto/ptk.js';
import { type AccessPoint, createAccessPoint } from './access-point.js';
import { addressKey } from './air.js';
import { type Authenticator, createAuthenticator, type HandshakeTiming } from './authenticator.js';
import type { Clock } from './engine.js';
import type { GroupKey, Pmk } from './key-frame.js';
import type { KeyLog } from './keys.js';
import type { Radio } from './radio.js';
import type { Random } from './random.js';
import { accessPointRsne, agreedPolicy, type RsnPolicy } from './rsn.js';

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
   * TS 36.463, 8.9); with `rekeysInPlace` false it leaves that to the UE.
   */
  setSKwt(station: Uint8Array, sKwt: Uint8Array): void;
  /** Gives each associated UE a new GTK, and a new IGTK with management frame protection. */
  renewGroupKeys(): void;
  /** Sends an LWAAP PDU to a UE, if it is associated and has a pairwise key. */
  sendLwaap(station: Uint8Array, lwaap: Uint8Array): void;
  /** Told when a pairwise key is taken into use for a UE. */
  keyInUse: (station: Uint8Array, pmk: Pmk) => void;
  /** Takes an LWAAP PDU of a UE, which arrived under a key from this S-KWT. */
  lwaapArrived: (station: Uint8Array, lwaap: Uint8Array, pmk: Pmk) => void;
  /** The PTK in use for a UE and the S-KWT that it is from; undefined without one. */
  inUse(station: Uint8Array): { readonly ptk: Ptk; readonly pmk: Pmk } | undefined;
  /** The S-KWT that the WT holds for a UE; undefined for one that it does not know. */
  sKwt(station: Uint8Array): Pmk | undefined;
}

/** What the WT holds of a UE. */
interface UeContext {
  readonly station: Uint8Array;
  /** Undefined when the UE has been removed. */
  sKwt: Pmk | undefined;
  previousSKwt: Pmk | undefined;
  /** The BSS that the UE is associated with. */
  bss: Bss | undefined;
  authenticator: Authenticator | undefined;
  inUse: { readonly ptk: Ptk; readonly pmk: Pmk } | undefined;
}

interface Bss {
  readonly accessPoint: AccessPoint;
  readonly random: Random;
  /** The GTK in use, and the IGTK with management frame protection. */
  groupKeys: readonly GroupKey[];
}

/** A station that the WT does not know: Table 9-49, previous authentication no longer valid. */
const REASON_UNKNOWN = 2;

/** A WT without UEs: its access points, one to a radio, and what it holds of UEs. */
export function createWt(options: {
  readonly clock: Clock;
  readonly random: Random;
  /** One a BSS. */
  readonly radios: readonly Radio[];
  readonly ssid: string;
  readonly policy: RsnPolicy;
  readonly timing: HandshakeTiming;
  readonly sendsPmkid: boolean;
  readonly rekeysInPlace?: boolean;
  /** Of frames with user data, in Mb/s. */
  readonly dataRate: number;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}): Wt {
  const { clock, policy, keyLog, note } = options;
  const dataHow = { rate: options.dataRate };
  const rsne = accessPointRsne(policy);
  const ues = new Map<number, UeContext>();
  const ueOf = (station: Uint8Array): UeContext => {
    const ue = ues.get(addressKey(station));
    if (ue === undefined) throw new Error('the WT does not know this UE');
    return ue;
  };

  const createBss = (radio: Radio): Bss => {
    const random = options.random.split(`bss ${formatMac(radio.address)}`);
    const accessPoint = createAccessPoint({
      clock,
      radio,
      ssid: options.ssid,
      policy,
      note,
      host: {
        associated: (station, rsne) => associated(bss, radio.address, station, rsne),
        disassociated: station => disassociated(station),
        receive(station, etherType, payload) {
          const ue = ues.get(addressKey(station));
          if (etherType === EAPOL_ETHERTYPE) ue?.authenticator?.receive(payload);
          else if (etherType === LWAAP_ETHERTYPE && ue?.inUse !== undefined)
            wt.lwaapArrived(station, payload, ue.inUse.pmk);
        },
      },
    });
    const bss: Bss = { accessPoint, random, groupKeys: [] };
    useNewGroupKeys(bss, radio.address);
    return bss;
  };

  /** Key IDs 1 and 2 take turns, 4 and 5 for an IGTK, so that the old key stays valid until all have the new one. */
  const useNewGroupKeys = (bss: Bss, aa: Uint8Array): void => {
    const isOdd = bss.groupKeys[0]?.keyId !== 1;
    const fresh = (kind: GroupKey['kind'], cipher: string, firstId: number): GroupKey => ({
      kind,
      keyId: isOdd ? firstId : firstId + 1,
      key: bss.random.octets(requireCipherSuite(cipher).keyLength),
      pn: 0n,
    });
    const { groupCipher, groupManagementCipher } = policy;
    bss.groupKeys = [
      fresh('GTK', groupCipher, 1),
      ...(groupManagementCipher === undefined ? [] : [fresh('IGTK', groupManagementCipher, 4)]),
    ];
    for (const key of bss.groupKeys) keyLog.groupKeyInUse(aa, key);
  };

  const associated = (bss: Bss, aa: Uint8Array, station: Uint8Array, stationRsne: Uint8Array): void => {
    const ue = ues.get(addressKey(station));
    if (ue?.sKwt === undefined) {
      bss.accessPoint.deauthenticate(station, REASON_UNKNOWN, 'the WT does not know this UE');
      return;
    }
    ue.bss = bss;
    ue.authenticator = createAuthenticator({
      clock,
      random: bss.random.split(`${formatMac(station)} at ${clock.now}`),
      policy: agreedPolicy(policy, stationRsne),
      aa,
      spa: station,
      rsne: { accessPoint: rsne, station: stationRsne },
      groupKeys: () => bss.groupKeys,
      sendsPmkid: options.sendsPmkid,
      timing: options.timing,
      host: {
        send: (eapol, how) => bss.accessPoint.send(station, EAPOL_ETHERTYPE, eapol, how),
        installPairwise(ptk, pmk) {
          bss.accessPoint.installPairwise(station, ptk.tk);
          ue.inUse = { ptk, pmk };
          keyLog.ptkInUse('wt', aa, station, ptk, pmk);
          note(`the WT takes the PTK from ${pmk.name} into use`);
          wt.keyInUse(station, pmk);
        },
        note,
        deauthenticate: (reason, comment) => bss.accessPoint.deauthenticate(station, reason, comment),
        micFailed(tried, fits) {
          const { previousSKwt } = ue;
          const why =
            previousSKwt !== undefined && fits(previousSKwt)
              ? `: it is right under ${previousSKwt.name}, on which the UE still is`
              : '';
          note(`M2 MIC fails at the WT under ${tried.name}${why}`);
        },
      },
    });
    ue.authenticator.start(ue.sKwt);
  };

  const disassociated = (station: Uint8Array): void => {
    const ue = ues.get(addressKey(station));
    if (ue === undefined) return;
    ue.authenticator?.stop();
    ue.authenticator = undefined;
    ue.bss = undefined;
    ue.inUse = undefined;
  };
  const bsses = options.radios.map(createBss);

  const wt: Wt = {
    start() {
      for (const bss of bsses) bss.accessPoint.start();
    },
    addUe(station, sKwt) {
      const known = ues.get(addressKey(station));
      if (known !== undefined) {
        known.sKwt = keyLog.pmk('wt', station, sKwt);
        known.previousSKwt = undefined;
        return;
      }
      ues.set(addressKey(station), {
        station,
        sKwt: keyLog.pmk('wt', station, sKwt),
        previousSKwt: undefined,
        bss: undefined,
        authenticator: undefined,
        inUse: undefined,
      });
    },
    setSKwt(station, sKwt) {
      const ue = ueOf(station);
      ue.previousSKwt = ue.sKwt;
      ue.sKwt = keyLog.pmk('wt', station, sKwt);
      if (options.rekeysInPlace ?? true) ue.authenticator?.start(ue.sKwt);
    },
    removeUe(station) {
      const ue = ueOf(station);
      ue.sKwt = undefined;
      ue.bss?.accessPoint.deauthenticate(station, REASON_UNKNOWN, 'the WT releases this UE: reason 2');
    },
    renewGroupKeys() {
      for (const bss of bsses) useNewGroupKeys(bss, bss.accessPoint.address);
      for (const ue of ues.values())
        if (ue.bss !== undefined && ue.inUse !== undefined) ue.authenticator?.startGroup(ue.bss.groupKeys);
    },
    sendLwaap(station, lwaap) {
      ues.get(addressKey(station))?.bss?.accessPoint.send(station, LWAAP_ETHERTYPE, lwaap, dataHow);
    },
    keyInUse: () => {},
    lwaapArrived: () => {},
    inUse: station => ues.get(addressKey(station))?.inUse,
    sKwt: station => ues.get(addressKey(station))?.sKwt,
  };
  return wt;
}
