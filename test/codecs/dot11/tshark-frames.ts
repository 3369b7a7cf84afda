/** Frames that are drawn at random, and what Wireshark shows of them. */
import fc from 'fast-check';
import { type Dot11Frame, encodeDot11 } from '../../../src/codecs/dot11/index.js';
import { toHex } from '../../../src/codecs/hex.js';
import { fieldsOf } from '../link/tshark-packets.js';

const SEED = 80211;
const PLAIN_802_11 = 105;
/** No frame is joined with another. */
const OPTIONS = ['-o', 'wlan.defragment:FALSE'];

export const octets = (least: number, most = least): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: least, maxLength: most });

export const drawn = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
  fc.sample(arbitrary, { numRuns, seed: SEED });

/** The values of `fields`, a row a frame. */
export const shown = (frames: readonly Dot11Frame[], fields: readonly string[]): string[][] =>
  fieldsOf(PLAIN_802_11, frames.map(encodeDot11), fields, OPTIONS);

// As Wireshark prints them.
export const mac = (address: Uint8Array): string => toHex(address).replace(/..(?!$)/g, '$&:');
export const flag = (value: boolean): string => (value ? '1' : '0');
export const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
/** Octets as an integer whose first octet is the least significant. */
export const little = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes.slice().reverse())}`);
