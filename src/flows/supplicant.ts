import { decodeEapolKey, type EapolKey, type MicLength } from '../codecs/dot11/eapol-key.js';
import { eapolMicValid, messageOf, openKeyData } from '../crypto/handshake.js';
import { equalConstantTime, micLengthOf } from '../crypto/mic.js';
import { derivePtk, type Ptk, pmkid } from '../crypto/ptk.js';
import {
  encodeKeyFrame,
  type GroupKey,
  groupKeysIn,
  ifDecodable,
  keyDataItems,
  type Pmk,
} from './key-frame.js';
import type { Random } from './random.js';
import { type AssociationRsne, agreedPolicy, keyFrameFormat, type RsnPolicy } from './rsn.js';
import type { PayloadOptions } from './station.js';

/** What a supplicant asks of the station that it belongs to. */
export interface SupplicantHost {
  /** Sends an EAPOL frame to the authenticator, under the pairwise key if there is one and it is not to be in clear. */
  send(eapol: Uint8Array, options: PayloadOptions): void;
  /** Takes a pairwise key into use for what the station sends, or for what it receives. */
  installPairwise(ptk: Ptk, pmk: Pmk, direction: 'transmit' | 'receive'): void;
  installGroup(key: GroupKey): void;
  deauthenticate(reason: number): void;
  /** Remarks on the frame that is being received. */
  note(text: string): void;
}

/** What a supplicant does wrong; nothing where a member is left out. */
export interface SupplicantFlaws {
  /** A repeated M3 makes it install the same PTK again, so that its packet numbers start over. */
  readonly reinstallsKeys?: boolean;
  /** It does not mind an RSNE in M3 that is not that of the beacon. */
  readonly ignoresRsne?: boolean;
}

/** The supplicant's side of the 4-way and the group key handshake. */
export interface Supplicant {
  /** The PMK for the next handshake, or the next association: see `takesNewPmkInPlace`. */
  setPmk(pmk: Pmk): void;
  /** The station has associated anew: no key, no replay counter. */
  reset(rsne: AssociationRsne): void;
  receive(eapol: Uint8Array): void;
}

/** RSNE of M3 differs from the beacon's (IEEE 802.11-2020, Table 9-49). */
const REASON_ELEMENT_DIFFERS = 17;

/** The EAPOL protocol version that wpa_supplicant 2.10 sends. */
const PROTOCOL_VERSION = 1;

/** A PTK as far as the handshake has come. */
interface Handshake {
  readonly aNonce: Uint8Array;
  readonly sNonce: Uint8Array;
  readonly pmk: Pmk;
  readonly ptk: Ptk;
  isInstalled: boolean;
}

/**
 * A supplicant (IEEE 802.11-2020, 12.7.6 and 12.7.7) that answers as wpa_supplicant 2.10 does.
 * @param options.takesNewPmkInPlace whether a PMK that is set during an association serves the next handshake within
 * it; if not, the one loaded at association does, as in wpa_supplicant with a PSK
 */
