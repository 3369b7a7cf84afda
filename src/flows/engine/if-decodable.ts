import { DecodeError } from '../../codecs/error.js';

/** What `decode` gives; undefined for octets that cannot be decoded: to an actor they are as good as not received. */
export function ifDecodable<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
