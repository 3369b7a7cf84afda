import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../../src/flows/engine/engine.js';
import { COUNTED, EIGHT, eight, losing, playSctp, run, SET_UP, sendAt, since } from './script.js';

describe('fast retransmit', () => {
  it('comes with the third SACK that tells of a gap, once', () => {
    const play = playSctp(losing('a: DATA 2'));
    sendAt(play, 'a', EIGHT);
    run(play);
    expect(play.texts()).toEqual([
      ...SET_UP,
      ...eight,
      ...[3, 4, 5, 6, 7, 8].map(n => `${104 + n} b: SACK 1 [3-${n}]`),
      '114 a: DATA 2',
      '319 b: SACK 8',
    ]);
    expect(play.received.b).toEqual(COUNTED);
  });

  it('counts no SACK that acknowledges nothing behind the gap for the first time', () => {
    const play = playSctp(({ text }) => (text.endsWith('a: DATA 2') ? [] : [5, 6, 7]));
    sendAt(play, 'a', [100, 101, 102, 103]);
    run(play, 1);
    expect(play.sent.filter(({ text }) => text.includes('[3-')).length).toBeGreaterThan(5);
    expect(play.texts().filter(text => text.endsWith('a: DATA 2'))).toHaveLength(1);
  });

  it('is for each chunk that is missing, and not done again when it is lost', () => {
    const play = playSctp(losing('a: DATA 2', 'a: DATA 2', 'a: DATA 4'));
    sendAt(play, 'a', EIGHT);
    run(play);
    expect(since(play, 107)).toEqual([
      '107 a: DATA 8',
      '107 b: SACK 1 [3-3]',
      '109 b: SACK 1 [3-3] [5-5]',
      '110 b: SACK 1 [3-3] [5-6]',
      '111 b: SACK 1 [3-3] [5-7]',
      '112 b: SACK 1 [3-3] [5-8]',
      '115 a: DATA 2',
      '116 a: DATA 4',
      '121 b: SACK 1 [3-8]',
      // T3-rtx was started anew, as the first chunk was sent again.
      '1115 a: DATA 2',
      '1320 b: SACK 8',
    ]);
    expect(play.received.b).toEqual(COUNTED);
  });

  it('counts what is missing before the highest TSN that a SACK acknowledges for the first time', () => {
    // 5, 4, 3 and 2 arrive behind 7, in this order, and 6 does not.
    const fates: Readonly<Record<number, readonly number[]>> = {
      101: [18],
      102: [15],
      103: [12],
      104: [9],
      105: [],
    };
    const play = playSctp(({ time }) => fates[time] ?? [5]);
    sendAt(play, 'a', EIGHT.slice(0, 7));
    run(play);
    expect(since(play, 110)).toEqual([
      '111 b: SACK 1 [7-7]',
      '113 b: SACK 1 [5-5] [7-7]',
      '115 b: SACK 1 [4-5] [7-7]',
      '117 b: SACK 1 [3-5] [7-7]',
      '119 b: SACK 5 [7-7]',
      '120 a: DATA 2 DATA 3',
      '125 b: SACK 5 [7-7] twice 2 twice 3',
      '1124 a: DATA 6',
      '1329 b: SACK 7',
    ]);
  });

  it('drops a SACK that was overtaken by a later one', () => {
    const lost = losing('a: DATA 1', 'a: DATA 6', 'a: DATA 7');
    const play = playSctp((packet, i) => (packet.text === '107 b: SACK 0 [2-3]' ? [900] : lost(packet, i)));
    sendAt(play, 'a', [100, 101, 102, 103, 104]);
    sendAt(play, 'a', [1003, 1004, 1005], 100, 6);
    run(play);
    expect(play.received.b).toEqual(COUNTED);
  });

  it('sends nothing new with it while the window is full', () => {
    const lost = COUNTED.slice(0, 6).map(n => `a: DATA ${n}`);
    const play = playSctp(losing(...lost, 'a: DATA 3'));
    [1400, 1400, 100, 1400, 1400, 1400].forEach((length, i) => {
      sendAt(play, 'a', [100 + i], length, i + 1);
    });
    sendAt(play, 'a', new Array(10).fill(1101), 1300, 7);
    run(play);
    const times = [1530, 1535, 1540];
    expect(play.sent.filter(({ time }) => times.includes(time)).map(({ text }) => text)).toEqual([
      '1530 a: DATA 6',
      '1530 a: DATA 7',
      '1530 a: DATA 8',
      '1535 b: SACK 2 [4-6]',
      '1535 b: SACK 2 [4-7]',
      '1535 b: SACK 2 [4-8]',
      // DATA 9 would fit into the packet.
      '1540 a: DATA 3',
      '1540 a: DATA 9',
      '1540 a: DATA 10',
      '1540 a: DATA 11',
      '1540 a: DATA 12',
    ]);
  });

  it('comes however much is in flight; new data wait until it is little', () => {
    const play = playSctp(packet => (packet.text.endsWith('a: DATA 2') && packet.time < 140 ? [] : [20]));
    const fourteen = Array.from({ length: 14 }, (_, i) => 100 + i);
    sendAt(play, 'a', fourteen, 900);
    sendAt(play, 'a', [145], 900, 15);
    run(play);
    expect(since(play, 123)).toEqual([
      ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map(n => `${119 + n} b: SACK 1 [3-${n}]`),
      '144 a: DATA 2',
      // With it DATA 2 and 11 to 14 are in flight, as many octets as four packets hold; DATA 10 would be too much.
      '149 a: DATA 15',
      '169 b: SACK 15',
    ]);
    expect(play.received.b).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  });

  it('bundles, and counts each gap of a SACK that advances the cumulative TSN in Fast Recovery', () => {
    const lost = ['a: DATA 1', 'a: DATA 3', 'a: DATA 4', 'a: DATA 5', 'a: DATA 6'];
    const play = playSctp(losing(...lost));
    sendAt(play, 'a', EIGHT, 700);
    run(play);
    expect(since(play, 106)).toEqual([
      '106 a: DATA 7',
      '106 b: SACK 0 [2-2]',
      '107 a: DATA 8',
      '111 b: SACK 0 [2-2] [7-7]',
      '112 b: SACK 0 [2-2] [7-8]',
      '117 a: DATA 1',
      '122 b: SACK 2 [7-8]',
      '127 a: DATA 3 DATA 4',
      '127 a: DATA 5 DATA 6',
      '132 b: SACK 4 [7-8]',
      '332 b: SACK 8',
    ]);
    expect(play.received.b).toEqual(COUNTED);
  });
});

