import type { Packet } from '../../src/codecs/capture/packet.js';
import { type Dot11Frame, decodeDot11 } from '../../src/codecs/dot11/frame.js';
import { parseMac } from '../../src/codecs/dot11/mac.js';
import { radiotapLength } from '../../src/codecs/dot11/radiotap.js';
import { fromHex } from '../../src/codecs/hex.js';
import type {
  KeysFile,
  Measures,
  Overrides,
  Scenario,
  SimulateOptions,
  TapInterface,
} from '../../src/flows/index.js';
import { EPOCH, scenarios, simulate } from '../../src/flows/index.js';
import { type Report, validator } from '../../src/validate/index.js';

/** A run to its end. */
export interface Run {
  readonly interfaces: readonly TapInterface[];
  readonly packets: readonly Packet[];
  readonly keys: KeysFile;
  readonly measures: Measures;
}

/** A run, and what the validator, which knows nothing of it but the PMKs, makes of its packets. */
export interface Played extends Run {
  readonly report: Report;
}

export function run(name: string, overrides: Overrides = {}, seed: number | string = 1): Run {
  const scenario = scenarios.find(s => s.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return runOf(scenario, { seed, overrides });
}

function runOf(scenario: Scenario, options: SimulateOptions): Run {
  const simulation = simulate(scenario, options);
  const packets = [...simulation.packets];
  const { interfaces } = simulation;
  return { interfaces, packets, keys: simulation.keys(), measures: simulation.measures() };
}

/** A run of a scenario of a test’s own, and what the validator says of it. */
export const playOwn = (scenario: Scenario, options: SimulateOptions = {}): Played =>
  validated(runOf(scenario, options));

/** What the validator says of a run. */
export function validated(one: Run): Played {
  const pmks = one.keys.pmks.map(({ name, hex, station }) => ({
    name,
    pmk: fromHex(hex),
    station: parseMac(station),
  }));
  const { packet, report } = validator({ keys: { pmks }, showKeys: true });
  for (const each of one.packets) packet(each);
  return { ...one, report: report() };
}

const played = new Map<string, Played>();

/** A run and what the validator says of it: made once for each test file. */
export function play(name: string, overrides: Overrides = {}, seed: number | string = 1): Played {
  const id = JSON.stringify([name, overrides, seed]);
  const known = played.get(id) ?? validated(run(name, overrides, seed));
  played.set(id, known);
  return known;
}

/** Seconds from the start of the run. */
export const secondsOf = (packet: Packet): number => Number(packet.time - EPOCH) / 1e9;

/** The 802.11 frame of a packet. */
export const frameOf = (packet: Packet): Dot11Frame =>
  decodeDot11(packet.bytes.subarray(radiotapLength(packet.bytes)));

/** The rules of what the validator found, but for notes. */
export const faults = ({ report }: Played) =>
  report.findings.filter(f => f.severity !== 'note').map(f => f.rule);
