import { describe, expect, it } from 'vitest';
import { SCTP_PARAMETER } from '../../../src/codecs/link/sctp.js';
import { playSctp, run, type Sent, sendAt } from './script.js';
import { chunkOf, openWire } from './wire.js';

const nameOf = ({ chunks }: Sent): string => chunks[0]!.chunk;
const times = (sent: readonly Sent[], from: 'a' | 'b', name: string): readonly number[] =>
  sent.filter(one => one.from === from && nameOf(one) === name).map(({ time }) => time / 1000);

describe('heartbeats (RFC 9260, 8.3)', () => {
  it('ask an idle path every 30 s and RTO, give or take half of RTO, from each end', () => {
    const play = playSctp();
    run(play, 200);
    for (const end of ['a', 'b'] as const) {
      const asked = times(play.heartbeats, end, 'HEARTBEAT');
      expect(asked).toHaveLength(6);
      [0, ...asked].slice(0, -1).forEach((time, i) => {
        expect(asked[i]! - time).toBeGreaterThanOrEqual(30.5);
        expect(asked[i]! - time).toBeLessThanOrEqual(31.52);
      });
    }
  });

  it('are answered at once, with what they carry', () => {
    const play = playSctp();
    run(play, 40);
    const [asked, answered] = play.heartbeats;
    expect([nameOf(asked!), nameOf(answered!)]).toEqual(['HEARTBEAT', 'HEARTBEAT ACK']);
    expect(answered!.from).not.toBe(asked!.from);
    expect(answered!.time).toBe(asked!.time + 5);
    const of = ({ chunks: [chunk] }: Sent) =>
      chunk !== undefined && 'parameters' in chunk ? chunk.parameters : [];
    expect(of(asked!).map(({ type }) => type)).toEqual([SCTP_PARAMETER.heartbeatInfo]);
    expect(of(answered!)).toEqual(of(asked!));
  });

  it('are not answered where the tag of the other end is not known yet', () => {
    const wire = openWire();
    wire.boot('a').connect();
    const { initiateTag } = chunkOf(wire.sent.a.splice(0)[0], 'INIT');
    const parameters = [{ type: SCTP_PARAMETER.heartbeatInfo, value: Uint8Array.of(1, 2, 3, 4) }];
    wire.forge('a', initiateTag, { chunk: 'HEARTBEAT', parameters });
    expect(wire.sent.a).toEqual([]);
  });

  it('are put off by data that is sent', () => {
    const play = playSctp();
    sendAt(play, 'a', [10_000, 20_000, 40_000]);
    run(play, 100);
    const [first] = times(play.heartbeats, 'a', 'HEARTBEAT');
    expect(first).toBeGreaterThan(70);
    expect(first).toBeLessThan(72);
  });

  it('are not put off by SACKs, which nobody answers', () => {
    const play = playSctp();
    sendAt(
      play,
      'a',
      Array.from({ length: 20 }, (_, i) => 5000 * (i + 1)),
    );
    run(play, 105);
    expect(times(play.heartbeats, 'a', 'HEARTBEAT')).toEqual([]);
    expect(times(play.heartbeats, 'b', 'HEARTBEAT')).toHaveLength(3);
  });

  it('give an association up of which eleven in a row are not answered', () => {
    const play = playSctp(({ time }) => (time < 1000 ? [5] : []));
    run(play, 1000);
    const asked = times(play.heartbeats, 'a', 'HEARTBEAT');
    expect(asked).toHaveLength(11);
    const { length } = play.sent;
    play.a.send(0, Uint8Array.of(1));
    run(play, 2000);
    expect(play.sent).toHaveLength(length);
    expect(times(play.heartbeats, 'a', 'HEARTBEAT')).toHaveLength(11);
  });

  it('go on where one of ten is answered', () => {
    let count = 0;
    const play = playSctp(({ from, text }) =>
      from === 'b' || !text.endsWith('HEARTBEAT') || count++ % 10 === 9 ? [5] : [],
    );
    run(play, 3000);
    expect(times(play.heartbeats, 'a', 'HEARTBEAT').at(-1)).toBeGreaterThan(2900);
  });

  it('wait while data is not answered, which tells of the path as well', () => {
    const play = playSctp(({ time }) => (time < 50 ? [5] : []));
    sendAt(play, 'a', [100]);
    run(play, 600);
    expect(times(play.heartbeats, 'a', 'HEARTBEAT')).toEqual([]);
  });
});
