import { isBefore } from '../at.js';
import type { RunMessage } from '../report.js';
import { listed, type Observation, type Rule } from '../rule.js';
import type { Session } from '../session.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import type { Run } from '../wlan/run.js';

/** What the receiver of a message answers. */
const answers: Partial<Record<RunMessage, RunMessage>> = { M2: 'M3', M3: 'M4', G1: 'G2' };

/** A MIC that none of the given keys makes, in a handshake of which others are right, or not the key of the handshake. */
export const micWrong: Rule = {
  id: 'mic-wrong',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2',
  explanation:
    'The MIC of an EAPOL-Key frame is right under none of the given keys, or only under a key that is not that of its handshake, and its receiver drops it silently. A single wrong MIC may be damage in the capture alone; if each repetition has one, the sender holds another key.',
  watch: session => {
    /** Whether any MIC of the session is right. */
    let isOneRight = false;
    return {
      pmkInUse() {
        isOneRight = true;
        return undefined;
      },
      *run({ run }) {
        if (isOfAnotherPmk(run)) return;
        const wrong = run.records.filter(({ mic }) => mic === 'invalid');
        for (const message of new Set(wrong.map(record => record.message)))
          yield observe(
            session,
            isOneRight,
            wrong.filter(record => record.message === message),
            run,
          );
        yield* underAnother(session, run);
      },
      *eapolKey({ record, run, isCopy }) {
        if (run === undefined && record.mic === 'invalid' && !isCopy)
          yield observe(session, isOneRight, [record]);
      },
    };
  },
};

/** Whether no MIC of the run is right, and it is not just one that is wrong: then the key is, not the frames. */
export function isOfAnotherPmk({ kind, ptk, records }: Run): boolean {
  if (kind === 'group' || ptk !== undefined) return false;
  return transmissions(records.filter(({ mic }) => mic === 'invalid')) > 1;
}

/** How many different frames they are: one that the MAC sublayer sends again has the same counter. */
const transmissions = (records: readonly EapolKeyRecord[]): number =>
  new Set(records.map(({ message, replayCounter }) => `${message} ${replayCounter}`)).size;

/** Frames of one message whose MIC is right under no key. */
function observe(
  session: Session,
  isOneRight: boolean,
  wrong: readonly EapolKeyRecord[],
  run?: Run,
): Observation {
  const { message } = wrong[0]!;
  const frames = wrong.map(({ frame }) => frame);
  const others = isOneRight ? ', though others of this session are' : '; no frame of this session fits one';
  const text = `The MIC of ${message} in ${session.inFrames(frames)} is right under none of the keys given${others}.`;
  const taken = takenFor(session, wrong, run);
  // What was dropped is sent again: one that is wrong alone may well have been right when it was sent.
  if (taken === undefined && isRepeated(wrong, run)) return { frames, message: text };
  return {
    frames,
    severity: 'warning',
    message: `${text} ${taken ?? 'It is the only one, which may be damaged in the capture alone.'}`,
  };
}

/** Whether the receiver dropped the one and was sent, or asked for, another, whose MIC is wrong as well. */
function isRepeated(wrong: readonly EapolKeyRecord[], run: Run | undefined): boolean {
  const { message } = wrong[0]!;
  const asked = Object.entries(answers).find(([, answer]) => answer === message)?.[0] as
    | RunMessage
    | undefined;
  const question = message === 'M2' ? 'M1' : asked;
  if (transmissions(wrong) < 2 || question === undefined) return transmissions(wrong) > 1;
  const [first, last] = [wrong[0]!.frame, wrong.at(-1)!.frame];
  return run?.frames[question]?.some(frame => frame > first && frame < last) === true;
}

/** What the peer made of it, which received another frame than the capture holds if it went on. */
function takenFor({ inFrames }: Session, wrong: readonly EapolKeyRecord[], run?: Run): string | undefined {
  const { message, frame } = wrong[0]!;
  const right = run?.records.filter(r => r.message === message && r.mic === 'valid') ?? [];
  if (right.length > 0)
    return `${message} in ${inFrames(right.map(r => r.frame))} is right: this one was altered in the capture, or is not from its sender.`;
  const answer = message === 'request' ? undefined : answers[message];
  return run?.records.some(r => r.message === answer && r.mic === 'valid' && r.frame > frame) === true
    ? `Its receiver took it all the same, and went on with ${answer}: the frame was altered in the capture, or was sent again.`
    : undefined;
}

/** An M3 under another PMK than each M2 of its handshake: the station cannot take it. */
function* underAnother({ inFrames }: Session, { records, frames, complete }: Run): Iterable<Observation> {
  const m2 = records.find(({ message }) => message === 'M2');
  // One that came before M2 is not the answer to it, but of another handshake.
  const fitting = records.filter(r => r.message !== 'M3' || (m2 !== undefined && isBefore(m2, r)));
  const namesOf = (message: string): Set<string> =>
    new Set(fitting.flatMap(r => (r.message === message && r.pmk !== undefined ? [r.pmk] : [])));
  const [ofM2, ofM3] = [namesOf('M2'), namesOf('M3')];
  if (complete || ofM2.size === 0 || ofM3.size === 0 || [...ofM3].some(name => ofM2.has(name))) return;
  yield {
    frames: [...(frames.M2 ?? []), ...(frames.M3 ?? [])].sort((a, b) => a - b),
    message: `M3 in ${inFrames(frames.M3 ?? [])} is right under ${listed([...ofM3])}, but M2 in ${inFrames(
      frames.M2 ?? [],
    )} under ${listed([...ofM2])}: the AP changed its PMK within the handshake, and the station drops M3.`,
  };
}
