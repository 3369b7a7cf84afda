import {
  ADDRESS_1,
  ADDRESS_2,
  FRAME_TYPE,
  frameType,
  isQosData,
  qosControlOffset,
} from '../../codecs/dot11/header.js';
import { EncodeError } from '../../codecs/error.js';
import { decodeLwaap } from '../../codecs/rrc/lwaap.js';
import { C_RNTIS } from '../enb/arrivals.js';
import type { EnbConfiguration, Strategy } from '../enb/configuration.js';
import { createEnb } from '../enb/enb.js';
import type { Enb } from '../enb/interface.js';
import { DRB } from '../enb/user-data.js';
import { ifDecodable } from '../engine/if-decodable.js';
import { longestDelayOf } from '../engine/link.js';
import type { Outcome, UeMeasure } from '../measure.js';
import { AddressMap } from '../memory/address-map.js';
import { checkStimulus, type Parameters, type Play, type Stage, type ValuesOf } from '../scenario.js';
import { countOf, createDataSink, type DrbConfiguration, NOTHING_SENT } from '../user-data.js';
import type { Cell } from '../uu/cell.js';
import { createDrbFramer, createUuFramer, LINKTYPE_RAW, type UuFraming } from '../uu/tap.js';
import { isAnnouncement } from '../wlan/frames.js';
import type { WtXw } from '../wt/xw.js';
import { HOLD_BACK, uuQualityOf, xwQualityOf } from './links.js';
import { type LteNetwork, LteUe } from './lte-ue.js';
import { DAY_MS, ms, setUpWlan, type Wlan, wlanParameters } from './wlan.js';
import { enbNode, PLMN, setUpXw } from './xw.js';

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
    source: 'a handover interruption of 40 to 50 ms, an assumption of the study',
    most: 800,
  },
  xwDelayMs: { value: 5, says: 'ms one way on Xw', source: 'an assumption of the study', most: 60_000 },
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
  ...lteParameters,
  stimulusAfterMs: {
    value: 1000,
    says: 'ms from the start of a UE until the eNB decides on the handover or the re-key',
    source: 'user data flows by then',
    most: DAY_MS,
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

/** With those of {@link stimulusParameters} and {@link durationOf} where a scenario has them. */
type LteValues = ValuesOf<typeof lteParameters> & {
  readonly stimulusAfterMs?: number;
  readonly durationMs?: number;
};

/** What a scenario decides of its network beside parameters. */
export interface LteSetUp {
  readonly strategy?: Strategy;
  /** Whether LWA goes on through a handover; true if left out. */
  readonly keepsLwa?: boolean;
  /** Whether the WT starts a handshake when it is given a new S-KWT; true if left out. */
  readonly wtRekeys?: boolean;
  /** Whether a UE enters its association anew when it is given a new S-KWT. */
  readonly ueReassociates?: boolean;
  /** Whether the target cell is that of a second eNB. */
  readonly targetIsOtherEnb?: boolean;
  /** How many WT Modification Requests of each UE the WT refuses. */
  readonly refusals?: number;
}

/** A network of two cells, of one eNB or two, and a WT, and its UEs. */
export interface Lte {
  readonly wlan: Wlan;
  /** See {@link WtXw.requireRelease}. */
  readonly requireRelease: WtXw['requireRelease'];
  /** Sets `stimulus` to happen to each UE, `delayMs` after it has started; what follows is measured. */
  stimulate(delayMs: number, stimulus: (enb: Enb, ue: number, targetEnb: Enb) => void): void;
  /** See {@link Wlan.playFor}. */
  playFor(duration: number): Play;
}

/** The cell in which UEs are at first, and the one to which they are handed over: any two identities, in band 3. */
const SOURCE_CELL: Cell = { pci: 101, earfcnDl: 1300 };
export const TARGET_CELL: Cell = { pci: 202, earfcnDl: 1300 };

const LINKTYPE_ETHERNET = 1;
/** Of no BSS here. */
const OTHER_BSSID = /* @__PURE__ */ Uint8Array.of(2, 0x57, 0x54, 0, 0xff, 1);

/** maxWLAN-Id-r13 (TS 36.331, 6.4): entries that a list of a WLAN-MobilityConfig has room for. */
const MOST_WLANS = 32;

/** The mobility set that has the BSSs of the WT by what the parameter says, or has another. */
const mobilitySetBy = (
  identifiers: string,
  ssid: Uint8Array,
  bssids: readonly Uint8Array[],
): EnbConfiguration['mobilitySet'] => {
  if (identifiers === 'ssid') return [{ ssid }];
  if (identifiers === 'other') return [{ ssid, bssid: OTHER_BSSID }];
  if (bssids.length > MOST_WLANS)
    throw new EncodeError(
      'parameters.mobilitySet',
      `names ${bssids.length} BSSs one by one, of which RRC has room for ${MOST_WLANS}: more uesPerBss make fewer`,
    );
  return bssids.map(bssid => (identifiers === 'both' ? { ssid, bssid } : { bssid }));
};

/** The universally administered address that a UE had when it was made, where it now uses this one (IEEE 802-2014, 8.4). */
const universalOf = (own: Uint8Array): Uint8Array => own.with(0, own[0]! & ~2);

const snLengthOf = ({ pdcpSnBits }: LteValues): EnbConfiguration['pdcpSnLength'] =>
  pdcpSnBits as EnbConfiguration['pdcpSnLength'];

const ALLOWED_RETRIES = 3;
const enbConfigurationOf = (
  number: number,
  values: LteValues,
  setUp: LteSetUp,
  mobilitySet: EnbConfiguration['mobilitySet'],
): EnbConfiguration => ({
  id: { plmn: PLMN, id: { macro: number } },
  ip: enbNode(number).ip,
  mobilitySet,
  strategy: setUp.strategy ?? { order: 'ue-first' },
  keepsLwa: setUp.keepsLwa ?? true,
  firstWtCounter: values.wtCounter,
  pdcpSnLength: snLengthOf(values),
  associationTimer: values.associationTimerS as EnbConfiguration['associationTimer'],
  responseTimeout: ms(values.xwResponseMs),
  retryDelay: ms(values.retryMs),
  retries: ALLOWED_RETRIES,
  x2Delay: ms(values.x2DelayMs),
});

/** Voice, which is what EAPOL goes as here, and user data does not. */
const EAPOL_TID = 7;
const TID_MASK = 0x0f;

/** Whether a frame belongs to a UE's way to a key: neither user data nor an announcement to all. */
const isSignalling = (mpdu: Uint8Array): boolean =>
  frameType(mpdu) === FRAME_TYPE.management
    ? !isAnnouncement(mpdu) || (mpdu[0]! & 0xf0) === 0x50
    : isQosData(mpdu) && (mpdu[qosControlOffset(mpdu)]! & TID_MASK) === EAPOL_TID;

/** Sets up the network, and UEs that are connected to it and are yet to be told of LWA, which happens as they start. */
export function setUpLte(stage: Stage, values: LteValues, setUp: LteSetUp = {}): Lte {
  const { engine: clock, recorder, keyLog } = stage;
  const { stimulusAfterMs = 0, durationMs = stimulusAfterMs } = values;
  checkStimulus('stimulusAfterMs', stimulusAfterMs, durationMs);
  const uu = recorder.tap('uu', LINKTYPE_RAW);
  const xw = recorder.tap('xw', LINKTYPE_ETHERNET);
  /** UEs that have started. */
  const ueAt = new AddressMap<LteUe>();
  const snLength = snLengthOf(values);
  const drb: DrbConfiguration = { drbId: DRB, snLength };
  keyLog.pdcpSnLength(snLength);
  const uuQuality = uuQualityOf(values);

  const wlan = setUpWlan(stage, values, {
    keys: 'from the eNB',
    rekeysInPlace: setUp.wtRekeys ?? true,
    network: {
      uplink: (station, sent) =>
        ueAt.get(station)?.bearer.measure(sent) ??
        createDataSink(clock).measure(sent, wlan.userData.interval),
      downlinkSent: station => ueAt.get(station)?.bearer.sent() ?? NOTHING_SENT,
      delay:
        ms(values.x2DelayMs + values.xwDelayMs + values.xwJitterMs) + HOLD_BACK + longestDelayOf(uuQuality),
    },
    sniffed(mpdu) {
      if (!isSignalling(mpdu)) return;
      const fromUe = ueAt.get(mpdu, ADDRESS_2);
      (fromUe ?? ueAt.get(mpdu, ADDRESS_1))?.meter.message('wlan', fromUe !== undefined);
    },
  });

  const ssid = new TextEncoder().encode(values.ssid);
  const mobilitySet = mobilitySetBy(values.mobilitySet, ssid, wlan.bssids);
  const { wtXw, addInterface } = setUpXw(stage, {
    tap: xw,
    quality: xwQualityOf(values),
    wlan,
    ssid,
    refusals: setUp.refusals ?? 0,
  });
  /** @param number from 1 */
  const addEnb = (number: number): Enb => {
    const ends = addInterface(number);
    const configuration = enbConfigurationOf(number, values, setUp, mobilitySet);
    const enb = createEnb({ ...ends, clock, configuration, keyLog, note: recorder.note });
    enb.decided = station => ueAt.get(station)?.meter.start();
    enb.begins = station => ueAt.get(station)?.meter.begins(keyLog.pmksOf(station));
    enb.xwapCrosses = (station, isUplink) => ueAt.get(station)?.meter.message('xw', isUplink);
    ends.xw.connect();
    return enb;
  };
  const enb = addEnb(1);
  const targetEnb = setUp.targetIsOtherEnb ? addEnb(2) : enb;
  const { lwaapArrived } = wlan.wt;
  wlan.wt.lwaapArrived = (station, lwaap, pmk) => {
    const count = () => ifDecodable(() => countOf(decodeLwaap(lwaap).payload, snLength));
    ueAt.get(station)?.meter.uplinkAtWt(pmk, count);
    lwaapArrived(station, lwaap, pmk);
  };

  const network: LteNetwork = {
    rrc: {
      clock,
      processing: ms(values.rrcProcessingMs),
      interruption: ms(values.handoverInterruptionMs),
      reassociatesItself: setUp.ueReassociates ?? false,
      toldAddress: values.wlanAddress === 'other' ? universalOf : own => own,
      keyLog,
    },
    random: stage.random,
    uuQuality,
    uu,
    frame: createUuFramer(values.uu as UuFraming),
    frameData: wlan.userData.interval === 0 ? undefined : createDrbFramer(drb),
    bearers: { clock, userData: wlan.userData, drb },
    hasCapabilities: values.capabilities === 'stored',
    enb,
    enbOf: pci => (pci === TARGET_CELL.pci ? targetEnb : enb),
    note: recorder.note,
  };
  // All are connected from the start, and their KeNBs numbered so; what else there is of a UE waits for its start.
  for (const { ue, kenb } of wlan.ues) {
    keyLog.kenb('enb', ue.address, kenb, SOURCE_CELL.pci);
    keyLog.kenb('ue', ue.address, kenb, SOURCE_CELL.pci);
  }
  const start = (i: number): void => {
    const { ue, kenb } = wlan.ues[i]!;
    const one = new LteUe(network, { ue, number: i + 1, kenb, cell: SOURCE_CELL });
    ueAt.set(ue.address, one);
    enb.startLwa(one.enbNumber);
  };
  wlan.ues.forEach((one, i) => {
    clock.after(one.start, () => start(i));
  });

  /**
   * That of a UE whose eNB is not done with it is open. While the UE has LWA and no key it is open, too: it tries until T351 expires, or
   * reports that it cannot be connected, upon which the eNB releases LWA (TS 36.331, 5.6.15.4).
   */
  const outcomesOf = (measures: readonly UeMeasure[]): readonly Outcome[] => {
    const isUnderWay = new AddressMap<true>();
    for (const one of [enb, targetEnb]) for (const station of one.underWay()) isUnderWay.set(station, true);
    return measures.map(({ outcome }, i) => {
      const { ue } = wlan.ues[i]!;
      if (isUnderWay.get(ue.address)) return 'unfinished';
      if (outcome !== 'failed') return outcome;
      const { isLwa, sKwt } = ue.state();
      return isLwa && sKwt !== undefined ? 'unfinished' : 'failed';
    });
  };

  const stimulate: Lte['stimulate'] = (delayMs, stimulus) => {
    for (const { ue, start } of wlan.ues)
      clock.after(start + ms(delayMs), () => {
        stimulus(enb, ueAt.get(ue.address)!.enbNumber, targetEnb);
      });
  };

  return {
    wlan,
    requireRelease: wtXw.requireRelease,
    stimulate,
    playFor(duration) {
      const play = wlan.playFor(duration);
      return {
        until: play.until,
        measures() {
          const measures = play.measures();
          const outcomes = outcomesOf(measures);
          return measures.map((one, i) => ({
            ...one,
            outcome: outcomes[i]!,
            newKey: ueAt.get(wlan.ues[i]!.ue.address)?.meter.measure(),
          }));
        },
      };
    },
  };
}
