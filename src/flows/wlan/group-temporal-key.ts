import { equalConstantTime } from '../../crypto/mic.js';
import { openMpdu, type PreparedKey, prepareOwnKey, sealMpdu } from '../../crypto/mpdu.js';
import type { GroupKey } from '../keys/wlan.js';
import { keptWords } from '../memory/kept.js';
import { transient } from '../memory/transient.js';

/** Protects a group addressed MPDU under the next packet number of a GTK, which it counts in its `pn` (IEEE 802.11-2020, 12.5.3.3). */
export function createGroupSealer(cipher: string, gtk: GroupKey): (mpdu: Uint8Array) => Uint8Array {
  const prepared = prepareOwnKey(cipher, gtk.key, keptWords);
  return mpdu => {
    gtk.pn++;
    return sealMpdu(prepared, mpdu, gtk.pn, gtk.keyId, transient);
  };
}

/** A GTK as a station has installed it: MLME-SETKEYS gives its receive counter, too (IEEE 802.11-2020, 6.3.19 and 12.7.7.4). */
export class InstalledGroupKey {
  readonly key: GroupKey;
  /** Not before the first frame: most runs have none. */
  #prepared: PreparedKey | undefined;
  readonly #cipher: string;
  /** The last packet number that was received: of group addressed frames, here, none has a TID. */
  #received: bigint;
  /** The highest that was ever taken under this key, for remarks alone. */
  #highest: bigint;

  /** @param last what was installed with this key ID before */
  constructor(cipher: string, key: GroupKey, last: InstalledGroupKey | undefined) {
    this.#cipher = cipher;
    this.key = key;
    this.#received = key.pn;
    this.#highest = last !== undefined && equalConstantTime(last.key.key, key.key) ? last.#highest : key.pn;
  }

  /**
   * Takes a group addressed frame, of which nobody here asks what is in it.
   * @returns `again` where the station took one with this packet number, or a higher one, under an installation before; undefined if
   *   the frame does not open under this key, or its packet number is not new (12.5.3.4.4)
   */
  take(mpdu: Uint8Array): 'once' | 'again' | undefined {
    this.#prepared ??= prepareOwnKey(this.#cipher, this.key.key, keptWords);
    const opened = openMpdu(this.#prepared, mpdu, undefined, transient);
    if (opened === undefined || opened.pn <= this.#received) return undefined;
    this.#received = opened.pn;
    if (opened.pn <= this.#highest) return 'again';
    this.#highest = opened.pn;
    return 'once';
  }
}

/** Whether two group keys are the same key, with the same key ID. */
export const isSameGroupKey = (a: GroupKey, b: GroupKey): boolean =>
  a.kind === b.kind && a.keyId === b.keyId && equalConstantTime(a.key, b.key);
