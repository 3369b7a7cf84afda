import { describe, expect, it } from 'vitest';
import {
  DOT11_LINK_TYPES,
  decodeAvs,
  decodePpi,
  decodePrism,
  dot11Of,
  dot11Stripper,
  endsWithFcs,
  fcsDetector,
  fcsOf,
  isDot11LinkType,
  radiotapHeader,
} from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
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

/** Prism headers with two items: the channel of the frame, and its signal without a value. */
const prism = {
  little: fromHex(
    `44000000 30000000 776c616e30${'00'.repeat(11)} 44000300 0000 0400 06000000 44000600 0100 0400 00000000`,
  ),
  big: fromHex(
    `00000041 00000030 776c616e30${'00'.repeat(11)} 00003041 0000 0004 00000006 00006041 0001 0004 00000000`,
  ),
};
const avs = fromHex(
  `80211001 00000040 0000000000000001 0000000000000002 00000004 00000006 0000000a 00000000 00000000
   00000002 ffffffd8 ffffffa1 00000001 00000001`,
);
/** An 802.11-Common field with flags 1: an FCS is there. */
const ppi = fromHex(`00 00 2000 69000000 0200 1400 0000000000000000 0100 ${'00'.repeat(10)}`);

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

  it('takes the word of radiotap and PPI for the FCS', () => {
    const flagged = join(radiotapHeader({ tsft: 1n, flags: 0x10 }), withFcs(ack));
    expect(dot11Of({ linkType: 127, bytes: flagged }, false)).toMatchObject({
      mpdu: ack,
      fcs: 'present',
      badFcs: false,
    });
    expect(dot11Of({ linkType: 127, bytes: join(radiotapHeader({ flags: 0 }), ack) }, true)).toMatchObject({
      mpdu: ack,
      fcs: 'absent',
    });
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

describe('Prism', () => {
  it.each(['little', 'big'] as const)(
    'is read in %s-endian order, with the names of its items',
    byteOrder => {
      const { items, ...header } = decodePrism(join(prism[byteOrder], ack));
      expect(header).toEqual({
        byteOrder,
        messageCode: byteOrder === 'little' ? 0x44 : 0x41,
        messageLength: 48,
        deviceName: fromHex(`776c616e30${'00'.repeat(11)}`),
      });
      expect(items).toMatchObject([
        { name: 'channel', status: 0, length: 4, data: 6 },
        { name: 'signal', status: 1, length: 4, data: 0 },
      ]);
    },
  );

  it('names what is wrong with it', () => {
    expect(failure(() => decodePrism(prism.little.subarray(0, 20)))).toMatchObject({
      required: 24,
      available: 20,
    });
    expect(failure(() => decodePrism(prism.little.subarray(0, 40)))).toMatchObject({
      path: 'Prism.messageLength',
    });
    expect(failure(() => decodePrism(prism.little.with(0, 1)))).toMatchObject({ path: 'Prism.messageCode' });
  });
});

describe('AVS', () => {
  it('is read, with signed levels', () => {
    expect(decodeAvs(join(avs, ack))).toMatchObject({
      version: 0x80211001,
      length: 64,
      macTime: 1n,
      hostTime: 2n,
      channel: 6,
      dataRate: 10,
      ssiSignal: -40,
      ssiNoise: -95,
      encoding: 1,
      more: new Uint8Array(0),
    });
  });

  it('names what is wrong with it', () => {
    expect(failure(() => decodeAvs(avs.subarray(0, 63)))).toMatchObject({ required: 64, available: 63 });
    expect(failure(() => decodeAvs(avs.with(7, 65)))).toMatchObject({ path: 'AVS.length', required: 65 });
    expect(failure(() => decodeAvs(avs.with(0, 0)))).toMatchObject({ path: 'AVS.version' });
  });
});

describe('PPI', () => {
  it('finds the 802.11-Common field behind others, aligned or not', () => {
    const other = '0300 0300 aabbcc';
    const common = `0200 1400 0000000000000000 0500 ${'00'.repeat(10)}`;
    expect(decodePpi(fromHex(`00 00 2700 69000000 ${other} ${common}`))).toEqual({
      length: 39,
      linkType: 105,
      fcs: true,
      badFcs: true,
    });
    expect(decodePpi(fromHex(`00 01 2800 69000000 ${other} 00 ${common}`))).toMatchObject({ fcs: true });
    expect(decodePpi(fromHex(`00 00 0f00 69000000 ${other}`))).toMatchObject({ length: 15, fcs: undefined });
  });

  it('says of a length that is none what it is', () => {
    for (const [length, octets] of [
      [0, 27],
      [7, 8],
      [28, 27],
    ] as const)
      expect(failure(() => decodePpi(new Uint8Array(octets).with(2, length)))).toMatchObject({
        code: 'length',
        path: 'PPI.length',
        message: `PPI.length: is ${length}, not between 8 and the ${octets} octets there are, at offset 2`,
      });
  });

  it('names the field that is too long', () => {
    expect(failure(() => decodePpi(fromHex('00 00 0e00 69000000 0300 0300 aabb')))).toMatchObject({
      path: 'PPI.fields[0]',
      required: 3,
      available: 2,
      claimedBy: 'PPI.fields[0].length',
    });
  });
});