describe('T3-rtx', () => {
  it('sends one packet of what no gap ack block acknowledges; the rest follows the answers, and new data the rest', () => {
    const play = playSctp(losing(...[1, 2, 4, 5, 6, 7, 8].map(n => `a: DATA ${n}`)));
    sendAt(play, 'a', EIGHT, 700);
    sendAt(play, 'a', [1101], 700, 9);
    run(play);
    expect(since(play, 107)).toEqual([
      '107 a: DATA 8',
      '107 b: SACK 0 [3-3]',
      '1100 a: DATA 1 DATA 2',
      '1305 b: SACK 3',
      '1310 a: DATA 4 DATA 5',
      '1310 a: DATA 6 DATA 7',
      '1315 b: SACK 7',
      '1320 a: DATA 8 DATA 9',
      '1525 b: SACK 9',
    ]);
    expect(play.sent.find(({ time }) => time === 1100)!.length).toBe(20 + 12 + 2 * 716);
    expect(play.received.b).toEqual([...COUNTED, 9]);
  });

  it('sends the fragments of a message that is too long for the path MTU as what they are, chunks', () => {
    const lost = [1, 2, 3, 4, 5].map(n => `a: DATA ${n}`);
    const play = playSctp(losing(...lost));
    sendAt(play, 'a', [100, 102], 100);
    sendAt(play, 'a', [101], 3000);
    run(play);
    expect(since(play, 1000)).toEqual([
      '1100 a: DATA 1',
      '1305 b: SACK 1',
      '1310 a: DATA 2',
      '1515 b: SACK 2',
      '1520 a: DATA 3',
      '1520 a: DATA 4 DATA 5',
      '1525 b: SACK 5',
    ]);
  });

  it('starts anew when the earliest chunk is acknowledged, and at no other SACK', () => {
    const play = playSctp(losing('a: DATA 2', 'a: DATA 4'));
    sendAt(play, 'a', [100, 400, 700, 1350]);
    run(play);
    expect(play.texts(4)).toEqual([
      '100 a: DATA 1',
      '305 b: SACK 1',
      '400 a: DATA 2',
      '700 a: DATA 3',
      '705 b: SACK 1 [3-3]',
      '1350 a: DATA 4',
      // 1 s after DATA 2; DATA 4, which has not arrived either, goes with it.
      '1400 a: DATA 2 DATA 4',
      '1605 b: SACK 4',
    ]);
  });

  it('takes longer each time, until a chunk is acknowledged that was sent once', () => {
    const play = playSctp(losing('a: DATA 1', 'a: DATA 1', 'a: DATA 2', 'a: DATA 4'));
    sendAt(play, 'a', [100, 4000, 9000, 10_000]);
    run(play);
    expect(play.texts(4)).toEqual([
      '100 a: DATA 1',
      '1100 a: DATA 1',
      '3100 a: DATA 1',
      '3305 b: SACK 1',
      '4000 a: DATA 2',
      '8000 a: DATA 2',
      '8205 b: SACK 2',
      '9000 a: DATA 3',
      '9205 b: SACK 3',
      '10000 a: DATA 4',
      '11000 a: DATA 4',
      '11205 b: SACK 4',
    ]);
  });

  it('begins to count anew what is missing', () => {
    const play = playSctp(losing('a: DATA 1'));
    sendAt(play, 'a', [100, 101, 102, 1099]);
    run(play);
    expect(since(play, 1000)).toEqual([
      '1099 a: DATA 4',
      '1100 a: DATA 1 DATA 4',
      '1104 b: SACK 0 [2-4]',
      '1105 b: SACK 4 twice 4',
    ]);
  });

  it('brings a SACK that is due along', () => {
    const play = playSctp(losing('a: DATA 1'));
    sendAt(play, 'a', [100]);
    sendAt(play, 'b', [1000]);
    run(play);
    expect(play.texts(4)).toEqual([
      '100 a: DATA 1',
      '1000 b: DATA 1',
      '1100 a: SACK 1 DATA 1',
      '1305 b: SACK 1',
    ]);
  });

  it('is set ten times in a row at most: then the end aborts, and sends no data any more', () => {
    let isCut = false;
    const play = playSctp(({ from }) => (isCut && from === 'a' ? [] : [5]));
    sendAt(play, 'a', [100]);
    play.clock.after(50 * MILLISECOND, () => {
      isCut = true;
    });
    sendAt(play, 'a', [400_000], 100, 2);
    sendAt(play, 'b', [400_001]);
    run(play, 401);
    const times = play.sent.filter(({ from, time }) => from === 'a' && time > 50).map(({ time }) => time);
    expect(times).toEqual([
      ...[0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363].map(s => 1000 * s + 100),
      400_006,
    ]);
    // The other end does not know yet, and is told again.
    expect(since(play, 363_000)).toEqual(['363100 a: ABORT', '400001 b: DATA 1', '400006 a: ABORT']);
    expect(play.received.a).toEqual([]);
  });
});

