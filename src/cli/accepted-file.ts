import { EncodeError } from '../codecs/error.js';
import { acceptedOfFile } from '../report/accepted.js';
import type { AcceptedFinding } from '../validate/index.js';
import { readJsonFile } from './json-input.js';
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
