import { formatMac } from '../codecs/dot11/mac.js';
import { fromHex, toHex } from '../codecs/hex.js';
import type { Ptk } from '../crypto/ptk.js';
import { AddressMap } from './address-map.js';
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

/**
 * A keys file whose lists are made entry by entry as they are read, as often as they are: those of thousands of UEs need
 * not be in memory at once.
 */
export type KeysFileLists = Omit<KeysFile, keyof KeyLists> & KeyLists;

/** The lists of a keys file, entry by entry. */
interface KeyLists {
  readonly kenbs: Iterable<KenbEntry>;
  readonly pmks: Iterable<PmkEntry>;
  readonly ptks: Iterable<PtkEntry>;
  readonly gtks: Iterable<GroupKeyEntry>;
  readonly igtks: Iterable<GroupKeyEntry>;
  readonly wireshark: { readonly options: Iterable<string> };
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
  lists(): KeyLists;
}

/** An S-KWT as it is kept. Octets are kept as text, the form that the file needs and that takes the least memory. */
interface KeptPmk {
  readonly pmk: Pmk;
  readonly hex: string;
  kenb: string | undefined;
  wtCounter: number | undefined;
  readonly from: { ue?: number; wt?: number };
  readonly inUseFrom: { ue?: number; wt?: number };
}

/** A KeNB as it is kept. */
interface KeptKenb extends LoggedKenb {
  readonly hex: string;
  readonly station: string;
  readonly pci: number;
  readonly from: { ue?: number; enb?: number };
  /** As the file has it, once that has been asked for. */
  entry: KenbEntry | undefined;
}

/** A PTK as it is kept, which is as the file has it. */
interface KeptPtk extends PtkEntry {
  readonly from: { ue?: number; wt?: number };
}

/** The keys of one station. Each list is as long as it is, not grown ahead: there are thousands. */
interface StationKeys {
  readonly station: string;
  pmks: readonly KeptPmk[];
  kenbs: readonly KeptKenb[];
  lastPtk: KeptPtk | undefined;
}

/** An empty log of a run on `clock`. */
export function createKeyLog(clock: Clock): KeyLog {
  const stations: StationKeys[] = [];
  const keysAt = new AddressMap<StationKeys>();
  const kenbs: KeptKenb[] = [];
  const ptks: KeptPtk[] = [];
  const groupKeys: { readonly kind: GroupKey['kind']; readonly entry: GroupKeyEntry }[] = [];
  const seconds = (): number => clock.now / SECOND;

  const keysOf = (station: Uint8Array): StationKeys => {
    let keys = keysAt.get(station);
    if (keys === undefined) {
      keys = { station: formatMac(station), pmks: [], kenbs: [], lastPtk: undefined };
      stations.push(keys);
      keysAt.set(station, keys);
    }
    return keys;
  };

  const groupEntries = (kind: GroupKey['kind']): GroupKeyEntry[] =>
    groupKeys.flatMap(kept => (kept.kind === kind ? [kept.entry] : []));

  return {
    pmk(side, station, key, origin) {
      const own = keysOf(station);
      let kept = own.pmks.find(one => isHexOf(one.hex, key));
      if (kept === undefined) {
        const hex = toHex(key);
        const pmk = { name: `S-KWT #${own.pmks.length + 1}`, key };
        kept = { pmk, hex, kenb: undefined, wtCounter: undefined, from: {}, inUseFrom: {} };
        own.pmks = own.pmks.concat(kept);
      }
      if (origin !== undefined && kept.kenb === undefined) {
        kept.kenb = toHex(origin.kenb);
        kept.wtCounter = origin.wtCounter;
      }
      kept.from[side] ??= seconds();
      return kept.pmk;
    },
    kenb(side, address, kenb, pci) {
      const own = keysOf(address);
      let kept = own.kenbs.find(one => isHexOf(one.hex, kenb));
      if (kept === undefined) {
        const hex = toHex(kenb);
        kept = {
          name: `KeNB #${own.kenbs.length + 1}`,
          keyRow: kenbs.length + 1,
          hex,
          station: own.station,
          pci,
          from: {},
          entry: undefined,
        };
        own.kenbs = own.kenbs.concat(kept);
        kenbs.push(kept);
      }
      kept.from[side] ??= seconds();
      return kept;
    },
    ptkInUse(side, ap, address, { kck, kek, tk }, pmk) {
      const own = keysOf(address);
      let kept = own.lastPtk;
      if (kept === undefined || !isHexOf(kept.kck, kck) || !isHexOf(kept.kek, kek) || !isHexOf(kept.tk, tk)) {
        kept = {
          ap: formatMac(ap),
          station: own.station,
          pmk: pmk.name,
          kck: toHex(kck),
          kek: toHex(kek),
          tk: toHex(tk),
          from: {},
        };
        ptks.push(kept);
        own.lastPtk = kept;
      }
      kept.from[side] ??= seconds();
      const source = own.pmks.find(one => one.pmk === pmk);
      if (source !== undefined) source.inUseFrom[side] ??= seconds();
    },
    groupKeyInUse(ap, { kind, keyId, key }) {
      groupKeys.push({ kind, entry: { ap: formatMac(ap), keyId, hex: toHex(key), from: { wt: seconds() } } });
    },
    lists() {
      const pmkEntries = anew(function* () {
        for (const { station, pmks } of stations) for (const kept of pmks) yield pmkEntry(station, kept);
      });
      const kenbEntries = anew(function* () {
        for (const kept of kenbs) {
          kept.entry ??= kenbEntry(kept);
          yield kept.entry;
        }
      });
      return {
        kenbs: kenbEntries,
        pmks: pmkEntries,
        ptks,
        gtks: groupEntries('GTK'),
        igtks: groupEntries('IGTK'),
        wireshark: {
          options: anew(function* () {
            yield* wlanOptions(pmkEntries);
            if (kenbs.length > 0) yield* pdcpOptions(kenbEntries);
          }),
        },
      };
    },
  };
}

