import { objectOf, objectsOf } from '../check.js';
import { DecodeError, EncodeError } from '../error.js';
import { isOctets } from '../is-octets.js';
import { decodeLlc, EAPOL_ETHERTYPE, encodeLlc, type Llc } from '../link/llc.js';
import { type AmsduSubframe, decodeAmsdu, encodeAmsdu } from './amsdu.js';
import { decodeEapol, EAPOL_PACKET_TYPE, type Eapol, encodeEapol } from './eapol.js';
import { DESCRIPTOR_TYPE, decodeEapolKey, type EapolKey, encodeEapolKey } from './eapol-key.js';
import { type Dot11Frame, type Dot11Options, decodeDot11, encodeDot11, type FrameOf } from './frame.js';
import { decodeKeyData, encodeKeyData, type KeyDataItem } from './kde.js';

/** An EAPOL-Key frame with the items of its key data, where that is in clear; {@link eapolKeyOf} makes octets of them again. */
export type DeepEapolKey = { readonly kind: 'eapol-key' } & Omit<EapolKey, 'keyData'> & {
    readonly keyData: Uint8Array | readonly KeyDataItem[];
  };

/** An MSDU: its LLC PDU, and EAPOL in that. */
export type DeepMsdu = { readonly kind: 'llc' } & Omit<Llc, 'payload'> & {
    readonly payload: Uint8Array | DeepEapolKey | ({ readonly kind: 'eapol' } & Eapol);
  };

/** An A-MSDU: its MSDUs. */
export interface DeepAmsdu {
  readonly kind: 'a-msdu';
  readonly subframes: readonly (Omit<AmsduSubframe, 'msdu'> & { readonly msdu: Uint8Array | DeepMsdu })[];
}

/** A frame, and for data frames in clear what they carry; whatever does not decode is left as octets. */
export type DeepFrame =
  | Exclude<Dot11Frame, { readonly kind: 'data' }>
  | (Omit<FrameOf<'data'>, 'payload'> & { readonly payload: Uint8Array | DeepMsdu | DeepAmsdu });

/** What `decode` gives, or `bytes` where it cannot. */
const orOctets = <T>(bytes: Uint8Array, decode: (bytes: Uint8Array) => T): T | Uint8Array => {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return bytes;
    throw error;
  }
};

/** WPA's group key message has the bare GTK for key data, encrypted without saying so. */
const hasItems = ({ descriptorType, keyInformation }: EapolKey): boolean =>
  !keyInformation.encryptedKeyData &&
  !(descriptorType === DESCRIPTOR_TYPE.wpa && keyInformation.keyType === 0);

const deepEapol = (bytes: Uint8Array): DeepMsdu['payload'] => {
  const eapol = decodeEapol(bytes);
  if (eapol.packetType !== EAPOL_PACKET_TYPE.key) return { kind: 'eapol', ...eapol };
  const key = orOctets(bytes, whole => decodeEapolKey(whole));
  if (isOctets(key)) return { kind: 'eapol', ...eapol };
  const keyData = hasItems(key) ? orOctets(key.keyData, data => decodeKeyData(data)) : key.keyData;
  return { kind: 'eapol-key', ...key, keyData };
};

const deepMsdu = (bytes: Uint8Array): DeepMsdu => {
  const llc = decodeLlc(bytes);
  const isEapol = llc.etherType === EAPOL_ETHERTYPE && llc.oui === '00-00-00';
  return { kind: 'llc', ...llc, payload: isEapol ? orOctets(llc.payload, deepEapol) : llc.payload };
};

const deepAmsdu = (bytes: Uint8Array): DeepAmsdu => ({
  kind: 'a-msdu',
  subframes: decodeAmsdu(bytes).map(subframe => ({ ...subframe, msdu: orOctets(subframe.msdu, deepMsdu) })),
});

/**
 * The frame in `mpdu` as {@link decodeDot11} gives it, and under the `payload` of a data frame that is neither
 * protected nor a fragment: LLC, EAPOL, EAPOL-Key with a MIC of the length that fits, and key data in clear.
 * @throws DecodeError where the frame itself cannot be read
 */
