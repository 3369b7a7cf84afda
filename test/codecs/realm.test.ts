import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import * as codecs from '../../src/codecs/index.js';
import { per, type Type } from '../../src/codecs/per/index.js';
import { DlDcch, lwaReconfiguration, UlDcch, wlanIdentifiers } from '../../src/codecs/rrc/index.js';
import { globalEnbId, reactTo, viewXwap, wtId, XwAP } from '../../src/codecs/xwap/index.js';
import { fixture, packetsOf } from '../manifest.js';
import { fakes, realms, replaced, shown } from '../realm.js';
import * as primitives from './per/primitives.js';
import { vectors as perVectors } from './per/vectors.js';
import { downlink, uplink } from './rrc/samples.js';
import { vectors as rrcVectors } from './rrc/vectors.js';
import { vectors as xwapVectors } from './xwap/vectors.js';

const capture = 'captures/a-wpa2-psk-ccmp-initial.pcap';
const frames = packetsOf(capture).map(({ linkType, bytes }) => codecs.dot11Of({ linkType, bytes }).mpdu);
const [M2, EAPOL] = [22, 34];
const m2 = toHex(frames[M2]!.subarray(EAPOL));
/** An EAPOL-Key packet whose body is cut, which stays octets, in a data frame. */
const cutKey = `0802000002000000000102000000000202000000000300 00 aaaa03000000888e 02030004 02010a00`;
const gtk = '0839a513b9c5d277b8471b8eca1ecf3d';
const eui = '020000000001 020000000002';
const ipv6 = '20010db8000000000000000000000001';
const fte = fromHex(
  `0001${'a1'.repeat(16)}${'b2'.repeat(32)}${'c3'.repeat(32)} 0106020000000001 03026130 0503510600`,
);
const addresses = { source: fromHex('0a000001'), destination: fromHex('0a000002') };

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
const within: Readonly<Record<string, string>> = {
  encodeElement: 'Elements',
  encodeBlock: 'Blocks',
};

/** Those of strings in fragments take as long as all others. */
const shortVectors = perVectors.filter(({ uper }) => uper.length < 2000);

