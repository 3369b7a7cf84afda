import { EncodeError } from '../../codecs/error.js';
import { MILLISECOND } from '../engine/engine.js';
import type { Parameters, ValuesOf } from '../scenario.js';
import { ssidText } from '../wlan/frames.js';

/** Milliseconds in whole nanoseconds. */
export const ms = (value: number): number => Math.round(value * MILLISECOND);

/** The longest time that a scenario may be given: nanoseconds of a day are far within the integers. */
export const DAY_MS = 86_400_000;

/** CCMP-128, GCMP-128, GCMP-256 and CCMP-256. */
const ciphers = ['00-0F-AC:4', '00-0F-AC:8', '00-0F-AC:9', '00-0F-AC:10'];

/** Parameters of the WLAN leg, which scenarios share. */
export const wlanParameters = {
  ues: {
    value: 1,
    says: 'number of UEs',
    source: 'one is enough to see what happens',
    least: 1,
    most: 1_000_000,
    isInteger: true,
  },
  ueSpacingMs: {
    value: 10,
    says: 'ms from the start of one UE to the start of the next',
    source: 'more than the 4 ms that the frames of one UE take on the air',
    most: 60_000,
  },
  uesPerBss: {
    value: 8,
    says: 'UEs in one BSS of the WT; each BSS has a channel of its own',
    source:
      '70 % of what a channel carries: about 4500 frames and Acks per second at 24 Mb/s, of which a UE sends and receives 400',
    least: 1,
    // The largest AID: IEEE 802.11-2020, 9.4.1.8.
    most: 2007,
    isInteger: true,
  },
  ssid: { value: 'lwa', says: 'SSID of the WT', source: 'free' },
  akm: {
    value: '00-0F-AC:2',
    says: 'AKM suite',
    source: 'TS 33.401, G.2: the S-KWT is used as a PSK',
    among: ['00-0F-AC:1', '00-0F-AC:2', '00-0F-AC:5', '00-0F-AC:6'],
  },
  pairwiseCipher: {
    value: '00-0F-AC:4',
    says: 'pairwise cipher',
    source: 'CCMP-128, as hostapd',
    among: ciphers,
  },
  groupCipher: { value: '00-0F-AC:4', says: 'group cipher', source: 'CCMP-128, as hostapd', among: ciphers },
  managementFrameProtection: {
    value: false,
    says: 'whether management frames are protected; group addressed ones with BIP-CMAC-128',
    source: 'hostapd 2.10: ieee80211w=0',
  },
  pmkidInM1: {
    value: false,
    says: 'whether M1 names its PMK',
    source: 'hostapd 2.10 leaves out the PMKID with a PSK (src/ap/wpa_auth.c)',
  },
  takesNewPmkInPlace: {
    value: true,
    says: 'whether the UE uses a new S-KWT for a handshake within its association; wpa_supplicant with a PSK does not',
    source: 'option 2 needs such a UE; capture e2 in fixtures/captures shows the other kind',
  },
  exchangeLeastMs: {
    value: 1,
    says: 'minimum ms from handing a frame to the WLAN to its first transmission',
    source: 'an assumption: a WLAN frame exchange takes 1 to 3 ms',
    most: 1000,
  },
  exchangeMostMs: { value: 3, says: 'maximum ms of the same', source: 'as exchangeLeastMs', most: 1000 },
  loss: {
    value: 0,
    says: 'probability that a receiver misses a frame or an Ack',
    source: 'none, so that the capture shows only the protocol',
    most: 1,
  },
  queueMostMs: {
    value: 20,
    says: 'most ms that user data waits for the channel; what waits longer is dropped',
    source: 'CoDel in mac80211 aims at 20 ms (net/mac80211/tx.c)',
    most: 60_000,
  },
  dataIntervalMs: {
    value: 5,
    says: 'ms between packets of user data in each direction; 0 for none',
    source: 'one packet every few ms, so that a suspension of that length shows',
    most: 60_000,
  },
  dataLength: {
    value: 64,
    says: 'octets in a packet of user data',
    source: 'free',
    least: 8,
    most: 1500,
    isInteger: true,
  },
  dataRate: {
    value: 24,
    says: 'data rate of frames with user data, in Mb/s',
    source: 'the highest mandatory rate of the OFDM PHY (IEEE 802.11-2020, 17.1.1)',
    among: [6, 9, 12, 18, 24, 36, 48, 54],
  },
} as const satisfies Parameters;

/** How long a run goes on. */
export const durationOf = <const T extends number>(value: T) =>
  ({
    durationMs: {
      value,
      says: 'ms that the run lasts after the start of the last UE',
      source: 'long enough to show what happens',
      most: DAY_MS,
    },
  }) as const satisfies Parameters;

/** The values of {@link wlanParameters}. */
export type WlanValues = ValuesOf<typeof wlanParameters>;

/** The longest time from the start of the first UE to that of the last: 50 days. */
const LONGEST_START_MS = 50 * DAY_MS;

/** More user data than a channel carries, and so much that a run does not end, comes with shorter ones. */
const LEAST_DATA_INTERVAL_MS = 0.1;

/** Checks values by each other. @throws EncodeError for values that do not go together */
export function checkWlanValues(values: WlanValues): void {
  const ssid = new TextEncoder().encode(values.ssid);
  if (ssid.length < 1 || ssid.length > 32)
    throw new EncodeError('parameters.ssid', `is to be 1 to 32 octets of UTF-8, not ${ssid.length}`);
  if (ssidText(ssid) !== values.ssid)
    throw new EncodeError('parameters.ssid', 'has a lone surrogate, which UTF-8 has no octets for');
  if (values.dataIntervalMs > 0 && values.dataIntervalMs < LEAST_DATA_INTERVAL_MS)
    throw new EncodeError(
      'parameters.dataIntervalMs',
      `is to be 0, for none, or at least ${LEAST_DATA_INTERVAL_MS}: no channel carries more`,
    );
  if (values.exchangeMostMs < values.exchangeLeastMs)
    throw new EncodeError(
      'parameters.exchangeMostMs',
      `is less than exchangeLeastMs, ${values.exchangeLeastMs}`,
    );
  // Far within the integers in nanoseconds, whatever else a scenario lets pass.
  if ((values.ues - 1) * values.ueSpacingMs > LONGEST_START_MS)
    throw new EncodeError(
      'parameters.ueSpacingMs',
      `is too long: the last of ${values.ues} UEs would start ${LONGEST_START_MS} ms from the first, or later`,
    );
}
