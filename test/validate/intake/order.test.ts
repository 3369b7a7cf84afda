import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { type Report, validate } from '../../../src/validate/index.js';
import { newTimeOrder } from '../../../src/validate/intake/order.js';
import { packetsOf } from '../../manifest.js';
import { captureOf } from '../lte/capture.js';
import { seeded } from '../seeded.js';

const MS = 1_000_000n;
const START = 1_000_000n * MS;

/** A packet of that interface, so many milliseconds from the start. */
const at = (ms: number, ofInterface = 0, capture = 0): Packet => ({
  time: START + BigInt(Math.round(ms * 1000)) * 1000n,
  linkType: 1,
  interface: ofInterface,
  bytes: Uint8Array.of(ofInterface),
  originalLength: 1,
  capture,
});

/** The frames, which count from 1, in the order in which they are handed on; and what is said of those that are behind. */
function ordered(packets: readonly Packet[]) {
  const frames: number[] = [];
  const order = newTimeOrder((_, bytes, frame) => {
    expect(bytes).toEqual(packets[frame - 1]!.bytes);
    frames.push(frame);
  });
  for (const [i, packet] of packets.entries()) order.push(packet, i + 1);
  order.end();
  return { frames, behind: [...order.behind] };
}

describe('the order of packets', () => {
  it('is that of time among interfaces', () => {
    expect(ordered([at(0), at(0, 1), at(10), at(5, 1), at(5, 2), at(250), at(12, 1), at(600)])).toEqual({
      frames: [1, 2, 4, 5, 3, 7, 6, 8],
      behind: [],
    });
  });

  it('is that of the capture within an interface', () => {
    expect(ordered([at(0), at(0, 1), at(9), at(2), at(5, 1)])).toEqual({
      frames: [1, 2, 5, 3, 4],
      behind: [],
    });
  });

  it('is held to be wrong where times go back far', () => {
    expect(ordered([at(0), at(100), at(89), at(50), at(110)])).toEqual({
      frames: [1, 2, 3, 4, 5],
      behind: [[0, { packets: 2, most: 50n * MS, frame: 3 }]],
    });
    const late = ordered([at(0), at(0, 1), at(1000), at(400, 1), at(2000)]);
    expect(late).toEqual({ frames: [1, 2, 4, 3, 5], behind: [] });
    const later = ordered([at(0), at(0, 1), at(1000), at(1400), at(400, 1), at(2000)]);
    expect(later.behind).toEqual([[0, { packets: 1, most: 600n * MS, frame: 5 }]]);
  });

  it('is held to be wrong where one capture stands behind another in a file', () => {
    const halves = [...[0, 10, 20].map(ms => at(ms)), ...[1, 11, 21].map(ms => at(ms, 1))];
    expect(ordered(halves).behind).toEqual([[0, { packets: 1, most: 19n * MS, frame: 4 }]]);
  });

  it('is that of time before 1970, too', () => {
    const packets = [at(0), at(0, 1), at(9), at(5, 1), at(100)];
    const before = packets.map(packet => ({ ...packet, time: packet.time - 2n * START }));
    expect(ordered(before)).toEqual({ frames: [1, 2, 4, 3, 5], behind: [] });
  });

  it('takes a packet without a time where it stands', () => {
    const timeless = { ...at(0), time: 0n };
    const packets = [at(0), at(0, 1), timeless, at(20), timeless, { ...timeless, interface: 1 }, at(30)];
    const { frames, behind } = ordered(packets);
    expect(behind).toEqual([]);
    expect(frames.filter(frame => packets[frame - 1]!.interface === 0)).toEqual([1, 3, 4, 5, 7]);
  });

  it('is kept in bounded room', () => {
    let held = 0;
    let most = 0;
    const order = newTimeOrder(() => held--);
    for (let i = 0; i < 20_000; i++) {
      held++;
      order.push(at(i / 1000, i % 2), i + 1);
      most = Math.max(most, held);
    }
    order.end();
    expect(held).toBe(0);
    expect(most).toBeLessThan(5000);
  });

  it('holds nothing of a single interface', () => {
    let count = 0;
    const order = newTimeOrder(() => count++);
    order.push(at(0), 1);
    order.push(at(0, 0, 1), 2);
    expect(count).toBe(2);
  });
});

const essence = ({ sessions, findings, unorderedPackets }: Report) => ({
  unorderedPackets,
  findings: findings.map(({ rule, frames }) => ({ rule, frames })),
  sessions: sessions.map(({ verdict, handshakes, rrc, xw }) => ({ verdict, handshakes, rrc, xw })),
});

describe('a capture of several interfaces', () => {
  it.each(['rekey-option-1-mic', 'rekey-option-2', 'initial-access', 'rekey-ue-initiated'])(
    'tells the same where packets of one are written behind those of others: %s',
    async name => {
      const { packets } = captureOf(name);
      const whole = essence(await validate(packets).report());
      // Each direction of Xw has an interface, as behind a tap.
      const apart = packets.map(packet =>
        packet.linkType === 1 ? { ...packet, interface: 3 + (packet.bytes[5]! & 1) } : packet,
      );
      for (const most of [2, 40, 200]) {
        const next = seeded(most);
        const delays = Array.from({ length: 8 }, () => BigInt(next() % most) * MS);
        const written = ({ time, interface: of }: Packet): bigint => time + delays[of]!;
        const shuffled = apart.toSorted((a, b) => Number(written(a) - written(b)));
        expect(essence(await validate(shuffled).report())).toEqual(whole);
      }
    },
  );
});

describe('a capture whose times go back', () => {
  const packets = packetsOf('captures/a-wpa2-psk-ccmp-initial.pcap');

  it('says so', async () => {
    const stepped = packets.map((packet, i) =>
      i < 40 ? packet : { ...packet, time: packet.time - 9000n * MS },
    );
    const { unorderedPackets } = await validate(stepped).report();
    expect(unorderedPackets).toMatchObject([{ packets: 25, frame: 41 }]);
    expect(unorderedPackets[0]!.behindMs).toBeGreaterThan(8000);
    expect((await validate(packets).report()).unorderedPackets).toEqual([]);
  });

  it('is named among several', async () => {
    const two = [...packets, packets[0]!].map(packet => ({ ...packet, capture: 1 }));
    const report = await validate(two, { captures: ['a.pcap', 'b.pcap'] }).report();
    expect(report.unorderedPackets).toMatchObject([{ packets: 1, capture: 'b.pcap' }]);
  });
});
