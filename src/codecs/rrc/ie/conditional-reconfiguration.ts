import {
  enumerated,
  group,
  integer,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { MeasId } from './measurement-config.js';

const CondReconfigurationIdR16 = integer(1, 8);

/** CondReconfigurationAddMod-r16: what is applied once the measurements say so (TS 36.331, 6.3.4). */
const CondReconfigurationAddModR16 = sequence(
  {
    'condReconfigurationId-r16': CondReconfigurationIdR16,
    'triggerCondition-r16': optional(sequenceOf(size(1, 2), MeasId)),
    // CONTAINING RRCConnectionReconfiguration.
    'condReconfigurationToApply-r16': optional(octetString()),
  },
  '...',
  group({ 'triggerConditionSN-r17': optional(octetString()) }),
);

/** ConditionalReconfiguration-r16 (TS 36.331, 6.3.4). */
export const ConditionalReconfigurationR16 = sequence(
  {
    'condReconfigurationToAddModList-r16': optional(sequenceOf(size(1, 8), CondReconfigurationAddModR16)),
    'condReconfigurationToRemoveList-r16': optional(sequenceOf(size(1, 8), CondReconfigurationIdR16)),
    'attemptCondReconf-r16': optional(enumerated('true')),
  },
  '...',
);
