import { readFileSync } from 'node:fs';
import { captureReader, type Packet } from '../src/codecs/capture/index.js';
import { fromHex } from '../src/codecs/hex.js';
import { type Report, validator } from '../src/validate/index.js';
import { numberOf } from './frame-ref.js';

/** What is used of a manifest's entry for a capture. */
export interface ManifestCapture {
  readonly file: string;
  readonly ap_mac: string;
  readonly pmks: Readonly<Record<string, string>>;
  readonly eapol_key_frames: readonly {
    readonly frame: number;
    readonly msg: string;
    readonly replay_counter: number;
    readonly encrypted_80211: boolean;
    readonly mic_valid_with: string | null;
  }[];
  readonly handshakes: readonly { readonly ptk: string }[];
  readonly gtks: readonly { readonly gtk: string }[];
  readonly igtks: readonly { readonly igtk: string }[];
  readonly protected_data: {
    readonly frames: number;
    readonly undecryptable_frames: readonly number[];
  };
}

/** The captures that a manifest in `fixtures/` lists. */
export function manifestOf(folder: string): readonly ManifestCapture[] {
  const text = readFileSync(new URL(`../fixtures/${folder}/MANIFEST.json`, import.meta.url), 'utf8');
  const { captures, derived = [] } = JSON.parse(text) as Record<string, ManifestCapture[]>;
  return [...captures!, ...derived];
}

/** The octets of a file in `fixtures/`. */
export const fixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${path}`, import.meta.url)));

/** The packets of a capture file in `fixtures/`. */
export function packetsOf(path: string): Packet[] {
  const packets: Packet[] = [];
  const reader = captureReader(packet => packets.push(packet));
  reader.push(fixture(path));
  reader.end();
  return packets;
}

/** What the validator says of a capture, given every PMK of its manifest. */
export function reportOn(packets: Iterable<Packet>, capture: ManifestCapture): Report {
  const pmks = Object.entries(capture.pmks).map(([name, hex]) => ({ name, pmk: fromHex(hex) }));
  const { packet, report } = validator({ keys: { pmks }, showKeys: true });
  for (const one of packets) packet(one);
  return report();
}

/** What a report has to agree with the manifest on, in one form for both. */
export interface Agreed {
  readonly eapolKeyFrames: readonly unknown[];
  readonly ptks: readonly string[];
  readonly gtks: readonly string[];
  readonly igtks: readonly string[];
  readonly decrypted: number;
  readonly undecrypted: number;
}

const distinct = (keys: readonly string[]): string[] => [...new Set(keys)].sort();

export const ofManifest = (capture: ManifestCapture): Agreed => ({
  eapolKeyFrames: capture.eapol_key_frames.map(f => ({
    frame: f.frame,
    message: f.msg,
    replayCounter: `${f.replay_counter}`,
    protected: f.encrypted_80211,
    ...micOf(f.mic_valid_with),
  })),
  ptks: distinct(capture.handshakes.map(h => h.ptk)),
  gtks: distinct(capture.gtks.map(g => g.gtk)),
  igtks: distinct(capture.igtks.map(g => g.igtk)),
  decrypted: capture.protected_data.frames - capture.protected_data.undecryptable_frames.length,
  undecrypted: capture.protected_data.undecryptable_frames.length,
});

const micOf = (verdict: string | null): { mic: string; pmk?: string } => {
  if (verdict === 'no MIC') return { mic: 'none' };
  return verdict === null ? { mic: 'invalid' } : { mic: 'valid', pmk: verdict };
};

export function ofReport({ sessions }: Report): Agreed {
  const keys = (kind: string): string[] =>
    distinct(sessions.flatMap(s => s.keys.flatMap(key => (key.kind === kind ? [key.hex ?? ''] : []))));
  const sum = (which: 'decrypted' | 'undecrypted'): number =>
    sessions.reduce((total, s) => total + s.protectedFrames[which], 0);
  return {
    eapolKeyFrames: sessions
      .flatMap(s => s.eapolKeyFrames)
      .sort((a, b) => numberOf(a.frame) - numberOf(b.frame))
      .map(({ time, pmkidOf, ...frame }) => frame),
    ptks: keys('ptk'),
    gtks: keys('gtk'),
    igtks: keys('igtk'),
    decrypted: sum('decrypted'),
    undecrypted: sum('undecrypted'),
  };
}