/** A keys file with all its entries, from the lists that make them. */
export const wholeKeysFile = (lists: KeysFileLists): KeysFile => ({
  scenario: lists.scenario,
  seed: lists.seed,
  kenbs: [...lists.kenbs],
  pmks: [...lists.pmks],
  ptks: [...lists.ptks],
  gtks: [...lists.gtks],
  igtks: [...lists.igtks],
  wireshark: { options: [...lists.wireshark.options] },
});

/** Whether `hex` is what {@link toHex} gives for `octets`. */
function isHexOf(hex: string, octets: Uint8Array): boolean {
  if (hex.length !== 2 * octets.length) return false;
  for (let i = 0; i < octets.length; i++)
    if (
      digit(hex.charCodeAt(2 * i)) !== octets[i]! >> 4 ||
      digit(hex.charCodeAt(2 * i + 1)) !== (octets[i]! & 15)
    )
      return false;
  return true;
}

/** The value of a lower-case hex digit. */
const digit = (code: number): number => (code < 58 ? code - 48 : code - 87);

/** What `items` gives, each time that it is asked. */
const anew = <T>(items: () => Iterator<T>): Iterable<T> => ({ [Symbol.iterator]: items });

const pmkEntry = (station: string, { pmk, hex, kenb, wtCounter, from, inUseFrom }: KeptPmk): PmkEntry =>
  kenb === undefined || wtCounter === undefined
    ? { name: pmk.name, hex, station, from, inUseFrom }
    : { name: pmk.name, hex, station, kenb, wtCounter, from, inUseFrom };

const kenbEntry = ({ name, hex, station, pci, keyRow, from }: KeptKenb): KenbEntry => {
  const { integrity, ciphering } = rrcKeysOf(fromHex(hex));
  return {
    name,
    hex,
    station,
    pci,
    rrcInt: toHex(integrity),
    rrcEnc: toHex(ciphering),
    pdcpUeId: keyRow & 0xffff,
    from,
  };
};

/** The decryption keys of 802.11 as Wireshark takes them; each PMK is a row, and rows are tried one after another. */
function* wlanOptions(pmks: Iterable<PmkEntry>): Generator<string> {
  yield '-o';
  yield 'wlan.enable_decryption:TRUE';
  for (const { hex } of pmks) {
    yield '-o';
    yield `uat:80211_keys:"wpa-psk","${hex}"`;
  }
}

/**
 * The keys of SRB1 as Wireshark takes them for PDCP behind its own framing. Sequence analysis gives it COUNT; it does not
 * see the SecurityModeCommand, so that the algorithms are the defaults.
 */
function* pdcpOptions(kenbs: Iterable<KenbEntry>): Generator<string> {
  yield* ['--enable-heuristic', 'pdcp_lte_udp'];
  yield* ['-o', 'pdcp-lte.check_sequence_numbers:Only-PDCP-frames'];
  yield* ['-o', 'pdcp-lte.default_ciphering_algorithm:EEA2 (AES)'];
  yield* ['-o', 'pdcp-lte.default_integrity_algorithm:EIA2 (AES)'];
  for (const { pdcpUeId, rrcEnc, rrcInt } of kenbs) {
    yield '-o';
    yield `uat:pdcp_lte_ue_keys:"${pdcpUeId}","${rrcEnc}","","${rrcInt}"`;
  }
}
