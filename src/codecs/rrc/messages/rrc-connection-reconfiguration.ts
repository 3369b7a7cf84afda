import {
  boolean,
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
  type Type,
} from '../../per/index.js';
import { PMax } from '../ie/cell.js';
import { ConditionalReconfigurationR16 } from '../ie/conditional-reconfiguration.js';
import { LWAConfigurationR13 } from '../ie/lwa.js';
import { MeasConfig } from '../ie/measurement-config.js';
import { MobilityControlInfo } from '../ie/mobility.js';
import { OtherConfigR9 } from '../ie/other-config.js';
import { RadioResourceConfigDedicated } from '../ie/radio-resource-dedicated.js';
import {
  SCellGroupToAddModListR15,
  SCellGroupToReleaseListR15,
  SCellToAddModListExtR13,
  SCellToAddModListExtV1430,
  SCellToAddModListR10,
  SCellToReleaseListExtR13,
  SCellToReleaseListR10,
} from '../ie/scell.js';
import { SCGConfigurationR12 } from '../ie/scg.js';
import { SecurityConfigHO, SecurityConfigHOV1530 } from '../ie/security.js';
import { setupRelease } from '../ie/setup-release.js';
import { SLCommConfigR12 } from '../ie/sidelink-communication.js';
import { SLDiscConfigR12 } from '../ie/sidelink-discovery.js';
import { SLV2XConfigDedicatedR14 } from '../ie/sidelink-v2x.js';
import { LWIPConfigurationR13, RCLWIConfigurationR13, WLANOffloadInfoR12 } from '../ie/wlan-interworking.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

const TDMPatternConfigR15 = setupRelease(
  sequence({
    'subframeAssignment-r15': enumerated('sa0', 'sa1', 'sa2', 'sa3', 'sa4', 'sa5', 'sa6'),
    'harq-Offset-r15': integer(0, 9),
  }),
);

const MTCSSBNRR15 = sequence({
  'periodicityAndOffset-r15': choice({
    'sf5-r15': integer(0, 4),
    'sf10-r15': integer(0, 9),
    'sf20-r15': integer(0, 19),
    'sf40-r15': integer(0, 39),
    'sf80-r15': integer(0, 79),
    'sf160-r15': integer(0, 159),
  }),
  'ssb-Duration-r15': enumerated('sf1', 'sf2', 'sf3', 'sf4', 'sf5'),
});

// Each of the IEs holds the next later ones, which therefore stand before it.

const RRCConnectionReconfigurationV1700IEs = sequence({
  'systemInformationBlockType31Dedicated-r17': optional(octetString()),
  'scg-State-r17': optional(enumerated('deactivated')),
  nonCriticalExtension: optional(sequence({})),
});

const RRCConnectionReconfigurationV1610IEs = sequence({
  'conditionalReconfiguration-r16': optional(ConditionalReconfigurationR16),
  'daps-SourceRelease-r16': optional(enumerated('true')),
  'tdm-PatternConfig2-r16': optional(TDMPatternConfigR15),
  'sl-ConfigDedicatedForNR-r16': optional(octetString()),
  'sl-SSB-PriorityEUTRA-r16': optional(integer(1, 8)),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1700IEs),
});

const RRCConnectionReconfigurationV1530IEs = sequence({
  'securityConfigHO-v1530': optional(SecurityConfigHOV1530),
  'sCellGroupToReleaseList-r15': optional(SCellGroupToReleaseListR15),
  'sCellGroupToAddModList-r15': optional(SCellGroupToAddModListR15),
  'dedicatedInfoNASList-r15': optional(sequenceOf(size(1, 15), octetString())),
  'p-MaxUE-FR1-r15': optional(PMax),
  'smtc-r15': optional(MTCSSBNRR15),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1610IEs),
});

const RRCConnectionReconfigurationV1510IEs = sequence({
  'nr-Config-r15': optional(
    setupRelease(
      sequence({
        'endc-ReleaseAndAdd-r15': boolean,
        'nr-SecondaryCellGroupConfig-r15': optional(octetString()),
        'p-MaxEUTRA-r15': optional(PMax),
      }),
    ),
  ),
  'sk-Counter-r15': optional(integer(0, 65535)),
  'nr-RadioBearerConfig1-r15': optional(octetString()),
  'nr-RadioBearerConfig2-r15': optional(octetString()),
  'tdm-PatternConfig-r15': optional(TDMPatternConfigR15),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1530IEs),
});

const RRCConnectionReconfigurationV1430IEs = sequence({
  'sl-V2X-ConfigDedicated-r14': optional(SLV2XConfigDedicatedR14),
  'sCellToAddModListExt-v1430': optional(SCellToAddModListExtV1430),
  'perCC-GapIndicationRequest-r14': optional(enumerated('true')),
  'systemInformationBlockType2Dedicated-r14': optional(octetString()),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1510IEs),
});

const RRCConnectionReconfigurationV1310IEs = sequence({
  'sCellToReleaseListExt-r13': optional(SCellToReleaseListExtR13),
  'sCellToAddModListExt-r13': optional(SCellToAddModListExtR13),
  'lwa-Configuration-r13': optional(LWAConfigurationR13),
  'lwip-Configuration-r13': optional(LWIPConfigurationR13),
  'rclwi-Configuration-r13': optional(RCLWIConfigurationR13),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1430IEs),
});

const RRCConnectionReconfigurationV1250IEs = sequence({
  'wlan-OffloadInfo-r12': optional(WLANOffloadInfoR12),
  'scg-Configuration-r12': optional(SCGConfigurationR12),
  'sl-SyncTxControl-r12': optional(
    sequence({ 'networkControlledSyncTx-r12': optional(enumerated('on', 'off')) }),
  ),
  'sl-DiscConfig-r12': optional(SLDiscConfigR12),
  'sl-CommConfig-r12': optional(SLCommConfigR12),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1310IEs),
});

const RRCConnectionReconfigurationV1130IEs = sequence({
  'systemInformationBlockType1Dedicated-r11': optional(octetString()),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1250IEs),
});

// By a name of its own: the compiler declares what is nested deeper than it likes as `any`.
const V1020 = sequence({
  'sCellToReleaseList-r10': optional(SCellToReleaseListR10),
  'sCellToAddModList-r10': optional(SCellToAddModListR10),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1130IEs),
});
export interface RRCConnectionReconfigurationV1020IEs extends Infer<typeof V1020> {}
export const RRCConnectionReconfigurationV1020IEs: Type<RRCConnectionReconfigurationV1020IEs> = V1020;

const RRCConnectionReconfigurationV920IEs = sequence({
  'otherConfig-r9': optional(OtherConfigR9),
  'fullConfig-r9': optional(enumerated('true')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV1020IEs),
});

export const RRCConnectionReconfigurationV890IEs = sequence({
  // Of messages within octet strings the octets are kept, of this one as of the system information further down.
  // CONTAINING RRCConnectionReconfiguration-v8m0-IEs.
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(RRCConnectionReconfigurationV920IEs),
});
export type RRCConnectionReconfigurationV890IEs = Infer<typeof RRCConnectionReconfigurationV890IEs>;

export const RRCConnectionReconfigurationR8IEs = sequence({
  measConfig: optional(MeasConfig),
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
