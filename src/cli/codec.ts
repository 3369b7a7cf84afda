import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { DecodeError, EncodeError } from '../codecs/error.js';
import { fromHex, toHex } from '../codecs/hex.js';
import { formatHelp, loadFormat } from './formats.js';
import { Problem } from './problem.js';

/** One line of a batch to the line that answers it. */
type Convert = (line: string) => string;

/** A line that fails is answered by `{"error": …}`, and the batch goes on. */
async function batch(convert: Convert): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    let answer: string;
    try {
      answer = convert(line);
    } catch (error) {
      answer = JSON.stringify({ error: errorJson(error) });
    }
    // A reader that is slower than this must not make the answers pile up in memory.
    if (!process.stdout.write(`${answer}\n`))
      await new Promise(resolve => process.stdout.once('drain', resolve));
  }
}

function errorJson(error: unknown): unknown {
  if (error instanceof DecodeError || error instanceof EncodeError) return error.toJSON();
  if (error instanceof Problem) return { code: 'usage', message: error.message };
  throw error;
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`JSON: ${(error as Error).message}`);
  }
};

const run = async (input: string, single: Convert, perLine: Convert): Promise<void> => {
  if (input === '-') await batch(perLine);
  else process.stdout.write(`${single(input)}\n`);
};

/** For the help: an AP deauthenticates a station, reason 15. */
const DEAUTHENTICATION = 'c000000002d43b04067802000000000102000000000110000f00';

/** `decode`: octets from the argument, or those of a line each from standard input. */
export function addDecodeCommand(program: Command): void {
  program
    .command('decode')
    .description('print what octets mean, as JSON')
    .argument('<format>')
    .argument('[hex]', 'hex digits, or - for one value a line on standard input', '-')
    .addHelpText(
      'after',
      `\nFormats:\n${formatHelp()}\n\nExample:\n  lwa-rekey decode dot11 ${DEAUTHENTICATION}`,
    )
    .action(async (name: string, input: string) => {
      const format = await loadFormat(name);
      const decode = (hex: string): unknown => format.decode(fromHex(hex, 'hex'));
      await run(
        input,
        hex => JSON.stringify(decode(hex), null, 2),
        hex => JSON.stringify(decode(hex)),
      );
    });
}

/** `encode`: one value from the argument, or one a line from standard input. */
export function addEncodeCommand(program: Command): void {
  program
    .command('encode')
    .description('print the octets of a value given as JSON, in hex')
    .argument('<format>')
    .argument('[json]', 'the value, or - for one a line on standard input', '-')
    .addHelpText(
      'after',
      `\nFormats:\n${formatHelp()}\n\nExample:\n  echo ${DEAUTHENTICATION} | lwa-rekey decode dot11 - | lwa-rekey encode dot11 -`,
    )
    .action(async (name: string, input: string) => {
      const format = await loadFormat(name);
      const encode: Convert = json => toHex(format.encode(parseJson(json)));
      await run(input, encode, encode);
    });
}
