import {
  choice,
  enumerated,
  type Infer,
  integer,
  nullType,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
  unsupported,
} from '../../per/index.js';
import { LWAConfigurationR13 } from '../ie/lwa.js';
import { MobilityControlInfo } from '../ie/mobility.js';
import { RadioResourceConfigDedicated } from '../ie/radio-resource-dedicated.js';
import { SecurityConfigHO } from '../ie/security.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

// Each of the IEs holds the next later ones, which therefore stand before it.

export const RRCConnectionReconfigurationV1700IEs = sequence({
  'systemInformationBlockType31Dedicated-r17': optional(unsupported('SystemInformationBlockType31-r17')),
  'scg-State-r17': optional(unsupported('ENUMERATED')),
  nonCriticalExtension: optional(sequence({})),
});
export type RRCConnectionReconfigurationV1700IEs = Infer<typeof RRCConnectionReconfigurationV1700IEs>;

export const RRCConnectionReconfigurationV1610IEs = sequence({
  'conditionalReconfiguration-r16': optional(unsupported('ConditionalReconfiguration-r16')),
  'daps-SourceRelease-r16': optional(unsupported('ENUMERATED')),
  'tdm-PatternConfig2-r16': optional(unsupported('TDM-PatternConfig-r15')),
  'sl-ConfigDedicatedForNR-r16': optional(unsupported('OCTET STRING')),
  'sl-SSB-PriorityEUTRA-r16': optional(unsupported('INTEGER (1..8)')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1700IEs),
});
export type RRCConnectionReconfigurationV1610IEs = Infer<typeof RRCConnectionReconfigurationV1610IEs>;

export const RRCConnectionReconfigurationV1530IEs = sequence({
  'securityConfigHO-v1530': optional(unsupported('SecurityConfigHO-v1530')),
  'sCellGroupToReleaseList-r15': optional(unsupported('SCellGroupToReleaseList-r15')),
  'sCellGroupToAddModList-r15': optional(unsupported('SCellGroupToAddModList-r15')),
  'dedicatedInfoNASList-r15': optional(unsupported('SEQUENCE (SIZE (1..15)) OF DedicatedInfoNAS')),
  'p-MaxUE-FR1-r15': optional(unsupported('P-Max')),
  'smtc-r15': optional(unsupported('MTC-SSB-NR-r15')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1610IEs),
});
export type RRCConnectionReconfigurationV1530IEs = Infer<typeof RRCConnectionReconfigurationV1530IEs>;

export const RRCConnectionReconfigurationV1510IEs = sequence({
  'nr-Config-r15': optional(unsupported('RRCConnectionReconfiguration-v1510-IEs.nr-Config-r15')),
  'sk-Counter-r15': optional(integer(0, 65535)),
  'nr-RadioBearerConfig1-r15': optional(unsupported('OCTET STRING')),
  'nr-RadioBearerConfig2-r15': optional(unsupported('OCTET STRING')),
  'tdm-PatternConfig-r15': optional(unsupported('TDM-PatternConfig-r15')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1530IEs),
});
export type RRCConnectionReconfigurationV1510IEs = Infer<typeof RRCConnectionReconfigurationV1510IEs>;

export const RRCConnectionReconfigurationV1430IEs = sequence({
  'sl-V2X-ConfigDedicated-r14': optional(unsupported('SL-V2X-ConfigDedicated-r14')),
  'sCellToAddModListExt-v1430': optional(unsupported('SCellToAddModListExt-v1430')),
  'perCC-GapIndicationRequest-r14': optional(enumerated('true')),
  'systemInformationBlockType2Dedicated-r14': optional(unsupported('SystemInformationBlockType2')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1510IEs),
});
export type RRCConnectionReconfigurationV1430IEs = Infer<typeof RRCConnectionReconfigurationV1430IEs>;

