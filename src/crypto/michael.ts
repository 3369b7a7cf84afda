import { ADDRESS_1, ADDRESS_2, ADDRESS_3, ADDRESS_4 } from '../codecs/dot11/header.js';
import { octets, ofLength } from './check.js';
import { type MpduHeader, tidOf } from './mpdu-header.js';

const rotateLeft = (v: number, n: number): number => (v << n) | (v >>> (32 - n));

/**
 * The message integrity code Michael, 8 octets, of `message` alone (IEEE 802.11-2020, 12.5.2.3.3).
 * @param key 8 octets
 * @throws EncodeError for a key of another length, and for what is no octets
 */
export function michael(key: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> {
  ofLength('micKey', key, 8);
  octets('message', message);
  const view = new DataView(key.buffer, key.byteOffset, 8);
  let l = view.getUint32(0, true);
  let r = view.getUint32(4, true);
  // One octet 0x5a, then four to seven zeros to a multiple of 4.
  const padded = new Uint8Array((Math.floor(message.length / 4) + 2) * 4);
  padded.set(message);
  padded[message.length] = 0x5a;
  const words = new DataView(padded.buffer);
  for (let i = 0; i < padded.length; i += 4) {
    l ^= words.getUint32(i, true);
    r ^= rotateLeft(l, 17);
    l = (l + r) | 0;
    r ^= ((l & 0xff00ff00) >>> 8) | ((l & 0x00ff00ff) << 8);
    l = (l + r) | 0;
    r ^= rotateLeft(l, 3);
    l = (l + r) | 0;
    r ^= rotateLeft(l, 30);
    l = (l + r) | 0;
  }
  const out = new Uint8Array(8);
  const result = new DataView(out.buffer);
  result.setUint32(0, l, true);
  result.setUint32(4, r, true);
  return out;
}

/**
 * The Michael MIC, 8 octets, of an MSDU: over destination, source, priority and data (IEEE 802.11-2020,
 * 12.5.2.3.2). The key is the part of the TK for the direction: octets 16 to 23 from the authenticator, 24 to
 * 31 to it (12.8.1).
 * @param tk 32 octets: the TK or GTK of TKIP
 * @param of `mpdu`, an MPDU of the MSDU, with its `header`, for addresses and priority; `msdu`, the whole MSDU in clear
 * @throws EncodeError for a key of another length, and for what is no octets
 */
export function michaelOfMsdu(
  tk: Uint8Array,
  of: { readonly mpdu: Uint8Array; readonly header: MpduHeader; readonly msdu: Uint8Array },
): Uint8Array<ArrayBuffer> {
  const { mpdu, header, msdu } = of;
  ofLength('tk', tk, 32);
  octets('mpdu', mpdu);
  octets('msdu', msdu);
  const { toDs, fromDs } = header;
  const da = toDs ? ADDRESS_3 : ADDRESS_1;
  const sa = fromDs ? (toDs ? ADDRESS_4 : ADDRESS_3) : ADDRESS_2;
  const message = new Uint8Array(16 + msdu.length);
  message.set(mpdu.subarray(da, da + 6));
  message.set(mpdu.subarray(sa, sa + 6), 6);
  message[12] = tidOf(mpdu, header);
  message.set(msdu, 16);
  return michael(fromDs ? tk.subarray(16, 24) : tk.subarray(24, 32), message);
}
