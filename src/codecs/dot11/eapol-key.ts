import { objectOf } from '../check.js';
import { copyOf } from '../copy.js';
import {
  type Decoded,
  DecodeError,
  type DecodeErrorDetails,
  type DecodeOptions,
  EncodeError,
  type Lax,
} from '../error.js';
import { isOctets, requireOctets } from '../is-octets.js';
import {
  bits,
  counted,
  flag,
  type Infer,
  type Layout,
  layout,
  octets,
  rest,
  u8,
  u16be,
  u64be,
} from '../layout/index.js';
import { get16, get64 } from '../layout/octets.js';
import { EAPOL_PACKET_TYPE } from './eapol.js';

/** Octets of the Key MIC field. The AKM sets it, not the frame; 0 with the FILS AKMs (12.7.3, Table 12-10). */
export type MicLength = 0 | 16 | 24 | 32;

/** Key descriptor types (12.7.2 b, and WPA, which came before RSN). */
export const DESCRIPTOR_TYPE = { rsn: 2, wpa: 254 } as const;

const FORMAT = 'EAPOL-Key';

/** Octets from the start of the EAPOL frame (12.7.2). */
const PACKET_TYPE = 1;
const BODY_LENGTH = 2;
const BODY = 4;
/** Offset of the Key MIC field. */
export const KEY_MIC = 81;
/** Octets of the Key Data Length field, which follows the MIC. */
const KEY_DATA_LENGTH_SIZE = 2;

/** Offset of the key data; no frame with such a MIC is shorter. */
const keyDataOffset = (micLength: number): number => KEY_MIC + micLength + KEY_DATA_LENGTH_SIZE;

const declare = (micLength: MicLength) =>
  layout(FORMAT, {
    protocolVersion: u8,
    packetType: u8,
    bodyLength: u16be,
    descriptorType: u8,
    keyInformation: bits(u16be, {
      reserved: 2,
      smkMessage: flag,
      encryptedKeyData: flag,
      request: flag,
      error: flag,
      secure: flag,
      keyMic: flag,
      keyAck: flag,
      install: flag,
      /** The key index of WPA; reserved with RSN. */
      keyIndex: 2,
      /** 1 pairwise, 0 group. */
      keyType: 1,
      keyDescriptorVersion: 3,
    }),
    keyLength: u16be,
    keyReplayCounter: u64be,
    keyNonce: octets(32),
    eapolKeyIv: octets(16),
    keyRsc: octets(8),
    reserved: octets(8),
    keyMic: octets(micLength),
    keyData: counted(u16be),
    padding: rest,
  });

type Frame = Infer<ReturnType<typeof declare>>;

/**
 * An EAPOL-Key frame (12.7.2) with the EAPOL header it comes in, but for the packet type, which is 3, and the
 * length of the body, which follows from the rest. `keyType` is 1 for pairwise. `padding` are the octets
 * behind the body's length: the MIC does not cover them.
 */
export type EapolKey = Omit<Frame, 'packetType' | 'bodyLength'>;

/** How an EAPOL-Key frame is read. */
export interface EapolKeyOptions {
  /** Left out: the first of 16, 24, 32 and 0 with which key data length and body length agree. */
  readonly micLength?: MicLength | undefined;
}

/** The order in which MIC lengths are tried: how often they are met. */
const MIC_LENGTHS: readonly MicLength[] = [16, 24, 32, 0];

const layouts = new Map<number, Layout<Frame>>();

const layoutOf = (micLength: MicLength): Layout<Frame> => {
  const known = layouts.get(micLength);
  if (known !== undefined) return known;
  const made = declare(micLength);
  layouts.set(micLength, made);
  return made;
};

/** The MIC length that makes the two lengths in the frame agree; 16 where none does. */
const fittingMicLength = (bytes: Uint8Array): MicLength => {
  const end = BODY + get16(bytes, BODY_LENGTH);
  for (const micLength of MIC_LENGTHS) {
    const start = keyDataOffset(micLength);
    if (start <= bytes.length && start + get16(bytes, start - KEY_DATA_LENGTH_SIZE) === end) return micLength;
  }
  return 16;
};

const fault = (details: Omit<DecodeErrorDetails, 'format'>): DecodeError =>
  new DecodeError({ format: FORMAT, ...details });