describe('T1', () => {
  it('doubles, and what is answered when sent once brings it back', () => {
    const play = playSctp(losing('a: INIT', 'a: COOKIE ECHO', 'a: COOKIE ECHO', 'a: DATA 1'));
    sendAt(play, 'a', [8000]);
    run(play);
    expect(play.texts()).toEqual([
      '0 a: INIT',
      '1000 a: INIT',
      '1005 b: INIT ACK',
      '1010 a: COOKIE ECHO',
      '3010 a: COOKIE ECHO',
      '7010 a: COOKIE ECHO',
      '7015 b: COOKIE ACK',
      '8000 a: DATA 1',
      '16000 a: DATA 1',
      '16205 b: SACK 1',
    ]);
  });

  it.each([
    ['INIT', 0],
    ['COOKIE ECHO', 10],
  ])('%s is sent again eight times at most: then the end is silent', (chunk, first) => {
    const play = playSctp(({ text }) => (text.endsWith(`a: ${chunk}`) ? [] : [5]));
    sendAt(play, 'a', [100, 500_000]);
    run(play, 1000);
    const sent = play.sent.filter(({ text }) => text.endsWith(`a: ${chunk}`));
    expect(sent.map(({ time }) => time)).toEqual(
      [0, 1, 3, 7, 15, 31, 63, 123, 183].map(s => 1000 * s + first),
    );
    expect(play.sent.at(-1)).toBe(sent.at(-1));
  });

  it('drops data that come before COOKIE ACK', () => {
    const play = playSctp(losing('b: COOKIE ACK'));
    sendAt(play, 'b', [20]);
    run(play);
    expect(play.texts(3)).toEqual([
      '15 b: COOKIE ACK',
      '20 b: DATA 1',
      '1010 a: COOKIE ECHO',
      '1015 b: COOKIE ACK',
      '1020 b: DATA 1',
      '1225 a: SACK 1',
    ]);
    expect(play.received.a).toEqual([1]);
  });
});
