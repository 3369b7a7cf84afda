import type { Observation, Rule } from '../rule.js';
import type { PnUse } from '../wlan/packet-number.js';
import type { GroupKey, ProvenPtk } from '../wlan/session-keys.js';
import type { PnRestart } from '../wlan/unopened.js';

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
    'Frames under one temporal key have packet numbers that earlier frames had, or that go back. With the same key and number, CCMP and GCMP encrypt with the same key stream, which reveals the contents of both frames; a frame that comes again as it was, or goes back together with its sequence number, was replayed, or may be from a second sniffer if it is up to 5 s late, which is a warning, as is what headers alone tell of frames that no known key opens.',
  watch: ({ inFrames }) => {
    /** Of frames that no known key opens. */
    let restarts: PnRestart[] = [];
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
      for (const fromAp of [false, true]) {
        const of = restarts.filter(one => one.fromAp === fromAp && !one.isOfBoth && one.goesOn !== undefined);
        if (of.length === 0) continue;
        const frames = of.map(({ back }) => back.frame);
        const [sender, other] = fromAp ? ['AP', 'station'] : ['station', 'AP'];
        yield {
          frames,
          severity: 'warning',
          message: `The packet numbers of the ${sender} begin anew in ${inFrames(frames)}, while those of the ${other} still go on in ${inFrames([of.at(-1)!.goesOn!.frame])}, and the capture shows no handshake in between. No known key opens these frames: they are under the key of before, or a re-key failed on the other side.`,
        };
      }
      restarts = [];
    };
    return {
      opened({ use, ptk, fromAp, frame }) {
        const sender = fromAp ? 'AP' : 'station';
        take(ptk, { sender, use }, () => `the TK that ${inFrames([ptk.frame])} proves`, frame);
      },
      openedGroup({ use, group, frame }) {
        take(group, { sender: 'AP', use }, () => `the GTK with key ID ${group.keyId}`, frame);
      },
      restarted({ restart }) {
        if (restarts.length < MOST_FRAMES) restarts.push(restart);
        return undefined;
      },
      ending: found,
      end: found,
    };
  },
};
