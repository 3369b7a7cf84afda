import type { Packet } from '../codecs/capture/packet.js';
import { arrayOf, objectOf, objectsOf, onlyNames } from '../codecs/check.js';
import { isOctets, kindName } from '../codecs/is-octets.js';
import type { Keys } from './keys/given.js';
import { requireKeys } from './keys/require-keys.js';
import { type Limits, requireLimits } from './limits.js';
import type { Rule } from './rule.js';

/** What {@link validator} is told beside the packets. */
export interface ValidateOptions {
  readonly keys?: Keys | undefined;
  /** In place of every rule there is. */
  readonly rules?: readonly Rule[] | undefined;
  /** Whether the report holds the keys that were found, in hex. */
  readonly showKeys?: boolean | undefined;
  /** The names of the captures that packets are of, where there are several: see {@link Packet.capture}. */
  readonly captures?: readonly string[] | undefined;
  /** The name of the only capture, where the report is to name it: it is one of several, each validated by itself. */
  readonly capture?: string | undefined;
  readonly limits?: Limits | undefined;
}

const OPTIONS: Readonly<Record<keyof ValidateOptions, true>> = {
  keys: true,
  rules: true,
  showKeys: true,
  captures: true,
  capture: true,
  limits: true,
};

/** @throws EncodeError for an option that there is not, and for keys and limits that are none */
export function requireOptions(options: ValidateOptions): void {
  onlyNames('', objectOf(options, 'options'), OPTIONS);
  const { keys = {}, rules = [], captures = [], limits = {} } = options;
  requireKeys(keys);
  requireLimits(limits);
  objectsOf(rules, 'rules');
  arrayOf(captures, 'captures');
}

const noPackets = (value: unknown): TypeError =>
  new TypeError(`packets are to be those of readCapture or decodeCapture, not ${kindName(value)}`);

/** @throws TypeError for what is no packet, as an octet of a file */
export function requirePacket(packet: Packet): void {
  const time: unknown = packet?.time;
  if (typeof time === 'string')
    throw new TypeError('packet.time is to be a bigint: BigInt(time) of its JSON form');
  if (typeof time !== 'bigint') throw noPackets(packet);
}

/** @throws TypeError for what holds no packets, as the name of a file, or its octets */
export function requirePackets(packets: AsyncIterable<Packet> | Iterable<Packet>): void {
  const isIterable =
    typeof packets === 'object' &&
    packets !== null &&
    (Symbol.iterator in packets || Symbol.asyncIterator in packets);
  if (!isIterable || isOctets(packets)) throw noPackets(packets);
}
