/** What Wireshark reads in the messages of the builders, in GSMTAP and in PDCP, compared field by field. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  encodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  GSMTAP_PORT,
} from '../../../src/codecs/link/gsmtap.js';
import { IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { encodePdcpLteFraming } from '../../../src/codecs/link/pdcp-lte-framing.js';
import { DlDcch, UlDcch } from '../../../src/codecs/rrc/index.js';
import { protectSrb } from '../../../src/crypto/pdcp.js';
import { wireshark } from '../../wireshark.js';
import { ipv4, LINK, tsharkOf, udp } from '../link/tshark-packets.js';
import { anyDownlink, anyUplink, downlink, uplink } from './samples.js';

interface Sample {
  readonly uplink: boolean;
  readonly name: string;
  readonly json: unknown;
  readonly octets: Uint8Array;
}

const samples: readonly Sample[] = [
  ...Object.entries(downlink),
  ...fc.sample(anyDownlink, { numRuns: 120, seed: 36331 }).map(m => ['drawn', m] as const),
]
  .map(([name, message]): Sample => {
    return { uplink: false, name, json: DlDcch.toJson(message), octets: DlDcch.encode(message) };
  })
  .concat(
    [
      ...Object.entries(uplink),
      ...fc.sample(anyUplink, { numRuns: 40, seed: 36331 }).map(m => ['drawn', m] as const),
    ].map(([name, message]): Sample => {
      return { uplink: true, name, json: UlDcch.toJson(message), octets: UlDcch.encode(message) };
    }),
  );

/** The lines that Wireshark shows of a value: each component that has a value of its own, in the order of the octets. */
function linesOf(json: unknown, name: string): string[] {
  if (json === null) return [`${name}: NULL`];
  if (typeof json === 'boolean') return [`${name}: ${json ? 'True' : 'False'}`];
  if (typeof json !== 'object') return [`${name}: ${json}`];
  if (Array.isArray(json)) {
    const items = `${json.length} item${json.length === 1 ? '' : 's'}`;
    return [`${name}: ${items}`, ...json.flatMap(item => linesOf(item, 'Item'))];
  }
  const value = json as Record<string, unknown>;
  if (typeof value.hex === 'string') return [`${name}: ${octetsText(name, value.hex)}`];
  if (typeof value.bits === 'string') return [`${name}: ${Number.parseInt(value.bits, 2)}`];
  if ('choice' in value) {
    return [`${name}: ${value.choice}`, ...linesOf(value.value, String(value.choice))];
  }
  return Object.entries(value).flatMap(([key, component]) => linesOf(component, key));
}

const octetsText = (name: string, hex: string): string => {
  if (name === 'ssid-r12') return new TextDecoder().decode(fromHex(hex));
  if (name !== 'Item') return hex.replace(/..(?!$)/g, '$&:');
  return hex.length > 72 ? `${hex.slice(0, 72)}…` : hex;
};

/** The components of SEQUENCE OF without components of their own, which are shown by the name of their type. */
const ITEM_TYPES = /^(DRB-Identity|DedicatedInfoNAS|RAT-Type|WLAN-Channel-r13): /;

/** A line of Wireshark's in the words of {@link linesOf}; nothing for a line without a value. */
function shown(line: string): string | undefined {
  const text = line
    .trim()
    .replace(/^[01. ]{9} /, '')
    .replace(' […]: ', ': ');
  if (!/^[\w-]+: /.test(text) || /^(Data|MAC): /.test(text)) return undefined;
  return (
    text
      .replace(ITEM_TYPES, 'Item: ')
      // Wireshark 4.0 shows so much of it, and 4.4 and later ones more.
      .replace(/^(Item: [0-9a-f]{72})[0-9a-f…].*/, '$1…')
      .replace(/\[bit length .* decimal value (\d+)\]$/, '$1')
      .replace(/^(newUE-Identity): [0-9a-f]+ /, '$1: ')
      .replace(/^((?:rsrpResult|rsrqResult|availableAdmissionCapacityWLAN-r13): ).*\((\d+)\)$/, '$1$2')
      .replace(/^((?:referenceSignalPower|p-Max): )(-?\d+) dBm$/, '$1$2')
      .replace(/ \(\d+\)$/, '')
  );
}

/** The lines below the RRC heading of each frame. */
const rrcOf = (text: string): string[][] =>
  text
    .split(/^Frame \d+: /m)
    .slice(1)
    .map(frame => {
      const tree = frame.split('LTE Radio Resource Control (RRC) protocol\n')[1] ?? '';
      const end = tree.search(/^[A-Z]/m);
      return (end < 0 ? tree : tree.slice(0, end)).split('\n').flatMap(line => shown(line) ?? []);
    });

/** What is in a NAS message is not what is tested here. */
const WITHOUT_NAS = ['nas-eps', 'nas-5gs'].flatMap(protocol => ['--disable-protocol', protocol]);

