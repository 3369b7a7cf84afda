import { formatMac } from '../codecs/dot11/mac.js';
import { radiotapHeader } from '../codecs/dot11/radiotap.js';
import { deriveSKwt } from '../crypto/kdf3gpp.js';
import { equalConstantTime } from '../crypto/mic.js';
import { type Air, createAir } from './air.js';
import { hostapdTiming } from './authenticator.js';
import { MICROSECOND, MILLISECOND } from './engine.js';
import type { UeMeasure } from './measure.js';
import { createRadio, type Radio } from './radio.js';
import type { RsnPolicy } from './rsn.js';
import type { Outcome, Stage, ValuesOf } from './scenario.js';
import { wpaSupplicantTiming } from './station.js';
import { createUe, type Ue } from './ue.js';
import { createWt, type Wt } from './wt.js';

/** Parameters of the WLAN leg, which scenarios share. */
export const wlanParameters = {
  ues: { value: 1, says: 'number of UEs', source: 'one is enough to see what happens' },
  ueSpacingMs: {
    value: 10,
    says: 'ms from the start of one UE to that of the next',
    source: 'more than the 4 ms that the frames of one take on the air',
  },
  uesPerBss: {
    value: 8,
    says: 'UEs in one BSS of the WT, each BSS with a channel of its own; at most 2007',
    source: 'a channel carries about 4700 frames and Acks a second at 24 Mb/s, and a UE sends and gets 400',
  },
  ssid: { value: 'lwa', says: 'SSID of the WT', source: 'free' },
  akm: { value: '00-0F-AC:2', says: 'AKM suite', source: 'TS 33.401, G.2.3: the S-KWT is a PSK' },
  pairwiseCipher: { value: '00-0F-AC:4', says: 'pairwise cipher', source: 'IEEE 802.11-2020: CCMP-128' },
  groupCipher: { value: '00-0F-AC:4', says: 'group cipher', source: 'IEEE 802.11-2020: CCMP-128' },
  managementFrameProtection: {
    value: false,
    says: 'whether management frames are protected, with BIP-CMAC-128',
    source: 'hostapd 2.10: ieee80211w=0',
  },
  pmkidInM1: {
    value: false,
    says: 'whether M1 names its PMK',
    source: 'hostapd 2.10 leaves the PMKID out with a PSK (src/ap/wpa_auth.c)',
  },
  takesNewPmkInPlace: {
    value: true,
    says: 'whether the UE uses a new S-KWT for a handshake within its association; wpa_supplicant with a PSK does not',
    source:
      'the contribution needs such a UE; fixtures/captures/MANIFEST.json, capture e2, has the other kind',
  },
  exchangeLeastMs: {
    value: 1,
    says: 'ms at least from handing a frame to the WLAN to its first attempt on the air',
    source: 'WLAN frame exchange of 1 to 3 ms in the scenarios under study',
  },
  exchangeMostMs: { value: 3, says: 'ms at most', source: 'as exchangeLeastMs' },
  loss: {
    value: 0,
    says: 'probability that a receiver misses a frame or an Ack',
    source: 'none: see the lossy scenario',
  },
  dataIntervalMs: {
    value: 5,
    says: 'ms between packets of user data in each direction; 0 for none',
    source: 'one packet each few ms, so that a suspension of that length shows',
  },
  dataLength: { value: 64, says: 'octets of a packet, 8 or more', source: 'free' },
  dataRate: {
    value: 24,
    says: 'Mb/s of frames with user data: 6, 9, 12, 18, 24, 36, 48 or 54',
    source: 'IEEE 802.11-2020, 17.3.10: the highest mandatory rate of the OFDM PHY',
  },
} as const;

type WlanValues = ValuesOf<typeof wlanParameters>;

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
  /** The eNB's part on the Xw interface: the WT is given the S-KWT of a WT Counter. */
  giveSKwtToWt(ue: WlanUe, wtCounter: number): void;
  stopData(): void;
  /** What the run showed of each UE. */
  measure(): readonly UeMeasure[];
}

/** LINKTYPE_IEEE802_11_RADIOTAP. */
const LINKTYPE_RADIOTAP = 127;
/** Where the TSFT is, the first field of a radiotap header with one present word. */
const TSFT = 8;
/** Radiotap channel flags: OFDM at 5 GHz. */
const OFDM_5GHZ = 0x0140;
/** 20 MHz channels at 5 GHz that a BSS takes in turn, and their centre frequencies (IEEE 802.11-2020, E.1). */
const CHANNELS = [36, 40, 44, 48, 52, 56, 60, 64, 100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140];
const frequencyOf = (channel: number): number => 5000 + 5 * channel;

/** When the first UE starts: after a beacon. */
const FIRST_START = 150 * MILLISECOND;

const ms = (value: number): number => Math.round(value * MILLISECOND);

/** A locally administered address: `prefix` is its second and third octet, `number` the rest. */
const address = (prefix: readonly [number, number], number: number): Uint8Array =>
  Uint8Array.of(0x02, ...prefix, number >> 16, number >> 8, number);

/**
 * Sets up the WLAN leg: the WT's access points and the UEs, which start by themselves.
 * @param wtCounters the WT Counter that UEs and the one that the WT starts with; they differ where a side is wrong
 */
