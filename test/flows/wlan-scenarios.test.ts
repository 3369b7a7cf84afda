import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { decodeRadiotap, radiotapLength } from '../../src/codecs/dot11/radiotap.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { deriveSKwt } from '../../src/crypto/kdf3gpp.js';
import { EPOCH } from '../../src/flows/index.js';
import { airTime } from '../../src/flows/wlan/air.js';
import { numberOf } from '../frame-ref.js';
import { faults, frameOf, type Played, play, secondsOf } from './play.js';

/** Packets of EAPOL-Key frames, by message, as the validator reads them. */
const messages = ({ report }: Played, session = 0) =>
  report.sessions[session]!.eapolKeyFrames.map(
    ({ message, replayCounter, protected: isProtected, mic, pmk }) => [
      message,
      replayCounter,
      isProtected ? 'protected' : 'clear',
      mic,
      ...(pmk === undefined ? [] : [pmk]),
    ],
  );

const packetAt = ({ packets }: Played, frame: number): Packet => packets[frame - 1]!;

const kindsOf = ({ packets }: Played): readonly string[] => packets.map(packet => frameOf(packet).kind);

describe('wlan-initial', () => {
  const played = play('wlan-initial');

  it('goes from scan to handshake in the order of the standard, each frame with its Ack', () => {
    const kinds = kindsOf(played).filter(kind => kind !== 'beacon');
    expect(kinds.slice(0, 12)).toEqual([
      'probe-request',
      'probe-response',
      'ack',
      'authentication',
      'ack',
      'authentication',
      'ack',
      'association-request',
      'ack',
      'association-response',
      'ack',
      'data',
    ]);
    expect(messages(played)).toEqual([
      ['M1', '1', 'clear', 'none'],
      ['M2', '1', 'clear', 'valid', 'S-KWT #1'],
      ['M3', '2', 'clear', 'valid', 'S-KWT #1'],
      ['M4', '2', 'clear', 'valid', 'S-KWT #1'],
    ]);
  });

  it('sends beacons at multiples of 102.4 ms, as soon as the channel is free', () => {
    const beacons = played.packets.filter(packet => frameOf(packet).kind === 'beacon');
    expect(beacons.length).toBe(3);
    beacons.forEach((packet, i) => {
      const late = secondsOf(packet) - 0.1024 * (i + 1);
      expect(late).toBeGreaterThan(0);
      expect(late).toBeLessThan(0.001);
    });
  });

  it('has a TBTT of each BSS where its TSF timer is 0 (IEEE 802.11-2020, 11.1.3.2)', () => {
    const { packets } = play('wlan-initial', { ues: 20, dataIntervalMs: 0 });
    const starts = packets.flatMap(packet => {
      const frame = frameOf(packet);
      if (frame.kind !== 'beacon') return [];
      const timestamp = Number(frame.timestamp);
      // As soon as the channel is free: an EAPOL-Key frame and its Ack take up to 0.4 ms.
      expect(timestamp % 102_400).toBeLessThan(500);
      return [Math.round((Number(packet.time - EPOCH) / 1e3 - timestamp) / 1e3)];
    });
    // Three BSSs, a third of the beacon interval apart; each has sent three beacons.
    expect(starts).toEqual([0, 34, 68, 0, 34, 68, 0, 34, 68]);
  });

  it('stamps each beacon, probe response and packet with the time at which it is on the air', () => {
    // As radiotap has it: the first bit of the MPDU; a timestamp is that of its own first bit, 24 octets behind.
    const lossy = play('wlan-initial', { loss: 0.3, ues: 12, dataIntervalMs: 0 });
    const stamped = lossy.packets.flatMap(packet => {
      const frame = frameOf(packet);
      const { tsft } = decodeRadiotap(packet.bytes).fields;
      const end = Number(packet.time - EPOCH);
      expect(Number(tsft)).toBeLessThan(end / 1e3);
      if (frame.kind !== 'beacon' && frame.kind !== 'probe-response') return [];
      const octets = packet.bytes.length - radiotapLength(packet.bytes);
      expect(Number(tsft)).toBe(Math.floor((end - airTime(octets, 6)) / 1e3) + 20);
      return [Number(frame.timestamp) - Number(tsft)];
    });
    // Two BSSs: the TSF timer of the second starts half a beacon interval after that of the first.
    expect(new Set(stamped)).toEqual(new Set([32, 32 - 51_200]));
    expect(
      lossy.packets.some(p => frameOf(p).kind === 'probe-response' && frameOf(p).frameControl.retry),
    ).toBe(true);
  });

  it('derives the S-KWT that both sides use from KeNB and WT Counter', () => {
    const [pmk, ...others] = played.keys.pmks;
    expect(others).toEqual([]);
    expect(toHex(deriveSKwt(fromHex(pmk!.kenb!), pmk!.wtCounter!))).toBe(pmk!.hex);
    expect(pmk!.from).toEqual({ ue: 0, wt: 0 });
    expect(Object.keys(played.keys.ptks[0]!.from).sort()).toEqual(['ue', 'wt']);
  });

  it('measures user data that is never suspended for longer than interval and delay', () => {
    for (const flow of [played.measures.ues[0]!.uplink, played.measures.ues[0]!.downlink]) {
      expect(flow.sent).toBeGreaterThan(300);
      expect(flow).toMatchObject({ received: flow.sent, lost: 0, reordered: 0 });
      expect(flow.suspension).toBeGreaterThan(5e6);
      expect(flow.suspension).toBeLessThan(9e6);
    }
  });
});

