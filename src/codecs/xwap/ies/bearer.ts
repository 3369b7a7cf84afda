import { bitString, enumerated, type Infer, integer, octetString, optional, size } from '../../per/index.js';
import { maxnoofBearers } from '../constants.js';
import { extensible, ie, listOfSingleContainers, named } from '../containers.js';
import { Cause } from './diagnostics.js';
import { BitRate } from './wlan.js';

export const ERABID = integer(0, 15, '...');
export type ERABID = Infer<typeof ERABID>;

/** Also says that the bearer is used in the uplink. */
export const DRBIdentity = named('DRB-Identity', integer(1, 32, '...'));
export type DRBIdentity = Infer<typeof DRBIdentity>;

/** The access category of the bearer in the uplink. */
export const LWAWLANAC = named('LWA-WLAN-AC', enumerated('ac-bk', 'ac-be', 'ac-vi', 'ac-vo', '...'));
export type LWAWLANAC = Infer<typeof LWAWLANAC>;

export const QCI = integer(0, 255);
export type QCI = Infer<typeof QCI>;

export const PriorityLevel = integer(0, 15);
export type PriorityLevel = Infer<typeof PriorityLevel>;

export const PreemptionCapability = enumerated('shall-not-trigger-pre-emption', 'may-trigger-pre-emption');
export type PreemptionCapability = Infer<typeof PreemptionCapability>;

export const PreemptionVulnerability = enumerated('not-pre-emptable', 'pre-emptable');
export type PreemptionVulnerability = Infer<typeof PreemptionVulnerability>;

export const AllocationAndRetentionPriority = extensible({
  priorityLevel: PriorityLevel,
  'pre-emptionCapability': PreemptionCapability,
  'pre-emptionVulnerability': PreemptionVulnerability,
});
export type AllocationAndRetentionPriority = Infer<typeof AllocationAndRetentionPriority>;

export const GBRQosInformation = extensible({
  'e-RAB-MaximumBitrateDL': BitRate,
  'e-RAB-GuaranteedBitrateDL': BitRate,
});
export type GBRQosInformation = Infer<typeof GBRQosInformation>;

export const ERABQoSParameters = extensible({
  qCI: QCI,
  allocationRetentionPriority: AllocationAndRetentionPriority,
  gbrQosInformation: optional(GBRQosInformation),
});
export type ERABQoSParameters = Infer<typeof ERABQoSParameters>;

/** IPv4 (32 bits), IPv6 (128 bits) or both, IPv4 first (160 bits). */
export const TransportLayerAddress = bitString(size(1, 160, '...'));
export type TransportLayerAddress = Infer<typeof TransportLayerAddress>;

export const GTPTEID = octetString(size(4));
export type GTPTEID = Infer<typeof GTPTEID>;

export const GTPtunnelEndpoint = named(
  'GTPtunnelEndpoint',
  extensible({ transportLayerAddress: TransportLayerAddress, 'gTP-TEID': GTPTEID }),
);
export type GTPtunnelEndpoint = Infer<typeof GTPtunnelEndpoint>;

export const ERABItem = named('E-RAB-Item', extensible({ 'e-RAB-ID': ERABID, cause: Cause }));
export type ERABItem = Infer<typeof ERABItem>;

export const ERABList = named(
  'E-RAB-List',
  listOfSingleContainers(size(1, maxnoofBearers), { 'E-RAB-Item': ie('ignore', ERABItem, 'mandatory') }),
);
export type ERABList = Infer<typeof ERABList>;
