import { copyOf } from '../../codecs/copy.js';
import type { EapolKey } from '../../codecs/dot11/eapol-key.js';
import { REASON } from '../../codecs/dot11/reason-codes.js';
import { eapolMicValid, messageOf } from '../../crypto/handshake.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { pmkid } from '../../crypto/ptk.js';
import { type Clock, MILLISECOND, SECOND, type Timer } from '../engine/engine.js';
import type { Numbers } from '../engine/random.js';
import { ptkOf } from '../keys/derived.js';
import type { GroupKey, Pmk } from '../keys/wlan.js';
import type { GroupKeySet } from './group-key-set.js';
import { encodeKeyFrame, encodePmkid, readKeyFrame } from './key-frame.js';
import type { SendOptions } from './radio.js';
import { type KeyFrameFormat, kckOf, kekOf, keyFrameFormat, type RsnPolicy } from './rsn.js';

/** What an authenticator asks of the access point that it belongs to. */
export interface AuthenticatorHost {
  /** Sends an EAPOL frame to the station, under the pairwise key if there is one. */
  send(eapol: Uint8Array, options: SendOptions): void;
  /** @param ptk KCK || KEK || TK */
  installPairwise(ptk: Uint8Array, pmk: Pmk, format: KeyFrameFormat): void;
  deauthenticate(reason: number, comment: string): void;
  /** The MIC of M2 is wrong under `tried`; `fits` says whether it is right under another PMK. */
  micFailed(tried: Pmk, fits: (pmk: Pmk) => boolean): void;
  /** Remarks on the frame that is being received. */
  note(text: string): void;
}

/**
 * Tries and intervals of EAPOL-Key frames, as of hostapd 2.10: eapol_key_timeout_first, _first_group and _subseq (src/ap/wpa_auth.c).
 * The tries of M1 are as in fixtures/captures, d and e2.
 */
export const HANDSHAKE_TIMING = {
  /** How often M1, M3 or G1 is sent before the station is deauthenticated. */
  tries: 4,
  /** Nanoseconds from the first M1 or M3 to the second, unless an Ack of M1 makes it `interval` … */
  firstInterval: 100 * MILLISECOND,
  /** … from the first G1 to the second … */
  firstGroupInterval: 500 * MILLISECOND,
  /** … and between later ones. */
  interval: SECOND,
} as const;

/** The authenticator's side of the 4-way and the group key handshake with one station. */
export interface Authenticator {
  /** Whether a 4-way handshake is under way. */
  readonly isHandshaking: boolean;
  /** Whether the station may still lack the group keys in use: a handshake of either kind is under way. */
  readonly isBusy: boolean;
  /** Starts a 4-way handshake under `pmk`, in place of one that is under way. */
  start(pmk: Pmk): void;
  /**
   * The BSS has other group keys: starts a group key handshake that hands them out, where a 4-way handshake is under way behind
   * it, if its M3 has not. Without a pairwise key it does nothing.
   */
  renewGroupKeys(): void;
  /** The station is gone: nothing more is sent. */
  stop(): void;
  receive(eapol: Uint8Array): void;
}

/** The EAPOL protocol version that hostapd 2.10 sends. */
const PROTOCOL_VERSION = 2;

const namesOf = (keys: readonly GroupKey[]): string =>
  keys.map(({ kind, keyId }) => `${kind} with key ID ${keyId}`).join(' and ');

/** What the authenticators of a BSS have in common. */
export interface AuthenticatorProfile {
  readonly clock: Clock;
  /** Their address. */
  readonly aa: Uint8Array;
  /** The group keys in use, for M3 and G1: the same set until they are renewed. */
  readonly groupKeys: () => GroupKeySet;
  /** Whether M1 names the PMK; hostapd leaves the PMKID out with a PSK. */
  readonly sendsPmkid: boolean;
}

/** What an authenticator knows of the association that it is of. */
export interface AuthenticatorOptions {
  readonly numbers: Numbers;
  readonly policy: RsnPolicy;
  /** The supplicant's address. */
  readonly spa: Uint8Array;
  /** The RSNE of the association request. */
  readonly rsne: Uint8Array;
  readonly host: AuthenticatorHost;
}

/** An authenticator (IEEE 802.11-2020, 12.7.6 and 12.7.7) with the timing of hostapd 2.10. */
export const createAuthenticator = (
  profile: AuthenticatorProfile,
  options: AuthenticatorOptions,
): Authenticator => new RsnAuthenticator(profile, options);