/** What is wrong with a frame whose fields could be read, and which {@link isConsistent} refuses. */
const contradiction = (frame: Frame, bytes: Uint8Array, micLength: MicLength): DecodeError => {
  if (frame.packetType !== EAPOL_PACKET_TYPE.key)
    return fault({
      code: 'value',
      reason: `is ${frame.packetType}, not ${EAPOL_PACKET_TYPE.key} (EAPOL-Key)`,
      path: `${FORMAT}.packetType`,
      offset: 1,
    });
  const start = keyDataOffset(micLength);
  const claimed = frame.bodyLength - (start - BODY);
  const claimedBy = `${FORMAT}.bodyLength`;
  if (BODY + frame.bodyLength > bytes.length)
    return fault({
      code: 'truncated',
      path: `${FORMAT}.body`,
      offset: BODY,
      required: frame.bodyLength,
      available: bytes.length - BODY,
      claimedBy,
    });
  if (claimed < 0)
    return fault({
      code: 'length',
      reason: `is ${frame.bodyLength}, and the fixed fields alone take ${start - BODY} octets`,
      path: claimedBy,
      offset: BODY_LENGTH,
      required: start - BODY,
      available: frame.bodyLength,
      claimedBy,
    });
  return claimed < frame.keyData.length
    ? fault({
        code: 'truncated',
        path: `${FORMAT}.keyData`,
        offset: start,
        required: frame.keyData.length,
        available: claimed,
        claimedBy: `${FORMAT}.keyDataLength`,
      })
    : fault({
        code: 'trailing',
        path: FORMAT,
        offset: start + frame.keyData.length,
        required: 0,
        available: claimed - frame.keyData.length,
      });
};

/** Whether `bytes` are a frame in which the fields that {@link contradiction} looks at agree. */
const isConsistent = (bytes: Uint8Array, micLength: MicLength): boolean => {
  const start = keyDataOffset(micLength);
  if (bytes.length < start || bytes[PACKET_TYPE] !== EAPOL_PACKET_TYPE.key) return false;
  const end = BODY + get16(bytes, BODY_LENGTH);
  return end <= bytes.length && start + get16(bytes, start - KEY_DATA_LENGTH_SIZE) === end;
};

/**
 * What the layout reads from a frame that {@link isConsistent}: without its way over all fields, which is half of what a
 * simulated handshake spends on such frames.
 */
const read = (bytes: Uint8Array, micLength: MicLength): EapolKey => {
  const information = get16(bytes, BODY + 1);
  const start = keyDataOffset(micLength);
  const end = BODY + get16(bytes, BODY_LENGTH);
  return {
    protocolVersion: bytes[0]!,
    descriptorType: bytes[BODY]!,
    keyInformation: {
      reserved: information >> 14,
      smkMessage: (information & 0x2000) !== 0,
      encryptedKeyData: (information & 0x1000) !== 0,
      request: (information & 0x0800) !== 0,
      error: (information & 0x0400) !== 0,
      secure: (information & 0x0200) !== 0,
      keyMic: (information & 0x0100) !== 0,
      keyAck: (information & 0x0080) !== 0,
      install: (information & 0x0040) !== 0,
      keyIndex: (information >> 4) & 3,
      keyType: (information >> 3) & 1,
      keyDescriptorVersion: information & 7,
    },
    keyLength: get16(bytes, 7),
    keyReplayCounter: get64(bytes, 9),
    keyNonce: bytes.subarray(17, 49),
    eapolKeyIv: bytes.subarray(49, 65),
    keyRsc: bytes.subarray(65, 73),
    reserved: bytes.subarray(73, KEY_MIC),
    keyMic: bytes.subarray(KEY_MIC, KEY_MIC + micLength),
    keyData: bytes.subarray(start, end),
    padding: bytes.subarray(end),
  };
};

const decodeLax = (bytes: Uint8Array, micLength: MicLength): Lax<EapolKey> => {
  if (isConsistent(bytes, micLength)) return { value: read(bytes, micLength) };
  const { value, error } = layoutOf(micLength).decode(bytes, { lax: true });
  const { packetType: _, bodyLength: __, ...fields } = value;
  return { value: fields, error: error ?? contradiction(value, bytes, micLength) };
};

/**
 * With options: under `lax` what could be read, and the first error with it.
 * @throws DecodeError without `lax`
 */
