import {
  bitString,
  boolean,
  enumerated,
  group,
  type Infer,
  integer,
  optional,
  sequence,
  size,
  unsupported,
} from '../../per/index.js';

// biome-ignore format: rows as in the specification
const PrioritisedBitRate = enumerated(
  'kBps0', 'kBps8', 'kBps16', 'kBps32', 'kBps64', 'kBps128', 'kBps256', 'infinity',
  'kBps512-v1020', 'kBps1024-v1020', 'kBps2048-v1020',
  'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

/** LogicalChannelConfig (TS 36.331, 6.3.2). */
export const LogicalChannelConfig = sequence(
  {
    'ul-SpecificParameters': optional(
      sequence({
        priority: integer(1, 16),
        prioritisedBitRate: PrioritisedBitRate,
        bucketSizeDuration: enumerated(
          'ms50',
          'ms100',
          'ms150',
          'ms300',
          'ms500',
          'ms1000',
          'spare2',
          'spare1',
        ),
        logicalChannelGroup: optional(integer(0, 3)),
      }),
    ),
  },
  '...',
  group({
    'logicalChannelSR-Mask-r9': optional(enumerated('setup')),
  }),
  group({
    'logicalChannelSR-Prohibit-r12': optional(boolean),
  }),
  group({
    'laa-UL-Allowed-r14': optional(boolean),
    'bitRateQueryProhibitTimer-r14': optional(
      enumerated('s0', 's0dot4', 's0dot8', 's1dot6', 's3', 's6', 's12', 's30'),
    ),
  }),
  group({
    'allowedTTI-Lengths-r15': optional(unsupported('LogicalChannelConfig.allowedTTI-Lengths-r15')),
    'logicalChannelSR-Restriction-r15': optional(
      unsupported('LogicalChannelConfig.logicalChannelSR-Restriction-r15'),
    ),
    'channelAccessPriority-r15': optional(unsupported('LogicalChannelConfig.channelAccessPriority-r15')),
    'lch-CellRestriction-r15': optional(bitString(size(32))),
  }),
  group({
    'bitRateMultiplier-r16': optional(enumerated('x40', 'x70', 'x100', 'x200')),
  }),
);
export type LogicalChannelConfig = Infer<typeof LogicalChannelConfig>;