function expectSameFields(text: string, messages: readonly Sample[]): void {
  expect(text.match(/.*(Malformed|Expert Info|but calculated).*/g)).toBeNull();
  const frames = rrcOf(text);
  expect(frames).toHaveLength(messages.length);
  for (const [i, { json, name }] of messages.entries()) {
    expect(frames[i], `${i}: ${name}`).toEqual(linesOf(json, ''));
  }
}

wireshark.describe('Wireshark on RRC in GSMTAP', () => {
  it('reads the same fields in every message', () => {
    const packets = samples.map(({ uplink, octets }) =>
      ipv4(
        IP_PROTOCOL.udp,
        udp(
          GSMTAP_PORT,
          encodeGsmtap({
            type: GSMTAP_LTE_RRC,
            timeslot: 0,
            pcsBand: false,
            uplink,
            arfcn: 0,
            signalDbm: 0,
            signalNoiseDb: 0,
            frameNumber: 0,
            subType: uplink ? GSMTAP_LTE_RRC_CHANNEL.ulDcch : GSMTAP_LTE_RRC_CHANNEL.dlDcch,
            antenna: 0,
            subSlot: 0,
            payload: octets,
          }),
        ),
      ),
    );
    expectSameFields(tsharkOf(LINK.rawIp, packets, [...WITHOUT_NAS, '-O', 'lte_rrc']), samples);
  });
});

describe('RRC in PDCP', () => {
  const key = {
    integrity: '0123456789abcdef0123456789abcdef',
    ciphering: 'fedcba9876543210fedcba9876543210',
  };
  /**
   * Wireshark takes up the algorithms of a message and deciphers nothing more before the next uplink one, so that
   * another UE goes on.
   */
  const packetsOf = (algorithm: 0 | 2): Uint8Array[] => {
    let ueId = 1;
    let counts: [number, number] = [0, 0];
    return samples.map(({ uplink, json, octets }) => {
      const direction = uplink ? 0 : 1;
      const pdu = protectSrb(
        {
          bearer: 0,
          direction,
          integrity: { algorithm, key: fromHex(key.integrity) },
          ciphering: { algorithm, key: fromHex(key.ciphering) },
        },
        counts[direction]++,
        octets,
      );
      const packet = framed(pdu, direction, ueId);
      if (JSON.stringify(json).includes('"cipheringAlgorithm"')) {
        ueId++;
        counts = [0, 0];
      }
      return packet;
    });
  };
  const framed = (payload: Uint8Array, direction: 0 | 1, ueId: number): Uint8Array =>
    ipv4(
      IP_PROTOCOL.udp,
      udp(
        9999,
        encodePdcpLteFraming({
          noHeader: false,
          plane: 'signalling',
          rohcCompression: false,
          tags: [
            { tag: 'sequenceNumberLength', value: 5 },
            { tag: 'direction', value: direction },
            { tag: 'logicalChannelType', value: 1 },
            { tag: 'channelId', value: 1 },
            { tag: 'ueId', value: ueId },
          ],
          payload,
        }),
      ),
    );
  const options = [
    ...WITHOUT_NAS,
    '--enable-heuristic',
    'pdcp_lte_udp',
    '-o',
    'pdcp-lte.check_sequence_numbers:Only-PDCP-frames',
    '-O',
    'lte_rrc,pdcp-lte',
  ];
  const secured = [
    ...options,
    ...[1, 2, 3, 4, 5].flatMap(ueId => [
      '-o',
      `uat:pdcp_lte_ue_keys:"${ueId}","${key.ciphering}","","${key.integrity}"`,
    ]),
    '-o',
    'pdcp-lte.default_ciphering_algorithm:EEA2 (AES)',
    '-o',
    'pdcp-lte.default_integrity_algorithm:EIA2 (AES)',
  ];

  wireshark.describe('as Wireshark sees it', () => {
    it('has the same fields in clear', () => {
      expectSameFields(tsharkOf(LINK.rawIp, packetsOf(0), options), samples);
    });

    it('has the same fields when it is deciphered, and each MAC-I matches', () => {
      const text = tsharkOf(LINK.rawIp, packetsOf(2), secured);
      expectSameFields(text, samples);
      expect(text.match(/\[Matches calculated result\]/g)).toHaveLength(samples.length);
    });

    it('has a wrong MAC-I where a bit of it, or of the message, was flipped', () => {
      const packets = packetsOf(2);
      const flip = (index: number, fromEnd: number, mask: number): void => {
        const packet = packets[index]!.slice();
        packet[packet.length - fromEnd]! ^= mask;
        packets[index] = packet;
      };
      const counter = Object.keys(downlink).indexOf('LWA counter');
      flip(counter, 5, 0x20);
      flip(5, 1, 0x01);
      const text = tsharkOf(LINK.rawIp, packets, secured);
      expect(text.match(/\[Matches calculated result\]/g)).toHaveLength(samples.length - 2);
      expect(text.match(/but calculated/g)).toHaveLength(2);
      // Ciphering alone hides no change: the counter that is read is another.
      expect(rrcOf(text)[counter]).toContain('lwa-WT-Counter-r13: 65534');
    });
  });
});
