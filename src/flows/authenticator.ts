import { decodeEapolKey, type EapolKey, type MicLength } from '../codecs/dot11/eapol-key.js';
import { eapolMicValid, messageOf } from '../crypto/handshake.js';
import { equalConstantTime, micLengthOf } from '../crypto/mic.js';
import { derivePtk, type Ptk, pmkid } from '../crypto/ptk.js';
import { type Clock, MILLISECOND, SECOND, type Timer } from './engine.js';
import {
  encodeGroupKeys,
  encodeKeyFrame,
  encodePmkid,
  type GroupKey,
  ifDecodable,
  type Pmk,
} from './key-frame.js';
import type { SendOptions } from './radio.js';
import type { Random } from './random.js';
import { type AssociationRsne, keyFrameFormat, type RsnPolicy } from './rsn.js';

/** What an authenticator asks of the access point that it belongs to. */
export interface AuthenticatorHost {
  /** Sends an EAPOL frame to the station, under the pairwise key if there is one. */
  send(eapol: Uint8Array, options: Pick<SendOptions, 'done' | 'comment'>): void;
  installPairwise(ptk: Ptk, pmk: Pmk): void;
  deauthenticate(reason: number, comment: string): void;
  /** The MIC of M2 is wrong under `tried`; `fits` says whether it is right under another PMK. */
  micFailed(tried: Pmk, fits: (pmk: Pmk) => boolean): void;
  /** Remarks on the frame that is being received. */
  note(text: string): void;
}

/** Intervals and tries of EAPOL-Key frames. */
export interface HandshakeTiming {
  /** How often M1, M3 or G1 is sent before the station is deauthenticated. */
  readonly tries: number;
  /** Nanoseconds from the first M1 or M3 to the second, unless an Ack of M1 makes it `interval` … */
  readonly firstInterval: number;
  /** … from the first G1 to the second … */
  readonly firstGroupInterval: number;
  /** … and between later ones. */
  readonly interval: number;
}

/** hostapd 2.10, src/ap/wpa_auth.c: eapol_key_timeout_first, _first_group and _subseq. The tries of M1 are as in fixtures/captures, d and e2. */
export const hostapdTiming: HandshakeTiming = {
  tries: 4,
  firstInterval: 100 * MILLISECOND,
  firstGroupInterval: 500 * MILLISECOND,
  interval: SECOND,
};

/** The authenticator's side of the 4-way and the group key handshake with one station. */
export interface Authenticator {
  /** Starts a 4-way handshake under `pmk`, in place of one that is under way. */
  start(pmk: Pmk): void;
  /** Starts a group key handshake that carries `keys`. */
  startGroup(keys: readonly GroupKey[]): void;
  /** The station is gone: nothing more is sent. */
  stop(): void;
  receive(eapol: Uint8Array): void;
}

/** Reasons of IEEE 802.11-2020, Table 9-49. */
const REASON_PREVIOUS_AUTHENTICATION = 2;
const REASON_4WAY_TIMEOUT = 15;
const REASON_GROUP_TIMEOUT = 16;

/** The EAPOL protocol version that hostapd 2.10 sends. */
const PROTOCOL_VERSION = 2;

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'M1 sent'; readonly pmk: Pmk; readonly aNonce: Uint8Array }
  | { readonly name: 'M3 sent'; readonly pmk: Pmk; readonly aNonce: Uint8Array; readonly ptk: Ptk }
  | { readonly name: 'G1 sent'; readonly keys: readonly GroupKey[] };

const namesOf = (keys: readonly GroupKey[]): string =>
  keys.map(({ kind, keyId }) => `${kind} with key ID ${keyId}`).join(' and ');

/** What the first try of a state's message is the turning point to, if to anything. */
function firstComment(state: State): string | undefined {
  if (state.name === 'M1 sent') return `the WT starts a 4-way handshake under ${state.pmk.name}`;
  if (state.name === 'G1 sent') return `the WT hands out ${namesOf(state.keys)}`;
  return undefined;
}

