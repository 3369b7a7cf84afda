import { describe, expect, it } from 'vitest';
import {
  type ComponentShape,
  containing,
  integer,
  lazy,
  MAX,
  openType,
  optional,
  type Shape,
  type Size,
  sequence,
  type Type,
  unsupported,
} from '../../../src/codecs/per/index.js';
import { XwAPPDU } from '../../../src/codecs/xwap/asn1.js';
import * as primitives from './primitives.js';
import { vectors } from './vectors.js';

/** The ASN.1 of a type, from its shape alone, as the vectors write it. */
function asn1Of(type: Type<unknown>): string {
  const shape = type.shape();
  switch (shape.kind) {
    case 'INTEGER': {
      const { lower, upper, extensible } = shape;
      if (lower === 'MIN' && upper === 'MAX') return 'INTEGER';
      const range = lower === upper ? `${lower}` : `${lower}..${upper}`;
      return `INTEGER (${range}${extensible ? ', ...' : ''})`;
    }
    case 'ENUMERATED':
      return `ENUMERATED {${listed(shape.root, shape.extensible, shape.additions)}}`;
    case 'BIT STRING':
    case 'OCTET STRING':
      return shape.kind + (isAny(shape.size) ? '' : ` (SIZE (${sizeOf(shape.size)}))`);
    case 'SEQUENCE OF':
      return `SEQUENCE ${isAny(shape.size) ? '' : `(SIZE (${sizeOf(shape.size)})) `}OF ${asn1Of(shape.element)}`;
    case 'SEQUENCE': {
      const additions = shape.additions.map(({ grouped, components }) => {
        const text = components.map(componentOf).join(', ');
        return grouped ? `[[${text}]]` : text;
      });
      return `SEQUENCE {${listed(shape.root.map(componentOf), shape.extensible, additions)}}`;
    }
    case 'CHOICE': {
      const [root, additions] = [shape.root, shape.additions].map(types =>
        Object.entries(types).map(([name, type]) => `${name} ${asn1Of(type)}`),
      );
      return `CHOICE {${listed(root!, shape.extensible, additions!)}}`;
    }
    case 'OPEN TYPE BY':
      return `OPEN {${shape.key}: ${Object.entries(shape.rows).map(([key, { type }]) => `${key} ${type}`)}}`;
    default:
      return shape.kind;
  }
}

const isAny = (size: Size): boolean => size.lower === 0 && size.upper === Number.POSITIVE_INFINITY;
const sizeOf = ({ lower, upper, extensible }: Size): string => {
  const range =
    lower === upper ? `${lower}` : `${lower}..${upper === Number.POSITIVE_INFINITY ? MAX : upper}`;
  return range + (extensible ? ', ...' : '');
};
const listed = (root: readonly string[], extensible: boolean, additions: readonly string[]): string =>
  [...root, ...(extensible ? ['...'] : []), ...additions].join(', ');
const componentOf = ({ name, type, omittable, fallback }: ComponentShape): string => {
  const presence = fallback !== undefined ? ` DEFAULT ${fallback}` : omittable ? ' OPTIONAL' : '';
  return `${name} ${asn1Of(type)}${presence}`;
};

const open =
  'SEQUENCE {id INTEGER (0..65535), criticality ENUMERATED {reject, ignore, notify}, value OPEN {id: 1 BOOLEAN,2 OCTET STRING,3 NULL,4 OpSeq,5 OpInt}}';
/** What ASN.1 says and PER does not need, and types by their names. */
const otherwise: Readonly<Record<string, string>> = {
  EnumVals: 'ENUMERATED {a, b, c}',
  IntExtAdd: 'INTEGER (0..7, ...)',
  OpenField: open,
  OpenList: `SEQUENCE (SIZE (0..65535)) OF ${open}`,
};

describe('the shape of a type', () => {
  it.each(Object.entries(primitives))('gives its ASN.1: %s', (name, type) => {
    const asn1 = otherwise[name] ?? vectors.find(vector => vector.type === name)!.asn1;
    expect(asn1Of(type as Type<unknown>)).toBe(asn1);
  });

  it('tells open types, references and what is left out', () => {
    const inner = integer(0, 7);
    expect(openType(inner).shape()).toEqual({ kind: 'OPEN TYPE', of: inner });
    expect(containing(inner).shape()).toEqual({ kind: 'OCTET STRING CONTAINING', of: inner });
    expect(unsupported('MeasConfig').shape()).toEqual({ kind: 'UNSUPPORTED', name: 'MeasConfig' });
  });

  it('leads to the type itself where that holds itself', () => {
    interface Filter {
      not?: Filter;
    }
    const Filter: Type<Filter> = sequence({ not: optional(lazy(() => Filter)) });
    const { root } = Filter.shape() as Extract<Shape, { kind: 'SEQUENCE' }>;
    expect(root[0]!.type.shape()).toEqual({ kind: 'REFERENCE', to: Filter });
  });

  it('is there of types that are read by a way of their own', () => {
    expect(asn1Of(XwAPPDU)).toMatch(
      /^CHOICE \{initiatingMessage SEQUENCE \{procedureCode INTEGER \(0\.\.255\), criticality ENUMERATED \{reject, ignore, notify\}, value OPEN \{procedureCode: 0 XwSetupRequest,1 WTConfigurationUpdate,.*, \.\.\.\}$/,
    );
  });
});
