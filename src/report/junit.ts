import type { Finding, Report, SessionReport } from '../validate/report.js';
import { rules as allRules } from '../validate/rules/index.js';
import { type FailOn, isFailing } from './accepted.js';
import { notesOf, uncheckedOf } from './notes.js';
import { printable } from './printable.js';
import { findingsBySession, findingText, type ReportContext, type RuleInfo, sessionName } from './shown.js';
import { xmlText as body, element } from './xml.js';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly outcome: Outcome;
  readonly xml: string;
}

/** @param content what is in it, as XML */
const testCase = (classname: string, name: string, outcome: Outcome, content: string): Case => ({
  outcome,
  xml: element('testcase', { classname, name, time: 0 }, content),
});

/** Lines as the output of a case or a suite; nothing without any. */
const systemOut = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : element('system-out', {}, body(lines.join('\n')));

const suite = (name: string, cases: readonly Case[], before = '', after = ''): string => {
  const count = (outcome: Outcome): number => cases.filter(one => one.outcome === outcome).length;
  return element(
    'testsuite',
    {
      name,
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
      time: 0,
    },
    `\n${[before, ...cases.map(one => one.xml), after]
      .filter(part => part !== '')
      .map(part => `    ${part}\n`)
      .join('')}  `,
  );
};

/** Of a capture that is told of in the output of the suite. */
const UNRELATED = 'read as one with others that seem to be of another event';

/** One rule on one session. All that it found is one element: some servers keep the first of several only. */
function ruleCase(
  classname: string,
  id: string,
  rule: RuleInfo | undefined,
  findings: readonly Finding[],
  verdict: string,
  failOn: FailOn | undefined,
): Case {
  const failing = findings.filter(f => isFailing(f, failOn)).map(f => printable(f.message));
  const passing = findings.filter(f => f.severity !== 'note').map(f => printable(findingText(f)));
  const lines = findings.map(f => printable(findingText(f)));
  const why = rule === undefined ? [] : [rule.explanation, rule.clause];
  if (failing.length > 0) {
    const text = [...lines, '', printable(verdict), '', ...why].join('\n');
    const failure = element('failure', { type: id, message: failing.join(' ') }, body(text));
    return testCase(classname, id, 'failure', failure);
  }
  const output = systemOut(lines);
  if (passing.length === 0) return testCase(classname, id, 'passed', output);
  const skipped = element('skipped', { message: passing.join(' ') });
  return testCase(classname, id, 'skipped', skipped + output);
}

function sessionSuite(
  session: SessionReport,
  classname: string,
  findings: readonly Finding[],
  rules: readonly RuleInfo[],
  failOn: FailOn | undefined,
): string {
  const verdict = printable(session.verdict);
  const known = new Map(rules.map(rule => [rule.id, rule]));
  const ids = new Set([...known.keys(), ...findings.map(finding => finding.rule)]);
  const cases = [...ids].map(id =>
    ruleCase(
      classname,
      id,
      known.get(id),
      findings.filter(finding => finding.rule === id),
      verdict,
      failOn,
    ),
  );
  const { ap, station, ssid, akm } = session;
  const properties = Object.entries({ ap, station, ssid, akm, verdict }).flatMap(([name, value]) =>
    value === undefined ? [] : [element('property', { name, value: printable(value) })],
  );
  return suite(classname, cases, element('properties', {}, properties.join('')), systemOut([verdict]));
}

/**
 * A report as JUnit XML, for the test page of a CI server: a suite for each session with a case for each rule, and
 * one suite that tells whether each capture could be read, of what packets in it were not, are not in order
 * or are damaged, and of keys and accepted findings that fit nothing. What fails a run (`failOn`, an error if that is left out) is a
 * failure; an error or warning that does not, or is accepted, a skipped case, which servers show without failing the build; a note the
 * output of a case that passed. No two cases have the same class and name, since servers drop the second. A capture is a skipped case
 * where there was nothing to check, and where it seems to be of another event than others that it was read as one with.
 */
export function reportJunit(
  report: Report,
  context: ReportContext & { readonly failOn?: FailOn | undefined },
): string {
  const { captures, rules = allRules, damaged = [], failOn } = context;
  const only = captures.length === 1 ? captures[0] : undefined;
  const bySession = findingsBySession(report);
  /** Names that are taken, each with the number that the next of that name may have. */
  const used = new Map<string, number>();
  const unique = (name: string): string => {
    let free = name;
    let next = used.get(name) ?? 2;
    while (used.has(free)) free = `${name} (${next++})`;
    used.set(name, next);
    if (free !== name) used.set(free, 2);
    return free;
  };
  const notes = notesOf(report);
  /** What is to be known of a capture, or of all where it is not known which it concerns. */
  const noted = (capture: string | undefined): string =>
    systemOut(notes.filter(one => (one.capture ?? only) === capture).map(({ text }) => printable(text)));
  const isUnrelated = (capture: string): boolean =>
    report.unrelatedCaptures.some(({ captures }) => captures.includes(capture));
  const reading = captures.map((capture): Case => {
    const name = unique(printable(capture));
    const problem = damaged.find(one => one.capture === capture);
    const output = noted(capture);
    const doubts = [
      ...uncheckedOf(report, context).flatMap(one =>
        (one.capture ?? capture) === capture ? [one.text] : [],
      ),
      ...(isUnrelated(capture) ? [UNRELATED] : []),
    ];
    if (problem !== undefined) {
      const text = printable(problem.message);
      const error = element('error', { type: 'unreadable', message: text }, body(text));
      return testCase('captures', name, 'error', error + output);
    }
    if (doubts.length === 0) return testCase('captures', name, 'passed', output);
    const skipped = element('skipped', { message: `warning: ${doubts.join('; ')}` });
    return testCase('captures', name, 'skipped', skipped + output);
  });
  const classOf = (session: SessionReport): string => unique(printable(sessionName(session)));
  const suites = [
    suite('captures', reading, '', noted(undefined)),
    ...report.sessions.map((session, i) =>
      sessionSuite(session, classOf(session), bySession[i]!, rules, failOn),
    ),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'testsuites',
    { name: 'lwa-rekey' },
    `\n${suites.map(one => `  ${one}\n`).join('')}`,
  )}\n`;
}
