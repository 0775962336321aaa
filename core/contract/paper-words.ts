import type { Paper } from '../domain/papers.ts';

/** The papers of the checklist, as people call them. */
export const PAPERS: Readonly<Record<Paper, string>> = {
  application: '开班申请',
  teachingPlan: '教学计划和大纲',
  agreement: '与人社部门签订的协议',
  contracts: '与学员签订的培训合同',
  completion: '结课验收申请',
  idCard: '身份证',
  studentStatus: '学籍验证报告或学籍证明',
  noBusiness: '未创业说明',
  registration: '签字的附件2 登记表',
  household: '户籍证明',
};
