/** Headers of capture formats, in front of a frame. */
import { fromHex } from '../../../src/codecs/hex.js';

/** Prism headers with two items: the channel of the frame, and its signal without a value. */
export const prism = {
  little: fromHex(
    `44000000 30000000 776c616e30${'00'.repeat(11)} 44000300 0000 0400 06000000 44000600 0100 0400 00000000`,
  ),
  big: fromHex(
    `00000041 00000030 776c616e30${'00'.repeat(11)} 00003041 0000 0004 00000006 00006041 0001 0004 00000000`,
  ),
};
export const avs = fromHex(
  `80211001 00000040 0000000000000001 0000000000000002 00000004 00000006 0000000a 00000000 00000000
   00000002 ffffffd8 ffffffa1 00000001 00000001`,
);
/** An 802.11-Common field with flags 1: an FCS is there. */
export const ppi = fromHex(`00 00 2000 69000000 0200 1400 0000000000000000 0100 ${'00'.repeat(10)}`);
