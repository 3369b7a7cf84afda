/** What Wireshark says of PDCP PDUs in its own framing: each MAC-I right, each field of a control PDU found. */
import { expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { encodePdcpLteFraming, type PdcpLteTag } from '../../../src/codecs/link/pdcp-lte-framing.js';
import { encodePdcpDrb, type PdcpDrb, type PdcpSnLength } from '../../../src/codecs/rrc/pdcp.js';
import { protectSrb } from '../../../src/crypto/pdcp.js';
import { wireshark } from '../../wireshark.js';
import { fieldsOf, ipv4, LINK, tsharkOf, udp } from '../link/tshark-packets.js';

const framed = (plane: 'signalling' | 'user', tags: readonly PdcpLteTag[], payload: Uint8Array): Uint8Array =>
  ipv4(
    IP_PROTOCOL.udp,
    udp(9999, encodePdcpLteFraming({ noHeader: false, plane, rohcCompression: false, tags, payload })),
  );
const PDCP = ['--enable-heuristic', 'pdcp_lte_udp', '-o', 'pdcp-lte.check_sequence_numbers:Only-PDCP-frames'];

wireshark.describe('Wireshark on PDCP of SRBs', () => {
  const key = {
    integrity: '0123456789abcdef0123456789abcdef',
    ciphering: 'fedcba9876543210fedcba9876543210',
  };
  const messages = [
    ['320220', 0, 1, 0],
    ['2a00', 0, 0, 0],
    ['2200a4a091200020', 1, 1, 2],
    ['1200', 1, 0, 2],
    ['9400', 2, 0, 2],
  ] as const;
  const packets = messages.map(([rrc, count, direction, ciphering]) =>
    framed(
      'signalling',
      [
        { tag: 'sequenceNumberLength', value: 5 },
        { tag: 'direction', value: direction },
        { tag: 'logicalChannelType', value: 1 },
        { tag: 'channelId', value: 1 },
        { tag: 'ueId', value: 1 },
      ],
      protectSrb(
        {
          bearer: 0,
          direction,
          integrity: { algorithm: 2, key: fromHex(key.integrity) },
          ciphering: { algorithm: ciphering, key: fromHex(key.ciphering) },
        },
        count,
        fromHex(rrc),
      ),
    ),
  );
  const options = [
    ...PDCP,
    '-o',
    `uat:pdcp_lte_ue_keys:"1","${key.ciphering}","","${key.integrity}"`,
    '-o',
    'pdcp-lte.default_integrity_algorithm:EIA2 (AES)',
  ];

  it('are deciphered, and each MAC-I matches', () => {
    const text = tsharkOf(LINK.rawIp, packets, [...options, '-V']);
    expect(text.match(/\[Matches calculated result\]/g)).toHaveLength(messages.length);
    expect(text).not.toMatch(/but calculated|Malformed/);
    const fields = [
      'pdcp-lte.security-config.count',
      'lte-rrc.lwa_WT_Counter_r13',
      'lte-rrc.wlan_Status_r13',
    ];
    expect(fieldsOf(LINK.rawIp, packets, fields, options).slice(2)).toEqual([
      ['1', '1', ''],
      ['1', '', ''],
      ['2', '', '0'],
    ]);
  });

  it('are found wrong where one bit of the MAC-I is', () => {
    const last = packets.at(-1)!.slice();
    last[last.length - 1]! ^= 1;
    const text = tsharkOf(LINK.rawIp, [...packets.slice(0, -1), last], [...options, '-V']);
    expect(text.match(/\[Matches calculated result\]/g)).toHaveLength(messages.length - 1);
    expect(text.match(/but calculated/g)).toHaveLength(1);
  });
});

wireshark.describe('Wireshark on PDCP of DRBs', () => {
  it('reads each format with each length of the sequence number', () => {
    const drb = (snLength: PdcpSnLength, pdu: PdcpDrb): Uint8Array =>
      framed(
        'user',
        [
          { tag: 'sequenceNumberLength', value: snLength },
          { tag: 'direction', value: 1 },
          { tag: 'channelId', value: 5 },
          { tag: 'ueId', value: 1 },
        ],
        encodePdcpDrb(pdu, snLength),
      );
    const data = fromHex('ff');
    const bitmap = fromHex('80');
    const packets = [
      drb(7, { pdu: 'data', sn: 0x55, data }),
      drb(12, { pdu: 'data', sn: 0xabc, data }),
      drb(15, { pdu: 'data', sn: 0x7ffe, data }),
      drb(18, { pdu: 'data', sn: 0x2abcd, polling: true, data }),
      drb(12, { pdu: 'statusReport', fms: 0xabc, bitmap }),
      drb(15, { pdu: 'statusReport', fms: 0x1234, bitmap }),
      drb(18, { pdu: 'statusReport', fms: 0x2abcd, bitmap }),
      drb(12, { pdu: 'lwaStatusReport', fms: 0xabc, hrw: 0xdef, nmp: 0x123 }),
      drb(15, { pdu: 'lwaStatusReport', fms: 0x1234, hrw: 0x2345, nmp: 0x3456 }),
      drb(18, { pdu: 'lwaStatusReport', fms: 0x2abcd, hrw: 0x3fffe, nmp: 0x12345 }),
      drb(12, { pdu: 'lwaEndMarker', lsn: 0xabc }),
      drb(15, { pdu: 'lwaEndMarker', lsn: 0x7fff }),
      drb(18, { pdu: 'lwaEndMarker', lsn: 0x2abcd }),
    ];
    const rows = fieldsOf(
      LINK.rawIp,
      packets,
      [
        'pdcp-lte.seq-num',
        'pdcp-lte.polling',
        'pdcp-lte.control-pdu-type',
        'pdcp-lte.fms',
        'pdcp-lte.hwr',
        'pdcp-lte.nmp',
        'pdcp-lte.lsn',
        '_ws.malformed',
      ],
      PDCP,
    );
    expect(rows).toEqual([
      ['85', '', '', '', '', '', '', ''],
      ['2748', '', '', '', '', '', '', ''],
      ['32766', '', '', '', '', '', '', ''],
      ['175053', '1', '', '', '', '', '', ''],
      ['', '', '0x00', '2748', '', '', '', ''],
      ['', '', '0x00', '4660', '', '', '', ''],
      ['', '', '0x00', '175053', '', '', '', ''],
      ['', '', '0x02', '2748', '3567', '291', '', ''],
      ['', '', '0x02', '4660', '9029', '13398', '', ''],
      ['', '', '0x02', '175053', '262142', '74565', '', ''],
      ['', '', '0x03', '', '', '', '2748', ''],
      ['', '', '0x03', '', '', '', '32767', ''],
      ['', '', '0x03', '', '', '', '175053', ''],
    ]);
  });
});
