export { MAX, type Marker, MIN } from './bound.js';
export { type Alternatives, type ChoiceValue, choice, type UnknownAlternative } from './choice.js';
export { type Codec, type CodecOptions, per } from './codec.js';
export { integer } from './integer.js';
export { lazy } from './lazy.js';
export { sequenceOf } from './list.js';
export { objectIdentifier } from './oid.js';
export {
  containing,
  type OpenTypeBy,
  openType,
  openTypeBy,
  type RowValue,
  type UnknownOpenType,
  unsupported,
} from './open.js';
export { BitReader, maxEmptyElements, maxNesting } from './reader.js';
export { group, optional, sequence, withDefault } from './sequence.js';
export type {
  Addition,
  Components,
  ExtensibleValue,
  Extension,
  Group,
  Omittable,
  SequenceValue,
  UnknownAddition,
  WithDefault,
} from './sequence-value.js';
export { boolean, byNumber, enumerated, nullType, type UnknownEnumerated } from './simple.js';
export { type Size, size } from './size.js';
export { type BitString, bitString, bits, bitsToText, octetString } from './string.js';
export type { Surplus } from './surplus.js';
export type {
  AdditionShape,
  AlternativeShapes,
  ComponentShape,
  Infer,
  Json,
  Row,
  Rows,
  Shape,
  Type,
} from './type.js';
export { BitWriter } from './writer.js';
