import { copyOf } from '../../codecs/copy.js';
import { isOctets } from '../../codecs/is-octets.js';
import type { WlanStatus } from '../../codecs/rrc/build/wlan-status.js';
import { DlDcch } from '../../codecs/rrc/dl-dcch.js';
import { wlanMacAddressOf } from '../../codecs/rrc/ue-eutra-capability.js';
import { type ULDCCHMessage, UlDcch } from '../../codecs/rrc/ul-dcch.js';
import {
  EXTENSIONS_TO_LWA,
  type HandoverCommand,
  isHidden,
  type LwaCommand,
  type MissingIe,
  RECONFIGURATION,
  type RrcMessage,
} from './message.js';

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

/** Levels of nonCriticalExtension in front of securityConfigHO-v1530. */
const LEVELS_TO_SECURITY_OF_5GC = 9;

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
  const timer = down(config, 'lwa-MobilityConfig-r13', 'associationTimer-r13');
  const added = down(config, 'lwa-MobilityConfig-r13', 'wlan-ToAddList-r13');
  return {
    isRelease: lwa.choice === undefined ? undefined : lwa.choice === 'release',
    wtCounter: numberAt(config, 'lwa-WT-Counter-r13'),
    wtMac: octetsAt(config, 'wt-MAC-Address-r14'),
    addsWlans: added !== undefined,
    wlans: (Array.isArray(added) ? added : []).map(wlan => ({
      ssid: octetsAt(wlan, 'ssid-r12'),
      bssid: octetsAt(wlan, 'bssid-r12'),
    })),
    // s10, s30 …
    associationTimer: typeof timer === 'string' ? Number(timer.slice(1)) : undefined,
    successReportRequested: down(config, 'lwa-MobilityConfig-r13', 'successReportRequested-r13') === 'true',
  };
};

/**
 * What an RRCConnectionReconfiguration lacks though its condition is met (TS 36.331, 6.2.2 and 6.3.3). Of what may be behind where
 * reading ended, nothing is said. A handover from or to 5GC has its keys in securityConfigHO-v1530.
 */
const missingOf = (ies: unknown, unread: string | undefined): readonly MissingIe[] => {
  const { mobilityControlInfo: mobility, securityConfigHO: security } = part(ies) ?? {};
  const levels = new Array<string>(LEVELS_TO_SECURITY_OF_5GC).fill('nonCriticalExtension');
  const isOf5gc = unread !== undefined || down(ies, ...levels, 'securityConfigHO-v1530') !== undefined;
  const isFull = down(ies, 'nonCriticalExtension', 'nonCriticalExtension', 'fullConfig-r9') !== undefined;
  const within = chosen(down(security, 'handoverType'), 'intraLTE');
  const missing: MissingIe[] = [];
  if (mobility === undefined && security !== undefined)
    missing.push({ name: 'mobilityControlInfo', condition: 'HO' });
  if (mobility !== undefined && security === undefined && !isOf5gc)
    missing.push({ name: 'securityConfigHO', condition: 'HO' });
  if (isFull && within !== undefined && down(within, 'securityAlgorithmConfig') === undefined)
    missing.push({ name: 'securityAlgorithmConfig', condition: 'fullConfig' });
  if (isFull && down(ies, 'radioResourceConfigDedicated') === undefined)
    missing.push({ name: 'radioResourceConfigDedicated', condition: 'HO-toEUTRA' });
  return missing;
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

const wlanMacAddressIn = (message: Partial<ULDCCHMessage>): Uint8Array | undefined => {
  const address = wlanMacAddressOf(message);
  return address && copyOf(address);
};

/** An RRC message as it was read. */
export interface ReadRrc {
  /** Undefined where not even its name can be read. */
  readonly message: RrcMessage | undefined;
  /** All of it; undefined where `message` is. */
  readonly octets: Uint8Array | undefined;
}

/** What cannot be read. */
export const UNREAD: ReadRrc = { message: undefined, octets: undefined };

/** An RRC message of DL-DCCH or UL-DCCH, with a copy of its octets: what is kept of it must not keep the file's chunk in memory. */
export function readRrc(octets: Uint8Array, isUplink: boolean): ReadRrc {
  const message = rrcMessageOf(octets, isUplink);
  return message === undefined ? UNREAD : { message, octets: copyOf(octets) };
}

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
    wlanMacAddress: isUplink ? wlanMacAddressIn(value as Partial<ULDCCHMessage>) : undefined,
    status: name === 'wlanConnectionStatusReport-r13' ? statusOf(content) : undefined,
    algorithms: name === 'securityModeCommand' ? algorithmsOf(content) : undefined,
    missing: missingOf(ies, unread),
    isWhole: error === undefined,
    unread,
  };
}
