import { formatMac } from '../codecs/dot11/mac.js';
import { toHex } from '../codecs/hex.js';
import { equalConstantTime } from '../crypto/mic.js';
import type { Ptk } from '../crypto/ptk.js';
import { addressKey } from './air.js';
import { type Clock, SECOND } from './engine.js';
import type { GroupKey, Pmk } from './key-frame.js';
import { rrcKeysOf } from './srb.js';

/** A side of the WLAN leg. */
export type Side = 'ue' | 'wt';

/** Seconds from the start of the run at which each side got a key, or took it into use; a side that never did is left out. */
export type InUseFrom = Partial<Record<Side, number>>;

/** An S-KWT: the PMK of a UE's association with the WT. */
export interface PmkEntry {
  /** `S-KWT #1`, `S-KWT #2` … of this station, in the order in which a side was first given it. */
  readonly name: string;
  readonly hex: string;
  readonly station: string;
  /** What it was derived from, where the UE derived it. */
  readonly kenb?: string;
  readonly wtCounter?: number;
  /** When each side first held it … */
  readonly from: InUseFrom;
  /** … and when it first took a PTK from it into use. */
  readonly inUseFrom: InUseFrom;
}

/** A KeNB with the keys of SRB1 that follow from it for 128-EIA2 and 128-EEA2. */
export interface KenbEntry {
  /** `KeNB #1`, `KeNB #2` … of this station. */
  readonly name: string;
  readonly hex: string;
  readonly station: string;
  /** Physical cell identity of the cell in which it is used. */
  readonly pci: number;
  readonly rrcInt: string;
  readonly rrcEnc: string;
  /** The UE id under which a capture with PDCP shows it. */
  readonly pdcpUeId: number;
  readonly from: Partial<Record<'ue' | 'enb', number>>;
}

/** A pairwise transient key with its parts. */
export interface PtkEntry {
  readonly ap: string;
  readonly station: string;
  /** Name of the PMK that it is from. */
  readonly pmk: string;
  readonly kck: string;
  readonly kek: string;
  readonly tk: string;
  readonly from: InUseFrom;
}

/** A group key. */
export interface GroupKeyEntry {
  readonly ap: string;
  readonly keyId: number;
  readonly hex: string;
  readonly from: InUseFrom;
}

/** The keys of a run, as `SCENARIO.keys.json` holds them. */
export interface KeysFile {
  readonly scenario: string;
  readonly seed: number | string;
  /** Empty without an LTE leg. */
  readonly kenbs: readonly KenbEntry[];
  readonly pmks: readonly PmkEntry[];
  readonly ptks: readonly PtkEntry[];
  readonly gtks: readonly GroupKeyEntry[];
  readonly igtks: readonly GroupKeyEntry[];
  readonly wireshark: {
    /** Arguments that let Wireshark and tshark decrypt the capture. */
    readonly options: readonly string[];
  };
}

/** What a side learns of the KeNB that it has. */
export interface LoggedKenb {
  /** `KeNB #1`, `KeNB #2` … of this station. */
  readonly name: string;
  /** Under which row Wireshark is to find its keys. */
  readonly keyRow: number;
}

/** Where actors write down their keys. They read nothing from it but the names of keys that they have. */
export interface KeyLog {
  /** An S-KWT that a side of this station's context now has. */
  pmk(
    side: Side,
    station: Uint8Array,
    key: Uint8Array,
    origin?: { readonly kenb: Uint8Array; readonly wtCounter: number },
  ): Pmk;
  /** A KeNB that a side now uses in a cell. */
  kenb(side: 'ue' | 'enb', station: Uint8Array, kenb: Uint8Array, pci: number): LoggedKenb;
  ptkInUse(side: Side, ap: Uint8Array, station: Uint8Array, ptk: Ptk, pmk: Pmk): void;
  groupKeyInUse(ap: Uint8Array, key: GroupKey): void;
  /** Everything written down so far. */
  keys(): Omit<KeysFile, 'scenario' | 'seed'>;
}

/** A key as it is kept until it is asked for; text is made then, as there may be many thousands. */
interface Kept {
  readonly from: { ue?: number; wt?: number };
}
interface KeptPmk extends Kept {
  readonly inUseFrom: { ue?: number; wt?: number };
  readonly pmk: Pmk;
  readonly station: Uint8Array;
  origin: { readonly kenb: Uint8Array; readonly wtCounter: number } | undefined;
}
interface KeptKenb extends LoggedKenb {
  readonly kenb: Uint8Array;
  readonly station: Uint8Array;
  readonly pci: number;
  readonly from: { ue?: number; enb?: number };
}
interface KeptPtk extends Kept {
  readonly ptk: Ptk;
  readonly pmk: Pmk;
  readonly ap: Uint8Array;
  readonly station: Uint8Array;
}
interface KeptGroupKey extends Kept {
  readonly key: GroupKey;
  readonly ap: Uint8Array;
}

