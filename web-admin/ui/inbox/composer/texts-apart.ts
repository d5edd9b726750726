import { splitText } from '../../../../core/inbox/split-text'
import type { ChannelView } from '../../../api/contract'

/**
 * How many messages of their own the words become where they do not fit into one, or not under the files they go with;
 * 0 where nothing is split.
 */
export function textsApart(
  text: string,
  withFiles: boolean,
  { maxText, maxCaption }: Pick<ChannelView, 'maxText' | 'maxCaption'>,
): number {
  if (text.length <= (withFiles ? maxCaption : maxText)) return 0
  return splitText(text, maxText).length
}
