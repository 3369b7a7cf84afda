import type { Packet } from '../../src/codecs/capture/packet.js';
import { type Dot11Frame, decodeDot11 } from '../../src/codecs/dot11/frame.js';
import { parseMac } from '../../src/codecs/dot11/mac.js';
import { radiotapLength } from '../../src/codecs/dot11/radiotap.js';
import { fromHex } from '../../src/codecs/hex.js';
import type { KeysFile, Measures, Overrides } from '../../src/flows/index.js';
import { EPOCH, scenarios, simulate } from '../../src/flows/index.js';
import { type Report, validator } from '../../src/validate/index.js';

/** A run to its end, and what the validator, which knows nothing of it but the PMKs, makes of its packets. */
export interface Played {
  readonly packets: readonly Packet[];
  readonly keys: KeysFile;
  readonly measures: Measures;
  readonly report: Report;
}

export function play(name: string, overrides: Overrides = {}, seed: number | string = 1): Played {
  const scenario = scenarios.find(s => s.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const simulation = simulate(scenario, { seed, overrides });
  const packets = [...simulation.packets];
  const keys = simulation.keys();
  const pmks = keys.pmks.map(({ name, hex, station }) => ({
    name,
    pmk: fromHex(hex),
    station: parseMac(station),
  }));
  const one = validator({ keys: { pmks }, showKeys: true });
  for (const packet of packets) one.packet(packet);
  return { packets, keys, measures: simulation.measures(), report: one.report() };
}

/** Seconds from the start of the run. */
export const secondsOf = (packet: Packet): number => Number(packet.time - EPOCH) / 1e9;

/** The 802.11 frame of a packet. */
export const frameOf = (packet: Packet): Dot11Frame =>
  decodeDot11(packet.bytes.subarray(radiotapLength(packet.bytes)));