describe('wlan-rekey', () => {
  const played = play('wlan-rekey');

  it('re-keys within the association: M1 to M3 under the TK in use, M4 in clear', () => {
    expect(messages(played).slice(4)).toEqual([
      ['M1', '3', 'protected', 'none'],
      ['M2', '3', 'protected', 'valid', 'S-KWT #2'],
      ['M3', '4', 'protected', 'valid', 'S-KWT #2'],
      ['M4', '4', 'clear', 'valid', 'S-KWT #2'],
    ]);
    const kinds = kindsOf(played);
    expect(kinds.filter(k => k === 'association-request').length).toBe(1);
    expect(kinds).not.toContain('deauthentication');
  });

  it('gives the validator the keys that the keys file tells', () => {
    const found = played.report.sessions[0]!.keys.filter(key => key.kind === 'ptk').map(key => key.hex);
    expect(found).toEqual(played.keys.ptks.map(({ kck, kek, tk }) => kck + kek + tk));
    const gtks = new Set(
      played.report.sessions[0]!.keys.filter(key => key.kind === 'gtk').map(key => key.hex),
    );
    expect([...gtks]).toEqual(played.keys.gtks.map(key => key.hex));
  });

  it('starts packet numbers over with each key', () => {
    const pns = played.packets
      .map(frameOf)
      .filter(frame => frame.kind === 'data' && frame.frameControl.protectedFrame && frame.frameControl.toDs)
      .map(frame => (frame.kind === 'data' ? frame.payload[0]! + 256 * frame.payload[1]! : 0));
    expect(pns[0]).toBe(1);
    expect(pns.filter(pn => pn === 1).length).toBe(2);
  });

  it('comments on the turning points', () => {
    const comments = played.packets.flatMap(packet => packet.comments ?? []);
    expect(comments).toEqual([
      'the WT starts a 4-way handshake under S-KWT #1',
      'the MIC of M2 is right at the WT under S-KWT #1',
      'the UE takes the PTK from S-KWT #1 into use',
      'the WT takes the PTK from S-KWT #1 into use',
      'the WT starts a 4-way handshake under S-KWT #2',
      'the MIC of M2 is right at the WT under S-KWT #2',
      'the UE takes the PTK from S-KWT #2 into use',
      'the WT takes the PTK from S-KWT #2 into use',
      'dropped: no key in use opens it, or its packet number is not new',
    ]);
  });

  it('costs user data no more than a few packets', () => {
    const { uplink, downlink } = played.measures.ues[0]!;
    expect(uplink.lost + downlink.lost).toBeLessThan(3);
    for (const flow of [uplink, downlink]) expect(flow.suspension).toBeLessThan(20e6);
  });

  it('fails as option 1 does with a supplicant that keeps its PMK, and comes back with the new one', () => {
    const stale = play('wlan-rekey', { takesNewPmkInPlace: false, durationMs: 7000 });
    expect(stale.measures.ues[0]).toMatchObject({
      outcome: 'reassociated',
      associations: 2,
      sKwt: 'S-KWT #2',
    });
    const inPlace = messages(stale).slice(4, 12);
    expect(inPlace.map(m => m[0])).toEqual(['M1', 'M2', 'M1', 'M2', 'M1', 'M2', 'M1', 'M2']);
    expect(inPlace.filter(m => m[0] === 'M2').map(m => m.slice(2))).toEqual(
      new Array(4).fill(['protected', 'valid', 'S-KWT #1']),
    );
    expect(stale.packets.flatMap(p => p.comments ?? [])).toContain(
      'M2 MIC fails at the WT under S-KWT #2: it is right under S-KWT #1, on which the UE still is',
    );
    // Data goes on under the old key for the four seconds of the tries: what is suspended is the way back.
    const { downlink } = stale.measures.ues[0]!;
    expect(downlink.suspension).toBeGreaterThan(0.2e9);
    expect(downlink.suspension).toBeLessThan(0.5e9);
  });

  it('is not answered by a supplicant that keeps its PMK where M1 names another', () => {
    const stale = play('wlan-rekey', { takesNewPmkInPlace: false, pmkidInM1: true, durationMs: 7000 });
    expect(
      messages(stale)
        .slice(4, 8)
        .map(m => m[0]),
    ).toEqual(['M1', 'M1', 'M1', 'M1']);
    expect(stale.measures.ues[0]!.outcome).toBe('reassociated');
  });

  it('survives a lossy air with retries and no reordering', () => {
    const lossy = play('wlan-rekey', { loss: 0.1 });
    expect(lossy.measures.ues[0]!.outcome).toBe('rekeyed');
    expect(lossy.packets.some(p => p.comments?.includes('the receiver misses this frame'))).toBe(true);
    expect(lossy.measures.ues[0]!.downlink.reordered).toBe(0);
    expect(faults(lossy)).toEqual([]);
  });

  it.each([
    { akm: '00-0F-AC:6', managementFrameProtection: true },
    { pairwiseCipher: '00-0F-AC:8', groupCipher: '00-0F-AC:8' },
    {
      akm: '00-0F-AC:6',
      pairwiseCipher: '00-0F-AC:9',
      groupCipher: '00-0F-AC:9',
      managementFrameProtection: true,
    },
    { akm: '00-0F-AC:5', pairwiseCipher: '00-0F-AC:10', groupCipher: '00-0F-AC:10' },
  ])('works with %o', overrides => {
    const other = play('wlan-rekey', overrides);
    expect(other.measures.ues[0]!.outcome).toBe('rekeyed');
    expect(faults(other)).toEqual([]);
    const [session] = other.report.sessions;
    expect(session!.akm).toBe(overrides.akm ?? '00-0F-AC:2');
    expect(session!.protectedFrames.undecrypted).toBe(0);
    expect(session!.keys.some(key => key.kind === 'igtk')).toBe(overrides.managementFrameProtection ?? false);
  });

  it('protects the deauthentication where management frames are protected', () => {
    const stale = play('wlan-rekey', {
      takesNewPmkInPlace: false,
      akm: '00-0F-AC:6',
      managementFrameProtection: true,
      durationMs: 7000,
    });
    expect(stale.measures.ues[0]!.outcome).toBe('reassociated');
    expect(kindsOf(stale).filter(kind => kind === 'protected-management').length).toBe(1);
    expect(kindsOf(stale)).not.toContain('deauthentication');
  });
});

