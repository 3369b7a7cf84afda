import { formatMac } from '../../codecs/dot11/mac.js';
import { fromHex, toHex } from '../../codecs/hex.js';
import type { PdcpSnLength } from '../../codecs/rrc/pdcp.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type RrcKeys, rrcKeysOf } from '../../crypto/rrc-keys.js';
import { type Clock, SECOND } from '../engine/engine.js';
import { AddressMap } from '../memory/address-map.js';
import { kept } from '../memory/kept.js';
import { Rows } from '../memory/rows.js';
import type { GroupKeyEntry, InUseFrom, KenbEntry, KeyLists, PmkEntry, PtkEntry, Side } from './keys-file.js';
import type { GroupKey, Pmk } from './wlan.js';

/** What a side learns of the KeNB that it has. */
export interface LoggedKenb {
  /** `KeNB #1`, `KeNB #2` … of this station. */
  readonly name: string;
  /** Under which row Wireshark is to find its keys. */
  readonly keyRow: number;
}

/** Where the parts of a PTK are: octets of KCK and KEK, with which it begins (IEEE 802.11-2020, 12.7.1.3). */
export interface PtkFormat {
  readonly kckLength: number;
  readonly kekLength: number;
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
  /** The S-KWTs of a station that a side has had so far, for those that measure; what is given does not grow. */
  pmksOf(station: Uint8Array): readonly Pmk[];
  /** A KeNB that a side now uses in a cell. */
  kenb(side: 'ue' | 'enb', station: Uint8Array, kenb: Uint8Array, pci: number): LoggedKenb;
  /** What a side derived from the KeNB of this row; only lent. */
  rrcKeys(keyRow: number, keys: RrcKeys): void;
  /** A PTK, KCK || KEK || TK, that a side takes into use. */
  ptkInUse(
    side: Side,
    ap: Uint8Array,
    station: Uint8Array,
    ptk: Uint8Array,
    format: PtkFormat,
    pmk: Pmk,
  ): void;
  groupKeyInUse(ap: Uint8Array, key: GroupKey): void;
  /** How many bits the PDCP sequence numbers of user data have, which no PDU tells those who open it. */
  pdcpSnLength(bits: PdcpSnLength): void;
  /** Everything written down so far. */
  lists(): KeyLists;
}

/** What is kept of a KeNB: itself and the keys of SRB1, and these numbers. Times are in seconds. */
const KENB = { key: 0, rrcInt: 32, rrcEnc: 48, width: 64 } as const;
const KENB_COLUMN = {
  station: 0,
  ordinal: 1,
  pci: 2,
  hasRrcKeys: 3,
  ueFrom: 4,
  enbFrom: 5,
  columns: 6,
} as const;

/** … of an S-KWT: the KeNB that it is from … */
const PMK = { kenb: 0, width: 32 } as const;
const PMK_COLUMN = {
  wtCounter: 0,
  ueFrom: 1,
  wtFrom: 2,
  ueInUseFrom: 3,
  wtInUseFrom: 4,
  columns: 5,
} as const;

/** … and of a PTK: itself, with room for the longest (IEEE 802.11-2020, 12.7.2 and Table 12-10). */
const PTK = { whole: 0, width: 128 } as const;
const PTK_COLUMN = {
  accessPoint: 0,
  station: 1,
  pmk: 2,
  kckLength: 3,
  kekLength: 4,
  length: 5,
  ueFrom: 6,
  wtFrom: 7,
  columns: 8,
} as const;

const KEY = 32;
const RRC_KEY = 16;

/** An S-KWT with the row of what else is kept of it. */
interface LoggedPmk extends Pmk {
  readonly row: number;
}

/** The keys of one station. Each list is as long as it is, not grown ahead: there are thousands. */
interface StationKeys {
  readonly number: number;
  readonly station: string;
  pmks: readonly LoggedPmk[];
  /** Rows. */
  kenbs: readonly number[];
  lastPtk: number | undefined;
}

/** Texts that come again and again, by their numbers, from 0. */
interface Texts {
  readonly list: readonly string[];
  numberOf(text: string): number;
}

const createTexts = (): Texts => {
  const list: string[] = [];
  const numbers = new Map<string, number>();
  return {
    list,
    numberOf(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, list.length);
      return list.push(text) - 1;
    },
  };
};

/** `S-KWT #1`, `S-KWT #2` …: each text is there once, however many stations have such a key. */
const ordinals = (what: string): ((ordinal: number) => string) => {
  const texts: string[] = [];
  return ordinal => (texts[ordinal] ??= `${what} #${ordinal}`);
};

const sKwtName = /* @__PURE__ */ ordinals('S-KWT');
const kenbName = /* @__PURE__ */ ordinals('KeNB');

