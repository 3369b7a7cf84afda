import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMac } from '../../../src/codecs/dot11/mac.js';
import { createEngine, MICROSECOND, MILLISECOND } from '../../../src/flows/engine/engine.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { type Air, airTime, createAir, durationOf, type Listener } from '../../../src/flows/wlan/air.js';
import { createRadio } from '../../../src/flows/wlan/radio.js';

const ap = parseMac('02:00:00:00:00:01');
const station = parseMac('02:00:00:00:10:01');
const other = parseMac('02:00:00:00:10:02');
const broadcast = parseMac('ff:ff:ff:ff:ff:ff');

/** QoS data with a number as its body: of TID 7, as EAPOL, unless it says otherwise. */
const data = (to: Uint8Array, from: Uint8Array, number: number, tid = 7): Uint8Array => {
  const mpdu = new Uint8Array(28);
  mpdu[0] = 0x88;
  mpdu.set(to, 4);
  mpdu.set(from, 10);
  mpdu[24] = tid;
  mpdu[26] = number >> 8;
  mpdu[27] = number;
  return mpdu;
};
const numberOf = (mpdu: Uint8Array): number => mpdu[26]! * 256 + mpdu[27]!;
const isAck = (mpdu: Uint8Array): boolean => mpdu[0] === 0xd4;
const isRetry = (mpdu: Uint8Array): boolean => (mpdu[1]! & 8) !== 0;
const sequenceOf = (mpdu: Uint8Array): number => (mpdu[22]! | (mpdu[23]! << 8)) >> 4;

const setUp = (seed: number, loss: number) => {
  const engine = createEngine();
  const random = createRandom(seed);
  const heard: { time: number; began: number; mpdu: Uint8Array }[] = [];
  const air = createAir({
    clock: engine,
    numbers: random.numbers('air'),
    loss,
    queueMost: 20 * MILLISECOND,
    tsfStart: 0,
    sniffer: (mpdu, began, _rate, deliver) => {
      heard.push({ time: engine.now, began, mpdu: mpdu.slice() });
      deliver();
    },
  });
  const radio = (name: string, address: Uint8Array) =>
    createRadio({
      clock: engine,
      numbers: random.numbers(name),
      air,
      address,
      isAccessPoint: address === ap,
      exchangeDelay: { least: MILLISECOND, most: 3 * MILLISECOND },
    });
  return {
    engine,
    heard,
    ap: radio('ap', ap),
    station: radio('station', station),
    other: radio('other', other),
  };
};

/** A management frame without a body, with a sequence number. */
const management = (to: Uint8Array, from: Uint8Array, sequence: number): Uint8Array => {
  const mpdu = new Uint8Array(24);
  mpdu[0] = 0xd0;
  mpdu.set(to, 4);
  mpdu.set(from, 10);
  mpdu[22] = sequence << 4;
  return mpdu;
};

describe('a radio whose association with another begins anew', () => {
  it('numbers QoS frames to it from 0 again, and others on', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    for (const isAnew of [false, true]) {
      if (isAnew) radios.ap.startOver(station);
      for (let i = 0; i < 3; i++) {
        radios.ap.send(data(station, ap, i));
        radios.ap.send(data(other, ap, i));
        radios.ap.send(management(station, ap, 0));
      }
      engine.run();
    }
    const sent = heard.filter(({ mpdu }) => !isAck(mpdu)).map(({ mpdu }) => mpdu);
    const sequencesOf = (to: Uint8Array, kind: number) =>
      sent.filter(mpdu => mpdu[0] === kind && mpdu[9] === to[5]).map(sequenceOf);
    expect(sequencesOf(station, 0x88)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(sequencesOf(other, 0x88)).toEqual([0, 1, 2, 3, 4, 5]);
    const [first, ...rest] = sequencesOf(station, 0xd0);
    expect(rest).toEqual([1, 2, 3, 4, 5].map(i => (first! + i) & 0xfff));
  });

  it('takes a repeated QoS frame that bears a number of before, but no management frame', () => {
    let listener: Listener | undefined;
    const air: Air = {
      attach(one) {
        listener = one;
      },
      drop() {},
      transmit() {},
    };
    const radio = createRadio({
      clock: createEngine(),
      numbers: createRandom(1).numbers('radio'),
      air,
      address: station,
      isAccessPoint: false,
      exchangeDelay: { least: 0, most: 0 },
    });
    const got: number[] = [];
    radio.receiver = { receive: mpdu => got.push(mpdu[0]!) };
    const repeated = [data(station, ap, 0), management(station, ap, 0)];
    for (const mpdu of repeated) mpdu[1] = 8;
    const hearAll = (): readonly number[] => {
      for (const mpdu of repeated) listener!.hear(mpdu);
      return got.splice(0);
    };
    expect(hearAll()).toEqual([0x88, 0xd0]);
    expect(hearAll()).toEqual([]);
    radio.startOver(ap);
    expect(hearAll()).toEqual([0x88]);
  });
});