export function decodeEapolKey<L extends boolean = false>(
  bytes: Uint8Array,
  options?: EapolKeyOptions & DecodeOptions<L>,
): Decoded<L, EapolKey>;
/**
 * The EAPOL-Key frame in `bytes`, a whole EAPOL frame from its protocol version on (12.7.2). Octet strings in
 * the value are views of `bytes`. Descriptor types other than RSN and WPA have the same fields and are read.
 * @throws DecodeError for too few octets, for a packet type that is not EAPOL-Key, and where key data length
 * and body length contradict each other
 */
export function decodeEapolKey(bytes: Uint8Array): EapolKey;
export function decodeEapolKey(
  bytes: Uint8Array,
  options?: EapolKeyOptions & DecodeOptions,
): EapolKey | Lax<EapolKey> {
  requireOctets(bytes);
  const micLength = options?.micLength ?? fittingMicLength(bytes);
  if (options?.lax === true) return decodeLax(bytes, micLength);
  if (isConsistent(bytes, micLength)) return read(bytes, micLength);
  throw contradiction(layoutOf(micLength).decode(bytes), bytes, micLength);
}

const isMicLength = (length: number): length is MicLength =>
  (MIC_LENGTHS as readonly number[]).includes(length);

/**
 * The octets of an EAPOL-Key frame, EAPOL header included (12.7.2). Both lengths in it are computed; that of
 * the MIC field is that of `keyMic`.
 * @throws EncodeError
 */
export function encodeEapolKey(value: EapolKey): Uint8Array<ArrayBuffer> {
  const { keyMic, keyData } = objectOf(value, FORMAT);
  if (!isOctets(keyMic) || !isMicLength(keyMic.length))
    throw new EncodeError(`${FORMAT}.keyMic`, 'is to be 0, 16, 24 or 32 octets (Uint8Array)');
  const most = 0xffff - (keyDataOffset(keyMic.length) - BODY);
  if (!isOctets(keyData) || keyData.length > most)
    throw new EncodeError(`${FORMAT}.keyData`, `is to be at most ${most} octets (Uint8Array)`);
  return layoutOf(keyMic.length).encode({
    protocolVersion: value.protocolVersion,
    packetType: EAPOL_PACKET_TYPE.key,
    bodyLength: keyDataOffset(keyMic.length) - BODY + keyData.length,
    descriptorType: value.descriptorType,
    keyInformation: value.keyInformation,
    keyLength: value.keyLength,
    keyReplayCounter: value.keyReplayCounter,
    keyNonce: value.keyNonce,
    eapolKeyIv: value.eapolKeyIv,
    keyRsc: value.keyRsc,
    reserved: value.reserved,
    keyMic,
    keyData,
    padding: value.padding,
  });
}

/** @throws EncodeError for octets that are too few for a MIC of `length`, TypeError for what is no octets */
export function requireMicField(bytes: Uint8Array, length: number): void {
  requireOctets(bytes);
  if (!isMicLength(length)) throw new EncodeError('micLength', 'is to be 0, 16, 24 or 32');
  if (bytes.length < keyDataOffset(length))
    throw new EncodeError(FORMAT, `is to be at least ${keyDataOffset(length)} octets, not ${bytes.length}`);
}

/** Octets at the start of a whole EAPOL-Key frame that its MIC covers (12.7.2 h): what is behind them is padding. */
export const octetsUnderMic = (bytes: Uint8Array): number =>
  Math.min(bytes.length, BODY + get16(bytes, BODY_LENGTH));

/**
 * What the MIC of an EAPOL-Key frame is computed over: a copy of the frame from the protocol version to the end
 * of the key data, with the MIC field zero (12.7.2 h). Padding behind it is left out.
 * @param bytes the whole EAPOL frame
 * @param micLength octets of the MIC field
 * @throws EncodeError for fewer octets than the fields in front of the key data take; TypeError for what is no octets
 */
export function eapolKeyMicInput(bytes: Uint8Array, micLength: number): Uint8Array<ArrayBuffer> {
  requireMicField(bytes, micLength);
  return copyOf(bytes, 0, octetsUnderMic(bytes)).fill(0, KEY_MIC, KEY_MIC + micLength);
}

/**
 * A copy of a whole EAPOL-Key frame with `mic` in its MIC field.
 * @throws EncodeError for fewer octets than the fields in front of the key data take; TypeError for what is no octets
 */
export function withMic(bytes: Uint8Array, mic: Uint8Array): Uint8Array<ArrayBuffer> {
  requireOctets(mic);
  requireMicField(bytes, mic.length);
  const signed = copyOf(bytes);
  signed.set(mic, KEY_MIC);
  return signed;
}
