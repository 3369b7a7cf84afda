/** What Wireshark reads in reconfigurations with anything in them, compared field by field. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  encodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  GSMTAP_PORT,
} from '../../../src/codecs/link/gsmtap.js';
import { IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { type DLDCCHMessage, DlDcch } from '../../../src/codecs/rrc/index.js';
import { RRCConnectionReconfiguration } from '../../../src/codecs/rrc/messages/rrc-connection-reconfiguration.js';
import { wireshark } from '../../wireshark.js';
import { ipv4, LINK, tsharkOf, udp } from '../link/tshark-packets.js';
import { drawnOf, fieldsOf } from './drawn.js';

const packetOf = (payload: Uint8Array): Uint8Array =>
  ipv4(
    IP_PROTOCOL.udp,
    udp(
      GSMTAP_PORT,
      encodeGsmtap({
        type: GSMTAP_LTE_RRC,
        timeslot: 0,
        pcsBand: false,
        uplink: false,
        arfcn: 0,
        signalDbm: 0,
        signalNoiseDb: 0,
        frameNumber: 0,
        subType: GSMTAP_LTE_RRC_CHANNEL.dlDcch,
        antenna: 0,
        subSlot: 0,
        payload,
      }),
    ),
  );

/** Messages of other protocols, which any octets are not, and what no sender sends. */
const LEFT =
  /^spare\d|Future$|^lateNonCritical|^systemInformation|NASList|^epc-To5GC|^nas-Container|^nr-Sec|^nr-Radio|^sl-ConfigDedicatedForNR/;

const drawn = fc.sample(
  drawnOf(RRCConnectionReconfiguration, name =>
    LEFT.test(name),
  ) as fc.Arbitrary<RRCConnectionReconfiguration>,
  { numRuns: 400, seed: 36331 },
);

const fields = drawn.map(value => fieldsOf(RRCConnectionReconfiguration, value, ''));
const NAMES: ReadonlySet<string> = new Set(fields.flatMap(list => list.map(([name]) => name)));

const messageOf = (value: RRCConnectionReconfiguration): DLDCCHMessage => ({
  message: { choice: 'c1', value: { choice: 'rrcConnectionReconfiguration', value } },
});

const FIELD = /<field name="lte-rrc\.[^"]*" showname="([^"]*)".* show="([^"]*)"(?: value="([^"]*)")?/g;

/** What Wireshark shows as text or as a number, but is octets. */
const OCTETS = /^(ssid|ipv[46]|neighCellConfig)/;

/** The fields that PDML has of RRC. */
function shownIn(packet: string): string[][] {
  const content = packet.slice(packet.indexOf('lte-rrc.rrcConnectionReconfiguration_element'));
  return [...content.matchAll(FIELD)].flatMap(([, showname, show, value]) => {
    // The others are SEQUENCEs and what is derived. Elements of lists have the names of their types.
    const [, name, text] = /^(?:[01. ]{9} (?:= )?)?([\w-]+)(?: item)?: (.*)/s.exec(showname!) ?? [];
    if (
      name === undefined ||
      text === 'NULL' ||
      !(NAMES.has(name) || /^(?!TM\d|Periodicity)[A-Z]|^dummy/.test(name))
    )
      return [];
    const named = /^([\w-]+) \(\d+\)/.exec(text!);
    if (named !== null) return [[name, `${show} ${named[1]}`]];
    return [[name, OCTETS.test(name) ? value! : show!.replaceAll(':', '')]];
  });
}

/** What Wireshark remarks on values that contradict each other, and on SSIDs that are no text. */
const OF_VALUES = /cycle \(|Group A size|Trailing stray characters/;

/** So many at a time that what tshark prints of them is not too much for one string. */
const LOTS = [0, 1, 2, 3];

wireshark.describe('Wireshark on reconfigurations with anything in them', () => {
  it.each(LOTS)('reads the same fields, lot %i', lot => {
    const length = drawn.length / LOTS.length;
    const values = drawn.slice(lot * length, (lot + 1) * length);
    const octets = values.map(value => DlDcch.encode(messageOf(value)));
    const text = tsharkOf(LINK.rawIp, octets.map(packetOf), ['-T', 'pdml']);
    const remarks = [...text.matchAll(/ showname="Message: ([^"]*)"/g)].map(([, remark]) => remark!);
    expect(remarks.filter(remark => !OF_VALUES.test(remark))).toEqual([]);
    const packets = text.split('<packet>').slice(1);
    expect(packets).toHaveLength(length);
    for (const [i, packet] of packets.entries()) {
      const expected = fields[lot * length + i]!;
      const shown = shownIn(packet);
      const asExpected = shown.map(([name, what], j) => {
        const [known, number] = expected[j] ?? [];
        // What a number means is Wireshark's to say, what an ENUMERATED or CHOICE is called is not.
        return [known === '' ? '' : name, /^\d+ /.test(number ?? '') ? what : what!.replace(/ .*/, '')];
      });
      expect(asExpected, `message ${i}`).toEqual(expected);
    }
  });
});
