/** Days of the week from Monday. */
export const weekdayNames = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** Kinds of lessons as 附件5 prints them. */
export const kindNames = { theory: '理论', practical: '实操', exam: '考试', offSite: '校外' } as const;

/** Why a lesson cannot be edited. */
export const lockWords = {
  begun: '这一课时已经开始或结束，不能再改；要取消、挪动或补课，请在“调课”中登记',
  closed: '这一课时的考勤已经结算，不能再改；要取消、挪动或补课，请在“调课”中登记',
  change: '这一课时由调课产生，请在“调课”中修改',
  month: '这个月已经关账，不能再改；确要更改，请管理员先在“考勤月份”里重新打开这个月',
} as const;
