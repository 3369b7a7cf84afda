import type { WlanStatus } from './build/wlan-status.js';
import type { DLDCCHMessage } from './dl-dcch.js';
import type { LWAConfigurationR13 } from './ie/lwa.js';
import type { RRCConnectionReconfigurationR8IEs } from './messages/rrc-connection-reconfiguration.js';
import type { ULDCCHMessage } from './ul-dcch.js';

/** An RRCConnectionReconfiguration without the CHOICEs and extension levels around what it says. */
export interface Reconfiguration {
  /** 0 to 3; the answer bears it too. */
  readonly transactionId: number;
  /** The root: handover, bearers, NAS messages. */
  readonly ies: RRCConnectionReconfigurationR8IEs;
  /** `lwa-Configuration-r13`, six extension levels down. */
  readonly lwa: LWAConfigurationR13 | undefined;
}

/**
 * What an RRCConnectionReconfiguration says, one that was decoded whole; nothing if the message is another (TS 36.331, 6.2.2). Its
 * parts are those of the message, and no copies.
 */
export function reconfigurationOf({ message }: DLDCCHMessage): Reconfiguration | undefined {
  if (message.choice !== 'c1' || message.value.choice !== 'rrcConnectionReconfiguration') return undefined;
  const { 'rrc-TransactionIdentifier': transactionId, criticalExtensions } = message.value.value;
  if (criticalExtensions.choice !== 'c1') return undefined;
  if (criticalExtensions.value.choice !== 'rrcConnectionReconfiguration-r8') return undefined;
  const ies = criticalExtensions.value.value;
  const v1020 = ies.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
  const v1310 = v1020?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
  return { transactionId, ies, lwa: v1310?.['lwa-Configuration-r13'] };
}

/** What a WLANConnectionStatusReport says, one that was decoded whole; nothing if the message is another (TS 36.331, 6.2.2). */
export function wlanStatusOf({ message }: ULDCCHMessage): WlanStatus | undefined {
  if (message.choice !== 'messageClassExtension' || message.value.choice !== 'c2') return undefined;
  if (message.value.value.choice !== 'wlanConnectionStatusReport-r13') return undefined;
  const { criticalExtensions } = message.value.value.value;
  if (criticalExtensions.choice !== 'c1') return undefined;
  if (criticalExtensions.value.choice !== 'wlanConnectionStatusReport-r13') return undefined;
  const ies = criticalExtensions.value.value;
  return ies.nonCriticalExtension?.['wlan-Status-v1430'] ?? ies['wlan-Status-r13'];
}

/** The transaction of a UECapabilityEnquiry, 0 to 3, which its answer bears too; nothing if the message is another (TS 36.331, 6.2.2). */
export const capabilityEnquiryOf = ({ message }: DLDCCHMessage): number | undefined =>
  message.choice === 'c1' && message.value.choice === 'ueCapabilityEnquiry'
    ? message.value.value['rrc-TransactionIdentifier']
    : undefined;
