import { C_RNTIS } from '../enb/arrivals.js';
import { MILLISECOND } from '../engine/engine.js';
import { idealLink, type LinkQuality } from '../engine/link.js';
import type { Parameters, ValuesOf } from '../scenario.js';
import { DAY_MS, ms, wlanParameters } from './wlan-parameters.js';

const probability = (says: string) =>
  ({ value: 0, says, source: 'none, so that the capture shows only the protocol', most: 1 }) as const;

/** Parameters of the LTE and the WLAN leg, which scenarios share. */
export const lteParameters = {
  ...wlanParameters,
  // A cell has no C-RNTI for more.
  ues: { ...wlanParameters.ues, most: C_RNTIS },
  uu: {
    value: 'gsmtap',
    says: 'Uu in the capture: RRC in clear, or PDCP with MAC-I, integrity protected and ciphered',
    source: 'Wireshark reads GSMTAP without any setting',
    among: ['gsmtap', 'pdcp'],
  },
  uuDelayMs: {
    value: 5,
    says: 'ms one way on Uu',
    source: 'a user plane latency of 5 ms (TR 25.913, 6.2.2)',
    most: 60_000,
  },
  uuJitterMs: { value: 2, says: 'maximum ms in addition to uuDelayMs', source: 'free', most: 60_000 },
  uuLoss: probability('probability that RLC AM must send a PDU on Uu again'),
  uuRetransmissionMs: {
    value: 80,
    says: 'ms until RLC AM sends a lost PDU on Uu again',
    source: 't-PollRetransmit of the default SRB configuration (TS 36.331, 9.2.1.1: ms45) and a round trip',
    least: 1,
    most: 60_000,
  },
  rrcProcessingMs: {
    value: 15,
    says: 'ms from the arrival of an RRC message at the UE to its answer',
    source: 'TS 36.331, 11.2: RRC connection reconfiguration',
    // With this and the next a UE reaches the target cell before T304, 1000 ms, expires (TS 36.331, 5.3.5.6).
    most: 100,
  },
  handoverInterruptionMs: {
    value: 45,
    says: 'ms from when the answer to a handover is ready to when the UE is in the target cell',
    source: 'an assumption: a handover interrupts for 40 to 50 ms',
    most: 800,
  },
  xwDelayMs: { value: 5, says: 'ms one way on Xw', source: 'an assumption', most: 60_000 },
  xwJitterMs: { value: 0.5, says: 'maximum ms in addition to xwDelayMs', source: 'free', most: 60_000 },
  xwLoss: probability('probability that a packet on Xw is lost'),
  xwDuplication: probability('probability that a packet on Xw arrives twice'),
  xwReordering: probability('probability that a packet on Xw is held back by 10 ms'),
  xwResponseMs: {
    value: 5000,
    says: 'ms that the eNB waits for the answer to an XwAP request',
    source: 'free: the specification leaves it open (TS 36.463, 8.8 and 8.9)',
    most: 3_600_000,
  },
  retryMs: {
    value: 100,
    says: 'ms from a refused WT Modification Request to the next attempt',
    source: 'free',
    most: 3_600_000,
  },
  x2DelayMs: { value: 5, says: 'ms one way between eNBs', source: 'as xwDelayMs', most: 60_000 },
  wtCounter: {
    value: 0,
    says: 'WT Counter of the first S-KWT',
    source: 'TS 33.401, G.2: it starts at 0',
    most: 0xffff,
    isInteger: true,
  },
  pdcpSnBits: {
    value: 18,
    says: 'length of the PDCP sequence number of the LWA bearer, in bits',
    source: 'TS 36.331, PDCP-Config: pdcp-SN-Size-v1310, the longest; 12 if no size is there',
    among: [12, 15, 18],
  },
  associationTimerS: {
    value: 30,
    says: 'T351 in seconds: how long a UE tries to associate',
    source: 'free among the values of TS 36.331, WLAN-MobilityConfig',
    among: [10, 30, 60, 120, 240],
  },
  capabilities: {
    value: 'stored',
    says: 'where the eNB has the capabilities of a UE from, and so its WLAN address: from the MME, which has stored them, or from the UE, which it asks',
    source: 'usual where a UE has been in the network before (TS 23.401, 5.11.2)',
    among: ['stored', 'asked'],
  },
  wlanAddress: {
    value: 'told',
    says: 'the address with which a UE is on the WLAN: the one that it has told the network, or another, as phones make up for privacy; the WT does not know it by that',
    source: 'TS 36.331, 6.3.6 (wlan-MAC-Address-r13)',
    among: ['told', 'other'],
  },
  mobilitySet: {
    value: 'ssid',
    says: 'how the mobility set that the eNB gives the UE names the WLAN; with other it does not, and the UE joins no WLAN',
    source: 'free among the identifiers of TS 36.331, WLAN-Identifiers',
    among: ['ssid', 'bssid', 'both', 'other'],
  },
} as const satisfies Parameters;

/** Parameters of the scenarios in which something happens to a UE that has LWA. */
export const stimulusParameters = {
  stimulusAfterMs: {
    value: 1000,
    says: 'ms from the start of a UE until the eNB decides on the handover or the re-key',
    source: 'user data flows by then',
    most: DAY_MS,
  },
} as const satisfies Parameters;

/** Of packets on Xw that are reordered. */
export const HOLD_BACK = 10 * MILLISECOND;

/** The values of {@link lteParameters}. */
export type LteValues = ValuesOf<typeof lteParameters>;

/** What the parameters make of Uu. */
export const uuQualityOf = (values: LteValues): LinkQuality => ({
  ...idealLink,
  delay: ms(values.uuDelayMs),
  jitter: ms(values.uuJitterMs),
  loss: values.uuLoss,
  retransmission: ms(values.uuRetransmissionMs),
});

/** What they make of Xw. */
export const xwQualityOf = (values: LteValues): LinkQuality => ({
  ...idealLink,
  delay: ms(values.xwDelayMs),
  jitter: ms(values.xwJitterMs),
  loss: values.xwLoss,
  duplication: values.xwDuplication,
  reordering: values.xwReordering,
  holdBack: HOLD_BACK,
});
