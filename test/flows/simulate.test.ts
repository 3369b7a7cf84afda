import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { deriveSKwt } from '../../src/crypto/kdf3gpp.js';
import { scenarios, simulate } from '../../src/flows/index.js';
import { numberOf } from '../frame-ref.js';
import { frameOf, type Played, play, secondsOf } from './play.js';

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

const faults = ({ report }: Played) => report.findings.filter(f => f.severity !== 'note').map(f => f.rule);

/** Of times, octets and comments. */
const hashOf = ({ packets }: Played): string => {
  const hash = createHash('sha256');
  for (const { time, bytes, comments = [] } of packets)
    hash.update(`${time} ${bytes.length} ${comments.join('\n')}\n`).update(bytes);
  return hash.digest('hex');
};

describe('every scenario', () => {
  it.each(scenarios.map(s => [s.name, s] as const))('%s comes out as it declares', (name, scenario) => {
    const played = play(name, { ues: 3 });
    expect(played.measures.ues.map(ue => ue.outcome)).toEqual(new Array(3).fill(scenario.expect.outcome));
    expect([...new Set(faults(played))].sort()).toEqual([...(scenario.expect.findings ?? [])].sort());
    for (const session of played.report.sessions) {
      expect(session.protectedFrames.undecrypted).toBe(0);
      if (scenario.expect.outcome !== 'failed')
        expect(session.protectedFrames.decrypted).toBeGreaterThan(100);
    }
  });

  it.each(scenarios.map(s => [s.name] as const))('%s: the same seed gives the same octets', name => {
    const run = (seed: number) => hashOf(play(name, {}, seed));
    expect(run(5)).toBe(run(5));
    expect(run(6)).not.toBe(run(5));
  });

  it.each(scenarios.map(s => [s.name] as const))(
    '%s: its times grow, and its packets fit its interfaces',
    name => {
      const simulation = simulate(scenarios.find(s => s.name === name)!);
      let last = 0n;
      for (const packet of simulation.packets) {
        expect(packet.time).toBeGreaterThanOrEqual(last);
        last = packet.time;
        expect(simulation.interfaces[packet.interface]!.linkType).toBe(packet.linkType);
        expect(packet.originalLength).toBe(packet.bytes.length);
      }
    },
  );
});

/** Pinned, so that a change of the octets is made on purpose: it breaks every capture that a seed stands for. */
const PINNED: Readonly<Record<string, string>> = {
  'wlan-initial': '5340ff9524a3c6c9fff44d63e533767f0529f2dee328730245377fefe4aa9c18',
  'wlan-rekey': '80ea899f425cb9d4bd689d7441eda76e0d7a4f068becf9ac9c655f88c8ab5349',
  'initial-access': '5517f7c10e396cfacb45616e9972ccd0822c26a52695c3a0694b5dcd23273c64',
  'rekey-option-2': '200307b60b2ec19f72739bb8e02d461c6c87d8e85e2047acc543753a9acef143',
  'rekey-option-1-mic': '1ffe2bacd2e33805cc1adb167072ef63d5f173e5bb1ce08b9d8001144c1d1314',
  'rekey-option-1-pmkid': '6973ab358b1f7b5fc1bc2d12d2ac34f371d9b076f712d73d2d942521e9bf7ffa',
  'rekey-option-1-won-race': '84999ac4b319d090a7316f3e8ec9a29e6e40a9d2ec9048e114dd967c1723c946',
  'rekey-option-2-stale-supplicant': 'd91a5dcd2c145b7949007021b563e87edf5fef30f93c6e3e53923af53a957fcc',
  'rekey-ue-initiated': 'ccd9471c7153b4ab82169751663b76936254968a47594ee54f3ca7a6fa62e80f',
  'rekey-rel13-release-and-add': '1e6ae102fe426098f133b603503d859ab522b32bb615e83919a977e41a394f44',
  'rekey-without-handover': '1b3e46539cf9d4da6a407020309b876bcb182f9355e13da4cba8e34ee56d4e7a',
  'wt-counter-wrap': '6d423d90fa2bc7295499a465672e252976873edf29fddbff6bdc4b55128d7655',
  'handover-without-wt-change': 'cb2b1f682d838ae4fe83ba587c4898a5a577175a2b6920c796a095fb5a896cf7',
  'wt-modification-rejected': 'a96a71e2bfe8e8e40c492488da3b06c16d0d9d11d35b774540b8cddfc786d357',
  'association-timeout': '4d66beb887593fbe37218da028e1620c580128d914cf9dc4591100d87a37a86b',
  'group-rekey': '134c2ee0d9ae10b2475879c6366e5a704bd2ce128948a18d5fdbbc1247a8c4e7',
  lossy: '474096469fe1e3c8905d6f3f25fa235ba5c56e31a5423e771b2385ffe5006a0b',
  'attack-wrong-pmk': '4840da20a0c72ead52c361876feaf74dc7a8c70737c0a5a57f42b207cf16d2de',
  'attack-flipped-mic': '3c5e39bb626e965124891719f3f39206a2dbbd09fb432906fb2faffe6218203f',
  'attack-forged-m1': 'ed9551d81ef6fa8fe88b561297a6e556dab77a62c86555b1cb6ec59787eb4591',
};

