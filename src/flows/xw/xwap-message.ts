import type { asn1 } from '../../codecs/xwap/index.js';
import type { IEMessageName, MessageView } from '../../codecs/xwap/view.js';

/** A message all of whose mandatory IEs are there, by the names of its IEs; one of those named `N`, if that is given. */
export type XwapMessage<N extends IEMessageName = IEMessageName> = {
  [M in N]: Extract<MessageView<M>, { readonly complete: true }>;
}[N];

/** What a response tells of errors in its request. */
export type Diagnostics = asn1.CriticalityDiagnostics;
