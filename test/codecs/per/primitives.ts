import {
  bitString,
  boolean,
  byNumber,
  choice,
  enumerated,
  group,
  integer,
  MAX,
  MIN,
  nullType,
  objectIdentifier,
  octetString,
  openTypeBy,
  optional,
  sequence,
  sequenceOf,
  size,
  withDefault,
} from '../../../src/codecs/per/index.js';

/** The types of fixtures/vectors/per-primitives.json.gz, each below the ASN.1 it came from. */

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

const repeated = <T>(prefix: string, count: number, component: T): Record<string, T> =>
  Object.fromEntries(numbered(prefix, count).map(name => [name, component]));

/** The information object set of `OpenField` and `OpenList`. */
const PrimSet = {
  1: { type: 'BOOLEAN', of: boolean },
  2: { type: 'OCTET STRING', of: octetString() },
  3: { type: 'NULL', of: nullType },
  4: { type: 'OpSeq', of: sequence({ a: boolean, b: integer(0, 65535) }) },
  5: { type: 'OpInt', of: integer(0, 15) },
} as const;

/** INTEGER (5) */
export const IntSingle = integer(5);
/** INTEGER (0..1) */
export const IntR2 = integer(0, 1);
/** INTEGER (0..2) */
export const IntR3 = integer(0, 2);
/** INTEGER (0..7) */
export const IntR8 = integer(0, 7);
/** INTEGER (-4..3) */
export const IntR8Neg = integer(-4, 3);
/** INTEGER (1..8) */
export const IntR8From1 = integer(1, 8);
/** INTEGER (0..8) */
export const IntR9 = integer(0, 8);
/** INTEGER (0..15) */
export const IntR16 = integer(0, 15);
/** INTEGER (1..32) */
export const IntR32From1 = integer(1, 32);
/** INTEGER (0..100) */
export const IntR101 = integer(0, 100);
/** INTEGER (0..127) */
export const IntR128 = integer(0, 127);
/** INTEGER (0..254) */
export const IntR255 = integer(0, 254);
/** INTEGER (0..255) */
export const IntR256 = integer(0, 255);
/** INTEGER (1..256) */
export const IntR256From1 = integer(1, 256);
/** INTEGER (0..256) */
export const IntR257 = integer(0, 256);
/** INTEGER (0..503) */
export const IntR504 = integer(0, 503);
/** INTEGER (1..4095) */
export const IntR4095From1 = integer(1, 4095);
/** INTEGER (0..65534) */
export const IntR65535 = integer(0, 65534);
/** INTEGER (0..65535) */
export const IntR65536 = integer(0, 65535);
/** INTEGER (1..65536) */
export const IntR65536From1 = integer(1, 65536);
/** INTEGER (0..65536) */
export const IntR65537 = integer(0, 65536);
/** INTEGER (0..16777215) */
export const IntR2p24 = integer(0, 16777215);
/** INTEGER (0..4294967295) */
export const IntR2p32 = integer(0, 4294967295);
/** INTEGER (0..10000000000) */
export const IntBitRate = integer(0, 10000000000);
/** INTEGER (-1000000..1000000) */
export const IntBigNeg = integer(-1000000, 1000000);
/** INTEGER (0..9223372036854775807) */
export const IntR2p63 = integer(0, 9223372036854775807n);
/** INTEGER (0..MAX) */
export const IntSemi0 = integer(0, MAX);
/** INTEGER (1..MAX) */
export const IntSemi1 = integer(1, MAX);
/** INTEGER (-5..MAX) */
export const IntSemiNeg = integer(-5, MAX);
/** INTEGER (MIN..10) */
export const IntUpper = integer(MIN, 10);
/** INTEGER */
export const IntUnc = integer();
/** INTEGER (0..15, ...) */
export const IntExt = integer(0, 15, '...');
/** INTEGER (1..4095, ...) */
export const IntExt1 = integer(1, 4095, '...');
/** INTEGER (0..7, ..., 100..200) */
export const IntExtAdd = integer(0, 7, '...');
/** BOOLEAN */
export const Bool = boolean;
/** NULL */
export const Nul = nullType;
/** ENUMERATED {v0} */
export const Enum1 = enumerated('v0');
/** ENUMERATED {v0, v1} */
export const Enum2 = enumerated('v0', 'v1');
/** ENUMERATED {v0, v1, v2} */
export const Enum3 = enumerated('v0', 'v1', 'v2');
/** ENUMERATED {v0, v1, v2, v3, v4} */
export const Enum5 = enumerated('v0', 'v1', 'v2', 'v3', 'v4');
/** ENUMERATED {v0, v1, v2, v3, v4, v5, v6, v7} */
export const Enum8 = enumerated('v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7');
/** ENUMERATED {v0, v1, v2, v3, v4, v5, v6, v7, v8} */
export const Enum9 = enumerated('v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8');
/** ENUMERATED {v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24, v25, v26, v27, v28, v29, v30, v31} */
export const Enum32 = enumerated(
  'v0',
  'v1',
  'v2',
  'v3',
  'v4',
  'v5',
  'v6',
  'v7',
  'v8',
  'v9',
  'v10',
  'v11',
  'v12',
  'v13',
  'v14',
  'v15',
  'v16',
  'v17',
  'v18',
  'v19',
  'v20',
  'v21',
  'v22',
  'v23',
  'v24',
  'v25',
  'v26',
  'v27',
  'v28',
  'v29',
  'v30',
  'v31',
);
/** ENUMERATED {v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17 … 293, v294, v295, v296, v297, v298, v299} */
export const Enum300 = enumerated(...numbered('v', 300));
/** ENUMERATED {c(7), a(0), b(3)} */
export const EnumVals = enumerated(...byNumber({ c: 7, a: 0, b: 3 }));
/** ENUMERATED {v0, v1, ...} */
export const EnumExt0 = enumerated('v0', 'v1', '...');
/** ENUMERATED {v0, ..., x0} */
export const EnumExt1 = enumerated('v0', '...', 'x0');
/** ENUMERATED {v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21, ..., x0, x1} */
export const EnumExt22 = enumerated(
  'v0',
  'v1',
  'v2',
  'v3',
  'v4',
  'v5',
  'v6',
  'v7',
  'v8',
  'v9',
  'v10',
  'v11',
  'v12',
  'v13',
  'v14',
  'v15',
  'v16',
  'v17',
  'v18',
  'v19',
  'v20',
  'v21',
  '...',
  'x0',
  'x1',
);
/** ENUMERATED {v0, v1, v2, ..., x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x … 293, x294, x295, x296, x297, x298, x299} */
export const EnumExt70 = enumerated('v0', 'v1', 'v2', '...', ...numbered('x', 300));
/** BIT STRING (SIZE (1)) */
export const Bits1 = bitString(size(1));
/** BIT STRING (SIZE (2)) */
export const Bits2 = bitString(size(2));
/** BIT STRING (SIZE (7)) */
export const Bits7 = bitString(size(7));
/** BIT STRING (SIZE (8)) */
export const Bits8 = bitString(size(8));
/** BIT STRING (SIZE (9)) */
export const Bits9 = bitString(size(9));
/** BIT STRING (SIZE (15)) */
export const Bits15 = bitString(size(15));
/** BIT STRING (SIZE (16)) */
export const Bits16 = bitString(size(16));
/** BIT STRING (SIZE (17)) */
export const Bits17 = bitString(size(17));
/** BIT STRING (SIZE (18)) */
export const Bits18 = bitString(size(18));
/** BIT STRING (SIZE (20)) */
export const Bits20 = bitString(size(20));
/** BIT STRING (SIZE (21)) */
export const Bits21 = bitString(size(21));
/** BIT STRING (SIZE (24)) */
export const Bits24 = bitString(size(24));
/** BIT STRING (SIZE (32)) */
export const Bits32 = bitString(size(32));
/** BIT STRING (SIZE (48)) */
export const Bits48 = bitString(size(48));
/** BIT STRING (SIZE (64)) */
export const Bits64 = bitString(size(64));
/** BIT STRING (SIZE (256)) */
export const Bits256 = bitString(size(256));
/** BIT STRING (SIZE (1..8)) */
export const BitsV8 = bitString(size(1, 8));
/** BIT STRING (SIZE (0..16)) */
export const BitsV16 = bitString(size(0, 16));
/** BIT STRING (SIZE (1..17)) */
export const BitsV17 = bitString(size(1, 17));
/** BIT STRING (SIZE (1..160)) */
export const BitsV160 = bitString(size(1, 160));
/** BIT STRING (SIZE (0..300)) */
export const BitsV300 = bitString(size(0, 300));
/** BIT STRING (SIZE (1..160, ...)) */
export const BitsExt = bitString(size(1, 160, '...'));
/** BIT STRING (SIZE (8, ...)) */
export const BitsExtFix = bitString(size(8, '...'));
/** BIT STRING (SIZE (32, ...)) */
export const BitsExtFix32 = bitString(size(32, '...'));
/** BIT STRING */
export const BitsUnb = bitString();
/** BIT STRING (SIZE (2..MAX)) */
export const BitsSemi = bitString(size(2, MAX));
/** OCTET STRING (SIZE (0)) */
export const Oct0 = octetString(size(0));
/** OCTET STRING (SIZE (1)) */
export const Oct1 = octetString(size(1));
/** OCTET STRING (SIZE (2)) */
export const Oct2 = octetString(size(2));
/** OCTET STRING (SIZE (3)) */
export const Oct3 = octetString(size(3));
/** OCTET STRING (SIZE (4)) */
export const Oct4 = octetString(size(4));
/** OCTET STRING (SIZE (6)) */
export const Oct6 = octetString(size(6));
/** OCTET STRING (SIZE (32)) */
export const Oct32 = octetString(size(32));
/** OCTET STRING (SIZE (0..2)) */
export const OctV2 = octetString(size(0, 2));
/** OCTET STRING (SIZE (1..3)) */
export const OctV3 = octetString(size(1, 3));
/** OCTET STRING (SIZE (1..32)) */
export const OctV32 = octetString(size(1, 32));
/** OCTET STRING (SIZE (0..255)) */
export const OctV255 = octetString(size(0, 255));
/** OCTET STRING (SIZE (0..256)) */
export const OctV256 = octetString(size(0, 256));
/** OCTET STRING (SIZE (0..65535)) */
export const OctV65535 = octetString(size(0, 65535));
/** OCTET STRING (SIZE (0..65536)) */
export const OctV65536 = octetString(size(0, 65536));
/** OCTET STRING (SIZE (4, ...)) */
export const OctExt = octetString(size(4, '...'));
/** OCTET STRING (SIZE (1..4, ...)) */
export const OctExtV = octetString(size(1, 4, '...'));
/** OCTET STRING */
export const OctUnb = octetString();
/** OBJECT IDENTIFIER */
export const Oid = objectIdentifier;
/** SEQUENCE {} */
export const SeqEmpty = sequence({});
/** SEQUENCE {...} */
export const SeqEmptyExt = sequence({}, '...');
/** SEQUENCE {a BOOLEAN, b INTEGER (0..7) OPTIONAL, c INTEGER (0..15) OPTIONAL} */
export const SeqOpt = sequence({ a: boolean, b: optional(integer(0, 7)), c: optional(integer(0, 15)) });
/** SEQUENCE {a INTEGER (0..15) DEFAULT 5, b BOOLEAN} */
export const SeqDef = sequence({ a: withDefault(integer(0, 15), 5), b: boolean });
/** SEQUENCE {a BOOLEAN, b OCTET STRING (SIZE (3)), c BOOLEAN, d OCTET STRING (SIZE (2)), e INTEGER (0..255), f BOOLEAN, g INTEGER (0..65535)} */
export const SeqOct = sequence({
  a: boolean,
  b: octetString(size(3)),
  c: boolean,
  d: octetString(size(2)),
  e: integer(0, 255),
  f: boolean,
  g: integer(0, 65535),
});
/** SEQUENCE {a BOOLEAN, ..., b INTEGER (0..255), c OCTET STRING OPTIONAL} */
export const SeqExt = sequence({ a: boolean }, '...', { b: integer(0, 255), c: optional(octetString()) });
/** SEQUENCE {a BOOLEAN, b BOOLEAN OPTIONAL, ...} */
export const SeqExtUnknown = sequence({ a: boolean, b: optional(boolean) }, '...');
/** SEQUENCE {a INTEGER (0..3), ..., [[b INTEGER (0..7) OPTIONAL, c BOOLEAN OPTIONAL]], [[d OCTET STRING (SIZE (6)) OPTIONAL]]} */
export const SeqGroup = sequence(
  { a: integer(0, 3) },
  '...',
  group({ b: optional(integer(0, 7)), c: optional(boolean) }),
  group({ d: optional(octetString(size(6))) }),
);
/** SEQUENCE {a INTEGER (0..3), ..., e BOOLEAN OPTIONAL, [[b INTEGER (0..7) OPTIONAL, c BOOLEAN OPTIONAL]]} */
export const SeqMix = sequence(
  { a: integer(0, 3) },
  '...',
  { e: optional(boolean) },
  group({ b: optional(integer(0, 7)), c: optional(boolean) }),
);
/** SEQUENCE {a BOOLEAN OPTIONAL, ..., [[b INTEGER (0..65535), c BOOLEAN]]} */
export const SeqGroupMand = sequence(
  { a: optional(boolean) },
  '...',
  group({ b: integer(0, 65535), c: boolean }),
);
/** SEQUENCE {a BOOLEAN, ..., x0 INTEGER (0..255) OPTIONAL, x1 INTEGER (0..255) OPTIONAL, x2 I … OPTIONAL, x69 INTEGER (0..255) OPTIONAL} */
export const SeqExt70 = sequence({ a: boolean }, '...', repeated('x', 70, optional(integer(0, 255))));
/** SEQUENCE {p SEQUENCE {q BOOLEAN OPTIONAL, ...}, r CHOICE {s NULL, t SEQUENCE {u INTEGER (0..300) OPTIONAL, ...}}} */
export const Nest = sequence({
  p: sequence({ q: optional(boolean) }, '...'),
  r: choice({ s: nullType, t: sequence({ u: optional(integer(0, 300)) }, '...') }),
});
/** SEQUENCE (SIZE (2)) OF INTEGER (0..7) */
export const SofFix = sequenceOf(size(2), integer(0, 7));
/** SEQUENCE (SIZE (0..3)) OF INTEGER (0..7) */
export const SofV3 = sequenceOf(size(0, 3), integer(0, 7));
/** SEQUENCE (SIZE (1..16)) OF BOOLEAN */
export const SofV16 = sequenceOf(size(1, 16), boolean);
/** SEQUENCE (SIZE (1..256)) OF INTEGER (0..255) */
export const SofV256 = sequenceOf(size(1, 256), integer(0, 255));
/** SEQUENCE (SIZE (0..256)) OF INTEGER (0..255) */
export const SofV257 = sequenceOf(size(0, 256), integer(0, 255));
/** SEQUENCE (SIZE (1..1024)) OF BOOLEAN */
export const SofV1024 = sequenceOf(size(1, 1024), boolean);
/** SEQUENCE (SIZE (0..65535)) OF INTEGER (0..255) */
export const SofV65535 = sequenceOf(size(0, 65535), integer(0, 255));
/** SEQUENCE (SIZE (1..4, ...)) OF INTEGER (0..15) */
export const SofExt = sequenceOf(size(1, 4, '...'), integer(0, 15));
/** SEQUENCE OF INTEGER (0..255) */
export const SofUnb = sequenceOf(integer(0, 255));
/** SEQUENCE OF BOOLEAN */
export const SofBool = sequenceOf(boolean);
/** CHOICE {a INTEGER (0..7)} */
export const Ch1 = choice({ a: integer(0, 7) });
/** CHOICE {a BOOLEAN, b INTEGER (0..255)} */
export const Ch2 = choice({ a: boolean, b: integer(0, 255) });
/** CHOICE {a NULL, b BOOLEAN, c INTEGER (0..3)} */
export const Ch3 = choice({ a: nullType, b: boolean, c: integer(0, 3) });
/** CHOICE {a NULL, b NULL, c NULL, d NULL, e OCTET STRING (SIZE (4))} */
export const Ch5 = choice({ a: nullType, b: nullType, c: nullType, d: nullType, e: octetString(size(4)) });
/** CHOICE {a BOOLEAN, b INTEGER (0..255), ..., c BIT STRING (SIZE (18)), d NULL} */
export const ChExt = choice({ a: boolean, b: integer(0, 255) }, '...', {
  c: bitString(size(18)),
  d: nullType,
});
/** CHOICE {a BOOLEAN, ...} */
export const ChExt1 = choice({ a: boolean }, '...');
/** CHOICE {a NULL, ..., x0 INTEGER (0..255), x1 INTEGER (0..255), x2 INTEGER (0..255), x3 INT …  INTEGER (0..255), x69 INTEGER (0..255)} */
export const ChExt70 = choice({ a: nullType }, '...', repeated('x', 70, integer(0, 255)));
/** SEQUENCE { id PRIM.&id ({PrimSet}), criticality PRIM.&criticality ({PrimSet}{@id}), value PRIM.&Value ({PrimSet}{@id}) } */
export const OpenField = sequence({
  id: integer(0, 65535),
  criticality: enumerated('reject', 'ignore', 'notify'),
  value: openTypeBy('id', PrimSet),
});
/** SEQUENCE (SIZE (0..65535)) OF OpenField */
export const OpenList = sequenceOf(size(0, 65535), OpenField);