export const RRCConnectionReconfigurationV1310IEs = sequence({
  'sCellToReleaseListExt-r13': optional(unsupported('SCellToReleaseListExt-r13')),
  'sCellToAddModListExt-r13': optional(unsupported('SCellToAddModListExt-r13')),
  'lwa-Configuration-r13': optional(LWAConfigurationR13),
  'lwip-Configuration-r13': optional(unsupported('LWIP-Configuration-r13')),
  'rclwi-Configuration-r13': optional(unsupported('RCLWI-Configuration-r13')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1430IEs),
});
export type RRCConnectionReconfigurationV1310IEs = Infer<typeof RRCConnectionReconfigurationV1310IEs>;

export const RRCConnectionReconfigurationV1250IEs = sequence({
  'wlan-OffloadInfo-r12': optional(
    unsupported('RRCConnectionReconfiguration-v1250-IEs.wlan-OffloadInfo-r12'),
  ),
  'scg-Configuration-r12': optional(unsupported('SCG-Configuration-r12')),
  'sl-SyncTxControl-r12': optional(unsupported('SL-SyncTxControl-r12')),
  'sl-DiscConfig-r12': optional(unsupported('SL-DiscConfig-r12')),
  'sl-CommConfig-r12': optional(unsupported('SL-CommConfig-r12')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1310IEs),
});
export type RRCConnectionReconfigurationV1250IEs = Infer<typeof RRCConnectionReconfigurationV1250IEs>;

export const RRCConnectionReconfigurationV1130IEs = sequence({
  'systemInformationBlockType1Dedicated-r11': optional(unsupported('SystemInformationBlockType1')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1250IEs),
});
export type RRCConnectionReconfigurationV1130IEs = Infer<typeof RRCConnectionReconfigurationV1130IEs>;

export const RRCConnectionReconfigurationV1020IEs = sequence({
  'sCellToReleaseList-r10': optional(unsupported('SCellToReleaseList-r10')),
  'sCellToAddModList-r10': optional(unsupported('SCellToAddModList-r10')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1130IEs),
});
export type RRCConnectionReconfigurationV1020IEs = Infer<typeof RRCConnectionReconfigurationV1020IEs>;

export const RRCConnectionReconfigurationV920IEs = sequence({
  'otherConfig-r9': optional(unsupported('OtherConfig-r9')),
  'fullConfig-r9': optional(enumerated('true')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1020IEs),
});
export type RRCConnectionReconfigurationV920IEs = Infer<typeof RRCConnectionReconfigurationV920IEs>;

export const RRCConnectionReconfigurationV890IEs = sequence({
  // CONTAINING RRCConnectionReconfiguration-v8m0-IEs, which is outside the profile.
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV920IEs),
});
export type RRCConnectionReconfigurationV890IEs = Infer<typeof RRCConnectionReconfigurationV890IEs>;

export const RRCConnectionReconfigurationR8IEs = sequence({
  measConfig: optional(unsupported('MeasConfig')),
  mobilityControlInfo: optional(MobilityControlInfo),
  dedicatedInfoNASList: optional(sequenceOf(size(1, 11), octetString())),
  radioResourceConfigDedicated: optional(RadioResourceConfigDedicated),
  securityConfigHO: optional(SecurityConfigHO),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV890IEs),
});
/** What an RRCConnectionReconfiguration says, with its extension levels in `nonCriticalExtension` (TS 36.331, 6.2.2). */
export type RRCConnectionReconfigurationR8IEs = Infer<typeof RRCConnectionReconfigurationR8IEs>;

/** RRCConnectionReconfiguration (TS 36.331, 6.2.2). */
export const RRCConnectionReconfiguration = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    c1: choice({
      'rrcConnectionReconfiguration-r8': RRCConnectionReconfigurationR8IEs,
      spare7: nullType,
      spare6: nullType,
      spare5: nullType,
      spare4: nullType,
      spare3: nullType,
      spare2: nullType,
      spare1: nullType,
    }),
    criticalExtensionsFuture: sequence({}),
  }),
});
export type RRCConnectionReconfiguration = Infer<typeof RRCConnectionReconfiguration>;
