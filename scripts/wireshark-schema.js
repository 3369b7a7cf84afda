/**
 * `npm run wireshark-schema`: XwAP as `src/codecs/xwap` declares it, as the Lua table that Wireshark's dissector walks, in
 * the file that is named. Ends with an error for what the dissector does not read, so that nothing is left out unnoticed;
 * the file is then as it was.
 */
import { writeFileSync } from 'node:fs';
import { asn1, ieNameOf } from '../dist/codecs/xwap/index.js';

/** Lines of the table, each with one type. */
const lines = [];
/** The Lua names of types, by what they are, so that what is the same is there once. */
const written = new Map();
/** The names under which the module exports its types; the first where several are the same. */
const exported = new Map(Object.entries(asn1).map(([name, value]) => [value, name]));

const quoted = text => {
  if (!/^[\w-]+$/.test(text)) throw new Error(`'${text}' is no name of ASN.1`);
  return `"${text}"`;
};
const list = items => (items.length === 0 ? '{}' : `{ ${items.join(', ')} }`);
const member = (name, type, more = '') => `{ name = ${quoted(name)}, type = ${reference(type)}${more} }`;
const alternatives = types => list(Object.entries(types).map(([name, type]) => member(name, type)));
const marker = extensible => (extensible ? ', extensible = true' : '');

const refuse = reason => {
  throw new Error(`the dissector does not read ${reason}`);
};

/** A whole number that Lua 5.2, whose numbers are doubles, holds. */
const bound = value => (Number.isSafeInteger(value) && value >= 0 ? value : refuse(`a bound of ${value}`));

const sized = ({ lower, upper, extensible }) => {
  const most = upper === Number.POSITIVE_INFINITY ? '' : `, upper = ${bound(upper)}`;
  return `lower = ${bound(lower)}${most}${marker(extensible)}`;
};

/** What an open type's value is called: an IE by the name of its id, a message by that of its type. */
const nameOfRow = (key, id, row) => (key === 'id' ? ieNameOf(Number(id)) : row.type);

const component = ({ name, type, omittable, fallback }) => {
  if (fallback !== undefined) refuse('DEFAULT');
  return member(name, type, omittable ? ', optional = true' : '');
};

const bodies = {
  INTEGER: ({ lower, upper, extensible }) =>
    `lower = ${bound(lower)}, upper = ${bound(upper)}${marker(extensible)}`,
  ENUMERATED: ({ root, extensible, additions }) => {
    const names = `root = ${list(root.map(quoted))}`;
    return extensible ? `${names}, extensible = true, additions = ${list(additions.map(quoted))}` : names;
  },
  'OBJECT IDENTIFIER': () => '',
  'OCTET STRING': ({ size }) =>
    size.upper === size.lower && size.upper <= 2 ? refuse('octets that are not aligned') : sized(size),
  'BIT STRING': ({ size }) =>
    size.upper === size.lower && size.upper <= 16 ? refuse('bits that are not aligned') : sized(size),
  'SEQUENCE OF': ({ size, element }) =>
    size.extensible || size.upper > 0xffff
      ? refuse('lists of unbounded length')
      : `${sized(size)}, element = ${reference(element)}`,
  SEQUENCE: ({ root, extensible, additions }) =>
    additions.length > 0
      ? refuse('known additions of a SEQUENCE')
      : `root = ${list(root.map(component))}${marker(extensible)}`,
  CHOICE: ({ root, extensible, additions }) => {
    const known = `root = ${alternatives(root)}`;
    return extensible ? `${known}, extensible = true, additions = ${alternatives(additions)}` : known;
  },
  'OPEN TYPE BY': ({ key, rows }) => {
    const members = Object.entries(rows).map(
      ([id, row]) => `[${bound(Number(id))}] = ${member(nameOfRow(key, id, row), row.of)}`,
    );
    return `key = ${quoted(key)}, rows = ${list(members)}`;
  },
};

/** The Lua expression of a type, which is written before what it is part of. */
function reference(type) {
  const shape = type.shape();
  const body = bodies[shape.kind]?.(shape) ?? refuse(shape.kind);
  const text = `{ kind = "${shape.kind}"${body === '' ? '' : `, ${body}`} }`;
  let name = written.get(text);
  if (name === undefined) {
    name = `t[${written.size + 1}]`;
    written.set(text, name);
    const comment = type.asn1Name ?? exported.get(type);
    lines.push(`${name} = ${text}${comment === undefined ? '' : ` -- ${comment}`}`);
  }
  return name;
}

const numbered = entries =>
  entries
    .sort(([, a], [, b]) => a - b)
    .map(([name, number]) => `  [${bound(number)}] = ${quoted(name)},`)
    .join('\n');

const pdu = reference(asn1.XwAPPDU);
const procedures = Object.entries(asn1.elementaryProcedures).map(([name, { procedureCode }]) => [
  name,
  procedureCode,
]);

const text = `-- XwAP (TS 36.463), as src/codecs/xwap declares it: made by \`npm run wireshark-schema\`, not to be edited.
-- The types, each behind those that it is made of; the last is XwAP-PDU.
local t = {}
${lines.join('\n')}

-- ProtocolIE-ID
local ids = {
${numbered(Object.entries(asn1.protocolIEID))}
}

local procedures = {
${numbered(procedures)}
}

return {
  pdu = { name = "XwAP-PDU", type = ${pdu} },
  -- What the values of an INTEGER stand for, by the name of the component.
  names = { id = ids, ["iE-ID"] = ids, procedureCode = procedures },
}
`;

writeFileSync(process.argv[2], text);
