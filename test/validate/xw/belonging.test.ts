import { describe, expect, it } from 'vitest';
import type { SctpChunk } from '../../../src/codecs/link/sctp.js';
import { newTags } from '../../../src/validate/xw/tags.js';
import { data, echo, echoed, init, sack } from './peer.js';

/** A packet of the node 0 or 1, under this verification tag. */
type Sent = readonly [from: 0 | 1, tag: number, ...chunks: SctpChunk[]];

/** What packets are to their association, and with which TSNs what the nodes send begins, and begins anew. */
function follow(packets: readonly Sent[]) {
  const begun: string[] = [];
  const tags = newTags((direction, tsn) => begun.push(`${direction} ${tsn}`));
  return { said: packets.map(([from, tag, ...chunks]) => tags.take(from, tag, chunks)), begun, tags };
}
/** What the last packets are, as many as are asked for. */
const ends = (count: number, packets: readonly Sent[]) => follow(packets).said.slice(-count);

const user = (tsn: number) => data(tsn, new Uint8Array(4));
const heartbeat: SctpChunk = { chunk: 'HEARTBEAT', parameters: [] };
/** Node 0 has the tag 10 and begins with TSN 100, node 1 has 20 and 200. */
const setUp: readonly Sent[] = [
  [0, 0, init('INIT', 10, 100)],
  [1, 10, init('INIT ACK', 20, 200)],
  [0, 20, echo],
  [1, 10, echoed],
];
/** With the tags 11 and 21, and the TSNs 110 and 210. */
const anew: readonly Sent[] = [
  [0, 0, init('INIT', 11, 110)],
  [1, 11, init('INIT ACK', 21, 210)],
];
const [asked, answered] = anew as [Sent, Sent];

describe('a set-up', () => {
  it('gives each node the tag that it asks for, and its first TSN', () => {
    const { said, begun } = follow([...setUp, [0, 20, user(100)], [1, 10, user(200)]]);
    expect(said).toEqual(['set-up', 'set-up', 'own', 'own', 'own', 'own']);
    expect(begun).toEqual(['0 100', '1 200']);
    expect(follow(setUp.slice(0, 2)).begun).toEqual(['0 100', '1 200']);
    expect(ends(2, [...setUp, [0, 21, user(100)], [1, 11, user(200)]])).toEqual(['stray', 'stray']);
    // INIT ACK has used the tag of INIT.
    expect(ends(1, [...setUp.slice(0, 2), [1, 11, user(200)]])).toEqual(['stray']);
  });

  it('is that whose cookie comes back, of two answers to an INIT that was repeated', () => {
    const [asked, answer] = setUp as [Sent, Sent];
    const other: Sent = [1, 10, init('INIT ACK', 22, 220)];
    const { said, begun } = follow([asked, answer, asked, other, [0, 20, echo], [1, 10, echoed]]);
    expect(said.slice(4)).toEqual(['own', 'own']);
    expect(begun).toEqual(['0 100', '1 200', '1 220', '1 200']);
  });

  it('may come again, as its sender repeats it, also late', () => {
    const [first, second, ...rest] = setUp as [Sent, Sent, ...Sent[]];
    const { said, begun } = follow([
      first,
      first,
      second,
      second,
      ...rest,
      [0, 20, user(100)],
      first,
      second,
    ]);
    expect(said.filter(one => one !== 'set-up')).toEqual(['own', 'own', 'own']);
    expect(begun).toEqual(['0 100', '1 200']);
  });

  it('is known by INIT ACK where the capture lacks INIT', () => {
    const { said, begun } = follow([...setUp.slice(1), [0, 20, user(100)], [1, 11, user(200)]]);
    expect(said).toEqual(['set-up', 'own', 'own', 'own', 'stray']);
    expect(begun).toEqual(['1 200']);
  });

  it('does not count as long as nothing follows under its tags', () => {
    const goesOn: readonly Sent[] = [
      [0, 20, user(100)],
      [1, 10, sack(100)],
    ];
    for (const before of [[asked], anew]) {
      const { said, begun } = follow([...setUp, ...before, ...goesOn]);
      expect(said.slice(-2)).toEqual(['own', 'own']);
      expect(begun).toHaveLength(2);
    }
    // Amid a set-up, and an answer that comes late.
    const [first, second, ...rest] = setUp as [Sent, Sent, ...Sent[]];
    const late: Sent = [1, 10, init('INIT ACK', 22, 220)];
    for (const packets of [
      [first, second, asked, ...rest],
      [...setUp, late, ...goesOn],
    ]) {
      const { said, begun } = follow(packets);
      expect(said.slice(-2)).toEqual(['own', 'own']);
      expect(begun).toEqual(['0 100', '1 200']);
    }
    // HEARTBEAT tells nothing of a handshake (RFC 9260, 5.1).
    expect(ends(3, [...setUp, ...anew, [0, 21, heartbeat], ...goesOn])).toEqual(['void', 'own', 'own']);
  });

  it.each<readonly [string, Sent]>([
    ['COOKIE ECHO', [0, 21, echo]],
    ['COOKIE ECHO with data', [0, 21, echo, user(110)]],
    ['COOKIE ACK', [1, 11, echoed]],
    ['DATA', [0, 21, user(110)]],
    ['DATA of the node that answers', [1, 11, user(210)]],
    ['SACK', [0, 21, sack(209)]],
    ['SACK with HEARTBEAT', [1, 11, heartbeat, sack(109)]],
  ])('of an association that restarts counts with %s: both begin anew', (_, sent) => {
    const { said, begun } = follow([...setUp, ...anew, sent, [0, 21, user(111)], [1, 11, user(211)]]);
    expect(said.slice(-3)).toEqual(['own', 'own', 'own']);
    expect(begun.toSorted()).toEqual(['0 100', '0 110', '1 200', '1 210']);
    // What comes late has no effect; once the new tags are in use nobody sends it any more.
    const late: readonly Sent[] = [
      [0, 20, user(105)],
      [1, 10, user(205)],
    ];
    const [from] = sent;
    expect(ends(1, [...setUp, ...anew, sent, [from, 99, user(1)]])).toEqual(['stray']);
    if (from === 0) expect(ends(1, [...setUp, ...anew, sent, [1, 99, user(1)]])).toEqual(['stray']);
    const used: readonly Sent[] = [
      [0, 21, user(111)],
      [1, 11, user(211)],
    ];
    expect(ends(2, [...setUp, ...anew, sent, ...late])).toEqual(['void', 'void']);
    expect(ends(2, [...setUp, ...anew, sent, ...used, ...late])).toEqual(['stray', 'stray']);
  });

  it('is the latest of those that are answered', () => {
    const twice: readonly Sent[] = [...anew, [1, 11, init('INIT ACK', 22, 220)]];
    expect(follow([...setUp, ...twice, [1, 11, echoed]]).begun.slice(2)).toEqual(['0 110', '1 220']);
    expect(ends(2, [...setUp, ...twice, [1, 11, echoed], [0, 22, user(110)]])).toEqual(['own', 'own']);
    expect(follow([...setUp, ...twice, [0, 21, echo]]).begun.slice(2)).toEqual(['1 210', '0 110']);
  });

  it('is remembered among 16 of a node', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i): Sent => [0, 0, init('INIT', 1000 + i, 5000 + i)]);
    // The first set-up is remembered, too.
    const begunWith = (count: number) =>
      follow([...setUp, ...anew, ...many(count), [1, 11, echoed]]).begun.slice(2);
    expect(begunWith(15)).toEqual(['0 110', '1 210']);
    expect(begunWith(16)).toEqual([]);
  });
});

