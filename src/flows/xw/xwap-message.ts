import type { IEMessageName, MessageView } from '../../codecs/xwap/view.js';

/** A message all of whose mandatory IEs are there, by the names of its IEs. */
export type XwapMessage = {
  [N in IEMessageName]: Extract<MessageView<N>, { readonly complete: true }>;
}[IEMessageName];
