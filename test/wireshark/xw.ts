import { fileURLToPath } from 'node:url';
import type { IpAddresses } from '../../src/codecs/link/checksum.js';
import { IP_PROTOCOL } from '../../src/codecs/link/ipv4.js';
import { encodeSctp, type SctpChunk, XWAP_PORT, XWAP_PPID } from '../../src/codecs/link/sctp.js';
import { ADDRESSES, ipv4 } from '../codecs/link/tshark-packets.js';

/** The folder of the dissectors. */
export const FOLDER = fileURLToPath(new URL('../../wireshark', import.meta.url));

/** Options that load the dissectors from where they are. */
export const DISSECTORS = ['-X', `lua_script:${FOLDER}/lwa-rekey.lua`];

let tsn = 0;

/** A DATA chunk of a message, or of a part of one. */
export const dataChunk = (userData: Uint8Array, ppid = XWAP_PPID, flags = 3): SctpChunk => ({
  chunk: 'DATA',
  flags,
  tsn: ++tsn,
  streamIdentifier: 0,
  streamSequenceNumber: tsn % 0x10000,
  payloadProtocolIdentifier: ppid,
  userData,
});

/** An IP packet of SCTP chunks. */
export const sctpPacket = (
  chunks: readonly SctpChunk[],
  addresses: IpAddresses = ADDRESSES,
  ports: readonly [source: number, destination: number] = [XWAP_PORT, XWAP_PORT],
): Uint8Array => {
  const [sourcePort, destinationPort] = ports;
  const sctp = encodeSctp({ sourcePort, destinationPort, verificationTag: 1, chunks });
  return ipv4(IP_PROTOCOL.sctp, sctp, undefined, addresses);
};

/** An IP packet of a DATA chunk for each of `messages`. */
export const xwPacket = (messages: readonly Uint8Array[], ppid = XWAP_PPID): Uint8Array =>
  sctpPacket(messages.map(octets => dataChunk(octets, ppid)));

/** A field of a protocol's tree. */
export interface Field {
  readonly name: string;
  /** As filters know the value. */
  readonly show: string;
  /** As the tree tells it, without the name. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };
const unescaped = (text: string): string => text.replace(/&([\w#]+);/g, (_, name) => ENTITIES[name]!);

/** Of each packet of a PDML text, the fields of XwAP in the order of the tree. */
export const treesOf = (pdml: string): Field[][] =>
  pdml
    .split('<packet>')
    .slice(1)
    .map(packet =>
      [...packet.matchAll(/<field name="(xwap\.\w+)"(.*)>/g)].map(([, name, rest]) => {
        const [showname, show] = ['showname', 'show'].map(attribute =>
          unescaped(new RegExp(` ${attribute}="([^"]*)"`).exec(rest!)?.[1] ?? ''),
        );
        return { name: name!, show: show!, text: showname!.replace(/^[^:]*: ?/, '') };
      }),
    );
