import { fromHex, toHex } from '../../src/codecs/hex.js';
import * as codecs from '../../src/codecs/index.js';
import { per, type Type } from '../../src/codecs/per/index.js';
import { DlDcch, UlDcch } from '../../src/codecs/rrc/index.js';
import { XwAP } from '../../src/codecs/xwap/index.js';
import { fixture, packetsOf } from '../manifest.js';
import * as primitives from './per/primitives.js';
import { vectors as perVectors } from './per/vectors.js';
import { downlink, uplink } from './rrc/samples.js';
import { vectors as rrcVectors } from './rrc/vectors.js';
import { vectors as xwapVectors } from './xwap/vectors.js';

/** Of a handshake. */
export const capture = 'captures/a-wpa2-psk-ccmp-initial.pcap';
export const frames = packetsOf(capture).map(
  ({ linkType, bytes }) => codecs.dot11Of({ linkType, bytes }).mpdu,
);
/** The place of M2 in it, and that of the EAPOL packet in this. */
export const M2 = 22;
const EAPOL = 34;
export const m2 = toHex(frames[M2]!.subarray(EAPOL));
/** An EAPOL-Key packet whose body is cut, which stays octets, in a data frame. */
const cutKey = `0802000002000000000102000000000202000000000300 00 aaaa03000000888e 02030004 02010a00`;
const gtk = '0839a513b9c5d277b8471b8eca1ecf3d';
const eui = '020000000001 020000000002';
const ipv6 = '20010db8000000000000000000000001';
const fte = fromHex(
  `0001${'a1'.repeat(16)}${'b2'.repeat(32)}${'c3'.repeat(32)} 0106020000000001 03026130 0503510600`,
);
export const addresses = { source: fromHex('0a000001'), destination: fromHex('0a000002') };

/** A decoder with its encoder, where there is one, and octets that both take. */
interface Case {
  readonly name: string;
  readonly decode: (bytes: Uint8Array) => unknown;
  readonly encode?: (value: never) => Uint8Array;
  readonly samples: readonly string[];
}

const made = <V>(
  name: string,
  decode: (bytes: Uint8Array) => V,
  encode: ((value: V) => Uint8Array) | undefined,
  ...samples: readonly string[]
): Case => ({ name, decode, ...(encode && { encode }), samples });

/** The names of {@link codecs} that each case stands for are its own with `decode` and `encode` in front, but for these. */
export const within: Readonly<Record<string, string>> = {
  encodeElement: 'Elements',
  encodeBlock: 'Blocks',
};

/** Those of strings in fragments take as long as all others. */
const shortVectors = perVectors.filter(({ uper }) => uper.length < 2000);

