import { describe, expect, it } from 'vitest';
import { wtModificationRequestAcknowledge, wtReleaseRequest } from '../../../src/codecs/xwap/index.js';
import { acknowledge, addition, IDS, modification, sKwtOf } from '../lte/peer.js';
import { echo, echoed, eventsOf, followXw, init, pdu, sack, sctp } from './peer.js';

/** Packets to the WT have its tag, `tag`, those to the eNB one more. */
const setUp = (tag: number): readonly Uint8Array[] => [
  sctp('enb', [init('INIT', tag + 1)], { tag: 0 }),
  sctp('wt', [init('INIT ACK', tag)], { tag }),
  sctp('enb', [echo], { tag }),
  sctp('wt', [echoed], { tag }),
];
const added = (tag: number): readonly Uint8Array[] => [
  sctp('enb', [pdu(1, addition(sKwtOf(1)))], { tag }),
  sctp('wt', [sack(1), pdu(1, acknowledge())], { tag }),
];
const request = (tag: number) => sctp('enb', [sack(1), pdu(2, modification(sKwtOf(2)))], { tag });
const answer = (tag: number) => sctp('wt', [sack(2), pdu(2, wtModificationRequestAcknowledge(IDS))], { tag });
const last = (tag: number) => sctp('enb', [sack(2)], { tag });
const forged = (tsn: number, tag = 999) => sctp('enb', [pdu(tsn, modification(sKwtOf(9)))], { tag });

const told = (packets: readonly Uint8Array[]) => {
  const said = followXw(packets);
  return {
    keys: eventsOf(said, 'sKwt').map(({ frame }) => frame),
    again: eventsOf(said, 'sKwtAgain').length,
    hasGap: eventsOf(said, 'gap').length > 0,
    ends: eventsOf(said, 'xwEnd').length,
    strays: eventsOf(said, 'xwapUnexpected')
      .filter(({ misfit }) => misfit === 'tag')
      .map(({ frame, isSure }) => [frame, isSure]),
  };
};
const nothing = { again: 0, hasGap: false, ends: 0, strays: [] };

describe('a packet under another verification tag', () => {
  it.each([2, 3, 1000, 5_000_000])('has no effect, with TSN %i, and is told', tsn => {
    const packets = [...setUp(1), ...added(1), forged(tsn), request(1), answer(1), last(1)];
    expect(told(packets)).toEqual({ ...nothing, keys: [5, 8], strays: [[7, true]] });
    const behind = [...setUp(1), ...added(1), request(1), answer(1), last(1), forged(tsn)];
    expect(told(behind)).toEqual({ ...nothing, keys: [5, 7], strays: [[10, false]] });
  });

  it('is one of the association where that has said so', () => {
    const release = sctp('enb', [pdu(2, wtReleaseRequest(IDS))], { tag: 8 });
    expect(told([...setUp(1), ...added(1), release, ...added(1).slice(1), last(1)]).ends).toBe(0);
    expect(told([...setUp(8), ...added(8), release, ...added(8).slice(1), last(8)]).ends).toBe(1);
  });

  it('is told of a capture that begins later, once the receiver has acknowledged another tag', () => {
    const middle = [...added(1), request(1), answer(1)];
    const later = [sctp('enb', [sack(2)], { tag: 1 })];
    expect(told([...middle, forged(3), ...later])).toEqual({
      ...nothing,
      keys: [1, 3],
      strays: [[5, true]],
    });
    // Before, nothing tells which of two is the right one.
    expect(told([forged(1), ...middle, ...later]).strays).toEqual([]);
  });

  it('may be an ABORT under the tag of its sender, who has no association', () => {
    const abort = (flags: number): Uint8Array =>
      sctp('wt', [{ chunk: 'ABORT', flags, causes: [] }], { tag: 0 });
    for (const flags of [0, 1])
      expect(told([...setUp(1), ...added(1), abort(flags), request(1), answer(1), last(1)])).toEqual({
        ...nothing,
        keys: [5, 8],
      });
  });

  it('does not make checksums of others wrong, which a network card computes', () => {
    const offloaded = (packet: Uint8Array): Uint8Array => {
      const copy = packet.slice();
      copy[20 + 8]! ^= 0xff;
      return copy;
    };
    const before = [...setUp(1), ...added(1)].map(offloaded);
    const packets = [...before, forged(2), ...[request(1), answer(1), last(1)].map(offloaded)];
    expect(told(packets)).toEqual({ ...nothing, keys: [5, 8], strays: [[7, true]] });
  });
});

