import { formatMac } from '../codecs/dot11/mac.js';
import { fromHex, toHex } from '../codecs/hex.js';
import { equalConstantTime } from '../crypto/mic.js';
import type { Ptk } from '../crypto/ptk.js';
import { AddressMap } from './address-map.js';
import { type Clock, SECOND } from './engine.js';
import { kept } from './kept.js';
import type { GroupKey, Pmk } from './key-frame.js';
import { type RrcKeys, rrcKeysOf } from './rrc-keys.js';

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
  /** What a side derived from the KeNB of this row. */
  rrcKeys(keyRow: number, keys: RrcKeys): void;
  ptkInUse(side: Side, ap: Uint8Array, station: Uint8Array, ptk: Ptk, pmk: Pmk): void;
  groupKeyInUse(ap: Uint8Array, key: GroupKey): void;
  /** Everything written down so far. */
  lists(): KeyLists;
}

/** An S-KWT as it is kept. */
interface KeptPmk {
  readonly pmk: Pmk;
  kenb: string | undefined;
  wtCounter: number | undefined;
  /** Seconds, as all times here. */
  ueFrom: number | undefined;
  wtFrom: number | undefined;
  ueInUseFrom: number | undefined;
  wtInUseFrom: number | undefined;
}

/** A KeNB as it is kept: as text, the form that takes the least memory. */
interface KeptKenb extends LoggedKenb {
  readonly hex: string;
  readonly station: string;
  readonly pci: number;
  ueFrom: number | undefined;
  enbFrom: number | undefined;
  /** Undefined until a side has derived them, or the file is made. */
  rrcInt: string | undefined;
  rrcEnc: string | undefined;
}

/** A PTK as it is kept. */
interface KeptPtk extends Omit<PtkEntry, 'from'> {
  ueFrom: number | undefined;
  wtFrom: number | undefined;
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
  /** Access points are few. */
  const accessPoints = new AddressMap<string>();

