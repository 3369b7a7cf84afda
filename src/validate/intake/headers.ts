import { dot11Of } from '../../codecs/dot11/physical.js';
import { DecodeError } from '../../codecs/error.js';

/**
 * What is wrong with the header in front of a frame that was not found: it is damaged, or holds something else.
 * @param linkType LINKTYPE_ number of one that 802.11 frames are in
 * @throws TypeError where the header can be read
 */
export function headerErrorOf(linkType: number, bytes: Uint8Array): string {
  try {
    dot11Of({ linkType, bytes });
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
  throw new TypeError('the header can be read');
}
