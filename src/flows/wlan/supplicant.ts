import type { EapolKey } from '../../codecs/dot11/eapol-key.js';
import { REASON } from '../../codecs/dot11/reason-codes.js';
import { eapolMicValid, messageOf, openKeyData } from '../../crypto/handshake.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { pmkid } from '../../crypto/ptk.js';
import type { Numbers } from '../engine/random.js';
import { ptkOf } from '../keys/derived.js';
import type { GroupKey, Pmk } from '../keys/wlan.js';
import { kept } from '../memory/kept.js';
import { isSameGroupKey } from './group-temporal-key.js';
import { encodeKeyFrame, groupKeysIn, type KeyFrameFields, keyDataItems, readKeyFrame } from './key-frame.js';
import {
  type AssociationRsne,
  agreedPolicy,
  type KeyFrameFormat,
  kckOf,
  kekOf,
  keyFrameFormat,
  type RsnPolicy,
} from './rsn.js';
import type { PayloadOptions } from './station-interface.js';

/** What a supplicant asks of the station that it belongs to. */
export interface SupplicantHost {
  /** Sends an EAPOL frame to the authenticator, under the pairwise key if there is one and it is not to be in clear. */
  send(eapol: Uint8Array, options: PayloadOptions): void;
  /** Takes a pairwise key, KCK || KEK || TK, into use for what the station sends, or for what it receives. */
  installPairwise(ptk: Uint8Array, pmk: Pmk, format: KeyFrameFormat, direction: 'transmit' | 'receive'): void;
  installGroup(key: GroupKey): void;
  deauthenticate(reason: number): void;
  /** Remarks on the frame that is being received. */
  note(text: string): void;
}

/** What a supplicant does wrong; nothing where a member is left out. */
export interface SupplicantFlaws {
  /** A repeated M3 makes it install the same PTK again, so that its packet numbers start over. */
  readonly reinstallsKeys?: boolean | undefined;
  /** A GTK that it is brought once more makes it install that again, so that its receive counter goes back. */
  readonly reinstallsGroupKeys?: boolean | undefined;
  /** It does not mind an RSNE in M3 that is not that of the beacon. */
  readonly ignoresRsne?: boolean | undefined;
}

/** The supplicant's side of the 4-way and the group key handshake. */
export interface Supplicant {
  /** The PMK for the next handshake, or the next association: see `takesNewPmkInPlace`. */
  setPmk(pmk: Pmk): void;
  /** The one that was set last; undefined before any was. */
  readonly pmk: Pmk | undefined;
  /** The station has associated anew: no key, no replay counter. */
  reset(rsne: AssociationRsne): void;
  receive(eapol: Uint8Array): void;
}

/** The EAPOL protocol version that wpa_supplicant 2.10 sends. */
const PROTOCOL_VERSION = 1;

/** A PTK as far as the handshake has come. */
interface Handshake {
  readonly aNonce: Uint8Array;
  readonly sNonce: Uint8Array;
  readonly pmk: Pmk;
  readonly ptk: Uint8Array;
  isInstalled: boolean;
}

/** What a supplicant is made of. */
export interface SupplicantOptions {
  readonly numbers: Numbers;
  readonly policy: RsnPolicy;
  /** The authenticator's address. */
  readonly aa: Uint8Array;
  /** Its own address. */
  readonly spa: Uint8Array;
  /** Undefined if it is yet to be given one. */
  readonly pmk: Pmk | undefined;
  /**
   * Whether a PMK that is set during an association serves the next handshake within it; if not, the one loaded at
   * association does, as in wpa_supplicant with a PSK.
   */
  readonly takesNewPmkInPlace: boolean;
  readonly flaws?: SupplicantFlaws | undefined;
  readonly host: SupplicantHost;
}

/** A supplicant (IEEE 802.11-2020, 12.7.6 and 12.7.7) that answers as wpa_supplicant 2.10 does. */
export const createSupplicant = (options: SupplicantOptions): Supplicant => new RsnSupplicant(options);

const NOTHING = /* @__PURE__ */ new Uint8Array(0);
const NO_RSNE: AssociationRsne = { station: NOTHING, accessPoint: NOTHING };
const NO_FLAWS: SupplicantFlaws = {};
const NO_GROUP_KEYS: readonly GroupKey[] = [];
/** In clear, or under the key that is in use. */
const PLAIN: PayloadOptions = { rate: undefined, done: undefined, comment: undefined, isClear: false };