  const accessPointOf = (address: Uint8Array): string => {
    let text = accessPoints.get(address);
    if (text === undefined) {
      text = formatMac(address);
      accessPoints.set(address, text);
    }
    return text;
  };

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
      let found = own.pmks.find(one => equalConstantTime(one.pmk.key, key));
      if (found === undefined) {
        found = {
          pmk: { name: `S-KWT #${own.pmks.length + 1}`, key: kept(key) },
          kenb: undefined,
          wtCounter: undefined,
          ueFrom: undefined,
          wtFrom: undefined,
          ueInUseFrom: undefined,
          wtInUseFrom: undefined,
        };
        own.pmks = own.pmks.concat(found);
      }
      if (origin !== undefined && found.kenb === undefined) {
        found.kenb = own.kenbs.find(one => isHexOf(one.hex, origin.kenb))?.hex ?? toHex(origin.kenb);
        found.wtCounter = origin.wtCounter;
      }
      if (side === 'ue') found.ueFrom ??= seconds();
      else found.wtFrom ??= seconds();
      return found.pmk;
    },
    kenb(side, address, kenb, pci) {
      const own = keysOf(address);
      let found = own.kenbs.find(one => isHexOf(one.hex, kenb));
      if (found === undefined) {
        const hex = toHex(kenb);
        found = {
          name: `KeNB #${own.kenbs.length + 1}`,
          keyRow: kenbs.length + 1,
          hex,
          station: own.station,
          pci,
          ueFrom: undefined,
          enbFrom: undefined,
          rrcInt: undefined,
          rrcEnc: undefined,
        };
        own.kenbs = own.kenbs.concat(found);
        kenbs.push(found);
      }
      if (side === 'ue') found.ueFrom ??= seconds();
      else found.enbFrom ??= seconds();
      return found;
    },
    rrcKeys(keyRow, { integrity, ciphering }) {
      const found = kenbs[keyRow - 1];
      if (found === undefined || found.rrcInt !== undefined) return;
      found.rrcInt = toHex(integrity);
      found.rrcEnc = toHex(ciphering);
    },
    ptkInUse(side, ap, address, { kck, kek, tk }, pmk) {
      const own = keysOf(address);
      let last = own.lastPtk;
      if (last === undefined || !isHexOf(last.kck, kck) || !isHexOf(last.kek, kek) || !isHexOf(last.tk, tk)) {
        last = {
          ap: accessPointOf(ap),
          station: own.station,
          pmk: pmk.name,
          kck: toHex(kck),
          kek: toHex(kek),
          tk: toHex(tk),
          ueFrom: undefined,
          wtFrom: undefined,
        };
        ptks.push(last);
        own.lastPtk = last;
      }
      const source = own.pmks.find(one => one.pmk === pmk);
      if (side === 'ue') {
        last.ueFrom ??= seconds();
        if (source !== undefined) source.ueInUseFrom ??= seconds();
      } else {
        last.wtFrom ??= seconds();
        if (source !== undefined) source.wtInUseFrom ??= seconds();
      }
    },
    groupKeyInUse(ap, { kind, keyId, key }) {
      groupKeys.push({
        kind,
        entry: { ap: accessPointOf(ap), keyId, hex: toHex(key), from: { wt: seconds() } },
      });
    },
    lists() {
      const pmkEntries = anew(function* () {
        for (const { station, pmks } of stations) for (const one of pmks) yield pmkEntry(station, one);
      });
      const kenbEntries = anew(function* () {
        for (const one of kenbs) yield kenbEntry(one);
      });
      return {
        kenbs: kenbEntries,
        pmks: pmkEntries,
        ptks: anew(function* () {
          for (const one of ptks) yield ptkEntry(one);
        }),
        gtks: groupEntries('GTK'),
        igtks: groupEntries('IGTK'),
        wireshark: {
          options: anew(function* () {
            yield* wlanOptions(stations);
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

const fromOf = (ue: number | undefined, wt: number | undefined): InUseFrom => {
  if (ue === undefined) return wt === undefined ? {} : { wt };
  return wt === undefined ? { ue } : { ue, wt };
};

const pmkEntry = (station: string, one: KeptPmk): PmkEntry => {
  const { name, key } = one.pmk;
  const { kenb, wtCounter } = one;
  const hex = toHex(key);
  const from = fromOf(one.ueFrom, one.wtFrom);
  const inUseFrom = fromOf(one.ueInUseFrom, one.wtInUseFrom);
  return kenb === undefined || wtCounter === undefined
    ? { name, hex, station, from, inUseFrom }
    : { name, hex, station, kenb, wtCounter, from, inUseFrom };
};

const ptkEntry = ({ ap, station, pmk, kck, kek, tk, ueFrom, wtFrom }: KeptPtk): PtkEntry => ({
  ap,
  station,
  pmk,
  kck,
  kek,
  tk,
  from: fromOf(ueFrom, wtFrom),
});

const kenbEntry = (one: KeptKenb): KenbEntry => {
  const { name, hex, station, pci, ueFrom: ue, enbFrom: enb } = one;
  if (one.rrcInt === undefined || one.rrcEnc === undefined) {
    const { integrity, ciphering } = rrcKeysOf(fromHex(hex));
    one.rrcInt = toHex(integrity);
    one.rrcEnc = toHex(ciphering);
  }
  const { rrcInt, rrcEnc, keyRow } = one;
  const from =
    enb === undefined ? (ue === undefined ? {} : { ue }) : ue === undefined ? { enb } : { enb, ue };
  return { name, hex, station, pci, rrcInt, rrcEnc, pdcpUeId: keyRow & 0xffff, from };
};

/** The decryption keys of 802.11 as Wireshark takes them; each PMK is a row, and rows are tried one after another. */
function* wlanOptions(stations: readonly StationKeys[]): Generator<string> {
  yield '-o';
  yield 'wlan.enable_decryption:TRUE';
  for (const { pmks } of stations)
    for (const { pmk } of pmks) {
      yield '-o';
      yield `uat:80211_keys:"wpa-psk","${toHex(pmk.key)}"`;
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
