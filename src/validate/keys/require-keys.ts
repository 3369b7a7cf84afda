import { arrayOf, objectOf, objectsOf, octetsOf, onlyNames } from '../../codecs/check.js';
import { ssidOctets } from '../../codecs/dot11/ssid.js';
import { EncodeError } from '../../codecs/error.js';
import { PMK_LENGTHS } from '../../crypto/akm.js';
import { inRange, ofLength, ofLengthWithin } from '../../crypto/check.js';
import { requirePassphrase } from '../../crypto/psk.js';
import { MAX_PCI } from '../uu/kenb.js';
import type { Keys } from './given.js';

/** Octets of KeNB and KASME, of a MAC address, and the most of an SSID (IEEE 802.11-2020, 9.4.2.2). */
const KEY = 32;
const MAC = 6;
const MAX_SSID = 32;

const MAX_EARFCN = 262143;

const KINDS: Readonly<Record<keyof Keys, true>> = {
  pmks: true,
  passphrases: true,
  kenbs: true,
  kasmes: true,
  earfcns: true,
};

/** A string has a length, too. @throws EncodeError for what is no octets, or of another length */
const fixed = (path: string, value: Uint8Array, ...lengths: readonly number[]): Uint8Array =>
  ofLength(path, octetsOf(value, path), ...lengths);

/** @throws EncodeError for a name or a source that is no text; what is there instead may be a key, and is not quoted */
function requireText(path: string, text: string | undefined): void {
  if (text !== undefined && typeof text !== 'string') throw new EncodeError(path, 'is to be text');
}

interface Named {
  readonly name?: string | undefined;
  readonly source?: string | undefined;
  readonly station?: Uint8Array | undefined;
}

/** Passes a list of keys, each with its path, without those that are left out. @throws EncodeError */
function* named<T extends Named>(
  kind: keyof Keys,
  list: readonly T[] | undefined,
): Iterable<readonly [string, T]> {
  if (list === undefined) return;
  for (const [i, one] of objectsOf(list, `keys.${kind}`).entries()) {
    const path = `keys.${kind}[${i}]`;
    requireText(`${path}.name`, one.name);
    requireText(`${path}.source`, one.source);
    if (one.station !== undefined) fixed(`${path}.station`, one.station, MAC);
    yield [path, one];
  }
}

/**
 * Says which of the keys given is none, so that it is not just right nowhere.
 * @throws EncodeError with the path, as `keys.pmks[0].pmk`, for a key, an address or an SSID of another length than it has,
 *   a passphrase that is none, a number out of its range, and a member that `Keys` does not have
 */
export function requireKeys(keys: Keys): void {
  onlyNames('keys', objectOf(keys, 'keys'), KINDS);
  const { earfcns = [] } = keys;
  for (const [path, { pmk }] of named('pmks', keys.pmks)) fixed(`${path}.pmk`, pmk, ...PMK_LENGTHS);
  for (const [path, { passphrase, ssid }] of named('passphrases', keys.passphrases)) {
    requirePassphrase(passphrase, `${path}.passphrase`);
    if (ssid !== undefined)
      ofLengthWithin(`${path}.ssid`, octetsOf(ssidOctets(ssid), `${path}.ssid`), 0, MAX_SSID);
  }
  for (const [path, { kenb, pdcpUeId, pci }] of named('kenbs', keys.kenbs)) {
    fixed(`${path}.kenb`, kenb, KEY);
    if (pdcpUeId !== undefined) inRange(`${path}.pdcpUeId`, pdcpUeId, 0, 0xffff);
    if (pci !== undefined) inRange(`${path}.pci`, pci, 0, MAX_PCI);
  }
  for (const [path, { kasme, uplinkNasCount }] of named('kasmes', keys.kasmes)) {
    fixed(`${path}.kasme`, kasme, KEY);
    inRange(`${path}.uplinkNasCount`, uplinkNasCount, 0, 0xffffffff);
  }
  for (const [i, earfcn] of arrayOf(earfcns, 'keys.earfcns').entries())
    inRange(`keys.earfcns[${i}]`, earfcn, 0, MAX_EARFCN);
}
