import type { Packet } from '../../../src/codecs/capture/packet.js';
import { parseMac } from '../../../src/codecs/dot11/mac.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { type KeysFile, type Overrides, scenarios, simulate } from '../../../src/flows/index.js';
import { newLte } from '../../../src/validate/lte/lte.js';
import type { LteUe } from '../../../src/validate/lte/part.js';
import type { LteEvent } from '../../../src/validate/lte-events.js';
import type { LteKeys } from '../../../src/validate/uu/kenb.js';

/** A capture of a scenario, without its user data, and the keys of the run. */
export interface Capture {
  readonly packets: readonly Packet[];
  readonly keys: KeysFile;
}

/** LINKTYPE_ of the WLAN's interface. */
export const RADIOTAP = 127;

export function captureOf(name: string, overrides: Overrides = {}, seed: number | string = 1): Capture {
  const scenario = scenarios.find(s => s.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const simulation = simulate(scenario, { seed, overrides: { dataIntervalMs: 0, ...overrides } });
  const packets = [...simulation.packets].map((packet, i) => ({ ...packet, frame: i + 1 }));
  return { packets, keys: simulation.keys() };
}

/** Names of the scenarios with an LTE leg. */
export const lteScenarios: readonly string[] = scenarios
  .filter(({ parameters }) => 'uu' in parameters)
  .map(({ name }) => name);

/** What a keys file tells the tracker; `first` keeps only the first KeNB of each UE. */
export const lteKeysOf = (
  { kenbs }: KeysFile,
  { first = false, anonymous = false } = {},
): Required<Pick<LteKeys, 'kenbs'>> => ({
  kenbs: kenbs
    .filter(({ name }) => !first || name === 'KeNB #1')
    .map(({ name, hex, station, pdcpUeId }) => ({
      name,
      kenb: fromHex(hex),
      ...(anonymous ? {} : { station: parseMac(station), pdcpUeId }),
    })),
});

/** A UE and all that was said of it, in the order in which it was said. */
export interface Told {
  readonly ue: LteUe;
  readonly events: readonly LteEvent[];
}

/** What the tracker makes of the LTE links of a capture. */
export function follow(
  packets: readonly Packet[],
  keys: LteKeys = {},
  stations: readonly string[] = [],
): readonly Told[] {
  const told = new Map<LteUe, LteEvent[]>();
  const lte = newLte(keys, (ue, event) => {
    const events = told.get(ue);
    if (events === undefined) told.set(ue, [event]);
    else events.push(event);
  });
  for (const station of stations) lte.station(station);
  for (const { linkType, bytes, frame, time } of packets)
    if (linkType !== RADIOTAP) lte.packet(linkType, bytes, { frame: frame!, time });
  const last = packets.at(-1);
  lte.end({ frame: last?.frame ?? 0, time: last?.time ?? 0n });
  return [...told].map(([ue, events]) => ({ ue, events }));
}

/** An event in a few words. */
export function say(event: LteEvent): string {
  switch (event.kind) {
    case 'rrc': {
      const { message, isUplink, macI } = event;
      const says =
        message === undefined ? '?' : (message.status ?? (message.handover ? 'handover' : message.name));
      return `rrc ${isUplink ? 'up' : 'down'} ${says} ${macI}`;
    }
    case 'rrcTransaction':
      return `${event.what} ${event.wtCounter ?? '-'} ${event.complete === undefined ? 'open' : 'complete'}`;
    case 'statusReport':
      return `status ${event.status}`;
    case 'xwap':
      return `xwap ${event.view.message}${event.problems.length === 0 ? '' : ' with problems'}`;
    case 'xwapUnexpected':
      return `${event.message} unexpected: ${event.misfit}`;
    case 'xwapProcedure':
      return `${event.procedure} ${event.outcome}`;
    case 'xwEnd':
      return `xw end by ${event.cause}`;
    case 'lateData':
      return `data after release ${event.packets}`;
    case 'sKwt':
      return event.side === 'wt'
        ? `wt key ${toHex(event.sKwt.subarray(0, 4))}`
        : `ue counter ${event.wtCounter}: ${event.candidates.map(({ sKwt, kenb }) => `${toHex(sKwt.subarray(0, 4))} ${kenb}`).join(', ')}${event.isSure ? ' (sure)' : ''}`;
    case 'sKwtAgain':
      return `wt key ${toHex(event.sKwt.subarray(0, 4))} again`;
    case 'gap':
      return `gap ${event.where}`;
  }
}