describe('an association', () => {
  const before = [...setUp(1), ...added(1)];

  it('goes on behind an INIT that nobody takes up', () => {
    const spoofed = sctp('enb', [init('INIT', 77, 5)], { tag: 0 });
    const answered = sctp('wt', [init('INIT ACK', 78, 900)], { tag: 76 });
    for (const between of [[spoofed], [spoofed, answered]]) {
      const { keys, ...rest } = told([...before, ...between, request(1), answer(1), last(1)]);
      expect(rest).toEqual(nothing);
      expect(keys).toEqual([5, 7 + between.length]);
    }
  });

  it('begins anew with a cookie, and data under the new tags', () => {
    const anew = [...setUp(20), ...added(20), request(20), answer(20), last(20)];
    expect(told([...before, ...anew])).toEqual({ ...nothing, keys: [5, 11, 13], ends: 1 });
    // Data of before that comes late has no effect, and is nobody's fault.
    const late = sctp('wt', [pdu(2, acknowledge())], { tag: 1 });
    expect(told([...before, ...anew.slice(0, 3), late, ...anew.slice(3)])).toMatchObject({
      keys: [5, 12, 14],
      strays: [],
    });
  });

  it.each([
    ['INIT', [0]],
    ['INIT ACK', [1]],
    ['COOKIE ECHO', [2]],
    ['COOKIE ACK', [3]],
    ['INIT and INIT ACK', [0, 1]],
    ['all of the set-up', [0, 1, 2, 3]],
  ])('begins anew where the capture lacks %s', (_, lost) => {
    const anew = [...setUp(20), ...added(20), request(20), answer(20), last(20)];
    const { ends, strays, keys } = told([...before, ...anew.filter((_, i) => !lost.includes(i))]);
    expect(ends).toBe(1);
    expect(strays).toEqual([]);
    expect(keys.at(-1)).toBe(13 - lost.length);
  });

  it.each(['enb', 'wt'] as const)('begins anew in a capture of what the %s sends', from => {
    const source = from === 'enb' ? 1 : 65;
    const all = [...before, ...setUp(20), ...added(20), request(20), answer(20)];
    expect(told(all.filter(packet => packet[15] === source)).strays).toEqual([]);
  });

  it('keeps its place where a TSN is beyond all that can be under way, unless it is confirmed', () => {
    expect(told([...before, forged(1_000_000, 1), request(1), answer(1), last(1)])).toEqual({
      ...nothing,
      keys: [5, 8],
    });
    const behind = (tsn: number) => sctp('enb', [pdu(tsn, modification(sKwtOf(3)))], { tag: 1 });
    expect(told([...before, behind(5000), behind(5001)])).toMatchObject({ keys: [5, 8], hasGap: true });
    const taken = [...before, behind(5000), sctp('wt', [sack(5000)], { tag: 1 }), behind(5001)];
    expect(told(taken)).toMatchObject({ keys: [5, 9], hasGap: true });
  });

  it('lacks what a packet with a wrong checksum held only where that TSN is missing', () => {
    const wrong = (packet: Uint8Array): Uint8Array => {
      const copy = packet.slice();
      copy[20 + 8]! ^= 0xff;
      return copy;
    };
    const whole = [...before, request(1), answer(1), last(1)];
    for (let at = 4; at < whole.length; at++)
      for (const packet of whole.slice(4))
        expect(told(whole.toSpliced(at, 0, wrong(packet)))).toMatchObject({ hasGap: false, strays: [] });
    expect(told(whole.with(6, wrong(whole[6]!))).hasGap).toBe(true);
    expect(told([...before, wrong(whole[6]!)]).hasGap).toBe(true);
  });
});
