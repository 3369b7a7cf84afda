import {
  bitString,
  choice,
  enumerated,
  group,
  integer,
  nullType,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { RSRPRange, RSRQRange } from './cell.js';
import { WLANIdentifiersR12, WLANMobilityConfigR13 } from './lwa.js';
import { WLANBackhaulRateR12 } from './measurement.js';
import { setupRelease } from './setup-release.js';

const T350R12 = enumerated('min5', 'min10', 'min20', 'min30', 'min60', 'min120', 'min180', 'spare1');

/** WLAN-OffloadConfig-r12: from which cell to which WLAN traffic is to be steered (TS 36.331, 6.3.6). */
const WLANOffloadConfigR12 = sequence(
  {
    'thresholdRSRP-r12': optional(
      sequence({ 'thresholdRSRP-Low-r12': RSRPRange, 'thresholdRSRP-High-r12': RSRPRange }),
    ),
    'thresholdRSRQ-r12': optional(
      sequence({ 'thresholdRSRQ-Low-r12': RSRQRange, 'thresholdRSRQ-High-r12': RSRQRange }),
    ),
    'thresholdRSRQ-OnAllSymbolsWithWB-r12': optional(
      sequence({
        'thresholdRSRQ-OnAllSymbolsWithWB-Low-r12': RSRQRange,
        'thresholdRSRQ-OnAllSymbolsWithWB-High-r12': RSRQRange,
      }),
    ),
    'thresholdRSRQ-OnAllSymbols-r12': optional(
      sequence({
        'thresholdRSRQ-OnAllSymbolsLow-r12': RSRQRange,
        'thresholdRSRQ-OnAllSymbolsHigh-r12': RSRQRange,
      }),
    ),
    'thresholdRSRQ-WB-r12': optional(
      sequence({ 'thresholdRSRQ-WB-Low-r12': RSRQRange, 'thresholdRSRQ-WB-High-r12': RSRQRange }),
    ),
    'thresholdChannelUtilization-r12': optional(
      sequence({
        'thresholdChannelUtilizationLow-r12': integer(0, 255),
        'thresholdChannelUtilizationHigh-r12': integer(0, 255),
      }),
    ),
    'thresholdBackhaul-Bandwidth-r12': optional(
      sequence({
        'thresholdBackhaulDL-BandwidthLow-r12': WLANBackhaulRateR12,
        'thresholdBackhaulDL-BandwidthHigh-r12': WLANBackhaulRateR12,
        'thresholdBackhaulUL-BandwidthLow-r12': WLANBackhaulRateR12,
        'thresholdBackhaulUL-BandwidthHigh-r12': WLANBackhaulRateR12,
      }),
    ),
    'thresholdWLAN-RSSI-r12': optional(
      sequence({
        'thresholdWLAN-RSSI-Low-r12': integer(0, 255),
        'thresholdWLAN-RSSI-High-r12': integer(0, 255),
      }),
    ),
    'offloadPreferenceIndicator-r12': optional(bitString(size(16))),
    't-SteeringWLAN-r12': optional(integer(0, 7)),
  },
  '...',
);

/** wlan-OffloadInfo-r12 of RRCConnectionReconfiguration (TS 36.331, 6.2.2). */
export const WLANOffloadInfoR12 = setupRelease(
  sequence({
    'wlan-OffloadConfigDedicated-r12': WLANOffloadConfigR12,
    't350-r12': optional(T350R12),
  }),
);

/** LWIP-Configuration-r13 (TS 36.331, 6.3). */
export const LWIPConfigurationR13 = setupRelease(
  sequence({
    'lwip-Config-r13': sequence(
      {
        'lwip-MobilityConfig-r13': optional(WLANMobilityConfigR13),
        'tunnelConfigLWIP-r13': optional(
          sequence(
            {
              'ip-Address-r13': choice({
                'ipv4-r13': bitString(size(32)),
                'ipv6-r13': bitString(size(128)),
              }),
              'ike-Identity-r13': sequence({ 'idI-r13': octetString() }),
            },
            '...',
            group({
              'lwip-Counter-r13': optional(integer(0, 65535)),
            }),
          ),
        ),
      },
      '...',
    ),
  }),
);

/** RCLWI-Configuration-r13: traffic steering by command (TS 36.331, 6.3). */
export const RCLWIConfigurationR13 = setupRelease(
  sequence({
    'rclwi-Config-r13': sequence(
      {
        command: choice({
          'steerToWLAN-r13': sequence({ 'mobilityConfig-r13': sequenceOf(size(1, 16), WLANIdentifiersR12) }),
          'steerToLTE-r13': nullType,
        }),
      },
      '...',
    ),
  }),
);
