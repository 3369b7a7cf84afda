import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { encodeLinuxCookedV1, encodeLinuxCookedV2 } from '../../../src/codecs/link/index.js';
import { reportText } from '../../../src/report/index.js';
import { type Report, type Rule, type ValidateOptions, validator } from '../../../src/validate/index.js';
import { type ManifestCapture, manifestOf, packetsOf } from '../../manifest.js';
import {
  allOf,
  associated,
  beacon,
  groupHandshake,
  handshake,
  key32,
  mics,
  numbered,
  pmks,
  runs,
  stationOf,
  ofAp as withAp,
} from '../peer.js';

/** An EAPOL frame, as the hosts at both ends have it. */
interface Frame {
  readonly time: bigint;
  readonly ap: Uint8Array;
  readonly station: Uint8Array;
  readonly fromAp: boolean;
  readonly eapol: Uint8Array;
}

const packetOf = (linkType: number, time: bigint, bytes: Uint8Array): Packet => ({
  time,
  linkType,
  interface: 0,
  bytes,
  originalLength: bytes.length,
});

const TO_US = 0;
const OF_OTHERS = 3;
const FROM_US = 4;

interface Cooked {
  readonly packetType: number;
  readonly device?: number;
}
function cooked(version: 1 | 2, { time, ap, station, fromAp, eapol }: Frame, how: Cooked): Packet {
  const header = {
    packetType: how.packetType,
    arpHardwareType: 1,
    addressLength: 6,
    address: Uint8Array.of(...(fromAp ? ap : station), 0, 0),
    protocol: 0x888e,
    payload: eapol,
  };
  return version === 1
    ? packetOf(113, time, encodeLinuxCookedV1(header))
    : packetOf(276, time, encodeLinuxCookedV2({ ...header, reserved: 0, interfaceIndex: how.device ?? 3 }));
}

/** The packets that a host has of a frame. */
type View = (frame: Frame) => readonly Packet[];

const ethernet: View = ({ time, ap, station, fromAp, eapol }) => [
  packetOf(
    1,
    time,
    Uint8Array.of(...(fromAp ? station : ap), ...(fromAp ? ap : station), 0x88, 0x8e, ...eapol),
  ),
];
/** One for each address, as a host has whose devices are those of this capture. */
const indexOf = (address: Uint8Array): number => address[5]! * 256 + address[4]!;
const ofAp =
  (version: 1 | 2): View =>
  f => [cooked(version, f, { packetType: f.fromAp ? FROM_US : TO_US, device: indexOf(f.ap) })];
const ofStation =
  (version: 1 | 2): View =>
  f => [cooked(version, f, { packetType: f.fromAp ? TO_US : FROM_US, device: indexOf(f.station) })];
/** The host has both ends, as with simulated radios: it sends each frame, and receives it. */
const ofBoth =
  (version: 1 | 2): View =>
  f => [
    cooked(version, f, { packetType: FROM_US, device: indexOf(f.fromAp ? f.ap : f.station) }),
    cooked(version, f, { packetType: TO_US, device: indexOf(f.fromAp ? f.station : f.ap) }),
  ];

const reportOn = (frames: readonly Frame[], view: View, options: ValidateOptions): Report => {
  const own = validator(options);
  for (const frame of frames) for (const packet of view(frame)) own.packet(packet);
  return own.report();
};

