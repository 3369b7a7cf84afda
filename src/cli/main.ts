#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCodecCommands } from './codec.js';
import { addDeriveCommands } from './derive.js';
import { addGenerateCommand } from './generate.js';
import { problemLine } from './problem.js';
import { addRulesCommand } from './rules.js';
import { addScenariosCommand } from './scenarios.js';
import { addValidateCommand } from './validate.js';
import { addWiresharkCommand } from './wireshark.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('lwa-rekey')
  .description('Generate, read and check captures of LTE-WLAN Aggregation re-keying')
  .version(version)
  .exitOverride()
  .showHelpAfterError(false)
  .configureOutput({ outputError: () => {} });

addScenariosCommand(program);
addGenerateCommand(program);
addValidateCommand(program);
addRulesCommand(program);
addWiresharkCommand(program);
addCodecCommands(program);
addDeriveCommands(program);
for (const command of program.commands) inherit(command);

/** Subcommands report errors as the program does: thrown, not printed. */
function inherit(command: Command): void {
  command.copyInheritedSettings(program);
  for (const sub of command.commands) inherit(sub);
}

// A reader that has seen enough, as `head` has, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exit();
  const line = error instanceof CommanderError ? error.message.replace(/^error: /, '') : problemLine(error);
  if (line === undefined) throw error;
  if (line !== '(outputHelp)') process.stderr.write(`lwa-rekey: ${line}\n`);
  process.exitCode = 2;
}
