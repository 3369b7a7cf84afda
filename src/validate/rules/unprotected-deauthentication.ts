import { REASON } from '../../codecs/dot11/reason-codes.js';
import type { DroppedEndingEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { listed } from '../wording.js';

/** As many frames of a kind as a finding names. */
const MOST_FRAMES = 32;
/** Frames of class 2 or 3 of a station that has no association: reasons that a peer gives that has lost its keys. */
const HAS_NO_KEYS: ReadonlySet<number | undefined> = new Set([REASON.invalidClass2, REASON.invalidClass3]);
/** With them, that of one that gives them up to begin anew: stations and APs do it in clear. */
const BEGINS_ANEW: ReadonlySet<number | undefined> = new Set([REASON.invalidAuthentication, ...HAS_NO_KEYS]);

/** Frames with the same flaw, of which the same became. */
interface Group extends DroppedEndingEvent {
  readonly frames: number[];
  readonly kinds: Set<string>;
  readonly reasons: Set<number>;
  count: number;
}

/** A deauthentication or disassociation without the protection that the two have agreed on, or that is replayed. */
export const unprotectedDeauthentication: Rule = {
  id: 'unprotected-deauthentication',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.5.4.6, 12.6.19 and 11.13',
  explanation:
    'A deauthentication or disassociation is not protected, or has a wrong MIC or a packet number that was used before, though the two protect management frames; or they protect none, and the association goes on as if the frame had not come (a warning, or a note if its receiver alone goes on). Anybody can send such a frame, and where they are protected its receiver drops it; for reasons 6 and 7, which a peer that has lost its keys gives, the receiver first asks with an SA Query.',
  watch: session => {
    const groups = new Map<string, Group>();
    const found = function* (): Iterable<Observation> {
      for (const group of groups.values()) yield observationOf(session, group);
      groups.clear();
    };
    return {
      droppedEnding(event) {
        const { ending, flaw, isToAll, outcome, isOfBefore } = event;
        const id = [ending.by, flaw, isToAll, outcome, isExpected(event), isOfBefore].join();
        const group = groups.get(id) ?? {
          ...event,
          frames: [],
          kinds: new Set(),
          reasons: new Set(),
          count: 0,
        };
        groups.set(id, group);
        group.count++;
        group.kinds.add(ending.kind);
        if (ending.reason !== undefined) group.reasons.add(ending.reason);
        if (group.frames.length < MOST_FRAMES) group.frames.push(ending.frame);
        return undefined;
      },
      ending: found,
      end: found,
    };
  },
};

/** Whether the reason is one to be in clear. */
const isExpected = ({ ending: { reason }, outcome }: DroppedEndingEvent): boolean =>
  (outcome === 'taken' ? BEGINS_ANEW : HAS_NO_KEYS).has(reason);

function observationOf({ inFrames }: Session, group: Group): Observation {
  const { frames, count, outcome, flaw, isToAll, frame, ending, kinds, reasons, isOfBefore } = group;
  const isOne = count === 1;
  const isOfLoss = isExpected(group);
  const isOfUnknown = flaw === 'key';
  const isMicWrong = flaw === 'mic' || isOfUnknown;
  const [sender, receiver] = ending.by === 'ap' ? ['AP', 'station'] : ['station', 'AP'];
  const which = `${listed([...kinds].map(kind => `${kind}${isOne ? '' : 's'}`))} of the ${sender}${isToAll ? ' to all' : ''} in ${inFrames(frames, count)}`;
  const why = reasons.size === 0 ? '' : `, reason${reasons.size === 1 ? '' : 's'} ${listed([...reasons])},`;
  const what = `${isOne ? 'is' : 'are'} ${isMicWrong ? 'under a wrong MIC' : 'in clear'}${flaw === 'none' ? '' : ', though the two protect management frames'}`;
  const it = isOne ? 'it is' : 'they are';
  const forged = `forged${isOfBefore ? ', or of before the association, by a second sniffer whose clock is behind' : ''}`;
  if (flaw === 'late' || flaw === 'replayed') {
    const where = inFrames([frame]);
    const then = {
      belied: `; the AP goes on under its keys in ${where}`,
      taken: `, and the station associates anew in ${where}`,
      open: '',
      unheard: '',
    }[outcome];
    const late = flaw === 'late' ? ', or a second sniffer took it whose clock is behind' : '';
    return {
      frames,
      ...(flaw === 'late' ? { severity: 'warning' } : {}),
      message: `The ${which}${why} ${isOne ? 'has a packet number that was' : 'have packet numbers that were'} used before${then}: ${it} replayed${late}.`,
    };
  }
  const unknown = isOfUnknown ? ', or the capture lacks its IGTK' : '';
  const end: Readonly<Record<DroppedEndingEvent['outcome'], Omit<Observation, 'frames'>>> = {
    belied: {
      ...(isOfLoss || isOfBefore || flaw === 'none' ? { severity: 'warning' } : {}),
      message: `; the ${sender} goes on${flaw === 'none' ? '' : ' under its keys'} in ${inFrames([frame])}: ${it} ${forged}${isOfLoss ? `, or the ${sender} did not know the ${receiver} for its own` : ''}.`,
    },
    unheard: {
      severity: 'note',
      message: `; the ${receiver} goes on under its keys in ${inFrames([frame])}: ${it} ${forged}, or ${isOne ? 'has' : 'have'} not reached the ${receiver}.`,
    },
    open: {
      severity: isOfUnknown ? 'note' : 'warning',
      message: `: ${it} ${forged}${isMicWrong ? ', or damaged in the capture' : ''}, or the ${sender} had lost its keys${unknown}.`,
    },
    taken: {
      severity: isOfLoss || isOfUnknown ? 'note' : 'warning',
      message: `, and the station associates anew in ${inFrames([frame])}: the ${sender} had lost its keys${isOfLoss ? ', as it says' : ''}, or the ${receiver} took what is ${forged}${isMicWrong ? ', or the capture holds it damaged' : ''}${unknown}.`,
    },
  };
  const { message, ...rest } = end[outcome];
  return { frames, ...rest, message: `The ${which}${why} ${what}${message}` };
}
