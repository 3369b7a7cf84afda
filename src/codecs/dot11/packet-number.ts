import { octetsOf } from '../check.js';
import { EncodeError } from '../error.js';
import { get16le, get32le, put16le, put32le } from '../layout/octets.js';

const LENGTH = 6;
/** Of Key RSC (IEEE 802.11-2020, 12.7.2 e), the first 6 octets of which are a packet number. */
const KEY_RSC_LENGTH = 8;
const MOST = 0xffff_ffff_ffffn;

/**
 * The packet number, 48 bits, in octets with the least significant first: 6 (`pn`, `ipn` and `bipn` of KDEs, elements and the MME),
 * or 8 (`keyRsc` of an EAPOL-Key frame).
 * @throws EncodeError for another length
 */
export function packetNumberOf(octets: Uint8Array): bigint {
  const { length } = octetsOf(octets, 'packetNumber');
  if (length !== LENGTH && length !== KEY_RSC_LENGTH)
    throw new EncodeError(
      'packetNumber',
      `is to be ${LENGTH} or ${KEY_RSC_LENGTH} octets long, not ${length}`,
    );
  return BigInt(get32le(octets, 0) + get16le(octets, 4) * 0x1_0000_0000);
}

/**
 * The octets of a packet number, least significant first, as KDEs and elements have it.
 * @param length 8 for Key RSC (IEEE 802.11-2020, 12.7.2 e)
 * @throws EncodeError for a packet number above 48 bits
 */
export function packetNumberOctets(packetNumber: bigint, length: 6 | 8 = LENGTH): Uint8Array<ArrayBuffer> {
  if (typeof packetNumber !== 'bigint' || packetNumber < 0n || packetNumber > MOST)
    throw new EncodeError('packetNumber', `is to be a bigint from 0 to ${MOST}`);
  if (length !== LENGTH && length !== KEY_RSC_LENGTH)
    throw new EncodeError('length', `is to be ${LENGTH} or ${KEY_RSC_LENGTH}`);
  const octets = new Uint8Array(length);
  const number = Number(packetNumber);
  put32le(octets, 0, number);
  put16le(octets, 4, number / 0x1_0000_0000);
  return octets;
}
