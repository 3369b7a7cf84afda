import { concat } from '../../codecs/concat.js';
import { EAPOL_PACKET_TYPE } from '../../codecs/dot11/eapol.js';
import { DESCRIPTOR_TYPE, decodeEapolKey, type EapolKey } from '../../codecs/dot11/eapol-key.js';
import { decodeKeyData, encodeKeyData, type KeyDataItem } from '../../codecs/dot11/kde.js';
import { packetNumberOctets, packetNumberOf } from '../../codecs/dot11/packet-number.js';
import { put16, put64, put64le } from '../../codecs/layout/octets.js';
import { wrapKeyData } from '../../crypto/keydata.js';
import { lentMic } from '../../crypto/mic.js';
import { ifDecodable } from '../engine/if-decodable.js';
import type { GroupKey } from '../keys/wlan.js';
import { kept } from '../memory/kept.js';
import { transient } from '../memory/transient.js';
import type { KeyFrameFormat } from './rsn.js';

/** What differs between the messages of the two handshakes; octets that are undefined are zero. */
export interface KeyFrameFields {
  readonly protocolVersion: number;
  /** 1 pairwise, 0 group. */
  readonly keyType: 0 | 1;
  readonly install: boolean;
  readonly keyAck: boolean;
  readonly secure: boolean;
  readonly keyLength: number;
  readonly keyReplayCounter: bigint;
  readonly keyNonce: Uint8Array | undefined;
  /** Of the GTK in the key data. */
  readonly keyRsc: bigint | undefined;
  readonly keyData: Uint8Array | undefined;
  /** With it the frame has a MIC … */
  readonly kck: Uint8Array | undefined;
  /** … and with it its key data is encrypted. */
  readonly kek: Uint8Array | undefined;
}

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/** Where the fields of an EAPOL-Key frame are (IEEE 802.11-2020, 12.7.2); what is not named here is zero. */
const AT = {
  packetType: 1,
  bodyLength: 2,
  body: 4,
  keyInformation: 5,
  keyLength: 7,
  keyReplayCounter: 9,
  keyNonce: 17,
  keyRsc: 65,
  keyMic: 81,
} as const;

/** Key Information (12.7.2, b); the key descriptor version is in its three low bits. */
const INFORMATION = {
  pairwise: 0x0008,
  install: 0x0040,
  keyAck: 0x0080,
  keyMic: 0x0100,
  secure: 0x0200,
  encryptedKeyData: 0x1000,
} as const;

const informationOf = (
  version: number,
  { keyType, install, keyAck, secure, kck, kek }: KeyFrameFields,
): number =>
  version |
  (keyType === 1 ? INFORMATION.pairwise : 0) |
  (install ? INFORMATION.install : 0) |
  (keyAck ? INFORMATION.keyAck : 0) |
  (kck === undefined ? 0 : INFORMATION.keyMic) |
  (secure ? INFORMATION.secure : 0) |
  (kek === undefined ? 0 : INFORMATION.encryptedKeyData);

/**
 * An EAPOL-Key frame of the handshakes of RSN (IEEE 802.11-2020, 12.7.2). `encodeEapolKey` gives the same octets, from
 * more than a handshake has to say.
 */
export function encodeKeyFrame(format: KeyFrameFormat, fields: KeyFrameFields): Uint8Array {
  const { kck, kek, keyData = NOTHING, keyNonce, keyRsc } = fields;
  const sent = kek === undefined ? keyData : wrapKeyData({ algorithm: 'aes-key-wrap', kek }, keyData);
  const { micLength } = format.reading;
  const keyDataLengthAt = AT.keyMic + micLength;
  const keyDataAt = keyDataLengthAt + 2;
  const frame = transient(keyDataAt + sent.length);
  frame[0] = fields.protocolVersion;
  frame[AT.packetType] = EAPOL_PACKET_TYPE.key;
  put16(frame, AT.bodyLength, frame.length - AT.body);
  frame[AT.body] = DESCRIPTOR_TYPE.rsn;
  put16(frame, AT.keyInformation, informationOf(format.keyDescriptorVersion, fields));
  put16(frame, AT.keyLength, fields.keyLength);
  put64(frame, AT.keyReplayCounter, fields.keyReplayCounter);
  if (keyNonce !== undefined) putOctets(frame, AT.keyNonce, keyNonce);
  if (keyRsc !== undefined) put64le(frame, AT.keyRsc, keyRsc);
  put16(frame, keyDataLengthAt, sent.length);
  putOctets(frame, keyDataAt, sent);
  // The MIC field is still zero: what the MIC is computed over (12.7.2 h).
  if (kck !== undefined)
    putOctets(frame, AT.keyMic, lentMic(format.micAlgorithm, kck, frame, frame.length), micLength);
  return frame;
}

/** A loop: for so few octets `set` costs more than what it does. */
function putOctets(bytes: Uint8Array, at: number, octets: Uint8Array, length = octets.length): void {
  for (let i = 0; i < length; i++) bytes[at + i] = octets[i]!;
}

/** Key data of M3, `rsne` first, and of G1, without one (IEEE 802.11-2020, 12.7.6.4 and 12.7.7.2). */
export function encodeGroupKeys(keys: readonly GroupKey[], rsne: Uint8Array = new Uint8Array(0)): Uint8Array {
  const kdes = keys.map(
    ({ kind, keyId, key, pn }): KeyDataItem =>
      kind === 'GTK'
        ? { kde: 'GTK', keyId, tx: false, reserved: 0, gtk: key }
        : { kde: 'IGTK', keyId, ipn: packetNumberOctets(pn), igtk: key },
  );
  return concat([rsne, encodeKeyData(kdes)]);
}

/** The group keys that key data carries. @param keyRsc the frame's Key RSC, which is the GTK's */
export function groupKeysIn(items: readonly KeyDataItem[], keyRsc: Uint8Array): readonly GroupKey[] {
  const keys: GroupKey[] = [];
  for (const item of items) {
    if (!('kde' in item)) continue;
    if (item.kde === 'GTK')
      keys.push({ kind: 'GTK', keyId: item.keyId, key: kept(item.gtk), pn: packetNumberOf(keyRsc) });
    if (item.kde === 'IGTK')
      keys.push({ kind: 'IGTK', keyId: item.keyId, key: kept(item.igtk), pn: packetNumberOf(item.ipn) });
  }
  return keys;
}

/** Key data of an M1 that names the PMK. */
export const encodePmkid = (pmkid: Uint8Array): Uint8Array => encodeKeyData([{ kde: 'PMKID', pmkid }]);

/** The EAPOL-Key frame in `frame`, with a MIC as `format` has it; undefined for octets that are none. */
export const readKeyFrame = (frame: Uint8Array, format: KeyFrameFormat): EapolKey | undefined =>
  ifDecodable(() => decodeEapolKey(frame, format.reading));

/** The items of key data in clear; none where it cannot be decoded. */
export const keyDataItems = (keyData: Uint8Array): readonly KeyDataItem[] =>
  ifDecodable(() => decodeKeyData(keyData)) ?? [];
