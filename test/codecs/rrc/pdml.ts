/** What Wireshark shows of RRC. */
import {
  encodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  GSMTAP_PORT,
} from '../../../src/codecs/link/gsmtap.js';
import { IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { ipv4, LINK, tsharkOf, udp } from '../link/tshark-packets.js';
import type { Field } from './drawn.js';

/** A message, and the channel that it is of. */
export interface Sent {
  readonly channel: keyof typeof GSMTAP_LTE_RRC_CHANNEL;
  readonly octets: Uint8Array;
}

const packetOf = ({ channel, octets }: Sent): Uint8Array =>
  ipv4(
    IP_PROTOCOL.udp,
    udp(
      GSMTAP_PORT,
      encodeGsmtap({
        type: GSMTAP_LTE_RRC,
        timeslot: 0,
        pcsBand: false,
        uplink: channel.startsWith('ul'),
        arfcn: 0,
        signalDbm: 0,
        signalNoiseDb: 0,
        frameNumber: 0,
        subType: GSMTAP_LTE_RRC_CHANNEL[channel],
        antenna: 0,
        subSlot: 0,
        payload: octets,
      }),
    ),
  );

/** A SEQUENCE, though Wireshark 4.6 shows what some come to, is no field. */
const FIELD =
  /<field name="lte-rrc\.(?![^"]*_element")[^"]*" showname="([^"]*)".* show="([^"]*)"(?: value="([^"]*)")?/g;

/** What TS 36.331 calls otherwise in V18, which Wireshark 4.4 follows. */
const RENAMED = new Map([
  ['intra5GC', 'intra5GC-r15'],
  ['fivegc-ToEPC', 'fivegc-ToEPC-r15'],
  ['cellList', 'cellList-r15'],
  ['ran-AreaConfigList', 'ran-AreaConfigList-r15'],
]);

/** What Wireshark shows as text or as a number, but is octets. */
const OCTETS = /^(ssid|ipv[46]|neighCellConfig)/;

/**
 * A field that PDML has; NULL is none. Wireshark 4.4 marks a long value behind the name. Elements of lists have the names of their
 * types.
 */
function fieldOf(showname: string, show: string, value: string): Field | undefined {
  const [, shown, text] = /^(?:[01. ]+ (?:= )?)?([\w-]+)(?: item)?(?: \[…\])?: (.*)/s.exec(showname) ?? [];
  if (shown === undefined || text === 'NULL') return undefined;
  // Between which bands the need for gaps is, which Wireshark derives.
  if (text!.includes(' -&gt; band ')) return undefined;
  const name = RENAMED.get(shown) ?? shown;
  const named = /^([\w-]+) \(\d+\)/.exec(text!);
  if (named !== null) return [name, `${show} ${RENAMED.get(named[1]!) ?? named[1]}`];
  return [name, OCTETS.test(name) ? value : show.replaceAll(':', '')];
}

/** What Wireshark shows of a message: all fields from an element of a name on, and what it remarks. */
export interface Shown {
  readonly fields: readonly Field[];
  readonly remarks: readonly string[];
}

/** What Wireshark shows of messages. @param element where what is compared starts, as `rrcConnectionRelease_element` */
export function shownOf(
  messages: readonly Sent[],
  element: string,
  options: readonly string[] = [],
): Shown[] {
  const text = tsharkOf(LINK.rawIp, messages.map(packetOf), [...options, '-T', 'pdml']);
  return text
    .split('<packet>')
    .slice(1)
    .map(packet => {
      const content = packet.slice(packet.indexOf(`"lte-rrc.${element}"`));
      return {
        fields: [...content.matchAll(FIELD)].flatMap(([, showname, show, value]) =>
          [fieldOf(showname!, show!, value!)].filter(f => f !== undefined),
        ),
        remarks: [...packet.matchAll(/ showname="Message: ([^"]*)"/g)].map(([, remark]) => remark!),
      };
    });
}

/**
 * A field that Wireshark shows in the words of `own`, if it is the same: what a number means is Wireshark's to say, what an
 * ENUMERATED or CHOICE is called is not; elements of lists have no names.
 */
export const inWordsOf = ([name, text]: Field, own: Field | undefined): Field => [
  own?.[0] === '' ? '' : name,
  /^-?\d+ /.test(own?.[1] ?? '') ? text : text.replace(/ .*/, ''),
];
