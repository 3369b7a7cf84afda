import {
  bitString,
  choice,
  enumerated,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';

/** PhysCellId (TS 36.331, 6.3.4). */
export const PhysCellId = integer(0, 503);

/** ARFCN-ValueEUTRA: an EARFCN (TS 36.331, 6.3.4). */
export const ARFCNValueEUTRA = integer(0, 65535);

/** ARFCN-ValueEUTRA-v9e0: an EARFCN beyond those of Release 8 (TS 36.331, 6.3.4). */
export const ARFCNValueEUTRAV9e0 = integer(65536, 262143);

/** ARFCN-ValueEUTRA-r9: any EARFCN (TS 36.331, 6.3.4). */
export const ARFCNValueEUTRAR9 = integer(0, 262143);

/** AdditionalSpectrumEmission (TS 36.331, 6.3.4). */
export const AdditionalSpectrumEmission = integer(1, 32);

/** C-RNTI (TS 36.331, 6.3.6). */
export const CRNTI = bitString(size(16));

/** P-Max, in dBm (TS 36.331, 6.3.2). */
export const PMax = integer(-30, 33);

/** RSRP-Range: 0 below -140 dBm, n from n - 141 dBm on (TS 36.331, 6.3.5; TS 36.133, 9.1.4). */
export const RSRPRange = integer(0, 97);

/** RSRQ-Range: 0 below -19.5 dB, n from (n - 40) / 2 dB on (TS 36.331, 6.3.5; TS 36.133, 9.1.7). */
export const RSRQRange = integer(0, 34);

/** PhysCellIdRange: the first cell, and how many there are (TS 36.331, 6.3.4). */
export const PhysCellIdRange = sequence({
  start: PhysCellId,
  // biome-ignore format: rows as in the specification
  range: optional(enumerated(
    'n4', 'n8', 'n12', 'n16', 'n24', 'n32', 'n48', 'n64', 'n84', 'n96', 'n128', 'n168', 'n252', 'n504',
    'spare2', 'spare1',
  )),
});

// biome-ignore format: rows as in the specification
/** FilterCoefficient of measurements and of pathloss (TS 36.331, 6.3.6). */
export const FilterCoefficient = enumerated(
  'fc0', 'fc1', 'fc2', 'fc3', 'fc4', 'fc5', 'fc6', 'fc7', 'fc8', 'fc9', 'fc11', 'fc13', 'fc15', 'fc17', 'fc19',
  'spare1', '...',
);

/** MBSFN-SubframeConfigList: which subframes are no unicast ones (TS 36.331, 6.3.6 and 6.3.7). */
export const MBSFNSubframeConfigList = sequenceOf(
  size(1, 8),
  sequence({
    radioframeAllocationPeriod: enumerated('n1', 'n2', 'n4', 'n8', 'n16', 'n32'),
    radioframeAllocationOffset: integer(0, 7),
    subframeAllocation: choice({
      oneFrame: bitString(size(6)),
      fourFrames: bitString(size(24)),
    }),
  }),
);
