import { traced } from '../per/fault.js';
import { openTypeBy, type Rows, sequence, type Type } from '../per/index.js';
import { Criticality, ProcedureCode, ProtocolExtensionID, ProtocolIEID } from './common-data-types.js';

type Make = (key: number, criticality: Criticality, open: unknown) => object;

/** Literals, as objects that are put together name by name take longer to make. */
const FIELDS = {
  protocolIE: {
    names: ['id', 'criticality', 'value'],
    key: ProtocolIEID,
    make: (id, criticality, value) => ({ id, criticality, value }),
  },
  extension: {
    names: ['id', 'criticality', 'extensionValue'],
    key: ProtocolExtensionID,
    make: (id, criticality, extensionValue) => ({ id, criticality, extensionValue }),
  },
  procedure: {
    names: ['procedureCode', 'criticality', 'value'],
    key: ProcedureCode,
    make: (procedureCode, criticality, value) => ({ procedureCode, criticality, value }),
  },
} as const satisfies Record<
  string,
  { readonly names: readonly [string, string, string]; readonly key: Type<number>; readonly make: Make }
>;

/**
 * `SEQUENCE { key, criticality, open type that the key chooses }`, of which every XwAP message is full: it is read and
 * written here step by step, with the results of `sequence`.
 */
export function field(kind: keyof typeof FIELDS, rows: Rows): Type<unknown> {
  const { names, key, make } = FIELDS[kind];
  const [keyName, criticalityName, openName] = names;
  const open = openTypeBy(keyName, rows);
  const asSequence: Type<unknown> = sequence({
    [keyName]: key,
    [criticalityName]: Criticality,
    [openName]: open,
  });
  const { decode: decodeKey, encode: encodeKey } = key;
  const { decode: decodeCriticality, encode: encodeCriticality } = Criticality;
  const { decode: decodeOpen, encode: encodeOpen } = open as Type<unknown>;

  return {
    ...asSequence,
    decode(reader) {
      let chosenBy: number | undefined;
      let criticality: Criticality | undefined;
      try {
        chosenBy = decodeKey(reader);
        criticality = decodeCriticality(reader);
        return make(chosenBy, criticality, decodeOpen(reader, chosenBy));
      } catch (thrown) {
        const read =
          chosenBy === undefined ? [] : criticality === undefined ? [chosenBy] : [chosenBy, criticality];
        const name = names[read.length]!;
        throw traced(thrown, `.${name}`, Object.fromEntries(read.map((part, i) => [names[i], part])), name);
      }
    },
    encode(writer, value) {
      const parts = value as Record<string, unknown>;
      let count = 0;
      let chosenBy: unknown;
      let criticality: unknown;
      let content: unknown;
      for (const name in parts) {
        const part = parts[name];
        if (name !== names[count] || part === undefined) return asSequence.encode(writer, value);
        if (count === 0) chosenBy = part;
        else if (count === 1) criticality = part;
        else content = part;
        count++;
      }
      if (count !== names.length) return asSequence.encode(writer, value);
      let written = 0;
      try {
        encodeKey(writer, chosenBy as number);
        written = 1;
        encodeCriticality(writer, criticality as Criticality);
        written = 2;
        encodeOpen(writer, content, chosenBy);
      } catch (thrown) {
        throw traced(thrown, `.${names[written]}`);
      }
    },
  };
}
