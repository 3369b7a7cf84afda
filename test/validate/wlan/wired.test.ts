import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/index.js';
import { reportText } from '../../../src/report/index.js';
import { type Report, validator } from '../../../src/validate/index.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  groupHandshake,
  handshake,
  key32,
  mics,
  numbered,
  pmks,
  runs,
  stationOf,
} from '../peer.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const group = groupHandshake(rekey.ptk, 5, new Uint8Array(16).fill(9));

/** Octets of the header of a data frame, and of LLC/SNAP in front of EAPOL. */
const EAPOL_AT = 24 + 8;
const eapolOf = (mpdu: Uint8Array): Uint8Array => mpdu.subarray(EAPOL_AT);
/** What a host has of the frame: to, from, tags, EtherType and EAPOL. */
const wired = (mpdu: Uint8Array, tags: readonly number[] = []): Uint8Array =>
  Uint8Array.of(...mpdu.subarray(4, 16), ...tags, 0x88, 0x8e, ...eapolOf(mpdu));
const packetOf = (bytes: Uint8Array, linkType = 1): Omit<Packet, 'time'> => ({
  linkType,
  interface: 0,
  bytes,
  originalLength: bytes.length,
});
/** Ten packets a second. */
const reportOn = (packets: readonly Omit<Packet, 'time'>[], keys = pmks({ A })): Report => {
  const own = validator({ keys });
  for (const [i, packet] of packets.entries()) own.packet({ ...packet, time: BigInt(i) * 100_000_000n });
  return own.report();
};
const overEthernet = (mpdus: readonly Uint8Array[], keys = pmks({ A })): Report =>
  reportOn(
    mpdus.map(mpdu => packetOf(wired(mpdu))),
    keys,
  );

describe('EAPOL-Key over Ethernet', () => {
  it('is read, MICs and keys, and says nothing of protection', () => {
    const report = overEthernet(allOf(first));
    expect(mics(report)).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(runs(report)).toEqual(['initial 1,2,3,4']);
    expect([report.findings, report.unchecked]).toEqual([[], []]);
    const [session] = report.sessions;
    expect(session).toMatchObject({
      ap: '02:00:00:00:0a:01',
      station: '02:00:01:00:00:01',
      akm: '00-0F-AC:2',
    });
    expect(session!.keys.map(({ kind }) => kind)).toEqual(['ptk', 'gtk']);
    for (const frame of session!.eapolKeyFrames) expect(frame).not.toHaveProperty('protected');
    expect(reportText(report)).toMatch(/M2 {2}counter 1 {2}MIC valid under A\n/);
  });

  it('is read behind tags, and in front of what pads the frame', () => {
    const tagged = allOf(first).map(mpdu => packetOf(wired(mpdu, [0x81, 0, 0, 7, 0x81, 0, 0, 9])));
    expect(mics(reportOn(tagged))).toEqual(mics(overEthernet(allOf(first))));
    const padded = allOf(first).map(mpdu => packetOf(Uint8Array.of(...wired(mpdu), 0, 0, 0)));
    expect(mics(reportOn(padded))).toEqual(mics(overEthernet(allOf(first))));
  });

  it('is told of a re-key and of group keys as of those that are protected: nothing is in clear', () => {
    const report = overEthernet([...allOf(first), ...allOf(rekey), group.g1, group.g2]);
    expect(runs(report)).toEqual(['initial 1,2,3,4', 're-key 5,6,7,8', 'group 9,10']);
    expect(report.findings).toEqual([]);
  });

  it('has what is wrong with a MIC', () => {
    const { findings } = overEthernet([first.m1, damaged(first.m2), first.m2, first.m3, first.m4]);
    expect(findings.map(({ rule, frames }) => [rule, frames])).toEqual([['mic-wrong', [2]]]);
  });

  it('shows by the replay counter that another association has begun, though its first M1 repeats a counter', () => {
    const next = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    for (const before of [allOf(first), [first.m1], [...allOf(first), ...allOf(rekey)]]) {
      const report = overEthernet([...before, ...allOf(next)]);
      expect(report.sessions[0]!.handshakes.at(-1)).toMatchObject({
        kind: 'initial',
        complete: true,
        pmk: 'A',
      });
      expect(report.findings.map(({ rule }) => rule).filter(rule => rule !== 'handshake-incomplete')).toEqual(
        [],
      );
    }
  });

  it('comes beside the same frames from the air, before or after them, and is no handshake of its own', () => {
    const air = numbered([beacon(), ...associated, ...allOf(first)]).map(mpdu => packetOf(mpdu, 105));
    const both = (isBefore: boolean) =>
      air.flatMap((packet, i) => {
        const copy = { ...packetOf(i < 3 ? new Uint8Array(20) : wired(packet.bytes)), interface: 1 };
        const own = { ...packet, interface: 0 };
        return isBefore ? [copy, own] : [own, copy];
      });
    for (const isBefore of [true, false]) {
      const report = reportOn(both(isBefore));
      expect(report.sessions).toHaveLength(1);
      expect(report.sessions[0]!.handshakes).toMatchObject([{ kind: 'initial', complete: true }]);
      expect(report.sessions[0]!.eapolKeyFrames.map(frame => frame.protected)).toEqual(
        Array.from({ length: 8 }, (_, i) => ((i % 2 === 0) === isBefore ? undefined : false)),
      );
      expect(report.findings).toEqual([]);
    }
  });

  it('is no other EAPOL, nor what goes to a group or cannot be read', () => {
    const sound = wired(first.m1);
    const eapol = 14;
    const others = [
      sound.with(eapol + 1, 0),
      sound.with(0, 0x03),
      sound.with(eapol + 4, 1),
      ...Array.from({ length: sound.length }, (_, length) => sound.subarray(0, length)),
    ];
    const { sessions, unchecked, packets } = reportOn(others.map(bytes => packetOf(bytes)));
    expect([sessions, unchecked.length, packets]).toEqual([[], 1, others.length]);
  });

  it('is followed up to the limit of sessions, and counted beyond', () => {
    const many = Array.from({ length: 4 }, (_, i) =>
      wired(handshake({ pmk: A, aNonce: 1, sNonce: 2, station: stationOf(i) }).m1),
    );
    const own = validator({ limits: { sessions: 3 } });
    for (const bytes of many) own.packet({ ...packetOf(bytes), time: 0n });
    expect(own.report()).toMatchObject({ untrackedFrames: 1 });
    expect(own.report().sessions).toHaveLength(3);
  });
});
