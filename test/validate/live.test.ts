import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DecodeError, decodeCapture, type Packet, readCapture } from '../../src/codecs/index.js';
import { scenarios, simulate } from '../../src/flows/index.js';
import { type Finding, type Keys, keysOfFile, validate, validator } from '../../src/validate/index.js';

function simulated(name: string): { readonly packets: readonly Packet[]; readonly keys: Keys } {
  const run = simulate(scenarios.find(one => one.name === name)!);
  const packets = [...run.packets];
  return { packets, keys: keysOfFile(run.keys()) };
}

const folder = new URL('../../fixtures/captures/', import.meta.url);
const octetsOf = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const REKEY = 'b-wpa2-psk-ccmp-ptk-rekey.pcap';

const option1 = simulated('rekey-option-1-mic');
const option2 = simulated('rekey-option-2');

describe('a report of what is known so far', () => {
  it.each([
    ['option 1, without keys', option1.packets, {}],
    ['option 1', option1.packets, { keys: option1.keys }],
    ['option 2, with KeNBs', option2.packets, { keys: { kenbs: option2.keys.kenbs ?? [] } }],
    [
      'two captures',
      option2.packets.map(one => ({ ...one, capture: one.linkType === 127 ? 1 : 0 })),
      { captures: ['lte', 'wlan'] },
    ],
    ['a capture of hostapd', decodeCapture(octetsOf(REKEY)), {}],
  ])('changes nothing of what comes after, nor does that change it: %s', (_, packets, options) => {
    const [asked, left] = [validator(options), validator(options)];
    const reports = [];
    for (const [i, packet] of packets.entries()) {
      expect(asked.packet(packet)).toEqual(left.packet(packet));
      if (i % Math.ceil(packets.length / 40) !== 0) continue;
      const report = asked.soFar();
      reports.push({ report, copy: structuredClone(report) });
    }
    expect(reports.length).toBeGreaterThan(20);
    expect(asked.end()).toEqual(left.end());
    expect(asked.report()).toEqual(left.report());
    for (const { report, copy } of reports) expect(report).toEqual(copy);
  });

  it('holds what is known by then', () => {
    const own = validator({ keys: option2.keys });
    expect(own.soFar()).toMatchObject({ packets: 0, sessions: [], findings: [] });
    const verdicts = new Set<string>();
    const found: Finding[] = [];
    for (const packet of option2.packets) {
      found.push(...own.packet(packet));
      const { sessions, findings } = own.soFar();
      expect(findings).toEqual(found);
      for (const { verdict } of sessions) verdicts.add(verdict);
    }
    expect([...verdicts].join('\n')).toMatch(
      /^Not complete: 4-way handshake [\s\S]*^Complete under S-KWT #1: /m,
    );
    expect(own.soFar().packets).toBe(option2.packets.length);
    own.end();
    expect(own.soFar()).toEqual(own.report());
  });
});

describe('a validation that has ended', () => {
  it.each(['end', 'report'] as const)('refuses packets: by %s', end => {
    const own = validator();
    for (const packet of option1.packets.slice(0, 28)) own.packet(packet);
    own[end]();
    const before = structuredClone(own.report());
    expect(() => own.packet(option1.packets[28]!)).toThrow(new TypeError('the validation has ended'));
    expect(own.report()).toEqual(before);
    expect(own.end()).toEqual([]);
  });

  it('gives each report findings of its own', () => {
    const own = validator();
    for (const packet of option1.packets) own.packet(packet);
    const [one, other] = [own.report(), own.report()];
    expect(one.findings.length).toBeGreaterThan(0);
    (one.findings as Finding[]).length = 0;
    expect(other.findings.length).toBeGreaterThan(0);
    expect(own.report()).toEqual(other);
  });
});

describe('keys that were given', () => {
  const own = (keys: Keys): Keys => ({
    pmks: keys.pmks!.map(one => ({ ...one, pmk: new Uint8Array(one.pmk) })),
    kenbs: keys.kenbs!.map(one => ({ ...one, kenb: new Uint8Array(one.kenb) })),
  });
  const octetsIn = (keys: object): readonly Uint8Array[] =>
    Object.values(keys).flatMap(list =>
      (list as readonly object[]).flatMap(one => Object.values(one).filter(of => of instanceof Uint8Array)),
    );

  it.each([
    ['PMKs', 'wlan-rekey', (keys: Keys): Keys => ({ pmks: own(keys).pmks! })],
    ['KeNBs', 'rekey-option-2', (keys: Keys): Keys => ({ kenbs: own(keys).kenbs! })],
  ])('may be cleared at once: %s', (_, name, keysOf) => {
    const { packets, keys } = simulated(name);
    const [cleared, kept] = [keysOf(keys), keysOf(keys)];
    const [one, other] = [validator({ keys: cleared }), validator({ keys: kept })];
    expect(octetsIn(cleared).length).toBeGreaterThan(0);
    for (const octets of octetsIn(cleared)) octets.fill(0);
    for (const packet of packets) for (const each of [one, other]) each.packet(packet);
    const report = other.report();
    expect(report.unmatchedKeys).toEqual([]);
    expect(report.sessions[0]!.handshakes.every(({ pmk }) => pmk !== undefined)).toBe(true);
    expect(one.report()).toEqual(report);
  });
});

describe('findings as they come to light', () => {
  const firstOf = async (validation: AsyncIterable<Finding>): Promise<Finding | undefined> => {
    for await (const finding of validation) return finding;
    return undefined;
  };

  it('may be left, and gone on with, by a loop or for the report', async () => {
    const whole = await validate(option1.packets).report();
    expect(whole.findings.length).toBe(2);
    const source = async function* () {
      yield* option1.packets;
    };
    for (const packets of [option1.packets, source()]) {
      const validation = validate(packets);
      expect(await firstOf(validation)).toEqual(whole.findings[0]);
      expect(await firstOf(validation)).toEqual(whole.findings[1]);
      expect(await validation.report()).toEqual(whole);
      expect(await firstOf(validation)).toBeUndefined();
    }
  });

  it('may be asked for the report several times at once', async () => {
    const validation = validate(option1.packets);
    const [one, other] = await Promise.all([validation.report(), validation.report()]);
    expect(one).toEqual(other);
    expect(one.packets).toBe(option1.packets.length);
  });

  it('end with the error of the packets, each time: no report is one of a part', async () => {
    const octets = octetsOf(REKEY);
    const cut = (): AsyncIterable<Packet> =>
      readCapture(
        (async function* () {
          yield octets.subarray(0, -5);
        })(),
      );
    const validation = validate(cut());
    const both = await Promise.allSettled([validation.report(), validation.report()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    for (let i = 0; i < 3; i++) {
      await expect(validation.report()).rejects.toThrow(DecodeError);
      await expect(firstOf(validation)).rejects.toThrow(DecodeError);
    }
    const refused = validate([{} as Packet]);
    for (let i = 0; i < 2; i++) await expect(refused.report()).rejects.toThrow(TypeError);
  });
});
