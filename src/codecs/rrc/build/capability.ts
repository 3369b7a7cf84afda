import { type Names, onlyNames } from '../../check.js';
import { given } from '../../given.js';
import { bits } from '../../per/index.js';
import type { DLDCCHMessage } from '../dl-dcch.js';
import type { RATType } from '../ie/capability/rat-container.js';
import type { UEEUTRACapability } from '../ie/capability/ue-eutra-capability.js';
import { encodeUeEutraCapability } from '../ue-eutra-capability.js';
import type { ULDCCHMessage } from '../ul-dcch.js';
import { listed } from './optional.js';

/**
 * The message that asks a UE what it can do (TS 36.331, 5.6.3.2).
 * @param rats the radio access technologies that are asked for, 1 to 8
 * @param transactionId 0 to 3
 */
export const ueCapabilityEnquiry = (
  rats: readonly RATType[] = ['eutra'],
  transactionId = 0,
): DLDCCHMessage => ({
  message: {
    choice: 'c1',
    value: {
      choice: 'ueCapabilityEnquiry',
      value: {
        'rrc-TransactionIdentifier': transactionId,
        criticalExtensions: {
          choice: 'c1',
          value: { choice: 'ueCapabilityEnquiry-r8', value: { 'ue-CapabilityRequest': rats } },
        },
      },
    },
  },
});

/** What a UE of Release 14 can do, as far as LWA needs it. */
export interface UeCapability {
  /** 0 to 3, that of the enquiry. */
  readonly transactionId?: number | undefined;
  /** E-UTRA bands, 1 to 64, up to 64 of them; band 1 if left out. */
  readonly bands?: readonly number[] | undefined;
  /** The UE's address in WLANs, 6 octets: by it a WT knows the UE. */
  readonly wlanMacAddress?: Uint8Array | undefined;
  /** WLAN bands in which it measures, up to 8. */
  readonly wlanBands?: readonly ('band2dot4' | 'band5' | 'band60-v1430')[] | undefined;
  /** LWA, with bearers whose downlink goes over WLAN alone. */
  readonly lwa?: boolean | undefined;
  /** LWA bearers whose downlink goes over LTE and over WLAN. */
  readonly splitBearer?: boolean | undefined;
  /** A layer 2 buffer of the size for such bearers (TS 36.306). */
  readonly bufferSize?: boolean | undefined;
  /** Handovers that keep the WT (`handoverWithoutWT-Change-r14`). */
  readonly handoverWithoutWtChange?: boolean | undefined;
  /** LWA bearers whose uplink goes over WLAN. */
  readonly uplink?: boolean | undefined;
  /** LWA bearers of RLC UM. */
  readonly rlcUm?: boolean | undefined;
}

const UE_CAPABILITY: Names<UeCapability> = {
  transactionId: true,
  bands: true,
  wlanMacAddress: true,
  wlanBands: true,
  lwa: true,
  splitBearer: true,
  bufferSize: true,
  handoverWithoutWtChange: true,
  uplink: true,
  rlcUm: true,
};

/** All feature groups that need no other radio access technology, nor FDD and TDD both; group 1 first (TS 36.331, table B.1-1). */
const FEATURE_GROUPS = '11111110000011011101100010011010';

/**
 * UE-EUTRA-Capability-v9a0-IEs with featureGroupIndRel9Add-r9 alone. Of groups 33 to 64, 42 alone is defined and needs no other
 * radio access technology (TS 36.331, table B.1-1a).
 */
const LATE_EXTENSION = /* @__PURE__ */ Uint8Array.of(0x80, 0x04, 0, 0, 0);

const NO_ROHC = {
  'profile0x0001-r15': false,
  'profile0x0002-r15': false,
  'profile0x0003-r15': false,
  'profile0x0004-r15': false,
  'profile0x0006-r15': false,
  'profile0x0101-r15': false,
  'profile0x0102-r15': false,
  'profile0x0103-r15': false,
  'profile0x0104-r15': false,
};

/** `ENUMERATED {supported} OPTIONAL` from a flag. */
const supportedIf = (flag: boolean | undefined): 'supported' | undefined => (flag ? 'supported' : undefined);

