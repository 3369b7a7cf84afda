/** Every XwAP vector, as Wireshark's tree shows it through the dissector. */
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { bits as bitsOf } from '../../src/codecs/per/index.js';
import { ieNameOf, XwAP } from '../../src/codecs/xwap/index.js';
import { LINK, tsharkOf } from '../codecs/link/tshark-packets.js';
import { vectors } from '../codecs/xwap/vectors.js';
import { wireshark } from '../wireshark.js';
import { DISSECTORS, type Field, treesOf, xwPacket } from './xw.js';

/** A field and its value, in one form for vector and tree. */
type Leaf = readonly [name: string, value: string];

const filterName = (name: string): string => `xwap.${name.replaceAll('-', '_')}`;

type Values = { readonly [name: string]: unknown };

/**
 * What the tree is to hold of a value in JSON, from the ASN.1 names in it alone: a SEQUENCE without a value, a CHOICE with the
 * name of its alternative, a list with its length.
 */
function leavesOf(name: string, json: unknown): Leaf[] {
  const own = (value: string): Leaf => [filterName(name), value];
  if (typeof json === 'number' || typeof json === 'string') return [own(`${json}`)];
  if (Array.isArray(json))
    return [own(`${json.length}`), ...json.flatMap(item => leavesOf(`${name}_item`, item))];
  const value = json as Values;
  if ('hex' in value) return [own(`${value.hex}`)];
  if ('bits' in value) return [own(toHex(bitsOf(`${value.bits}`).bytes))];
  if ('oid' in value) return [own(`${value.oid}`)];
  if ('enumExt' in value) return [own('Unknown')];
  if ('choice' in value) {
    if (value.choice === null) return [own('Unknown'), unknown(value.value)];
    return [own(`${value.choice}`), ...leavesOf(`${value.choice}`, value.value)];
  }
  const leaves: Leaf[] = [own('')];
  for (const [component, part] of Object.entries(value)) {
    if (component === '_ext') {
      for (const { hex } of part as { hex: string }[]) leaves.push(unknown({ hex }));
    } else if (isOpen(part)) {
      const inner = 'id' in value ? ieNameOf(value.id as number) : part.type;
      leaves.push(...(part.type === null ? [unknown(part.value)] : leavesOf(inner!, part.value)));
    } else leaves.push(...leavesOf(component, part));
  }
  return leaves;
}

const unknown = (octets: unknown): Leaf => ['xwap.unknown', (octets as { hex: string }).hex];

const isOpen = (part: unknown): part is { type: string | null; value: unknown } =>
  typeof part === 'object' && part !== null && 'type' in part && 'value' in part;

/**
 * What is beside the components: of the message as a whole, addresses in a Transport Layer Address, the digits of a PLMN Identity,
 * expert items.
 */
const BESIDE = /^xwap\.(procedure|message|transportLayerAddress_IPv[46]|M[CN]C|not_known)$/;

const PLMN = /^xwap\.(pLMNidentity|pLMN_Identity|ServingPLMN)$/;

/** MCC and MNC of a PLMN Identity, where it is of digits: as hex, they are MCC2 MCC1 MNC3 MCC3 MNC2 MNC1. */
const plmnOf = (show: string): string[] => {
  const [, mcc2, mcc1, mnc3, mcc3, mnc2, mnc1] = /^(.)(.)(.)(.)(.)(.)$/.exec(show.replaceAll(':', ''))!;
  const texts = [`MCC ${mcc1}${mcc2}${mcc3}`, `MNC ${mnc1}${mnc2}${mnc3 === 'f' ? '' : mnc3}`];
  return texts.every(text => /^M[CN]C \d+$/.test(text)) ? texts : [];
};

/** What the tree says of a field, in the form of the vector: by name where that has a name, else as filters know it. */
const leafOf = ({ name, show, text }: Field, wanted: string | undefined): Leaf => {
  const plain = /^([\da-f]{2}:)+[\da-f]{2}$/.test(show) ? show.replaceAll(':', '') : show;
  const [, word] = /^(.*) \(\d+\)$/.exec(text) ?? [];
  return [name, plain === wanted ? plain : (word ?? plain)];
};

/** An SSID in hex, and in quotes as far as it is printable. */
const ssidText = (show: string): string => {
  const hex = show.replaceAll(':', '');
  const text = String.fromCharCode(...fromHex(hex)).replace(
    /[^ !#-[\]-~]/g,
    character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `${hex} "${text}"`;
};

wireshark.describe('the dissector of XwAP', () => {
  const packets = vectors.map(({ aper }) => xwPacket([fromHex(aper)]));
  const trees = treesOf(tsharkOf(LINK.rawIp, packets, [...DISSECTORS, '-T', 'pdml', '-J', 'xwap']));

  it('reads every vector', () => {
    expect(trees.length).toBe(vectors.length);
  });

  it.each(vectors.map((vector, i) => [vector.name, vector, trees[i]!] as const))(
    'shows each value of %s, under its name and in its order, and nothing else',
    (_, { value, aper, message, procedure }, tree) => {
      const json = XwAP.toJson(XwAP.decode(fromHex(aper)));
      expect(json).toEqual(value);
      const leaves = leavesOf('XwAP-PDU', json);
      const shown = tree.filter(({ name }) => !BESIDE.test(name));
      expect(shown.map((field, i) => leafOf(field, leaves[i]?.[1]))).toEqual(leaves);
      for (const { name, show, text } of tree) if (name === 'xwap.sSID') expect(text).toBe(ssidText(show));
      const plmns = tree.filter(({ name }) => PLMN.test(name)).flatMap(({ show }) => plmnOf(show));
      const digits = tree.filter(({ name }) => /^xwap\.M[CN]C$/.test(name));
      expect(digits.map(({ name, show }) => `${name.slice('xwap.'.length)} ${show}`)).toEqual(plmns);
      const told = (name: string): string[] =>
        tree.filter(field => field.name === name).map(({ show }) => show);
      expect(told('xwap.procedure')).toEqual(procedure === null ? [] : [procedure]);
      expect(told('xwap.message')).toEqual(procedure === null ? [] : [message]);
    },
  );
});
