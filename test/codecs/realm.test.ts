import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import * as codecs from '../../src/codecs/index.js';
import { DlDcch, lwaReconfiguration, wlanIdentifiers } from '../../src/codecs/rrc/index.js';
import { globalEnbId, reactTo, viewXwap, wtId, XwAP } from '../../src/codecs/xwap/index.js';
import { packetsOf } from '../manifest.js';
import { fakes, realms, replaced, shown } from '../realm.js';
import { addresses, capture, cases, frames, M2, m2, within } from './realm-cases.js';
import { vectors as xwapVectors } from './xwap/vectors.js';

/** Cases by name, as one test each. */
const byName = [...new Set(cases.map(({ name }) => name.split(' ')[0]!))].map(
  name => [name, cases.filter(one => one.name.split(' ')[0] === name)] as const,
);

describe('cases', () => {
  it('are of all decoders and encoders', () => {
    // Every format has a decoder; `encodeAll` is of none.
    const names = Object.keys(codecs).filter(name => /^(de|en)code(?!All$)[A-Z]/.test(name));
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
    ['DataView', new DataView(new ArrayBuffer(24))],
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
