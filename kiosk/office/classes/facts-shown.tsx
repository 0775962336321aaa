import { Descriptions } from 'antd';
import type { ClassFactsForm } from '../../../core/contract/office/classes.ts';
import { CERTIFICATES, LEVELS } from './words.ts';

/** The facts of 附件3 for who may only read them. */
export function FactsShown({ facts }: { readonly facts: ClassFactsForm }) {
  const told = (value: string | null): string => value ?? '未填';
  const { level, certificate, months, teachers, ownFinalYear, bell } = facts;
  return (
    <Descriptions
      column={{ xs: 1, md: 2 }}
      items={[
        { key: 'institution', label: '培训机构', children: told(facts.institution) },
        { key: 'specialty', label: '专业', children: told(facts.specialty) },
        { key: 'level', label: '级别', children: level === null ? '未填' : LEVELS[level] },
        { key: 'certificate', label: '拟取证书', children: certificate === null ? '未填' : CERTIFICATES[certificate] },
        { key: 'opens', label: '开班日期', children: told(facts.opens) },
        { key: 'ends', label: '结课日期', children: told(facts.ends) },
        { key: 'months', label: '培训时限', children: months === null ? '未填' : `${months} 个月` },
        { key: 'room', label: '教室', children: told(facts.room) },
        { key: 'place', label: '培训地点', children: told(facts.place) },
        {
          key: 'teachers',
          label: '任课教师',
          children: teachers.length === 0 ? '未填' : teachers.map(teacherText).join('；'),
        },
        { key: 'phone', label: '辅导员联系电话', children: told(facts.counsellorPhone) },
        { key: 'own', label: '面向本校毕业学年', children: ownFinalYear ? '是' : '否' },
        {
          key: 'bell',
          label: '作息时间',
          children: bell.length === 0 ? '按课程表' : bell.map(([start, end]) => `${start}–${end}`).join('，'),
        },
      ]}
    />
  );
}

/** 王晓明（讲师，高级技师）. */
function teacherText({ name, rank, qualification }: ClassFactsForm['teachers'][number]): string {
  const told = [rank, qualification].filter((word) => word !== null);
  return told.length === 0 ? name : `${name}（${told.join('，')}）`;
}
