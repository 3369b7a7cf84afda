import { type Names, onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import { given, ifGiven } from '../../given.js';
import { put16 } from '../../layout/octets.js';
import type { BitString } from '../../per/index.js';
import type { DLDCCHMessage } from '../dl-dcch.js';
import type { CarrierBandwidthEUTRA, MobilityControlInfo } from '../ie/mobility.js';
import type { RadioResourceConfigCommon } from '../ie/radio-resource-common.js';
import { LWA_SETUP, type LwaSetup } from './lwa.js';
import { flagged } from './optional.js';
import { OPTIONS, type ReconfigurationOptions, reconfiguration } from './reconfiguration.js';
import { type SecurityAlgorithms, securityAlgorithmConfig } from './security.js';

/** Resource blocks of a carrier. */
export type Bandwidth = 6 | 15 | 25 | 50 | 75 | 100;

/** A handover within E-UTRAN, and what it changes. */
export interface Handover extends ReconfigurationOptions {
  /** Physical cell identity of the target, 0 to 503. */
  readonly targetCell: number;
  /** The UE's C-RNTI in the target cell, 0 to 65535. */
  readonly newCRnti: number;
  /** T304, in milliseconds: for how long the UE may try to reach the target; 1000 by default. */
  readonly t304?: 50 | 100 | 150 | 200 | 500 | 1000 | 2000 | 10000 | undefined;
  /** EARFCNs of the target, 0 to 65535; absent: as in the source cell. */
  readonly carrier?: { readonly downlink: number; readonly uplink?: number | undefined } | undefined;
  /** Bandwidths of the target, in resource blocks; absent: as in the source cell. */
  readonly bandwidth?: { readonly downlink: Bandwidth; readonly uplink?: Bandwidth | undefined } | undefined;
  /** Additional spectrum emission, 1 to 32. */
  readonly additionalSpectrumEmission?: number | undefined;
  /** The target cell's common configuration; by default that of a cell with nothing but zeros in it. */
  readonly commonConfig?: RadioResourceConfigCommon | undefined;
  /** Random access without contention: preamble 0 to 63, PRACH mask 0 to 15. */
  readonly rach?: { readonly preamble: number; readonly prachMask: number } | undefined;
  /** keyChangeIndicator: KeNB from a new KASME, rather than from KeNB or NH; false by default. */
  readonly keyChange?: boolean | undefined;
  /** nextHopChainingCount, 0 to 7: with `keyChange` false, which NH, or KeNB if it did not grow, is the base. */
  readonly nextHopChainingCount: number;
  /** The algorithms from the handover on; absent: as they were. */
  readonly algorithms?: SecurityAlgorithms | undefined;
  /**
   * handoverWithoutWT-Change: LWA goes on, with or without an end marker packet behind the last packet under the
   * old key. Absent: the UE releases LWA, and `lwa` sets it up anew.
   */
  readonly withoutWtChange?: 'keepLWA-Config' | 'sendEndMarker' | undefined;
  /** makeBeforeBreak: the UE stays connected to the source until it has reached the target. */
  readonly makeBeforeBreak?: boolean | undefined;
  /** LWA after the handover: a `wtCounter` in it is used with the new KeNB (TS 36.331, 5.3.5.4). */
  readonly lwa?: LwaSetup | 'release' | undefined;
}

const HANDOVER: Names<Handover> = {
  ...OPTIONS,
  targetCell: true,
  newCRnti: true,
  t304: true,
  carrier: true,
  bandwidth: true,
  additionalSpectrumEmission: true,
  commonConfig: true,
  rach: true,
  keyChange: true,
  nextHopChainingCount: true,
  algorithms: true,
  withoutWtChange: true,
  makeBeforeBreak: true,
  lwa: true,
};
const BOTH_WAYS = { downlink: true, uplink: true } as const;
const RACH = { preamble: true, prachMask: true } as const;

const emptyCell: RadioResourceConfigCommon = {
  'prach-Config': { rootSequenceIndex: 0 },
  'pusch-ConfigCommon': {
    'pusch-ConfigBasic': {
      'n-SB': 1,
      hoppingMode: 'interSubFrame',
      'pusch-HoppingOffset': 0,
      enable64QAM: false,
    },
    'ul-ReferenceSignalsPUSCH': {
      groupHoppingEnabled: false,
      groupAssignmentPUSCH: 0,
      sequenceHoppingEnabled: false,
      cyclicShift: 0,
    },
  },
  'ul-CyclicPrefixLength': 'len1',
};

const cRnti = (value: number): BitString => {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) {
    throw new EncodeError('newCRnti', 'must be 0..65535');
  }
  const bytes = new Uint8Array(2);
  put16(bytes, 0, value);
  return { bytes, length: 16 };
};

const carrierBandwidth = (bandwidth: NonNullable<Handover['bandwidth']>): CarrierBandwidthEUTRA =>
  given({
    'dl-Bandwidth': `n${bandwidth.downlink}` as const,
    'ul-Bandwidth': ifGiven(bandwidth.uplink, blocks => `n${blocks}` as const),
  });

const mobilityControlInfo = (handover: Handover): MobilityControlInfo => {
  const { carrier, bandwidth, rach, t304 = 1000 } = handover;
  if (carrier !== undefined) onlyNames('carrier', carrier, BOTH_WAYS);
  if (bandwidth !== undefined) onlyNames('bandwidth', bandwidth, BOTH_WAYS);
  if (rach !== undefined) onlyNames('rach', rach, RACH);
  return given({
    targetPhysCellId: handover.targetCell,
    carrierFreq: carrier && given({ 'dl-CarrierFreq': carrier.downlink, 'ul-CarrierFreq': carrier.uplink }),
    carrierBandwidth: bandwidth && carrierBandwidth(bandwidth),
    additionalSpectrumEmission: handover.additionalSpectrumEmission,
    t304: t304 === 10000 ? ('ms10000-v1310' as const) : (`ms${t304}` as const),
    'newUE-Identity': cRnti(handover.newCRnti),
    radioResourceConfigCommon: handover.commonConfig ?? emptyCell,
    'rach-ConfigDedicated': rach && {
      'ra-PreambleIndex': rach.preamble,
      'ra-PRACH-MaskIndex': rach.prachMask,
    },
    'handoverWithoutWT-Change-r14': handover.withoutWtChange,
    'makeBeforeBreak-r14': flagged(handover.makeBeforeBreak),
  });
};

/**
 * The message that commands a handover: an RRCConnectionReconfiguration with mobilityControlInfo and
 * securityConfigHO (TS 36.331, 5.3.5.4). It is protected with the keys before the handover.
 * @throws EncodeError for a C-RNTI out of range, names that there are not; everything else is checked when the message is encoded
 */
export function handoverCommand(handover: Handover): DLDCCHMessage {
  onlyNames('', handover, HANDOVER);
  const { lwa } = handover;
  if (lwa !== undefined && lwa !== 'release') onlyNames('lwa', lwa, LWA_SETUP);
  return reconfiguration(handover, lwa, {
    mobilityControlInfo: mobilityControlInfo(handover),
    securityConfigHO: {
      handoverType: {
        choice: 'intraLTE',
        value: given({
          securityAlgorithmConfig: handover.algorithms && securityAlgorithmConfig(handover.algorithms),
          keyChangeIndicator: handover.keyChange ?? false,
          nextHopChainingCount: handover.nextHopChainingCount,
        }),
      },
    },
  });
}
