import { ADDRESS_1, ADDRESS_2, FRAME_TYPE, frameSubtype, frameType } from '../../codecs/dot11/header.js';
import { formatMac } from '../../codecs/dot11/mac.js';
import { EncodeError } from '../../codecs/error.js';
import type { EnbConfiguration, Strategy } from '../enb/configuration.js';
import { createEnb } from '../enb/enb.js';
import type { Enb } from '../enb/interface.js';
import { DRB } from '../enb/user-data.js';
import { longestDelayOf } from '../engine/link.js';
import { tamperedBy } from '../engine/tamper.js';
import type { Outcome, UeMeasure } from '../measure.js';
import { AddressMap } from '../memory/address-map.js';
import type { Play, Stage } from '../scenario.js';
import type { Ue } from '../ue/ue.js';
import { countOf, createDataSink, type DrbConfiguration, NOTHING_SENT, pdcpInLwaap } from '../user-data.js';
import type { Cell } from '../uu/cell.js';
import { createDrbFramer, createUuFramer, LINKTYPE_RAW, type UuFraming } from '../uu/tap.js';
import { EAPOL_TID, tidOf } from '../wlan/frames.js';
import type { WtXw } from '../wt/xw.js';
import { HOLD_BACK, type LteValues, uuQualityOf, xwQualityOf } from './lte-parameters.js';
import { type LteNetwork, LteUe } from './lte-ue.js';
import { setUpWlan, type Wlan } from './wlan.js';
import { ms } from './wlan-parameters.js';
import { enbNode, PLMN, setUpXw } from './xw.js';

/** What a scenario decides of its network beside parameters. */
export interface LteSetUp {
  /** Who is told of a new S-KWT first, UE (option 2) or WT (option 1): ue-first if left out. */
  readonly order?: Strategy['order'] | undefined;
  /** With wt-first, milliseconds from when the WT is told to when the UE is; 0 if left out. */
  readonly rrcDelayMs?: number | undefined;
  /** Whether LWA goes on through a handover; true if left out. */
  readonly keepsLwa?: boolean | undefined;
  /** Whether the WT starts a handshake when it is given a new S-KWT; true if left out. */
  readonly wtRekeys?: boolean | undefined;
  /** Whether a UE enters its association anew when it is given a new S-KWT. */
  readonly ueReassociates?: boolean | undefined;
  /** Whether the target cell is that of a second eNB. */
  readonly targetIsOtherEnb?: boolean | undefined;
  /** How many WT Modification Requests of each UE the WT refuses. */
  readonly refusals?: number | undefined;
}

/** A network of two cells, of one eNB or two, and a WT, and its UEs. */
export interface Lte {
  readonly wlan: Wlan;
  /** See {@link WtXw.requireRelease}. */
  readonly requireRelease: WtXw['requireRelease'];
  /** Has the eNB that the UE with this index is connected to begin a procedure, if there is one. @throws RangeError before it has started */
  decide(index: number, procedure: 'handover' | 're-key'): void;
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

const enbConfigurationOf = (
  number: number,
  values: LteValues,
  setUp: LteSetUp,
  mobilitySet: EnbConfiguration['mobilitySet'],
): EnbConfiguration => ({
  id: { plmn: PLMN, id: { macro: number } },
  ip: enbNode(number).ip,
  mobilitySet,
  strategy:
    setUp.order === 'wt-first'
      ? { order: 'wt-first', rrcDelay: ms(setUp.rrcDelayMs ?? 0) }
      : { order: 'ue-first' },
  keepsLwa: setUp.keepsLwa ?? true,
  firstWtCounter: values.wtCounter,
  pdcpSnLength: snLengthOf(values),
  associationTimer: values.associationTimerS as EnbConfiguration['associationTimer'],
  responseTimeout: ms(values.xwResponseMs),
  retryDelay: ms(values.retryMs),
  x2Delay: ms(values.x2DelayMs),
});

const BEACON = 8;

/** Whether a frame belongs to a UE's way to a key: a management frame but a beacon, or EAPOL, as which no user data goes. */
const isSignalling = (mpdu: Uint8Array): boolean =>
  frameType(mpdu) === FRAME_TYPE.management ? frameSubtype(mpdu) !== BEACON : tidOf(mpdu) === EAPOL_TID;

/** Sets up the network, and UEs that are connected to it and are yet to be told of LWA, which happens as they start. */
export function setUpLte(stage: Stage, values: LteValues, setUp: LteSetUp): Lte {
  const { engine: clock, recorder, keyLog, tamper } = stage;
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
    rekeysInPlace: setUp.wtRekeys,
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
    ueAt.get(station)?.meter.uplinkAtWt(pmk, () => {
      const pdcp = pdcpInLwaap(lwaap, drb);
      return pdcp && countOf(pdcp, snLength);
    });
    if (tamper.xwData === undefined) {
      lwaapArrived(station, lwaap, pmk);
      return;
    }
    const about = { from: 'wt', station: formatMac(station) } as const;
    tamperedBy(tamper.xwData, clock, 'xwData', about)(lwaap, one => lwaapArrived(station, one, pmk));
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
    tamper,
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
   * While a UE has LWA and no key its outcome is open: it tries until T351 expires, or reports that it cannot be connected, upon which
   * the eNB releases LWA (TS 36.331, 5.6.15.4).
   */
  const outcomeOf = (ue: Ue, onWlan: Outcome): Outcome => {
    if (onWlan !== 'failed') return onWlan;
    const { isLwa, sKwt } = ue.state();
    return isLwa && sKwt !== undefined ? 'unfinished' : 'failed';
  };

  /** That of a UE whose eNB is not done with it is open, too. */
  const measuresOf = (onWlan: readonly UeMeasure[]): readonly UeMeasure[] => {
    const isUnderWay = new AddressMap<true>();
    for (const one of [enb, targetEnb]) for (const station of one.underWay()) isUnderWay.set(station, true);
    return onWlan.map((one, i) => {
      const { ue } = wlan.ues[i]!;
      return {
        ...one,
        outcome: isUnderWay.get(ue.address) ? 'unfinished' : outcomeOf(ue, one.outcome),
        newKey: ueAt.get(ue.address)?.meter.measure(),
      };
    });
  };

  const decide: Lte['decide'] = (index, procedure) => {
    const { address } = wlan.ues[index]!.ue;
    const one = ueAt.get(address);
    if (one === undefined) throw new RangeError(`the UE ${formatMac(address)} has not started yet`);
    const { enb: serving, enbNumber } = one;
    if (procedure === 're-key') {
      serving.rekey(enbNumber);
      return;
    }
    one.cell = one.cell === TARGET_CELL ? SOURCE_CELL : TARGET_CELL;
    const to = network.enbOf(one.cell.pci);
    if (to === serving) serving.handOver(enbNumber, one.cell);
    else serving.handOverTo(to, enbNumber, one.cell);
  };

  return {
    wlan,
    requireRelease: wtXw.requireRelease,
    decide,
    playFor(duration) {
      const { until, measures } = wlan.playFor(duration);
      return { until, measures: () => measuresOf(measures()) };
    },
  };
}
