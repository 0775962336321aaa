import { Tabs } from 'antd';
import { Link, useNavigate } from 'react-router';
import './classes.css';

/** The parts of a class, each a page of its own at `/classes/:code/<key>`; another slice's takes its place by one line here. */
const TABS = [
  { key: '', label: '资料与备案' },
  { key: 'roster', label: '名册' },
  { key: 'enrolment', label: '人脸登记' },
  { key: 'timetable', label: '课程表' },
  { key: 'changes', label: '停课与补课' },
  { key: 'papers', label: '材料' },
  { key: 'months', label: '月考勤' },
  { key: 'forms', label: '表格' },
  { key: 'transfers', label: '多台设备' },
] as const;

export type ClassTab = (typeof TABS)[number]['key'];

/** The way back to the classes, and from one part of a class to another. */
export function ClassTabs({ code, tab }: { readonly code: string; readonly tab: ClassTab }) {
  const navigate = useNavigate();
  const base = `/classes/${encodeURIComponent(code)}`;
  return (
    <>
      <nav aria-label="位置" className="crumbs">
        <Link to="/classes">全部班级</Link>
      </nav>
      <Tabs
        activeKey={tab}
        items={TABS.map(({ key, label }) => ({ key, label }))}
        onChange={(key) => void navigate(key === '' ? base : `${base}/${key}`)}
      />
    </>
  );
}
