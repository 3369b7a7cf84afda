import { formatMac } from '../../codecs/dot11/mac.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { MILLISECOND } from '../engine/engine.js';
import type { Numbers } from '../engine/random.js';
import type { WlanMessage } from '../engine/tamper.js';
import { sKwtOf } from '../keys/derived.js';
import type { Outcome, UeMeasure } from '../measure.js';
import { kept } from '../memory/kept.js';
import type { Play, Stage } from '../scenario.js';
import { createUe, type Ue, type UeProfile } from '../ue/ue.js';
import type { DrbConfiguration, UserData } from '../user-data.js';
import type { Air } from '../wlan/air.js';
import { createRadio, type FrameTamper, type Radio } from '../wlan/radio.js';
import type { RsnPolicy } from '../wlan/rsn.js';
import { createStationProfile } from '../wlan/station-profile.js';
import type { SupplicantFlaws } from '../wlan/supplicant.js';
import { tamperFrames } from '../wlan/tampered-frames.js';
import { startGroupData } from '../wt/group-data.js';
import { createWtUserData, type NetworkData } from '../wt/user-data.js';
import { createWt, type Wt } from '../wt/wt.js';
import { createChannel, LINKTYPE_RADIOTAP, type Sniffed } from './channel.js';
import { checkWlanValues, ms, type WlanValues } from './wlan-parameters.js';

/** A UE, and what the scenario holds about it. */
export interface WlanUe {
  readonly ue: Ue;
  /** The KeNB that UE and eNB share. */
  readonly kenb: Uint8Array;
  /** When it starts: nanoseconds from the start of the run. */
  readonly start: number;
}

/** A WT with its UEs on the air. */
export interface Wlan {
  readonly wt: Wt;
  readonly ues: readonly WlanUe[];
  readonly userData: UserData;
  /** The BSSIDs of the WT. */
  readonly bssids: readonly Uint8Array[];
  /** The eNB's part on the Xw interface: the WT is given the S-KWT of a WT Counter. */
  giveSKwtToWt(ue: WlanUe, wtCounter: number): void;
  /** Takes the UE with this index out of the reach of its BSS, for good. */
  takeAway(index: number): void;
  /**
   * The rest of a play: `duration` nanoseconds after the last UE has started user data ends, and a little later, when
   * nothing is under way any more, the run.
   */
  playFor(duration: number): Play;
}

/** When the first UE starts: after a beacon. */
const FIRST_START = 150 * MILLISECOND;
/** Time for what is still in queues and in the air, once it has been handed over: 100 ms with the longest delay of that by default. */
const DRAIN = 97 * MILLISECOND;

/** A locally administered address: `prefix` are its second and third octet, `number` the rest. */
const address = (prefix: number, number: number): Uint8Array =>
  kept(Uint8Array.of(0x02, prefix >> 8, prefix, number >> 16, number >> 8, number));

/** The bearer of UEs and WTs that no eNB configures. */
const DRB: DrbConfiguration = { drbId: 1, snLength: 18 };

/** How a WLAN leg differs from that of a UE whose first S-KWT both sides have from the start. */
export interface WlanSetUp {
  /**
   * The WT Counters that UEs and WT start with; they differ where a side is wrong. With keys from an eNB the WT knows no
   * UE at first, and no UE starts by itself.
   */
  readonly keys?: { readonly ue: number; readonly wt: number } | 'from the eNB';
  /** Whether the WT starts a handshake when it is given a new S-KWT. */
  readonly rekeysInPlace?: boolean | undefined;
  /** Where user data ends in the network; at the WT if left out. */
  readonly network?: NetworkData;
  readonly sniffed?: Sniffed;
  /**
   * A man in the middle: given the air that stations and sniffer are on, the one that an access point is on. None if left
   * out.
   */
  readonly between?: (air: Air) => Air;
  /** An AKM that the WT offers, and a UE takes, beside the stronger one of the parameters; none if left out. */
  readonly weakerAkm?: string;
  /** Nanoseconds between frames that the WT sends to all; none if left out. */
  readonly groupDataInterval?: number;
  /** What the supplicants of the UEs do wrong; nothing if left out. */
  readonly flaws?: SupplicantFlaws | undefined;
}

/**
 * Sets up the WLAN leg: the WT's access points and the UEs, which start by themselves if they have a key.
 */
