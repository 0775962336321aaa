import { centerWelcomeSchema } from '../../core/contract/center/accounts.ts';
import { hasCenterRights } from '../../core/contract/center/actor.ts';
import { startPages } from '../../core/ui/shell/start.tsx';
import { Bell } from './alerts/bell.tsx';
import { pages } from './pages.tsx';
import { asCenterActor, roleNames } from './shell/actor.ts';
import { HOME } from './shell/home.ts';
import { endFirst } from './wall/first.tsx';

startPages({
  title: '在课 · 监管中心',
  base: '/center',
  machine: '中心服务器',
  codeIsAt: '中心服务器启动时在终端（日志）里显示的 8 位码，例如 ABCD-2345',
  welcome: centerWelcomeSchema,
  roleNames,
  accounts: {
    about: '检查员看教室、处理情况；财务看月度与补贴；管理员还管账号与设备；机构账号只看本机构的。',
    usual: 'inspector',
    home: '中心',
  },
  seconds: '中心的另一位工作人员',
  home: HOME,
  top: <Bell />,
  drawn: endFirst,
  pagesOf: (person) => pages.filter(({ right }) => hasCenterRights(asCenterActor(person).role, right)),
});
