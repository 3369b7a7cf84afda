import { describe, expect, it } from 'vitest';
import {
  DOT11_LINK_TYPES,
  dot11Of,
  dot11Stripper,
  endsWithFcs,
  fcsDetector,
  fcsOf,
  isDot11LinkType,
  radiotapHeader,
} from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { avs, ppi, prism } from './prefixes.js';
import { captures, checkHostile, failure, framesOf, hostile } from './support.js';

const frames = framesOf(captures[0]!);
const ack = fromHex('d4000000020000000001');

const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => [...part]));
const withFcs = (mpdu: Uint8Array): Uint8Array => {
  const fcs = fcsOf(mpdu);
  return join(mpdu, Uint8Array.of(fcs, fcs >>> 8, fcs >>> 16, fcs >>> 24));
};
const damaged = (frame: Uint8Array): Uint8Array => frame.with(0, frame[0]! ^ 0x10);

describe('FCS', () => {
  it('is told by its CRC', () => {
    expect(endsWithFcs(withFcs(ack))).toBe(true);
    expect(endsWithFcs(damaged(withFcs(ack)))).toBe(false);
    expect(endsWithFcs(new Uint8Array(4))).toBe(false);
  });

  it('is found in captures that have it, and only in those', () => {
    const present = fcsDetector();
    expect(frames.map(frame => present(withFcs(frame)))).toEqual(frames.map(() => true));
    const absent = fcsDetector();
    expect(frames.map(frame => absent(frame))).toEqual(frames.map(() => false));
  });

  it('is found where the first frames are damaged', () => {
    const detect = fcsDetector();
    for (const frame of frames.slice(0, 9)) detect(damaged(withFcs(frame)));
    const after = frames.slice(9, 40).map(frame => detect(withFcs(frame)));
    expect(after).not.toContain(false);
    expect(detect(damaged(withFcs(ack)))).toBe(true);
  });

  it('is taken for what most frames so far say, until one answer is well ahead', () => {
    const [right, wrong] = [withFcs(ack), damaged(withFcs(ack))];
    const says = (...given: readonly Uint8Array[]): boolean[] => given.map(fcsDetector());
    expect(says(right, wrong)).toEqual([true, false]);
    expect(says(right, right, wrong, wrong)).toEqual([true, true, true, false]);
    expect(says(right, right, right, ...Array(9).fill(wrong))).toEqual(Array(12).fill(true));
    const sixteen = Array<Uint8Array>(16).fill(wrong);
    expect(says(...sixteen.slice(1), right).at(-1)).toBe(true);
    expect(says(...sixteen, right).at(-1)).toBe(false);
  });

  it('is not believed in for a few frames that happen to fit', () => {
    const detect = fcsDetector();
    for (const frame of frames.slice(0, 5)) detect(frame);
    for (const frame of frames.slice(5, 7)) detect(withFcs(frame));
    for (const frame of frames.slice(7, 40)) expect(detect(frame)).toBe(false);
    expect(detect(withFcs(ack))).toBe(false);
  });
});