describe('air', () => {
  it('knows how long a frame lasts', () => {
    // 14 octets of Ack at 6 and 24 Mb/s: IEEE 802.11-2020, 17.4.3.
    expect(airTime(10, 6)).toBe(44 * MICROSECOND);
    expect(airTime(10, 24)).toBe(28 * MICROSECOND);
    expect(durationOf(6)).toBe(60);
    expect(durationOf(54)).toBe(44);
  });

  it('has each frame followed by its Ack, with no other frame between and no retry, where nothing is lost', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    const got: number[] = [];
    radios.station.receiver = { receive: mpdu => got.push(numberOf(mpdu)) };
    const acknowledged: boolean[] = [];
    for (let i = 0; i < 50; i++) {
      radios.ap.send(data(station, ap, i), { done: ok => acknowledged.push(ok) });
      radios.other.send(data(ap, other, i));
    }
    engine.run();
    expect(got).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(acknowledged).toEqual(new Array(50).fill(true));
    expect(heard.length).toBe(200);
    heard.forEach(({ mpdu, time }, i) => {
      expect(isAck(mpdu)).toBe(i % 2 === 1);
      expect(isRetry(mpdu)).toBe(false);
      if (!isAck(mpdu)) return;
      expect(mpdu.subarray(4, 10)).toEqual(heard[i - 1]!.mpdu.subarray(10, 16));
      expect(time - heard[i - 1]!.time).toBe(60 * MICROSECOND);
    });
  });

  it('repeats what is lost with the Retry bit and the same sequence number, and delivers it once and in order', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const { engine, heard, ...radios } = setUp(seed, 0.2);
        const got: number[] = [];
        radios.station.receiver = { receive: mpdu => got.push(numberOf(mpdu)) };
        let acknowledged = 0;
        for (let i = 0; i < 60; i++)
          radios.ap.send(data(station, ap, i), { done: ok => (acknowledged += ok ? 1 : 0) });
        engine.run();
        expect(got).toEqual([...new Set(got)].sort((a, b) => a - b));
        expect(acknowledged).toBeLessThanOrEqual(got.length);
        const frames = heard.filter(h => !isAck(h.mpdu));
        expect(frames.some(h => isRetry(h.mpdu))).toBe(true);
        frames.forEach(({ mpdu }, i) => {
          const previous = frames[i - 1]?.mpdu;
          const isRepeat = previous !== undefined && numberOf(previous) === numberOf(mpdu);
          expect(isRetry(mpdu)).toBe(isRepeat);
          expect(sequenceOf(mpdu)).toBe(numberOf(mpdu));
        });
      }),
      { numRuns: 20 },
    );
  });

  it('gives up after seven retries', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    let acknowledged: boolean | undefined;
    radios.ap.send(data(parseMac('02:00:00:00:10:99'), ap, 0), {
      done: ok => {
        acknowledged = ok;
      },
    });
    engine.run();
    expect(acknowledged).toBe(false);
    expect(heard.map(h => isRetry(h.mpdu))).toEqual([false, ...new Array(7).fill(true)]);
  });

  it('carries group addressed frames once, to all that are on the other side', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    const got: string[] = [];
    radios.ap.receiver = { receive: () => got.push('ap') };
    radios.station.receiver = { receive: () => got.push('station') };
    radios.other.receiver = { receive: () => got.push('other') };
    radios.ap.send(data(broadcast, ap, 0));
    engine.run();
    expect(got).toEqual(['station', 'other']);
    radios.station.send(data(broadcast, station, 0));
    engine.run();
    expect(got).toEqual(['station', 'other', 'ap']);
    expect(heard.length).toBe(2);
  });
});