/** An empty log of a run on `clock`. */
export function createKeyLog(clock: Clock): KeyLog {
  const pmksOf = new Map<number, KeptPmk[]>();
  const kenbs: KeptKenb[] = [];
  const kenbsOf = new Map<number, KeptKenb[]>();
  const ptks: KeptPtk[] = [];
  const lastPtkOf = new Map<number, KeptPtk>();
  const groupKeys: KeptGroupKey[] = [];
  const seconds = (): number => clock.now / SECOND;

  return {
    pmk(side, station, key, origin) {
      const own = pmksOf.get(addressKey(station)) ?? [];
      pmksOf.set(addressKey(station), own);
      let kept = own.find(one => equalConstantTime(one.pmk.key, key));
      if (kept === undefined) {
        kept = { pmk: { name: `S-KWT #${own.length + 1}`, key }, station, origin, from: {}, inUseFrom: {} };
        own.push(kept);
      }
      kept.origin ??= origin;
      kept.from[side] ??= seconds();
      return kept.pmk;
    },
    kenb(side, station, kenb, pci) {
      const own = kenbsOf.get(addressKey(station)) ?? [];
      kenbsOf.set(addressKey(station), own);
      let kept = own.find(one => equalConstantTime(one.kenb, kenb));
      if (kept === undefined) {
        kept = { kenb, name: `KeNB #${own.length + 1}`, station, pci, keyRow: kenbs.length + 1, from: {} };
        own.push(kept);
        kenbs.push(kept);
      }
      kept.from[side] ??= seconds();
      return kept;
    },
    ptkInUse(side, ap, station, ptk, pmk) {
      let kept = lastPtkOf.get(addressKey(station));
      if (kept === undefined || !equalConstantTime(kept.ptk.ptk, ptk.ptk)) {
        kept = { ptk, pmk, ap, station, from: {} };
        ptks.push(kept);
        lastPtkOf.set(addressKey(station), kept);
      }
      kept.from[side] ??= seconds();
      const source = pmksOf.get(addressKey(station))?.find(one => one.pmk === pmk);
      if (source !== undefined) source.inUseFrom[side] ??= seconds();
    },
    groupKeyInUse: (ap, key) => groupKeys.push({ ap, key, from: { wt: seconds() } }),
    keys() {
      const pmks = [...pmksOf.values()].flat();
      const shownKenbs = kenbs.map(({ kenb, name, station, pci, keyRow, from }): KenbEntry => {
        const { integrity, ciphering } = rrcKeysOf(kenb);
        return {
          name,
          hex: toHex(kenb),
          station: formatMac(station),
          pci,
          rrcInt: toHex(integrity),
          rrcEnc: toHex(ciphering),
          pdcpUeId: keyRow & 0xffff,
          from,
        };
      });
      const group = (kind: GroupKey['kind']): readonly GroupKeyEntry[] =>
        groupKeys
          .filter(({ key }) => key.kind === kind)
          .map(({ ap, key, from }) => ({ ap: formatMac(ap), keyId: key.keyId, hex: toHex(key.key), from }));
      return {
        kenbs: shownKenbs,
        pmks: pmks.map(({ pmk, station, origin, from, inUseFrom }) => ({
          name: pmk.name,
          hex: toHex(pmk.key),
          station: formatMac(station),
          ...(origin && { kenb: toHex(origin.kenb), wtCounter: origin.wtCounter }),
          from,
          inUseFrom,
        })),
        ptks: ptks.map(({ ptk, pmk, ap, station, from }) => ({
          ap: formatMac(ap),
          station: formatMac(station),
          pmk: pmk.name,
          kck: toHex(ptk.kck),
          kek: toHex(ptk.kek),
          tk: toHex(ptk.tk),
          from,
        })),
        gtks: group('GTK'),
        igtks: group('IGTK'),
        wireshark: { options: [...wlanOptions(pmks.map(({ pmk }) => pmk.key)), ...pdcpOptions(shownKenbs)] },
      };
    },
  };
}

/** The decryption keys of 802.11 as Wireshark takes them; each PMK is a row, and rows are tried one after another. */
const wlanOptions = (pmks: readonly Uint8Array[]): readonly string[] => [
  '-o',
  'wlan.enable_decryption:TRUE',
  ...pmks.flatMap(pmk => ['-o', `uat:80211_keys:"wpa-psk","${toHex(pmk)}"`]),
];

/**
 * The keys of SRB1 as Wireshark takes them for PDCP behind its own framing. Sequence analysis gives it COUNT; it does not
 * see the SecurityModeCommand, so that the algorithms are the defaults.
 */
const pdcpOptions = (kenbs: readonly KenbEntry[]): readonly string[] =>
  kenbs.length === 0
    ? []
    : [
        '--enable-heuristic',
        'pdcp_lte_udp',
        '-o',
        'pdcp-lte.check_sequence_numbers:Only-PDCP-frames',
        '-o',
        'pdcp-lte.default_ciphering_algorithm:EEA2 (AES)',
        '-o',
        'pdcp-lte.default_integrity_algorithm:EIA2 (AES)',
        ...kenbs.flatMap(({ pdcpUeId, rrcEnc, rrcInt }) => [
          '-o',
          `uat:pdcp_lte_ue_keys:"${pdcpUeId}","${rrcEnc}","","${rrcInt}"`,
        ]),
      ];
