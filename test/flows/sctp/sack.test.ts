import { describe, expect, it } from 'vitest';
import { createArrivals } from '../../../src/flows/sctp/arrivals.js';
import { EIGHT, losing, type Play, playSctp, run, SET_UP, sendAt, since } from './script.js';

describe('SACKs', () => {
  it('come after 200 ms, at once for every second packet, with data, and at once for what comes twice', () => {
    const play = playSctp(({ text }) => (text.endsWith('a: DATA 6') ? [5, 7] : [5]));
    sendAt(play, 'a', [100, 400, 401, 500, 600, 700]);
    sendAt(play, 'b', [510]);
    run(play);
    expect(play.texts()).toEqual([
      ...SET_UP,
      '100 a: DATA 1',
      '305 b: SACK 1',
      '400 a: DATA 2',
      '401 a: DATA 3',
      '406 b: SACK 3',
      '500 a: DATA 4',
      '510 b: SACK 4 DATA 1',
      '600 a: SACK 1 DATA 5',
      '700 a: DATA 6',
      '705 b: SACK 6',
      '707 b: SACK 6 twice 6',
    ]);
  });

  it('ride on data where both fit into a packet', () => {
    const play = playSctp();
    sendAt(play, 'a', [100, 400, 700]);
    sendAt(play, 'b', [110], 1436);
    sendAt(play, 'b', [410], 1437);
    sendAt(play, 'b', [710], 1453);
    run(play);
    expect(
      play.sent.filter(({ time, from }) => time > 100 && from === 'b').map(p => [p.text, p.length]),
    ).toEqual([
      ['110 b: SACK 1 DATA 1', 1500],
      ['410 b: SACK 2', 48],
      ['410 b: DATA 2', 1488],
      ['710 b: SACK 3', 48],
      ['710 b: DATA 3', 1500],
      ['710 b: DATA 4', 52],
    ]);
  });

  it('tell of the earliest gaps where not all fit, and of none that is too far away', () => {
    const arrivals = createArrivals();
    arrivals.begin(0xffffff00);
    const delivered: number[] = [];
    const add = (offset: number): void =>
      arrivals.add((0xfffffeff + offset) >>> 0, 3, Uint8Array.of(offset & 0xff), one =>
        delivered.push(one[0]!),
      );
    for (let i = 500; i > 0; i--) add(2 * i);
    add(4);
    const { cumulativeTsnAck, gaps, duplicates } = arrivals.sack(1);
    expect(cumulativeTsnAck).toBe(0xfffffeff);
    expect(gaps).toEqual(Array.from({ length: 363 }, (_, i) => [2 * i + 2, 2 * i + 2]).flat());
    expect(duplicates).toEqual([]);
    for (let i = 500; i > 0; i--) add(2 * i - 1);
    add(70_000);
    add(65_538);
    add(65_535 + 1000);
    add(65_536 + 1000);
    expect(delivered).toEqual(Array.from({ length: 1000 }, (_, i) => (i + 1) & 0xff));
    expect(arrivals.sack(1).gaps).toEqual([64_538, 64_538, 65_535, 65_535]);
  });
});

describe('a SACK that is delayed', () => {
  it('is so by 200 ms from the data on, though a SACK of the other end comes meanwhile', () => {
    const play = playSctp();
    sendAt(play, 'a', [98, 99]);
    sendAt(play, 'b', [100]);
    run(play, 2);
    expect(since(play, 98)).toEqual([
      '98 a: DATA 1',
      '99 a: DATA 2',
      '100 b: DATA 1',
      '104 b: SACK 2',
      '305 a: SACK 1',
    ]);
  });
});

describe('the window', () => {
  const windows = (play: Play, from: 'a' | 'b') =>
    play.sent.flatMap(packet =>
      packet.from !== from
        ? []
        : packet.chunks.flatMap(chunk =>
            chunk.chunk === 'SACK' ? [chunk.advertisedReceiverWindowCredit] : [],
          ),
    );

  it('is without the octets that have arrived behind a gap', () => {
    const play = playSctp(losing('a: DATA 2', 'a: DATA 2', 'a: DATA 4'));
    EIGHT.forEach((time, i) => {
      sendAt(play, 'a', [time], 100 + i, i + 1);
    });
    run(play);
    expect(since(play, 107).filter(text => text.includes('b: SACK'))).toEqual([
      '107 b: SACK 1 [3-3]',
      '109 b: SACK 1 [3-3] [5-5]',
      '110 b: SACK 1 [3-3] [5-6]',
      '111 b: SACK 1 [3-3] [5-7]',
      '112 b: SACK 1 [3-3] [5-8]',
      '121 b: SACK 1 [3-8]',
      '1320 b: SACK 8',
    ]);
    const taken = [102, 102 + 104, 102 + 104 + 105, 102 + 104 + 105 + 106, 102 + 104 + 105 + 106 + 107];
    expect(windows(play, 'b')).toEqual(
      [...taken, 102 + 103 + 104 + 105 + 106 + 107, 0].map(n => 0x10000 - n),
    );
  });

  it('is never less than nothing, and whole again when the gap is filled or the association begins anew', () => {
    const arrivals = createArrivals();
    arrivals.begin(1);
    const add = (tsn: number, length: number): void => arrivals.add(tsn, 3, new Uint8Array(length), () => {});
    add(2, 60);
    add(2, 60);
    expect(arrivals.sack(100).window).toBe(40);
    add(3, 60);
    expect(arrivals.sack(100).window).toBe(0);
    add(1, 60);
    expect(arrivals.sack(100).window).toBe(100);
    add(5, 60);
    arrivals.begin(1);
    expect(arrivals.sack(100)).toEqual({ cumulativeTsnAck: 0, window: 100, gaps: [], duplicates: [] });
  });
});