export function setUpWlan(
  stage: Stage,
  values: WlanValues,
  {
    keys = { ue: 0, wt: 0 },
    rekeysInPlace = true,
    network,
    sniffed,
    between = air => air,
    weakerAkm,
    groupDataInterval,
    flaws,
  }: WlanSetUp = {},
): Wlan {
  const { engine: clock, recorder, keyLog, tamper } = stage;
  const tap = recorder.tap('wlan', LINKTYPE_RADIOTAP);
  const policy: RsnPolicy = {
    akm: values.akm,
    weakerAkm,
    pairwiseCipher: values.pairwiseCipher,
    groupCipher: values.groupCipher,
    groupManagementCipher: values.managementFrameProtection ? '00-0F-AC:6' : undefined,
  };
  checkWlanValues(values);
  const userData: UserData = {
    interval: ms(values.dataIntervalMs),
    length: values.dataLength,
    isOver: false,
  };

  const exchangeDelay = { least: ms(values.exchangeLeastMs), most: ms(values.exchangeMostMs) };
  const tamperBy = (from: WlanMessage['from']): FrameTamper | undefined =>
    tamper.wlan && tamperFrames(tamper.wlan, clock, from);
  const [ofWt, ofUe] = [tamperBy('wt'), tamperBy('ue')];
  const radioOn = (air: Air, numbers: Numbers, own: Uint8Array, isAccessPoint: boolean): Radio => {
    const sent = isAccessPoint ? ofWt : ofUe;
    return createRadio({ clock, numbers, air, address: own, isAccessPoint, exchangeDelay, tamper: sent });
  };

  const count = Math.max(1, Math.ceil(values.ues / values.uesPerBss));
  const bsses = Array.from({ length: count }, (_, number) => {
    const random = stage.random.split(`bss ${number + 1}`);
    const { loss } = values;
    const { air, tsfStart } = createChannel(
      { engine: clock, random },
      { number, count, loss, queueMost: ms(values.queueMostMs), tap, sniffed },
    );
    const own = address(0x5754, number + 1);
    return { air, tsfStart, radio: radioOn(between(air), random.numbers('radio'), own, true) };
  });
  const wt = createWt({
    clock,
    random: stage.random.split('wt'),
    bsses,
    ssid: values.ssid,
    policy,
    sendsPmkid: values.pmkidInM1,
    rekeysInPlace,
    dataRate: values.dataRate,
    keyLog,
    note: recorder.note,
  });
  const beyond = network ?? createWtUserData(clock, wt, userData, DRB);

  const profile: UeProfile = {
    clock,
    station: createStationProfile({ clock, ssid: values.ssid, policy, note: recorder.note }),
    policy,
    takesNewPmkInPlace: values.takesNewPmkInPlace,
    flaws,
    userData,
    dataRate: values.dataRate,
    keyLog,
    note: recorder.note,
  };
  const wtCounters = keys === 'from the eNB' ? undefined : keys;
  const ues = Array.from({ length: values.ues }, (_, i): WlanUe => {
    const random = stage.random.split(`ue ${i + 1}`);
    const kenb = kept(random.numbers('kenb').octets(32));
    const { air, radio: accessPoint } = bsses[i % bsses.length]!;
    const own = address(0x5545, i + 1);
    const ue = createUe(profile, {
      random,
      radio: radioOn(air, random.numbers('radio'), own, false),
      bssid: accessPoint.address,
      keys: wtCounters && { kenb, wtCounter: wtCounters.ue },
      drb: DRB,
    });
    const start = FIRST_START + i * ms(values.ueSpacingMs);
    if (wtCounters !== undefined) {
      wt.addUe(own, sKwtOf(kenb, wtCounters.wt));
      clock.after(start, () => ue.start());
    }
    return { ue, kenb, start };
  });
  wt.start();
  if (groupDataInterval !== undefined) startGroupData(clock, wt, userData, groupDataInterval);

  const measureOf = ({ ue }: WlanUe): UeMeasure => {
    const { inUse, associations, uplinkSent } = ue.state();
    return {
      station: formatMac(ue.address),
      outcome: outcomeOf(ue, wt),
      sKwt: inUse?.pmk.name,
      associations,
      uplink: beyond.uplink(ue.address, uplinkSent),
      downlink: ue.downlink(beyond.downlinkSent(ue.address)),
      newKey: undefined,
    };
  };

  return {
    wt,
    ues,
    userData,
    bssids: bsses.map(({ radio }) => radio.address),
    takeAway: index => bsses[index % bsses.length]!.air.takeAway(ues[index]!.ue.address),
    giveSKwtToWt: ({ ue, kenb }, wtCounter) => wt.setSKwt(ue.address, sKwtOf(kenb, wtCounter)),
    playFor(duration) {
      const end = FIRST_START + (values.ues - 1) * ms(values.ueSpacingMs) + duration;
      clock.after(end, () => {
        userData.isOver = true;
      });
      return { until: end + exchangeDelay.most + DRAIN + beyond.delay, measures: () => ues.map(measureOf) };
    },
  };
}

/** Compares what the two sides ended up with. */
function outcomeOf(ue: Ue, wt: Wt): Outcome {
  const { inUse: atUe, sKwt, isInVain, first, associations, isLwa } = ue.state();
  const atWt = wt.inUse(ue.address);
  const sKwtAtWt = wt.sKwt(ue.address);
  if (!isLwa && first !== undefined)
    return atUe === undefined && sKwtAtWt === undefined ? 'released' : 'unfinished';
  if (
    atUe === undefined ||
    atWt === undefined ||
    !equalConstantTime(atUe.ptk, atWt.ptk) ||
    atWt.pmk !== sKwtAtWt
  )
    // With one S-KWT the handshake that is to come, or under way, may succeed.
    return sKwt !== undefined && sKwt === sKwtAtWt && !isInVain ? 'unfinished' : 'failed';
  if (atUe.pmk === first) return 'associated';
  return associations === 1 ? 'rekeyed' : 'reassociated';
}
