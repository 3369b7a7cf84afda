import type { Command } from 'commander';
import { DecodeError } from '../codecs/error.js';
import { toHex } from '../codecs/hex.js';
import { columns } from '../report/columns.js';
import { printable, printableJson } from '../report/printable.js';
import type { CapturedMessage } from '../validate/messages.js';
import { addCaptureOptions, type CaptureOptions, inputOf } from './capture-options.js';
import { readReport, tellMisfits } from './capture-report.js';
import { type JsonCodec, loadFormat } from './formats.js';
import { tell } from './problem.js';
import { writeOut } from './standard-output.js';

interface Options extends CaptureOptions {
  readonly json?: boolean;
}

/** Nanoseconds since 1970 as seconds. */
const secondsText = (time: bigint): string => {
  const digits = `${time < 0n ? -time : time}`.padStart(10, '0');
  return `${time < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
};

const MILLISECOND = 1_000_000n;
const DAY = 86_400_000n * MILLISECOND;

/** The time of day, in UTC, to the microsecond. A capture may have days that no Date has. */
const timeOfDay = (time: bigint): string => {
  const ofDay = ((time % DAY) + DAY) % DAY;
  const clock = new Date(Number(ofDay / MILLISECOND)).toISOString().slice(11, 23);
  return `${clock}${`${(ofDay / 1000n) % 1000n}`.padStart(3, '0')}`;
};

const frameText = ({ frame }: CapturedMessage): string =>
  typeof frame === 'number' ? `${frame}` : printable(`${frame.frame} of ${frame.capture}`);

const row = (message: CapturedMessage): readonly string[] => [
  frameText(message),
  timeOfDay(message.time),
  message.from ?? '?',
  message.format,
  `${message.name ?? '?'}${message.misfit === undefined ? '' : ` (${message.misfit})`}`,
  message.station ?? '',
];

/** The value as `decode` prints it, or why there is none. */
function decoded(
  codec: JsonCodec,
  octets: Uint8Array,
): { readonly value: unknown } | { readonly error: unknown } {
  try {
    return { value: codec.decode(octets) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { error: error.toJSON() };
  }
}

async function* jsonLines(messages: readonly CapturedMessage[]): AsyncGenerator<string> {
  const codecs = new Map<string, JsonCodec>();
  for (const { time, octets, ...message } of messages) {
    let codec = codecs.get(message.format);
    if (codec === undefined) {
      codec = await loadFormat(message.format);
      codecs.set(message.format, codec);
    }
    const line = { ...message, time: secondsText(time), octets: toHex(octets), ...decoded(codec, octets) };
    yield printableJson(JSON.stringify(line));
  }
}

/** `messages`: the signalling that captures hold, message by message. */
export function addMessagesCommand(program: Command): void {
  const command = program
    .command('messages')
    .description(
      'list the EAPOL-Key, RRC and XwAP messages of captures, deciphered with the keys given and found; --json decodes each; exit with 0 whatever they say',
    );
  addCaptureOptions(command)
    .option('--json', 'one JSON object per line, with the octets in hex and the value as decode prints it')
    .addHelpText(
      'after',
      `
The columns are frame, time of day (UTC), sender, format, message and station. In parentheses it says how an XwAP
message does not fit what went before: (direction) where the other node alone sends it, and others as in the events of
docs/rules.md. The octets may hold keys.

Example:
  lwa-rekey messages out/rekey-option-2.pcapng
  lwa-rekey messages --json out/rekey-option-2.pcapng | jq 'select(.name == "WTModificationRequest").value'`,
    )
    .action(async (operands: string[], options: Options) => {
      const { captures, settings } = await inputOf('messages', operands, options);
      const { messageCollector } = await import('../validate/messages.js');
      const reads = options.each === true ? captures.map(capture => [capture]) : [captures];
      const messages: CapturedMessage[] = [];
      for (const read of reads) {
        const named = reads.length > 1 ? { capture: read[0]! } : {};
        const collector = messageCollector({ captures: read, ...named });
        const rules = [collector.rule];
        const { report, damaged } = await readReport(read, { ...settings, ...named, rules });
        if (damaged.length > 0) process.exitCode = 2;
        tellMisfits(report);
        for (const message of collector.all()) messages.push(message);
      }
      if (messages.length === 0 && process.exitCode === undefined)
        tell('there is no EAPOL-Key, RRC or XwAP message that can be read');
      if (options.json === true) for await (const line of jsonLines(messages)) await writeOut(`${line}\n`);
      else if (messages.length > 0) await writeOut(`${columns(messages.map(row), [0]).join('\n')}\n`);
    });
}
