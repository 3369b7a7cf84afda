/** What Wireshark says of packets that the encoders made: every checksum right, nothing malformed. */
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import type { IpAddresses } from '../../../src/codecs/link/checksum.js';
import { ETHER_TYPE, encodeEthernet } from '../../../src/codecs/link/ethernet.js';
import {
  encodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  GSMTAP_PORT,
} from '../../../src/codecs/link/gsmtap.js';
import { encodeGtpU, GTPU_EXTENSION_HEADER, GTPU_PORT, type GtpU } from '../../../src/codecs/link/gtpu.js';
import { IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { encodeIpv6 } from '../../../src/codecs/link/ipv6.js';
import { encodeLinuxCookedV1, encodeLinuxCookedV2 } from '../../../src/codecs/link/linux-cooked.js';
import { encodeSctp, type SctpChunk, XWAP_PORT, XWAP_PPID } from '../../../src/codecs/link/sctp.js';
import { encodePdcpDrb } from '../../../src/codecs/rrc/pdcp.js';
import { wireshark } from '../../wireshark.js';
import { ADDRESSES, fieldsOf, ipv4, LINK, udp } from './tshark-packets.js';

const destination = fromHex('020000000001');
const source = fromHex('020000000002');
const v6: IpAddresses = {
  source: fromHex('20010db8000000000000000000000001'),
  destination: fromHex('20010db8000000000000000000000002'),
};
const ethernet = (etherType: number, payload: Uint8Array): Uint8Array =>
  encodeEthernet({ destination, source, etherType, payload });

const CHECKSUMS = [
  '-o',
  'ip.check_checksum:TRUE',
  '-o',
  'udp.check_checksum:TRUE',
  '-o',
  'sctp.checksum:CRC-32c',
];
/** Wireshark's number for a checksum that it found right. */
const GOOD = '1';
/** Whether it found anything malformed, or to warn of. */
const COMPLAINTS = ['_ws.malformed', '_ws.expert.message'];

wireshark.describe('Wireshark on link and transport layers', () => {
  it('finds the checksums of IPv4 and UDP right, and a wrong one wrong', () => {
    const payload = fromHex('0102030405');
    const wrong = ipv4(IP_PROTOCOL.udp, udp(65_000, payload));
    wrong[wrong.length - 1]! ^= 1;
    wrong[8] = 63;
    const packets = [
      ethernet(ETHER_TYPE.ipv4, ipv4(IP_PROTOCOL.udp, udp(65_000, payload))),
      ethernet(ETHER_TYPE.ipv4, ipv4(IP_PROTOCOL.udp, udp(65_000, payload), fromHex('94040000'))),
      ethernet(ETHER_TYPE.ipv4, wrong),
    ];
    const fields = [
      'ip.checksum.status',
      'udp.checksum.status',
      'ip.dsfield.dscp',
      'ip.dsfield.ecn',
      'ip.ttl',
    ];
    expect(fieldsOf(LINK.ethernet, packets, fields, CHECKSUMS)).toEqual([
      [GOOD, GOOD, '46', '1', '64'],
      [GOOD, GOOD, '46', '1', '64'],
      ['0', '0', '46', '1', '63'],
    ]);
  });

  it('walks the extension headers of IPv6 and finds the checksum of UDP right', () => {
    const packet = encodeIpv6({
      ...v6,
      trafficClass: 0xb8,
      flowLabel: 0xabcde,
      hopLimit: 64,
      extensionHeaders: [
        { type: 0, body: fromHex('050200000104') },
        { type: 44, body: fromHex('00 0000 deadbeef') },
        { type: 60, body: fromHex('010400000000') },
      ],
      nextHeader: IP_PROTOCOL.udp,
      payload: udp(65_000, fromHex('01'), v6),
    });
    expect(
      fieldsOf(
        LINK.rawIp,
        [packet],
        ['ipv6.flow', 'ipv6.fraghdr.ident', 'udp.checksum.status', 'data', '_ws.malformed'],
        CHECKSUMS,
      ),
    ).toEqual([['0x0abcde', '0xdeadbeef', GOOD, '01', '']]);
  });

  it('reads VLAN tags and the Linux cooked headers', () => {
    const ip = ipv4(IP_PROTOCOL.udp, udp(65_000, fromHex('01')));
    const tagged = encodeEthernet({
      destination,
      source,
      tags: [
        { tpid: 0x88a8, priority: 5, dropEligible: true, vlan: 7 },
        { tpid: 0x8100, priority: 3, dropEligible: false, vlan: 100 },
      ],
      etherType: ETHER_TYPE.ipv4,
      payload: ip,
    });
    expect(
      fieldsOf(LINK.ethernet, [tagged], ['ieee8021ad.id', 'ieee8021ad.priority', 'vlan.id', 'udp.dstport']),
    ).toEqual([['7', '5', '100', '65000']]);
    const address = fromHex('0200000000020000');
    const common = {
      arpHardwareType: 1,
      addressLength: 6,
      address,
      protocol: ETHER_TYPE.ipv4,
      payload: ip,
      packetType: 4,
    };
    expect(
      fieldsOf(LINK.cookedV1, [encodeLinuxCookedV1(common)], ['sll.pkttype', 'sll.src.eth', 'udp.dstport']),
    ).toEqual([['4', '02:00:00:00:00:02', '65000']]);
    const two = encodeLinuxCookedV2({ ...common, reserved: 0, interfaceIndex: 3 });
    expect(fieldsOf(LINK.cookedV2, [two], ['sll.ifindex', 'sll.src.eth', 'udp.dstport'])).toEqual([
      ['3', '02:00:00:00:00:02', '65000'],
    ]);
  });

  it('reads an SCTP association that carries XwAP, and finds its checksums right', () => {
    const cookie = fromHex('c0ffee');
    const initiation = {
      advertisedReceiverWindowCredit: 106496,
      numberOfOutboundStreams: 2,
      numberOfInboundStreams: 2,
      initialTsn: 100,
    };
    const data: SctpChunk = {
      chunk: 'DATA',
      flags: 3,
      tsn: 100,
      streamIdentifier: 0,
      streamSequenceNumber: 0,
      payloadProtocolIdentifier: XWAP_PPID,
      userData: fromHex('0007000500000100aa'),
    };
    const heartbeat = { type: 1, value: fromHex('01020304') };
    const chunks: readonly (readonly SctpChunk[])[] = [
      [{ chunk: 'INIT', initiateTag: 1, ...initiation, parameters: [{ type: 12, value: fromHex('0005') }] }],
      [{ chunk: 'INIT ACK', initiateTag: 2, ...initiation, parameters: [{ type: 7, value: cookie }] }],
      [{ chunk: 'COOKIE ECHO', cookie }],
      [{ chunk: 'COOKIE ACK' }],
      [data],
      [
        {
          chunk: 'SACK',
          cumulativeTsnAck: 100,
          advertisedReceiverWindowCredit: 106496,
          gapAckBlocks: [{ start: 2, end: 3 }],
          duplicateTsns: [99],
        },
        { ...data, tsn: 200 },
      ],
      [{ chunk: 'HEARTBEAT', parameters: [heartbeat] }],
      [{ chunk: 'HEARTBEAT ACK', parameters: [heartbeat] }],
      [{ chunk: 'SHUTDOWN', cumulativeTsnAck: 100 }],
      [{ chunk: 'SHUTDOWN ACK' }],
      [{ chunk: 'SHUTDOWN COMPLETE', flags: 0 }],
      [{ chunk: 'ERROR', causes: [{ type: 1, value: fromHex('00020000') }] }],
      [{ chunk: 'ABORT', causes: [{ type: 12, value: fromHex('627965') }] }],
    ];
    const packets = chunks.map((of, i) =>
      encodeSctp({
        sourcePort: XWAP_PORT,
        destinationPort: XWAP_PORT,
        verificationTag: i === 0 ? 0 : 1,
        chunks: of,
      }),
    );
    const rows = fieldsOf(
      LINK.ethernet,
      packets.map(packet => ethernet(ETHER_TYPE.ipv4, ipv4(IP_PROTOCOL.sctp, packet))),
      ['sctp.checksum.status', 'sctp.checksum', 'sctp.chunk_type', '_ws.malformed'],
      CHECKSUMS,
    );
    expect(rows).toEqual(
      packets.map((packet, i) => [
        GOOD,
        `0x${toHex(packet.subarray(8, 12))}`,
        ['1', '2', '10', '11', '0', '3,0', '4', '5', '7', '8', '14', '9', '6'][i],
        '',
      ]),
    );
    const [row] = fieldsOf(
      LINK.ethernet,
      [ethernet(ETHER_TYPE.ipv4, ipv4(IP_PROTOCOL.sctp, packets[5]!))],
      [
        'sctp.sack_cumulative_tsn_ack_raw',
        'sctp.sack_gap_block_start',
        'sctp.sack_gap_block_end',
        'sctp.sack_duplicate_tsn',
        'sctp.data_payload_proto_id',
      ],
    );
    expect(row).toEqual(['100', '2', '3', '99', String(XWAP_PPID)]);
    const flipped = packets[4]!.slice();
    flipped[20]! ^= 1;
    const wrong = ethernet(ETHER_TYPE.ipv4, ipv4(IP_PROTOCOL.sctp, flipped));
    expect(fieldsOf(LINK.ethernet, [wrong], ['sctp.checksum.status'], CHECKSUMS)).toEqual([['0']]);
  });

  it('reads GTP-U with what it may carry', () => {
    const gPdu = {
      message: 'gPdu',
      payload: encodePdcpDrb({ pdu: 'data', sn: 1, data: fromHex('45') }, 18),
    } as const;
    const messages: readonly GtpU[] = [
      { teid: 0x01020304, content: gPdu },
      { teid: 1, sequenceNumber: 0xfffe, nPduNumber: 9, content: gPdu },
      {
        teid: 1,
        extensionHeaders: [
          { type: GTPU_EXTENSION_HEADER.xwRanContainer, content: fromHex('0000010203ff') },
          { type: GTPU_EXTENSION_HEADER.pdcpPduNumber, content: fromHex('0abc') },
        ],
        content: gPdu,
      },
      { teid: 0, sequenceNumber: 1, content: { message: 'echoRequest', informationElements: [] } },
      {
        teid: 0,
        sequenceNumber: 1,
        content: {
          message: 'echoResponse',
          informationElements: [{ element: 'recovery', restartCounter: 0 }],
        },
      },
      {
        teid: 0,
        sequenceNumber: 0,
        content: {
          message: 'errorIndication',
          informationElements: [
            { element: 'tunnelEndpointIdentifierDataI', teid: 5 },
            { element: 'gtpUPeerAddress', address: ADDRESSES.source },
          ],
        },
      },
      { teid: 7, content: { message: 'endMarker', informationElements: [] } },
      {
        teid: 0,
        sequenceNumber: 0,
        content: {
          message: 'supportedExtensionHeadersNotification',
          informationElements: [{ element: 'extensionHeaderTypeList', types: fromHex('8340') }],
        },
      },
    ];
    const rows = fieldsOf(
      LINK.ethernet,
      messages.map(message =>
        ethernet(ETHER_TYPE.ipv4, ipv4(IP_PROTOCOL.udp, udp(GTPU_PORT, encodeGtpU(message)))),
      ),
      [
        'gtp.message',
        'gtp.teid',
        'gtp.seq_number',
        'gtp.ext_hdr.next',
        'gtp.ext_hdr.length',
        'gtp.ext_hdr.pdcp_sn',
        'gtp.teid_data',
        'gtp.gsn_ipv4',
        '_ws.malformed',
      ],
      [...CHECKSUMS, '-o', 'gtp.dissect_tpdu_as:None'],
    );
    expect(rows).toEqual([
      ['0xff', '0x01020304', '', '', '', '', '', '', ''],
      ['0xff', '0x00000001', '0xfffe', '', '', '', '', '', ''],
      ['0xff', '0x00000001', '', '0x83,0xc0,0x00', '2,1', '2748', '', '', ''],
      ['0x01', '0x00000000', '0x0001', '', '', '', '', '', ''],
      ['0x02', '0x00000000', '0x0001', '', '', '', '', '', ''],
      ['0x1a', '0x00000000', '0x0000', '', '', '', '0x00000005', '10.0.0.1', ''],
      ['0xfe', '0x00000007', '', '', '', '', '', '', ''],
      ['0x1f', '0x00000000', '0x0000', '', '', '', '', '', ''],
    ]);
  });

  it('reads RRC over GSMTAP', () => {
    const packet = (payload: string, uplink: boolean, subType: number): Uint8Array =>
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
            signalDbm: -70,
            signalNoiseDb: -3,
            frameNumber: 12345,
            subType,
            antenna: 0,
            subSlot: 0,
            payload: fromHex(payload),
          }),
        ),
      );
    const rows = fieldsOf(
      LINK.rawIp,
      [
        packet('2200a4a091200020', false, GSMTAP_LTE_RRC_CHANNEL.dlDcch),
        packet('9400', true, GSMTAP_LTE_RRC_CHANNEL.ulDcch),
      ],
      [
        'gsmtap.uplink',
        'gsmtap.signal_dbm',
        'gsmtap.snr_db',
        'gsmtap.frame_nr',
        'lte-rrc.lwa_WT_Counter_r13',
        'lte-rrc.wlan_Status_r13',
        ...COMPLAINTS,
      ],
    );
    expect(rows).toEqual([
      ['0', '-70', '-3', '12345', '1', '', '', ''],
      ['1', '-70', '-3', '12345', '', '0', '', ''],
    ]);
  });
});
