import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalConstantTime } from '../../src/crypto/mic.js';
import { createEngine, MILLISECOND } from '../../src/flows/engine/engine.js';
import { createRandom } from '../../src/flows/engine/random.js';
import { createRecorder } from '../../src/flows/engine/tap.js';
import { createKeyLog } from '../../src/flows/keys/key-log.js';
import { setUpWlan, type WlanSetUp } from '../../src/flows/legs/wlan.js';
import type { Air } from '../../src/flows/wlan/air.js';
import { createForger, flipMicBit } from '../../src/flows/wlan/attack.js';
import { addressed, managementFrame } from '../../src/flows/wlan/frames.js';
import { keepM4, withholdAkm } from '../../src/flows/wlan/man-in-the-middle.js';
import { type WlanValues, wlanDefaults } from './legs/wlan-values.js';

/** A frame from nowhere: octets, or one that was heard, with some octets changed and its end cut or drawn out. */
type Injection =
  | { readonly octets: Uint8Array }
  | {
      readonly heard: number;
      readonly changes: readonly { readonly at: number; readonly to: number }[];
      readonly length: number;
    };

const octets = fc.uint8Array({ maxLength: 200 }).map((bytes): Injection => ({ octets: bytes }));
const changed = fc.record({
  heard: fc.nat(),
  // Most of what actors look at is in front.
  changes: fc.array(
    fc.record({ at: fc.oneof(fc.nat(60), fc.nat(400)), to: fc.integer({ min: 0, max: 255 }) }),
    {
      maxLength: 6,
    },
  ),
  length: fc.oneof(fc.constant(0), fc.integer({ min: -120, max: 40 })),
});

const at = fc.integer({ min: 0, max: 700 });
const timed = (frame: fc.Arbitrary<Injection>) =>
  fc.array(fc.record({ at, frame }), { minLength: 1, maxLength: 40 });

/** Two UEs associate while frames are injected; gives what became of them. */
const run = (
  injections: readonly { readonly at: number; readonly frame: Injection }[],
  values: Partial<WlanValues> = {},
  setUp: WlanSetUp = {},
  duration = 600,
) => {
  const engine = createEngine();
  const recorder = createRecorder(engine);
  const stage = { engine, recorder, keyLog: createKeyLog(engine), random: createRandom(1), tamper: {} };
  const heard: Uint8Array[] = [];
  const sniffed: WlanSetUp['sniffed'] = (mpdu, inject) => {
    setUp.sniffed?.(mpdu, inject);
    heard.push(mpdu.slice());
  };
  const airs: Air[] = [];
  const between = (air: Air): Air => {
    airs.push(air);
    return setUp.between?.(air) ?? air;
  };
  const wlan = setUpWlan(
    stage,
    { ...wlanDefaults, ues: 2, dataIntervalMs: 20, ...values },
    { ...setUp, sniffed, between },
  );
  const octetsOf = (frame: Injection): Uint8Array => {
    if ('octets' in frame) return frame.octets.slice();
    const original = heard[frame.heard % Math.max(heard.length, 1)] ?? new Uint8Array(0);
    const bytes = new Uint8Array(Math.max(0, original.length + frame.length));
    bytes.set(original.subarray(0, bytes.length));
    for (const { at, to } of frame.changes) if (at < bytes.length) bytes[at] = to;
    return bytes;
  };
  for (const { at, frame } of injections)
    engine.after(at * MILLISECOND, () =>
      airs[0]!.transmit({ mpdu: octetsOf(frame), rate: 6, comment: 'injected' }),
    );
  const { until, measures } = wlan.playFor(duration * MILLISECOND);
  while (engine.step(until)) while (recorder.take() !== undefined);
  const measured = measures();
  return wlan.ues.map(({ ue }, i) => {
    const { inUse } = ue.state();
    const { uplink, downlink } = measured[i]!;
    const atWt = wlan.wt.inUse(ue.address);
    return {
      hasKey: inUse !== undefined && atWt !== undefined && equalConstantTime(inUse.ptk, atWt.ptk),
      uplink,
      downlink,
    };
  });
};

const configurations: readonly (readonly [string, Partial<WlanValues>, WlanSetUp])[] = [
  ['a WLAN', {}, {}],
  [
    'protected management frames',
    { akm: '00-0F-AC:6', managementFrameProtection: true, pmkidInM1: true },
    {},
  ],
  [
    'an AKM to choose, GCMP',
    { akm: '00-0F-AC:6', pairwiseCipher: '00-0F-AC:8' },
    { weakerAkm: '00-0F-AC:2' },
  ],
  ['a station that installs keys again', {}, { between: keepM4(() => {}), flaws: { reinstallsKeys: true } }],
  [
    'an RSNE that is altered and not looked at',
    { akm: '00-0F-AC:6' },
    { between: withholdAkm('00-0F-AC:6'), weakerAkm: '00-0F-AC:2', flaws: { ignoresRsne: true } },
  ],
  [
    'a forger, who hears it all',
    {},
    {
      sniffed: createForger({ message: 'M2', change: flipMicBit, comment: '' }).hear,
    },
  ],
];

describe.each(configurations)('injected frames: %s', (_, values, setUp) => {
  it('octets that are no frame of its own change nothing but the time', () => {
    fc.assert(
      fc.property(timed(octets), injections => {
        for (const { hasKey, uplink, downlink } of run(injections, values, setUp)) {
          expect(hasKey).toBe(true);
          expect(uplink.received).toBeGreaterThan(10);
          expect(downlink.received).toBe(downlink.sent);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('frames that were heard and changed are withstood, and no more user data arrives than was sent', () => {
    fc.assert(
      fc.property(timed(changed), injections => {
        for (const { uplink, downlink } of run(injections, values, setUp)) {
          expect(uplink.received).toBeLessThanOrEqual(uplink.sent);
          expect(downlink.received).toBeLessThanOrEqual(downlink.sent);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('a frame that leaves in the name of a station', () => {
  const station = Uint8Array.of(2, 0x55, 0x45, 0, 0, 1);
  const accessPoint = Uint8Array.of(2, 0x57, 0x54, 0, 0, 1);
  it.each([
    ['deauthentication', { reasonCode: 3, elements: [] }],
    ['disassociation', { reasonCode: 8, elements: [] }],
    ['authentication', { algorithm: 0, transaction: 1, statusCode: 0, elements: [] }],
  ] as const)('costs it the association, not more: it comes back, by %s', (kind, body) => {
    const octets = addressed(managementFrame(kind, body), accessPoint, station, accessPoint);
    const [left, other] = run([{ at: 400, frame: { octets } }]);
    expect(left!.hasKey).toBe(true);
    expect(left!.uplink.suspension).toBeGreaterThan(100 * MILLISECOND);
    expect(left!.uplink.suspension).toBeLessThan(350 * MILLISECOND);
    expect(other!.uplink.suspension).toBeLessThan(50 * MILLISECOND);
  });

  it.each([2, 6, 7])(
    'costs it nothing where management frames are protected, and the access point answers: reason %i, from there',
    reasonCode => {
      const away = managementFrame('deauthentication', { reasonCode, elements: [] });
      const octets = addressed(away, station, accessPoint, accessPoint);
      const values = { managementFrameProtection: true };
      const [one] = run([{ at: 400, frame: { octets } }], values, {}, 2000);
      expect(one!.hasKey).toBe(true);
      expect(one!.uplink).toMatchObject({ lost: 0 });
      expect(one!.downlink).toMatchObject({ lost: 0 });
    },
  );
});
