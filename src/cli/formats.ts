import { decodeDot11Deep, encodeDot11Deep } from '../codecs/dot11/deep.js';
import { decodeEapolKey, type EapolKey, encodeEapolKey } from '../codecs/dot11/eapol-key.js';
import { fromJson, toJson } from '../codecs/json.js';
import { Problem } from './problem.js';

/** A format that `decode` and `encode` take by name, as octets and as JSON. */
export interface NamedFormat {
  readonly name: string;
  readonly what: string;
  decode(bytes: Uint8Array): unknown;
  encode(json: unknown): Uint8Array;
}

const formats: readonly NamedFormat[] = [
  {
    name: 'eapol-key',
    what: 'an EAPOL frame with an EAPOL-Key body, from the protocol version on',
    decode: bytes => toJson(decodeEapolKey(bytes)),
    encode: json => encodeEapolKey(fromJson(json, 'EAPOL-Key') as EapolKey),
  },
  {
    name: 'dot11',
    what: 'an IEEE 802.11 frame without FCS',
    decode: bytes => toJson(decodeDot11Deep(bytes)),
    encode: json => encodeDot11Deep(fromJson(json, '802.11') as ReturnType<typeof decodeDot11Deep>),
  },
];

/** @throws Problem for a name that is none */
export function formatNamed(name: string): NamedFormat {
  const format = formats.find(f => f.name === name);
  if (format === undefined)
    throw new Problem(`format '${name}': is none of ${formats.map(f => f.name).join(', ')}`);
  return format;
}

/** The list of formats for the help text. */
export const formatHelp = (): string => formats.map(f => `  ${f.name.padEnd(16)}${f.what}`).join('\n');
