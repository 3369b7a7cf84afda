import { fileURLToPath } from 'node:url';
import { IP_PROTOCOL } from '../../src/codecs/link/ipv4.js';
import { encodeSctp, type SctpChunk, XWAP_PORT, XWAP_PPID } from '../../src/codecs/link/sctp.js';
import { ipv4 } from '../codecs/link/tshark-packets.js';

/** The folder of the dissectors. */
export const FOLDER = fileURLToPath(new URL('../../wireshark', import.meta.url));

/** Options that load the dissectors from where they are. */
export const DISSECTORS = ['-X', `lua_script:${FOLDER}/lwa-rekey.lua`];

let tsn = 0;

/** An IP packet of a DATA chunk for each of `messages`. */
export function xwPacket(messages: readonly Uint8Array[], ppid = XWAP_PPID): Uint8Array {
  const chunks = messages.map(
    (userData): SctpChunk => ({
      chunk: 'DATA',
      flags: 3,
      tsn: ++tsn,
      streamIdentifier: 0,
      streamSequenceNumber: tsn % 0x10000,
      payloadProtocolIdentifier: ppid,
      userData,
    }),
  );
  const sctp = { sourcePort: XWAP_PORT, destinationPort: XWAP_PORT, verificationTag: 1, chunks };
  return ipv4(IP_PROTOCOL.sctp, encodeSctp(sctp));
}

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
