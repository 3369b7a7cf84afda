import type { WlanStatus } from '../../codecs/rrc/build/wlan-status.js';
import { MILLISECOND } from '../at.js';

/** The handover that an RRCConnectionReconfiguration commands (TS 36.331, 5.3.5.4; TS 33.401, 7.2.8). */
export interface HandoverCommand {
  readonly targetPci: number;
  /** Undefined where the target is on the same frequency, or where the message does not tell it as far as it was read. */
  readonly earfcnDl: number | undefined;
  /** 0 to 7; undefined for a handover from another technology. */
  readonly nextHopChainingCount: number | undefined;
  /** Whether KeNB comes from a new KASME; undefined where that was not read. */
  readonly keyChange: boolean | undefined;
  /** handoverWithoutWT-Change-r14: LWA goes on. Undefined where that was not read. */
  readonly keepsLwa: boolean | undefined;
}

/** An LWA configuration (TS 36.331, 5.6.14.2). */
export interface LwaCommand {
  /** Undefined where that was not read. */
  readonly isRelease: boolean | undefined;
  readonly wtCounter: number | undefined;
  /** 6 octets. */
  readonly wtMac: Uint8Array | undefined;
  /** T351, in seconds: it starts, and may be running before (TS 36.331, 7.3). Undefined without one. */
  readonly associationTimer: number | undefined;
  readonly successReportRequested: boolean;
  /** Whether it names WLANs that the UE is to look for: without them there is no LWA yet. */
  readonly addsWlans: boolean;
  /** These WLANs, as far as they were read. */
  readonly wlans: readonly WlanIdentifiers[];
}

/** What a WLAN is to have for the UE to look for it: all that is there (TS 36.331, 6.3.6, WLAN-Identifiers). */
export interface WlanIdentifiers {
  readonly ssid?: Uint8Array | undefined;
  /** 6 octets. */
  readonly bssid?: Uint8Array | undefined;
}

/** A part of an RRCConnectionReconfiguration that it has to have and has not. */
export interface MissingIe {
  readonly name: string;
  /** The condition of TS 36.331, 6.2.2 and 6.3, that asks for it. */
  readonly condition: 'HO' | 'HO-toEUTRA' | 'fullConfig';
}

/** What an RRC message on a dedicated channel says of security, mobility and LWA. */
export interface RrcMessage {
  /** As the ASN.1 names it: `rrcConnectionReconfiguration`, `wlanConnectionStatusReport-r13`, … */
  readonly name: string;
  /** 0 to 3. */
  readonly transactionId: number | undefined;
  readonly handover: HandoverCommand | undefined;
  readonly lwa: LwaCommand | undefined;
  readonly status: WlanStatus | undefined;
  /** The WLAN address that a UE tells the eNB with its capabilities (TS 36.331, 5.6.3): 6 octets. */
  readonly wlanMacAddress: Uint8Array | undefined;
  /** The algorithms that a SecurityModeCommand activates: `eea2`, `eia2`. */
  readonly algorithms: { readonly ciphering: string; readonly integrity: string } | undefined;
  /** What it has to have and lacks, as far as it was read. */
  readonly missing: readonly MissingIe[];
  /** Whether all of it was read: much of RRC is outside the profile of the codec. */
  readonly isWhole: boolean;
  /** The path of the first part that was not read; undefined where all was. */
  readonly unread: string | undefined;
}

/**
 * Nanoseconds that a report may be behind what it reports: RLC sends it up to three times, 80 ms apart (TS 36.331, 9.2.1.1:
 * t-PollRetransmit 45 ms, and a round trip).
 */
export const LONGEST_ON_UU = 250n * MILLISECOND;

export const RECONFIGURATION = 'rrcConnectionReconfiguration';

/** The name of its answer. */
export const COMPLETE = 'rrcConnectionReconfigurationComplete';

/** The parts of an RRCConnectionReconfiguration in their order (TS 36.331, 6.2.2). */
const PARTS = [
  'measConfig',
  'mobilityControlInfo',
  'dedicatedInfoNASList',
  'radioResourceConfigDedicated',
  'securityConfigHO',
  'nonCriticalExtension',
] as const;

/** Whether something of this part, or all of it, is behind where reading ended. */
export const isHidden = (unread: string | undefined, name: (typeof PARTS)[number]): boolean => {
  if (unread === undefined) return false;
  const [, end] = /\.rrcConnectionReconfiguration-r8\.([^.[]+)/.exec(unread) ?? [];
  return PARTS.indexOf(end as (typeof PARTS)[number]) <= PARTS.indexOf(name);
};

/** Levels of nonCriticalExtension in front of lwa-Configuration-r13. */
export const EXTENSIONS_TO_LWA = 6;

/** The parts that follow lwa-Configuration-r13. */
const BEHIND_LWA = new RegExp(
  `(\\.nonCriticalExtension){${EXTENSIONS_TO_LWA}}\\.(lwip-Configuration-r13|rclwi-Configuration-r13|nonCriticalExtension)`,
);

/** Whether a message may tell the UE a WT Counter, or release LWA, in what was not read of it. */
export const mayHoldLwa = ({ name, lwa, unread }: RrcMessage): boolean =>
  name === RECONFIGURATION &&
  unread !== undefined &&
  !BEHIND_LWA.test(unread) &&
  lwa?.isRelease !== true &&
  lwa?.wtCounter === undefined;

/** Whether a message may command a handover in what was not read of it. */
export const mayHandOver = ({ name, handover, unread }: RrcMessage): boolean =>
  name === RECONFIGURATION && handover === undefined && isHidden(unread, 'mobilityControlInfo');

/** With these the UE has another RRC connection, or none, or its own anew (TS 36.331, 5.3.3, 5.3.4, 5.3.7 and 5.3.8). */
const OTHER_CONNECTION: ReadonlySet<string> = new Set([
  'rrcConnectionSetupComplete',
  'securityModeCommand',
  'rrcConnectionReestablishmentComplete',
  'rrcConnectionResume-r13',
  'rrcConnectionResumeComplete-r13',
  'rrcConnectionRelease',
]);

/** Whether with this message the UE has another RRC connection, or none, or its own anew. */
export const isOfOtherConnection = ({ name }: RrcMessage): boolean => OTHER_CONNECTION.has(name);

/**
 * Whether LWA at the UE is over with a message, or before it, as far as it was read (TS 36.331, 5.6.14.3): by its release, by a
 * handover that does not keep it (5.3.5.4), by re-establishment (5.3.7.2), by resumption (5.3.3.2), and with the connection
 * (5.3.12). What it configures comes after that.
 */
export const endsLwa = ({ name, handover, lwa }: RrcMessage): boolean =>
  lwa?.isRelease === true || handover?.keepsLwa === false || OTHER_CONNECTION.has(name);