describe('a UE with a wrong S-KWT', () => {
  const played = play('wlan-initial', { ueWtCounter: 7, durationMs: 20_000 });
  const frames = played.report.sessions[0]!.eapolKeyFrames;
  const firstDeauthentication = kindsOf(played).indexOf('deauthentication');

  it('has its M2 refused from the octets: right under its own key alone', () => {
    expect(played.measures.ues[0]!.outcome).toBe('failed');
    expect(messages(played).slice(0, 8)).toEqual(
      [1, 2, 3, 4].flatMap(counter => [
        ['M1', `${counter}`, 'clear', 'none'],
        ['M2', `${counter}`, 'clear', 'valid', 'S-KWT #1'],
      ]),
    );
    expect(played.keys.pmks.map(pmk => pmk.from)).toEqual([{ ue: 0 }, { wt: 0 }]);
    expect(played.packets.flatMap(p => p.comments ?? [])).toContain('M2 MIC fails at the WT under S-KWT #2');
  });

  it('sees M1 four times, 1.0 s apart, with one ANonce, then reason 15 4.0 s after the first', () => {
    const m1 = frames
      .filter(f => f.message === 'M1')
      .slice(0, 4)
      .map(f => packetAt(played, numberOf(f.frame)));
    const nonces = m1.map(packet => toHex(packet.bytes.subarray(22 + 26 + 8 + 17, 22 + 26 + 8 + 49)));
    expect(new Set(nonces).size).toBe(1);
    const times = [...m1, played.packets[firstDeauthentication]!].map(secondsOf);
    for (let i = 1; i < times.length; i++) expect(Math.abs(times[i]! - times[i - 1]! - 1)).toBeLessThan(0.01);
    const frame = frameOf(played.packets[firstDeauthentication]!);
    expect(frame).toMatchObject({ kind: 'deauthentication', reasonCode: 15 });
  });

  it('pauses 10 s before it tries again', () => {
    const kinds = kindsOf(played);
    const next = kinds.indexOf('probe-request', firstDeauthentication);
    const pause = secondsOf(played.packets[next]!) - secondsOf(played.packets[firstDeauthentication]!);
    expect(pause).toBeGreaterThan(10);
    expect(pause).toBeLessThan(10.1);
  });
});
