import { fault } from '../decoder.js';
import { requireOctets } from '../is-octets.js';
import { type Infer, layout, rest, u32be, u64be } from '../layout/index.js';
import { get32 } from '../layout/octets.js';
import { checkFixedPart, checkHeaderLength } from './header-length.js';

const FORMAT = 'AVS';

/** The octets that every AVS header has; version 2 has 16 more. */
const FIXED_LENGTH = 64;
const LENGTH = 4;

const AVS = /* @__PURE__ */ layout(FORMAT, {
  version: u32be,
  length: u32be,
  macTime: u64be,
  hostTime: u64be,
  phyType: u32be,
  channel: u32be,
  dataRate: u32be,
  antenna: u32be,
  priority: u32be,
  ssiType: u32be,
  ssiSignal: u32be,
  ssiNoise: u32be,
  preamble: u32be,
  encoding: u32be,
  more: rest,
});

/**
 * An AVS WLAN capture header (link type 163). `dataRate` is in units of 100 kb/s; `ssiSignal` and `ssiNoise` are
 * signed, of the unit that `ssiType` says (2 is dBm); `more` is what version 2 added, and later ones may.
 */
export type Avs = Infer<typeof AVS>;

/** The version of an AVS header without its low octet, which tells 1 from 2. */
const MAGIC = 0x8021_1000;

/** Whether `bytes` begin with an AVS header. */
export function isAvs(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && (get32(bytes, 0) & 0xffff_ff00) >>> 0 === MAGIC;
}

/**
 * Octets of the AVS header that `bytes` begin with.
 * @throws DecodeError for another format, and for a length that is below 64 or beyond the octets
 */
export function avsLength(bytes: Uint8Array): number {
  checkFixedPart(FORMAT, bytes, FIXED_LENGTH);
  if (!isAvs(bytes)) throw fault(FORMAT, 'version', 0, 'value', 'is no AVS version (0x802110NN)');
  const length = get32(bytes, LENGTH);
  checkHeaderLength(FORMAT, bytes, length, { name: 'length', offset: LENGTH }, FIXED_LENGTH);
  return length;
}

/** The AVS header that `bytes` begin with; what follows it, the frame, is not looked at. @throws DecodeError */
export function decodeAvs(bytes: Uint8Array): Avs {
  requireOctets(bytes);
  const value = AVS.decode(bytes.subarray(0, avsLength(bytes)));
  value.ssiSignal |= 0;
  value.ssiNoise |= 0;
  return value;
}
