import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/index.js';
import {
  decodeDot11,
  dot11Of,
  encodeAmsdu,
  encodeDot11,
  type FrameOf,
} from '../../../src/codecs/dot11/index.js';
import { manifestOf, ofManifest, ofReport, packetsOf, reportOn } from '../../manifest.js';

const file = 'a-wpa2-psk-ccmp-initial.pcap';
const capture = manifestOf('captures').find(c => c.file === file)!;
const packets = packetsOf(`captures/${file}`);

/** Each M2 and M4 of the capture as `change` sends it; frame numbers stay those of the packets. */
function withEapolSentAs(change: (frame: FrameOf<'data'>) => readonly Uint8Array[]): Packet[] {
  const changed = new Set(
    capture.eapol_key_frames.filter(f => f.msg === 'M2' || f.msg === 'M4').map(f => f.frame),
  );
  return packets.flatMap((packet, i) => {
    if (!changed.has(i + 1)) return [{ ...packet, frame: i + 1 }];
    const frame = decodeDot11(dot11Of(packet).mpdu) as FrameOf<'data'>;
    return change(frame).map(bytes => ({
      ...packet,
      linkType: 105,
      interface: 1,
      bytes,
      originalLength: bytes.length,
      frame: i + 1,
    }));
  });
}

const fragment = (
  frame: FrameOf<'data'>,
  number: number,
  from: number,
  to: number,
  last: boolean,
): Uint8Array =>
  encodeDot11({
    ...frame,
    frameControl: { ...frame.frameControl, moreFragments: !last },
    sequenceControl: { ...frame.sequenceControl, fragmentNumber: number },
    payload: frame.payload.subarray(from, to),
  });

const inThree = (frame: FrameOf<'data'>): Uint8Array[] => [
  fragment(frame, 0, 0, 40, false),
  fragment(frame, 1, 40, 80, false),
  fragment(frame, 2, 80, frame.payload.length, true),
];

describe('EAPOL', () => {
  it('is found in fragments, repeated ones too', () => {
    const repeated = withEapolSentAs(frame => {
      const [first, second, third] = inThree(frame) as [Uint8Array, Uint8Array, Uint8Array];
      return [first, first, second, second, third];
    });
    expect(ofReport(reportOn(repeated, capture))).toEqual(ofManifest(capture));
  });

  it('is not made up from fragments of which one is lost, or out of order', () => {
    for (const order of [
      [0, 2],
      [1, 2],
      [0, 2, 1],
      [1, 0, 2],
    ]) {
      const report = reportOn(
        withEapolSentAs(frame => order.map(n => inThree(frame)[n]!)),
        capture,
      );
      expect(report.sessions[0]!.eapolKeyFrames.map(f => f.message)).toEqual(['M1', 'M3']);
    }
  });

  it('is found in an A-MSDU', () => {
    const aggregated = withEapolSentAs(frame => {
      const other = { destination: frame.address1, source: frame.address2!, msdu: new Uint8Array(30) };
      const payload = encodeAmsdu([other, { ...other, msdu: frame.payload }]);
      return [
        encodeDot11({
          ...frame,
          frameControl: { ...frame.frameControl, subtype: frame.frameControl.subtype | 8 },
          qosControl: { ...frame.qosControl!, amsduPresent: true },
          payload,
        }),
      ];
    });
    expect(ofReport(reportOn(aggregated, capture))).toEqual(ofManifest(capture));
  });
});

describe('packets of other link types', () => {
  it('are passed over', () => {
    const ethernet = { time: 0n, linkType: 1, interface: 7, bytes: new Uint8Array(60), originalLength: 60 };
    const mixed = packets.flatMap((packet, i) => [{ ...packet, frame: i + 1 }, ethernet]);
    expect(ofReport(reportOn(mixed, capture))).toEqual(ofManifest(capture));
  });
});
