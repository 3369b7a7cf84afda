import { parseMac } from '../../codecs/dot11/mac.js';
import { EncodeError } from '../../codecs/error.js';
import { fromHex } from '../../codecs/hex.js';
import { PMK_LENGTHS } from '../../crypto/akm.js';
import { inRange } from '../../crypto/check.js';
import { MAX_PCI, type NamedKenb } from '../uu/kenb.js';
import type { NamedPmk } from './given.js';

/** A key as a keys file has it. */
export interface KeyEntry {
  readonly name: string;
  /** Hex digits, two an octet. */
  readonly hex: string;
  /** The WLAN address of the only station that it is for: `02:00:00:00:00:01`. */
  readonly station?: string | undefined;
}

/** A KeNB as a keys file has it. */
export interface KenbKeyEntry extends KeyEntry {
  readonly pdcpUeId?: number | undefined;
  /** Of the cell in which it is used. */
  readonly pci?: number | undefined;
}

/** What a keys file holds that packets are opened with. A `KeysFile` of `lwa-rekey/flows` is one. */
export interface KeyEntries {
  readonly pmks: readonly KeyEntry[];
  readonly kenbs?: readonly KenbKeyEntry[] | undefined;
}

/** Octets of a KeNB. */
const KENB = 32;

/** @param path names the key in the error. @throws EncodeError for what is no PMK by its length */
export function requirePmk(path: string, { length }: Uint8Array): void {
  if (!PMK_LENGTHS.includes(length))
    throw new EncodeError(
      path,
      `a PMK is 64 hex digits (32 octets; 48 or 64 for a few suites), not ${length * 2}`,
    );
}

/** @param path names the key in the error. @throws EncodeError for what is neither KeNB nor KASME by its length */
export function requireKenb(path: string, { length }: Uint8Array): void {
  if (length !== KENB)
    throw new EncodeError(path, `is to be ${2 * KENB} hex digits (${KENB} octets), not ${length * 2}`);
}

/** What may be the entry of a list, of a file that anybody may have written. */
type MayBe<T> = { readonly [Key in keyof T]?: unknown } | null | undefined;

function listOf<T>(path: string, list: unknown): readonly MayBe<T>[] {
  if (!Array.isArray(list))
    throw new EncodeError(path, 'is to be a list, as in a keys file that generate wrote');
  // With what a hole of a list reads as, where there is one.
  return Array.from(list);
}

function octetsOf(path: string, entry: MayBe<KeyEntry>, source: string) {
  const { name, hex, station } = entry ?? {};
  if (typeof name !== 'string' || typeof hex !== 'string')
    throw new EncodeError(path, 'is to have a "name" and a "hex"');
  return {
    octets: fromHex(hex, `${path}.hex`, { isKey: true }),
    named: {
      name,
      source,
      ...(station === undefined
        ? {}
        : { station: parseMac(typeof station === 'string' ? station : '', `${path}.station`) }),
    },
  };
}

function pmkOf(path: string, entry: MayBe<KeyEntry>, source: string): NamedPmk {
  const { octets, named } = octetsOf(path, entry, source);
  requirePmk(`${path}.hex`, octets);
  return { ...named, pmk: octets };
}

/** A number of an entry under its name, where it has one. */
function numberOf(path: string, entry: MayBe<KenbKeyEntry>, name: 'pdcpUeId' | 'pci', most: number) {
  const number = entry?.[name];
  if (number === undefined) return {};
  // What is no number is not to be quoted: it may be a key.
  if (typeof number !== 'number') throw new EncodeError(`${path}.${name}`, 'is to be a number');
  return { [name]: inRange(`${path}.${name}`, number, 0, most) };
}

function kenbOf(path: string, entry: MayBe<KenbKeyEntry>, source: string): NamedKenb {
  const { octets, named } = octetsOf(path, entry, source);
  requireKenb(`${path}.hex`, octets);
  return {
    ...named,
    kenb: octets,
    ...numberOf(path, entry, 'pdcpUeId', 0xffff),
    ...numberOf(path, entry, 'pci', MAX_PCI),
  };
}

/**
 * The keys of a keys file, as `validate` takes them: its PMKs and its KeNBs.
 * @param file as `generate` writes it, parsed; or `keys()` of a simulation, once its packets are made
 * @param source what a report calls the file by where not one of its keys is right
 * @throws EncodeError with the path within the file, as `pmks[0].hex`, and never with a key: for what is no list of keys, a key
 *   without name or hex digits, or of a length that it does not have, a station that is no MAC address, a UE id that is not from
 *   0 to 65535, a PCI that is not from 0 to 503
 */
export function keysOfFile(
  file: KeyEntries,
  source = 'the keys file',
): { readonly pmks: readonly NamedPmk[]; readonly kenbs: readonly NamedKenb[] } {
  const { pmks, kenbs = [] } = (file as MayBe<KeyEntries>) ?? {};
  return {
    pmks: listOf<KeyEntry>('pmks', pmks).map((entry, i) => pmkOf(`pmks[${i}]`, entry, source)),
    kenbs: listOf<KeyEntry>('kenbs', kenbs).map((entry, i) => kenbOf(`kenbs[${i}]`, entry, source)),
  };
}
