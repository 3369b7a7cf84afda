import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  captureReader,
  decodeCapture,
  encodePcap,
  mergeCaptures,
  type Packet,
  pcapngWriter,
  pcapWriter,
  readCapture,
  readCaptureBatches,
} from '../src/codecs/capture/index.js';
import { fromHex } from '../src/codecs/hex.js';
import { decodePcap } from '../src/codecs/index.js';
import { scenarios, simulate } from '../src/flows/index.js';
import { reportText } from '../src/report/index.js';
import { type Report, validate, validator } from '../src/validate/index.js';
import { fixture, type ManifestCapture, manifestOf } from './manifest.js';
import { fakes, realms, replaced, shown } from './realm.js';

const files = [
  'captures/a-wpa2-psk-ccmp-initial.pcap',
  'captures/lab/format-gz.pcap.gz',
  'captures/lab/format-be-ns.pcapng',
  'rules/suspension-broken.pcapng',
];

const taken = async <T>(from: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of from) all.push(one);
  return all;
};

describe.each(realms)('a capture in %s', (_, emigrate) => {
  it.each(files)('%s is read as from this realm', async file => {
    const octets = fixture(file);
    const expected = shown(decodeCapture(octets));
    expect(expected.length).toBeGreaterThan(1);
    expect(shown(decodeCapture(emigrate(octets)))).toEqual(expected);
    expect(shown(await taken(readCapture(emigrate(octets))))).toEqual(expected);
    expect(shown((await taken(readCaptureBatches(emigrate(octets)))).flat())).toEqual(expected);
    const packets: Packet[] = [];
    const reader = captureReader(packet => packets.push(packet));
    for (let at = 0; at < octets.length; at += 1000) reader.push(emigrate(octets.subarray(at, at + 1000)));
    reader.end();
    expect(shown(packets)).toEqual(expected);
  });

  it('is written as from this realm', async () => {
    const packets = decodeCapture(fixture(files[0]!));
    const foreign = replaced(packets, emigrate);
    const { linkType } = packets[0]!;
    const pcap = pcapWriter({ linkType });
    const pcapng = pcapngWriter({ interfaces: [{ linkType }] });
    for (const [i, packet] of packets.entries()) {
      expect(shown(pcap.packet(foreign[i]!))).toBe(shown(pcap.packet(packet)));
      expect(shown(pcapng.packet(foreign[i]!))).toBe(shown(pcapng.packet(packet)));
    }
    const file = decodePcap(fixture(files[0]!));
    expect(shown(encodePcap(replaced(file, emigrate)))).toBe(shown(encodePcap(file)));
    expect(shown(await taken(mergeCaptures([foreign, foreign])))).toEqual(
      shown(await taken(mergeCaptures([packets, packets]))),
    );
  });
});

describe.each(fakes)('a capture in %s', (_, fake) => {
  it('is refused', async () => {
    const source = fake(Uint8Array.of(1, 2, 3, 4)) as Uint8Array;
    await expect(taken(readCapture(source))).rejects.toThrow();
  });
});

/** A capture of each cipher and each way to a key. */
const CHOSEN =
  /^([a-z]\d?-.*|ccmp256|eap-akm5-.*|ft-(psk|sae)-roam|gcmp.*-mfp|owe-g19|sae|suiteb192|wpa1-tkip-group-rekey|wpa2-tkip)\.pcap$/;
const captures = ['captures', 'captures/lab'].flatMap(folder =>
  manifestOf(folder).flatMap(capture => (CHOSEN.test(capture.file) ? [{ folder, capture }] : [])),
);

function reportOn(
  packets: readonly Packet[],
  { pmks }: ManifestCapture,
  move: (octets: Uint8Array) => Uint8Array,
) {
  const keys = Object.entries(pmks).map(([name, hex]) => ({ name, pmk: move(fromHex(hex)) }));
  const { packet, report } = validator({ keys: { pmks: keys }, showKeys: true });
  for (const one of packets) packet(replaced(one, move));
  return report();
}

const asText = (report: Report): string[] => [
  JSON.stringify(report, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  reportText(report),
];

describe.each(realms)('packets and keys in %s', (_, emigrate) => {
  it.each(captures.map(one => [one.capture.file, one] as const))(
    '%s is validated as in this realm',
    (_, one) => {
      const packets = decodeCapture(fixture(`${one.folder}/${one.capture.file}`));
      const expected = reportOn(packets, one.capture, octets => octets);
      expect(asText(reportOn(packets, one.capture, emigrate))).toEqual(asText(expected));
    },
  );
});

describe('with a TextEncoder of another realm', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each(['wlan-initial', 'rekey-option-2'])(
    '%s runs and is validated as with that of this realm',
    async name => {
      const [, emigrate] = realms[0]!;
      const scenario = scenarios.find(one => one.name === name)!;
      const packets = [...simulate(scenario).packets];
      vi.stubGlobal(
        'TextEncoder',
        class extends TextEncoder {
          override encode(text?: string) {
            return emigrate(super.encode(text)) as ReturnType<TextEncoder['encode']>;
          }
        },
      );
      vi.resetModules();
      const lib = await import('../src/index.js');
      const again = [...lib.simulate(lib.scenarios.find(one => one.name === name)!).packets];
      expect(shown(again)).toEqual(shown(packets));
      expect(asText(await lib.validate(again).report())).toEqual(asText(await validate(packets).report()));
    },
  );
});