describe('the capture of seed 1', () => {
  it.each(scenarios.map(s => [s.name] as const))('%s is what it was', name => {
    expect(hashOf(play(name))).toBe(PINNED[name]);
  });
});

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

  it('sends beacons at multiples of 102.4 ms, and says so in them', () => {
    const beacons = played.packets.filter(packet => frameOf(packet).kind === 'beacon');
    expect(beacons.length).toBe(3);
    beacons.forEach((packet, i) => {
      const late = secondsOf(packet) - 0.1024 * (i + 1);
      expect(late).toBeGreaterThan(0);
      expect(late).toBeLessThan(0.01);
    });
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
      'the UE takes the PTK from S-KWT #1 into use',
      'the WT takes the PTK from S-KWT #1 into use',
      'the UE takes the PTK from S-KWT #2 into use',
      'the WT takes the PTK from S-KWT #2 into use',
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

describe('overrides', () => {
  const refused = (overrides: Parameters<typeof play>[1]) => () => play('wlan-initial', overrides);
  it.each([
    [{ uess: 1 }, /parameters\.uess: is none of ues, /],
    [{ ues: 'many' }, /parameters\.ues: is to be a number/],
    [{ ues: 0 }, /parameters\.ues: is to be an integer from 1 to 1000000/],
    [{ ues: 1.5 }, /an integer/],
    [{ loss: 2 }, /parameters\.loss: is to be a number from 0 to 1/],
    [{ loss: Number.NaN }, /parameters\.loss/],
    [{ dataRate: 7 }, /one of 6, 9, 12/],
    [{ exchangeLeastMs: 5 }, /parameters\.exchangeMostMs: is less than exchangeLeastMs, 5/],
    [{ ssid: 'ä'.repeat(17) }, /parameters\.ssid: is to be 1 to 32 octets of UTF-8, not 34/],
    [{ constructor: 1 }, /parameters\.constructor: is none of/],
  ])('refuses %o', (overrides, message) => {
    expect(refused(overrides)).toThrow(EncodeError);
    expect(refused(overrides)).toThrow(message);
  });
});

describe('many UEs', () => {
  it('keep their associations apart', () => {
    const played = play('wlan-rekey', { ues: 40, dataIntervalMs: 0 });
    expect(new Set(played.measures.ues.map(ue => ue.outcome))).toEqual(new Set(['rekeyed']));
    expect(played.report.sessions.length).toBe(40);
    expect(new Set(played.keys.gtks.map(key => key.ap)).size).toBe(5);
    expect(faults(played)).toEqual([]);
  });
});
