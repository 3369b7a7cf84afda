import type { Codec, Json } from '../codecs/per/index.js';
import type { PdcpDrb } from '../codecs/rrc/pdcp.js';
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
  {
    name: 'xwap',
    what: 'an XwAP-PDU (TS 36.463)',
    load: async () => perCodec((await import('../codecs/xwap/pdu.js')).XwAP),
  },
  {
    name: 'rrc-dl-dcch',
    what: 'a DL-DCCH-Message (TS 36.331)',
    load: async () => perCodec((await import('../codecs/rrc/dl-dcch.js')).DlDcch),
  },
  {
    name: 'rrc-ul-dcch',
    what: 'a UL-DCCH-Message (TS 36.331)',
    load: async () => perCodec((await import('../codecs/rrc/ul-dcch.js')).UlDcch),
  },
  {
    name: 'ue-eutra-capability',
    what: 'a UE-EUTRA-Capability, the container of eutra in a UECapabilityInformation (TS 36.331)',
    load: async () => perCodec((await import('../codecs/rrc/ue-eutra-capability.js')).UeEutraCapability),
  },
  {
    name: 'pdcp',
    what: 'a PDCP PDU of an SRB, not ciphered (TS 36.323)',
    load: async () => {
      const { decodePdcpSrb, encodePdcpSrb } = await import('../codecs/rrc/pdcp.js');
      return octetCodec('PDCP', decodePdcpSrb, encodePdcpSrb);
    },
  },
  pdcpOfDrb(12),
  pdcpOfDrb(15),
  pdcpOfDrb(18),
  {
    name: 'lwaap',
    what: 'an LWAAP PDU (TS 36.360)',
    load: async () => {
      const { decodeLwaap, encodeLwaap } = await import('../codecs/rrc/lwaap.js');
      return octetCodec('LWAAP', decodeLwaap, encodeLwaap);
    },
  },
  {
    name: 'sctp',
    what: 'an SCTP packet (RFC 9260)',
    load: async () => {
      const { decodeSctp, encodeSctp } = await import('../codecs/link/sctp.js');
      return octetCodec('SCTP', decodeSctp, encodeSctp);
    },
  },
  {
    name: 'gtp-u',
    what: 'a GTP-U message (TS 29.281)',
    load: async () => {
      const { decodeGtpU, encodeGtpU } = await import('../codecs/link/gtpu.js');
      return octetCodec('GTP-U', decodeGtpU, encodeGtpU);
    },
  },
  {
    name: 'gsmtap',
    what: 'a GSMTAP packet, version 2',
    load: async () => {
      const { decodeGsmtap, encodeGsmtap } = await import('../codecs/link/gsmtap.js');
      return octetCodec('GSMTAP', decodeGsmtap, encodeGsmtap);
    },
  },
  {
    name: 'gsmtap-v3',
    what: 'a GSMTAP packet, version 3',
    load: async () => {
      const { decodeGsmtapV3, encodeGsmtapV3 } = await import('../codecs/link/gsmtap-v3.js');
      return octetCodec('GSMTAP v3', decodeGsmtapV3, encodeGsmtapV3);
    },
  },
];

function pdcpOfDrb(snLength: 12 | 15 | 18): NamedFormat {
  return {
    name: `pdcp-drb-${snLength}`,
    what: `a PDCP PDU of a DRB with a sequence number of ${snLength} bits`,
    load: async () => {
      const { decodePdcpDrb, encodePdcpDrb } = await import('../codecs/rrc/pdcp.js');
      return octetCodec<PdcpDrb>(
        'PDCP',
        bytes => decodePdcpDrb(bytes, snLength),
        value => encodePdcpDrb(value, snLength),
      );
    },
  };
}

/** The codec of a format with an ASN.1 schema, which says how its values look in JSON. */
function perCodec<V>(codec: Codec<V>): JsonCodec {
  return {
    decode: bytes => codec.toJson(codec.decode(bytes)),
    encode: json => codec.encode(codec.fromJson(json as Json)),
  };
}

/** The codec of a format whose values have the JSON form of octet-aligned formats. */
async function octetCodec<V>(
  path: string,
  decode: (bytes: Uint8Array) => V,
  encode: (value: V) => Uint8Array,
): Promise<JsonCodec> {
  const { encodeAll, fromJson, toJson } = await import('../codecs/json.js');
  return {
    decode: bytes => toJson(decode(bytes)),
    // The encoder checks each field that it knows of what JSON brings.
    encode: json => encodeAll(fromJson(json, path) as V, path, encode),
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
export const formatHelp = (): string => formats.map(f => `  ${f.name.padEnd(20)}${f.what}`).join('\n');