describe('802.11 in packets', () => {
  it.each([
    ['plain', 105, new Uint8Array(0)],
    ['radiotap', 127, radiotapHeader({ rate: 2 })],
    ['Prism, little-endian', 119, prism.little],
    ['Prism, big-endian', 119, prism.big],
    ['AVS', 163, avs],
    ['AVS as Prism', 119, avs],
  ])('is found behind %s headers', (_, linkType, header) => {
    expect(isDot11LinkType(linkType)).toBe(true);
    expect(dot11Of({ linkType, bytes: join(header, ack) })).toEqual({
      mpdu: ack,
      offset: header.length,
      fcs: 'unknown',
      badFcs: false,
    });
    expect(dot11Of({ linkType, bytes: join(header, withFcs(ack)) }, true)).toMatchObject({
      mpdu: ack,
      fcs: 'present',
    });
    expect(dot11Of({ linkType, bytes: join(header, withFcs(ack)) }, fcsDetector())).toMatchObject({
      mpdu: ack,
      fcs: 'present',
    });
    expect(dot11Of({ linkType, bytes: join(header, ack) }, fcsDetector())).toMatchObject({
      mpdu: ack,
      fcs: 'absent',
    });
    // What the file says goes before what the caller thinks.
    const stated = dot11Of({ linkType, bytes: join(header, withFcs(ack)), fcsLength: 4 }, false);
    expect(stated).toMatchObject({ mpdu: ack, fcs: 'present' });
    expect(dot11Of({ linkType, bytes: join(header, ack), fcsLength: 0 }, true)).toMatchObject({ mpdu: ack });
    const strip = dot11Stripper(linkType)!;
    for (const frame of frames) expect(strip(join(header, withFcs(frame)))?.mpdu).toEqual(frame);
  });

  it('takes the word of the file for each packet of an interface', () => {
    const strip = dot11Stripper(105)!;
    expect(strip(withFcs(ack), undefined, 4)?.mpdu).toEqual(ack);
    expect(strip(ack, undefined, 0)?.mpdu).toEqual(ack);
    expect(strip(withFcs(ack), undefined, 4)?.mpdu).toEqual(ack);
    for (const frame of frames) expect(strip(withFcs(frame))?.mpdu).toEqual(frame);
  });

  it('is given of no packet whose header is damaged', () => {
    const strip = dot11Stripper(127)!;
    expect(strip(join(radiotapHeader({ rate: 2 }).with(0, 1), ack))).toBeUndefined();
    expect(strip(join(radiotapHeader({ rate: 2 }), ack))?.mpdu).toEqual(ack);
    expect(() => strip('d400' as never)).toThrow(TypeError);
    expect(failure(() => dot11Of({ linkType: 163, bytes: join(prism.little, ack, ack) })).path).toBe(
      'AVS.version',
    );
  });

  it('takes the word of radiotap and PPI for the FCS', () => {
    const flagged = join(radiotapHeader({ tsft: 1n, flags: 0x10 }), withFcs(ack));
    expect(dot11Of({ linkType: 127, bytes: flagged }, false)).toMatchObject({
      mpdu: ack,
      fcs: 'present',
      badFcs: false,
    });
    // All flags but those of the FCS and of padding.
    for (const flags of [0, 0x8f])
      expect(dot11Of({ linkType: 127, bytes: join(radiotapHeader({ flags }), ack) }, true)).toMatchObject({
        mpdu: ack,
        fcs: 'absent',
      });
    const short = join(fromHex('0000 0c00 03000000 00000000'), withFcs(ack));
    expect(failure(() => dot11Of({ linkType: 127, bytes: short })).path).toBe('radiotap.fields.flags');
    expect(dot11Of({ linkType: 192, bytes: join(ppi, withFcs(ack)) })).toMatchObject({
      mpdu: ack,
      offset: 32,
      fcs: 'present',
    });
  });

  it('tells of frames that failed their check', () => {
    const failed = join(radiotapHeader({ flags: 0x50 }), damaged(withFcs(ack)));
    expect(dot11Of({ linkType: 127, bytes: failed })).toMatchObject({ badFcs: true, fcs: 'present' });
    expect(dot11Stripper(127)!(failed)).toMatchObject({ badFcs: true });
  });

  it('gives the FCS, where all of it is there', () => {
    const header = radiotapHeader({ flags: 0x10 });
    const frame = frames[0]!;
    const packet = join(header, withFcs(frame));
    const { mpdu, fcsField } = dot11Of({ linkType: 127, bytes: packet });
    expect(fcsField).toBe(fcsOf(mpdu));
    const altered = dot11Of({ linkType: 127, bytes: join(header, damaged(withFcs(frame))) });
    expect(altered.fcsField).not.toBe(fcsOf(altered.mpdu));
    const cut = { linkType: 127, bytes: packet.subarray(0, -1), originalLength: packet.length };
    expect(dot11Of(cut).fcsField).toBeUndefined();
    const tooShort = dot11Of({ linkType: 127, bytes: join(header, ack.subarray(0, 3)) });
    expect(tooShort).toMatchObject({ mpdu: new Uint8Array(0), fcs: 'present', fcsField: undefined });
    const nothingElse = dot11Of({ linkType: 127, bytes: join(header, fromHex('78563412')) });
    expect(nothingElse).toMatchObject({ mpdu: new Uint8Array(0), fcsField: 0x12345678 });
    expect(
      dot11Of({ linkType: 127, bytes: join(radiotapHeader({ flags: 0 }), frame) }).fcsField,
    ).toBeUndefined();
  });

  it('closes the gap behind a padded header', () => {
    const qosData = frames.find(frame => frame[0] === 0x88)!;
    const padded = join(qosData.subarray(0, 26), new Uint8Array(2), qosData.subarray(26));
    expect(dot11Of({ linkType: 127, bytes: join(radiotapHeader({ flags: 0x20 }), padded) }).mpdu).toEqual(
      qosData,
    );
    const beacon = frames.find(frame => frame[0] === 0x80)!;
    expect(dot11Of({ linkType: 127, bytes: join(radiotapHeader({ flags: 0x20 }), beacon) }).mpdu).toEqual(
      beacon,
    );
  });

  it('leaves a frame without padding as it is', () => {
    const qosData = frames.find(frame => frame[0] === 0x88)!;
    for (const [linkType, header] of [
      [127, radiotapHeader({ flags: 0 })],
      [127, radiotapHeader()],
      [192, ppi.with(20, 0)],
      [105, new Uint8Array(0)],
    ] as const)
      expect(dot11Of({ linkType, bytes: join(header, qosData) }).mpdu).toEqual(qosData);
    // Said to be padded, but with nothing behind the header, or not all of it.
    const padded = radiotapHeader({ flags: 0x20 });
    for (const frame of [
      ack,
      qosData.subarray(0, 26),
      qosData.subarray(0, 27),
      ack.subarray(0, 1),
      ack.subarray(0, 0),
    ])
      expect(dot11Of({ linkType: 127, bytes: join(padded, frame) }).mpdu).toEqual(frame);
    const nothingBehind = join(qosData.subarray(0, 26), new Uint8Array(2));
    expect(dot11Of({ linkType: 127, bytes: join(padded, nothingBehind) }).mpdu).toEqual(
      qosData.subarray(0, 26),
    );
  });

  it('takes off as much of the FCS as a cut packet has', () => {
    const whole = join(radiotapHeader({ flags: 0x10 }), withFcs(frames[0]!));
    for (const cut of [0, 1, 3, 4, 5, 10]) {
      const { mpdu } = dot11Of({
        linkType: 127,
        bytes: whole.subarray(0, whole.length - cut),
        originalLength: whole.length,
      });
      expect(mpdu).toEqual(frames[0]!.subarray(0, frames[0]!.length - Math.max(0, cut - 4)));
    }
    const detect = () => {
      throw new Error('asked about a cut frame');
    };
    expect(
      dot11Of({ linkType: 105, bytes: ack.subarray(0, 8), originalLength: ack.length }, detect).fcs,
    ).toBe('unknown');
  });

  it('is not looked for in other link types', () => {
    expect(Object.keys(DOT11_LINK_TYPES)).toEqual(['105', '119', '127', '163', '192']);
    expect(failure(() => dot11Of({ linkType: 1, bytes: ack }))).toMatchObject({
      code: 'unsupported',
      path: 'packet.linkType',
    });
    expect(dot11Stripper(1)).toBeUndefined();
    expect(failure(() => dot11Of({ linkType: 192, bytes: ppi.with(4, 1) }))).toMatchObject({
      path: 'packet.PPI.linkType',
    });
  });

  it.each([105, 119, 127, 163, 192])(
    'of link type %i returns or throws DecodeError for hostile octets',
    linkType => {
      const samples = [prism.little, prism.big, avs, ppi, radiotapHeader({ tsft: 1n, flags: 0x30 })];
      const inputs = hostile(samples.map(header => join(header, withFcs(frames[0]!))));
      expect(
        checkHostile(inputs, octets => dot11Of({ linkType, bytes: octets }, fcsDetector())),
      ).toBeGreaterThan(0);
      const strip = dot11Stripper(linkType)!;
      checkHostile(inputs, octets => strip(octets));
    },
  );
});
