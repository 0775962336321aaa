/** The one-time code for making the administrator, while there is none: on the kiosk's own screen only. */
export function FirstRunCode({ code }: { readonly code: string }): React.JSX.Element {
  const { host, hostname } = location;
  const elsewhere = /^(localhost|127\.)/.test(hostname) ? `（在办公电脑上把 ${hostname} 换成这台电脑的地址）` : '';
  return (
    <aside className="first-run" aria-label="初始化码">
      <p>
        第一次使用：用浏览器打开 http://{host}/office/{elsewhere}，输入初始化码建立管理员
      </p>
      <p className="first-run-code">{code}</p>
    </aside>
  );
}