export function createSupplicant(options: {
  readonly random: Random;
  readonly policy: RsnPolicy;
  /** The authenticator's address. */
  readonly aa: Uint8Array;
  /** Its own address. */
  readonly spa: Uint8Array;
  /** Undefined if it is yet to be given one. */
  readonly pmk: Pmk | undefined;
  readonly takesNewPmkInPlace: boolean;
  readonly flaws?: SupplicantFlaws | undefined;
  readonly host: SupplicantHost;
}): Supplicant {
  const { random, aa, spa, flaws = {}, host } = options;
  /** As agreed for the present association. */
  let { policy } = options;
  let format = keyFrameFormat(policy);
  let given = options.pmk;
  let loaded = options.pmk;
  let rsne: AssociationRsne = { station: new Uint8Array(0), accessPoint: new Uint8Array(0) };
  let handshake: Handshake | undefined;
  /** The PTK that protects the group key handshake. */
  let current: Ptk | undefined;
  let lastReplayCounter = -1n;

  const isSigned = (frame: Uint8Array, key: EapolKey, ptk: Ptk): boolean =>
    eapolMicValid(frame, key.keyMic, ptk.kck, format.micAlgorithm);

  const isPmkidOf = (pmk: Pmk, offered: Uint8Array): boolean => {
    const own = pmkid({ akm: policy.akm, pmk: pmk.key, aa, spa });
    return own === undefined || equalConstantTime(offered, own);
  };

  const receiveM1 = (key: EapolKey): void => {
    if (options.takesNewPmkInPlace) loaded = given;
    const pmk = loaded;
    if (pmk === undefined) return;
    const offered = pmkidIn(key);
    if (offered !== undefined && !isPmkidOf(pmk, offered)) {
      host.note(`M1 carries a PMKID that is not that of ${pmk.name}: the UE does not answer (12.7.6.2)`);
      return;
    }
    if (given !== undefined && given !== pmk)
      host.note(`the UE answers under ${pmk.name}, loaded at association, though it has ${given.name}`);
    const aNonce = key.keyNonce.slice();
    // A repeated M1 is answered with the same SNonce, so that either answer completes the handshake.
    const isRepeated = handshake !== undefined && equalConstantTime(handshake.aNonce, aNonce);
    const sNonce = isRepeated ? handshake!.sNonce : random.octets(32);
    if (!isRepeated || handshake!.pmk !== pmk) {
      const { akm, pairwiseCipher: cipher } = policy;
      const ptk = derivePtk({ akm, cipher, pmk: pmk.key, aa, spa, aNonce, sNonce });
      handshake = { aNonce, sNonce, pmk, ptk, isInstalled: false };
    }
    answer(key, handshake!.ptk, { keyType: 1, keyNonce: sNonce, keyData: rsne.station });
  };

  const receiveM3 = (key: EapolKey, frame: Uint8Array): void => {
    if (handshake === undefined || !equalConstantTime(handshake.aNonce, key.keyNonce)) return;
    const { ptk, pmk } = handshake;
    if (!isSigned(frame, key, ptk)) {
      host.note(`the MIC of M3 is wrong under ${pmk.name}: the UE does not answer (12.7.6.4)`);
      return;
    }
    lastReplayCounter = key.keyReplayCounter;
    const keyData = openKeyData(key, ptk.kek);
    if (keyData === undefined) return;
    const rsneLength = 2 + (keyData[1] ?? 0);
    if (!equalConstantTime(keyData.subarray(0, rsneLength), rsne.accessPoint)) {
      if (flaws.ignoresRsne !== true) {
        host.note('the RSNE of M3 is not that of the beacon: the UE deauthenticates (12.7.6.4)');
        host.deauthenticate(REASON_ELEMENT_DIFFERS);
        return;
      }
      host.note('the RSNE of M3 is not that of the beacon, which the UE overlooks');
    }
    const { isInstalled } = handshake;
    // A key that is in use is never installed again: that would start its packet numbers over.
    if (isInstalled && flaws.reinstallsKeys !== true) {
      answer(key, ptk, { keyType: 1, secure: true });
      return;
    }
    handshake.isInstalled = true;
    current = ptk;
    const m4 = { keyType: 1, secure: true } as const;
    answer(key, ptk, m4, {
      // In a re-key too M4 is sent in clear, as wpa_supplicant does: its PTK is not in use yet.
      isClear: !isInstalled,
      comment: isInstalled
        ? `the UE installs the PTK from ${pmk.name} again: its packet numbers start over`
        : `the UE takes the PTK from ${pmk.name} into use`,
      // What the authenticator sends before it has M4 is under the old key. Meanwhile the association may have ended.
      done() {
        if (current === ptk) host.installPairwise(ptk, pmk, 'receive');
      },
    });
    host.installPairwise(ptk, pmk, 'transmit');
    for (const groupKey of groupKeysIn(keyDataItems(keyData), key.keyRsc)) host.installGroup(groupKey);
  };

  const receiveG1 = (key: EapolKey, frame: Uint8Array): void => {
    if (current === undefined || !isSigned(frame, key, current)) return;
    lastReplayCounter = key.keyReplayCounter;
    const keyData = openKeyData(key, current.kek);
    if (keyData === undefined) return;
    answer(key, current, { keyType: 0, secure: true });
    for (const groupKey of groupKeysIn(keyDataItems(keyData), key.keyRsc)) host.installGroup(groupKey);
  };

  const answer = (
    to: EapolKey,
    ptk: Ptk,
    fields: { keyType: 0 | 1; secure?: boolean; keyNonce?: Uint8Array; keyData?: Uint8Array },
    how: PayloadOptions = {},
  ): void => {
    const frame = encodeKeyFrame(format, {
      ...fields,
      protocolVersion: PROTOCOL_VERSION,
      keyLength: 0,
      keyReplayCounter: to.keyReplayCounter,
      kck: ptk.kck,
    });
    host.send(frame, how);
  };

  return {
    setPmk(pmk) {
      given = pmk;
    },
    reset(elements) {
      rsne = elements;
      policy = agreedPolicy(options.policy, elements.station);
      format = keyFrameFormat(policy);
      loaded = given;
      handshake = undefined;
      current = undefined;
      lastReplayCounter = -1n;
    },
    receive(frame) {
      const micLength = micLengthOf(format.micAlgorithm) as MicLength;
      const key = ifDecodable(() => decodeEapolKey(frame, { micLength }));
      if (key === undefined || key.keyReplayCounter <= lastReplayCounter) return;
      switch (messageOf(key)) {
        case 'M1':
          return receiveM1(key);
        case 'M3':
          return receiveM3(key, frame);
        case 'G1':
          return receiveG1(key, frame);
      }
    },
  };
}

/** The PMKID that an M1 carries in its key data, if any (IEEE 802.11-2020, 12.7.6.2). */
const pmkidIn = (m1: EapolKey): Uint8Array | undefined => {
  for (const item of keyDataItems(m1.keyData)) if ('kde' in item && item.kde === 'PMKID') return item.pmkid;
  return undefined;
};
