import { EncodeError } from '../codecs/error.js';
import { acceptedOfFile } from '../report/accepted.js';
import { jsonText } from '../report/printable.js';
import type { AcceptedFinding } from '../validate/index.js';
import { requireNoInput } from './identity.js';
import { readJsonFile } from './json-input.js';
import { outputFile } from './output-file.js';
import { Problem } from './problem.js';

/** The entries of the file that `--accept` names. @throws Problem */
export async function readAccepted(path: string): Promise<readonly AcceptedFinding[]> {
  const file = await readJsonFile(path, 'a file of accepted findings');
  try {
    return acceptedOfFile(file);
  } catch (error) {
    if (error instanceof EncodeError) throw new Problem(`${path}: ${error.message}`);
    throw error;
  }
}

/** The file that `--write-accept` names, which may be the one that `--accept` names. @throws Problem */
export async function acceptedFile(path: string, inputs: readonly string[]) {
  requireNoInput('--write-accept', path, inputs);
  const file = await outputFile(path);
  return {
    write: async (accepted: readonly AcceptedFinding[]): Promise<void> => {
      file.writeText(`${jsonText({ accepted })}\n`);
      await file.close();
      file.place();
    },
    discard: (): void => file.discard(),
  };
}