/** A class, as there is one for each UE that is associated. */
class RsnAuthenticator implements Authenticator {
  readonly #profile: AuthenticatorProfile;
  readonly #numbers: Numbers;
  readonly #policy: RsnPolicy;
  readonly #format: KeyFrameFormat;
  readonly #spa: Uint8Array;
  readonly #rsne: Uint8Array;
  readonly #host: AuthenticatorHost;
  /** The message that is sent until it is answered; undefined while idle. */
  #message: 'M1' | 'M3' | 'G1' | undefined;
  /** Of the 4-way handshake that is under way. */
  #pmk: Pmk | undefined;
  #aNonce: Uint8Array | undefined;
  #ptk: Uint8Array | undefined;
  /** What the present M3 or G1 hands out, in each try the same. */
  #groupKeys: GroupKeySet | undefined;
  /** The PTK in use, which protects the group key handshake. */
  #current: Uint8Array | undefined;
  #replayCounter = 0;
  /** How often the present message was sent; an answer may repeat the counter of any of these tries. */
  #tries = 0;
  #timer: Timer | undefined;

  constructor(profile: AuthenticatorProfile, options: AuthenticatorOptions) {
    this.#profile = profile;
    this.#numbers = options.numbers;
    this.#policy = options.policy;
    this.#format = keyFrameFormat(options.policy);
    this.#spa = options.spa;
    this.#rsne = options.rsne;
    this.#host = options.host;
  }

  get isHandshaking(): boolean {
    return this.#message === 'M1' || this.#message === 'M3';
  }

  get isBusy(): boolean {
    return this.#message !== undefined;
  }

  start(pmk: Pmk): void {
    this.#forgetHandshake();
    this.#pmk = pmk;
    this.#aNonce = this.#numbers.octets(32);
    this.#enter('M1');
  }

  renewGroupKeys(): void {
    if (this.#current === undefined || this.isHandshaking) return;
    this.#enter('G1');
  }

  stop(): void {
    this.#rest();
  }

  receive(frame: Uint8Array): void {
    const key = readKeyFrame(frame, this.#format);
    if (key === undefined || !this.#isAnswer(Number(key.keyReplayCounter))) return;
    switch (messageOf(key)) {
      case 'M2':
        this.#receiveM2(key, frame);
        return;
      case 'M4':
        this.#receiveM4(frame);
        return;
      case 'G2':
        this.#receiveG2(frame);
        return;
    }
  }

  #isAnswer(counter: number): boolean {
    return counter <= this.#replayCounter && counter > this.#replayCounter - this.#tries;
  }

  #enter(message: 'M1' | 'M3' | 'G1'): void {
    this.#timer?.cancel();
    this.#message = message;
    this.#groupKeys = message === 'M1' ? undefined : this.#profile.groupKeys();
    this.#tries = 0;
    this.#sendMessage();
  }

  /** Is idle from now on, and lets go of what it needs no more. */
  #rest(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#message = undefined;
    this.#tries = 0;
    this.#forgetHandshake();
  }

