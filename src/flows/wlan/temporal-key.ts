import { FRAME_TYPE, frameType } from '../../codecs/dot11/header.js';
import { requireCipherSuite } from '../../crypto/cipher-suite.js';
import { openMpdu, type PreparedKey, prepareOwnKey, sealMpdu } from '../../crypto/mpdu.js';
import type { OpenedMpdu } from '../../crypto/mpdu-header.js';
import { sliceOf } from '../../crypto/octets.js';
import { keptWords } from '../memory/kept.js';
import { transient } from '../memory/transient.js';
import { tidOf } from './frames.js';
import { numberOf, type TidNumbers, withNumber } from './tid-numbers.js';

/** A pairwise temporal key in use at one end of a link, with its packet numbers. What it gives is {@link transient}. */
export interface TemporalKey {
  /** The MPDU protected under the next packet number; the first is 1 (IEEE 802.11-2020, 12.5.3.3.2). */
  seal(mpdu: Uint8Array): Uint8Array;
  /**
   * The MPDU without its protection, the Protected bit clear: undefined if it does not open under this key, or repeats
   * a packet number or goes back behind one of its TID (12.5.3.4.4).
   */
  open(mpdu: Uint8Array): Uint8Array | undefined;
  /** The frame body alone of what {@link open} gives. */
  openBody(mpdu: Uint8Array): Uint8Array | undefined;
}

/** The remark on a protected frame for which `open` has no answer, or for which there is no key. */
export const NOT_OPENED = 'dropped: no key in use opens it, or its packet number is not new';

const PROTECTED = 0x40;
/** Robust management frames have a replay counter of their own (12.5.3.4.4). */
const MANAGEMENT = 16;

const replayCounterOf = (mpdu: Uint8Array): number =>
  frameType(mpdu) === FRAME_TYPE.management ? MANAGEMENT : (tidOf(mpdu) ?? 0);

/**
 * A key as it is installed: packet numbers start over, and no frame has been received.
 * @param cipher selector of a CCMP or GCMP suite
 * @param ptk the PTK, at the end of which the TK is (12.7.1.3), or the TK alone; nobody writes into it any more
 */
export const createTemporalKey = (cipher: string, ptk: Uint8Array): TemporalKey =>
  new InstalledKey(cipher, ptk);

const tkIn = (ptk: Uint8Array, cipher: string): Uint8Array =>
  sliceOf(ptk, ptk.length - requireCipherSuite(cipher).keyLength, ptk.length);

/** A class, as each UE has two, and the WT one. */
class InstalledKey implements TemporalKey {
  readonly #cipher: string;
  readonly #ptk: Uint8Array;
  /** Not before the first frame: many a key is replaced before it has protected any. */
  #prepared: PreparedKey | undefined;
  #lastPn = 0;
  /** The last packet number that was received by each replay counter; each is below 2^48. */
  #received: TidNumbers;

  constructor(cipher: string, ptk: Uint8Array) {
    this.#cipher = cipher;
    this.#ptk = ptk;
  }

  seal(mpdu: Uint8Array): Uint8Array {
    this.#lastPn++;
    return sealMpdu(this.#key(), mpdu, BigInt(this.#lastPn), 0, transient);
  }

  open(mpdu: Uint8Array): Uint8Array | undefined {
    const opened = this.#openNew(mpdu);
    if (opened === undefined) return undefined;
    const { plaintext, headerLength } = opened;
    const clear = transient(headerLength + plaintext.length);
    for (let i = 0; i < headerLength; i++) clear[i] = mpdu[i]!;
    clear[1]! &= ~PROTECTED;
    clear.set(plaintext, headerLength);
    return clear;
  }

  openBody(mpdu: Uint8Array): Uint8Array | undefined {
    return this.#openNew(mpdu)?.plaintext;
  }

  #openNew(mpdu: Uint8Array): OpenedMpdu | undefined {
    const opened = openMpdu(this.#key(), mpdu, undefined, transient);
    if (opened === undefined) return undefined;
    const counter = replayCounterOf(mpdu);
    const pn = Number(opened.pn);
    if (pn <= (numberOf(this.#received, counter) ?? 0)) return undefined;
    this.#received = withNumber(this.#received, counter, pn);
    return opened;
  }

  #key(): PreparedKey {
    this.#prepared ??= prepareOwnKey(this.#cipher, tkIn(this.#ptk, this.#cipher), keptWords);
    return this.#prepared;
  }
}