/** A class, as each UE has one. */
class RsnSupplicant implements Supplicant {
  readonly #numbers: Numbers;
  readonly #offeredPolicy: RsnPolicy;
  readonly #aa: Uint8Array;
  readonly #spa: Uint8Array;
  readonly #takesNewPmkInPlace: boolean;
  readonly #flaws: SupplicantFlaws;
  readonly #host: SupplicantHost;
  /** As agreed for the present association. */
  #policy: RsnPolicy;
  #format: KeyFrameFormat;
  #given: Pmk | undefined;
  #loaded: Pmk | undefined;
  #rsne = NO_RSNE;
  #handshake: Handshake | undefined;
  /** The PTK that protects the group key handshake. */
  #current: Uint8Array | undefined;
  /** What it was brought last. */
  #groupKeys: readonly GroupKey[] = NO_GROUP_KEYS;
  #lastReplayCounter = -1n;

  constructor(options: SupplicantOptions) {
    this.#numbers = options.numbers;
    this.#offeredPolicy = options.policy;
    this.#aa = options.aa;
    this.#spa = options.spa;
    this.#takesNewPmkInPlace = options.takesNewPmkInPlace;
    this.#flaws = options.flaws ?? NO_FLAWS;
    this.#host = options.host;
    this.#policy = options.policy;
    this.#format = keyFrameFormat(options.policy);
    this.#given = options.pmk;
    this.#loaded = options.pmk;
  }

  setPmk(pmk: Pmk): void {
    this.#given = pmk;
  }

  get pmk(): Pmk | undefined {
    return this.#given;
  }

  reset(rsne: AssociationRsne): void {
    this.#rsne = rsne;
    this.#policy = agreedPolicy(this.#offeredPolicy, rsne.station);
    this.#format = keyFrameFormat(this.#policy);
    this.#loaded = this.#given;
    this.#handshake = undefined;
    this.#current = undefined;
    this.#groupKeys = NO_GROUP_KEYS;
    this.#lastReplayCounter = -1n;
  }

