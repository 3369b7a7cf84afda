import { listed } from './rule.js';
import type { Run, Session } from './session.js';
import type { Story, UeKey, WtKey } from './story.js';

/** The frames of each message come in order, so that first and last are among their ends. */
export const firstFrame = (run: Run): number =>
  Math.min(...Object.values(run.frames).map(frames => frames[0]!));
const lastFrame = (run: Run): number => Math.max(...Object.values(run.frames).map(frames => frames.at(-1)!));

const names: Readonly<Record<Run['kind'], string>> = {
  initial: '4-way handshake',
  're-key': 're-key',
  group: 'group key handshake',
  ft: 'fast BSS transition',
};

const spanOf = (session: Session, run: Run): string =>
  `${names[run.kind]} ${session.span(firstFrame(run), lastFrame(run))}`;

/** The session in one sentence. */
export function verdictOf(session: Session): string {
  const signalled = signallingOf(session);
  if (session.isWithoutWlan) return sentence([signalled, 'the capture shows no WLAN association']);
  return sentence([signalled, handshakesOf(session)]);
}

/** Parts of a sentence as one. */
function sentence(parts: readonly string[]): string {
  const text = parts.filter(part => part !== '').join('; ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** What Uu and Xw say of who had a new S-KWT first. */
function signallingOf({ story, span }: Session): string {
  const at = (frame: number): string => `in frame ${span(frame, frame)}`;
  return toldWith(story)
    .filter(({ given }) => given.isModification)
    .map(({ given, told }) => {
      const inWt = `the WT Modification Request ${at(given.frame)}`;
      if (given.outcome === 'unsuccessful') return `the WT refused ${inWt}`;
      if (told === undefined)
        return `${inWt} gives the WT a new S-KWT that no RRC message in the capture tells the UE of`;
      const { complete, wtCounter } = told;
      const counter = `WT Counter ${wtCounter}`;
      if (complete === undefined)
        return `the UE is told of ${counter} ${at(told.frame)} and does not confirm it, ${inWt} gives the WT the S-KWT`;
      const confirmed = `the RRCConnectionReconfigurationComplete ${at(complete.frame)}`;
      return complete.time <= given.time
        ? `option 2: the UE had ${counter} before the WT, ${confirmed} came before ${inWt}`
        : `option 1: the WT had the S-KWT of ${counter} before the UE, ${inWt} came before ${confirmed}`;
    })
    .join('; ');
}

/** Each S-KWT given to the WT with the WT Counter that the UE has it from: by the key, or else in their order. */
function toldWith({
  atUe,
  atWt,
}: Story): readonly { readonly given: WtKey; readonly told: UeKey | undefined }[] {
  const free = new Set(atUe);
  const ofKey = new Map(atWt.map(given => [given, atUe.find(key => key.sKwts.includes(given.sKwt))]));
  for (const told of ofKey.values()) if (told !== undefined) free.delete(told);
  return atWt.map(given => {
    const told = ofKey.get(given) ?? [...free].find(key => key.sKwts.length === 0);
    if (told !== undefined) free.delete(told);
    return { given, told };
  });
}

function handshakesOf(session: Session): string {
  const { runs, eapolKeyFrames } = session;
  const span = (run: Run): string => spanOf(session, run);
  if (runs.length === 0)
    return `no handshake in the capture${eapolKeyFrames.length === 0 ? ', nor a whole EAPOL-Key frame' : ', only requests for one'}`;
  const complete = runs.filter(run => run.complete);
  const failed = runs.filter(run => !run.complete);
  const pmks = [...new Set(complete.flatMap(run => (run.ptk === undefined ? [] : [run.ptk.pmk.name])))];
  const under = pmks.length === 0 ? '' : ` under ${listed(pmks)}`;
  const each = complete.map(run =>
    pmks.length < 2 || run.ptk === undefined ? span(run) : `${span(run)} (${run.ptk.pmk.name})`,
  );
  return [
    complete.length === 0 ? '' : `complete${under}: ${listed(each)}`,
    failed.length === 0 ? '' : `not complete: ${listed(failed.map(run => failure(session, run)))}`,
    micsOf(session),
  ]
    .filter(part => part !== '')
    .join('; ');
}

function failure(session: Session, run: Run): string {
  const { ending, ptk, frames } = run;
  const isOnlyAnswered = frames.M2 !== undefined && frames.M3 === undefined;
  const why = ptk === undefined ? '' : ` (${isOnlyAnswered ? 'station on' : 'under'} ${ptk.pmk.name})`;
  const end =
    ending === undefined
      ? ''
      : `, ended by the ${ending.by === 'ap' ? 'AP' : 'station'} in frame ${session.span(ending.frame, ending.frame)} with reason ${ending.reason}`;
  return `${spanOf(session, run)}${why}${end}`;
}

/** What there is to say of MICs that are not right. */
function micsOf({ eapolKeyFrames }: Session): string {
  const count = (mic: string): number => eapolKeyFrames.filter(frame => frame.mic === mic).length;
  const [valid, wrong, unverified] = [count('valid'), count('invalid'), count('unverified')];
  const parts = [
    wrong === 0 ? '' : `${wrong} wrong MIC${wrong === 1 ? '' : 's'}`,
    unverified === 0 ? '' : `${unverified} MIC${unverified === 1 ? '' : 's'} not verified`,
    wrong > 0 && valid === 0 ? 'no key given fits' : '',
  ];
  return parts.filter(part => part !== '').join(', ');
}