  #forgetHandshake(): void {
    this.#pmk = undefined;
    this.#aNonce = undefined;
    this.#ptk = undefined;
    this.#groupKeys = undefined;
  }

  #setTimer(delay: number): void {
    this.#timer = this.#profile.clock.after(delay, () => this.#sendMessage());
  }

  /** Sends the message of the present state, once more or for the first time. */
  #sendMessage(): void {
    const message = this.#message;
    if (message === undefined) return;
    const { tries, firstInterval, firstGroupInterval, interval } = HANDSHAKE_TIMING;
    if (this.#tries === tries) {
      const reason = message === 'G1' ? REASON.groupHandshakeTimeout : REASON.handshakeTimeout;
      const comment = `no valid answer to ${tries} tries of ${message}: reason ${reason}, the association is lost`;
      this.#rest();
      this.#host.deauthenticate(reason, comment);
      return;
    }
    this.#tries++;
    this.#replayCounter++;
    const first = message === 'G1' ? firstGroupInterval : firstInterval;
    this.#setTimer(this.#tries === 1 ? first : interval);
    const sentAs = this.#replayCounter;
    this.#host.send(this.#encodeMessage(message), {
      rate: undefined,
      done: message === 'M1' && this.#tries === 1 ? isHeard => isHeard && this.#giveTime(sentAs) : undefined,
      comment: this.#tries > 1 ? `${message}, try ${this.#tries} of ${tries}` : this.#firstComment(),
    });
  }

  /** A station that has M1 is given the time to answer it. */
  #giveTime(sentAs: number): void {
    if (this.#tries !== 1 || this.#replayCounter !== sentAs) return;
    this.#timer?.cancel();
    this.#setTimer(HANDSHAKE_TIMING.interval);
  }

  /** What the first try of the present message is the turning point to, if to anything. */
  #firstComment(): string | undefined {
    if (this.#message === 'M1') return `the WT starts a 4-way handshake under ${this.#pmk!.name}`;
    if (this.#message === 'G1') return `the WT hands out ${namesOf(this.#groupKeys!.keys)}`;
    return undefined;
  }

  #encodeMessage(message: 'M1' | 'M3' | 'G1'): Uint8Array {
    if (message === 'M1') return this.#encodeM1();
    const isM3 = message === 'M3';
    const groupKeys = this.#groupKeys!;
    const ptk = isM3 ? this.#ptk! : this.#current!;
    const [gtk] = groupKeys.keys;
    return encodeKeyFrame(this.#format, {
      protocolVersion: PROTOCOL_VERSION,
      keyType: isM3 ? 1 : 0,
      install: isM3,
      keyAck: true,
      secure: true,
      // Of the pairwise key, which G1 does not install (12.7.7.2).
      keyLength: isM3 ? this.#format.keyLength : 0,
      keyReplayCounter: BigInt(this.#replayCounter),
      keyNonce: isM3 ? this.#aNonce : undefined,
      keyRsc: gtk?.pn,
      keyData: isM3 ? groupKeys.withRsne : groupKeys.alone,
      kck: kckOf(this.#format, ptk),
      kek: kekOf(this.#format, ptk),
    });
  }

  #encodeM1(): Uint8Array {
    const { aa, sendsPmkid } = this.#profile;
    const id = sendsPmkid
      ? pmkid({ akm: this.#policy.akm, pmk: this.#pmk!.key, aa, spa: this.#spa })
      : undefined;
    return encodeKeyFrame(this.#format, {
      protocolVersion: PROTOCOL_VERSION,
      keyType: 1,
      install: false,
      keyAck: true,
      secure: false,
      keyLength: this.#format.keyLength,
      keyReplayCounter: BigInt(this.#replayCounter),
      keyNonce: this.#aNonce,
      keyRsc: undefined,
      keyData: id && encodePmkid(id),
      kck: undefined,
      kek: undefined,
    });
  }

  #receiveM2(key: EapolKey, frame: Uint8Array): void {
    if (this.#message !== 'M1') return;
    const pmk = this.#pmk!;
    const sNonce = copyOf(key.keyNonce);
    const ptk = this.#ptkFrom(pmk, sNonce);
    if (!this.#isSigned(frame, ptk)) {
      this.#host.micFailed(pmk, other => this.#isSigned(frame, this.#ptkFrom(other, sNonce)));
      return;
    }
    const rsne = this.#rsne;
    if (!equalConstantTime(key.keyData.subarray(0, rsne.length), rsne)) {
      this.#rest();
      this.#host.deauthenticate(REASON.invalidAuthentication, 'the RSNE of M2 is another: reason 2');
      return;
    }
    this.#host.note(`the MIC of M2 is right at the WT under ${pmk.name}`);
    this.#ptk = ptk;
    this.#enter('M3');
  }

  #receiveM4(frame: Uint8Array): void {
    if (this.#message !== 'M3') return;
    const ptk = this.#ptk!;
    const pmk = this.#pmk!;
    if (!this.#isSigned(frame, ptk)) return;
    const handedOut = this.#groupKeys;
    this.#rest();
    this.#current = ptk;
    this.#host.installPairwise(ptk, pmk, this.#format);
    if (handedOut !== this.#profile.groupKeys()) this.renewGroupKeys();
  }

  #receiveG2(frame: Uint8Array): void {
    if (this.#message !== 'G1' || this.#current === undefined) return;
    if (!this.#isSigned(frame, this.#current)) return;
    this.#host.note(`the UE has taken ${namesOf(this.#groupKeys!.keys)}`);
    this.#rest();
  }

  #ptkFrom(pmk: Pmk, sNonce: Uint8Array): Uint8Array {
    const { akm, pairwiseCipher: cipher } = this.#policy;
    const { aa } = this.#profile;
    return ptkOf({ akm, cipher, pmk: pmk.key, aa, spa: this.#spa, aNonce: this.#aNonce!, sNonce });
  }

  #isSigned(frame: Uint8Array, ptk: Uint8Array): boolean {
    return eapolMicValid(this.#format.micAlgorithm, kckOf(this.#format, ptk), frame);
  }
}