/** UE-EUTRA-Capability with what is mandatory in it, and what is given. */
function eutraCapability(capability: UeCapability): UEEUTRACapability {
  const { bands = [1], wlanBands = [] } = capability;
  // Each of the IEs holds the next later ones, which therefore stand before it.
  const v1430 = {
    'phyLayerParameters-v1430': {},
    'rlc-Parameters-v1430': {},
    'lwa-Parameters-v1430': given({
      'lwa-HO-WithoutWT-Change-r14': supportedIf(capability.handoverWithoutWtChange),
      'lwa-UL-r14': supportedIf(capability.uplink),
    }),
    'otherParameters-v1430': {},
    'ce-Parameters-v1430': {},
    nonCriticalExtension: {
      'lwa-Parameters-v1440': given({ 'lwa-RLC-UM-r14': supportedIf(capability.rlcUm) }),
      'mac-Parameters-v1440': {},
    },
  };
  const v1350 = { 'ce-Parameters-v1350': {}, nonCriticalExtension: { nonCriticalExtension: v1430 } };
  const v1320 = { nonCriticalExtension: { nonCriticalExtension: { nonCriticalExtension: v1350 } } };
  const v1310 = {
    'pdcp-Parameters-v1310': {},
    'rlc-Parameters-v1310': {},
    'interRAT-ParametersWLAN-r13': given({ 'supportedBandListWLAN-r13': listed(wlanBands) }),
    'lwa-Parameters-r13': given({
      'lwa-r13': supportedIf(capability.lwa),
      'lwa-SplitBearer-r13': supportedIf(capability.splitBearer),
      'wlan-MAC-Address-r13': capability.wlanMacAddress,
      'lwa-BufferSize-r13': supportedIf(capability.bufferSize),
    }),
    'wlan-IW-Parameters-v1310': {},
    'lwip-Parameters-r13': {},
    nonCriticalExtension: v1320,
  };
  const v1260 = { nonCriticalExtension: { nonCriticalExtension: { nonCriticalExtension: v1310 } } };
  const v1180 = { nonCriticalExtension: { nonCriticalExtension: { nonCriticalExtension: v1260 } } };
  const v1130 = {
    'pdcp-Parameters-v1130': {},
    'rf-Parameters-v1130': {},
    'measParameters-v1130': {},
    'interRAT-ParametersCDMA2000-v1130': {},
    'otherParameters-r11': {},
    nonCriticalExtension: { nonCriticalExtension: v1180 },
  };
  const v1020 = {
    'featureGroupIndRel10-r10': bits('0'.repeat(32)),
    nonCriticalExtension: { nonCriticalExtension: { nonCriticalExtension: v1130 } },
  };
  const v920 = {
    'phyLayerParameters-v920': {},
    'interRAT-ParametersGERAN-v920': {},
    'csg-ProximityIndicationParameters-r9': {},
    'neighCellSI-AcquisitionParameters-r9': {},
    'son-Parameters-r9': {},
    nonCriticalExtension: { lateNonCriticalExtension: LATE_EXTENSION, nonCriticalExtension: v1020 },
  };
  return {
    accessStratumRelease: 'rel14',
    'ue-Category': 4,
    'pdcp-Parameters': { 'supportedROHC-Profiles': NO_ROHC },
    phyLayerParameters: { 'ue-TxAntennaSelectionSupported': false, 'ue-SpecificRefSigsSupported': false },
    'rf-Parameters': { supportedBandListEUTRA: bands.map(bandEUTRA => ({ bandEUTRA, halfDuplex: false })) },
    measParameters: {
      bandListEUTRA: bands.map(() => ({
        interFreqBandList: bands.map(() => ({ interFreqNeedForGaps: true })),
      })),
    },
    featureGroupIndicators: bits(FEATURE_GROUPS),
    'interRAT-Parameters': {},
    nonCriticalExtension: v920,
  };
}

/**
 * What a UE of Release 14 tells the eNB of itself, its address in WLANs among it (TS 36.331, 5.6.3.3). Beside LWA it can what
 * every UE can: category 4, full duplex, gaps to measure on another band, no header compression.
 * @throws EncodeError for names that there are not, and for capabilities that the ASN.1 does not allow
 */
export function ueCapabilityInformation(capability: UeCapability = {}): ULDCCHMessage {
  onlyNames('', capability, UE_CAPABILITY);
  return {
    message: {
      choice: 'c1',
      value: {
        choice: 'ueCapabilityInformation',
        value: {
          'rrc-TransactionIdentifier': capability.transactionId ?? 0,
          criticalExtensions: {
            choice: 'c1',
            value: {
              choice: 'ueCapabilityInformation-r8',
              value: {
                'ue-CapabilityRAT-ContainerList': [
                  {
                    'rat-Type': 'eutra',
                    'ueCapabilityRAT-Container': encodeUeEutraCapability(eutraCapability(capability)),
                  },
                ],
              },
            },
          },
        },
      },
    },
  };
}
