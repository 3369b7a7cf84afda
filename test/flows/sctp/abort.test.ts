import { describe, expect, it } from 'vitest';
import type { SctpChunk } from '../../../src/codecs/link/sctp.js';
import { SECOND } from '../../../src/flows/engine/engine.js';
import { type Play, playSctp, run, sendAt, since } from './script.js';
import { associate, chunkOf, cookieIn, namesOf, openWire, packetOf } from './wire.js';

/** When each end was told that the association is lost, in milliseconds. */
const losses = (play: Play) => {
  const lost: Record<'a' | 'b', number[]> = { a: [], b: [] };
  for (const end of ['a', 'b'] as const) play[end].lost = () => lost[end].push(play.clock.now / 1e6);
  return lost;
};

describe('an association that gets no answer for too long (RFC 9260, 8.1)', () => {
  it('is aborted, with why, which both ends are told; another one can be set up', () => {
    // What `b` sends is lost until it is aborted.
    const play = playSctp(({ from, time }) => (from === 'b' && time > 50 && time < 400_000 ? [] : [5]));
    const lost = losses(play);
    sendAt(play, 'a', [100, 363_000]);
    run(play, 400);
    expect(since(play, 363_050)).toEqual(['363100 a: ABORT']);
    const [abort] = play.sent.at(-1)!.chunks;
    expect(abort).toMatchObject({ flags: 0, causes: [{ type: 13 }] });
    expect(lost).toEqual({ a: [363_100], b: [363_105] });
    const before = play.received.b.length;
    play.a.send(0, Uint8Array.of(77));
    play.a.connect();
    run(play, 500);
    // Nothing that was still to be sent comes with it.
    expect(play.received.b.slice(before)).toEqual([77]);
    play.b.send(0, Uint8Array.of(78));
    run(play, 600);
    expect(play.received.a).toEqual([78]);
    expect(lost.a).toHaveLength(1);
  });

  it('is known to be no more by an end that sends into it, where ABORT was lost', () => {
    const play = playSctp(({ time }) => (time > 50 && time < 364_900 ? [] : [5]));
    const lost = losses(play);
    sendAt(play, 'a', [100]);
    sendAt(play, 'b', [364_950]);
    run(play, 365);
    expect(lost).toEqual({ a: [363_100], b: [364_960] });
    expect(since(play, 364_000)).toEqual(['364950 b: DATA 1', '364955 a: ABORT']);
    expect(play.sent.at(-1)!.chunks).toMatchObject([{ flags: 1 }]);
  });

  it.each(['INIT', 'COOKIE ECHO'])('cannot be set up: the end that asks with %s is told', chunk => {
    const play = playSctp(({ text }) => (text.endsWith(`a: ${chunk}`) ? [] : [5]));
    const lost = losses(play);
    run(play, 400);
    expect(lost.a).toHaveLength(1);
    expect(play.sent.at(-1)!.text).toContain(`a: ${chunk}`);
    expect(lost.b).toEqual([]);
  });

  it('is given up with heartbeats too', () => {
    const play = playSctp(({ time }) => (time < 1000 ? [5] : []));
    const lost = losses(play);
    run(play, 1000);
    expect(lost.a).toHaveLength(1);
    expect(lost.b).toHaveLength(1);
  });
});

const lostAt = (end: { lost: () => void }): readonly string[] => {
  const log: string[] = [];
  end.lost = () => log.push('lost');
  return log;
};
const abort = (flags = 0): SctpChunk => ({ chunk: 'ABORT', flags, causes: [] });

describe('an ABORT (RFC 9260, 8.5.1)', () => {
  it('ends the association under its own tag, and with the T bit under that of the other end', () => {
    for (const isReflected of [false, true]) {
      const { wire, b, init, initAck } = associate();
      const log = lostAt(b);
      const [own, peers] = [chunkOf(initAck, 'INIT ACK').initiateTag, chunkOf(init, 'INIT').initiateTag];
      const [right, wrong] = isReflected ? [peers, own] : [own, peers];
      wire.forge('b', wrong, abort(isReflected ? 1 : 0));
      wire.forge('b', 0, abort(isReflected ? 1 : 0));
      expect(log).toEqual([]);
      wire.forge('b', right, abort(isReflected ? 1 : 0));
      expect(log).toEqual(['lost']);
      wire.forge('b', right, abort(isReflected ? 1 : 0));
      expect(log).toEqual(['lost']);
      // Nobody answers it.
      expect(wire.sent.b).toEqual([]);
    }
  });

  it('ends a set-up', () => {
    const wire = openWire();
    const a = wire.boot('a');
    const log = lostAt(a);
    a.connect();
    const { initiateTag } = chunkOf(wire.sent.a[0], 'INIT');
    wire.forge('a', 0, abort(1));
    expect(log).toEqual([]);
    wire.forge('a', initiateTag, abort());
    expect(log).toEqual(['lost']);
    wire.clock.run(1000 * SECOND);
    expect(wire.sent.a).toHaveLength(1);
  });
});

describe('an end without an association (RFC 9260, 8.4)', () => {
  const TAG = 0x1234;
  const sack: SctpChunk = {
    chunk: 'SACK',
    cumulativeTsnAck: 1,
    advertisedReceiverWindowCredit: 1,
    gapAckBlocks: [],
    duplicateTsns: [],
  };
  it.each<[readonly SctpChunk[], readonly string[]]>([
    [[sack], ['ABORT']],
    [[{ chunk: 'HEARTBEAT', parameters: [] }], ['ABORT']],
    [[{ chunk: 'HEARTBEAT', parameters: [] }, sack], ['ABORT']],
    [[{ chunk: 'SHUTDOWN ACK' }], ['SHUTDOWN COMPLETE']],
    [[{ chunk: 'SHUTDOWN COMPLETE' }], []],
    [[{ chunk: 'COOKIE ACK' }], []],
    [[{ chunk: 'ERROR', causes: [] }], []],
    [[abort(1)], []],
    [[{ chunk: 'COOKIE ECHO', cookie: new Uint8Array(32) }], []],
  ])('answers %o with %o, under the tag that it bears', (chunks, expected) => {
    const wire = openWire();
    const log = lostAt(wire.boot('b'));
    wire.forge('b', TAG, ...chunks);
    expect(namesOf(wire.sent.b)).toEqual(expected);
    if (expected.length > 0)
      expect(packetOf(wire.sent.b[0])).toMatchObject({ verificationTag: TAG, chunks: [{ flags: 1 }] });
    expect(log).toEqual([]);
  });

  it('does not set an association up that was aborted: a late cookie is dropped', () => {
    const { wire, give, initAck, cookieEcho } = associate();
    wire.forge('b', chunkOf(initAck, 'INIT ACK').initiateTag, abort());
    give('b', [cookieEcho]);
    wire.forge('b', chunkOf(initAck, 'INIT ACK').initiateTag, {
      chunk: 'COOKIE ECHO',
      cookie: cookieIn(chunkOf(initAck, 'INIT ACK')),
    });
    expect(wire.sent.b).toEqual([]);
  });
});
