import type { Observation, Rule } from '../rule.js';
import type { PnUse } from '../wlan/packet-number.js';
import type { GroupKey, ProvenPtk } from '../wlan/session-keys.js';

/** As many frames of each key and sender as a finding names. */
const MOST_FRAMES = 32;

interface Finding {
  readonly sender: 'AP' | 'station';
  readonly use: Use;
  /** Which key it is. */
  readonly key: string;
  readonly frames: number[];
  count: number;
}

type Use = 'late' | 'replayed' | 'reused';
const isFault = (use: PnUse): use is Use => use !== 'new' && use !== 'repeated';

/** What is said of frames that come again: the error of their sender, or of who sends them again. */
const texts: Readonly<Record<Use, (sender: string, key: string, which: string) => string>> = {
  reused: (sender, key, which) =>
    `The ${sender} uses packet numbers again or goes back in them, under ${key}: ${which}.`,
  replayed: (sender, key, which) =>
    `Frames of the ${sender} come again, octet by octet, more than 5 s later, under ${key}: ${which}. They were replayed, unless the clocks of two sniffers are that far apart.`,
  late: (sender, key, which) =>
    `Frames of the ${sender} come again, or far behind their packet numbers, with sequence numbers that are as far behind, under ${key}: ${which}. They were replayed, or a second sniffer took them whose clock is behind.`,
};

/** A packet number that is used again. */
export const pnReuse: Rule = {
  id: 'pn-reuse',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.5.3.3.2 and 12.5.3.4.4',
  explanation:
    'Frames under one temporal key have packet numbers that earlier frames had, or that go back. With the same key and number, CCMP and GCMP encrypt with the same key stream, which reveals the contents of both frames; a frame that comes again as it was, or goes back together with its sequence number, was replayed, or may be from a second sniffer if it is up to 5 s late, which is a warning.',
  watch: ({ inFrames }) => {
    /** By key, and by sender and use. */
    const findings = new Map<ProvenPtk | GroupKey, Map<string, Finding>>();
    const take = (
      key: ProvenPtk | GroupKey,
      { sender, use }: Pick<Finding, 'sender'> & { readonly use: PnUse },
      name: () => string,
      frame: number,
    ): undefined => {
      if (!isFault(use)) return;
      const of = findings.get(key) ?? new Map<string, Finding>();
      findings.set(key, of);
      const finding = of.get(sender + use) ?? { sender, use, key: name(), frames: [], count: 0 };
      of.set(sender + use, finding);
      finding.count++;
      if (finding.frames.length < MOST_FRAMES) finding.frames.push(frame);
    };
    const found = function* (): Iterable<Observation> {
      for (const { sender, use, key, frames, count } of [...findings.values()].flatMap(of => [
        ...of.values(),
      ])) {
        yield {
          frames,
          ...(use === 'late' ? { severity: 'warning' } : {}),
          message: texts[use](sender, key, inFrames(frames, count)),
        };
      }
      findings.clear();
    };
    return {
      opened({ use, ptk, fromAp, frame }) {
        const sender = fromAp ? 'AP' : 'station';
        take(ptk, { sender, use }, () => `the TK that ${inFrames([ptk.frame])} proves`, frame);
      },
      openedGroup({ use, group, frame }) {
        take(group, { sender: 'AP', use }, () => `the GTK with key ID ${group.keyId}`, frame);
      },
      ending: found,
      end: found,
    };
  },
};
