import { listed } from './rule.js';
import type { Run, Session } from './session.js';

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

const span = (run: Run): string => {
  const [first, last] = [firstFrame(run), lastFrame(run)];
  return `${names[run.kind]} ${first === last ? first : `${first}–${last}`}`;
};

/** The session in one sentence. */
export function verdictOf(session: Session): string {
  const { runs, eapolKeyFrames } = session;
  if (runs.length === 0)
    return `No handshake in the capture${eapolKeyFrames.length === 0 ? ', nor a whole EAPOL-Key frame' : ', only requests for one'}.`;
  const complete = runs.filter(run => run.complete);
  const failed = runs.filter(run => !run.complete);
  const pmks = [...new Set(complete.flatMap(run => (run.ptk === undefined ? [] : [run.ptk.pmk.name])))];
  const under = pmks.length === 0 ? '' : ` under ${listed(pmks)}`;
  const each = complete.map(run =>
    pmks.length < 2 || run.ptk === undefined ? span(run) : `${span(run)} (${run.ptk.pmk.name})`,
  );
  const text = [
    complete.length === 0 ? '' : `Complete${under}: ${listed(each)}`,
    failed.length === 0 ? '' : `not complete: ${listed(failed.map(failure))}`,
    micsOf(session),
  ]
    .filter(part => part !== '')
    .join('; ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function failure(run: Run): string {
  const { ending, ptk, frames } = run;
  const isOnlyAnswered = frames.M2 !== undefined && frames.M3 === undefined;
  const why = ptk === undefined ? '' : ` (${isOnlyAnswered ? 'station on' : 'under'} ${ptk.pmk.name})`;
  const end =
    ending === undefined
      ? ''
      : `, ended by the ${ending.by === 'ap' ? 'AP' : 'station'} in frame ${ending.frame} with reason ${ending.reason}`;
  return `${span(run)}${why}${end}`;
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
