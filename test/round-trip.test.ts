import { describe, expect, it } from 'vitest';
import {
  DecodeError,
  decodeBlocks,
  decodeDot11,
  decodeDot11Deep,
  decodePcap,
  dot11Of,
  encodeBlock,
  encodeDot11,
  encodeDot11Deep,
  encodePcap,
  endsWithFcs,
  fromJson,
  isDot11LinkType,
  toHex,
  toJson,
} from '../src/codecs/index.js';
import { fixture, manifestOf, packetsOf } from './manifest.js';

const files = ['captures', 'captures/lab'].flatMap(folder =>
  manifestOf(folder).map(({ file }) => `${folder}/${file}`),
);

/** Frames of this capture are cut: what is left of them is no frame. */
const CUT = 'captures/lab/mod-snaplen.pcap';

const mpdusOf = (file: string): Uint8Array[] =>
  packetsOf(file)
    .filter(({ linkType }) => isDot11LinkType(linkType))
    .map(({ linkType, bytes, fcsLength }) => {
      // Link types that do not say whether there is an FCS: the captures of this folder have right ones.
      const stated = fcsLength === undefined ? linkType !== 127 && endsWithFcs(bytes) : fcsLength > 0;
      return dot11Of({ linkType, bytes }, stated).mpdu;
    });

describe.each(files)('%s', file => {
  it('is written back as it was read: the file', () => {
    const octets = fixture(file);
    if (file.endsWith('.gz')) return expect(packetsOf(file).length).toBeGreaterThan(0);
    const again = file.endsWith('.pcapng')
      ? Buffer.concat(decodeBlocks(octets).map(encodeBlock))
      : Buffer.from(encodePcap(decodePcap(octets)));
    return expect(again.equals(octets)).toBe(true);
  });

  it('is written back as it was read: frames, elements, EAPOL-Key, key data', () => {
    const mpdus = mpdusOf(file);
    expect(mpdus.length).toBeGreaterThan(20);
    let whole = 0;
    for (const mpdu of mpdus) {
      const hex = toHex(mpdu);
      try {
        const frame = decodeDot11(mpdu);
        expect(toHex(encodeDot11(frame))).toBe(hex);
        const deep = decodeDot11Deep(mpdu);
        expect(toHex(encodeDot11Deep(deep))).toBe(hex);
        const json: unknown = JSON.parse(JSON.stringify(toJson(deep)));
        expect(toHex(encodeDot11Deep(fromJson(json) as typeof deep))).toBe(hex);
        whole++;
      } catch (error) {
        if (file !== CUT || !(error instanceof DecodeError)) throw error;
      }
    }
    expect(whole).toBe(file === CUT ? mpdus.length - 9 : mpdus.length);
  });
});