describe('ABORT and SHUTDOWN COMPLETE', () => {
  const abort = (flags: number | undefined): SctpChunk => ({
    chunk: 'ABORT',
    ...(flags === undefined ? {} : { flags }),
    causes: [],
  });
  const complete = (flags: number): SctpChunk => ({ chunk: 'SHUTDOWN COMPLETE', flags });

  it('come under the tag of their sender where they say so, and have no effect', () => {
    for (const chunk of [abort(1), abort(3), complete(1)])
      for (const [from, own] of [
        [0, 10],
        [1, 20],
      ] as const) {
        expect(ends(1, [...setUp, [from, own, chunk]])).toEqual(['void']);
        expect(ends(1, [...setUp, [from, own, heartbeat, chunk]])).toEqual(['void']);
        expect(ends(1, [...setUp, [from, 99, chunk]])).toEqual(['stray']);
      }
  });

  it('are stray under that tag otherwise, as anything else is', () => {
    for (const chunk of [
      abort(undefined),
      abort(0),
      abort(2),
      complete(0),
      heartbeat,
      { ...heartbeat, flags: 1 },
    ])
      expect(ends(1, [...setUp, [0, 10, chunk]])).toEqual(['stray']);
  });
});

describe('an association that is set up anew where the capture does not show it', () => {
  const taken: readonly (readonly [string, Sent, Sent])[] = [
    ['data are acknowledged', [0, 21, user(110), user(111)], [1, 11, sack(111)]],
    ['a cookie is', [0, 21, heartbeat, echo], [1, 11, heartbeat, echoed]],
  ];
  it.each(taken)('is taken up where %s under other tags', (_, stray, answer) => {
    const { said, begun } = follow([
      ...setUp,
      stray,
      answer,
      [0, 21, user(112)],
      [1, 11, user(210)],
      [0, 20, user(101)],
      asked,
    ]);
    expect(said.slice(4)).toEqual(['stray', 'taken-up', 'own', 'own', 'stray', 'set-up']);
    expect(begun.slice(2).toSorted()).toEqual(['0 undefined', '1 undefined']);
    for (const from of [0, 1] as const)
      expect(ends(1, [...setUp, stray, answer, [from, 99, user(1)]])).toEqual(['stray']);
  });

  it('is not where something else is answered', () => {
    const notTaken: readonly (readonly [Sent, Sent])[] = [
      [
        [0, 21, user(110), user(111)],
        [1, 11, sack(110)],
      ],
      [
        [0, 21, user(110)],
        [1, 11, echoed],
      ],
      [
        [0, 21, echo],
        [1, 11, heartbeat],
      ],
    ];
    for (const packets of notTaken) expect(ends(2, [...setUp, ...packets])).toEqual(['stray', 'stray']);
    // The node has gone on as it was.
    const goesOn: Sent = [0, 20, user(100)];
    expect(ends(1, [...setUp, [0, 21, user(110)], goesOn, [1, 11, sack(110)]])).toEqual(['stray']);
  });
});