export function decodeDot11Deep(mpdu: Uint8Array, options: Dot11Options = {}): DeepFrame {
  const frame = decodeDot11(mpdu, { ...options, lax: false });
  if (frame.kind !== 'data') return frame;
  const { frameControl, sequenceControl, qosControl, payload } = frame;
  if (frameControl.protectedFrame || frameControl.moreFragments || sequenceControl.fragmentNumber > 0)
    return frame;
  const decode: (bytes: Uint8Array) => DeepMsdu | DeepAmsdu =
    qosControl?.amsduPresent === true ? deepAmsdu : deepMsdu;
  return { ...frame, payload: orOctets(payload, decode) };
}

const octetsOfKeyData = (keyData: DeepEapolKey['keyData']): Uint8Array =>
  isOctets(keyData) ? keyData : encodeKeyData(keyData);

const isKey = (content: DeepMsdu['payload'] | DeepFrame | undefined): content is DeepEapolKey =>
  !isOctets(content) && content?.kind === 'eapol-key';

/** The EAPOL-Key frame that a frame carries, of an A-MSDU the first; undefined without one. */
function keyIn(frame: DeepFrame): DeepEapolKey | undefined {
  if (frame.kind !== 'data' || isOctets(frame.payload)) return undefined;
  const payload = objectOf(frame.payload, 'payload');
  const msdus =
    payload.kind === 'a-msdu'
      ? objectsOf(payload.subframes, 'A-MSDU.subframes').map(({ msdu }) => msdu)
      : [payload];
  return msdus.map(msdu => (isOctets(msdu) ? undefined : msdu?.payload)).find(isKey);
}

/**
 * An EAPOL-Key frame that was found in a frame of {@link decodeDot11Deep}, as `decodeEapolKey` gives it, with its key data as octets.
 * `encodeEapolKey` makes of it the octets of the frame, whose MIC `eapolMicValid` of `lwa-rekey/crypto` checks; `openKeyData` there
 * takes it as it is.
 * @throws EncodeError for items that are no key data
 */
export function eapolKeyOf(key: DeepEapolKey): EapolKey;
/**
 * The same of a whole frame: the EAPOL-Key frame that it carries, of an A-MSDU the first; undefined where it carries none.
 * @throws EncodeError for items that are no key data, and for what is no frame
 */
export function eapolKeyOf(frame: DeepFrame): EapolKey | undefined;
export function eapolKeyOf(of: DeepEapolKey | DeepFrame): EapolKey | undefined {
  const given = objectOf(of, 'EAPOL-Key');
  if (typeof given.kind !== 'string') throw new EncodeError('EAPOL-Key.kind', 'is to be that of a frame');
  const key = isKey(given) ? given : keyIn(given);
  if (key === undefined) return undefined;
  const { kind: _, ...fields } = key;
  return { ...fields, keyData: octetsOfKeyData(key.keyData) };
}

/** `whole` with another `name`. No copy: that would read members which the encoder does not know. */
const replaced = <T extends object>(whole: T, name: keyof T, value: Uint8Array): never =>
  Object.create(whole, { [name]: { value } }) as never;

const flatEapol = (payload: DeepMsdu['payload']): Uint8Array => {
  if (isOctets(payload)) return payload;
  if (payload?.kind === 'eapol') return encodeEapol(payload);
  if (payload?.kind !== 'eapol-key')
    throw new EncodeError('LLC.payload', "is to be octets, or of kind 'eapol' or 'eapol-key'");
  return encodeEapolKey(replaced(payload, 'keyData', octetsOfKeyData(payload.keyData)));
};

const flatMsdu = (msdu: Uint8Array | DeepMsdu): Uint8Array => {
  if (isOctets(msdu)) return msdu;
  if (msdu?.kind !== 'llc') throw new EncodeError('msdu', "is to be octets, or of kind 'llc'");
  return encodeLlc(replaced(msdu, 'payload', flatEapol(msdu.payload)));
};

const flatPayload = (payload: Uint8Array | DeepMsdu | DeepAmsdu): Uint8Array => {
  if (isOctets(payload) || payload?.kind !== 'a-msdu') return flatMsdu(payload);
  const subframes = objectsOf(payload.subframes, 'A-MSDU.subframes');
  return encodeAmsdu(subframes.map(one => replaced(one, 'msdu', flatMsdu(one.msdu))));
};

/** The octets of a frame with what it carries; the reverse of {@link decodeDot11Deep}. @throws EncodeError */
export function encodeDot11Deep(frame: DeepFrame): Uint8Array<ArrayBuffer> {
  if (frame?.kind !== 'data') return encodeDot11(frame);
  return encodeDot11(replaced(frame, 'payload', flatPayload(frame.payload)));
}
