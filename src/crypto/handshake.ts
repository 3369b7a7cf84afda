import {
  DESCRIPTOR_TYPE,
  type EapolKey,
  KEY_MIC,
  octetsUnderMic,
  requireMicField,
  withMic,
} from '../codecs/dot11/eapol-key.js';
import { isZero } from '../codecs/padding.js';
import type { MicAlgorithm } from './akm.js';
import { octets } from './check.js';
import { unwrapKeyData } from './keydata.js';
import { equalOctets, lentMic, micLengthOf } from './mic.js';
import { createRoom } from './octets.js';

/** What an EAPOL-Key frame is: a message of the 4-way or the group key handshake, or a request for one. */
export type HandshakeMessage = 'M1' | 'M2' | 'M3' | 'M4' | 'G1' | 'G2' | 'request';

/**
 * Which message `key` is (IEEE 802.11-2020, 12.7.6 and 12.7.7), whether its key data are octets or, as `decodeDot11Deep` gives
 * them, items.
 *
 * M2 and M4 differ in content: M2 always carries a nonce and the RSNE. The secure bit does not tell them
 * apart, because some supplicants set it on the M2 of a re-key.
 * @throws EncodeError for a nonce that is no octets
 */
export function messageOf(
  key: Pick<EapolKey, 'keyInformation' | 'keyNonce'> & { readonly keyData: { readonly length: number } },
): HandshakeMessage {
  const { keyInformation: info } = key;
  const nonce = octets('keyNonce', key.keyNonce);
  if (info.request && !info.keyAck) return 'request';
  if (info.keyType === 0) return info.keyAck ? 'G1' : 'G2';
  if (info.keyAck) return info.keyMic ? 'M3' : 'M1';
  return key.keyData.length > 0 && !isZero(nonce, 0, nonce.length) ? 'M2' : 'M4';
}

/**
 * The whole EAPOL frame with its MIC computed under `kck` (IEEE 802.11-2020, 12.7.2 h).
 * @param algorithm as `micAlgorithmFor` gives it; it fixes the length of the MIC field
 * @param kck 16 octets, 24 with HMAC-SHA-384, 32 with HMAC-SHA-512
 * @param frame from the protocol version on; what its MIC field holds does not matter
 * @throws EncodeError for a KCK of another length, an unknown algorithm, a frame without room for the MIC, and for what is no
 * octets
 */
export function signEapolKey(
  algorithm: MicAlgorithm,
  kck: Uint8Array,
  frame: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const micLength = micLengthOf(algorithm);
  const signed = withMic(octets('frame', frame), new Uint8Array(micLength));
  const mic = lentMic(algorithm, kck, signed, octetsUnderMic(signed));
  for (let i = 0; i < micLength; i++) signed[KEY_MIC + i] = mic[i]!;
  return signed;
}

/** For the frame whose MIC is checked, with a MIC of zeros. */
const room = /* @__PURE__ */ createRoom();

/**
 * Whether the MIC that a whole EAPOL frame carries is that of `kck` (IEEE 802.11-2020, 12.7.2 h); compared in constant
 * time. Octets behind the frame's own length are padding, which no MIC covers.
 * @param algorithm as `micAlgorithmFor` gives it; it fixes the length of the MIC field
 * @param kck as {@link signEapolKey} takes it
 * @param frame from the protocol version on, with its MIC
 * @throws EncodeError as {@link signEapolKey} does
 */
export function eapolMicValid(algorithm: MicAlgorithm, kck: Uint8Array, frame: Uint8Array): boolean {
  const micLength = micLengthOf(algorithm);
  requireMicField(octets('frame', frame), micLength);
  const input = room(frame.length);
  input.set(frame);
  input.fill(0, KEY_MIC, KEY_MIC + micLength);
  return equalOctets(frame, KEY_MIC, lentMic(algorithm, kck, input, octetsUnderMic(frame)), 0, micLength);
}

/**
 * The key data of `key` in clear; undefined where it does not open under `kek`. What is not wrapped is given
 * as it is. WPA (descriptor type 254) wraps the key data of the group key handshake without saying so.
 * Descriptor version 1 has no integrity check: what it gives is right only if the frame's MIC is.
 * @param kek the part of the PTK behind the KCK: 16, 24 or 32 octets
 * @param key the frame, decoded; `eapolKeyOf` makes it of one that `decodeDot11Deep` gives
 * @throws EncodeError for a KEK that is none: 16, 24 or 32 octets, with descriptor version 1 16
 */
export function openKeyData(kek: Uint8Array, key: EapolKey): Uint8Array | undefined {
  const { encryptedKeyData, keyDescriptorVersion } = key.keyInformation;
  const isWpaGroupKey = key.descriptorType === DESCRIPTOR_TYPE.wpa && messageOf(key) === 'G1';
  if (!encryptedKeyData && !isWpaGroupKey) return key.keyData;
  return unwrapKeyData(
    keyDescriptorVersion === 1
      ? { algorithm: 'rc4', kek, iv: key.eapolKeyIv }
      : { algorithm: 'aes-key-wrap', kek },
    key.keyData,
  );
}
