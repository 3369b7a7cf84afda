/** Writes to standard output. A reader that is slower must not make the text pile up in memory: it is waited for. */
export async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(text)) await new Promise(resolve => process.stdout.once('drain', resolve));
}
