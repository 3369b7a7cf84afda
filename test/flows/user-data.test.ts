import { describe, expect, it } from 'vitest';
import { createEngine, MILLISECOND } from '../../src/flows/engine/engine.js';
import { scenarios } from '../../src/flows/index.js';
import { createDataSink, createDataSource, NOTHING_SENT, pdcpOf } from '../../src/flows/user-data.js';
import { play, run } from './play.js';

const INTERVAL = 5 * MILLISECOND;
const DELAY = 7 * MILLISECOND;
const START = 100 * MILLISECOND;

/** What is measured of `count` packets, one each 5 ms from 100 ms on, of which those arrive, 7 ms later, that `arrives` says. */
const measured = (count: number, arrives: (packet: number) => boolean) => {
  const clock = createEngine();
  const userData = { interval: INTERVAL, length: 8, isOver: false };
  const sink = createDataSink(clock);
  const source = createDataSource(clock, userData, (sdu, packet) => {
    if (packet === count - 1) userData.isOver = true;
    if (arrives(packet)) clock.after(DELAY, () => sink.receive(pdcpOf(sdu, packet, 18), 18));
  });
  clock.after(START, () => source.start());
  clock.run();
  const { suspension, suspendedAt, lost } = sink.measure(source.sent(), INTERVAL);
  return { lost, ms: suspension / MILLISECOND, at: suspendedAt / MILLISECOND };
};

describe('user data is suspended', () => {
  it('for an interval where all arrive, whatever the delay', () => {
    expect(measured(10, () => true)).toEqual({ lost: 0, ms: 5, at: 107 });
  });

  it('between two packets that arrive', () => {
    expect(measured(10, packet => packet < 2 || packet > 4)).toEqual({ lost: 3, ms: 20, at: 112 });
  });

  it('from the first that is sent to the first that arrives', () => {
    expect(measured(10, packet => packet > 3)).toEqual({ lost: 4, ms: 20, at: 100 });
  });

  it('from the last that arrives to the end', () => {
    expect(measured(10, packet => packet < 3)).toEqual({ lost: 7, ms: 35, at: 117 });
  });

  it('all the time where none arrives, and for none where none is sent', () => {
    expect(measured(10, () => false)).toEqual({ lost: 10, ms: 50, at: 100 });
    expect(createDataSink(createEngine()).measure(NOTHING_SENT, INTERVAL).suspension).toBe(0);
  });

  it('as long as the WT drops it for want of M4, from the UE taking its key into use on', () => {
    const { uplink, downlink } = run('attack-key-reinstallation').measures.ues[0]!;
    expect(uplink.lost).toBeGreaterThan(10);
    expect(Math.abs(uplink.suspension / INTERVAL - uplink.lost)).toBeLessThan(2);
    expect(downlink.suspension).toBeLessThan(3 * INTERVAL);
  });
});

describe('user data at PDCP', () => {
  /** A sink to which these packets come, in this order: which of them it takes, and what it makes of as many as were sent. */
  const arriving = (sent: number, counts: readonly number[]) => {
    const sink = createDataSink(createEngine());
    const sdu = (count: number): Uint8Array => {
      const octets = new Uint8Array(8);
      new DataView(octets.buffer).setBigUint64(0, BigInt(count));
      return octets;
    };
    const taken = counts.filter(count => sink.receive(pdcpOf(sdu(count), count, 12), 12) === count);
    const { received, lost, reordered } = sink.measure({ count: sent, since: 0 }, INTERVAL);
    return { taken, received, lost, reordered };
  };

  it('is taken once, and behind what was sent later too', () => {
    expect(arriving(6, [0, 3, 1, 1, 3, 0, 4])).toEqual({
      taken: [0, 3, 1, 4],
      ...{ received: 4, lost: 2, reordered: 1 },
    });
  });

  it('is taken as far behind as the reordering window reaches', () => {
    const { taken } = arriving(5000, [0, 2050, 2, 1, 4000, 1953, 1952, 1951]);
    expect(taken).toEqual([0, 2050, 2, 4000, 1953, 1952]);
    // Those before the first, too.
    expect(arriving(5000, [2100, 52, 51]).taken).toEqual([2100, 52]);
  });

  it('is nothing that no source has sent', () => {
    const sink = createDataSink(createEngine());
    const tooLong = new Uint8Array(8).fill(0xff);
    const control = Uint8Array.of(0, 0, 0);
    for (const pdcp of [new Uint8Array(0), control, pdcpOf(new Uint8Array(7), 0, 12), pdcpOf(tooLong, 0, 12)])
      expect(sink.receive(pdcp, 12)).toBeUndefined();
    expect(sink.measure({ count: 3, since: 0 }, INTERVAL)).toMatchObject({ received: 0, lost: 3 });
  });
});

