import { copyOf } from '../../codecs/copy.js';
import { isOctets } from '../../codecs/is-octets.js';
import type { WlanStatus } from '../../codecs/rrc/build/wlan-status.js';
import { DlDcch } from '../../codecs/rrc/dl-dcch.js';
import { UlDcch } from '../../codecs/rrc/ul-dcch.js';

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
  readonly successReportRequested: boolean;
  /** Whether it names WLANs that the UE is to look for: without them there is no LWA yet. */
  readonly addsWlans: boolean;
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
  /** The algorithms that a SecurityModeCommand activates: `eea2`, `eia2`. */
  readonly algorithms: { readonly ciphering: string; readonly integrity: string } | undefined;
  /** Whether all of it was read: much of RRC is outside the profile of the codec. */
  readonly isWhole: boolean;
  /** The path of the first part that was not read; undefined where all was. */
  readonly unread: string | undefined;
}

const RECONFIGURATION = 'rrcConnectionReconfiguration';

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
const isHidden = (unread: string | undefined, name: (typeof PARTS)[number]): boolean => {
  if (unread === undefined) return false;
  const [, end] = /\.rrcConnectionReconfiguration-r8\.([^.[]+)/.exec(unread) ?? [];
  return PARTS.indexOf(end as (typeof PARTS)[number]) <= PARTS.indexOf(name);
};

const EXTENSIONS_TO_LWA = 6;

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

/**
 * Whether LWA at the UE is over with a message, or before it, as far as it was read (TS 36.331, 5.6.14.3): by its release, by a handover that does not
 * keep it (5.3.5.4), by re-establishment (5.3.7.2), by resumption (5.3.3.2), and with the connection (5.3.12). What it
 * configures comes after that.
 */
export const endsLwa = ({ name, handover, lwa }: RrcMessage): boolean =>
  lwa?.isRelease === true || handover?.keepsLwa === false || OTHER_CONNECTION.has(name);

/** A value of which any part may be missing, because lax decoding ended there. */
type Part = { readonly [name: string]: unknown } | undefined;

const part = (value: unknown): Part =>
  typeof value === 'object' && value !== null ? (value as Part) : undefined;

/** What is down the path, through CHOICEs as well. */
const down = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => part(inner)?.[name], value);

const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = down(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

const octetsAt = (value: unknown, ...path: readonly string[]): Uint8Array | undefined => {
  const found = down(value, ...path);
  // A copy, because what is kept of it must not keep the file's chunk in memory.
  return isOctets(found) ? copyOf(found) : undefined;
};

/** The content of a CHOICE, where it is this alternative. */
const chosen = (value: unknown, ...alternatives: readonly string[]): unknown =>
  alternatives.reduce<unknown>(
    (inner, name) => (part(inner)?.choice === name ? part(inner)?.value : undefined),
    value,
  );

/** The addition of MobilityControlInfo with handoverWithoutWT-Change-r14: it is kept as octets where another IE in it is not read. */
const WT_CHANGE_ADDITION = 2;

const handoverOf = (ies: unknown, unread: string | undefined): HandoverCommand | undefined => {
  const info = down(ies, 'mobilityControlInfo');
  const targetPci = numberAt(info, 'targetPhysCellId');
  if (targetPci === undefined) return undefined;
  const security = chosen(down(ies, 'securityConfigHO', 'handoverType'), 'intraLTE');
  const additions = down(info, '_ext');
  const isWtChangeUnread =
    isHidden(unread, 'mobilityControlInfo') ||
    (Array.isArray(additions) && additions.some(one => numberAt(one, 'index') === WT_CHANGE_ADDITION));
  const keyChange = down(security, 'keyChangeIndicator');
  return {
    targetPci,
    earfcnDl: numberAt(info, 'carrierFreq', 'dl-CarrierFreq'),
    nextHopChainingCount: numberAt(security, 'nextHopChainingCount'),
    keyChange:
      typeof keyChange === 'boolean' || !isHidden(unread, 'securityConfigHO')
        ? keyChange === true
        : undefined,
    keepsLwa:
      down(info, 'handoverWithoutWT-Change-r14') !== undefined || (isWtChangeUnread ? undefined : false),
  };
};

const lwaOf = (ies: unknown): LwaCommand | undefined => {
  const levels = new Array<string>(EXTENSIONS_TO_LWA).fill('nonCriticalExtension');
  const lwa = part(down(ies, ...levels, 'lwa-Configuration-r13'));
  if (lwa === undefined) return undefined;
  const config = down(lwa, 'value', 'lwa-Config-r13');
  return {
    isRelease: lwa.choice === undefined ? undefined : lwa.choice === 'release',
    wtCounter: numberAt(config, 'lwa-WT-Counter-r13'),
    wtMac: octetsAt(config, 'wt-MAC-Address-r14'),
    addsWlans: down(config, 'lwa-MobilityConfig-r13', 'wlan-ToAddList-r13') !== undefined,
    successReportRequested: down(config, 'lwa-MobilityConfig-r13', 'successReportRequested-r13') === 'true',
  };
};

const algorithmsOf = (command: unknown): RrcMessage['algorithms'] => {
  const config = down(
    chosen(down(command, 'criticalExtensions'), 'c1', 'securityModeCommand-r8'),
    'securityConfigSMC',
    'securityAlgorithmConfig',
  );
  const [ciphering, integrity] = [down(config, 'cipheringAlgorithm'), down(config, 'integrityProtAlgorithm')];
  return typeof ciphering === 'string' && typeof integrity === 'string'
    ? { ciphering, integrity }
    : undefined;
};

const statusOf = (report: unknown): WlanStatus | undefined => {
  const ies = chosen(down(report, 'criticalExtensions'), 'c1', 'wlanConnectionStatusReport-r13');
  const status = down(ies, 'nonCriticalExtension', 'wlan-Status-v1430') ?? down(ies, 'wlan-Status-r13');
  return typeof status === 'string' ? (status as WlanStatus) : undefined;
};

/**
 * What an RRC message of DL-DCCH or UL-DCCH says, as far as it can be read; undefined where not even its name can. Of
 * what is outside the profile of the codec the parts before it are read.
 */
export function rrcMessageOf(octets: Uint8Array, isUplink: boolean): RrcMessage | undefined {
  const { value, error } = isUplink
    ? UlDcch.decode(octets, { lax: true })
    : DlDcch.decode(octets, { lax: true });
  let message = part(down(value, 'message'));
  while (message?.choice === 'c1' || message?.choice === 'c2' || message?.choice === 'messageClassExtension')
    message = part(message.value);
  if (typeof message?.choice !== 'string') return undefined;
  const { choice: name, value: content } = message;
  const ies =
    name === RECONFIGURATION
      ? chosen(down(content, 'criticalExtensions'), 'c1', 'rrcConnectionReconfiguration-r8')
      : undefined;
  const unread = error?.path;
  return {
    name,
    transactionId: numberAt(content, 'rrc-TransactionIdentifier'),
    handover: handoverOf(ies, unread),
    lwa: lwaOf(ies),
    status: name === 'wlanConnectionStatusReport-r13' ? statusOf(content) : undefined,
    algorithms: name === 'securityModeCommand' ? algorithmsOf(content) : undefined,
    isWhole: error === undefined,
    unread,
  };
}
