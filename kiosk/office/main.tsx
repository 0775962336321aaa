import { welcomeSchema } from '../../core/contract/office/accounts.ts';
import { hasRights } from '../../core/contract/office/actor.ts';
import { startPages } from '../../core/ui/shell/start.tsx';
import { CenterBell } from './center/center-bell.tsx';
import { HOME, pages } from './pages.tsx';
import { asActor, roleNames } from './shell/actor.ts';

startPages({
  title: '在课 · 机构管理',
  base: '/office',
  machine: '教室电脑',
  codeIsAt: '教室电脑的签到屏上显示的 8 位码，例如 ABCD-2345',
  welcome: welcomeSchema,
  roleNames: { ...roleNames, client: '数据接口' },
  accounts: { about: '管理员能做一切；教师做日常考勤；只读账号只能查看。', usual: 'teacher' },
  seconds: '另一位教师或管理员',
  home: HOME,
  top: <CenterBell />,
  pagesOf: (person) => pages.filter(({ least }) => hasRights(asActor(person).role, least)),
});