/** An authenticator (IEEE 802.11-2020, 12.7.6 and 12.7.7) with the timing of hostapd 2.10. */
export function createAuthenticator(options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: RsnPolicy;
  /** Its own address. */
  readonly aa: Uint8Array;
  /** The supplicant's address. */
  readonly spa: Uint8Array;
  readonly rsne: AssociationRsne;
  /** The group keys in use, for M3. */
  readonly groupKeys: () => readonly GroupKey[];
  /** Whether M1 names the PMK; hostapd leaves the PMKID out with a PSK. */
  readonly sendsPmkid: boolean;
  readonly timing: HandshakeTiming;
  readonly host: AuthenticatorHost;
}): Authenticator {
  const { clock, random, policy, aa, spa, rsne, timing, host } = options;
  const format = keyFrameFormat(policy);
  const micLength = micLengthOf(format.micAlgorithm) as MicLength;
  let state: State = { name: 'idle' };
  /** The PTK in use, which protects the group key handshake. */
  let current: Ptk | undefined;
  let replayCounter = 0n;
  /** Counters that an answer may repeat: those of all tries of the present message. */
  let outstanding: bigint[] = [];
  let tries = 0;
  let timer: Timer | undefined;

  const enter = (next: State): void => {
    timer?.cancel();
    state = next;
    outstanding = [];
    tries = 0;
    if (next.name !== 'idle') sendMessage();
  };

  /** Sends the message of the present state, once more or for the first time. */
  const sendMessage = (): void => {
    if (state.name === 'idle') return;
    const message = state.name.slice(0, 2);
    if (tries === timing.tries) {
      const reason = message === 'G1' ? REASON_GROUP_TIMEOUT : REASON_4WAY_TIMEOUT;
      const comment = `no valid answer to ${tries} tries of ${message}: reason ${reason}, the association is lost`;
      enter({ name: 'idle' });
      host.deauthenticate(reason, comment);
      return;
    }
    tries++;
    replayCounter++;
    outstanding.push(replayCounter);
    const first = message === 'G1' ? timing.firstGroupInterval : timing.firstInterval;
    timer = clock.after(tries === 1 ? first : timing.interval, sendMessage);
    const sentAs = replayCounter;
    host.send(encodeMessage(), {
      // A station that has M1 is given the time to answer it.
      done(acknowledged) {
        if (!acknowledged || message !== 'M1' || tries !== 1 || replayCounter !== sentAs) return;
        timer?.cancel();
        timer = clock.after(timing.interval, sendMessage);
      },
      comment: tries > 1 ? `${message}, try ${tries} of ${timing.tries}` : firstComment(state),
    });
  };

  const encodeMessage = (): Uint8Array => {
    const common = { protocolVersion: PROTOCOL_VERSION, keyReplayCounter: replayCounter, keyAck: true };
    switch (state.name) {
      case 'M1 sent': {
        const id = options.sendsPmkid ? pmkid({ akm: policy.akm, pmk: state.pmk.key, aa, spa }) : undefined;
        return encodeKeyFrame(format, {
          ...common,
          keyType: 1,
          keyLength: format.keyLength,
          keyNonce: state.aNonce,
          ...(id === undefined ? {} : { keyData: encodePmkid(id) }),
        });
      }
      case 'M3 sent': {
        const groupKeys = options.groupKeys();
        return encodeKeyFrame(format, {
          ...common,
          keyType: 1,
          install: true,
          secure: true,
          keyLength: format.keyLength,
          keyNonce: state.aNonce,
          keyRsc: groupKeys[0]?.pn,
          keyData: encodeGroupKeys(groupKeys, rsne.accessPoint),
          kck: state.ptk.kck,
          kek: state.ptk.kek,
        });
      }
      case 'G1 sent':
        return encodeKeyFrame(format, {
          ...common,
          keyType: 0,
          secure: true,
          keyLength: state.keys[0]!.key.length,
          keyRsc: state.keys[0]!.pn,
          keyData: encodeGroupKeys(state.keys),
          kck: current!.kck,
          kek: current!.kek,
        });
      case 'idle':
        throw new Error('an idle authenticator sends nothing');
    }
  };

  const receiveM2 = (key: EapolKey, frame: Uint8Array): void => {
    if (state.name !== 'M1 sent') return;
    const { pmk, aNonce } = state;
    const sNonce = key.keyNonce.slice();
    const ptkOf = ({ key: pmk }: Pmk): Ptk =>
      derivePtk({ akm: policy.akm, cipher: policy.pairwiseCipher, pmk, aa, spa, aNonce, sNonce });
    const isSignedBy = ({ kck }: Ptk): boolean => eapolMicValid(frame, key.keyMic, kck, format.micAlgorithm);
    const ptk = ptkOf(pmk);
    if (!isSignedBy(ptk)) {
      host.micFailed(pmk, other => isSignedBy(ptkOf(other)));
      return;
    }
    if (!equalConstantTime(key.keyData.subarray(0, rsne.station.length), rsne.station)) {
      enter({ name: 'idle' });
      host.deauthenticate(REASON_PREVIOUS_AUTHENTICATION, 'the RSNE of M2 is another: reason 2');
      return;
    }
    host.note(`the MIC of M2 is right at the WT under ${pmk.name}`);
    enter({ name: 'M3 sent', pmk, aNonce, ptk });
  };

  const receiveM4 = (key: EapolKey, frame: Uint8Array): void => {
    if (state.name !== 'M3 sent') return;
    const { ptk, pmk } = state;
    if (!eapolMicValid(frame, key.keyMic, ptk.kck, format.micAlgorithm)) return;
    enter({ name: 'idle' });
    current = ptk;
    host.installPairwise(ptk, pmk);
  };

  const receiveG2 = (key: EapolKey, frame: Uint8Array): void => {
    if (state.name !== 'G1 sent' || current === undefined) return;
    if (!eapolMicValid(frame, key.keyMic, current.kck, format.micAlgorithm)) return;
    host.note(`the UE has taken ${namesOf(state.keys)}`);
    enter({ name: 'idle' });
  };

  return {
    start(pmk) {
      enter({ name: 'M1 sent', pmk, aNonce: random.octets(32) });
    },
    startGroup(keys) {
      if (current !== undefined) enter({ name: 'G1 sent', keys });
    },
    stop() {
      enter({ name: 'idle' });
    },
    receive(frame) {
      const key = ifDecodable(() => decodeEapolKey(frame, { micLength }));
      if (key === undefined || !outstanding.includes(key.keyReplayCounter)) return;
      switch (messageOf(key)) {
        case 'M2':
          return receiveM2(key, frame);
        case 'M4':
          return receiveM4(key, frame);
        case 'G2':
          return receiveG2(key, frame);
      }
    },
  };
}
