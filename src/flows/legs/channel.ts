import { FRAME_TYPE, frameType } from '../../codecs/dot11/header.js';
import { radiotapHeader } from '../../codecs/dot11/radiotap.js';
import type { Tap } from '../engine/tap.js';
import { transient } from '../memory/transient.js';
import type { Stage } from '../scenario.js';
import { BEACON_INTERVAL } from '../wlan/access-point.js';
import { createAir, type OpenAir, type Sniffer } from '../wlan/air.js';
import type { Inject } from '../wlan/attack.js';
import { writeTsf } from '../wlan/frames.js';

/** LINKTYPE_IEEE802_11_RADIOTAP. */
export const LINKTYPE_RADIOTAP = 127;
/** Where the TSFT is, the first field of a radiotap header with one present word. */
const TSFT = 8;
/** Radiotap channel flags: OFDM at 5 GHz. */
const OFDM_5GHZ = 0x0140;
/** 20 MHz channels at 5 GHz that a BSS takes in turn, and their centre frequencies (IEEE 802.11-2020, E.1). */
const CHANNELS = [36, 40, 44, 48, 52, 56, 60, 64, 100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140];
const frequencyOf = (channel: number): number => 5000 + 5 * channel;

/** In Mb/s: the lowest. */
const INJECTION_RATE = 6;

/** Sees each frame on the air but control frames, and may put others there. The MPDU is only lent. */
export type Sniffed = (mpdu: Uint8Array, inject: Inject) => void;

/** The channel of a BSS: one of `count`, by its number from 0. */
export interface Channel {
  readonly air: OpenAir;
  /** When the TSF timer of the BSS is 0: nanoseconds from the start of the run. */
  readonly tsfStart: number;
}

/** Writes frames with a radiotap header to `tap` as they end. */
const snifferOn = (tap: Tap, number: number, seen: (mpdu: Uint8Array) => void): Sniffer => {
  const channel = { frequency: frequencyOf(CHANNELS[number % CHANNELS.length]!), flags: OFDM_5GHZ };
  /** Radiotap headers by rate, which differ in nothing but the TSFT from frame to frame. */
  const headers = new Map<number, Uint8Array>();
  const headerOf = (rate: number): Uint8Array => {
    const known = headers.get(rate);
    if (known !== undefined) return known;
    const header = radiotapHeader({ tsft: 0n, flags: 0, rate: rate * 2, channel });
    headers.set(rate, header);
    return header;
  };
  return (mpdu, began, rate, deliver, comments) => {
    const header = headerOf(rate);
    const bytes = transient(header.length + mpdu.length);
    bytes.set(header);
    writeTsf(bytes, TSFT, began);
    bytes.set(mpdu, header.length);
    if (frameType(mpdu) !== FRAME_TYPE.control) seen(mpdu);
    tap.observe(bytes, deliver, comments);
  };
};

/**
 * @param loss the probability that a receiver misses a frame or an Ack
 * @param queueMost nanoseconds that user data waits for its turn at most
 */
export function createChannel(
  { engine: clock, random }: Pick<Stage, 'engine' | 'random'>,
  {
    number,
    count,
    loss,
    queueMost,
    tap,
    sniffed,
  }: {
    readonly number: number;
    readonly count: number;
    readonly loss: number;
    readonly queueMost: number;
    readonly tap: Tap;
    readonly sniffed: Sniffed | undefined;
  },
): Channel {
  // Beacons are spread out, as those of access points are that are not synchronized.
  const tsfStart = Math.floor((number / count) * BEACON_INTERVAL);
  const inject: Inject = (mpdu, comment) => air.transmit({ mpdu, rate: INJECTION_RATE, comment });
  const air = createAir({
    clock,
    numbers: random.numbers('air'),
    loss,
    queueMost,
    tsfStart,
    sniffer: snifferOn(tap, number, mpdu => sniffed?.(mpdu, inject)),
  });
  return { air, tsfStart };
}
