import { enumerated, group, integer, optional, sequence, sequenceOf, size } from '../../per/index.js';
import {
  AdditionalSpectrumEmission,
  ARFCNValueEUTRA,
  ARFCNValueEUTRAR9,
  ARFCNValueEUTRAV9e0,
  MBSFNSubframeConfigList,
  PhysCellId,
  PMax,
} from './cell.js';
import {
  AlphaR12,
  AntennaInfoCommon,
  PHICHConfig,
  SoundingRSULConfigCommon,
  TDDConfig,
} from './channel-config-common.js';
import { PhysicalConfigDedicatedSCellR10 } from './physical-config-scell.js';
import { PDSCHConfigCommon, PUSCHConfigCommon, ULCyclicPrefixLength } from './radio-resource-common.js';

/** SCellIndex-r10 (TS 36.331, 6.3.4). */
export const SCellIndexR10 = integer(1, 7);

/** SCellIndex-r13 (TS 36.331, 6.3.4). */
const SCellIndexR13 = integer(1, 31);

const Bandwidth = enumerated('n6', 'n15', 'n25', 'n50', 'n75', 'n100');

/** RadioResourceConfigCommonSCell-r10; its additions are kept as octets (TS 36.331, 6.3.2). */
export const RadioResourceConfigCommonSCellR10 = sequence(
  {
    'nonUL-Configuration-r10': sequence({
      'dl-Bandwidth-r10': Bandwidth,
      'antennaInfoCommon-r10': AntennaInfoCommon,
      'mbsfn-SubframeConfigList-r10': optional(MBSFNSubframeConfigList),
      'phich-Config-r10': PHICHConfig,
      'pdsch-ConfigCommon-r10': PDSCHConfigCommon,
      'tdd-Config-r10': optional(TDDConfig),
    }),
    'ul-Configuration-r10': optional(
      sequence({
        'ul-FreqInfo-r10': sequence({
          'ul-CarrierFreq-r10': optional(ARFCNValueEUTRA),
          'ul-Bandwidth-r10': optional(Bandwidth),
          'additionalSpectrumEmissionSCell-r10': AdditionalSpectrumEmission,
        }),
        'p-Max-r10': optional(PMax),
        'uplinkPowerControlCommonSCell-r10': sequence({
          'p0-NominalPUSCH-r10': integer(-126, 24),
          'alpha-r10': AlphaR12,
        }),
        'soundingRS-UL-ConfigCommon-r10': SoundingRSULConfigCommon,
        'ul-CyclicPrefixLength-r10': ULCyclicPrefixLength,
        'prach-ConfigSCell-r10': optional(sequence({ 'prach-ConfigIndex-r10': integer(0, 63) })),
        'pusch-ConfigCommon-r10': PUSCHConfigCommon,
      }),
    ),
  },
  '...',
);

/** RadioResourceConfigDedicatedSCell-r10; its additions are kept as octets (TS 36.331, 6.3.2). */
const RadioResourceConfigDedicatedSCellR10 = sequence(
  { 'physicalConfigDedicatedSCell-r10': optional(PhysicalConfigDedicatedSCellR10) },
  '...',
);

/** AntennaInfoDedicated-v10i0 (TS 36.331, 6.3.2). */
const AntennaInfoDedicatedV10i0 = sequence({
  'maxLayersMIMO-r10': optional(enumerated('twoLayers', 'fourLayers', 'eightLayers')),
});

const SCellStateR15 = enumerated('activated', 'dormant');

/** SCellToAddMod-r10 (TS 36.331, 6.2.2). */
const SCellToAddModR10 = sequence(
  {
    'sCellIndex-r10': SCellIndexR10,
    'cellIdentification-r10': optional(
      sequence({ 'physCellId-r10': PhysCellId, 'dl-CarrierFreq-r10': ARFCNValueEUTRA }),
    ),
    'radioResourceConfigCommonSCell-r10': optional(RadioResourceConfigCommonSCellR10),
    'radioResourceConfigDedicatedSCell-r10': optional(RadioResourceConfigDedicatedSCellR10),
  },
  '...',
  group({
    'dl-CarrierFreq-v1090': optional(ARFCNValueEUTRAV9e0),
  }),
  group({
    'antennaInfoDedicatedSCell-v10i0': optional(AntennaInfoDedicatedV10i0),
  }),
  group({
    'srs-SwitchFromServCellIndex-r14': optional(integer(0, 31)),
  }),
  group({
    'sCellState-r15': optional(SCellStateR15),
  }),
);

/** SCellToReleaseList-r10 (TS 36.331, 6.2.2). */
export const SCellToReleaseListR10 = sequenceOf(size(1, 4), SCellIndexR10);

/** SCellToAddModList-r10 (TS 36.331, 6.2.2). */
export const SCellToAddModListR10 = sequenceOf(size(1, 4), SCellToAddModR10);

/** SCellToAddModExt-r13 (TS 36.331, 6.2.2). */
const SCellToAddModExtR13 = sequence({
  'sCellIndex-r13': SCellIndexR13,
  'cellIdentification-r13': optional(
    sequence({ 'physCellId-r13': PhysCellId, 'dl-CarrierFreq-r13': ARFCNValueEUTRAR9 }),
  ),
  'radioResourceConfigCommonSCell-r13': optional(RadioResourceConfigCommonSCellR10),
  'radioResourceConfigDedicatedSCell-r13': optional(RadioResourceConfigDedicatedSCellR10),
  'antennaInfoDedicatedSCell-r13': optional(AntennaInfoDedicatedV10i0),
});

/** SCellToReleaseListExt-r13 (TS 36.331, 6.2.2). */
export const SCellToReleaseListExtR13 = sequenceOf(size(1, 31), SCellIndexR13);

/** SCellToAddModListExt-r13 (TS 36.331, 6.2.2). */
export const SCellToAddModListExtR13 = sequenceOf(size(1, 31), SCellToAddModExtR13);

/** SCellToAddModListExt-v1430 (TS 36.331, 6.2.2). */
export const SCellToAddModListExtV1430 = sequenceOf(
  size(1, 31),
  sequence(
    { 'srs-SwitchFromServCellIndex-r14': optional(integer(0, 31)) },
    '...',
    group({
      'sCellState-r15': optional(SCellStateR15),
    }),
  ),
);

const SCellGroupIndexR15 = integer(1, 4);

/** SCellGroupToReleaseList-r15 (TS 36.331, 6.2.2). */
export const SCellGroupToReleaseListR15 = sequenceOf(size(1, 4), SCellGroupIndexR15);

/** SCellGroupToAddModList-r15 (TS 36.331, 6.2.2). */
export const SCellGroupToAddModListR15 = sequenceOf(
  size(1, 4),
  sequence({
    'sCellGroupIndex-r15': SCellGroupIndexR15,
    'sCellConfigCommon-r15': optional(
      sequence({
        'radioResourceConfigCommonSCell-r15': optional(RadioResourceConfigCommonSCellR10),
        'radioResourceConfigDedicatedSCell-r15': optional(RadioResourceConfigDedicatedSCellR10),
        'antennaInfoDedicatedSCell-r15': optional(AntennaInfoDedicatedV10i0),
      }),
    ),
    'sCellToReleaseList-r15': optional(SCellToReleaseListExtR13),
    'sCellToAddModList-r15': optional(SCellToAddModListExtR13),
  }),
);
