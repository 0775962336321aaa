import { BulbOutlined, KeyOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, Layout, Menu, Result, Spin, Typography } from 'antd';
import { Suspense, useState } from 'react';
import { Link, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Person } from '../../contract/web/person.ts';
import { send } from './api.ts';
import { OwnPassword } from './own-password.tsx';
import { PersonContext, useProgram } from './program.ts';
import { useBrightness } from './themed.tsx';

/** The menu and the page that its address names. */
export function Frame({ institution, person }: { readonly institution: string; readonly person: Person }) {
  const { pagesOf, home } = useProgram();
  const { pathname } = useLocation();
  const mine = pagesOf(person);
  const menu = mine.filter(({ menu }) => menu !== undefined);
  const here = menu.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    <PersonContext value={person}>
      <Layout className="frame">
        <a href="#content" className="skip">
          跳到正文
        </a>
        <Layout.Sider breakpoint="lg" collapsedWidth={64} theme="light" width={208}>
          <Typography.Text strong className="brand">
            在课
          </Typography.Text>
          <nav aria-label="主菜单">
            <Menu
              selectedKeys={here === undefined ? [] : [here.path]}
              items={menu.map(({ path, menu: entry }) => ({
                key: path,
                icon: entry?.icon,
                label: <Link to={path}>{entry?.label}</Link>,
              }))}
            />
          </nav>
        </Layout.Sider>
        <Layout>
          <Top institution={institution} person={person} />
          <Layout.Content id="content" className="content" role="main">
            <Suspense fallback={<Spin className="waiting" description="正在打开…" />}>
              <Routes>
                <Route path="/" element={<Navigate to={home} replace />} />
                {mine.map(({ path, element }) => (
                  <Route key={path} path={path} element={element} />
                ))}
                <Route path="*" element={<Nowhere />} />
              </Routes>
            </Suspense>
          </Layout.Content>
        </Layout>
      </Layout>
    </PersonContext>
  );
}

function Top({ institution, person }: { readonly institution: string; readonly person: Person }) {
  const { base, roleNames, top } = useProgram();
  const { dark, turn } = useBrightness();
  const [changing, setChanging] = useState(false);
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => send('POST', '/sign-out'),
    onSuccess: () => {
      queries.clear();
      location.assign(`${base}/`);
    },
  });
  const items = [
    { key: 'password', icon: <KeyOutlined />, label: '修改密码', onClick: () => setChanging(true) },
    { key: 'out', icon: <LogoutOutlined />, label: '退出登录', onClick: () => signOut.mutate() },
  ];
  return (
    <Layout.Header className="top">
      <Typography.Text strong ellipsis>
        {institution}
      </Typography.Text>
      <span className="top-right">
        {top}
        <Button type="text" icon={<BulbOutlined />} aria-label={dark ? '换成浅色' : '换成深色'} onClick={turn} />
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button type="text" icon={<UserOutlined />}>
            {person.name} · {roleNames[person.role] ?? person.role}
          </Button>
        </Dropdown>
      </span>
      <OwnPassword open={changing} onClose={() => setChanging(false)} />
    </Layout.Header>
  );
}

function Nowhere() {
  const { home } = useProgram();
  return (
    <Result
      status="404"
      title="没有这个页面"
      subTitle="地址不对，或您的账号没有权限"
      extra={<Link to={home}>回到首页</Link>}
    />
  );
}
