/** LWAAP in Ethernet, in LLC on WLAN and in GTP-U, through the dissector. */
import { expect, it } from 'vitest';
import { DecodeError } from '../../src/codecs/error.js';
import { fromHex } from '../../src/codecs/hex.js';
import { encodeEthernet } from '../../src/codecs/link/ethernet.js';
import { encodeGtpU, GTPU_PORT } from '../../src/codecs/link/gtpu.js';
import { IP_PROTOCOL } from '../../src/codecs/link/ipv4.js';
import { encodeIpv6 } from '../../src/codecs/link/ipv6.js';
import { encodeLwaap } from '../../src/codecs/rrc/lwaap.js';
import { decodePdcpDrb, encodePdcpDrb, type PdcpSnLength } from '../../src/codecs/rrc/pdcp.js';
import { ADDRESSES, fieldsOf, ipv4, LINK, udp } from '../codecs/link/tshark-packets.js';
import { wireshark } from '../wireshark.js';
import { DISSECTORS } from './xw.js';

const ETHERTYPE = 0x9e65;
const inEthernet = (payload: Uint8Array): Uint8Array =>
  encodeEthernet({
    destination: fromHex('020000000001'),
    source: fromHex('020000000002'),
    etherType: ETHERTYPE,
    payload,
  });
const inGtp = (payload: Uint8Array): Uint8Array =>
  ipv4(IP_PROTOCOL.udp, udp(GTPU_PORT, encodeGtpU({ teid: 5, content: { message: 'gPdu', payload } })));

const lwaap = (drbId: number, payload: Uint8Array, reserved = 0): Uint8Array =>
  encodeLwaap({ header: { reserved, drbId }, payload });
const data = (sn: number, snLength: PdcpSnLength, sdu: Uint8Array, polling = false): Uint8Array =>
  encodePdcpDrb({ pdu: 'data', sn, data: sdu, ...(polling ? { polling } : {}) }, snLength);

const v4 = ipv4(IP_PROTOCOL.udp, udp(65_000, fromHex('0102')));
const v6 = encodeIpv6({
  source: fromHex('20010db8000000000000000000000001'),
  destination: fromHex('20010db8000000000000000000000002'),
  trafficClass: 0,
  flowLabel: 0,
  hopLimit: 64,
  nextHeader: 59,
  payload: fromHex(''),
});
const counter = fromHex('0000000000000007');

const FIELDS = [
  'lwaap.reserved',
  'lwaap.DRBID',
  'lwaap.pdcp.D_C',
  'lwaap.pdcp.SN',
  'ip.src',
  'ipv6.src',
  'data.data',
  'lwaap.malformed',
  '_ws.lua.error',
] as const;

