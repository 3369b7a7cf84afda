import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { decodeRadiotap, radiotapLength } from '../../src/codecs/dot11/radiotap.js';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { deriveSKwt } from '../../src/crypto/kdf3gpp.js';
import { EPOCH, scenarios } from '../../src/flows/index.js';
import { airTime } from '../../src/flows/wlan/air.js';
import { numberOf } from '../frame-ref.js';
import { frameOf, type Played, play, type Run, run, secondsOf } from './play.js';

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
const hashOf = ({ packets }: Run): string => {
  const hash = createHash('sha256');
  for (const { time, bytes, comments = [] } of packets)
    hash.update(`${time} ${bytes.length} ${comments.join('\n')}\n`).update(bytes);
  return hash.digest('hex');
};

const each = scenarios.map(s => [s.name, s] as const);

describe('every scenario', () => {
  it.each(each)('%s comes out as it declares, and the validator reads it so', (name, scenario) => {
    const played = play(name);
    const { outcome, findings = [] } = scenario.expect;
    expect(played.measures.run.outcomes).toEqual([outcome]);
    expect([...new Set(faults(played))].sort()).toEqual([...findings].sort());
    const [session] = played.report.sessions;
    const handshakes = session?.handshakes.filter(h => h.kind !== 'group') ?? [];
    if (outcome === 'failed') expect(handshakes.filter(h => h.complete)).toEqual([]);
    else {
      expect(handshakes.at(-1)).toMatchObject({
        kind: outcome === 'rekeyed' ? 're-key' : 'initial',
        complete: true,
        // Where LWA has been released no key is in use any more.
        pmk: outcome === 'released' ? played.keys.pmks.at(-1)!.name : played.measures.ues[0]!.sKwt,
      });
      expect(session!.protectedFrames.undecrypted).toBe(0);
      expect(session!.protectedFrames.decrypted).toBeGreaterThan(100);
    }
  });

  it.each(each)('%s comes out so for each of many UEs, on one timeline', (name, scenario) => {
    const ues = scenario.parameters.uu === undefined ? 3 : 20;
    // A probe request that is lost costs a UE 5 s; the re-key is to find all associated.
    const late = name === 'lossy' ? { stimulusAfterMs: 20_000, durationMs: 30_000, dataIntervalMs: 500 } : {};
    const played = play(name, { ues, dataIntervalMs: 50, ...late });
    expect(played.measures.ues.map(ue => ue.outcome)).toEqual(new Array(ues).fill(scenario.expect.outcome));
    expect([...new Set(faults(played))].sort()).toEqual([...(scenario.expect.findings ?? [])].sort());
    expect(played.report.sessions.every(s => s.protectedFrames.undecrypted === 0)).toBe(true);
    let last = 0n;
    for (const packet of played.packets) {
      expect(packet.time >= last).toBe(true);
      last = packet.time;
      expect(played.interfaces[packet.interface]!.linkType).toBe(packet.linkType);
      expect(packet.originalLength).toBe(packet.bytes.length);
    }
  });

  it.each(each)(
    '%s: one seed, the same octets; another, other keys and times, and the same outcome',
    (name, scenario) => {
      const seeds = [2, 3, 'another'];
      const runs = seeds.map(seed => run(name, {}, seed));
      expect(hashOf(run(name, {}, 2))).toBe(hashOf(runs[0]!));
      expect(runs.map(one => one.measures.run.outcomes)).toEqual(seeds.map(() => [scenario.expect.outcome]));
      const distinct = (values: readonly unknown[]) => new Set(values).size;
      const of = (secrets: (one: Run) => readonly string[]): readonly string[] => runs.flatMap(secrets);
      const secrets = of(({ keys }) => [...keys.kenbs, ...keys.pmks, ...keys.gtks].map(key => key.hex));
      expect(distinct(secrets)).toBe(secrets.length);
      const tks = of(({ keys }) => keys.ptks.map(ptk => ptk.tk));
      expect(distinct(tks)).toBe(tks.length);
      expect(distinct(runs.map(one => one.packets.map(p => p.time).join()))).toBe(seeds.length);
    },
  );
});