describe('an association of which the capture lacks the set-up', () => {
  it('goes on behind an INIT that nobody answers', () => {
    const goesOn: Sent = [1, 9, user(6)];
    expect(follow([[1, 9, user(5)], asked, goesOn]).begun).toEqual([]);
    expect(follow([[1, 9, user(5)], answered, goesOn]).begun).toEqual([]);
    const first = follow([asked, [1, 9, user(5)]]);
    expect(first.said).toEqual(['set-up', 'own']);
    expect(first.begun).toEqual(['0 110', '0 undefined']);
  });

  it('begins with an INIT, or with its answer, behind which the cookie comes', () => {
    for (const cookie of [[echo], [heartbeat, echo], [echo, user(110)]] satisfies SctpChunk[][]) {
      expect(follow([[1, 9, user(5)], asked, [0, 21, ...cookie]]).begun).toEqual(['0 110', '1 undefined']);
      expect(follow([[0, 9, user(5)], answered, [0, 21, ...cookie]]).begun).toEqual(['1 210', '0 undefined']);
    }
  });

  it('has the tag under which data were sent that the receiver acknowledges', () => {
    const { tags } = follow([]);
    tags.acknowledged(0);
    expect(tags.take(0, 20, [user(5)])).toBe('own');
    tags.acknowledged(0);
    expect(tags.take(0, 21, [user(6)])).toBe('stray');
    expect(tags.take(0, 20, [user(6)])).toBe('own');
    // That of the other direction is not known by it.
    expect(tags.take(1, 11, [user(6)])).toBe('own');
  });

  it('has no tag that is known where data were sent under several', () => {
    for (const given of [
      [20, 21],
      [20, 21, 20],
    ]) {
      const { tags } = follow(given.map((tag): Sent => [0, tag, user(5)]));
      tags.acknowledged(0);
      expect(tags.take(0, 22, [user(6)])).toBe('own');
    }
  });

  it('keeps the tag that its set-up gave it, whatever is acknowledged', () => {
    const { tags } = follow([...setUp, [0, 20, user(100)]]);
    tags.acknowledged(0);
    tags.acknowledged(1);
    expect(tags.take(0, 20, [user(101)])).toBe('own');
    expect(tags.take(1, 11, [user(200)])).toBe('stray');
  });
});

describe('a capture of what one node sends', () => {
  const sent: readonly Sent[] = [
    [0, 0, init('INIT', 10, 100)],
    [0, 20, echo],
    [0, 20, user(100)],
  ];
  const again: readonly Sent[] = [
    [0, 0, init('INIT', 11, 110)],
    [0, 21, echo],
    [0, 21, user(110)],
  ];

  it('shows each set-up with the cookie, or with data under another tag', () => {
    expect(follow(sent).begun).toEqual(['0 100']);
    for (const behind of [again, again.toSpliced(1, 1)]) {
      const { said, begun } = follow([...sent, ...behind]);
      expect(said.filter(one => one !== 'set-up')).toEqual(Array(1 + behind.length).fill('own'));
      expect(begun.filter(one => one.startsWith('0'))).toEqual(['0 100', '0 110']);
    }
    // The first INIT was answered by nobody.
    const twice: readonly Sent[] = [sent[0]!, ...again];
    expect(follow(twice).begun).toEqual(['0 100', '0 110']);
    expect(follow([...sent, again[0]!, [0, 0, init('INIT', 12, 120)], [0, 22, echo]]).begun[1]).toBe('0 120');
    // Nobody answers the second one.
    expect(follow([...sent, again[0]!, [0, 20, user(101)]]).begun).toEqual(['0 100']);
    expect(follow([...sent, again[0]!, [0, 21, heartbeat]]).begun).toEqual(['0 100']);
    // The node that answers.
    const answers: readonly Sent[] = [answered, [1, 11, echoed], [1, 11, user(210)]];
    expect(follow([[1, 9, user(5)], ...answers]).begun.toSorted()).toEqual(['0 undefined', '1 210']);
  });
});
