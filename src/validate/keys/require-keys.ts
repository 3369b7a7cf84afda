import { onlyNames } from '../../codecs/check.js';
import { ssidOctets } from '../../codecs/dot11/ssid.js';
import { EncodeError } from '../../codecs/error.js';
import { isOctets } from '../../codecs/is-octets.js';
import { PMK_LENGTHS } from '../../crypto/akm.js';
import { inRange, ofLength, ofLengthWithin } from '../../crypto/check.js';
import { requirePassphrase } from '../../crypto/psk.js';
import type { Limits } from '../limits.js';
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
const LIMITS: Readonly<Record<keyof Limits, true>> = { suspensionMs: true, sessions: true, networks: true };

/** A string has a length, too. @throws EncodeError */
function octets(value: Uint8Array, path: string): Uint8Array {
  if (isOctets(value)) return value;
  throw new EncodeError(path, 'is to be octets (Uint8Array)');
}

const fixed = (path: string, value: Uint8Array, ...lengths: readonly number[]): Uint8Array =>
  ofLength(path, octets(value, path), ...lengths);

function requireStation(path: string, { station }: { readonly station?: Uint8Array | undefined }): void {
  if (station !== undefined) fixed(`${path}.station`, station, MAC);
}

/**
 * Says which of the keys given is none, so that it is not just right nowhere.
 * @throws EncodeError with the path, as `keys.pmks[0].pmk`, for a key, an address or an SSID of another length than it has,
 *   a passphrase that is none, a number out of its range, and a member that `Keys` does not have
 */
export function requireKeys(keys: Keys): void {
  onlyNames('keys', keys, KINDS);
  const { pmks, passphrases, kenbs, kasmes, earfcns } = keys;
  pmks?.forEach((one, i) => {
    fixed(`keys.pmks[${i}].pmk`, one.pmk, ...PMK_LENGTHS);
    requireStation(`keys.pmks[${i}]`, one);
  });
  passphrases?.forEach(({ passphrase, ssid }, i) => {
    const path = `keys.passphrases[${i}]`;
    requirePassphrase(passphrase, `${path}.passphrase`);
    if (ssid !== undefined)
      ofLengthWithin(`${path}.ssid`, octets(ssidOctets(ssid), `${path}.ssid`), 0, MAX_SSID);
  });
  kenbs?.forEach((one, i) => {
    fixed(`keys.kenbs[${i}].kenb`, one.kenb, KEY);
    requireStation(`keys.kenbs[${i}]`, one);
    if (one.pdcpUeId !== undefined) inRange(`keys.kenbs[${i}].pdcpUeId`, one.pdcpUeId, 0, 0xffff);
  });
  kasmes?.forEach((one, i) => {
    fixed(`keys.kasmes[${i}].kasme`, one.kasme, KEY);
    inRange(`keys.kasmes[${i}].uplinkNasCount`, one.uplinkNasCount, 0, 0xffffffff);
    requireStation(`keys.kasmes[${i}]`, one);
  });
  earfcns?.forEach((earfcn, i) => void inRange(`keys.earfcns[${i}]`, earfcn, 0, MAX_EARFCN));
}

/** @throws EncodeError with the path, as `limits.suspensionMs`, for what is no number that a limit can be, and for a limit that there is not */
export function requireLimits(limits: Limits): void {
  onlyNames('limits', limits, LIMITS);
  const { suspensionMs, sessions, networks } = limits;
  if (suspensionMs !== undefined && !(Number.isFinite(suspensionMs) && suspensionMs >= 0))
    throw new EncodeError(
      'limits.suspensionMs',
      `must be a number of milliseconds from 0, not ${suspensionMs}`,
    );
  for (const [name, most] of Object.entries({ sessions, networks }))
    if (most !== undefined && most !== Number.POSITIVE_INFINITY)
      inRange(`limits.${name}`, most, 0, Number.MAX_SAFE_INTEGER);
}
