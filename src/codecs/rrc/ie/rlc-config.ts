import { boolean, choice, enumerated, type Infer, optional, sequence } from '../../per/index.js';

// biome-ignore format: rows as in the specification
const TPollRetransmit = enumerated(
  'ms5', 'ms10', 'ms15', 'ms20', 'ms25', 'ms30', 'ms35', 'ms40', 'ms45', 'ms50',
  'ms55', 'ms60', 'ms65', 'ms70', 'ms75', 'ms80', 'ms85', 'ms90', 'ms95', 'ms100',
  'ms105', 'ms110', 'ms115', 'ms120', 'ms125', 'ms130', 'ms135', 'ms140', 'ms145', 'ms150',
  'ms155', 'ms160', 'ms165', 'ms170', 'ms175', 'ms180', 'ms185', 'ms190', 'ms195', 'ms200',
  'ms205', 'ms210', 'ms215', 'ms220', 'ms225', 'ms230', 'ms235', 'ms240', 'ms245', 'ms250',
  'ms300', 'ms350', 'ms400', 'ms450', 'ms500',
  'ms800-v1310', 'ms1000-v1310', 'ms2000-v1310', 'ms4000-v1310',
  'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

// biome-ignore format: rows as in the specification
const TReordering = enumerated(
  'ms0', 'ms5', 'ms10', 'ms15', 'ms20', 'ms25', 'ms30', 'ms35', 'ms40', 'ms45', 'ms50',
  'ms55', 'ms60', 'ms65', 'ms70', 'ms75', 'ms80', 'ms85', 'ms90', 'ms95', 'ms100',
  'ms110', 'ms120', 'ms130', 'ms140', 'ms150', 'ms160', 'ms170', 'ms180', 'ms190', 'ms200',
  'ms1600-v1310',
);

// biome-ignore format: rows as in the specification
const TStatusProhibit = enumerated(
  'ms0', 'ms5', 'ms10', 'ms15', 'ms20', 'ms25', 'ms30', 'ms35', 'ms40', 'ms45', 'ms50',
  'ms55', 'ms60', 'ms65', 'ms70', 'ms75', 'ms80', 'ms85', 'ms90', 'ms95', 'ms100',
  'ms105', 'ms110', 'ms115', 'ms120', 'ms125', 'ms130', 'ms135', 'ms140', 'ms145', 'ms150',
  'ms155', 'ms160', 'ms165', 'ms170', 'ms175', 'ms180', 'ms185', 'ms190', 'ms195', 'ms200',
  'ms205', 'ms210', 'ms215', 'ms220', 'ms225', 'ms230', 'ms235', 'ms240', 'ms245', 'ms250',
  'ms300', 'ms350', 'ms400', 'ms450', 'ms500',
  'ms800-v1310', 'ms1000-v1310', 'ms1200-v1310', 'ms1600-v1310', 'ms2000-v1310', 'ms2400-v1310',
  'spare2', 'spare1',
);

// biome-ignore format: rows as in the specification
const PollByte = enumerated(
  'kB25', 'kB50', 'kB75', 'kB100', 'kB125', 'kB250', 'kB375', 'kB500',
  'kB750', 'kB1000', 'kB1250', 'kB1500', 'kB2000', 'kB3000', 'kBinfinity', 'spare1',
);

/** UL-AM-RLC (TS 36.331, 6.3.2). */
const ULAMRLC = sequence({
  't-PollRetransmit': TPollRetransmit,
  pollPDU: enumerated('p4', 'p8', 'p16', 'p32', 'p64', 'p128', 'p256', 'pInfinity'),
  pollByte: PollByte,
  maxRetxThreshold: enumerated('t1', 't2', 't3', 't4', 't6', 't8', 't16', 't32'),
});

/** DL-AM-RLC (TS 36.331, 6.3.2). */
const DLAMRLC = sequence({
  't-Reordering': TReordering,
  't-StatusProhibit': TStatusProhibit,
});

const SNFieldLength = enumerated('size5', 'size10');

/** UL-UM-RLC (TS 36.331, 6.3.2). */
const ULUMRLC = sequence({ 'sn-FieldLength': SNFieldLength });

/** DL-UM-RLC (TS 36.331, 6.3.2). */
const DLUMRLC = sequence({ 'sn-FieldLength': SNFieldLength, 't-Reordering': TReordering });

/** RLC-Config (TS 36.331, 6.3.2). */
export const RLCConfig = choice(
  {
    am: sequence({
      'ul-AM-RLC': ULAMRLC,
      'dl-AM-RLC': DLAMRLC,
    }),
    'um-Bi-Directional': sequence({
      'ul-UM-RLC': ULUMRLC,
      'dl-UM-RLC': DLUMRLC,
    }),
    'um-Uni-Directional-UL': sequence({ 'ul-UM-RLC': ULUMRLC }),
    'um-Uni-Directional-DL': sequence({ 'dl-UM-RLC': DLUMRLC }),
  },
  '...',
);
export type RLCConfig = Infer<typeof RLCConfig>;

/** RLC-Config-v1250 (TS 36.331, 6.3.2). */
export const RLCConfigV1250 = sequence({
  'ul-extended-RLC-LI-Field-r12': boolean,
  'dl-extended-RLC-LI-Field-r12': boolean,
});

// biome-ignore format: rows as in the specification
const PollPDUV1310 = enumerated('p512', 'p1024', 'p2048', 'p4096', 'p6144', 'p8192', 'p12288', 'p16384');

/** RLC-Config-v1310 (TS 36.331, 6.3.2). */
export const RLCConfigV1310 = sequence({
  'ul-extended-RLC-AM-SN-r13': boolean,
  'dl-extended-RLC-AM-SN-r13': boolean,
  'pollPDU-v1310': optional(PollPDUV1310),
});