wireshark.describe('the dissector of LWAAP', () => {
  it.each<[PdcpSnLength, number]>([
    [7, 100],
    [12, 4095],
    [15, 32_000],
    [18, 262_143],
  ])('reads the PDCP header with a sequence number of %i bits, and IP behind it', (snLength, sn) => {
    const packets = [v4, v6, counter].map(sdu => inEthernet(lwaap(21, data(sn, snLength, sdu), 5)));
    const header = ['5', '21', '1', `${sn}`];
    expect(
      fieldsOf(LINK.ethernet, packets, FIELDS, [...DISSECTORS, '-o', `lwaap.pdcp_sn_length:${snLength}`]),
    ).toEqual([
      [...header, '10.0.0.1', '', '0102', '', ''],
      [...header, '', '2001:db8::1', '', '', ''],
      [...header, '', '', '0000000000000007', '', ''],
    ]);
  });

  it('reads 18 bits and the polling bit where nothing is said, and says what is malformed', () => {
    const packets = [data(3, 18, counter, true), fromHex('80'), fromHex('')].map(pdcp =>
      inEthernet(lwaap(1, pdcp)),
    );
    const fields = ['lwaap.pdcp.SN', 'lwaap.pdcp.P', '_ws.col.Info', 'lwaap.malformed'];
    // Frames of Ethernet are filled up where they are short, but in a capture of the sender: these are not.
    expect(fieldsOf(LINK.ethernet, packets, fields, DISSECTORS)).toEqual([
      ['3', '1', 'DRB 1, PDCP SN 3', ''],
      ['', '', 'DRB 1, PDCP malformed', '1'],
      ['', '', 'malformed', '1'],
    ]);
  });

  const CONTROL_FIELDS = [
    'lwaap.pdcp.PDU_type',
    'lwaap.pdcp.LSN',
    'lwaap.pdcp.FMS',
    'lwaap.pdcp.HRW',
    'lwaap.pdcp.NMP',
    'lwaap.pdcp.bitmap',
    '_ws.col.Info',
    'lwaap.malformed',
  ];
  const controlRows = (pdus: readonly Uint8Array[], snLength: PdcpSnLength): string[][] =>
    fieldsOf(
      LINK.ethernet,
      pdus.map(pdu => inEthernet(lwaap(1, pdu))),
      CONTROL_FIELDS,
      [...DISSECTORS, '-o', `lwaap.pdcp_sn_length:${snLength}`],
    );

  it.each<[PdcpSnLength, number]>([
    [12, 0xabc],
    [15, 0x5abc],
    [18, 0x2abcd],
  ])('reads control PDUs with sequence numbers of %i bits', (snLength, sn) => {
    const bitmap = fromHex('a5f0');
    const pdus = [
      encodePdcpDrb({ pdu: 'lwaEndMarker', lsn: sn }, snLength),
      encodePdcpDrb({ pdu: 'lwaStatusReport', fms: sn, hrw: sn - 1, nmp: sn - 2 }, snLength),
      encodePdcpDrb({ pdu: 'statusReport', fms: sn, bitmap }, snLength),
      encodePdcpDrb({ pdu: 'statusReport', fms: sn, bitmap: fromHex('') }, snLength),
      encodePdcpDrb({ pdu: 'rohcFeedback', reserved: 0, feedback: bitmap }, snLength),
    ];
    const report = `DRB 1, PDCP status report, FMS ${sn}`;
    const lwa = `DRB 1, PDCP LWA status report, FMS ${sn}, HRW ${sn - 1}, NMP ${sn - 2}`;
    expect(controlRows(pdus, snLength)).toEqual([
      ['3', `${sn}`, '', '', '', '', `DRB 1, PDCP LWA end-marker packet, LSN ${sn}`, ''],
      ['2', '', `${sn}`, `${sn - 1}`, `${sn - 2}`, '', lwa, ''],
      ['0', '', `${sn}`, '', '', 'a5f0', report, ''],
      ['0', '', `${sn}`, '', '', '', report, ''],
      ['1', '', '', '', '', '', 'DRB 1, PDCP Interspersed ROHC feedback packet', ''],
    ]);
  });

  it.each<PdcpSnLength>([12, 15, 18])('says which control PDUs of %i bits are malformed', snLength => {
    const marker = encodePdcpDrb({ pdu: 'lwaEndMarker', lsn: 1 }, snLength);
    const report = encodePdcpDrb({ pdu: 'lwaStatusReport', fms: 1, hrw: 2, nmp: 1 }, snLength);
    const longer = (pdu: Uint8Array): Uint8Array => Uint8Array.from([...pdu, 0]);
    const pdus = [
      marker.subarray(0, -1),
      longer(marker),
      report.subarray(0, -1),
      longer(report),
      fromHex('00'),
    ];
    for (const row of controlRows(pdus, snLength)) expect(row.at(-1)).toBe('1');
    for (const pdu of pdus) expect(() => decodePdcpDrb(pdu, snLength)).toThrow(DecodeError);
  });

  it('names control PDUs alone with a sequence number of 7 bits', () => {
    expect(controlRows([fromHex('30ff')], 7)).toEqual([
      ['3', '', '', '', '', '', 'DRB 1, PDCP LWA end-marker packet', ''],
    ]);
  });

  it('leaves what is malformed in an SDU to Wireshark: Lua does not fail', () => {
    // Next Header 0, a hop-by-hop header, of which there is nothing.
    const sdu = v6.slice();
    sdu[6] = 0;
    const packets = [data(3, 18, sdu)].map(pdcp => inEthernet(lwaap(1, pdcp)));
    const shown = [inEthernet(fromHex('')), ...packets];
    const fields = ['_ws.col.Protocol', '_ws.malformed', '_ws.lua.error'];
    const rows = fieldsOf(LINK.ethernet, shown, fields, DISSECTORS);
    expect(rows.map(([protocol, , lua]) => [protocol, lua])).toEqual([
      ['LWAAP', ''],
      ['IPv6', ''],
    ]);
    expect(rows[1]![1]).not.toBe('');
  });

  it('reads it in GTP-U where that is to be dissected as "Custom", and IP there as before', () => {
    const packets = [inGtp(lwaap(1, data(6, 18, counter))), inGtp(v4)];
    const fields = ['gtp.teid', 'lwaap.DRBID', 'lwaap.pdcp.SN', 'ip.src'];
    const custom = ['-o', 'gtp.dissect_tpdu_as:Custom'];
    const outer = ADDRESSES.source.join('.');
    expect(fieldsOf(LINK.rawIp, packets, fields, [...DISSECTORS, ...custom])).toEqual([
      ['0x00000005', '1', '6', outer],
      ['0x00000005', '', '', `${outer},${outer}`],
    ]);
    expect(fieldsOf(LINK.rawIp, packets, fields, DISSECTORS)[0]).toEqual(['0x00000005', '', '', outer]);
  });
});
