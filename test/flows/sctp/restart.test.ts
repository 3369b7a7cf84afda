import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/flows/engine/engine.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { createCookies } from '../../../src/flows/sctp/cookies.js';
import { associate, chunkOf, cookieIn, namesOf, openWire, packetOf } from './wire.js';

/** That messages go both ways, these and no others. */
const expectExchange = ({
  wire,
  a,
  b,
  clock,
}: Pick<ReturnType<typeof associate>, 'wire' | 'a' | 'b' | 'clock'>) => {
  const [atA, atB] = [wire.received.a.length, wire.received.b.length];
  for (const one of [7, 8]) {
    a.send(0, Uint8Array.of(one));
    b.send(1, Uint8Array.of(10 + one));
    wire.carryAll();
  }
  clock.run(clock.now + SECOND / 2);
  wire.carryAll();
  expect([wire.received.a.slice(atA), wire.received.b.slice(atB)]).toEqual([
    [17, 18],
    [7, 8],
  ]);
};

describe('an INIT that comes while an association is there', () => {
  it('is answered with a new tag each time, under the tag that it brings, and changes nothing', () => {
    const one = associate();
    const { wire, sent, give, init, initAck } = one;
    const tags = [chunkOf(initAck, 'INIT ACK').initiateTag];
    for (let i = 0; i < 3; i++) {
      give('b', [init]);
      expect(sent.b).toHaveLength(1);
      expect(packetOf(sent.b[0]).verificationTag).toBe(chunkOf(init, 'INIT').initiateTag);
      tags.push(chunkOf(sent.b[0], 'INIT ACK').initiateTag);
      // Not that `a` waits for an INIT ACK.
      wire.carry('b');
      expect(sent.a).toEqual([]);
      expectExchange(one);
    }
    expect(new Set(tags).size).toBe(4);
  });

  it('is dropped with a tag of 0, under another tag than 0, and with other chunks', () => {
    const { wire, sent, init, initAck } = associate();
    const chunk = chunkOf(init, 'INIT');
    wire.forge('b', 0, { ...chunk, initiateTag: 0 });
    wire.forge('b', chunkOf(initAck, 'INIT ACK').initiateTag, chunk);
    wire.forge('b', 0, chunk, { chunk: 'COOKIE ACK' });
    expect(sent.b).toEqual([]);
  });

  it('lets in a peer that has restarted: both begin anew, and what was sent before is dropped', () => {
    const one = associate();
    const { wire, b, boot, give, sent, init, initAck, cookieEcho, received } = one;
    b.send(0, Uint8Array.of(99));
    const [old] = sent.b.splice(0);
    const a = boot('a', 'a, restarted');
    a.connect();
    wire.carryAll();
    // The old association is neither there nor does its set-up bring it back.
    give('b', [cookieEcho]);
    give('a', [initAck, old!]);
    expect(sent.a).toEqual([]);
    expect(sent.b).toEqual([]);
    give('b', [init]);
    expect(namesOf(sent.b.splice(0))).toEqual(['INIT ACK']);
    expectExchange({ ...one, a });
    expect(received.a).not.toContain(99);
    expect(namesOf(sent.b)).toEqual([]);
  });

  it('is followed by heartbeats again from the end that has gone on', () => {
    const { wire, boot, sent, clock } = associate();
    boot('a', 'a, restarted').connect();
    wire.carryAll();
    clock.run(clock.now + 35 * SECOND);
    expect(namesOf(sent.b)).toEqual(['HEARTBEAT']);
    wire.carryAll();
  });

  it('lets in one that has restarted twice, by the last INIT whatever is late', () => {
    const one = associate();
    const { wire, boot, give, sent } = one;
    boot('a', 'second').connect();
    const [, second] = [wire.carry('a'), sent.b.splice(0)];
    const a = boot('a', 'third');
    a.connect();
    wire.carry('a');
    give('a', second);
    wire.carryAll();
    expectExchange({ ...one, a });
  });
});

