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