/** Pinned, so that a change of the octets is made on purpose: it breaks every capture that a seed stands for. */
const PINNED: Readonly<Record<string, string>> = {
  'wlan-initial': '8031f3739f7b36f1dd81b4590bf476902569742db55871609bc5c8e497419858',
  'wlan-rekey': '88fcde3ed6c5354cbf448e60e9019f53743554e598e842be1d11bdfaf2378c32',
  'initial-access': 'e24c7f33e158ced6a4c68f921b1fc8a657067368d0ecae19cb49054efeccd2b4',
  'rekey-option-2': 'd65ce1d1df25d210bd14fc9b30e3e2748908598e951d2f94a02c742a370e3e23',
  'rekey-option-1-mic': 'acd32f0f65b5dc2199172d7c572dd0c657b1b435d27824849582d4e973bb63ba',
  'rekey-option-1-pmkid': '29882aaa7a6321502d5a9f8107d1156e9ad590768a29add9bb340ddfb0f1c292',
  'rekey-option-1-won-race': '90de0e2e8848d4e19e6c8bdaef856c8107469614961ce77a5a056949bc970b2b',
  'rekey-option-2-stale-supplicant': 'f40dee007f93d7dee21022deb7a8eaeebc852bb9895e6a736cecaf6319b9e1ee',
  'rekey-ue-initiated': 'fd047c2452040715d84a29d987cb5f8dfd342c4e4fed8484c96a2e337f6813d1',
  'rekey-rel13-release-and-add': '50a4d7578c7fcf9faca6c370f0f88b993bbcd112d1f86b84450b4d9338a8aaa2',
  'rekey-without-handover': '30ad74132a4c79dc278b6f5cc46d9c9813952349355fecd666ee8c49c42e082e',
  'wt-counter-wrap': '998181e73681e5bf0ac45c6e22605bf9fa71b99be08612251528cd9d8d167cc4',
  'handover-without-wt-change': '8dd8b87fae52427de8bc7cd283f3c0e112d872897764ab0d8db2f3a4f8960a47',
  'wt-modification-rejected': '184f7cad74e3ebe3465b8bed4325dfcb891ff58452e990907bb496247b5f7d27',
  'wt-release-required': 'ab3a9b8f5cb5e3d65bf05bb439873a589b30b077bb80d3dae9a0fb13200dfead',
  'association-timeout': '2969a6a2e6b055c9afcf93d54b1ef6b2c9a34f64053e2b28531605269b5a6cd4',
  'group-rekey': '37e506da292bd1363e456a9428d9886992138c325852e542c39ee10af20783f9',
  lossy: '26f4c7b77b72ce983d4afc90447299042e9f91e2c422bcb460b61d868b995d50',
  'attack-wrong-pmk': 'cbbf480cbe8a4e1bb33afc761485178b05fc160d48984f945612593bb779fcb9',
  'attack-flipped-mic': 'ce295814b82df85e400cf23d5535dea78ad33a30e3a7a21f97b3ab8244edab2b',
  'attack-forged-m1': '772c8783378a8b1af4ff23b9976e99707b1f2cec929e52588708cb4c5d107b68',
  'attack-key-reinstallation': '5990be7ac5bce1ca32856472da74a399361b48cd3f3b6d030386b5f2c2de4727',
  'attack-group-key-reinstallation': '875ac63b856939c24ba75b9cf8c1272a8718d1ac50219a6d0a63553041340d56',
  'attack-downgraded-rsne': 'b023a59d18e7398fd9dd26706f4845bf800457966f0acf58bf397ab2d394f075',
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
      expect(timestamp % 102_400).toBeLessThan(400);
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
    [{ ues: 100_000, ueSpacingMs: 60_000 }, /parameters\.ueSpacingMs: is too long: the last of 100000 UEs/],
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