describe('a COOKIE ECHO', () => {
  it('is answered whenever it comes again, and changes nothing (D)', () => {
    const one = associate();
    const { wire, sent, give, cookieEcho } = one;
    expectExchange(one);
    give('b', [cookieEcho]);
    expect(namesOf(sent.b)).toEqual(['COOKIE ACK']);
    wire.carryAll();
    expectExchange(one);
  });

  it('is dropped, with the DATA in its packet, with a cookie that was not made here', () => {
    const wire = openWire();
    const a = wire.boot('a');
    wire.boot('b');
    a.connect();
    const { initialTsn } = chunkOf(wire.carry('a')[0], 'INIT');
    const initAck = chunkOf(wire.sent.b.splice(0)[0], 'INIT ACK');
    const { initiateTag } = initAck;
    const cookie = cookieIn(initAck);
    const data = {
      chunk: 'DATA',
      flags: 3,
      tsn: initialTsn,
      streamIdentifier: 0,
      streamSequenceNumber: 0,
      payloadProtocolIdentifier: 58,
      userData: Uint8Array.of(5),
    } as const;
    const altered = cookie.slice();
    altered[31]! ^= 1;
    for (const one of [altered, cookie.slice(1), new Uint8Array(0), new Uint8Array(32)])
      wire.forge('b', initiateTag, { chunk: 'COOKIE ECHO', cookie: one }, data);
    // Nor under another tag than the one that was offered with it (5.1.5).
    wire.forge('b', (initiateTag ^ 2) >>> 0, { chunk: 'COOKIE ECHO', cookie }, data);
    expect(wire.sent.b).toEqual([]);
    wire.forge('b', initiateTag, { chunk: 'COOKIE ECHO', cookie }, data);
    expect(namesOf(wire.sent.b)).toEqual(['COOKIE ACK']);
    expect(wire.received.b).toEqual([5]);
  });

  it('is dropped where the peer has the same tag and the cookie is of another set-up (C)', () => {
    const wire = openWire();
    const b = wire.boot('b');
    const init = {
      advertisedReceiverWindowCredit: 65536,
      numberOfOutboundStreams: 2,
      numberOfInboundStreams: 2,
    };
    const offered = [5, 7].map(initiateTag => {
      wire.forge('b', 0, { chunk: 'INIT', initiateTag, ...init, initialTsn: 1, parameters: [] });
      return chunkOf(wire.sent.b.splice(0)[0], 'INIT ACK');
    });
    b.connect();
    const { initiateTag: tag } = chunkOf(wire.sent.b.splice(0)[0], 'INIT');
    const cookie = { type: 7, value: Uint8Array.of(1, 2, 3, 4) };
    wire.forge('b', tag, { chunk: 'INIT ACK', initiateTag: 7, ...init, initialTsn: 1, parameters: [cookie] });
    expect(namesOf(wire.sent.b.splice(0))).toEqual(['COOKIE ECHO']);
    wire.forge('b', offered[1]!.initiateTag, { chunk: 'COOKIE ECHO', cookie: cookieIn(offered[1]!) });
    expect(wire.sent.b).toEqual([]);
    wire.forge('b', tag, { chunk: 'COOKIE ACK' });
    b.send(0, Uint8Array.of(1));
    expect(packetOf(wire.sent.b[0])).toMatchObject({ verificationTag: 7, chunks: [{ chunk: 'DATA' }] });
  });
});

describe('two ends that begin at the same time', () => {
  it('offer the tags of their own INITs, and set up one association', () => {
    const wire = openWire();
    const [a, b] = [wire.boot('a'), wire.boot('b')];
    a.connect();
    b.connect();
    const [fromA, fromB] = [wire.sent.a[0], wire.sent.b[0]];
    const tags = [fromA, fromB].map(frame => chunkOf(frame, 'INIT').initiateTag);
    wire.carry('a');
    const [initAckOfB] = wire.sent.b.slice(1);
    expect(chunkOf(initAckOfB, 'INIT ACK').initiateTag).toBe(tags[1]);
    wire.give('a', wire.sent.b.splice(0));
    expect(namesOf(wire.sent.a)).toEqual(['INIT ACK', 'COOKIE ECHO']);
    expect(chunkOf(wire.sent.a[0], 'INIT ACK').initiateTag).toBe(tags[0]);
    // In COOKIE-ECHOED as well.
    wire.give('a', [fromB!]);
    expect(chunkOf(wire.sent.a.pop(), 'INIT ACK').initiateTag).toBe(tags[0]);
    wire.carryAll();
    wire.clock.run(10 * SECOND);
    expect(namesOf([...wire.sent.a, ...wire.sent.b])).toEqual([]);
    expectExchange({ wire, a, b, clock: wire.clock });
  });

  it('take the tag of the INIT that one sent after it had answered the other (B)', () => {
    const wire = openWire();
    const a = wire.boot('a');
    wire.boot('b', 'early');
    a.connect();
    wire.carry('a');
    const answer = wire.sent.b.splice(0);
    // It forgets what it has answered, as an end without an association does, and begins with another tag.
    const b = wire.boot('b', 'late');
    b.connect();
    wire.give('a', answer);
    const [echo] = wire.sent.a.splice(0);
    expect(namesOf([echo!])).toEqual(['COOKIE ECHO']);
    wire.carry('b');
    wire.give('b', [echo!]);
    expect(wire.sent.b).toEqual([]);
    wire.carryAll();
    wire.clock.run(10 * SECOND);
    expect(namesOf([...wire.sent.a, ...wire.sent.b])).toEqual([]);
    expectExchange({ wire, a, b, clock: wire.clock });
  });
});

it('the State Cookies that an end knows are bounded: the oldest is forgotten, and all where it says so', () => {
  const offer = { ownTag: 1, peerTag: 2, peerInitialTsn: 3, peerWindow: 4, ownTieTag: 0, peerTieTag: 0 };
  const cookies = createCookies(createRandom(1).numbers('b'));
  const made = Array.from({ length: 17 }, (_, i) => cookies.make({ ...offer, peerTag: i }));
  expect(made.map(cookie => cookies.find(cookie)?.peerTag)).toEqual([
    undefined,
    ...Array.from({ length: 16 }, (_, i) => i + 1),
  ]);
  cookies.forget();
  expect(made.filter(cookie => cookies.find(cookie) !== undefined)).toEqual([]);
});
