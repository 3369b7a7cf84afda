import type { Packet } from '../codecs/capture/packet.js';
import { requirePackets, type ValidateOptions } from './input.js';
import type { Finding, Report } from './report.js';
import { validator } from './validator.js';

/**
 * A validation that is under way: it goes on as its findings are taken, or its report is asked for. A loop that is left early
 * leaves the rest of the packets to the next one and to the report. It does not close what they come from.
 */
export interface Validation extends AsyncIterable<Finding> {
  /**
   * Takes what packets are left, and gives a report of all.
   * @throws what the packets throw, as DecodeError where their file is damaged; again at every further call, here and of iterators
   */
  report(): Promise<Report>;
}

/**
 * Validates `packets`, as {@link validator} does. Iterating over it gives the findings as they come to light:
 * `for await (const finding of validate(packets, { keys }))`; `await validate(packets, { keys }).report()` gives
 * all at once. The packets can be gone through once. What is known before their end, or before an error in them, a
 * {@link validator} tells that is handed them one by one.
 * @throws EncodeError as {@link validator} does, for options that are none; TypeError for what are no packets, as the name or the
 *   octets of a file; both at once, not as packets are taken
 */
export function validate(
  packets: AsyncIterable<Packet> | Iterable<Packet>,
  options: ValidateOptions = {},
): Validation {
  requirePackets(packets);
  const own = validator(options);
  let failure: { readonly error: unknown } | undefined;
  const findings = (async function* (): AsyncGenerator<Finding> {
    try {
      for await (const packet of packets) yield* own.packet(packet);
      yield* own.end();
    } catch (error) {
      failure = { error };
    }
  })();
  const next = async (): Promise<IteratorResult<Finding>> => {
    const step = await findings.next();
    if (step.done === true && failure !== undefined) throw failure.error;
    return step;
  };
  return {
    // Without `return`, by which a loop that is left would end what the report is to go on with.
    [Symbol.asyncIterator]: () => ({ next }),
    report: async () => {
      while ((await next()).done !== true);
      return own.report();
    },
  };
}
