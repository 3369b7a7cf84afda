import { type Command, Option } from 'commander';
import { acceptedOfReport, acceptFindings, type FailOn, isFailing } from '../report/accepted.js';
import type { ReportContext } from '../report/index.js';
import { noteText, uncheckedOf } from '../report/notes.js';
import { printableJson } from '../report/printable.js';
import { SEVERITIES } from '../report/shown.js';
import type { Report } from '../validate/index.js';
import { readAccepted } from './accepted-file.js';
import { addJudgingOptions, type CaptureOptions, inputOf } from './capture-options.js';
import { isUnreadable, readCaptures, tellMisfits } from './capture-report.js';
import { jsonPieces } from './json.js';
import { type OutputFile, outputOf, writeWhole } from './output-file.js';
import { Problem, tell } from './problem.js';
import { writeOut } from './standard-output.js';

const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends CaptureOptions {
  readonly format?: Format;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly junit?: boolean;
  readonly failOn?: FailOn;
  readonly accept?: string;
  readonly writeAccept?: string;
  readonly requireSessions?: boolean;
  readonly full?: boolean;
  readonly output?: string;
  readonly showKeys?: boolean;
}

/** @throws Problem for more than one */
function formatOf(options: Options): Format {
  const flags = FORMATS.filter(format => format !== 'text' && options[format] === true);
  const named = new Set([...(options.format === undefined ? [] : [options.format]), ...flags]);
  if (named.size > 1) throw new Problem(`validate: one format at a time, not ${[...named].join(' and ')}`);
  return [...named][0] ?? 'text';
}

/** The report in pieces; undefined where there is none to write. */
async function written(
  format: Format,
  report: Report,
  context: ReportContext,
  options: Options,
): Promise<Iterable<string> | undefined> {
  if (format === 'json') {
    const { sessions, findings, ...counts } = report;
    return jsonOf({ ...counts, damaged: context.damaged ?? [], sessions, findings });
  }
  if (format === 'sarif') {
    const { reportSarif } = await import('../report/sarif.js');
    return jsonOf(reportSarif(report, context));
  }
  if (format === 'junit') {
    const { reportJunit } = await import('../report/junit.js');
    return [reportJunit(report, { ...context, failOn: options.failOn })];
  }
  if (isUnreadable(report, context)) return undefined;
  const { reportText } = await import('../report/text.js');
  return [`${reportText(report, { full: options.full ?? false })}\n`];
}

/** In pieces, as a string has no room for the report of very many sessions. */
function* jsonOf(value: object): Iterable<string> {
  for (const piece of jsonPieces(value)) yield printableJson(piece);
  yield '\n';
}

/**
 * Whether there is no session, or, of captures that were validated each by itself, in one of them; and says so.
 * @param each of those, the names
 */
function lacksSession({ sessions }: Report, each: readonly string[]): boolean {
  const without = each.filter(capture => sessions.every(session => session.capture !== capture));
  if (sessions.length > 0 && without.length === 0) return false;
  const where = without.length === 0 ? '' : ` in ${without.join(', ')}`;
  tell(`--require-sessions: there is no session${where}`);
  return true;
}

/** The file that the result goes to; undefined for standard output. @throws Problem */
async function resultFile(
  { output = '-', showKeys }: Options,
  inputs: readonly string[],
): Promise<OutputFile | undefined> {
  // Keys are for their owner only, as in the files of generate.
  return output === '-' ? undefined : outputOf('--output', output, inputs, showKeys === true ? 0o600 : 0o666);
}

/** `validate`: what a capture holds, and what is wrong with it. */
export function addValidateCommand(program: Command): void {
  const command = program
    .command('validate')
    .description(
      'print the sessions of captures and what is wrong with them; exit with 1 if an error is found that is not accepted. Several captures are read as one event; --each reads each by itself',
    );
  addJudgingOptions(command)
    .addOption(
      new Option(
        '--format <format>',
        'text for people, json for programs, sarif (2.1.0) and junit for CI servers',
      ).choices(FORMATS),
    )
    .option('--json', 'short for --format json')
    .option('--sarif', 'short for --format sarif')
    .option('--junit', 'short for --format junit')
    .option('--output <file>', 'write to this file, not to standard output; it may be a device or a pipe')
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit with 1 for findings that are at least so grave; error if left out',
      ).choices([...SEVERITIES, 'never']),
    )
    .option('--accept <file>', 'a JSON file of findings that are known, and do not count for the exit code')
    .option('--write-accept <file>', 'write such a file, with all findings that would make the exit code 1')
    .option('--require-sessions', 'exit with 2 if there is no session, as then nothing was checked')
    .option('--full', 'in text: print every row of a long session')
    .option('--show-keys', 'in text and json: print the keys that were found')
    .addHelpText(
      'after',
      '\nThe command rules explains a finding by its id, as in: lwa-rekey rules mic-wrong\n\nExample:\n  lwa-rekey generate wlan-rekey --out out\n  lwa-rekey validate out/wlan-rekey.pcapng --keys out/wlan-rekey.keys.json',
    )
    .action(async (operands: string[], options: Options) => {
      const { captures, inputs, settings } = await inputOf('validate', operands, options);
      const { accept, writeAccept } = options;
      const format = formatOf(options);
      const accepted = accept === undefined ? undefined : await readAccepted(accept);
      const file = await resultFile(options, accept === undefined ? inputs : [...inputs, accept]);
      let toAccept: OutputFile | undefined;
      try {
        // It may be the one that --accept names.
        if (writeAccept !== undefined) toAccept = await outputOf('--write-accept', writeAccept, inputs);
        const { report: found, damaged } = await readCaptures(captures, options, {
          ...settings,
          showKeys: options.showKeys ?? false,
        });
        const context = { captures, damaged };
        const entries =
          writeAccept === undefined
            ? accepted
            : acceptedOfReport(found, context, {
                failOn: options.failOn,
                accepted,
              });
        const report = entries === undefined ? found : acceptFindings(found, entries, context);
        // Known before anything is written, as a reader that closes early ends the run.
        if (damaged.length > 0) process.exitCode = 2;
        else if (report.findings.some(finding => isFailing(finding, options.failOn))) process.exitCode = 1;
        const pieces = await written(format, report, context, options);
        if (pieces !== undefined && file !== undefined) await writeWhole(file, pieces);
        else for (const piece of pieces ?? []) await writeOut(piece);
        // Of a capture that is cut it is not known what else would be found.
        if (damaged.length > 0 && writeAccept !== undefined)
          tell(`--write-accept: ${writeAccept} is not written`);
        else if (toAccept !== undefined) await writeWhole(toAccept, jsonOf({ accepted: entries ?? [] }));
        // What is written for a program, or into a file, is not seen.
        if (format === 'json' || options.output !== undefined)
          for (const note of uncheckedOf(report, context)) tell(noteText(note));
        if (format !== 'text' || options.output !== undefined) tellMisfits(report);
        if (options.requireSessions === true && lacksSession(report, options.each === true ? captures : []))
          process.exitCode = 2;
      } finally {
        file?.discard();
        toAccept?.discard();
      }
    });
}
