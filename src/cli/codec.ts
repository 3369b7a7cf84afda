import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { DecodeError, EncodeError } from '../codecs/error.js';
import { fromHex, toHex } from '../codecs/hex.js';
import { formatHelp, loadFormat } from './formats.js';
import { jsonDocuments, withoutMark } from './json-input.js';
import { Problem, tell } from './problem.js';
import { withoutKeys } from './secret.js';
import { shellWord } from './shell-word.js';
import { writeOut } from './standard-output.js';

/** One value of a batch to the line that answers it. */
type Convert = (text: string) => string;

/** The lines of standard input, without a byte order mark in front of them. */
async function* inputLines(): AsyncGenerator<string, void, undefined> {
  let isFirst = true;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield isFirst ? withoutMark(line) : line;
    isFirst = false;
  }
}

/** A value that fails is answered by `{"error": …}`, and the batch goes on; the command then ends with 2. */
async function batch(values: AsyncIterable<string>, convert: Convert): Promise<void> {
  for await (const value of values) {
    if (value.trim() === '') continue;
    let answer: string;
    try {
      answer = convert(value);
    } catch (error) {
      answer = JSON.stringify({ error: errorJson(error) });
      process.exitCode = 2;
    }
    await writeOut(`${answer}\n`);
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
    // It quotes the text, which may come from standard input, too.
    throw new Problem(`JSON: ${withoutKeys((error as Error).message, [text])}`);
  }
};

/** The octets of hex digits: that they are none is wrong usage, as with JSON, and no value that a format cannot carry. */
const parseHex = (text: string): Uint8Array => {
  try {
    return fromHex(text);
  } catch (error) {
    throw error instanceof EncodeError ? new Problem(error.message) : error;
  }
};

/** Says what a message keeps of the octets behind it, which nobody looks for in its JSON. */
const tellSurplus = (json: unknown): void => {
  const { length } = (json as { readonly _surplus?: { readonly bits: string } })._surplus?.bits ?? '';
  const octets = length >> 3;
  if (octets > 0) tell(`${octets} ${octets === 1 ? 'octet' : 'octets'} behind the message, see _surplus`);
  else if (length > 0) tell('padding bits are not zero, see _surplus');
};

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** @throws Problem for a file, where hex digits are to be: it says how to give those of the file */
function requireNoFile(format: string, input: string): void {
  if (/[^\da-f :-]/i.test(input) && existsSync(input))
    throw new Problem(
      `decode: ${input} is a file, and hex digits are needed: od -An -v -tx1 ${shellWord(input)} | tr -d '\\n' | lwa-rekey decode ${format} -`,
    );
}

/** For the help of both commands. */
const FAILURES =
  'For a value on standard input that fails, {"error": …} is printed, and the next one is read; the command exits with 2.\n' +
  'The code of the error is usage for input that is not hex or not JSON, encode for a value that the format cannot\n' +
  'carry, and for wrong octets: truncated, trailing, value, length, unsupported or nesting.';

/** For the help: an AP deauthenticates a station, reason 15. */
const DEAUTHENTICATION = 'c000000002d43b04067802000000000102000000000110000f00';

/** `decode`: octets from the argument, or those of a line each from standard input. */
export function addDecodeCommand(program: Command): void {
  program
    .command('decode')
    .description('print octets as JSON')
    .argument('<format>', 'a format listed below')
    .argument('[hex]', 'hex digits, or - for standard input, one value per line', '-')
    .addHelpText(
      'after',
      `\n${FAILURES}\n\nFormats:\n${formatHelp()}\n\nExample:\n  lwa-rekey decode dot11 ${DEAUTHENTICATION}`,
    )
    .action(async (name: string, input: string) => {
      const format = await loadFormat(name);
      const decode = (hex: string): unknown => {
        const json = format.decode(parseHex(hex));
        tellSurplus(json);
        return json;
      };
      if (input === '-') await batch(inputLines(), hex => JSON.stringify(decode(hex)));
      else {
        requireNoFile(name, input);
        print(JSON.stringify(decode(withoutMark(input)), null, 2));
      }
    });
}

/** `encode`: one value from the argument, or those on standard input: one a line, or over several lines. */
export function addEncodeCommand(program: Command): void {
  program
    .command('encode')
    .description('print a JSON value as octets, in hex')
    .argument('<format>', 'a format listed below')
    .argument(
      '[json]',
      'the value, or - for standard input: one value per line, or over several lines as decode prints them',
      '-',
    )
    .addHelpText(
      'after',
      `\n${FAILURES}\n\nFormats:\n${formatHelp()}\n\nExample:\n  lwa-rekey decode dot11 ${DEAUTHENTICATION} | lwa-rekey encode dot11 -`,
    )
    .action(async (name: string, input: string) => {
      const format = await loadFormat(name);
      const encode: Convert = json => toHex(format.encode(parseJson(json)));
      if (input === '-') await batch(jsonDocuments(inputLines()), encode);
      else print(encode(withoutMark(input)));
    });
}
