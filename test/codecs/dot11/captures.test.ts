import { describe, expect, it } from 'vitest';
import {
  ADDRESS_1,
  ADDRESS_2,
  addressAt,
  decodeDot11,
  decodeDot11Deep,
  decodeEapolKey,
  decodeKeyData,
  decodeRadiotap,
  encodeDot11,
  encodeDot11Deep,
  encodeEapolKey,
  encodeKeyData,
  headerLength,
  isProtected,
  radiotapHeader,
} from '../../../src/codecs/dot11/index.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { decodeLlc, EAPOL_ETHERTYPE, encodeLlc, etherTypeAt } from '../../../src/codecs/link/llc.js';
import { captures, framesOf, manifest, packetsOf } from './support.js';

const LLC_LENGTH = 8;

describe.each(captures)('%s', name => {
  it('gives every radiotap header again from its fields', () => {
    for (const packet of packetsOf(name)) {
      const { header, fields } = decodeRadiotap(packet);
      expect(radiotapHeader(fields)).toEqual(header.octets);
    }
  });

  it('gives every frame again, as it is and with what it carries', () => {
    for (const frame of framesOf(name)) {
      expect(encodeDot11(decodeDot11(frame))).toEqual(frame);
      expect(encodeDot11Deep(decodeDot11Deep(frame))).toEqual(frame);
    }
  });

  it('agrees with the lengths and addresses of the header view', () => {
    for (const octets of framesOf(name)) {
      const frame = decodeDot11(octets);
      if (frame.kind === 'data') expect(headerLength(octets)).toBe(octets.length - frame.payload.length);
      if ('address1' in frame) expect(addressAt(octets, ADDRESS_1)).toEqual(frame.address1);
      if ('address2' in frame) expect(addressAt(octets, ADDRESS_2)).toEqual(frame.address2);
    }
  });

  it('reads the EAPOL-Key frames that the manifest lists, and no other', () => {
    const frames = framesOf(name);
    const listed = manifest.captures.find(capture => capture.file === name)!.eapol_key_frames;
    const clear = listed.filter(entry => !entry.encrypted_80211);
    const found = frames.flatMap((frame, i) =>
      !isProtected(frame) && etherTypeAt(frame, headerLength(frame)) === EAPOL_ETHERTYPE ? [i + 1] : [],
    );
    expect(found).toEqual(clear.map(entry => entry.frame));
    for (const entry of clear) {
      const octets = frames[entry.frame - 1]!.subarray(headerLength(frames[entry.frame - 1]!));
      const llc = decodeLlc(octets);
      expect(llc).toMatchObject({ dsap: 0xaa, ssap: 0xaa, control: 3, oui: '00-00-00', etherType: 0x888e });
      expect(encodeLlc(llc)).toEqual(octets);
      const eapol = octets.subarray(LLC_LENGTH);
      const key = decodeEapolKey(eapol);
      expect(key).toMatchObject({
        protocolVersion: entry.eapol_version,
        descriptorType: entry.descriptor_type,
        keyLength: entry.key_length,
        keyReplayCounter: BigInt(entry.replay_counter),
        keyNonce: fromHex(entry.nonce),
      });
      expect(toHex(eapol.subarray(5, 7))).toBe(entry.key_info);
      expect(key.keyData).toHaveLength(entry.key_data_len);
      if (entry.mic !== null) expect(toHex(key.keyMic)).toBe(entry.mic);
      expect(encodeEapolKey(key)).toEqual(eapol);
    }
  });

  it('reads the key data that the manifest gives in clear', () => {
    const entries = manifest.captures.find(capture => capture.file === name)!.eapol_key_frames;
    for (const { key_data_plain: plain, kdes } of entries) {
      if (plain === undefined || plain === '') continue;
      const items = decodeKeyData(fromHex(plain));
      expect(toHex(encodeKeyData(items))).toBe(plain);
      const names = items.map(item => ('kde' in item ? item.kde : item.element));
      expect(names).not.toContain('unknown');
      expect(names.filter(one => one !== 'padding')).toHaveLength(
        kdes!.filter(([kde]) => kde !== 'pad').length,
      );
      const listed = kdes!.find(([kde]) => kde === 'GTK' || kde === 'GTK KDE');
      const gtk = items.find(item => 'kde' in item && item.kde === 'GTK');
      expect(gtk === undefined).toBe(listed === undefined);
    }
  });
});