describe('user data that is late', () => {
  it.each([
    ['wlan-initial', { exchangeLeastMs: 200, exchangeMostMs: 200 }],
    ['rekey-option-2', { xwDelayMs: 200, x2DelayMs: 0 }],
    ['wt-release-required', { uuLoss: 0.5 }],
    ['wt-release-required', { uuDelayMs: 150, uuJitterMs: 100 }],
    ['rekey-rel13-release-and-add', { uuLoss: 0.5 }],
    ['rekey-rel13-release-and-add', { uuDelayMs: 40, uuJitterMs: 30 }],
  ])('is not lost, though the run goes on for it: %s with %j', (name, overrides) => {
    const { outcome, uplink, downlink } = run(name, { durationMs: 6000, ...overrides }).measures.ues[0]!;
    expect(outcome).toBe(scenarios.find(one => one.name === name)!.expect.outcome);
    for (const { sent, lost } of [uplink, downlink]) {
      expect(sent).toBeGreaterThan(400);
      // What the WT drops as it has let go of the UE, or under another key.
      expect(lost).toBeLessThan(3);
    }
  });
});

describe('user data in a handover that ends LWA', () => {
  it.each([1, 2, 3, 4])('waits for the target cell, and comes in order, with seed %i', seed => {
    const name = 'rekey-rel13-release-and-add';
    const { uplink, downlink } = run(name, {}, seed).measures.ues[0]!;
    // By default; the way there and back, and processing, come on top.
    const away = 45 * MILLISECOND;
    for (const { reordered, suspension } of [uplink, downlink]) {
      expect(reordered).toBe(0);
      expect(suspension).toBeGreaterThan(away);
      expect(suspension).toBeLessThan(away + 40 * MILLISECOND);
    }
    // One that WLAN acknowledges to the UE once the WT has let go of it.
    expect(uplink.lost).toBeLessThan(2);
    expect(downlink.lost).toBe(0);
  });
});

describe('user data that a channel has no room for', () => {
  // 16 UEs send and receive 400 frames a second each, of which a channel carries some 4500 with their Acks.
  const crowd = { ues: 16, uesPerBss: 16 };

  it('is dropped, and what is left comes 20 ms late, but does not hold up a re-key', () => {
    const { measures, report } = play('rekey-option-2', crowd);
    const alone = run('rekey-option-2').measures.run;
    for (const { outcome, uplink, downlink } of measures.ues) {
      expect(outcome).toBe('rekeyed');
      for (const { sent, lost } of [uplink, downlink]) {
        expect(lost / sent).toBeGreaterThan(0.05);
        expect(lost / sent).toBeLessThan(0.5);
      }
    }
    expect(measures.run.newKey!.after - alone.newKey!.after).toBeLessThan(60 * MILLISECOND);
    // None of it was on the air, so that the capture lacks nothing: all that there is to say is that M4 is in clear.
    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(new Set(['clear-eapol']));
  });

  it('does not come behind the end of its association', () => {
    const { newKey } = run('rekey-ue-initiated', crowd).measures.run;
    expect(newKey!.messages).toBe(run('rekey-ue-initiated').measures.run.newKey!.messages);
  });

  it('waits as long as it is to', () => {
    const patient = run('rekey-option-2', { ...crowd, queueMostMs: 200 }).measures.run;
    const hasty = run('rekey-option-2', { ...crowd, queueMostMs: 5 }).measures.run;
    expect(patient.newKey!.after - hasty.newKey!.after).toBeGreaterThan(100 * MILLISECOND);
  });
});