describe.each(['captures', 'captures/lab'])('what hosts had of %s', folder => {
  const keysOf = (capture: ManifestCapture) => ({
    pmks: Object.entries(capture.pmks).map(([name, hex]) => ({ name, pmk: fromHex(hex) })),
  });

  /** The EAPOL frames of a capture from the air, opened. */
  function framesOf(capture: ManifestCapture): Frame[] {
    const frames: Frame[] = [];
    const collect: Rule = {
      id: 'collect',
      severity: 'warning',
      clause: 'none',
      explanation: 'Collects the frames. It finds nothing.',
      watch: () => ({
        data({ fromAp, mpdu, body, isEapol, time }) {
          if (!isEapol || body === undefined) return;
          const [to, from] = [mpdu.slice(4, 10), mpdu.slice(10, 16)];
          const [ap, station] = fromAp ? [from, to] : [to, from];
          const LLC = 8;
          frames.push({ time, ap, station, fromAp, eapol: body.slice(LLC) });
        },
      }),
    };
    const own = validator({ keys: keysOf(capture), rules: [collect] });
    for (const packet of packetsOf(`${folder}/${capture.file}`)) own.packet(packet);
    own.end();
    return frames;
  }

  /** What the receiver of each frame decides. Of two packets of one frame, which comes second has no number. */
  const decided = ({ sessions, findings, unreadableHeaders }: Report) => ({
    unread: unreadableHeaders.map(({ packets }) => packets),
    findings: findings.map(({ rule }) => rule).sort(),
    sessions: sessions.map(({ ap, station, eapolKeyFrames, handshakes, keys }) => ({
      ends: [ap, station],
      frames: eapolKeyFrames.map(({ frame, time, ...what }) => JSON.stringify([time, what])).sort(),
      handshakes: handshakes.map(({ kind, complete, pmk }) => [kind, complete, pmk]),
      keys: keys.map(({ hex }) => hex),
    })),
  });

  /** It holds M4 alone, and nothing tells where that goes. */
  const captures = manifestOf(folder).filter(({ file }) => file !== 'cut-from-rekey.pcap');

  it.each(captures.map(capture => [capture.file, capture] as const))('%s', (_, capture) => {
    const frames = framesOf(capture);
    const options: ValidateOptions = { keys: keysOf(capture), showKeys: true };
    const expected = decided(reportOn(frames, ethernet, options));
    for (const version of [1, 2] as const)
      for (const view of [ofAp(version), ofBoth(version)])
        expect(decided(reportOn(frames, view, options))).toEqual(expected);
    // Without numbers of devices, stations would be one.
    expect(decided(reportOn(frames, ofStation(2), options))).toEqual(expected);
  });
});

const A = key32(0xa1);
const EAPOL_AT = 24 + 8;
const PERIOD = 100_000_000n;
/** Ten frames a second. */
const asFrames = (mpdus: readonly Uint8Array[]): Frame[] =>
  mpdus.map((mpdu, i) => {
    const fromAp = (mpdu[1]! & 2) !== 0;
    const [to, from] = [mpdu.subarray(4, 10), mpdu.subarray(10, 16)];
    const [ap, station] = fromAp ? [from, to] : [to, from];
    return { time: BigInt(i) * PERIOD, ap, station, fromAp, eapol: mpdu.subarray(EAPOL_AT) };
  });
const after = (seconds: number, frames: readonly Frame[]): Frame[] =>
  frames.map(frame => ({ ...frame, time: frame.time + BigInt(seconds) * 1_000_000_000n }));
const REASON =
  'EAPOL behind a Linux cooked header does not tell whom it is sent to; capture in monitor mode, or on one device';
const unreadOf = ({ unreadableHeaders }: Report) =>
  unreadableHeaders.map(({ packets, frame, error }) => [packets, frame, error]);
const options: ValidateOptions = { keys: pmks({ A }) };

const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const [one, two] = [stationOf(1), stationOf(2)];
const ofOne = handshake({ pmk: A, aNonce: 1, sNonce: 2, station: one });
const ofTwo = handshake({ pmk: A, aNonce: 3, sNonce: 4, station: two });

