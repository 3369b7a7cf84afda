import { DESCRIPTOR_TYPE, decodeEapolKey, type EapolKey, encodeEapolKey } from '../codecs/dot11/eapol-key.js';
import { decodeKeyData, encodeKeyData, type KeyDataItem } from '../codecs/dot11/kde.js';
import { concat } from '../codecs/dot11/tlv.js';
import { DecodeError } from '../codecs/error.js';
import { get16le, get32le, put16le, put32le } from '../codecs/layout/octets.js';
import { wrapKeyData } from '../crypto/keydata.js';
import { eapolMic, micLengthOf } from '../crypto/mic.js';
import type { KeyFrameFormat } from './rsn.js';

/** A PMK and the name by which comments and the keys file speak of it. */
export interface Pmk {
  readonly name: string;
  /** 32 octets: the S-KWT. */
  readonly key: Uint8Array;
}

/** A group key as it is handed to a station. */
export interface GroupKey {
  readonly kind: 'GTK' | 'IGTK';
  /** 1 or 2 for a GTK, 4 or 5 for an IGTK. */
  readonly keyId: number;
  readonly key: Uint8Array;
  /** The last packet number that was sent under it. */
  readonly pn: bigint;
}

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

/** What most fields of most messages hold; encoders copy it. */
const ZEROS = /* @__PURE__ */ new Uint8Array(32);
const NOTHING = /* @__PURE__ */ ZEROS.subarray(0, 0);
const RESERVED = /* @__PURE__ */ ZEROS.subarray(0, 8);
/** Where the MIC is in an EAPOL-Key frame. */
const MIC = 81;
const NO_IV = /* @__PURE__ */ ZEROS.subarray(0, 16);

const NO_MIC = /* @__PURE__ */ ZEROS.subarray(0, 16);
const noMic = (length: number): Uint8Array => (length === 16 ? NO_MIC : ZEROS.subarray(0, length));

/** A packet number, 48 bits, least significant octet first. */
const packetNumber = (pn: bigint, octets: number): Uint8Array => {
  const bytes = new Uint8Array(octets);
  const number = Number(pn);
  put32le(bytes, 0, number);
  put16le(bytes, 4, number / 0x1_0000_0000);
  return bytes;
};

/** Of 6 or 8 octets, of which a packet number takes 6. */
const packetNumberOf = (octets: Uint8Array): bigint => {
  let pn = BigInt(get32le(octets, 0) + get16le(octets, 4) * 0x1_0000_0000);
  if (octets.length > 6) pn |= BigInt(get16le(octets, 6)) << 48n;
  return pn;
};

/** The octets of an EAPOL-Key frame of the handshakes of RSN (IEEE 802.11-2020, 12.7.2). */
export function encodeKeyFrame(format: KeyFrameFormat, fields: KeyFrameFields): Uint8Array {
  const { kck, kek, keyData = NOTHING } = fields;
  const frame = encodeEapolKey({
    protocolVersion: fields.protocolVersion,
    descriptorType: DESCRIPTOR_TYPE.rsn,
    keyInformation: {
      reserved: 0,
      smkMessage: false,
      encryptedKeyData: kek !== undefined,
      request: false,
      error: false,
      secure: fields.secure,
      keyMic: kck !== undefined,
      keyAck: fields.keyAck,
      install: fields.install,
      keyIndex: 0,
      keyType: fields.keyType,
      keyDescriptorVersion: format.keyDescriptorVersion,
    },
    keyLength: fields.keyLength,
    keyReplayCounter: fields.keyReplayCounter,
    keyNonce: fields.keyNonce ?? ZEROS,
    eapolKeyIv: NO_IV,
    keyRsc: fields.keyRsc === undefined ? RESERVED : packetNumber(fields.keyRsc, 8),
    reserved: RESERVED,
    keyMic: noMic(micLengthOf(format.micAlgorithm)),
    keyData: kek === undefined ? keyData : wrapKeyData({ algorithm: 'aes-key-wrap', kek }, keyData),
    padding: NOTHING,
  });
  // The frame is its own until it is handed out, and its MIC field is zero: what the MIC is computed over (12.7.2 h).
  if (kck !== undefined) frame.set(eapolMic(format.micAlgorithm, kck, frame), MIC);
  return frame;
}

/** Key data of M3, `rsne` first, and of G1, without one (IEEE 802.11-2020, 12.7.6.4 and 12.7.7.2). */
export function encodeGroupKeys(keys: readonly GroupKey[], rsne: Uint8Array = new Uint8Array(0)): Uint8Array {
  const kdes = keys.map(
    ({ kind, keyId, key, pn }): KeyDataItem =>
      kind === 'GTK'
        ? { kde: 'GTK', keyId, tx: false, reserved: 0, gtk: key }
        : { kde: 'IGTK', keyId, ipn: packetNumber(pn, 6), igtk: key },
  );
  return concat([rsne, encodeKeyData(kdes)]);
}

/** The group keys that key data carries. @param keyRsc the frame's Key RSC, which is the GTK's */
export function groupKeysIn(items: readonly KeyDataItem[], keyRsc: Uint8Array): readonly GroupKey[] {
  const keys: GroupKey[] = [];
  for (const item of items) {
    if (!('kde' in item)) continue;
    if (item.kde === 'GTK')
      keys.push({ kind: 'GTK', keyId: item.keyId, key: item.gtk.slice(), pn: packetNumberOf(keyRsc) });
    if (item.kde === 'IGTK')
      keys.push({ kind: 'IGTK', keyId: item.keyId, key: item.igtk.slice(), pn: packetNumberOf(item.ipn) });
  }
  return keys;
}

/** Key data of an M1 that names the PMK. */
export const encodePmkid = (pmkid: Uint8Array): Uint8Array => encodeKeyData([{ kde: 'PMKID', pmkid }]);

/** The EAPOL-Key frame in `frame`, with a MIC as `format` has it; undefined for octets that are none. */
export const readKeyFrame = (frame: Uint8Array, format: KeyFrameFormat): EapolKey | undefined =>
  ifDecodable(() => decodeEapolKey(frame, format.reading));

/** What `decode` gives; undefined for octets that cannot be decoded: to an actor they are as good as not received. */
export function ifDecodable<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The items of key data in clear; none where it cannot be decoded. */
export const keyDataItems = (keyData: Uint8Array): readonly KeyDataItem[] =>
  ifDecodable(() => decodeKeyData(keyData)) ?? [];
