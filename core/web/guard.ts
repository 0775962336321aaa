import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';

/**
 * Everything comes from this server alone: no CDN, no inline script, no frame around it. `blob:` media is what Media
 * Source Extensions plays.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  'media-src blob:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** antd writes its styles into the page as it runs; scripts stay those of this server alone. */
export const PAGES_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** Puts the security headers on every answer. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(HEADERS);
  next();
};

/**
 * Whether `host` (a Host header) names this server: an address, `localhost`, or one of `names`. A page elsewhere that
 * has its own name resolve to this machine (DNS rebinding) comes with that name and is refused.
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || names.includes(hostname);
}

/** Refuses requests whose Host is not ours. */
export function ownHostOnly(names: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (isOwnHost(request.headers.host, names)) next();
    else response.status(421).type('text/plain').send('请用本机的地址访问此页面。\n');
  };
}

/** Whether a socket may open: our Host, and, from a browser, a page of ours (browsers always send Origin with a WebSocket). */
export function isOwnPage({ headers }: IncomingMessage, names: readonly string[]): boolean {
  if (!isOwnHost(headers.host, names)) return false;
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
