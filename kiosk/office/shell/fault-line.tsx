import { Typography } from 'antd';
import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';

/** A fault of a file: where Excel shows it, what is wrong, what to do. */
export function FaultLine({ fault: { severity, row, column, what, advice } }: { readonly fault: SheetFault }) {
  const where = [row === null ? '' : `第 ${row} 行`, column ?? ''].filter((part) => part !== '').join(' ');
  return (
    <span>
      {where !== '' && <Typography.Text strong>{where}：</Typography.Text>}
      <Typography.Text {...(severity === 'refused' ? { type: 'danger' } : {})}>{what}</Typography.Text>。{advice}
    </span>
  );
}