describe.each([1, 2] as const)('EAPOL-Key under a Linux cooked header of version %i', version => {
  const view = ofAp(version);

  it('is read on either host', () => {
    const group = groupHandshake(rekey.ptk, 5, new Uint8Array(16).fill(9));
    for (const host of [ofAp(version), ofStation(version), ofBoth(version)]) {
      const report = reportOn(
        asFrames([...allOf(first), ...allOf(rekey), group.g1, group.g2]),
        host,
        options,
      );
      expect(runs(report).map(run => run.replace(/ .*/, ''))).toEqual(['initial', 're-key', 'group']);
      expect([report.findings, report.unreadableHeaders]).toEqual([[], []]);
      expect(mics(report)).toContain('M2 valid A');
      for (const frame of report.sessions[0]!.eapolKeyFrames) expect(frame).not.toHaveProperty('protected');
    }
  });

  it('has the number and the time of each frame, also of those that waited', () => {
    const { sessions } = reportOn(asFrames(allOf(first)), view, options);
    expect(sessions[0]!.eapolKeyFrames.map(({ frame, time }) => [frame, time])).toEqual([
      [1, '0.000000'],
      [2, '0.100000'],
      [3, '0.200000'],
      [4, '0.300000'],
    ]);
  });

  it('is that of the station that answers, where an AP has several', () => {
    const frames = asFrames([ofOne.m1, ofOne.m2, ofTwo.m1, ofOne.m3, ofTwo.m2, ofOne.m4, ofTwo.m3, ofTwo.m4]);
    const { sessions, findings, unreadableHeaders } = reportOn(frames, view, options);
    expect(sessions.map(({ eapolKeyFrames: all }) => all.map(({ frame }) => frame))).toEqual([
      [1, 2, 4, 6],
      [3, 5, 7, 8],
    ]);
    expect([findings, unreadableHeaders]).toEqual([[], []]);
  });

  it('is not read where two stations may be the one that answers', () => {
    const report = reportOn(asFrames([ofOne.m1, ofTwo.m1, ofOne.m2, ofTwo.m2]), view, options);
    expect(unreadOf(report)).toEqual([[2, 1, REASON]]);
    expect(mics(report)).toEqual(['M2 unverified', 'M2 unverified']);
    expect(reportText(report)).toContain(`2 packets were not read (the first is frame 1): ${REASON}`);
  });

  it('that nobody answers is for the only station whose counter it counts on', () => {
    const again = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 4 });
    const frames = asFrames([...allOf(first), rekey.m1, again.m1]);
    expect(runs(reportOn(frames, view, options))).toEqual(['initial 1,2,3,4', '-re-key 5,6']);
    // The two count alike.
    const unlike = handshake({ pmk: A, aNonce: 7, sNonce: 8, counter: 3 });
    const both = asFrames([...allOf(ofOne), ...allOf(ofTwo), unlike.m1]);
    expect(unreadOf(reportOn(both, view, options))).toEqual([[1, 9, REASON]]);
    // Of the one whose counter is lower, the capture may lack the latest.
    const behind = asFrames([...allOf(first).slice(0, 2), ...allOf(ofTwo), unlike.m1]);
    expect(unreadOf(reportOn(behind, view, options))).toEqual([[1, 7, REASON]]);
    // With the first counter, an association may begin.
    const anew = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    expect(unreadOf(reportOn(asFrames([...allOf(first), anew.m1]), view, options))).toEqual([[1, 5, REASON]]);
  });

  it('that was sent again before an answer came is all of one station', () => {
    const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
    const report = reportOn(asFrames([first.m1, again.m1, again.m2, again.m3, again.m4]), view, options);
    expect(runs(report)).toEqual(['initial 1,2,3,4,5']);
    expect(report.unreadableHeaders).toEqual([]);
  });

  it('waits 5 s for an answer, not longer', () => {
    const late = (seconds: number) => [...asFrames([ofTwo.m1]), ...after(seconds, asFrames(allOf(ofOne)))];
    expect(unreadOf(reportOn(late(4), view, options))).toEqual([[2, 1, REASON]]);
    expect(unreadOf(reportOn(late(5), view, options))).toEqual([[1, 1, REASON]]);
    expect(runs(reportOn(late(5), view, options))).toEqual(['initial 2,3,4,5']);
  });

  it('is counted with the number of the first that is not read, whichever is found first', () => {
    const [held] = asFrames([first.m1]);
    const early: Frame = { ...held!, ap: Uint8Array.of(2, 0, 0, 0, 0x0b, 1) };
    const elsewhere = cooked(version, early, { packetType: FROM_US, device: 9 });
    const own = validator(options);
    own.packet({ ...elsewhere, interface: 1 });
    const others = [...asFrames([ofOne.m1, ofTwo.m1, ofOne.m2])].map(f => ({ ...f, time: f.time + PERIOD }));
    for (const frame of others) for (const packet of view(frame)) own.packet(packet);
    expect(unreadOf(own.report())).toEqual([[3, 1, REASON]]);
  });

  it('waits for the AP to show its address', () => {
    const report = reportOn(asFrames([first.m2, first.m3, first.m4]), view, options);
    expect(report.sessions[0]!.eapolKeyFrames.map(({ frame }) => frame)).toEqual([1, 2, 3]);
    const alone = reportOn(asFrames([first.m2]), view, options);
    expect([unreadOf(alone), alone.sessions]).toEqual([[[1, 1, REASON]], []]);
  });

  it('goes to the AP that the station is with', () => {
    const elsewhere = Uint8Array.of(2, 0, 0, 0, 0x0a, 2);
    const other = handshake({ pmk: A, aNonce: 5, sNonce: 6, ap: elsewhere });
    const { sessions, findings } = reportOn(
      asFrames([...allOf(first), ...allOf(other).map(mpdu => withAp(elsewhere, mpdu))]),
      ofStation(version),
      options,
    );
    expect(sessions.map(({ eapolKeyFrames: all }) => all.map(({ frame }) => frame))).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect(findings).toEqual([]);
  });

  it('shows a frame that came over two devices of a host once', () => {
    const bridged: View = frame => [
      ...view(frame),
      ...(frame.fromAp ? [] : [cooked(version, frame, { packetType: TO_US, device: 9 })]),
    ];
    const report = reportOn(asFrames(allOf(first)), bridged, options);
    expect(mics(report)).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect([report.findings, report.unreadableHeaders]).toEqual([[], []]);
  });

  it('comes beside the same frames from the air, and is no handshake of its own', () => {
    const air = numbered([beacon(), ...associated, ...allOf(first)]);
    const own = validator(options);
    for (const [i, mpdu] of air.entries()) {
      const time = BigInt(i) * PERIOD;
      own.packet({ ...packetOf(105, time, mpdu), interface: 1 });
      const [frame] = i < 3 ? [] : asFrames([mpdu]);
      if (frame !== undefined)
        for (const packet of view({ ...frame, time: time + 1000n })) own.packet(packet);
    }
    const { sessions, findings } = own.report();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]!.handshakes).toMatchObject([{ kind: 'initial', complete: true }]);
    expect(sessions[0]!.eapolKeyFrames).toHaveLength(8);
    expect(findings).toEqual([]);
  });

  it('is no other EAPOL, nor what others sent each other or what cannot be read', () => {
    const [sound] = asFrames([first.m1]);
    const overheard: View = frame => [cooked(version, frame, { packetType: OF_OTHERS })];
    const start: View = frame => view({ ...frame, eapol: Uint8Array.of(2, 1, 0, 0) });
    for (const host of [overheard, start]) {
      const { sessions, unreadableHeaders, unchecked } = reportOn([sound!], host, options);
      expect([sessions, unreadableHeaders, unchecked.length]).toEqual([[], [], 1]);
    }
    const own = validator(options);
    const [whole] = view(sound!);
    for (let length = 0; length < whole!.bytes.length; length++)
      own.packet({ ...whole!, bytes: whole!.bytes.subarray(0, length) });
    expect(own.report()).toMatchObject({ sessions: [], unreadableHeaders: [] });
  });

  it.each([new Uint8Array(512), Buffer.alloc(512)])('may wait while its octets are overwritten', buffer => {
    const own = validator(options);
    for (const frame of asFrames(allOf(first)))
      for (const packet of view(frame)) {
        buffer.set(packet.bytes);
        own.packet({ ...packet, bytes: buffer.subarray(0, packet.bytes.length) });
        buffer.fill(0xff);
      }
    expect(mics(own.report())).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
  });

  it('waits in numbers that memory holds, and all that is not read is counted', () => {
    const own = validator(options);
    const many = 700;
    for (let i = 0; i < many; i++) {
      const frame = { ...asFrames([first.m1])[0]!, ap: Uint8Array.of(2, 0, 0, 0, i >> 8, i & 0xff) };
      own.packet(cooked(version, frame, { packetType: FROM_US, device: i }));
    }
    expect(own.soFar().unreadableHeaders).toMatchObject([{ packets: many - 256 }]);
    expect(own.report().unreadableHeaders).toMatchObject([{ packets: many }]);
  });
});