export const cases: readonly Case[] = [
  made('Dot11', codecs.decodeDot11, codecs.encodeDot11, ...frames.map(toHex)),
  made('Dot11Deep', codecs.decodeDot11Deep, codecs.encodeDot11Deep, ...frames.map(toHex), cutKey),
  made(
    'Elements',
    bytes => codecs.decodeElements(bytes),
    value => Buffer.concat([...value].map(one => codecs.encodeElement(one))),
    '0003616263 01028284 3603a1b201 4c100400010000000000a1a2a3a4a5a6a7a8 f40120 dd050050f20211 c8020102',
    `302a 0100 000fac04 0100 000fac04 0100 000fac06 c000 0100 ${gtk} 000fac06`,
    toHex(Uint8Array.of(55, fte.length, ...fte)),
  ),
  made('Elements', bytes => codecs.decodeElements(bytes), codecs.encodeElements, '0003616263 01028284'),
  made(
    'KeyData',
    bytes => codecs.decodeKeyData(bytes),
    codecs.encodeKeyData,
    `dd16000fac010100${gtk} dd0a000fac03020000000001 dd14000fac04${gtk} dd1c000fac090400010000000000${gtk} dd000000`,
    `dd06000fac05aabb 30020100`,
  ),
  made('EapolKey', bytes => codecs.decodeEapolKey(bytes), codecs.encodeEapolKey, m2),
  made('Eapol', bytes => codecs.decodeEapol(bytes), codecs.encodeEapol, m2, '01010000'),
  made(
    'Amsdu',
    bytes => codecs.decodeAmsdu(bytes),
    codecs.encodeAmsdu,
    '020000000001 020000000002 0003 aabbcc 000000 020000000001 020000000002 0001 dd',
  ),
  made('Ethernet', b => codecs.decodeEthernet(b), codecs.encodeEthernet, `${eui} 8100 6064 0800 4500`),
  made(
    'Ethernet',
    b => codecs.decodeEthernet(b),
    codecs.encodeEthernet,
    `${eui} 0003 424203 ${'00'.repeat(43)}`,
  ),
  made(
    'Gsmtap',
    b => codecs.decodeGsmtap(b),
    codecs.encodeGsmtap,
    '02050d005234a50cfffffffe0301020001020304 1200',
  ),
  made(
    'GsmtapV3',
    b => codecs.decodeGsmtapV3(b),
    codecs.encodeGsmtapV3,
    '03000009 0403 000b 0000000c 000000006553f100 000003e8 00020004 0000073a fffe 1200',
    '03000004 0403 000b 00010001 41000000 1200',
  ),
  made(
    'GtpU',
    b => codecs.decodeGtpU(b),
    codecs.encodeGtpU,
    '34 ff 0016 00000001 0000 00 83 02 000102030405 c0 01 0abc 7f 01 ffff 00 a0b0',
    '32 1a 0016 00000000 0000 00 00 10 deadbeef 85 0004 0a000001 ff 0003 28af 01',
  ),
  made(
    'Ipv4',
    b => codecs.decodeIpv4(b),
    codecs.encodeIpv4,
    '45000015000040004011b8bfc0a80001c0a800c7aa',
    '46b900190000bfff40111234c0a80001c0a800c794040000aa0000',
  ),
  made(
    'Ipv6',
    b => codecs.decodeIpv6(b),
    codecs.encodeIpv6,
    `6b8abcde 000a 00 40 ${ipv6} ${ipv6} 1100 050200000000 aabb 00`,
  ),
  made(
    'LinuxCookedV1',
    b => codecs.decodeLinuxCookedV1(b),
    codecs.encodeLinuxCookedV1,
    '0004000100060200000000010000080045',
  ),
  made(
    'LinuxCookedV2',
    b => codecs.decodeLinuxCookedV2(b),
    codecs.encodeLinuxCookedV2,
    '0800000000000003000104060200000000010000 45',
  ),
  made('Llc', b => codecs.decodeLlc(b), codecs.encodeLlc, 'aaaa03 000000 888e 0102', 'f0f0 0402 aa'),
  made('Lwaap', b => codecs.decodeLwaap(b), codecs.encodeLwaap, '05aabb'),
  made('PdcpSrb', b => codecs.decodePdcpSrb(b), codecs.encodePdcpSrb, 'be 3202 b4943e29'),
  ...['8abc aa', '0abc 8001', '1f aa', '48 01'].map(hex =>
    made(
      'PdcpDrb',
      b => codecs.decodePdcpDrb(b, 12),
      v => codecs.encodePdcpDrb(v, 12),
      hex,
    ),
  ),
  made(
    'PdcpLteFraming',
    b => codecs.decodePdcpLteFraming(b),
    codecs.encodePdcpLteFraming,
    '706463702d6c7465 00 01 00 0205 0301 0401 0d0001 0e0001 01 0105e2a4fdf3192a399d4df694',
  ),
  made(
    'Sctp',
    b => codecs.decodeSctp(b),
    codecs.encodeSctp,
    '8e6e 8e6e 00000001 00000000 00030013 fffffffe 0001 0007 0000003a 000102 aa 04000009 00010005 c0 000000',
    '8e6e 8e6e 00000001 00000000 01000028 a1b2c3d4 00100000 0002 ffff fffffffe 00050008 0a000001 000c0006 0005 0001 80000004',
    '8e6e 8e6e 00000001 00000000 0a000007 c0ffee 00 c1000006 aabb 0000',
  ),
  made(
    'Udp',
    b => codecs.decodeUdp(b),
    v => codecs.encodeUdp(v, addresses),
    '03e8 1279 000b 1234 010203',
  ),
  made('Pcap', b => codecs.decodePcap(b), codecs.encodePcap, toHex(fixture(capture))),
  made(
    'Blocks',
    b => codecs.decodeBlocks(b),
    value => Buffer.concat(value.map(one => codecs.encodeBlock(one))),
    toHex(fixture('rules/suspension-broken.pcapng')),
  ),
  made('Capture', b => codecs.decodeCapture(b), undefined, toHex(fixture('rules/suspension-broken.pcapng'))),
  made('Radiotap', b => codecs.decodeRadiotap(b), undefined, toHex(packetsOf(capture)[0]!.bytes)),
  made(
    'Prism',
    b => codecs.decodePrism(b),
    undefined,
    `44000000 30000000 776c616e30${'00'.repeat(11)} 44000300 0000 0400 06000000 44000600 0100 0400 00000000`,
  ),
  made(
    'Avs',
    b => codecs.decodeAvs(b),
    undefined,
    `80211001 00000040 ${'00'.repeat(24)} 00000004 00000006 0000000a ${'00'.repeat(12)} ffffffd8 ffffffa1 00000001 00000001`,
  ),
  made(
    'Ppi',
    b => codecs.decodePpi(b),
    undefined,
    `00002000 69000000 02001400 ${'00'.repeat(8)} 0100 ${'00'.repeat(10)}`,
  ),
  ...xwapVectors.map(({ name, aper }) =>
    made(
      `XwAP ${name}`,
      b => XwAP.decode(b),
      v => XwAP.encode(v),
      aper,
    ),
  ),
  ...rrcVectors.map(({ name, pdu, uper }) =>
    pdu === 'DL-DCCH-Message'
      ? made(
          `RRC ${name}`,
          b => DlDcch.decode(b),
          v => DlDcch.encode(v),
          uper,
        )
      : made(
          `RRC ${name}`,
          b => UlDcch.decode(b),
          v => UlDcch.encode(v),
          uper,
        ),
  ),
  ...Object.values(downlink).map(v =>
    made(
      'RRC, built',
      b => DlDcch.decode(b),
      v => DlDcch.encode(v),
      toHex(DlDcch.encode(v)),
    ),
  ),
  ...Object.values(uplink).map(v =>
    made(
      'RRC, built',
      b => UlDcch.decode(b),
      v => UlDcch.encode(v),
      toHex(UlDcch.encode(v)),
    ),
  ),
  ...shortVectors.flatMap(({ name, type, uper, aper }) => {
    const schema = (primitives as unknown as Record<string, Type<unknown>>)[type]!;
    return [false, true].map(aligned => {
      const codec = per(schema, { aligned, format: 'V' });
      return made(
        `PER ${name}`,
        b => codec.decode(b),
        v => codec.encode(v),
        aligned ? aper : uper,
      );
    });
  }),
];
