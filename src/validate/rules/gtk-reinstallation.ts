import type { EapolKey } from '../../codecs/dot11/eapol-key.js';
import { packetNumberOf } from '../../codecs/dot11/packet-number.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { MILLISECOND, SECOND } from '../at.js';
import type { Observation, Rule } from '../rule.js';
import { bssOf, type Session } from '../session.js';
import { type CarriedKey, gtksUnder } from '../wlan/group-keys.js';
import type { ProvenPtk } from '../wlan/session-keys.js';

/** Nanoseconds after which the same message is no repetition by the link any more. */
const LINK_REPEATS = 200n * MILLISECOND;
/** Nanoseconds after its answer for which an AP that missed the answer may repeat a message: its tries take 4 s. */
const AP_REPEATS = 5n * SECOND;
/** Messages of before that a replay is compared with. */
const KEPT = 32;

interface Delivery {
  /** One, or with an AP MLD one for each link, or for some. */
  readonly gtks: readonly CarriedKey[];
  readonly message: 'M3' | 'G1';
  /** The PTK of its handshake. */
  readonly ptk: ProvenPtk;
  readonly counter: bigint;
  readonly frame: number;
  readonly time: bigint;
  answer?: { readonly frame: number; readonly time: bigint };
  /** The frame of a replay that has no answer yet. */
  replay?: number | undefined;
}

/** A GTK that the station has, brought once more. */
export const gtkReinstallation: Rule = {
  id: 'gtk-reinstallation',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2, 12.7.6.4 and 12.7.7',
  explanation:
    'An M3 or G1 that was answered comes again with its old replay counter and the same GTK, and the station answers it again. A station that installs the key again resets its packet number and takes old group frames for new ones: this is the key reinstallation attack on the group key.',
  watch: session => {
    const { inFrames } = session;
    let deliveries: Delivery[] = [];
    /** The G1 before. */
    let latest: Delivery | undefined;

    const unanswered = (): readonly Observation[] => {
      const before = deliveries;
      deliveries = [];
      return before.flatMap(({ message: of, frame, replay }): readonly Observation[] => {
        if (replay === undefined) return [];
        const message = `${of} of ${inFrames([frame])} is replayed in ${inFrames([replay])}, with the same GTK; the capture shows no answer to it.`;
        return [{ frames: [frame, replay], severity: 'warning', message }];
      });
    };

    return {
      eapolKey({ record, key, run, frame, time, isCopy }) {
        const { message } = record;
        // What the link repeated its receiver has dropped.
        if (record.mic !== 'valid' || isCopy) return undefined;
        const counter = key.keyReplayCounter;
        if (message === 'M4' || message === 'G2') {
          const asked = deliveries.find(
            d =>
              d.counter === counter && d.message === (message === 'M4' ? 'M3' : 'G1') && isUnder(d, run?.ptk),
          );
          if (asked === undefined) return undefined;
          const { replay, answer } = asked;
          asked.answer ??= { frame, time };
          if (replay === undefined || answer === undefined) return undefined;
          asked.replay = undefined;
          return [
            {
              frames: [asked.frame, answer.frame, replay, frame],
              message: `${asked.message} of ${inFrames([asked.frame])}, answered in ${inFrames([answer.frame])}, is replayed in ${inFrames([replay])}, and the station answers in ${inFrames([frame])}: it takes the same GTK once more.`,
            },
          ];
        }
        const ptk = run?.ptk;
        if ((message !== 'M3' && message !== 'G1') || ptk === undefined) return undefined;
        const gtks = gtksUnder(key, ptk) ?? [];
        if (gtks.length === 0) return undefined;
        const same = (d: Delivery): boolean => isUnder(d, ptk) && gtks.every(gtk => isAmong(d.gtks, gtk));
        const old = deliveries.find(d => d.counter === counter && d.message === message && same(d));
        if (old !== undefined) {
          if (old.answer !== undefined && time - old.time > LINK_REPEATS) old.replay = frame;
          return undefined;
        }
        const before = latest;
        const delivery = { gtks, message, ptk, counter, frame, time };
        if (message === 'G1') latest = delivery;
        deliveries = [delivery, ...deliveries].slice(0, KEPT);
        if (message !== 'G1' || before?.answer === undefined || !same(before)) return undefined;
        if (time - before.answer.time <= AP_REPEATS) return undefined;
        return [
          {
            frames: [before.frame, frame],
            // A station answers it whether it installs the key again or not; and there are APs that send it so.
            severity: 'warning',
            message: `G1 in ${inFrames([frame])} brings the GTK that the station has since ${inFrames([before.frame])} once more.${gtks.map(gtk => behind(session, gtk, key)).find(text => text !== '') ?? ''}`,
          },
        ];
      },
      ending: unanswered,
      end: unanswered,
    };
  },
};

const isAmong = (gtks: readonly CarriedKey[], { linkId, octets }: CarriedKey): boolean =>
  gtks.some(gtk => gtk.linkId === linkId && equalConstantTime(gtk.octets, octets));

/** What is said where a message has a receive sequence counter that its AP was beyond: as it is when it is withheld. */
function behind(session: Session, { octets, linkId, pn }: CarriedKey, { keyRsc }: EapolKey): string {
  const used =
    bssOf(session, linkId)?.groupKeys.find(({ key }) => equalConstantTime(key.tk, octets))?.pns.highest ?? 0;
  const counter = Number(packetNumberOf(pn ?? keyRsc));
  return used > counter
    ? ` Its receive sequence counter is ${counter}, though the AP was at packet number ${used}: G1 was withheld, or the AP does not tell its counter, and a station that installs the key again takes old group frames for new ones.`
    : '';
}

/**
 * Whether a message of before is one under this PTK: under another it is of another handshake, even with the same counter and
 * GTK, as where the capture lacks the association between the two.
 */
const isUnder = (delivery: Delivery, ptk: ProvenPtk | undefined): boolean =>
  ptk !== undefined && equalConstantTime(delivery.ptk.ptk, ptk.ptk);
