/** Wireshark opens frames that are drawn at random, of each shape of MAC header, with the key that they were protected under. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Dot11Frame, encodeDot11, frameControl } from '../../src/codecs/dot11/index.js';
import { toHex } from '../../src/codecs/hex.js';
import { snap } from '../../src/codecs/link/llc.js';
import { decryptMpdu, encryptMpdu, prepareKey } from '../../src/crypto/index.js';
import { drawn, octets } from '../codecs/dot11/tshark-frames.js';
import { fieldsOf } from '../codecs/link/tshark-packets.js';
import { wireshark } from '../wireshark.js';

const PLAIN_802_11 = 105;
/** An EtherType for experiments (IEEE 802-2014, 9.2.4), whose payload is shown as data. */
const LOCAL_EXPERIMENTAL = 0x88b5;

const address = octets(5).map(rest => Uint8Array.of(2, ...rest));
const common = {
  duration: fc.nat(0x7fff),
  address1: address,
  address2: address,
  address3: address,
  sequenceControl: fc.record({ fragmentNumber: fc.constant(0), sequenceNumber: fc.nat(4095) }),
};
const flags = {
  retry: fc.boolean(),
  powerManagement: fc.boolean(),
  moreData: fc.boolean(),
  htcOrder: fc.boolean(),
};
const packetNumber = fc.bigInt(1n, 0xffff_ffff_ffffn);

const data = fc.record({
  ...common,
  flags: fc.record({ ...flags, toDs: fc.boolean(), fromDs: fc.boolean() }),
  isQos: fc.boolean(),
  tid: fc.nat(15),
  eosp: fc.boolean(),
  address4: address,
  htControl: fc.nat(0xffff_ffff),
  body: octets(1, 60),
  packetNumber,
  keyId: fc.nat(3),
});

type Drawn = typeof data extends fc.Arbitrary<infer T> ? T : never;

const dataFrame = ({
  flags: set,
  isQos,
  tid,
  eosp,
  address4,
  htControl,
  body,
  ...header
}: Drawn): Uint8Array => {
  const { packetNumber: _, keyId: __, ...fields } = header;
  return encodeDot11({
    ...fields,
    kind: 'data',
    frameControl: frameControl(isQos ? 'qos-data' : 'data', set),
    ...(set.toDs && set.fromDs ? { address4 } : {}),
    ...(isQos ? { qosControl: { amsduPresent: false, ackPolicy: 0, eosp, tid, upper: 0 } } : {}),
    ...(isQos && set.htcOrder ? { htControl } : {}),
    payload: snap(LOCAL_EXPERIMENTAL, body),
  } as Dot11Frame);
};

wireshark.describe('Wireshark on protected frames', () => {
  const ciphers = [
    ['CCMP-128', '00-0F-AC:4', 16],
    ['CCMP-256', '00-0F-AC:10', 32],
    ['GCMP-128', '00-0F-AC:8', 16],
    ['GCMP-256', '00-0F-AC:9', 32],
  ] as const;
  const tkOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => 7 * i + 1);
  const shown = (frames: readonly Uint8Array[], tk: Uint8Array, field: string): string[] =>
    fieldsOf(
      PLAIN_802_11,
      frames,
      [field],
      ['-o', 'wlan.enable_decryption:TRUE', '-o', `uat:80211_keys:"tk","${toHex(tk)}"`],
    ).map(([value]) => value!);

  it.each(ciphers)('opens data frames under %s', (_, cipher, length) => {
    const tk = tkOf(length);
    const key = prepareKey(cipher, tk);
    const all = drawn(data, 100);
    const sealed = all.map(one => encryptMpdu(key, dataFrame(one), one.packetNumber, one.keyId));
    expect(shown(sealed, tk, 'data.data')).toEqual(all.map(({ body }) => toHex(body)));
    for (const [i, one] of all.entries())
      expect(decryptMpdu(key, sealed[i]!)).toMatchObject({
        plaintext: snap(LOCAL_EXPERIMENTAL, one.body),
        pn: one.packetNumber,
        keyId: one.keyId,
      });
  });

  it.each(ciphers)('opens management frames under %s', (_, cipher, length) => {
    const tk = tkOf(length);
    const key = prepareKey(cipher, tk);
    const deauthentication = fc.record({
      ...common,
      flags: fc.record({ ...flags, htcOrder: fc.constant(false) }),
      reasonCode: fc.nat(0xffff),
      packetNumber,
    });
    const all = drawn(deauthentication, 50);
    const sealed = all.map(({ flags: set, packetNumber: number, ...fields }) => {
      const frame: Dot11Frame = {
        ...fields,
        kind: 'deauthentication',
        frameControl: frameControl('deauthentication', set),
        elements: [],
      };
      return encryptMpdu(key, encodeDot11(frame), number);
    });
    expect(shown(sealed, tk, 'wlan.fixed.reason_code').map(Number)).toEqual(
      all.map(({ reasonCode }) => reasonCode),
    );
  });
});
