import { describe, expect, it } from 'vitest';
import { frameOf, run, secondsOf } from './play.js';

describe('a UE that no handshake comes to', () => {
  it('leaves after 10 s and comes back, as where the access point has heard no Ack of its response', () => {
    const left = Array.from({ length: 20 }, (_, seed) =>
      run('wlan-initial', { loss: 0.5, dataIntervalMs: 0, durationMs: 40_000 }, seed),
    ).flatMap(({ packets, measures }) => {
      const index = packets.findIndex(p =>
        p.comments?.includes('no handshake has come to an end: the UE leaves, reason 3'),
      );
      return index < 0 ? [] : [{ packets, index, outcome: measures.ues[0]!.outcome }];
    });
    expect(left.length).toBeGreaterThan(0);
    expect(left.some(({ outcome }) => outcome === 'associated')).toBe(true);
    for (const { packets, index } of left) {
      const response = packets.slice(0, index).findLast(p => frameOf(p).kind === 'association-response')!;
      expect(Math.abs(secondsOf(packets[index]!) - secondsOf(response) - 10)).toBeLessThan(0.1);
    }
  });
});

describe('a UE with a wrong key', () => {
  it('pauses longer and longer, as wpa_supplicant does', () => {
    const durationMs = 6_000_000;
    const { packets } = run('wlan-initial', { ueWtCounter: 7, dataIntervalMs: 0, durationMs });
    const steps = packets.filter(p => ['deauthentication', 'probe-request'].includes(frameOf(p).kind));
    const pauses = steps.flatMap((packet, i) =>
      i > 0 && frameOf(packet).kind === 'probe-request'
        ? [Math.floor(secondsOf(packet) - secondsOf(steps[i - 1]!))]
        : [],
    );
    const times = (count: number, pause: number): readonly number[] => new Array<number>(count).fill(pause);
    expect(pauses.slice(0, 51)).toEqual([10, 20, 30, 60, 60, ...times(5, 90), ...times(40, 120), 300]);
  });
});
