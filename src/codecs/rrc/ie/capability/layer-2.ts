/** What a UE can do in MAC, RLC and PDCP, and in dual connectivity (TS 36.331, 6.3.6). */
import { boolean, enumerated, sequence, withDefault } from '../../../per/index.js';
import { supported } from './supported.js';

// biome-ignore format: rows as in the specification
const MaxNumberROHCContextSessions = enumerated(
  'cs2', 'cs4', 'cs8', 'cs12', 'cs16', 'cs24', 'cs32', 'cs48', 'cs64', 'cs128', 'cs256', 'cs512',
  'cs1024', 'cs16384', 'spare2', 'spare1',
);

export const DCParametersR12 = sequence({
  'drb-TypeSplit-r12': supported,
  'drb-TypeSCG-r12': supported,
});

export const DCParametersV1310 = sequence({
  'pdcp-TransferSplitUL-r13': supported,
  'ue-SSTD-Meas-r13': supported,
});

export const MACParametersR12 = sequence({
  'logicalChannelSR-ProhibitTimer-r12': supported,
  'longDRX-Command-r12': supported,
});

export const MACParametersV1310 = sequence({
  'extendedMAC-LengthField-r13': supported,
  'extendedLongDRX-r13': supported,
});

export const MACParametersV1430 = sequence({
  'shortSPS-IntervalFDD-r14': supported,
  'shortSPS-IntervalTDD-r14': supported,
  'skipUplinkDynamic-r14': supported,
  'skipUplinkSPS-r14': supported,
  'multipleUplinkSPS-r14': supported,
  'dataInactMon-r14': supported,
});

export const MACParametersV1440 = sequence({
  'rai-Support-r14': supported,
});

export const RLCParametersR12 = sequence({
  'extended-RLC-LI-Field-r12': enumerated('supported'),
});

export const RLCParametersV1310 = sequence({
  'extendedRLC-SN-SO-Field-r13': supported,
});

export const RLCParametersV1430 = sequence({
  'extendedPollByte-r14': supported,
});

const ROHCProfileSupportListR15 = sequence({
  'profile0x0001-r15': boolean,
  'profile0x0002-r15': boolean,
  'profile0x0003-r15': boolean,
  'profile0x0004-r15': boolean,
  'profile0x0006-r15': boolean,
  'profile0x0101-r15': boolean,
  'profile0x0102-r15': boolean,
  'profile0x0103-r15': boolean,
  'profile0x0104-r15': boolean,
});

export const PDCPParameters = sequence(
  {
    'supportedROHC-Profiles': ROHCProfileSupportListR15,
    'maxNumberROHC-ContextSessions': withDefault(MaxNumberROHCContextSessions, 'cs16'),
  },
  '...',
);

export const PDCPParametersV1130 = sequence({
  'pdcp-SN-Extension-r11': supported,
  'supportRohcContextContinue-r11': supported,
});

export const PDCPParametersV1310 = sequence({
  'pdcp-SN-Extension-18bits-r13': supported,
});

export const PDCPParametersV1430 = sequence({
  'supportedUplinkOnlyROHC-Profiles-r14': sequence({
    'profile0x0006-r14': boolean,
  }),
  'maxNumberROHC-ContextSessions-r14': withDefault(MaxNumberROHCContextSessions, 'cs16'),
});
