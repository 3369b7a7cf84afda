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
  /** Whether KeNB comes from a new KASME. */
  readonly keyChange: boolean;
  /** handoverWithoutWT-Change-r14: LWA goes on. */
  readonly keepsLwa: boolean;
}

/** An LWA configuration (TS 36.331, 5.6.14.2). */
export interface LwaCommand {
  readonly isRelease: boolean;
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
}

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
 * Whether LWA at the UE is over with a message, or before it (TS 36.331, 5.6.14.3): by its release, by a handover that does not
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

const EXTENSIONS_TO_LWA = 6;

const handoverOf = (ies: unknown): HandoverCommand | undefined => {
  const info = down(ies, 'mobilityControlInfo');
  const targetPci = numberAt(info, 'targetPhysCellId');
  if (targetPci === undefined) return undefined;
  const security = chosen(down(ies, 'securityConfigHO', 'handoverType'), 'intraLTE');
  return {
    targetPci,
    earfcnDl: numberAt(info, 'carrierFreq', 'dl-CarrierFreq'),
    nextHopChainingCount: numberAt(security, 'nextHopChainingCount'),
    keyChange: down(security, 'keyChangeIndicator') === true,
    keepsLwa: down(info, 'handoverWithoutWT-Change-r14') !== undefined,
  };
};

const lwaOf = (ies: unknown): LwaCommand | undefined => {
  const levels = new Array<string>(EXTENSIONS_TO_LWA).fill('nonCriticalExtension');
  const lwa = part(down(ies, ...levels, 'lwa-Configuration-r13'));
  if (lwa === undefined) return undefined;
  const config = down(lwa, 'value', 'lwa-Config-r13');
  return {
    isRelease: lwa.choice === 'release',
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
    name === 'rrcConnectionReconfiguration'
      ? chosen(down(content, 'criticalExtensions'), 'c1', 'rrcConnectionReconfiguration-r8')
      : undefined;
  return {
    name,
    transactionId: numberAt(content, 'rrc-TransactionIdentifier'),
    handover: handoverOf(ies),
    lwa: lwaOf(ies),
    status: name === 'wlanConnectionStatusReport-r13' ? statusOf(content) : undefined,
    algorithms: name === 'securityModeCommand' ? algorithmsOf(content) : undefined,
    isWhole: error === undefined,
  };
}
