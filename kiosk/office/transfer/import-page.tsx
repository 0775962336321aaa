import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { ImportFile } from './import-file.tsx';
import './transfer.css';

/** Imports a class that this kiosk may not have yet. */
export function TransferImportPage() {
  const queries = useQueryClient();
  return (
    <>
      <nav aria-label="位置" className="crumbs">
        <Link to="/classes">全部班级</Link>
      </nav>
      <Heading title="从另一台电脑导入" about="同一机构另一间教室的电脑导出的班级资料或课时记录。" />
      <ImportFile onDone={() => void queries.invalidateQueries()} />
    </>
  );
}
