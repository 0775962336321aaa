import { Tag } from 'antd';
import type { FilingView } from '../../../core/contract/office/classes.ts';
import { filingWord } from './words.ts';

/** Where a class's filing stands. */
export function FilingTag({ filing }: { readonly filing: FilingView }) {
  const { text, color } = filingWord(filing);
  return <Tag color={color}>{text}</Tag>;
}
