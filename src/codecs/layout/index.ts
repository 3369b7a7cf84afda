export { Cursor, UNFIT } from './cursor.js';
export {
  bits,
  counted,
  type Field,
  flag,
  octets,
  rest,
  u8,
  u16be,
  u16le,
  u32be,
  u32le,
  u64be,
  u64le,
  type ValueOf,
} from './field.js';
export { type Infer, type Layout, layout, type ValuesOf } from './layout.js';