describe('a channel that is busy (IEEE 802.11-2020, 10.23.2)', () => {
  const isData = ({ mpdu }: { readonly mpdu: Uint8Array }): boolean => !isAck(mpdu);

  it('lets EAPOL and management frames go before user data that waits, whoever sends them', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    for (const i of [0, 1, 2]) radios.ap.sendReady(data(station, ap, i, 0));
    radios.station.sendReady(data(ap, station, 3));
    radios.other.sendReady(management(ap, other, 0));
    radios.ap.sendReady(data(station, ap, 4, 6));
    engine.run();
    expect(
      heard.filter(isData).map(({ mpdu }) => (mpdu[0] === 0xd0 ? 'management' : numberOf(mpdu))),
    ).toEqual([0, 3, 'management', 4, 1, 2]);
  });

  it('drops user data that has waited for more than 20 ms, and tells its sender', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    const got: number[] = [];
    radios.station.receiver = { receive: mpdu => got.push(numberOf(mpdu)) };
    const acknowledged: boolean[] = [];
    for (let i = 0; i < 300; i++)
      radios.ap.send(data(station, ap, i, 0), { done: isHeard => acknowledged.push(isHeard) });
    engine.run();
    const begun = heard.filter(isData).map(({ began }) => began);
    // All were ready after 3 ms, the first attempt of the last that waited no longer is behind a frame and its Ack.
    expect(begun.at(-1)).toBeGreaterThan(20 * MILLISECOND);
    expect(begun.at(-1)).toBeLessThan(24 * MILLISECOND);
    expect(got).toEqual(got.map((_, i) => i));
    expect(acknowledged).toEqual(Array.from({ length: 300 }, (_, i) => i < got.length));
  });

  it('protects user data when its turn comes, so that what is dropped takes no packet number', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    let sealed = 0;
    const key = { seal: (mpdu: Uint8Array) => Uint8Array.of(...mpdu, sealed++) };
    const dropped: number[] = [];
    for (let i = 0; i < 300; i++)
      radios.ap.send(data(station, ap, i, 0), { done: isHeard => isHeard || dropped.push(i) }, key);
    engine.run();
    const numbers = heard.filter(isData).map(({ mpdu }) => mpdu.at(-1));
    expect(numbers).toEqual(numbers.map((_, i) => i));
    expect(dropped.length).toBe(300 - numbers.length);
    expect(sealed).toBe(numbers.length);
  });

  it('drops nothing else', () => {
    const { engine, ...radios } = setUp(1, 0);
    let got = 0;
    radios.station.receiver = { receive: () => got++ };
    for (let i = 0; i < 300; i++) radios.ap.send(data(station, ap, i));
    engine.run();
    expect(got).toBe(300);
    expect(engine.now).toBeGreaterThan(50 * MILLISECOND);
  });

  it('sends the end of an association, and drops what waits for the station at the other end alone', () => {
    const { engine, heard, ...radios } = setUp(1, 0);
    radios.other.sendReady(data(ap, other, 0, 0));
    for (const i of [1, 2]) radios.station.sendReady(data(ap, station, i, 0));
    radios.ap.sendReady(data(station, ap, 3, 0));
    radios.ap.sendReady(data(other, ap, 4, 0));
    const ends = [management(ap, station, 0), management(other, ap, 0)];
    ends[0]![0] = 0xc0;
    ends[1]![0] = 0xa0;
    radios.station.sendReady(ends[0]!);
    radios.ap.sendReady(ends[1]!);
    engine.run();
    const sent = heard.filter(isData).map(({ mpdu }) => [mpdu[0], mpdu[0] === 0x88 ? numberOf(mpdu) : 0]);
    expect(sent).toEqual([
      [0x88, 0],
      [0xc0, 0],
      [0xa0, 0],
      [0x88, 3],
    ]);
  });

  /** Slots behind SIFS from when a frame is ready, on a channel that is idle, to its preamble. */
  const slotsBefore = (mpdu: () => Uint8Array): readonly number[] => {
    const { engine, heard, ...radios } = setUp(1, 0);
    const slots = new Set<number>();
    for (let i = 0; i < 400; i++) {
      const ready = engine.now;
      radios.ap.sendReady(mpdu());
      engine.run();
      slots.add((heard.find(isData)!.began - ready) / MICROSECOND);
      heard.length = 0;
    }
    // SIFS, preamble and SIGNAL: IEEE 802.11-2020, Table 17-21 and 17.4.3.
    return [...slots].map(us => (us - 16 - 20) / 9).sort((a, b) => a - b);
  };
  const from = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, i) => least + i);

  it('is waited for as the beacons of hostapd announce it: AIFSN 2 and up to 3 slots, AIFSN 3 and up to 15', () => {
    expect(slotsBefore(() => data(station, ap, 0))).toEqual(from(2, 5));
    expect(slotsBefore(() => management(station, ap, 0))).toEqual(from(2, 5));
    expect(slotsBefore(() => data(station, ap, 0, 0))).toEqual(from(3, 18));
    expect(slotsBefore(() => data(broadcast, ap, 0, 5))).toEqual(from(3, 18));
  });

  it('is waited for longer with each retry: up to 7 slots for EAPOL, 1023 for user data', () => {
    const nobody = parseMac('02:00:00:00:10:99');
    const longest = (tid: number): number => {
      const waits = from(1, 60).map(seed => {
        const { engine, heard, ...radios } = setUp(seed, 0);
        radios.ap.sendReady(data(nobody, ap, 0, tid));
        engine.run();
        return heard.slice(1).map(({ began }, i) => began - heard[i]!.time);
      });
      return Math.max(...waits.flat()) / MICROSECOND;
    };
    // Behind an Ack that does not come, 60 µs.
    expect(longest(7)).toBe(60 + 16 + 20 + 9 * (2 + 7));
    expect(longest(0)).toBeLessThanOrEqual(60 + 16 + 20 + 9 * (3 + 1023));
    expect(longest(0)).toBeGreaterThan(60 + 16 + 20 + 9 * (3 + 900));
  });
});
