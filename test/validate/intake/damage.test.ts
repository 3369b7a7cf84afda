import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/index.js';
import { fcsOf, radiotapHeader } from '../../../src/codecs/dot11/index.js';
import { type Report, validator } from '../../../src/validate/index.js';
import {
  AP,
  allOf,
  associated,
  beacon,
  handshake,
  key32,
  numbered,
  pmks,
  stationOf,
  userData,
} from '../peer.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const mpdus = numbered([beacon(), ...associated, ...allOf(first), userData(first.ptk), userData(first.ptk)]);

const HAS_FCS = 0x10;
const BAD_FCS = 0x40;
const withFcs = (mpdu: Uint8Array, fcs = fcsOf(mpdu)): Uint8Array =>
  Uint8Array.of(...mpdu, fcs, fcs >>> 8, fcs >>> 16, fcs >>> 24);
const packetOf = (bytes: Uint8Array, linkType: number): Packet => ({
  time: 0n,
  linkType,
  interface: 0,
  bytes,
  originalLength: bytes.length,
});
const underRadiotap = (frame: Uint8Array, flags = HAS_FCS): Packet =>
  packetOf(Uint8Array.of(...radiotapHeader({ flags }), ...frame), 127);
/** The packet with an octet of its frame altered, counted from its end; -10 and so on. */
const altered = (packet: Packet, at: number): Packet => {
  const bytes = packet.bytes.slice();
  bytes[bytes.length + at]! ^= 0x40;
  return { ...packet, bytes };
};
const reportOn = (packets: readonly Packet[], keys = pmks({ A })): Report => {
  const own = validator({ keys });
  for (const packet of packets) own.packet(packet);
  return own.report();
};
const sound = mpdus.map(mpdu => underRadiotap(withFcs(mpdu)));

describe('a frame with a wrong FCS', () => {
  it('is left out and counted, whatever it is', () => {
    for (const i of mpdus.keys()) {
      // An octet of the station's address, or of the sequence control: another session, or none the less.
      for (const at of [15 - mpdus[i]!.length - 4, 22 - mpdus[i]!.length - 4, -5]) {
        const packets = [...sound.slice(0, i + 1), altered(sound[i]!, at), ...sound.slice(i + 1)];
        const { damagedPackets, sessions, findings, packets: count } = reportOn(packets);
        const whole = reportOn(sound);
        expect(damagedPackets).toEqual([{ packets: 1, frame: i + 2 }]);
        expect(count).toBe(sound.length + 1);
        expect(sessions.map(({ verdict }) => verdict.replace(/\d+/g, '#'))).toEqual(
          whole.sessions.map(({ verdict }) => verdict.replace(/\d+/g, '#')),
        );
        expect(sessions[0]!.protectedFrames).toEqual({ decrypted: 2, undecrypted: 0 });
        expect(findings.map(({ rule }) => rule)).toEqual(whole.findings.map(({ rule }) => rule));
      }
    }
  });

  it('is left out where the device says so, with an FCS or without', () => {
    const flagged = [
      underRadiotap(withFcs(first.m1, 1), HAS_FCS | BAD_FCS),
      underRadiotap(first.m1, BAD_FCS),
    ];
    const { damagedPackets, sessions } = reportOn([...flagged, ...sound]);
    expect(damagedPackets).toEqual([{ packets: 2, frame: 1 }]);
    expect(sessions[0]!.eapolKeyFrames).toHaveLength(4);
  });

  it('is left out where the capture file says so, whatever the link type is that is read', () => {
    const ethernet = { ...packetOf(new Uint8Array(60), 1), badFcs: true } as const;
    const cut = { ...sound[4]!, bytes: sound[4]!.bytes.subarray(0, 3), badFcs: true } as const;
    const { damagedPackets, unreadableHeaders, unreadPackets, sessions } = reportOn([
      { ...underRadiotap(first.m1, 0), badFcs: true },
      ...sound,
      ethernet,
      cut,
      { ...ethernet, linkType: 147 },
    ]);
    expect(damagedPackets).toEqual([{ packets: 3, frame: 1 }]);
    expect(unreadableHeaders).toEqual([]);
    expect(unreadPackets).toEqual([{ linkType: 147, packets: 1 }]);
    expect(sessions[0]!.eapolKeyFrames).toHaveLength(4);
  });

  it('is left out where the capture does not say that there is an FCS', () => {
    const plain = mpdus.map(mpdu => packetOf(withFcs(mpdu), 105));
    const { damagedPackets, sessions } = reportOn([...plain, altered(plain[4]!, -20)]);
    expect(damagedPackets).toEqual([{ packets: 1, frame: plain.length + 1 }]);
    expect(sessions[0]!.eapolKeyFrames).toHaveLength(4);
  });

  it('is taken where no FCS of the interface is right: the driver fills in anything', () => {
    const bogus = mpdus.map(mpdu => underRadiotap(withFcs(mpdu, 0x12345678)));
    const { damagedPackets, sessions } = reportOn(bogus);
    expect(damagedPackets).toEqual([]);
    expect(sessions[0]!.eapolKeyFrames.map(({ mic }) => mic)).toEqual(['none', 'valid', 'valid', 'valid']);
  });

  it('is taken where the capture has cut it short: there is nothing to check', () => {
    const cut = sound.map((packet, i) =>
      i < 3 ? packet : { ...packet, bytes: packet.bytes.subarray(0, -1) },
    );
    const { damagedPackets, sessions } = reportOn(cut);
    expect(damagedPackets).toEqual([]);
    expect(sessions[0]!.eapolKeyFrames).toHaveLength(4);
  });

  it('makes no session of a station that there is not, without keys either', () => {
    const ghost = userData(handshake({ pmk: A, aNonce: 3, sNonce: 4 }).ptk, stationOf(9));
    const packets = [...sound, underRadiotap(withFcs(ghost, 1))];
    const { sessions, damagedPackets } = reportOn(packets, {});
    expect(sessions).toHaveLength(1);
    expect(damagedPackets).toMatchObject([{ packets: 1 }]);
    expect(sessions[0]!.ap).toBe([...AP].map(octet => octet.toString(16).padStart(2, '0')).join(':'));
  });

  it('is told with its capture where there are several', () => {
    const own = validator({ keys: pmks({ A }), captures: ['a.pcap', 'b.pcap'] });
    for (const packet of sound) own.packet({ ...packet, capture: 0 });
    for (const [i, packet] of [...sound, altered(sound[4]!, -5)].entries())
      own.packet({ ...packet, capture: 1, frame: i + 1 });
    expect(own.report().damagedPackets).toEqual([{ packets: 1, frame: sound.length + 1, capture: 'b.pcap' }]);
  });
});