  receive(frame: Uint8Array): void {
    const key = readKeyFrame(frame, this.#format);
    if (key === undefined || key.keyReplayCounter <= this.#lastReplayCounter) return;
    switch (messageOf(key)) {
      case 'M1':
        this.#receiveM1(key);
        return;
      case 'M3':
        this.#receiveM3(key, frame);
        return;
      case 'G1':
        this.#receiveG1(key, frame);
        return;
    }
  }

  #receiveM1(key: EapolKey): void {
    if (this.#takesNewPmkInPlace) this.#loaded = this.#given;
    const pmk = this.#loaded;
    const given = this.#given;
    if (pmk === undefined) return;
    const offered = pmkidIn(key);
    if (offered !== undefined && !this.#isPmkidOf(pmk, offered)) {
      this.#host.note(
        `M1 carries a PMKID that is not that of ${pmk.name}: the UE does not answer (12.7.6.2)`,
      );
      return;
    }
    if (given !== undefined && given !== pmk)
      this.#host.note(`the UE answers under ${pmk.name}, loaded at association, though it has ${given.name}`);
    const { ptk, sNonce } = this.#handshakeFor(pmk, key.keyNonce);
    this.#answer(
      key,
      ptk,
      { keyType: 1, secure: false, keyNonce: sNonce, keyData: this.#rsne.station },
      PLAIN,
    );
  }

  /** The handshake that an M1 with this nonce starts, or goes on with. */
  #handshakeFor(pmk: Pmk, nonce: Uint8Array): Handshake {
    const last = this.#handshake;
    // A repeated M1 is answered with the same SNonce, so that either answer completes the handshake.
    const isRepeated = last !== undefined && equalConstantTime(last.aNonce, nonce);
    if (isRepeated && last.pmk === pmk) return last;
    const aNonce = isRepeated ? last.aNonce : kept(nonce);
    const sNonce = isRepeated ? last.sNonce : kept(this.#numbers.octets(32));
    const { akm, pairwiseCipher: cipher } = this.#policy;
    const ptk = ptkOf({
      akm,
      cipher,
      pmk: pmk.key,
      aa: this.#aa,
      spa: this.#spa,
      aNonce,
      sNonce,
    });
    const handshake = { aNonce, sNonce, pmk, ptk, isInstalled: false };
    this.#handshake = handshake;
    return handshake;
  }

  #receiveM3(key: EapolKey, frame: Uint8Array): void {
    const handshake = this.#handshake;
    if (handshake === undefined || !equalConstantTime(handshake.aNonce, key.keyNonce)) return;
    const { ptk, pmk, isInstalled } = handshake;
    if (!this.#isSigned(frame, ptk)) {
      this.#host.note(`the MIC of M3 is wrong under ${pmk.name}: the UE does not answer (12.7.6.4)`);
      return;
    }
    this.#lastReplayCounter = key.keyReplayCounter;
    const keyData = openKeyData(kekOf(this.#format, ptk), key);
    if (keyData === undefined) return;
    const rsneLength = 2 + (keyData[1] ?? 0);
    const isRsneRight = equalConstantTime(keyData.subarray(0, rsneLength), this.#rsne.accessPoint);
    if (!isRsneRight && this.#flaws.ignoresRsne !== true) {
      this.#host.note('the RSNE of M3 is not that of the beacon: the UE deauthenticates (12.7.6.4)');
      this.#host.deauthenticate(REASON.elementMismatch);
      return;
    }
    if (!isRsneRight) this.#host.note('the RSNE of M3 is not that of the beacon, which the UE overlooks');
    // A key that is in use is never installed again: that would start its packet numbers over.
    if (isInstalled && this.#flaws.reinstallsKeys !== true) {
      this.#answer(key, ptk, M4, PLAIN);
      return;
    }
    handshake.isInstalled = true;
    this.#current = ptk;
    this.#answer(key, ptk, M4, {
      rate: undefined,
      // What the authenticator sends before it has M4 is under the old key. Meanwhile the association may have ended.
      done: () => {
        if (this.#current === ptk) this.#host.installPairwise(ptk, pmk, this.#format, 'receive');
      },
      comment: isInstalled
        ? `the UE installs the PTK from ${pmk.name} again: its packet numbers start over`
        : `the UE takes the PTK from ${pmk.name} into use`,
      // In a re-key too M4 is sent in clear, as wpa_supplicant does: its PTK is not in use yet.
      isClear: !isInstalled,
    });
    this.#host.installPairwise(ptk, pmk, this.#format, 'transmit');
    // What is the RSNE of the beacon has been read there.
    this.#installGroupKeys(isRsneRight ? keyData.subarray(rsneLength) : keyData, key);
  }

  #receiveG1(key: EapolKey, frame: Uint8Array): void {
    const ptk = this.#current;
    if (ptk === undefined) return;
    if (!this.#isSigned(frame, ptk)) return;
    this.#lastReplayCounter = key.keyReplayCounter;
    const keyData = openKeyData(kekOf(this.#format, ptk), key);
    if (keyData === undefined) return;
    this.#answer(key, ptk, G2, PLAIN);
    for (const { kind, keyId } of this.#installGroupKeys(keyData, key))
      this.#host.note(
        this.#flaws.reinstallsGroupKeys
          ? `the UE installs ${kind} with key ID ${keyId} again: its receive counter goes back`
          : `the UE has ${kind} with key ID ${keyId} already, and leaves it as it is`,
      );
  }

  /** @returns those that it had */
  #installGroupKeys(keyData: Uint8Array, key: EapolKey): readonly GroupKey[] {
    const brought = groupKeysIn(keyDataItems(keyData), key.keyRsc);
    const before = this.#groupKeys;
    const hadBefore = (one: GroupKey): boolean => before.some(other => isSameGroupKey(one, other));
    this.#groupKeys = brought;
    for (const one of brought)
      if (this.#flaws.reinstallsGroupKeys || !hadBefore(one)) this.#host.installGroup(one);
    return before.length === 0 ? NO_GROUP_KEYS : brought.filter(hadBefore);
  }

  #isSigned(frame: Uint8Array, ptk: Uint8Array): boolean {
    return eapolMicValid(this.#format.micAlgorithm, kckOf(this.#format, ptk), frame);
  }

  #isPmkidOf(pmk: Pmk, offered: Uint8Array): boolean {
    const own = pmkid({ akm: this.#policy.akm, pmk: pmk.key, aa: this.#aa, spa: this.#spa });
    return own === undefined || equalConstantTime(offered, own);
  }

  #answer(to: EapolKey, ptk: Uint8Array, fields: AnswerFields, how: PayloadOptions): void {
    const frame = encodeKeyFrame(this.#format, {
      protocolVersion: PROTOCOL_VERSION,
      keyType: fields.keyType,
      install: false,
      keyAck: false,
      secure: fields.secure,
      keyLength: 0,
      keyReplayCounter: to.keyReplayCounter,
      keyNonce: fields.keyNonce,
      keyRsc: undefined,
      keyData: fields.keyData,
      kck: kckOf(this.#format, ptk),
      kek: undefined,
    });
    this.#host.send(frame, how);
  }
}

/** What differs between the messages of a supplicant. */
type AnswerFields = Pick<KeyFrameFields, 'keyType' | 'secure' | 'keyNonce' | 'keyData'>;

const M4: AnswerFields = { keyType: 1, secure: true, keyNonce: undefined, keyData: undefined };
const G2: AnswerFields = { keyType: 0, secure: true, keyNonce: undefined, keyData: undefined };

/** The PMKID that an M1 carries in its key data, if any (IEEE 802.11-2020, 12.7.6.2). */
const pmkidIn = (m1: EapolKey): Uint8Array | undefined => {
  if (m1.keyData.length === 0) return undefined;
  for (const item of keyDataItems(m1.keyData)) if ('kde' in item && item.kde === 'PMKID') return item.pmkid;
  return undefined;
};