/** An empty log of a run on `clock`. */
export function createKeyLog(clock: Clock): KeyLog {
  const stations: StationKeys[] = [];
  const keysAt = new AddressMap<StationKeys>();
  const kenbs = new Rows(KENB.width, KENB_COLUMN.columns);
  const pmks = new Rows(PMK.width, PMK_COLUMN.columns);
  const ptks = new Rows(PTK.width, PTK_COLUMN.columns);
  const groupKeys: { readonly kind: GroupKey['kind']; readonly entry: GroupKeyEntry }[] = [];
  const seconds = (): number => clock.now / SECOND;
  /** Access points are few. */
  const accessPoints = new AddressMap<string>();
  const texts = createTexts();
  let snBits: PdcpSnLength | undefined;

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
      keys = {
        number: stations.length,
        station: formatMac(station),
        pmks: [],
        kenbs: [],
        lastPtk: undefined,
      };
      stations.push(keys);
      keysAt.set(station, keys);
    }
    return keys;
  };

  const putRrcKeys = (row: number, { integrity, ciphering }: RrcKeys): void => {
    kenbs.put(row, KENB.rrcInt, integrity);
    kenbs.put(row, KENB.rrcEnc, ciphering);
    kenbs.set(row, KENB_COLUMN.hasRrcKeys, 1);
  };

  const isPtk = (row: number, ptk: Uint8Array): boolean =>
    ptks.get(row, PTK_COLUMN.length) === ptk.length && ptks.holds(row, PTK.whole, ptk);

  const addPtk = (
    ap: string,
    station: number,
    ptk: Uint8Array,
    { kckLength, kekLength }: PtkFormat,
    pmk: string,
  ): number => {
    const row = ptks.add();
    ptks.put(row, PTK.whole, ptk);
    ptks.set(row, PTK_COLUMN.accessPoint, texts.numberOf(ap));
    ptks.set(row, PTK_COLUMN.station, station);
    ptks.set(row, PTK_COLUMN.pmk, texts.numberOf(pmk));
    ptks.set(row, PTK_COLUMN.kckLength, kckLength);
    ptks.set(row, PTK_COLUMN.kekLength, kekLength);
    ptks.set(row, PTK_COLUMN.length, ptk.length);
    return row;
  };

  const kenbEntry = (row: number): KenbEntry => {
    const hex = kenbs.hex(row, KENB.key, KEY);
    if (kenbs.get(row, KENB_COLUMN.hasRrcKeys) === undefined) putRrcKeys(row, rrcKeysOf(fromHex(hex)));
    const ue = kenbs.get(row, KENB_COLUMN.ueFrom);
    const enb = kenbs.get(row, KENB_COLUMN.enbFrom);
    return {
      name: kenbName(kenbs.get(row, KENB_COLUMN.ordinal)!),
      hex,
      station: stations[kenbs.get(row, KENB_COLUMN.station)!]!.station,
      pci: kenbs.get(row, KENB_COLUMN.pci)!,
      rrcInt: kenbs.hex(row, KENB.rrcInt, RRC_KEY),
      rrcEnc: kenbs.hex(row, KENB.rrcEnc, RRC_KEY),
      pdcpUeId: keyRowOf(row) & 0xffff,
      from: enb === undefined ? (ue === undefined ? {} : { ue }) : ue === undefined ? { enb } : { enb, ue },
    };
  };

  const pmkEntry = (station: string, { name, key, row }: LoggedPmk): PmkEntry => {
    const wtCounter = pmks.get(row, PMK_COLUMN.wtCounter);
    const hex = toHex(key);
    const from = fromOf(pmks.get(row, PMK_COLUMN.ueFrom), pmks.get(row, PMK_COLUMN.wtFrom));
    const inUseFrom = fromOf(pmks.get(row, PMK_COLUMN.ueInUseFrom), pmks.get(row, PMK_COLUMN.wtInUseFrom));
    return wtCounter === undefined
      ? { name, hex, station, from, inUseFrom }
      : { name, hex, station, kenb: pmks.hex(row, PMK.kenb, KEY), wtCounter, from, inUseFrom };
  };

  const ptkEntry = (row: number): PtkEntry => {
    const kckLength = ptks.get(row, PTK_COLUMN.kckLength)!;
    const kekLength = ptks.get(row, PTK_COLUMN.kekLength)!;
    const tkLength = ptks.get(row, PTK_COLUMN.length)! - kckLength - kekLength;
    return {
      ap: texts.list[ptks.get(row, PTK_COLUMN.accessPoint)!]!,
      station: stations[ptks.get(row, PTK_COLUMN.station)!]!.station,
      pmk: texts.list[ptks.get(row, PTK_COLUMN.pmk)!]!,
      kck: ptks.hex(row, PTK.whole, kckLength),
      kek: ptks.hex(row, PTK.whole + kckLength, kekLength),
      tk: ptks.hex(row, PTK.whole + kckLength + kekLength, tkLength),
      from: fromOf(ptks.get(row, PTK_COLUMN.ueFrom), ptks.get(row, PTK_COLUMN.wtFrom)),
    };
  };

  const groupEntries = (kind: GroupKey['kind']): GroupKeyEntry[] =>
    groupKeys.flatMap(one => (one.kind === kind ? [one.entry] : []));

  return {
    pmk(side, station, key, origin) {
      const own = keysOf(station);
      let found = own.pmks.find(one => equalConstantTime(one.key, key));
      if (found === undefined) {
        found = { name: sKwtName(own.pmks.length + 1), key: kept(key), row: pmks.add() };
        own.pmks = own.pmks.concat(found);
      }
      const { row } = found;
      if (origin !== undefined && pmks.get(row, PMK_COLUMN.wtCounter) === undefined) {
        pmks.put(row, PMK.kenb, origin.kenb);
        pmks.set(row, PMK_COLUMN.wtCounter, origin.wtCounter);
      }
      pmks.setFirst(row, side === 'ue' ? PMK_COLUMN.ueFrom : PMK_COLUMN.wtFrom, seconds());
      return found;
    },
    pmksOf: station => keysAt.get(station)?.pmks ?? [],
    kenb(side, address, kenb, pci) {
      const own = keysOf(address);
      let row = own.kenbs.find(one => kenbs.holds(one, KENB.key, kenb));
      if (row === undefined) {
        row = kenbs.add();
        kenbs.put(row, KENB.key, kenb);
        kenbs.set(row, KENB_COLUMN.station, own.number);
        kenbs.set(row, KENB_COLUMN.ordinal, own.kenbs.length + 1);
        kenbs.set(row, KENB_COLUMN.pci, pci);
        own.kenbs = own.kenbs.concat(row);
      }
      kenbs.setFirst(row, side === 'ue' ? KENB_COLUMN.ueFrom : KENB_COLUMN.enbFrom, seconds());
      return { name: kenbName(kenbs.get(row, KENB_COLUMN.ordinal)!), keyRow: keyRowOf(row) };
    },
    rrcKeys(keyRow, keys) {
      const row = keyRow - FIRST_KEY_ROW;
      if (kenbs.get(row, KENB_COLUMN.hasRrcKeys) === undefined) putRrcKeys(row, keys);
    },
    ptkInUse(side, ap, address, ptk, format, pmk) {
      const own = keysOf(address);
      if (own.lastPtk === undefined || !isPtk(own.lastPtk, ptk))
        own.lastPtk = addPtk(accessPointOf(ap), own.number, ptk, format, pmk.name);
      const now = seconds();
      const source = own.pmks.find(one => one === pmk);
      ptks.setFirst(own.lastPtk, side === 'ue' ? PTK_COLUMN.ueFrom : PTK_COLUMN.wtFrom, now);
      if (source === undefined) return;
      pmks.setFirst(source.row, side === 'ue' ? PMK_COLUMN.ueInUseFrom : PMK_COLUMN.wtInUseFrom, now);
    },
    groupKeyInUse(ap, { kind, keyId, key }) {
      groupKeys.push({
        kind,
        entry: { ap: accessPointOf(ap), keyId, hex: toHex(key), from: { wt: seconds() } },
      });
    },
    pdcpSnLength(bits) {
      snBits = bits;
    },
    lists() {
      const kenbEntries = anew(function* () {
        for (let row = 0; row < kenbs.length; row++) yield kenbEntry(row);
      });
      return {
        kenbs: kenbEntries,
        pmks: anew(function* () {
          for (const { station, pmks } of stations) for (const one of pmks) yield pmkEntry(station, one);
        }),
        ptks: anew(function* () {
          for (let row = 0; row < ptks.length; row++) yield ptkEntry(row);
        }),
        gtks: groupEntries('GTK'),
        igtks: groupEntries('IGTK'),
        wireshark: {
          options: anew(function* () {
            yield* TIME_OF_FRAMES;
            yield* wlanOptions(stations);
            if (kenbs.length > 0) yield* pdcpOptions(kenbEntries);
          }),
          dissectorOptions: snBits === undefined ? [] : ['-o', `lwaap.pdcp_sn_length:${snBits}`],
        },
      };
    },
  };
}

/** Wireshark's rows count from here. */
const FIRST_KEY_ROW = 1;
const keyRowOf = (row: number): number => row + FIRST_KEY_ROW;

/** What `items` gives, each time that it is asked. */
const anew = <T>(items: () => Iterator<T>): Iterable<T> => ({ [Symbol.iterator]: items });

const fromOf = (ue: number | undefined, wt: number | undefined): InUseFrom => {
  if (ue === undefined) return wt === undefined ? {} : { wt };
  return wt === undefined ? { ue } : { ue, wt };
};

/** TSFT in radiotap is when the first bit of the MPDU came; Wireshark takes it for the last, as many drivers have it. */
const TIME_OF_FRAMES = ['-o', 'wlan_radio.tsf_at_end:FALSE'];

/** The decryption keys of 802.11 as Wireshark takes them; each PMK is a row, and rows are tried one after another. */
function* wlanOptions(stations: readonly StationKeys[]): Generator<string> {
  yield '-o';
  yield 'wlan.enable_decryption:TRUE';
  for (const { pmks } of stations)
    for (const { key } of pmks) {
      yield '-o';
      yield `uat:80211_keys:"wpa-psk","${toHex(key)}"`;
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
