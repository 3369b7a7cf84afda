#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { VERSION } from '../report/version.js';
import { errorCode, problemLine, tell } from './problem.js';

const program = new Command('lwa-rekey')
  .description('Generate, read and check captures of LTE-WLAN Aggregation re-keying')
  .version(VERSION)
  .addHelpText(
    'after',
    '\nExample:\n  lwa-rekey generate rekey-option-2 --out out\n  lwa-rekey validate out/rekey-option-2.pcapng',
  )
  .exitOverride()
  .showHelpAfterError(false)
  .configureOutput({ outputError: () => {} });

/** What adds each command, in the order of the help. Its code is loaded when the command is called, as most of it is not. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  scenarios: async () => (await import('./scenarios.js')).addScenariosCommand,
  generate: async () => (await import('./generate.js')).addGenerateCommand,
  validate: async () => (await import('./validate.js')).addValidateCommand,
  messages: async () => (await import('./messages.js')).addMessagesCommand,
  diagram: async () => (await import('./diagram.js')).addDiagramCommand,
  rules: async () => (await import('./rules.js')).addRulesCommand,
  wireshark: async () => (await import('./wireshark.js')).addWiresharkCommand,
  decode: async () => (await import('./codec.js')).addDecodeCommand,
  encode: async () => (await import('./codec.js')).addEncodeCommand,
  derive: async () => (await import('./derive.js')).addDeriveCommand,
};

/** Adds the command that is called; all of them where none is, for the help and for what is said of a wrong name. */
async function addCommands(called: string | undefined): Promise<void> {
  if (called === '-V' || called === '--version') return;
  const one = called !== undefined && Object.hasOwn(commands, called) ? commands[called] : undefined;
  for (const load of one === undefined ? Object.values(commands) : [one]) (await load())(program);
  for (const command of program.commands) inherit(command);
}

/** Subcommands report errors as the program does: thrown, not printed. */
function inherit(command: Command): void {
  command.copyInheritedSettings(program);
  for (const sub of command.commands) inherit(sub);
}

/** Where to read what is right, of the command that was called, unless `line` says what is. */
function helpHint(line: string): string {
  if (/Did you mean|Allowed choices/.test(line)) return '';
  const names = [program.name()];
  let { commands } = program;
  for (const word of process.argv.slice(2)) {
    const called = commands.find(command => command.name() === word);
    if (called === undefined) break;
    names.push(word);
    ({ commands } = called);
  }
  return `; see ${names.join(' ')} --help`;
}

process.stdout.on('error', error => {
  // A reader that has seen enough, as `head` has, is no error.
  if (errorCode(error) === 'EPIPE') process.exit();
  const line = problemLine(error, 'standard output');
  if (line === undefined) throw error;
  tell(line);
  process.exit(2);
});
// There is nowhere to say it.
process.stderr.on('error', () => {});

try {
  await addCommands(process.argv[2]);
  await program.parseAsync();
} catch (error) {
  // After the help, or the version: not ended at once, as an error of standard output is still to come.
  if (!(error instanceof CommanderError && error.exitCode === 0)) {
    const line = problemLine(error);
    if (line === undefined) throw error;
    if (line !== '(outputHelp)')
      tell(error instanceof CommanderError ? `${line.replace(/\.$/, '')}${helpHint(line)}` : line);
    process.exitCode = 2;
  }
}
