import { Problem } from './problem.js';

/** A format as octets and as JSON. */
export interface JsonCodec {
  decode(bytes: Uint8Array): unknown;
  encode(json: unknown): Uint8Array;
}

/** A format that `decode` and `encode` take by name; its code is loaded when it is named. */
interface NamedFormat {
  readonly name: string;
  readonly what: string;
  load(): Promise<JsonCodec>;
}

const formats: readonly NamedFormat[] = [
  {
    name: 'eapol-key',
    what: 'an EAPOL frame with an EAPOL-Key body, from the protocol version on',
    load: async () => {
      const { decodeEapolKey, encodeEapolKey } = await import('../codecs/dot11/eapol-key.js');
      return octetCodec('EAPOL-Key', decodeEapolKey, encodeEapolKey);
    },
  },
  {
    name: 'dot11',
    what: 'an IEEE 802.11 frame without FCS',
    load: async () => {
      const { decodeDot11Deep, encodeDot11Deep } = await import('../codecs/dot11/deep.js');
      return octetCodec('802.11', decodeDot11Deep, encodeDot11Deep);
    },
  },
];

/** The codec of a format whose values have the JSON form of octet-aligned formats. */
async function octetCodec<V>(
  path: string,
  decode: (bytes: Uint8Array) => V,
  encode: (value: V) => Uint8Array,
): Promise<JsonCodec> {
  const { fromJson, toJson } = await import('../codecs/json.js');
  return {
    decode: bytes => toJson(decode(bytes)),
    // The encoder checks each field of what JSON brings.
    encode: json => encode(fromJson(json, path) as V),
  };
}

/** @throws Problem for a name that is none */
export function loadFormat(name: string): Promise<JsonCodec> {
  const format = formats.find(f => f.name === name);
  if (format === undefined)
    throw new Problem(`format '${name}': is none of ${formats.map(f => f.name).join(', ')}`);
  return format.load();
}

/** The list of formats for the help text. */
export const formatHelp = (): string => formats.map(f => `  ${f.name.padEnd(16)}${f.what}`).join('\n');