const cases: readonly Case[] = [
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

/** Cases by name, as one test each. */
const byName = [...new Set(cases.map(({ name }) => name.split(' ')[0]!))].map(
  name => [name, cases.filter(one => one.name.split(' ')[0] === name)] as const,
);

describe('cases', () => {
  it('are of all decoders and encoders', () => {
    const names = Object.keys(codecs).filter(name => /^(de|en)code[A-Z]/.test(name));
    expect(names.length).toBeGreaterThan(40);
    for (const name of names) {
      const of = within[name] ?? name.replace(/^..code/, '');
      const found = cases.filter(one => one.name === of);
      expect(found.length, name).toBeGreaterThan(0);
      if (name.startsWith('encode'))
        expect(
          found.every(({ encode }) => encode !== undefined),
          name,
        ).toBe(true);
    }
  });
});

describe.each(realms)('codecs of %s', (_, emigrate) => {
  it.each(byName)('%s: as of this realm', (_, group) => {
    for (const { name, decode, encode, samples } of group)
      for (const hex of samples) {
        const octets = fromHex(hex);
        const value = decode(octets);
        const foreign = decode(emigrate(octets));
        expect(shown(foreign), name).toEqual(shown(value));
        if (encode === undefined) continue;
        const again = toHex(encode(replaced(value, one => one.slice()) as never));
        expect(toHex(encode(foreign as never)), name).toBe(toHex(encode(value as never)));
        expect(toHex(encode(replaced(value, emigrate) as never)), name).toBe(again);
      }
  });

  it('JSON', () => {
    const value = codecs.decodeDot11Deep(frames[M2]!);
    expect(codecs.toJson(replaced(value, emigrate))).toEqual(codecs.toJson(value));
  });

  it('what is read beside decoding', () => {
    for (const packet of packetsOf(capture)) {
      const { mpdu } = codecs.dot11Of(packet);
      expect(shown(codecs.dot11Of({ linkType: packet.linkType, bytes: emigrate(packet.bytes) }))).toEqual(
        shown(codecs.dot11Of(packet)),
      );
      expect(codecs.fcsOf(emigrate(mpdu))).toBe(codecs.fcsOf(mpdu));
      expect(codecs.crc32(emigrate(mpdu))).toBe(codecs.crc32(mpdu));
    }
    const eapol = fromHex(m2);
    expect(shown(codecs.eapolKeyMicInput(emigrate(eapol), 16))).toEqual(
      shown(codecs.eapolKeyMicInput(eapol, 16)),
    );
    const mic = new Uint8Array(16).fill(9);
    expect(shown(codecs.withMic(emigrate(eapol), emigrate(mic)))).toEqual(shown(codecs.withMic(eapol, mic)));
    expect(shown(codecs.snap(0x888e, emigrate(mic)))).toEqual(shown(codecs.snap(0x888e, mic)));
  });

  it('messages that are built', () => {
    const [plmn, bssid] = [fromHex('00f110'), fromHex('020000000101')];
    expect(shown(wtId(emigrate(bssid)))).toEqual(shown(wtId(bssid)));
    const short = { plmn, shortId: 5 };
    expect(shown(wtId(replaced(short, emigrate)))).toEqual(shown(wtId(short)));
    const enb = { plmn, id: { macro: 7 } };
    expect(shown(globalEnbId(replaced(enb, emigrate)))).toEqual(shown(globalEnbId(enb)));
    const identity = { ssid: fromHex('616263'), bssid };
    expect(shown(wlanIdentifiers(replaced(identity, emigrate)))).toEqual(shown(wlanIdentifiers(identity)));
    const setup = { mobilitySet: { add: [identity] }, wtMacAddress: bssid };
    expect(toHex(DlDcch.encode(lwaReconfiguration(replaced(setup, emigrate))))).toBe(
      toHex(DlDcch.encode(lwaReconfiguration(setup))),
    );
  });

  it('reactions to XwAP messages', () => {
    for (const { aper } of xwapVectors) {
      const pdu = XwAP.decode(fromHex(aper));
      const view = viewXwap(replaced(pdu, emigrate));
      expect(shown(view)).toEqual(shown(viewXwap(replaced(pdu, one => one))));
      expect(shown(reactTo(view))).toEqual(shown(reactTo(viewXwap(replaced(pdu, one => one)))));
    }
  });
});

/** What refuses octets of the wrong kind: all but the capture files, which take the octets of a packet as they are. */
const checking = byName.filter(
  ([name, [first]]) => first!.encode !== undefined && !/^(Pcap|Blocks)$/.test(name),
);

describe.each(fakes)('encoders, of %s', (_, fake) => {
  it.each(checking)('%s: refuse it', (_, group) => {
    for (const { name, decode, encode, samples } of group)
      for (const hex of samples) {
        const value = decode(fromHex(hex));
        let holdsOctets = false;
        const wrong = replaced(value, octets => {
          holdsOctets = true;
          return fake(octets);
        });
        if (holdsOctets) expect(() => encode!(wrong as never), name).toThrow(EncodeError);
      }
  });
});

describe.each(fakes)('decoders, of %s', (_, fake) => {
  it.each(byName)('%s: refuse it', (_, group) => {
    for (const { name, decode, samples } of group)
      for (const hex of samples)
        expect(() => decode(fake(fromHex(hex)) as Uint8Array), name).toThrow(
          /^octets are to be a Uint8Array, not \w+$/,
        );
  });
});

const sctp = fromHex('0bb8 8e6e 00000001 00000000');
const [ipv4, udp] = [fromHex(`45${'00'.repeat(19)}`), fromHex('0001000200080001')];

describe.each(fakes)('what is read beside decoding, of %s', (_, fake) => {
  const wrong = (octets: Uint8Array): Uint8Array => fake(octets) as Uint8Array;

  it.each<[string, () => unknown]>([
    ['crc32', () => codecs.crc32(wrong(udp))],
    ['crc32c', () => codecs.crc32c(wrong(udp))],
    ['fcsOf', () => codecs.fcsOf(wrong(ipv4))],
    ['endsWithFcs', () => codecs.endsWithFcs(wrong(ipv4))],
    ['fcsDetector', () => codecs.fcsDetector()(wrong(ipv4))],
    ['toHex', () => codecs.toHex(wrong(udp))],
    ['verifySctpChecksum', () => codecs.verifySctpChecksum(wrong(sctp))],
    ['verifyIpv4Checksum', () => codecs.verifyIpv4Checksum(wrong(ipv4))],
    ['verifyUdpChecksum', () => codecs.verifyUdpChecksum(wrong(udp), addresses)],
    ['eapolKeyMicInput', () => codecs.eapolKeyMicInput(wrong(fromHex(m2)), 16)],
    ['withMic', () => codecs.withMic(wrong(fromHex(m2)), new Uint8Array(16))],
    ['withMic, of the MIC', () => codecs.withMic(fromHex(m2), wrong(new Uint8Array(16)))],
  ])('%s: refuses it', (_, read) => {
    expect(read).toThrow(/^octets are to be a Uint8Array, not \w+$/);
  });
});

describe('decoders, of what is nothing like octets', () => {
  it.each([
    ['ArrayBuffer', new ArrayBuffer(24)],
    ['Blob', new Blob(['\xd4\xc3\xb2\xa1'])],
    ['String', 'capture.pcapng'],
    ['Null', null],
  ])('refuse to read a capture from what is no chunks: %s', async (kind, wrong) => {
    await expect(codecs.readCapture(wrong as never).next()).rejects.toThrow(
      new TypeError(`octets are to be a Uint8Array, not ${kind}`),
    );
  });

  it.each([
    ['hex digits', 'c000', 'String'],
    ['nothing', undefined, 'Undefined'],
  ])('refuse %s', (_, wrong, kind) => {
    for (const { name, decode } of cases)
      expect(() => decode(wrong as never), name).toThrow(
        new TypeError(`octets are to be a Uint8Array, not ${kind}`),
      );
    for (const lax of [codecs.decodeElements, codecs.decodeDot11, codecs.decodeIpv4, codecs.decodeEapol])
      expect(() =>
        (lax as (octets: never, options: object) => unknown)(wrong as never, { lax: true }),
      ).toThrow(TypeError);
    expect(() => codecs.dot11Of({ linkType: 105, bytes: wrong as never })).toThrow(TypeError);
    expect(() => codecs.captureReader(() => {}).push(wrong as never)).toThrow(TypeError);
  });
});