export function setUpWlan(
  stage: Stage,
  values: WlanValues,
  wtCounters: { readonly ue: number; readonly wt: number } = { ue: 0, wt: 0 },
): Wlan {
  const { engine: clock, recorder, keyLog } = stage;
  const tap = recorder.tap('wlan', LINKTYPE_RADIOTAP);
  const policy: RsnPolicy = {
    akm: values.akm,
    pairwiseCipher: values.pairwiseCipher,
    groupCipher: values.groupCipher,
    groupManagementCipher: values.managementFrameProtection ? '00-0F-AC:6' : undefined,
  };
  const userData = {
    interval: ms(values.dataIntervalMs),
    length: values.dataLength,
    drbId: 1,
    rate: values.dataRate,
  };

  const createChannel = (number: number): { air: Air; radio: Radio } => {
    const channel = { frequency: frequencyOf(CHANNELS[number % CHANNELS.length]!), flags: OFDM_5GHZ };
    const random = stage.random.split(`bss ${number + 1}`);
    /** Radiotap headers by rate, which differ in nothing but the TSFT from frame to frame. */
    const headers = new Map<number, Uint8Array>();
    const headerOf = (rate: number): Uint8Array => {
      const header = headers.get(rate) ?? radiotapHeader({ tsft: 0n, flags: 0, rate: rate * 2, channel });
      headers.set(rate, header);
      return header;
    };
    const air = createAir({
      clock,
      random: random.split('air'),
      loss: values.loss,
      sniffer(mpdu, rate, deliver, comments) {
        const header = headerOf(rate);
        const bytes = new Uint8Array(header.length + mpdu.length);
        bytes.set(header);
        new DataView(bytes.buffer).setBigUint64(TSFT, BigInt(Math.floor(clock.now / MICROSECOND)), true);
        bytes.set(mpdu, header.length);
        tap.observe(bytes, deliver, comments);
      },
    });
    return { air, radio: radioOn(air, random.split('radio'), address([0x57, 0x54], number + 1), true) };
  };

  const radioOn = (air: Air, random: Stage['random'], own: Uint8Array, isAccessPoint: boolean): Radio =>
    createRadio({
      clock,
      random,
      air,
      address: own,
      isAccessPoint,
      exchangeDelay: { least: ms(values.exchangeLeastMs), most: ms(values.exchangeMostMs) },
    });

  const channels = Array.from({ length: Math.max(1, Math.ceil(values.ues / values.uesPerBss)) }, (_, i) =>
    createChannel(i),
  );
  const wt = createWt({
    clock,
    random: stage.random.split('wt'),
    radios: channels.map(({ radio }) => radio),
    ssid: values.ssid,
    policy,
    timing: hostapdTiming,
    sendsPmkid: values.pmkidInM1,
    userData,
    keyLog,
    note: recorder.note,
  });

  const ues = Array.from({ length: values.ues }, (_, i): WlanUe => {
    const random = stage.random.split(`ue ${i + 1}`);
    const kenb = random.split('kenb').octets(32);
    const { air, radio: accessPoint } = channels[i % channels.length]!;
    const own = address([0x55, 0x45], i + 1);
    const ue = createUe({
      clock,
      random,
      radio: radioOn(air, random.split('radio'), own, false),
      ssid: values.ssid,
      bssid: accessPoint.address,
      policy,
      timing: wpaSupplicantTiming,
      kenb,
      wtCounter: wtCounters.ue,
      takesNewPmkInPlace: values.takesNewPmkInPlace,
      userData,
      keyLog,
      note: recorder.note,
    });
    const start = FIRST_START + i * ms(values.ueSpacingMs);
    wt.addUe(own, deriveSKwt(kenb, wtCounters.wt));
    clock.after(start, () => ue.start());
    return { ue, kenb, start };
  });
  wt.start();

  const measureOf = ({ ue }: WlanUe): UeMeasure => {
    const { inUse, associations, uplinkSent } = ue.state();
    return {
      station: formatMac(ue.address),
      outcome: outcomeOf(ue, wt),
      sKwt: inUse?.pmk.name,
      associations,
      uplink: wt.uplink(ue.address, uplinkSent),
      downlink: ue.downlink(wt.downlinkSent(ue.address)),
    };
  };

  return {
    wt,
    ues,
    giveSKwtToWt: ({ ue, kenb }, wtCounter) => wt.setSKwt(ue.address, deriveSKwt(kenb, wtCounter)),
    stopData() {
      for (const { ue } of ues) ue.stopData();
      wt.stopData();
    },
    measure: () => ues.map(measureOf),
  };
}

/** Compares what the two sides ended up with. */
function outcomeOf(ue: Ue, wt: Wt): Outcome {
  const { inUse: atUe, associations } = ue.state();
  const atWt = wt.inUse(ue.address);
  const sKwts = wt.sKwts(ue.address);
  if (atUe === undefined || atWt === undefined) return 'failed';
  if (!equalConstantTime(atUe.ptk.ptk, atWt.ptk.ptk) || atWt.pmk !== sKwts.present) return 'failed';
  if (sKwts.previous === undefined) return 'associated';
  return associations === 1 ? 'rekeyed' : 'reassociated';
}
