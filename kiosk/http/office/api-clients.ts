import { type ApiClient, type ApiScope, newApiClientSchema } from '../../../core/contract/api.ts';
import { type Route, route } from './route.ts';

/** The clients as the administrator keeps them. */
export interface ClientsDesk {
  list(): readonly ApiClient[];
  add(client: { name: string; scopes: readonly ApiScope[] }, by: string): { client: ApiClient; token: string };
  revoke(id: number, by: string): ApiClient;
}

/** Tokens for other systems: made, seen, revoked. */
export function apiClientRoutes(clients: ClientsDesk): readonly Route[] {
  return [
    route({ method: 'GET', path: '/api-clients', least: 'administrator', handle: () => clients.list() }),
    route({
      method: 'POST',
      path: '/api-clients',
      least: 'administrator',
      body: newApiClientSchema,
      handle: ({ actor, body }) => clients.add(body, actor.user),
      audit: (_call, { client: { id, name, scopes } }) => ({
        action: 'api-client-added',
        subject: `api-${id}`,
        detail: `新建接口客户端 ${name}，权限 ${scopes.join('、')}`,
      }),
    }),
    route({
      method: 'DELETE',
      path: '/api-clients/:id',
      least: 'administrator',
      handle: ({ actor, params: { id = '' } }) => clients.revoke(Number(id), actor.user),
      audit: (_call, { id, name }) => ({
        action: 'api-client-revoked',
        subject: `api-${id}`,
        detail: `停用接口客户端 ${name}`,
      }),
    }),
  ];
}
